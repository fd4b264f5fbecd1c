import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { base64 } from './bytes.ts';
import { formatCheckpoint, parseCheckpoint, type Checkpoint } from './checkpoint.ts';
import { FormatError } from './error.ts';
import { parseNote } from './note.ts';
import { EMPTY_ROOT } from './tree.ts';

// The example of C2SP tlog-checkpoint.
const NOTE = `example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
`;

const refusal = (error: unknown) => error instanceof FormatError && error.code === 'checkpoint-malformed';

test('the checkpoint of the specification is read, and written back as it was', () => {
  const { text } = parseNote(NOTE);
  const checkpoint = parseCheckpoint(text);
  assert.equal(checkpoint.origin, 'example.com/behind-the-sofa');
  assert.equal(checkpoint.size, 20_852_163);
  assert.equal(base64(checkpoint.root), 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=');
  assert.equal(formatCheckpoint(checkpoint), text);
});

test('every checkpoint written is read back as it was', () => {
  const checkpoints = fc.record(
    {
      origin: fc.string({ unit: 'grapheme', minLength: 1 }).filter((origin) => !/\p{Cc}/u.test(origin)),
      size: fc.oneof(fc.maxSafeNat(), fc.constantFrom(0, Number.MAX_SAFE_INTEGER)),
      root: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    },
    { noNullPrototype: true },
  );
  fc.assert(
    fc.property(checkpoints, (checkpoint) => {
      assert.deepEqual(parseCheckpoint(formatCheckpoint(checkpoint)), checkpoint);
    }),
  );
});

test('a checkpoint that is not written as the format says is refused', () => {
  const text = 'log.example\n123\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
  assert.equal(parseCheckpoint(text).size, 123);
  const withSize = (size: string) => text.replace('123', size);
  const refused: Record<string, string> = {
    nothing: '',
    'no final newline': text.slice(0, -1),
    'an extension line': `${text}extension\n`,
    'an extension line without its newline': `${text}extension`,
    'an empty line at the end': `${text}\n`,
    'an empty origin': text.replace('log.example', ''),
    'a tab in the origin': text.replace('log.', 'log\t'),
    'half of a surrogate pair in the origin': text.replace('log', '\ud800'),
    'carriage returns': text.replaceAll('\n', '\r\n'),
    'no size': text.replace('123\n', ''),
    'an empty size': withSize(''),
    'a leading zero': withSize('0123'),
    'two zeroes': withSize('00'),
    'a sign': withSize('+123'),
    'a negative size': withSize('-1'),
    'a fraction': withSize('1.5'),
    'an exponent': withSize('1e3'),
    hexadecimal: withSize('0x7b'),
    'a space before the size': withSize(' 123'),
    'a space after the size': withSize('123 '),
    'digits of another script': withSize('١٢٣'),
    'a size beyond safe integers': withSize('9007199254740992'),
    'a size of 64 bits': withSize('18446744073709551615'),
    'no root': text.replace(/C.*\n/, ''),
    'an empty root': text.replace(/C.*\n/, '\n'),
    'a short root': text.replace(/C.*\n/, `${base64(new Uint8Array(31))}\n`),
    'a long root': text.replace(/C.*\n/, `${base64(new Uint8Array(33))}\n`),
    'a root without padding': text.replace('2I=', '2I'),
    'a root with bits to spare': text.replace('2I=', '2J='),
    'a root with a space in it': text.replace('Csu', 'C su').replace('CsU', 'C sU'),
    'a root for addresses': text.replaceAll('/', '_'),
  };
  for (const [what, bad] of Object.entries(refused)) {
    assert.notEqual(bad, text, what);
    assert.throws(() => parseCheckpoint(bad), refusal, what);
  }
});

test('no checkpoint is written that could not be read back', () => {
  const good: Checkpoint = { origin: 'log.example', size: 0, root: EMPTY_ROOT };
  assert.equal(formatCheckpoint(good), 'log.example\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n');
  for (const origin of ['', 'a\nb', 'a\tb', '\ud800'])
    assert.throws(() => formatCheckpoint({ ...good, origin }), refusal);
  for (const size of [-1, 0.5, NaN, Infinity, 2 ** 53, 1e21]) {
    assert.throws(() => formatCheckpoint({ ...good, size }), refusal, String(size));
  }
  assert.throws(() => formatCheckpoint({ ...good, root: new Uint8Array(31) }), refusal);
});
