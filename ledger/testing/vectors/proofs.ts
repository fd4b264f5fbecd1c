/** Vectors of proofs that travel alone, and of receipts. SPEC 11, M7, M32. */
import { base64, utf8 } from '../../src/bytes.ts';
import type { FormatCode } from '../../src/error.ts';
import { formatVerifierKey, parseNote, parseVerifierKey, signNote } from '../../src/note.ts';
import type { Receipt, ReceiptVerdict } from '../../src/receipt.ts';
import { ORIGIN } from '../../src/testing/builder.ts';
import { openCity, tellCase } from '../../src/testing/city.ts';
import { formatTlogProof, parseTlogProof } from '../../src/tlog-proof.ts';
import { EMPTY_ROOT, proveInclusion } from '../../src/tree.ts';

export interface ProofRow {
  readonly name: string;
  readonly proof: string;
  /** Base64. */
  readonly entry: string;
  readonly vkey: string;
  /** Null where the proof cannot be read. */
  readonly verdict: 'proved' | 'not-included' | 'unsigned' | 'wrong' | null;
  readonly refused: FormatCode | null;
}

export async function proofRows(): Promise<readonly ProofRow[]> {
  const city = await openCity();
  const id = await tellCase(city);
  const { ledger } = city;
  const { vkey } = ledger;
  const size = ledger.entries.length;
  const prove = async (index: number, of = size): Promise<string> => {
    const proof = await proveInclusion(index, of, (nodes) =>
      Promise.resolve(nodes.map(({ level, index: i }) => ledger.node(level, i))),
    );
    return formatTlogProof({ index, proof, checkpoint: await ledger.checkpoint(of) });
  };
  const entryAt = (index: number): string => base64(ledger.entries[index] ?? new Uint8Array());
  const text = await prove(id);
  const parsed = parseTlogProof(text);
  const { proof: hashes, checkpoint } = parsed;
  const [lowest = EMPTY_ROOT] = hashes;
  const row = (name: string, verdict: ProofRow['verdict'], proof: string, index = id): ProofRow => ({
    name,
    proof,
    entry: entryAt(index),
    vkey,
    verdict,
    refused: null,
  });
  const withHashes = (changed: readonly Uint8Array[]): string => formatTlogProof({ ...parsed, proof: changed });
  const bad = (name: string, proof: string, refused: FormatCode = 'proof-malformed'): ProofRow => ({
    name,
    proof,
    entry: entryAt(id),
    vkey,
    verdict: null,
    refused,
  });
  const forged = await signNote(parseNote(checkpoint).text, parseVerifierKey(vkey), (message) =>
    ledger.intakeKey.signBytes(message),
  );
  return [
    row('an entry in the middle', 'proved', text),
    row('the first entry', 'proved', await prove(0), 0),
    row('the last entry', 'proved', await prove(size - 1), size - 1),
    row('an entry under an earlier checkpoint', 'proved', await prove(id, id + 1)),
    row('the only entry of a tree', 'proved', await prove(0, 1), 0),
    row('with extra data, which nothing signs', 'proved', formatTlogProof({ ...parsed, extra: utf8('hello') })),
    row('of another entry', 'not-included', text, id + 1),
    row('for another index', 'not-included', formatTlogProof({ ...parsed, index: id + 1 })),
    row('for an index beyond the tree', 'not-included', formatTlogProof({ ...parsed, index: size })),
    ...hashes.map((hash, i) =>
      row(`with hash ${i} changed`, 'not-included', withHashes(hashes.with(i, hash.with(31, (hash[31] ?? 0) ^ 1)))),
    ),
    row('with its first hash left out', 'not-included', withHashes(hashes.slice(1))),
    row('with its last hash left out', 'not-included', withHashes(hashes.slice(0, -1))),
    row('with a hash more', 'not-included', withHashes([...hashes, lowest])),
    row(
      'with two hashes in the other order',
      'not-included',
      withHashes(hashes.toSpliced(0, 2, ...hashes.slice(0, 2).reverse())),
    ),
    row(
      'with the checkpoint of another size',
      'not-included',
      formatTlogProof({ ...parsed, checkpoint: await ledger.checkpoint(size - 1) }),
    ),
    row('with a checkpoint that another key signed', 'wrong', formatTlogProof({ ...parsed, checkpoint: forged })),
    row(
      'with a checkpoint whose size was changed',
      'wrong',
      formatTlogProof({ ...parsed, checkpoint: checkpoint.replace(`\n${size}\n`, `\n${size + 1}\n`) }),
    ),
    { ...row('asked for another key', 'unsigned', text), vkey: formatVerifierKey(ORIGIN, EMPTY_ROOT) },
    bad('of another version', text.replace('@v1', '@v2')),
    bad('without its index', text.replace(/index .*\n/, '')),
    bad('with an index that begins with 0', text.replace(`index ${id}`, `index 0${id}`)),
    bad('with a negative index', text.replace(`index ${id}`, `index -${id}`)),
    bad('with an unsafe index', text.replace(`index ${id}`, 'index 9007199254740992')),
    bad('with a hash of 31 bytes', text.replace(base64(lowest), base64(lowest.subarray(1)))),
    bad('with a hash without padding', text.replace(base64(lowest), base64(lowest).slice(0, -1))),
    bad('with 54 hashes', text.replace(base64(lowest), Array.from({ length: 50 }, () => base64(lowest)).join('\n'))),
    bad('with an empty extra line', text.replace('index', 'extra \nindex')),
    bad('with its extra line behind the index', text.replace(/(index .*\n)/, '$1extra aGVsbG8=\n')),
    bad('with carriage returns', text.replaceAll('\n', '\r\n')),
    bad('without its checkpoint', text.slice(0, text.indexOf('\n\n') + 2), 'note-malformed'),
    bad('with a checkpoint without signature', text.slice(0, text.lastIndexOf('\n\n') + 2), 'note-malformed'),
    bad(
      'with an extension line in the checkpoint',
      text.replace(/\n(?=\n— )/, '\nextension\n'),
      'checkpoint-malformed',
    ),
  ];
}

