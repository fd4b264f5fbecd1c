/**
 * WebP (RFC 9649) without what tells of the one who took the picture: Exif, XMP and whatever is not known here. Its first bytes
 * say how long it is, which is known at the end. What follows the end is dropped. SPEC M60.
 */
import { concatBytes, utf8 } from '@counterfoil/ledger/bytes';
import { say, type Sentence } from '@counterfoil/ledger/say';
import { Problem } from '../problem.ts';
import type { ByteReader } from './byte-reader.ts';
import { requirePoints } from './picture-size.ts';
import { formatOrientation, readOrientation } from './orientation.ts';

/** What is to be written over bytes that were given before: these are among the first ones. */
export interface Patch {
  readonly at: number;
  readonly bytes: Uint8Array;
}

const [FILE_HEADER_BYTES, CHUNK_HEADER_BYTES, EXTENDED_BYTES] = [12, 8, 10];
const [RIFF_SIZE_AT, FLAGS_AT] = [4, FILE_HEADER_BYTES + CHUNK_HEADER_BYTES];
const [ANIMATION, XMP, EXIF] = [0x02, 0x04, 0x08];
const MAX_EXIF_BYTES = 65_535;
const [PICTURE_HEAD_BYTES, LOSSLESS_HEAD_BYTES, SIDE] = [10, 5, 0x3fff];
const PICTURES = new Set(['VP8 ', 'VP8L']);
const KEPT = new Set([...PICTURES, 'VP8X', 'ICCP', 'ALPH']);
/** Some writers put what JPEG has before it. */
const JPEG_EXIF = 'Exif\0\0';

export async function* stripWebp(reader: ByteReader): AsyncGenerator<Uint8Array, readonly Patch[], undefined> {
  const head = (await reader.take(FILE_HEADER_BYTES)).slice();
  let left = new DataView(head.buffer).getUint32(RIFF_SIZE_AT, true) - 4;
  yield head;
  let written = FILE_HEADER_BYTES;
  const seen = new Set<string>();
  let [flags, orientation]: [number, number | undefined] = [0, undefined];
  while (left >= CHUNK_HEADER_BYTES) {
    const frame = (await reader.take(CHUNK_HEADER_BYTES)).slice();
    const type = String.fromCharCode(...frame.subarray(0, 4));
    const length = new DataView(frame.buffer).getUint32(4, true);
    const padded = length + (length % 2);
    left -= CHUNK_HEADER_BYTES + padded;
    if (left < 0) throw malformed(say`A part of it is longer than the whole.`);
    requireOrder(type, length, seen);
    if (type === 'VP8X') {
      const body = (await reader.take(EXTENDED_BYTES)).slice();
      const sizes = new DataView(body.buffer);
      requirePoints((sizes.getUint32(3, true) >>> 8) + 1, (sizes.getUint32(6, true) >>> 8) + 1);
      flags = body[0] = (body[0] ?? 0) & ~(EXIF | XMP);
      if ((flags & ANIMATION) !== 0) throw malformed(say`Moving pictures are not taken.`);
      yield concatBytes(frame, body);
      written += CHUNK_HEADER_BYTES + padded;
    } else if (KEPT.has(type)) {
      if (PICTURES.has(type)) requirePicture(type, length, await reader.peek(PICTURE_HEAD_BYTES));
      yield frame;
      yield* reader.pass(padded);
      written += CHUNK_HEADER_BYTES + padded;
    } else if (type === 'EXIF' && length <= MAX_EXIF_BYTES) {
      orientation ??= readTurn((await reader.take(padded)).subarray(0, length));
    } else await reader.skip(padded);
    seen.add(type);
  }
  if (left !== 0) throw malformed(say`Its length is wrong.`);
  if (![...PICTURES].some((type) => seen.has(type))) throw malformed(say`There is no picture in it.`);
  await reader.drain();
  const turned = orientation !== undefined && seen.has('VP8X');
  if (turned) {
    const exif = formatOrientation(orientation ?? 1);
    yield concatBytes(utf8('EXIF'), uint32(exif.length), exif);
    written += CHUNK_HEADER_BYTES + exif.length;
  }
  const flagged = turned ? [{ at: FLAGS_AT, bytes: Uint8Array.of(flags | EXIF) }] : [];
  return [{ at: RIFF_SIZE_AT, bytes: uint32(written - CHUNK_HEADER_BYTES) }, ...flagged];
}

function requireOrder(type: string, length: number, seen: ReadonlySet<string>): void {
  const isFirst = seen.size === 0;
  if (isFirst && type !== 'VP8X' && !PICTURES.has(type)) throw malformed(say`It does not begin as it must.`);
  if (type === 'VP8X' && (!isFirst || length !== EXTENDED_BYTES)) throw malformed(say`It does not begin as it must.`);
  const isSecond = PICTURES.has(type) && [...PICTURES].some((one) => seen.has(one));
  if (isSecond || (KEPT.has(type) && seen.has(type))) throw malformed(say`It holds a second picture.`);
  if (type === 'ANIM' || type === 'ANMF') throw malformed(say`Moving pictures are not taken.`);
}

/** Lossy (RFC 6386 section 9.1), and lossless (RFC 9649 section 3.4): both begin with their size. */
function requirePicture(type: string, length: number, head: Uint8Array): void {
  if (length < (type === 'VP8L' ? LOSSLESS_HEAD_BYTES : PICTURE_HEAD_BYTES))
    throw malformed(say`There is no picture in it.`);
  const view = new DataView(head.slice().buffer);
  if (type === 'VP8L') {
    if (view.byteLength < LOSSLESS_HEAD_BYTES || view.getUint8(0) !== 0x2f)
      throw malformed(say`There is no picture in it.`);
    const sizes = view.getUint32(1, true);
    return requirePoints((sizes & SIDE) + 1, ((sizes >>> 14) & SIDE) + 1);
  }
  if (view.byteLength < PICTURE_HEAD_BYTES || view.getUint16(3) !== 0x9d01 || view.getUint8(5) !== 0x2a)
    throw malformed(say`There is no picture in it.`);
  requirePoints(view.getUint16(6, true) & SIDE, view.getUint16(8, true) & SIDE);
}

function readTurn(exif: Uint8Array): number | undefined {
  const start = String.fromCharCode(...exif.subarray(0, JPEG_EXIF.length));
  return readOrientation(start === JPEG_EXIF ? exif.subarray(JPEG_EXIF.length) : exif);
}

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

function malformed(why: Sentence): Problem {
  return new Problem('file-malformed', say`This is not a WebP picture as it must be. ${why}`);
}
