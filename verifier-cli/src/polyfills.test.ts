import assert from 'node:assert/strict';
import { test } from 'node:test';
import { polyfills } from './polyfills.ts';

const { bytesMethods: methods, bytes: makers, url } = polyfills;

/** What it gives, or the name of what it throws. */
function outcome(task: () => unknown): unknown {
  try {
    return task();
  } catch (error) {
    return error instanceof Error ? error.name : error;
  }
}

/** Bytes of every length up to 40, with every value among them. */
const samples = Array.from({ length: 41 }, (_, length) =>
  Uint8Array.from({ length }, (__, i) => (length * 37 + i * 101) % 256),
);
const hardTexts = [
  '',
  '=',
  '==',
  '====',
  'A',
  'AA',
  'AA=',
  'AA==',
  'AB==',
  'AAA',
  'AAA=',
  'AAB=',
  'AAAA',
  'AAAA=',
  'AA=A',
  ' AA\n==',
  'A-_A',
  'A+/A',
  'AAAÄ',
  'AAAA\u0000',
  '\u00a0AAA',
];

test('what is added writes hexadecimal and base64 as the platform does', () => {
  for (const bytes of samples) {
    assert.equal(methods.toHex.call(bytes), bytes.toHex());
    for (const alphabet of ['base64', 'base64url'] as const)
      for (const omitPadding of [false, true])
        assert.equal(
          methods.toBase64.call(bytes, { alphabet, omitPadding }),
          bytes.toBase64({ alphabet, omitPadding }),
        );
    assert.equal(methods.toBase64.call(bytes), bytes.toBase64());
  }
});

test('what is added reads what the platform reads, and refuses what it refuses', () => {
  for (const text of ['', '0', '00', 'aF', '0g', ' 00', '00 ', '0x', 'ÄÄ'])
    assert.deepEqual(
      outcome(() => makers.fromHex(text)),
      outcome(() => Uint8Array.fromHex(text)),
      text,
    );
  for (const text of [...hardTexts, ...samples.map((bytes) => bytes.toBase64())])
    for (const options of [undefined, { lastChunkHandling: 'strict' }, { alphabet: 'base64url' }] as const)
      assert.deepEqual(
        outcome(() => makers.fromBase64(text, options)),
        outcome(() => Uint8Array.fromBase64(text, options)),
        `${JSON.stringify(text)} ${JSON.stringify(options)}`,
      );
});

test('what is added puts bytes in their place as the platform does', () => {
  for (const bytes of samples) {
    const [own, native] = [new Uint8Array(50), new Uint8Array(50)];
    assert.deepEqual(methods.setFromHex.call(own, bytes.toHex()), native.setFromHex(bytes.toHex()));
    assert.deepEqual(own, native);
    const text = bytes.toBase64();
    assert.deepEqual(methods.setFromBase64.call(own, text), native.setFromBase64(text));
    assert.deepEqual(own, native);
  }
});

test('what is added reads addresses as the platform does', () => {
  for (const text of ['https://example.org/a', 'http://', 'nonsense', '/x', 'HTTP://EXAMPLE.org:80'])
    assert.equal(url.parse(text)?.href, URL.parse(text)?.href);
  assert.equal(url.parse('x', 'http://example.org/')?.href, 'http://example.org/x');
});
