import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Problem } from '../problem.ts';
import { readOrientation } from './orientation.ts';
import { stripFile } from './strip.ts';
import {
  chunk,
  exif,
  ICC,
  jpeg,
  pdf,
  png,
  PNG_SIGNATURE,
  riff,
  SECRET,
  segment,
  talkativeJpeg,
  talkativePng,
  talkativeWebp,
  VP8L,
  VP8X,
  webp,
} from './testing/pictures.ts';

/** In pieces of that size, as if they came over a network. */
async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

async function strip(bytes: Uint8Array, size = 1000): Promise<Buffer> {
  const { parts } = await stripFile(pieces(bytes, size));
  const kept: Uint8Array[] = [];
  let next = await parts.next();
  // Whoever gives them on may do with them what they like.
  for (; next.done !== true; next = await parts.next()) kept.push(next.value.slice());
  const all = Buffer.concat(kept);
  for (const { at, bytes: patch } of next.value ?? []) all.set(patch, at);
  return all;
}

async function codeOf(bytes: Uint8Array): Promise<string> {
  try {
    await strip(bytes);
    return 'taken';
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}

const talkative = { jpeg: talkativeJpeg(), png: talkativePng(), webp: talkativeWebp() };

test('Nothing that a picture tells of its maker is kept, however it comes in', async () => {
  for (const [type, bytes] of Object.entries(talkative)) {
    assert.ok(bytes.includes(SECRET), type);
    const whole = await strip(bytes);
    assert.ok(whole.length > 40 && whole.length < bytes.length, type);
    for (const word of [SECRET, 'xap', 'Author', 'Photoshop', 'MPF', 'JFXX'])
      assert.ok(!whole.includes(word), `${type}: ${word}`);
    for (const size of [1, 2, 3, 7, 64])
      assert.deepEqual(await strip(bytes, size), whole, `${type} in pieces of ${size}`);
    // Nothing is left to be taken out.
    assert.deepEqual(await strip(whole), whole);
  }
});

test('What is left of a picture is the picture: byte for byte the one without what was added', async () => {
  const turned = segment(
    0xe1,
    Buffer.concat([
      Buffer.from('Exif\0\0'),
      Buffer.from('4d4d002a00000008000101120003000000010006000000000000', 'hex'),
    ]),
  );
  assert.deepEqual(await strip(talkative.jpeg), jpeg({ before: [turned, ICC] }));
  const tiff = Buffer.from('4d4d002a00000008000101120003000000010006000000000000', 'hex');
  assert.deepEqual(
    await strip(talkative.png),
    png({}, [chunk('gAMA', Buffer.of(0, 0, 0xb1, 0x8f)), chunk('eXIf', tiff)]),
  );
  assert.deepEqual(await strip(talkative.webp), webp(VP8X(0x08), VP8L, riff('EXIF', tiff)));
  for (const plain of [jpeg(), png(), webp(VP8L), webp(VP8X(0x10), VP8L), pdf()])
    assert.deepEqual(await strip(plain), plain);
});

test('The turn is kept where there is one, and only that', async () => {
  for (const order of ['II', 'MM'] as const)
    for (const turn of [1, 2, 3, 4, 5, 6, 7, 8, 9, 0])
      assert.equal(readOrientation(exif(turn, order)), turn >= 2 && turn <= 8 ? turn : undefined);
  assert.deepEqual(await strip(talkativeJpeg(1)), jpeg({ before: [ICC] }));
  assert.deepEqual(await strip(talkativeWebp(1)), webp(VP8X(0), VP8L));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const turn = readOrientation(Buffer.concat([Buffer.from('II*\0'), bytes]));
      return turn === undefined || (turn >= 2 && turn <= 8);
    }),
  );
});

test('A thumbnail beside the density goes, the density stays', async () => {
  const withThumbnail = segment(
    0xe0,
    Buffer.concat([Buffer.from('4a464946000102010048004801 01'.replace(' ', ''), 'hex'), Buffer.from('rgb')]),
  );
  const bare = segment(0xe0, Buffer.from('4a46494600010201004800480000', 'hex'));
  assert.deepEqual(await strip(jpeg({ before: [withThumbnail] })), jpeg({ before: [bare] }));
});

