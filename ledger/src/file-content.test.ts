import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concatBytes, utf8 } from './bytes.ts';
import { contentDigest } from './content.ts';
import { checkFile, detectFileType, fileDigest, type FileRef } from './file-content.ts';
import { filesField } from './statements/fields.ts';

const SALT = new Uint8Array(32).fill(7);
const PDF = utf8('%PDF-1.7 and more');
const ref: FileRef = { digest: fileDigest(concatBytes(SALT, PDF)), bytes: PDF.length, mediaType: 'application/pdf' };

test('A file fits its reference with its own salt, its own length and its own type, and not otherwise', () => {
  const salted = concatBytes(SALT, PDF);
  assert.equal(checkFile(ref, salted), true);
  for (const wrong of [
    concatBytes(SALT, utf8('%PDF-1.7 and mors')),
    concatBytes(new Uint8Array(32), PDF),
    concatBytes(salted, utf8('!')),
    salted.subarray(0, -1),
    salted.subarray(1),
    PDF,
    SALT,
    new Uint8Array(),
  ])
    assert.equal(checkFile(ref, wrong), false);
  const asText = contentDigest(SALT, PDF);
  assert.equal(checkFile({ ...ref, digest: asText }, salted), false, 'a text of the same letters under the same salt');
  assert.equal(checkFile({ ...ref, bytes: ref.bytes + 1 }, salted), false);
  assert.equal(checkFile({ ...ref, mediaType: 'image/png' }, salted), false, 'a PDF that says it is a picture');
});

test('The type of a file is told by its first bytes', () => {
  const heads: [string, string | undefined][] = [
    ['\xff\xd8\xff\xe0', 'image/jpeg'],
    ['\x89PNG\r\n\x1a\n', 'image/png'],
    ['RIFF\x10\0\0\0WEBPVP8 ', 'image/webp'],
    ['%PDF-1.4', 'application/pdf'],
    ['RIFF\x10\0\0\0WAVE', undefined],
    ['\x89PNG\n\x1a\n', undefined],
    ['GIF89a', undefined],
    ['<svg>', undefined],
    [' %PDF-', undefined],
    ['\xff\xd8', undefined],
    ['', undefined],
  ];
  for (const [head, type] of heads) {
    const bytes = Uint8Array.from(head, (letter) => letter.charCodeAt(0));
    assert.equal(detectFileType(bytes), type, head);
  }
});

test('A statement names one to ten files, each of one to ten million bytes', () => {
  const many = (count: number) => filesField.safeParse(Array.from({ length: count }, () => ref)).success;
  assert.deepEqual([0, 1, 10, 11].map(many), [false, true, true, false]);
  for (const [change, isTaken] of [
    [{ bytes: 0 }, false],
    [{ bytes: 10_000_000 }, true],
    [{ bytes: 10_000_001 }, false],
    [{ mediaType: 'image/svg+xml' }, false],
    [{ mediaType: 'text/plain' }, false],
    [{ digest: ref.digest.toUpperCase() }, false],
    [{ lang: 'en' }, false],
    [{ name: 'plan.pdf' }, false],
  ] as const)
    assert.equal(filesField.safeParse([{ ...ref, ...change }]).success, isTaken, JSON.stringify(change));
});
