/** The words of a reason that was given, as one of the entries that gave it says them. */
import { isKind } from '../opened-entry.ts';
import type { Reading } from '../reading.ts';
import { cutText, type Text } from '../text.ts';

const REASON_CHARS = 300;

/** @param digests commitments to the same words */
export async function dispositionReason(
  reading: Reading,
  { digests, acts }: { readonly digests: readonly string[]; readonly acts: { readonly entries: readonly number[] } },
): Promise<Text | undefined> {
  const [first] = acts.entries;
  const entry = first === undefined ? undefined : await reading.entry(first);
  if (entry === undefined || !isKind(entry, 'dispositions')) return undefined;
  const item = entry.statement.items.find(({ reason }) => digests.includes(reason.digest));
  return item === undefined ? undefined : cutText(await reading.text(item.reason), REASON_CHARS);
}
