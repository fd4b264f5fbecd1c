/** Who signed an entry, in words, as far as the record knows the keys. */
import { entryHref, type Reference } from './addresses.ts';
import type { OpenedEntry } from './opened-entry.ts';
import type { Reading } from './reading.ts';
import type { Text } from './text.ts';

export interface SignerView {
  /** An office, or a sentence where it is none. */
  readonly who: string;
  readonly name: Text | undefined;
  /** The entry that granted the mandate signed under. */
  readonly under: Reference | undefined;
  readonly keyid: string;
}

export async function readSigners(reading: Reading, { entry, statement }: OpenedEntry): Promise<readonly SignerView[]> {
  const mandates = 'by' in statement ? (statement.by ?? []) : [];
  const byKey = new Map<string, number>();
  for (const mandate of mandates) {
    const granted = await reading.state('mandate', mandate);
    // A key that was replaced signed for the mandate before, the one in its place signs for it since.
    for (let key = granted?.key ?? null; key !== null; key = (await reading.state('key', key))?.replacedBy ?? null)
      byKey.set(key, mandate);
  }
  return Promise.all(
    entry.envelope.signatures.map(async ({ keyid }) => {
      const mandate = byKey.get(keyid);
      if (mandate !== undefined) {
        const { office, name } = await reading.holder(mandate);
        return { who: office, name, under: { index: mandate, href: entryHref(mandate) }, keyid };
      }
      const speaker = 'speaker' in statement ? statement.speaker : undefined;
      if (speaker !== undefined && (await reading.state('speaker', speaker))?.key === keyid)
        return {
          who: reading.language.phrase('entry-signer-speaker', { entry: speaker }),
          name: undefined,
          under: undefined,
          keyid,
        };
      const role = (await reading.state('key', keyid))?.role;
      const who = reading.language.phrase(`entry-signer-${role ?? 'unknown'}`);
      return { who, name: undefined, under: undefined, keyid };
    }),
  );
}
