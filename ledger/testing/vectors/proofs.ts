/** Vectors of proofs that travel alone. SPEC 3, M7. */
import { base64, utf8 } from '../../src/bytes.ts';
import type { FormatCode } from '../../src/error.ts';
import { formatVerifierKey, parseNote, parseVerifierKey, signNote } from '../../src/note.ts';
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