test('What is no picture to its end is refused, whatever it begins with', async () => {
  const whole = { jpeg: jpeg(), png: png(), webp: webp(VP8L), pdf: pdf() };
  for (const [type, bytes] of Object.entries(whole)) {
    assert.equal(await codeOf(bytes), 'taken');
    for (let cut = 0; cut < bytes.length - (type === 'pdf' ? 1 : 0); cut++) {
      const code = await codeOf(bytes.subarray(0, cut));
      assert.ok(code === 'file-malformed' || code === 'file-type', `${type} cut at ${cut}: ${code}`);
    }
  }
  const refused: Record<string, Buffer> = {
    'a page behind the first bytes of a JPEG': Buffer.from('\xff\xd8\xff<script>alert(1)</script>', 'latin1'),
    'a JPEG without a picture': Buffer.from('ffd8ffd9', 'hex'),
    'a second picture in a JPEG': jpeg({ scan: Buffer.concat([Buffer.of(0x2b), jpeg().subarray(2)]) }),
    'a JPEG in a JPEG': jpeg({ before: [jpeg()] }),
    'a part without length': jpeg({ before: [Buffer.from('ffe10001', 'hex')] }),
    'bytes between the parts of a JPEG': jpeg({ before: [Buffer.from('<b>')] }),
    'a part that only hierarchical pictures have': jpeg({ before: [segment(0xde, 'abcdef')] }),
    'a PNG that begins with its picture': Buffer.concat([PNG_SIGNATURE, png().subarray(33)]),
    'a PNG larger than any memory': png({ width: 1, height: 1 }).fill(0x7f, 16, 24),
    'a PNG of no size': png().fill(0, 16, 20),
    'a JPEG of no size': jpeg({ height: 0 }),
    'a JPEG larger than any memory': jpeg({ height: 0xffff, width: 0xffff }),
    'a WebP larger than any memory': webp(VP8X(0).fill(0xff, 12, 18), VP8L),
    'a WebP of which the picture is none': webp(riff('VP8L', Buffer.alloc(20))),
    'a WebP of which the lossy picture is none': webp(riff('VP8 ', Buffer.alloc(20))),
    'a PNG without a picture': Buffer.concat([png().subarray(0, 33), chunk('IEND', '')]),
    'a PNG with a damaged part': Buffer.from(png().fill(0x55, 50, 51)),
    'a PNG with an unknown part that it needs': png({}, [chunk('EVIL', 'x')]),
    'a PNG with two pictures': png({}, [chunk('IDAT', 'x'), chunk('gAMA', 'abcd')]),
    'bytes between the parts of a PNG': png({}, [Buffer.from('<html><body>')]),
    'a moving WebP': webp(VP8X(0x02), VP8L),
    'frames in a WebP': webp(VP8X(0), riff('ANMF', Buffer.alloc(20))),
    'a WebP without a picture': webp(VP8X(0)),
    'two pictures in a WebP': webp(VP8L, VP8L),
    'a WebP longer than it is': riff('RIFF', Buffer.concat([Buffer.from('WEBP'), VP8L])).fill(0xff, 4, 6),
    'a PDF with an archive behind it': Buffer.concat([pdf(), Buffer.from('PK\x03\x04 and more of it')]),
  };
  for (const [what, bytes] of Object.entries(refused)) assert.equal(await codeOf(bytes), 'file-malformed', what);
  const others = [
    'GIF89a',
    'PK\x03\x04',
    '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'MZ',
    '\x7fELF',
    ' %PDF-1.7',
    'RIFF\0\0\0\0WAVE',
    '',
    '\0',
  ];
  for (const other of others)
    assert.equal(await codeOf(Buffer.from(`${other}${SECRET}`, 'latin1')), 'file-type', other);
});

test('What follows a picture does not come along: no page, no archive', async () => {
  for (const tail of ['<html><script>alert(1)</script>', 'PK\x05\x06', SECRET]) {
    const bytes = Buffer.from(tail, 'latin1');
    assert.deepEqual(await strip(Buffer.concat([jpeg(), bytes])), jpeg());
    assert.deepEqual(await strip(Buffer.concat([png(), bytes])), png());
    assert.deepEqual(await strip(Buffer.concat([webp(VP8L), bytes])), webp(VP8L));
  }
});

test('Whatever points a picture has, they come out as they went in', async () => {
  const points = fc.uint8Array({ minLength: 64, maxLength: 64 });
  const scan = fc.uint8Array({ minLength: 1, maxLength: 400 }).map((bytes) =>
    // Where 0xFF stands in a picture, 0x00 follows it.
    Buffer.concat([...bytes].map((byte) => (byte === 0xff ? Buffer.of(byte, 0) : Buffer.of(byte)))),
  );
  await fc.assert(
    fc.asyncProperty(points, scan, fc.integer({ min: 1, max: 50 }), async (shades, coded, size) => {
      const pixels = png({ points: Buffer.from(shades) });
      assert.deepEqual(await strip(pixels, size), pixels);
      const coefficients = jpeg({ scan: coded });
      assert.deepEqual(await strip(coefficients, size), coefficients);
    }),
    { numRuns: 60 },
  );
});

test('Bytes at random behind the first ones are refused or cut, and never crash', async () => {
  const heads = [Buffer.from('ffd8ff', 'hex'), png().subarray(0, 33), webp(VP8L).subarray(0, 12), Buffer.from('%PDF-')];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 300 }), async (head, bytes) => {
      assert.ok(['file-malformed', 'file-type', 'taken'].includes(await codeOf(Buffer.concat([head, bytes]))));
    }),
  );
});
