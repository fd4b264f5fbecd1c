import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { base64, concatBytes, parseUtf8, utf8 } from './bytes.ts';
import {
  checkContent,
  commitContent,
  contentDigest,
  formatContent,
  MAX_TEXT_BYTES,
  parseContent,
  SALT_BYTES,
  type Content,
} from './content.ts';

const salt = Uint8Array.from({ length: SALT_BYTES }, (_, i) => 255 - i);
const content: Content = { salt, text: 'The bench by the pond — ein Brett fehlt. 🪑' };

test('the digest is SHA-256 over the name of the format, the salt and the words', () => {
  const hash = createHash('sha256').update('counterfoil/content/v1\n').update(salt).update(content.text);
  assert.equal(contentDigest(salt, utf8(content.text)), hash.digest('hex'));
});

test('a reference fits its own text and salt and no others', () => {
  const ref = commitContent(content, 'de');
  assert.deepEqual(ref, {
    digest: contentDigest(salt, utf8(content.text)),
    bytes: utf8(content.text).length,
    mediaType: 'text/plain',
    lang: 'de',
  });
  assert.ok(checkContent(ref, content));
  const others: Content[] = [
    { salt, text: `${content.text} ` },
    { salt, text: content.text.slice(0, -2) },
    { salt, text: content.text.replace('ein', 'Ein') },
    { salt, text: '' },
    { salt: salt.with(31, 0), text: content.text },
    { salt: salt.subarray(1), text: content.text },
    { salt: concatBytes(salt, Uint8Array.of(0)), text: content.text },
    { salt: new Uint8Array(), text: content.text },
  ];
  for (const other of others) assert.equal(checkContent(ref, other), false, other.text);
  assert.equal(checkContent({ ...ref, bytes: ref.bytes + 1 }, content), false);
  assert.equal(
    checkContent({ ...ref, digest: ref.digest.replace(/^./, (c) => (c === '0' ? '1' : '0')) }, content),
    false,
  );
});

test('bytes cannot wander from the salt into the text', () => {
  const ref = commitContent({ salt, text: 'ab' }, 'en');
  const moved = concatBytes(salt.subarray(1), Uint8Array.of(97));
  assert.equal(checkContent(ref, { salt: moved, text: 'b' }), false);
});

test('half of a surrogate pair has no bytes of its own, so it neither gets a reference nor passes for U+FFFD', () => {
  for (const text of ['\ud800', 'a\udc00b']) {
    assert.throws(() => commitContent({ salt, text }, 'en'), { name: 'FormatError', code: 'utf8-invalid' });
    assert.equal(checkContent(commitContent({ salt, text: '\ufffd' }, 'en'), { salt, text }), false);
  }
});

test(`a text has 1 to ${MAX_TEXT_BYTES} bytes, counted in UTF-8`, () => {
  for (const text of ['a', 'a'.repeat(50_000), 'ü'.repeat(25_000)])
    assert.equal(commitContent({ salt, text }, 'en').bytes, utf8(text).length);
  for (const text of ['', 'a'.repeat(50_001), 'ü'.repeat(25_001), '€'.repeat(16_667)])
    assert.throws(
      () => commitContent({ salt, text }, 'en'),
      { code: 'content-malformed' },
      `${text.length} characters`,
    );
});

test('a salt has 32 bytes', () => {
  for (const length of [0, 16, 31, 33])
    assert.throws(() => commitContent({ salt: new Uint8Array(length), text: 'a' }, 'en'), {
      code: 'content-malformed',
    });
});

test('a content file comes back as it was, whatever the words', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.string({ unit: 'binary' }), (someSalt, text) => {
      const parsed = parseContent(formatContent({ salt: someSalt, text }));
      assert.equal(parsed.text, text);
      assert.deepEqual([...parsed.salt], [...someSalt]);
    }),
  );
});

test('a content file holds a salt and a text in canonical JSON, and nothing else', () => {
  const file = parseUtf8(formatContent(content));
  assert.equal(file, `{"salt":"${base64(salt)}","text":"${content.text}"}`);
  const s = base64(salt);
  const refused: readonly (readonly [string, string])[] = [
    [`{"salt":"${s}"}`, 'content-malformed'],
    [`{"text":"a"}`, 'content-malformed'],
    [`{"lang":"en","salt":"${s}","text":"a"}`, 'content-malformed'],
    [`{"__proto__":1,"salt":"${s}","text":"a"}`, 'content-malformed'],
    [`{"salt":"${s}","text":1}`, 'content-malformed'],
    [`{"salt":null,"text":"a"}`, 'content-malformed'],
    [`["${s}","a"]`, 'content-malformed'],
    ['null', 'content-malformed'],
    [`{"salt":"${base64(salt.subarray(1))}","text":"a"}`, 'content-malformed'],
    [`{"salt":"","text":"a"}`, 'content-malformed'],
    [`{"salt":"${s.slice(0, -1)}","text":"a"}`, 'base64-invalid'],
    [`{"salt":"${s.replace(/.=$/, 'B=')}","text":"a"}`, 'base64-invalid'],
    [`{"text":"a","salt":"${s}"}`, 'json-not-canonical'],
    [`{"salt":"${s}","text":"\\u0061"}`, 'json-not-canonical'],
    [`{"salt":"${s}","text":"a","text":"a"}`, 'json-not-canonical'],
    [`${file}\n`, 'json-not-canonical'],
    [`\ufeff${file}`, 'json-invalid'],
    [`{"salt":"${s}","text":"\\ud800"}`, 'utf8-invalid'],
    ['', 'json-invalid'],
  ];
  for (const [text, code] of refused)
    assert.throws(() => parseContent(utf8(text)), { name: 'FormatError', code }, text);
});
