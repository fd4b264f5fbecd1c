/** The receipt for whoever has just spoken, put together from what they sent and what became of it. SPEC 11. */
import { fileRefs } from '@counterfoil/ledger/statement';
import type { Content, ContentRef } from '@counterfoil/ledger/content';
import { hasReceipt, makeReceipt, receiptPlace, receiptText, type Receipt } from '@counterfoil/ledger/receipt';
import { openEntry } from '@counterfoil/web-viewer/opened-entry';
import type { PublicRecord } from '@counterfoil/web-viewer/record';
import { Problem } from '../problem.ts';
import type { Heard } from '../recorder/recorder.ts';

/** Where it was recorded before, the words are those that the record shows to everybody. */
export async function receiptOf(record: PublicRecord, heard: Heard, logKey: string): Promise<Receipt> {
  const { index, proof } = heard;
  const bytes = await record.entry(index);
  if (bytes === undefined) throw new Problem('maybe-recorded');
  const { statement } = openEntry(index, bytes);
  if (!hasReceipt(statement)) throw new Problem('maybe-recorded');
  const shown = async (ref: ContentRef | undefined): Promise<Content | undefined> =>
    ref && (await record.contents([ref.digest]))[0];
  const content = heard.content ?? (await shown(receiptText(statement)));
  const place = heard.place ?? (await shown(receiptPlace(statement)));
  const salts = await Promise.all(
    fileRefs(statement).map(
      async ({ digest }) =>
        heard.files?.find((sent) => sent.digest === digest)?.salt ?? (await record.file(digest))?.salt,
    ),
  );
  return makeReceipt({ bytes, statement, index, content, place, salts, proof, logKey });
}
