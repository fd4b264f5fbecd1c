/** What the record proves and what it does not; how to check; who runs it. */
import { parseNote } from '@counterfoil/ledger/note';
import { readNotProved } from '../not-proved.ts';
import type { Reading } from '../reading.ts';
import { describeSelfCheck } from '../self-check.ts';

export interface AboutPage {
  readonly authority: { readonly name: string; readonly lang: string } | null;
  readonly origin: string;
  readonly logKey: string;
  readonly licence: string | null;
  /** What the service says of its own last look through everything. */
  readonly selfCheck: string | undefined;
  readonly notProved: readonly string[];
}

export async function buildAbout(reading: Reading): Promise<AboutPage> {
  const { authority, origin, logKey, licence } = await reading.record.info();
  const checked = await reading.record.selfCheck();
  const { signatures } = parseNote(await reading.record.checkpoint());
  return {
    ...{ authority, origin, logKey, licence, selfCheck: checked && describeSelfCheck(reading.language, checked) },
    notProved: readNotProved(
      reading.language,
      signatures.some(({ name }) => name !== origin),
    ),
  };
}