export interface ReceiptRow {
  readonly name: string;
  readonly receipt: Receipt;
  /** Null where a part of it cannot be read. */
  readonly verdict: ReceiptVerdict | null;
  readonly refused: FormatCode | null;
}

export async function receiptRows(): Promise<readonly ReceiptRow[]> {
  const proofs = await proofRows();
  const city = await openCity();
  const id = await tellCase(city);
  const { ledger } = city;
  const proofOf = (name: string): ProofRow => {
    const found = proofs.find((row) => row.name === name);
    if (found === undefined) throw new RangeError(`There is no proof "${name}".`);
    return found;
  };
  const content = ledger.contents.values().find(({ text: words }) => words.startsWith('The bench by the pond has'));
  if (content === undefined) throw new RangeError('Nobody spoke of the bench.');
  const { proof, entry, vkey: logKey } = proofOf('an entry in the middle');
  const good: Receipt = {
    type: 'counterfoil-receipt',
    v: 1,
    reference: { origin: ledger.origin, case: id, entry: id },
    text: content.text,
    salt: base64(content.salt),
    entry,
    proof,
    logKey,
  };
  const row = (name: string, verdict: ReceiptVerdict, changed: Partial<Receipt>): ReceiptRow => ({
    name,
    receipt: { ...good, ...changed },
    verdict,
    refused: null,
  });
  const bad = (name: string, refused: FormatCode, changed: Partial<Receipt>): ReceiptRow => ({
    name,
    receipt: { ...good, ...changed },
    verdict: null,
    refused,
  });
  const other = base64(ledger.entries[id + 1] ?? new Uint8Array());
  return [
    row('as it was given', 'holds', {}),
    row('without its words, which the record no longer holds', 'holds', { text: null, salt: null }),
    row('under an earlier checkpoint', 'holds', { proof: proofOf('an entry under an earlier checkpoint').proof }),
    row('with other words', 'text-foreign', { text: content.text.replace('a slat', 'two slats') }),
    row('with another salt', 'text-foreign', { salt: base64(new Uint8Array(32)) }),
    row('with a salt of three bytes', 'text-foreign', { salt: 'salt' }),
    row('with words and no salt', 'text-foreign', { salt: null }),
    row('with a salt and no words', 'text-foreign', { text: null }),
    row('for another entry', 'entry-foreign', { reference: { ...good.reference, entry: id + 1 } }),
    row('for another case', 'entry-foreign', { reference: { ...good.reference, case: 0 } }),
    row('for another ledger', 'entry-foreign', {
      reference: { ...good.reference, origin: 'ledger.example.org/other' },
    }),
    row('with an entry that is no input', 'entry-foreign', {
      entry: other,
      reference: { ...good.reference, entry: id + 1 },
    }),
    row('with the proof of another entry', 'not-included', { proof: proofOf('the first entry').proof }),
    row('with a hash of its proof changed', 'not-included', { proof: proofOf('with hash 0 changed').proof }),
    row('with a checkpoint that another key signed', 'not-signed', {
      proof: proofOf('with a checkpoint that another key signed').proof,
    }),
    row('with another log key', 'not-signed', { logKey: formatVerifierKey(ledger.origin, EMPTY_ROOT) }),
    bad('with a salt that is not base64', 'base64-invalid', { salt: 'salt!' }),
    bad('with an entry that is none', 'json-invalid', { entry: base64(utf8('entry')) }),
    bad('with a proof that is none', 'proof-malformed', { proof: 'proof\n\n' }),
    bad('with a log key that is none', 'key-malformed', { logKey: 'key' }),
  ];
}
