/** Writes larger and larger checkpoints into a second place of files, beside other processes, and says which ones it won. */
import { formatCheckpoint } from '@counterfoil/ledger/checkpoint';
import { formatNote } from '@counterfoil/ledger/note';
import { FilePlace } from '../file-place.ts';

const [path = '', origin = '', who = '0', until = '0'] = process.argv.slice(2);
const place = new FilePlace(path);
const won: number[] = [];
for (let known = place.read(); ;) {
  const size = (known?.checkpoint.size ?? 0) + 1;
  if (size > Number(until)) break;
  const line = { name: origin, keyId: Uint8Array.of(0, 0, 0, Number(who)), signature: new Uint8Array(64) };
  const text = formatNote(formatCheckpoint({ origin, size, root: new Uint8Array(32) }), [line]);
  const kept = place.swap(text, known);
  if (kept !== undefined) won.push(size);
  known = kept ?? place.read();
}
place.close();
process.stdout.write(JSON.stringify(won));
