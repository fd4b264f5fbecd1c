import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { base64, concatBytes, equalBytes, hex, parseBase64, parseHex, parseUtf8, utf8 } from './bytes.ts';

test('base64 is that of RFC 4648 section 10, both ways', () => {
  const pairs = { '': '', f: 'Zg==', fo: 'Zm8=', foo: 'Zm9v', foob: 'Zm9vYg==', fooba: 'Zm9vYmE=', foobar: 'Zm9vYmFy' };
  for (const [plain, text] of Object.entries(pairs)) {
    assert.equal(base64(utf8(plain)), text);
    assert.deepEqual(parseBase64(text), utf8(plain));
  }
});

test('base64 has one spelling: padding, white space, stray bits and other alphabets are refused', () => {
  const refused = {
    'without padding': 'Zg',
    'half of the padding': 'Zg=',
    'too much padding': 'Zg===',
    'padding that nothing asks for': 'Zm9v====',
    'padding alone': '====',
    'padding in the middle': 'Zg==Zg==',
    'one character': 'Z',
    'bits that belong to no byte, two characters': 'Zh==',
    'bits that belong to no byte, three characters': 'Zm9=',
    'a space inside': 'Zm 9v',
    'a space behind': 'Zm9v ',
    'a space in place of padding': 'Zg  ',
    'a line break': 'Zm9v\n',
    'white space as long as a quantum': 'Zm9v    ',
    'the alphabet of URLs': '-_-_',
    'a character of no alphabet': 'Zm9*',
    'a letter beyond ASCII': 'Zm9ü',
    'a zero byte': 'Zm9\0',
  };
  for (const [name, text] of Object.entries(refused))
    assert.throws(() => parseBase64(text), { name: 'FormatError', code: 'base64-invalid' }, name);
});

test('base64 that is accepted is what the encoder writes, whatever text is tried', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      assert.deepEqual(parseBase64(base64(bytes)), new Uint8Array(bytes));
    }),
  );
  const unit = fc.constantFrom(
    'A',
    'Q',
    'g',
    'w',
    'Z',
    'z',
    '0',
    '9',
    '+',
    '/',
    '=',
    '-',
    '_',
    ' ',
    '\n',
    '\t',
    '\f',
    '\r',
  );
  let accepted = 0;
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 9 }), (text) => {
      const bytes = attempt(() => parseBase64(text));
      if (bytes === undefined) return;
      if (text !== '') accepted++;
      assert.equal(base64(bytes), text);
    }),
    { numRuns: 3000 },
  );
  assert.ok(accepted > 20, `only ${accepted} were accepted`);
});

test('hexadecimal is lower case and whole', () => {
  assert.equal(hex(Uint8Array.of(0, 10, 255)), '000aff');
  assert.deepEqual(parseHex('000aff'), Uint8Array.of(0, 10, 255));
  assert.deepEqual(parseHex(''), new Uint8Array());
  for (const text of ['0', '00a', 'FF', 'aF', '0x00', 'zz', ' 00', '00 ', '00\n', '٠٠'])
    assert.throws(() => parseHex(text), { code: 'hex-invalid' }, JSON.stringify(text));
});

test('bytes that are not UTF-8 are refused, never mended', () => {
  const refused = {
    'a continuation without a beginning': '80',
    'a beginning without its continuation': 'c3',
    'a beginning followed by something else': 'c328',
    'an overlong slash': 'c0af',
    'an overlong slash of three bytes': 'e080af',
    'an overlong zero': 'c080',
    'half of a surrogate pair': 'eda080',
    'a surrogate pair in two halves': 'eda0bdedb880',
    'beyond the last character': 'f4908080',
    'a byte that UTF-8 never uses': 'ff',
    'good text, then a cut character': '61e282',
  };
  for (const [name, bytes] of Object.entries(refused))
    assert.throws(() => parseUtf8(parseHex(bytes)), { name: 'FormatError', code: 'utf8-invalid' }, name);
});

test('a byte order mark is a character like any other, so it is not lost and nothing passes with it unseen', () => {
  assert.equal(parseUtf8(parseHex('efbbbf61')), '\ufeffa');
  assert.equal(parseUtf8(parseHex('61efbbbf')), 'a\ufeff');
});

test('UTF-8 comes back as it went', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
      assert.equal(parseUtf8(utf8(text)), text);
    }),
  );
});

test('bytes are equal when every one of them is', () => {
  const bytes = Uint8Array.of(1, 2, 3);
  assert.ok(equalBytes(bytes, Uint8Array.of(1, 2, 3)));
  assert.ok(equalBytes(new Uint8Array(), new Uint8Array()));
  for (const other of [[1, 2], [1, 2, 3, 4], [1, 2, 4], [0, 2, 3], []])
    assert.ok(!equalBytes(bytes, Uint8Array.from(other)));
});

test('parts are put together in their order', () => {
  assert.deepEqual(concatBytes(), new Uint8Array());
  assert.deepEqual(concatBytes(Uint8Array.of(1), new Uint8Array(), Uint8Array.of(2, 3)), Uint8Array.of(1, 2, 3));
  const view = Uint8Array.of(9, 8, 7).subarray(1, 2);
  assert.deepEqual(concatBytes(view, view), Uint8Array.of(8, 8));
});

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
