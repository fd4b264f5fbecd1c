/** PDF (ISO 32000) as it is: what it says of its author cannot be taken out without writing it anew, so people are told. What is not a PDF to its end is refused. */
import { concatBytes } from '@counterfoil/ledger/bytes';
import { say } from '@counterfoil/ledger/say';
import { Problem } from '../problem.ts';
import type { ByteReader } from './byte-reader.ts';

/** The end is looked at so far back. */
const TAIL_BYTES = 1024;
/** Behind the last mark of the end only white space of the format may stand: nothing can be appended. */
const END = /%%EOF[\0\t\n\f\r ]*$/;

export async function* passPdf(reader: ByteReader): AsyncGenerator<Uint8Array, void, undefined> {
  let tail: Uint8Array = new Uint8Array();
  for (let held = await reader.peek(1); held.length > 0; held = await reader.peek(1)) {
    reader.drop(held.length);
    tail = concatBytes(tail, held.subarray(-TAIL_BYTES)).subarray(-TAIL_BYTES);
    yield held;
  }
  if (!END.test(Buffer.from(tail).toString('latin1')))
    throw new Problem(
      'file-malformed',
      say`This PDF does not end as it must: it was cut off, or something else was put behind it. Save it anew and send that.`,
    );
}
