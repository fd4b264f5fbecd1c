/** The words that hold now: those of the newest correction. */
import { type Reference, reference } from './addresses.ts';
import { isKind, type OpenedEntry } from './opened-entry.ts';
import type { Reading } from './reading.ts';
import { cutText, type Text } from './text.ts';

/** Corrections of corrections that are followed; nobody gets near it in good faith. */
const MAX_CORRECTIONS = 50;

export interface Wording {
  readonly text: Text | undefined;
  /** The entry whose words they are. */
  readonly from: Reference;
  readonly isCorrected: boolean;
}

export async function readWording(reading: Reading, opened: OpenedEntry, maxChars: number): Promise<Wording> {
  const newest = await newestWording(reading, opened.index);
  const corrected = newest === opened.index ? undefined : await reading.entry(newest);
  const { statement } = corrected !== undefined && isKind(corrected, 'correction') ? corrected : opened;
  const ref = 'text' in statement ? statement.text : undefined;
  return {
    text: ref === undefined ? undefined : cutText(await reading.text(ref), maxChars),
    from: reference(newest),
    isCorrected: newest !== opened.index,
  };
}

async function newestWording(reading: Reading, index: number): Promise<number> {
  let newest = index;
  for (let corrections = 0; corrections < MAX_CORRECTIONS; corrections++) {
    const correctedBy = (await reading.state('act', newest))?.correctedBy;
    if (correctedBy === null || correctedBy === undefined) break;
    newest = correctedBy;
  }
  return newest;
}
