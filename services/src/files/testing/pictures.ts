/** Small pictures put together byte by byte, with everything in them that is not to be kept. */
import { crc32, deflateSync } from 'node:zlib';

/** Stands in everything that tells of its maker. */
export const SECRET = 'KANARIE-51.9225N-4.47917E';

/** Exif with a turn, a place and a maker; `order` as TIFF writes it. */
export function exif(orientation: number, order: 'II' | 'MM' = 'II'): Buffer {
  const little = order === 'II';
  const u16 = (value: number): Buffer => {
    const bytes = Buffer.alloc(2);
    if (little) bytes.writeUInt16LE(value);
    else bytes.writeUInt16BE(value);
    return bytes;
  };
  const u32 = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    if (little) bytes.writeUInt32LE(value);
    else bytes.writeUInt32BE(value);
    return bytes;
  };
  const short = (value: number): Buffer => Buffer.concat([u16(value), Buffer.alloc(2)]);
  const text = Buffer.from(`${SECRET}\0`);
  // Maker, orientation, a pointer to the directory of the place; the directory of the place: latitude's letter.
  const end = 8 + 2 + 3 * 12 + 4;
  return Buffer.concat([
    ...[Buffer.from(order), u16(42), u32(8), u16(3)],
    ...[u16(0x010f), u16(2), u32(text.length), u32(end)],
    ...[u16(0x0112), u16(3), u32(1), short(orientation)],
    ...[u16(0x8825), u16(4), u32(1), u32(end + text.length)],
    ...[u32(0), text],
    ...[u16(1), u16(1), u16(2), u32(2), Buffer.from('N\0\0\0'), u32(0)],
  ]);
}

export function segment(marker: number, body: Uint8Array | string): Buffer {
  const bytes = Buffer.from(body);
  return Buffer.concat([Buffer.from([0xff, marker, (bytes.length + 2) >> 8, (bytes.length + 2) & 0xff]), bytes]);
}

// A grey picture of 8 by 8 points: tables as annex K of ITU-T T.81 gives them, cut to what is used here.
const JFIF = segment(0xe0, Buffer.from('4a46494600010101004800480000', 'hex'));
const DQT = segment(0xdb, Buffer.concat([Buffer.of(0), Buffer.alloc(64, 1)]));
function frameOf(width: number, height: number): Buffer {
  return segment(0xc0, Buffer.of(8, height >> 8, height & 0xff, width >> 8, width & 0xff, 1, 1, 0x11, 0));
}
const DC = segment(0xc4, Buffer.from('0000010501010101010100000000000000000102030405060708090a0b', 'hex'));
const AC = segment(
  0xc4,
  Buffer.concat([Buffer.from('10', 'hex'), Buffer.from('01000000000000000000000000000000', 'hex'), Buffer.of(0)]),
);
const SOS = segment(0xda, Buffer.from('010100003f00', 'hex'));
/** The picture itself, with a stuffed byte and a restart in it. */
const SCAN = Buffer.from('2bff00a5ffd013', 'hex');
const [SOI, EOI] = [Buffer.of(0xff, 0xd8), Buffer.of(0xff, 0xd9)];
export const ICC = segment(0xe2, Buffer.concat([Buffer.from('ICC_PROFILE\0'), Buffer.of(1, 1), Buffer.alloc(40, 7)]));

export interface JpegParts {
  readonly before?: readonly Buffer[];
  readonly width?: number;
  readonly height?: number;
  readonly scan?: Buffer;
  readonly after?: Buffer;
}

export function jpeg({
  before = [],
  width = 8,
  height = 8,
  scan = SCAN,
  after = Buffer.alloc(0),
}: JpegParts = {}): Buffer {
  return Buffer.concat([SOI, JFIF, ...before, DQT, frameOf(width, height), DC, AC, SOS, scan, EOI, after]);
}

/** As telephones write it, with more besides. */
export function talkativeJpeg(orientation = 6): Buffer {
  const before = [
    segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exif(orientation)])),
    segment(0xe1, `http://ns.adobe.com/xap/1.0/\0<x>${SECRET}</x>`),
    ...[
      ICC,
      segment(0xe2, `MPF\0${SECRET}`),
      segment(0xed, `Photoshop 3.0\0${SECRET}`),
      segment(0xe0, `JFXX\0${SECRET}`),
    ],
    ...[segment(0xfe, SECRET), segment(0xef, SECRET)],
  ];
  return jpeg({ before, after: Buffer.from(`\0\0${SECRET}`) });
}

export function chunk(type: string, body: Uint8Array | string): Buffer {
  const named = Buffer.concat([Buffer.from(type), Buffer.from(body)]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(named.length - 4);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

export const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

/** Grey, so many points wide and high. */
export function png(
  { width = 8, height = 8, points = Buffer.alloc(width * height, 0x7f) } = {},
  before: readonly Buffer[] = [],
  after: readonly Buffer[] = [],
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  const rows = Array.from({ length: height }, (_, y) =>
    Buffer.concat([Buffer.of(0), points.subarray(y * width, (y + 1) * width)]),
  );
  const data = chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 0 }));
  return Buffer.concat([PNG_SIGNATURE, chunk('IHDR', header), ...before, data, ...after, chunk('IEND', '')]);
}

export function talkativePng(orientation = 6): Buffer {
  const before = [
    ...[
      chunk('tEXt', `Author\0${SECRET}`),
      chunk('zTXt', `Comment\0\0${SECRET}`),
      chunk('gAMA', Buffer.of(0, 0, 0xb1, 0x8f)),
    ],
    ...[chunk('iTXt', `XML:com.adobe.xmp\0\0\0\0\0${SECRET}`), chunk('eXIf', exif(orientation, 'MM'))],
  ];
  const after = [chunk('tIME', Buffer.of(7, 0xea, 1, 2, 3, 4, 5)), chunk('prVt', SECRET)];
  return Buffer.concat([png({}, before, after), Buffer.from(SECRET)]);
}

export function riff(type: string, body: Uint8Array): Buffer {
  const frame = Buffer.alloc(8);
  frame.write(type, 'latin1');
  frame.writeUInt32LE(body.length, 4);
  return Buffer.concat([frame, body, Buffer.alloc(body.length % 2)]);
}

export function webp(...chunks: readonly Buffer[]): Buffer {
  return riff('RIFF', Buffer.concat([Buffer.from('WEBP'), ...chunks]));
}

/** One point, lossless. */
export const VP8L = riff('VP8L', Buffer.from('2f0000000007301011288888', 'hex').subarray(0, 11));
export const VP8X = (flags: number): Buffer => riff('VP8X', Buffer.from([flags, 0, 0, 0, 0, 0, 0, 0, 0, 0]));

export function talkativeWebp(orientation = 6): Buffer {
  const chunks = [
    VP8X(0x0c),
    VP8L,
    riff('EXIF', exif(orientation)),
    riff('XMP ', Buffer.from(SECRET)),
    riff('junk', Buffer.from(SECRET)),
  ];
  return Buffer.concat([webp(...chunks), Buffer.from(SECRET)]);
}

export function pdf(words = 'A plan.'): Buffer {
  return Buffer.from(
    `%PDF-1.7\n% ${words}\n1 0 obj <<>> endobj\nxref\n0 1\ntrailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF\n`,
  );
}
