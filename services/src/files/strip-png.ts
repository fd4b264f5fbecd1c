/**
 * PNG (third edition) without what tells of the one who made it: text, time and Exif go, and so does whatever is not known here.
 * Moving pictures stand still. What follows the end is dropped. SPEC M60.
 */
import { crc32 } from 'node:zlib';
import { concatBytes, utf8 } from '@counterfoil/ledger/bytes';
import { say, type Sentence } from '@counterfoil/ledger/say';
import { Problem } from '../problem.ts';
import type { ByteReader } from './byte-reader.ts';
import { requirePoints } from './picture-size.ts';
import { formatOrientation, readOrientation } from './orientation.ts';

const SIGNATURE_BYTES = 8;
const KEPT = new Set('IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs'.split(' '));
const CRITICAL = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND']);
const MAX_LENGTH = 0x7fff_ffff;
const HEADER_BYTES = 13;
/** No directory that holds a turn needs to be larger. */
const MAX_EXIF_BYTES = 65_535;

export async function* stripPng(reader: ByteReader): AsyncGenerator<Uint8Array, void, undefined> {
  yield await reader.take(SIGNATURE_BYTES);
  const seen = new Set<string>();
  for (let last = ''; last !== 'IEND';) {
    const head = (await reader.take(8)).slice();
    const length = new DataView(head.buffer).getUint32(0);
    const type = String.fromCharCode(...head.subarray(4));
    if (!/^[A-Za-z]{4}$/.test(type) || length > MAX_LENGTH)
      throw malformed(say`Something else stands between its parts.`);
    requireOrder(type, length, seen, last);
    if (type === 'IHDR') {
      const header = await reader.peek(HEADER_BYTES);
      if (header.length < HEADER_BYTES) throw malformed(say`It was cut off.`);
      const sizes = new DataView(header.buffer, header.byteOffset, HEADER_BYTES);
      requirePoints(sizes.getUint32(0), sizes.getUint32(4));
    }
    if (KEPT.has(type)) yield* copyChunk(reader, head, length);
    else if (type === 'eXIf' && length <= MAX_EXIF_BYTES && !seen.has(type)) yield* turnOf(reader, length);
    else await reader.skip(length + 4);
    seen.add(type);
    last = type;
  }
  await reader.drain();
}

function requireOrder(type: string, length: number, seen: ReadonlySet<string>, last: string): void {
  const isFirst = last === '';
  if (isFirst !== (type === 'IHDR') || (type === 'IHDR' && length !== HEADER_BYTES))
    throw malformed(say`It does not begin as it must.`);
  // An upper-case first letter: the picture cannot be decoded without it.
  if (/^[A-Z]/.test(type) && !CRITICAL.has(type)) throw malformed(say`It holds a part that no such picture has.`);
  if (type === 'IDAT' && seen.has('IDAT') && last !== 'IDAT') throw malformed(say`It holds a second picture.`);
  if (type === 'IEND' && (length !== 0 || !seen.has('IDAT'))) throw malformed(say`There is no picture in it.`);
}

async function* copyChunk(reader: ByteReader, head: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  let crc = crc32(head.subarray(4));
  yield head;
  for await (const part of reader.pass(length)) {
    crc = crc32(part, crc);
    yield part;
  }
  const sum = (await reader.take(4)).slice();
  if (new DataView(sum.buffer).getUint32(0) !== crc) throw malformed(say`A part of it is damaged: its sum is wrong.`);
  yield sum;
}

async function* turnOf(reader: ByteReader, length: number): AsyncGenerator<Uint8Array> {
  const orientation = readOrientation(await reader.take(length));
  await reader.skip(4);
  if (orientation !== undefined) yield formatChunk('eXIf', formatOrientation(orientation));
}

function formatChunk(type: string, body: Uint8Array): Uint8Array {
  const named = concatBytes(utf8(type), body);
  const frame = new DataView(new ArrayBuffer(8));
  frame.setUint32(0, body.length);
  frame.setUint32(4, crc32(named));
  const [length, sum] = [new Uint8Array(frame.buffer, 0, 4), new Uint8Array(frame.buffer, 4, 4)];
  return concatBytes(length, named, sum);
}

function malformed(why: Sentence): Problem {
  return new Problem('file-malformed', say`This is not a PNG picture as it must be. ${why}`);
}
