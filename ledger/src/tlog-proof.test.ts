import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { base64, utf8 } from './bytes.ts';
import { formatCheckpoint, parseCheckpoint } from './checkpoint.ts';
import { FormatError, type FormatCode } from './error.ts';
import { formatNote, parseNote } from './note.ts';
import { formatTlogProof, parseTlogProof, type TlogProof } from './tlog-proof.ts';
import { checkInclusion, EMPTY_ROOT, Frontier, leafHash, proveInclusion, type Hash } from './tree.ts';

const HASH = 'gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=';
const SIGNATURE = { name: 'example.com/fancylog', keyId: new Uint8Array(4), signature: new Uint8Array(64) };
const CHECKPOINT = formatNote('example.com/fancylog\n109482\nsFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=\n', [
  SIGNATURE,
  { ...SIGNATURE, name: 'witness1.example' },
]);
// In the shape of the example of C2SP tlog-proof, whose own signatures and extra data are abridged.
const TEXT = `c2sp.org/tlog-proof@v1
extra ZXh0cmE=
index 73894
${HASH}
B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=

${CHECKPOINT}`;

function refusal(code: FormatCode) {
  return (error: unknown) => error instanceof FormatError && error.code === code;
}

test('a proof in the shape of the specification is read, and written back as it was', () => {
  const proof = parseTlogProof(TEXT);
  assert.equal(proof.index, 73_894);
  assert.deepEqual(proof.extra, utf8('extra'));
  assert.deepEqual(proof.proof.map(base64), [HASH, 'B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=']);
  assert.equal(proof.checkpoint, CHECKPOINT);
  assert.equal(formatTlogProof(proof), TEXT);
});

test('a proof that has been written and read leads from its entry to its checkpoint', async () => {
  const nodes = new Map<string, Hash>();
  const frontier = Frontier.empty();
  const leaves = Array.from({ length: 11 }, (_, i) => leafHash(utf8(`entry ${i}`)));
  for (const leaf of leaves) frontier.append(leaf, ({ level, index }, hash) => nodes.set(`${level}/${index}`, hash));
  const text = formatCheckpoint({ origin: 'log.example', size: 11, root: frontier.root() });
  const checkpoint = formatNote(text, [SIGNATURE]);
  for (const [index, leaf] of leaves.entries()) {
    const proof = await proveInclusion(index, 11, (wanted) =>
      Promise.resolve(wanted.map((node) => nodes.get(`${node.level}/${node.index}`) as Hash)),
    );
    const carried = parseTlogProof(formatTlogProof({ index, proof, checkpoint }));
    const { size, root } = parseCheckpoint(parseNote(carried.checkpoint).text);
    assert.ok(checkInclusion({ index: carried.index, size, leafHash: leaf, proof: carried.proof, root }));
  }
});

test('every proof written is read back as it was', () => {
  const proofs: fc.Arbitrary<TlogProof> = fc.record(
    {
      index: fc.maxSafeNat(),
      proof: fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 53 }),
      checkpoint: fc.constant(CHECKPOINT),
      extra: fc.uint8Array({ minLength: 1, maxLength: 50 }),
    },
    { requiredKeys: ['index', 'proof', 'checkpoint'], noNullPrototype: true },
  );
  fc.assert(
    fc.property(proofs, (proof) => {
      assert.deepEqual(parseTlogProof(formatTlogProof(proof)), proof);
    }),
  );
});

test('a proof that is not written as the format says is refused', () => {
  const refused: Record<string, string> = {
    nothing: '',
    'the checkpoint alone': CHECKPOINT,
    'another version': TEXT.replace('@v1', '@v2'),
    'a space after the first line': TEXT.replace('@v1', '@v1 '),
    'a byte order mark': `\ufeff${TEXT}`,
    'carriage returns': TEXT.replaceAll('\n', '\r\n'),
    'no index': TEXT.replace('index 73894\n', ''),
    'an empty index': TEXT.replace('73894', ''),
    'a leading zero': TEXT.replace('73894', '073894'),
    'a negative index': TEXT.replace('73894', '-1'),
    'a fraction': TEXT.replace('73894', '1.5'),
    'an index beyond safe integers': TEXT.replace('73894', '9007199254740992'),
    'an index of 64 bits': TEXT.replace('73894', '18446744073709551615'),
    'two index lines': TEXT.replace('index', 'index 1\nindex'),
    'index in capitals': TEXT.replace('index', 'Index'),
    'two extra lines': TEXT.replace('extra', 'extra YQ==\nextra'),
    'an extra line after the index': TEXT.replace('extra ZXh0cmE=\n', '').replace('73894', '73894\nextra ZXh0cmE='),
    'an extra line with nothing': TEXT.replace('ZXh0cmE=', ''),
    'an extra line without its space': TEXT.replace('extra ZXh0cmE=', 'extra'),
    'an extra line that is not base64': TEXT.replace('ZXh0cmE=', 'ZXh0cmE'),
    'an unknown line': TEXT.replace('index', 'other 1\nindex'),
    'a hash that is not base64': TEXT.replace(HASH, HASH.slice(0, -1)),
    'a hash of 31 bytes': TEXT.replace(HASH, base64(new Uint8Array(31))),
    'a hash of 33 bytes': TEXT.replace(HASH, base64(new Uint8Array(33))),
    'a space after a hash': TEXT.replace(HASH, `${HASH} `),
    'more hashes than a tree has levels': TEXT.replace(HASH, Array.from({ length: 53 }, () => HASH).join('\n')),
    'no checkpoint and no empty line': TEXT.slice(0, TEXT.indexOf('\n\n') + 1),
    'far too many bytes': `${TEXT}${'a'.repeat(2_000_000)}`,
  };
  for (const [what, text] of Object.entries(refused)) {
    assert.notEqual(text, TEXT, what);
    assert.throws(() => parseTlogProof(text), refusal('proof-malformed'), what);
  }
});

test('a proof around something that is no checkpoint is refused', () => {
  const start = TEXT.slice(0, TEXT.indexOf('\n\n') + 2);
  assert.equal(parseTlogProof(start + CHECKPOINT).checkpoint, CHECKPOINT);
  for (const bad of ['', `\n${CHECKPOINT}`.slice(0, -1), `${CHECKPOINT}\n`, CHECKPOINT.slice(0, -1)]) {
    assert.throws(() => parseTlogProof(start + bad), refusal('note-malformed'), JSON.stringify(bad));
  }
  for (const text of [`\n${CHECKPOINT}`, start + formatNote('a note about something else\n', [SIGNATURE])]) {
    const whole = text.startsWith(start) ? text : start + text;
    assert.throws(() => parseTlogProof(whole), refusal('checkpoint-malformed'), JSON.stringify(text));
  }
});

test('no proof is written that could not be read back', () => {
  const good: TlogProof = { index: 0, proof: [EMPTY_ROOT], checkpoint: CHECKPOINT };
  assert.equal(parseTlogProof(formatTlogProof(good)).index, 0);
  assert.throws(() => formatTlogProof({ ...good, index: -1 }), refusal('proof-malformed'));
  assert.throws(() => formatTlogProof({ ...good, index: 1e21 }), refusal('proof-malformed'));
  assert.throws(() => formatTlogProof({ ...good, proof: [new Uint8Array(31)] }), refusal('proof-malformed'));
  assert.throws(() => formatTlogProof({ ...good, extra: new Uint8Array() }), refusal('proof-malformed'));
  assert.throws(() => formatTlogProof({ ...good, checkpoint: '' }), refusal('note-malformed'));
});
