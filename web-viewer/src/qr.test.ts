import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeQR } from 'qr/decode.js';
import { drawQr } from './qr.ts';

const SCALE = 4;

/** Paints what the path says, as a browser would, and gives it to a reader of QR codes. */
function scan(text: string, spoil: (pixels: Uint8Array, width: number) => void = () => undefined): string {
  const { size, path } = drawQr(text);
  const width = size * SCALE;
  const pixels = new Uint8Array(width * width * 4).fill(255);
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H\1z/g)) {
    for (let py = Number(y) * SCALE; py < (Number(y) + 1) * SCALE; py++)
      for (let px = Number(x) * SCALE; px < (Number(x) + Number(length)) * SCALE; px++)
        pixels.fill(0, (py * width + px) * 4, (py * width + px) * 4 + 3);
  }
  spoil(pixels, width);
  return decodeQR({ width, height: width, data: pixels });
}

const ADDRESS = 'https://ledger.example.org/rivermouth/receipts/123456789?leaf=0123456789abcdef';

test('a code that is read again says what it was made of', () => {
  for (const text of [ADDRESS, 'http://127.0.0.1:3000/receipts/0?leaf=ffffffffffffffff', 'a'])
    assert.equal(scan(text), text);
});

test('a stain on it does no harm', () => {
  const stain = (pixels: Uint8Array, width: number): void => {
    for (let y = width / 2; y < width / 2 + 20; y++)
      pixels.fill(0, (y * width + width / 2) * 4, (y * width + width / 2 + 20) * 4);
    for (let i = 3; i < pixels.length; i += 4) pixels[i] = 255;
  };
  assert.equal(scan(ADDRESS, stain), ADDRESS);
});

test('an address of usual length makes a code of at most 45 squares, which prints well at 30 millimetres', () => {
  assert.ok(drawQr(ADDRESS).size <= 45);
});
