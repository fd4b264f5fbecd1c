/**
 * JPEG (ITU-T T.81) without what tells of the one who took the picture: of the segments only those go on that the picture is
 * decoded by. What follows its end is dropped: telephones put whole films and depth maps there. SPEC M60.
 */
import { concatBytes, equalBytes, utf8 } from '@counterfoil/ledger/bytes';
import { say, type Sentence } from '@counterfoil/ledger/say';
import { Problem } from '../problem.ts';
import type { ByteReader } from './byte-reader.ts';
import { requirePoints } from './picture-size.ts';
import { formatOrientation, readOrientation } from './orientation.ts';

const [SOI, EOI, SOS, APP0, APP1, APP2, APP14, COM] = [0xd8, 0xd9, 0xda, 0xe0, 0xe1, 0xe2, 0xee, 0xfe];
const [APP15, DHT, JPG, DAC, DRI] = [0xef, 0xc4, 0xc8, 0xcc, 0xdd];
const LENGTH_BYTES = 2;

const EXIF = utf8('Exif\0\0');
const JFIF = utf8('JFIF\0');
const ICC = utf8('ICC_PROFILE\0');
const ADOBE = utf8('Adobe');
/** Version, unit and density; behind them comes a thumbnail. */
const [JFIF_BYTES, ADOBE_BYTES] = [12, 12];

export async function* stripJpeg(reader: ByteReader): AsyncGenerator<Uint8Array, void, undefined> {
  yield await reader.take(2);
  const seen = { frame: false, scan: false, orientation: false };
  for (let marker = await readMarker(reader); marker !== EOI; marker = await readMarker(reader)) {
    // What is not of the standard is not passed on, whatever a decoder would make of it.
    if (!isKnown(marker)) throw malformed(say`It holds a part that no such picture has.`);
    const isFrame = marker < SOI && marker !== DHT && marker !== DAC;
    if (isFrame && seen.frame) throw malformed(say`It holds a second picture.`);
    if (marker === SOS && !seen.frame) throw malformed(say`Its parts are not in their order.`);
    const length = new DataView((await reader.take(LENGTH_BYTES)).slice().buffer).getUint16(0) - LENGTH_BYTES;
    if (length < 0) throw malformed(say`A part of it has no length.`);
    const body = await reader.take(length);
    if (isFrame) {
      // Precision, height, width.
      if (length < 5) throw malformed(say`A part of it is too short.`);
      const frame = new DataView(body.buffer, body.byteOffset, body.byteLength);
      requirePoints(frame.getUint16(3), frame.getUint16(1));
      seen.frame = true;
    }
    if (isAdded(marker)) yield* keepOf(marker, body, seen);
    else yield segment(marker, body);
    if (marker !== SOS) continue;
    seen.scan = true;
    yield* passScan(reader);
  }
  if (!seen.scan) throw malformed(say`There is no picture in it.`);
  yield Uint8Array.of(0xff, EOI);
  await reader.drain();
}

/** Frames and tables, what scans need, what applications and people add. */
function isKnown(marker: number): boolean {
  if (marker === JPG) return false;
  return (marker >= 0xc0 && marker <= 0xcf) || (marker >= SOS && marker <= DRI) || isAdded(marker);
}

function isAdded(marker: number): boolean {
  return (marker >= APP0 && marker <= APP15) || marker === COM;
}

/** Any number of 0xFF may stand before it. */
async function readMarker(reader: ByteReader): Promise<number> {
  if ((await reader.take(1))[0] !== 0xff) throw malformed(say`Something else stands between its parts.`);
  let marker = 0xff;
  while (marker === 0xff) marker = (await reader.take(1))[0] ?? 0;
  return marker;
}

/** Of what applications add: density, colours, and the turn. */
function* keepOf(marker: number, body: Uint8Array, seen: { orientation: boolean }): Generator<Uint8Array> {
  if (marker === APP0 && startsWith(body, JFIF) && body.length >= JFIF_BYTES)
    yield segment(APP0, concatBytes(body.subarray(0, JFIF_BYTES), Uint8Array.of(0, 0)));
  if (marker === APP2 && startsWith(body, ICC)) yield segment(APP2, body);
  if (marker === APP14 && startsWith(body, ADOBE) && body.length >= ADOBE_BYTES)
    yield segment(APP14, body.subarray(0, ADOBE_BYTES));
  if (marker !== APP1 || !startsWith(body, EXIF) || seen.orientation) return;
  const orientation = readOrientation(body.subarray(EXIF.length));
  if (orientation === undefined) return;
  seen.orientation = true;
  yield segment(APP1, concatBytes(EXIF, formatOrientation(orientation)));
}

/** Up to the next marker; 0xFF 0x00 is a byte of the picture, and restarts belong to it. */
async function* passScan(reader: ByteReader): AsyncGenerator<Uint8Array, void, undefined> {
  for (;;) {
    const held = await reader.peek(2);
    if (held.length < 2) throw malformed(say`It ends in the middle of the picture: it was cut off.`);
    let end = held.indexOf(0xff);
    while (end >= 0 && end + 1 < held.length && isOfScan(held[end + 1] ?? 0)) end = held.indexOf(0xff, end + 2);
    if (end === 0) return;
    const part = end < 0 ? held : held.subarray(0, end);
    reader.drop(part.length);
    yield part;
  }
}

function isOfScan(second: number): boolean {
  return second === 0 || (second >= 0xd0 && second <= 0xd7);
}

function segment(marker: number, body: Uint8Array): Uint8Array {
  const length = body.length + LENGTH_BYTES;
  return concatBytes(Uint8Array.of(0xff, marker, length >> 8, length & 0xff), body);
}

function startsWith(body: Uint8Array, start: Uint8Array): boolean {
  return body.length >= start.length && equalBytes(body.subarray(0, start.length), start);
}

function malformed(why: Sentence): Problem {
  return new Problem('file-malformed', say`This is not a JPEG picture as it must be. ${why}`);
}
