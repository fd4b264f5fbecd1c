/** The receipt for whoever has just spoken, put together from what they sent and what became of it. SPEC 11. */
import { contentRefs, fileRefs } from '@counterfoil/ledger/statement';
import { hasReceipt, makeReceipt, type Receipt } from '@counterfoil/ledger/receipt';
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
  const [ref] = contentRefs(statement);
  const content = heard.content ?? (ref && (await record.contents([ref.digest]))[0]);
  const salts = await Promise.all(
    fileRefs(statement).map(
      async ({ digest }) =>
        heard.files?.find((sent) => sent.digest === digest)?.salt ?? (await record.file(digest))?.salt,
    ),
  );
  return makeReceipt({ bytes, statement, index, content, salts, proof, logKey });
}
