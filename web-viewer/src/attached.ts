/** The files of an entry, as pages show them: pictures as pictures, documents to be saved, and where one was taken out, who did and why. */
import { fileRefs } from '@counterfoil/ledger/statement';
import { readAbsence, type Absence } from './absence.ts';
import { fileKind } from './file-kind.ts';
import type { OpenedEntry } from './opened-entry.ts';
import type { Reading } from './reading.ts';
import type { Hidden } from './text.ts';

export interface Attached {
  readonly digest: string;
  /** Counted from 1. */
  readonly number: number;
  /** `Picture 1 with entry 12`. */
  readonly title: string;
  /** `JPEG picture, 1.2 MB`. */
  readonly kind: string;
  readonly isPicture: boolean;
  readonly href: string;
  /** Where it is not in public view. */
  readonly hidden: { readonly status: Hidden; readonly absence: Absence } | undefined;
}

export async function readAttached(reading: Reading, { index, statement }: OpenedEntry): Promise<readonly Attached[]> {
  return Promise.all(
    fileRefs(statement).map(async (ref, place) => {
      const { digest, mediaType } = ref;
      const content = await reading.state('content', digest);
      const number = place + 1;
      const isPicture = mediaType !== 'application/pdf';
      return {
        ...{ digest, number, href: fileHref(digest) },
        title: reading.language.phrase(isPicture ? 'file-title-picture' : 'file-title-document', {
          ...{ number, entry: index },
        }),
        kind: fileKind(reading.language, ref),
        isPicture,
        hidden:
          content === undefined || content.state === 'public'
            ? undefined
            : { status: content.state, absence: await readAbsence(reading, content) },
      };
    }),
  );
}

function fileHref(digest: string): string {
  return `/files/${digest}`;
}
