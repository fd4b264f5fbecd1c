/** WOFF 1.0 (W3C Recommendation, 2012): the tables of an ordinary font file, each compressed with zlib. */
import { inflateSync } from 'node:zlib';

const WOFF_HEADER_BYTES = 44;
const WOFF_ENTRY_BYTES = 20;
const SFNT_HEADER_BYTES = 12;
const SFNT_ENTRY_BYTES = 16;

/** The font file inside; for fonts from packages we pin, so it trusts its input. */
export function unwrapWoff(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('The file is not a WOFF 1.0 font.');
  const tables = woff.readUInt16BE(12);
  const directory = Buffer.alloc(SFNT_HEADER_BYTES + tables * SFNT_ENTRY_BYTES);
  woff.copy(directory, 0, 4, 8);
  directory.writeUInt16BE(tables, 4);
  // OpenType, table directory: how a reader may search it by halves.
  const selector = Math.floor(Math.log2(tables));
  const range = 2 ** selector * SFNT_ENTRY_BYTES;
  directory.writeUInt16BE(range, 6);
  directory.writeUInt16BE(selector, 8);
  directory.writeUInt16BE(tables * SFNT_ENTRY_BYTES - range, 10);
  const parts = [directory];
  let position = directory.length;
  for (let i = 0; i < tables; i++) {
    const from = WOFF_HEADER_BYTES + i * WOFF_ENTRY_BYTES;
    const [offset, packed, size] = [
      woff.readUInt32BE(from + 4),
      woff.readUInt32BE(from + 8),
      woff.readUInt32BE(from + 12),
    ];
    const bytes = woff.subarray(offset, offset + packed);
    // Each table starts at a multiple of four.
    const table = Buffer.alloc(Math.ceil(size / 4) * 4);
    (packed < size ? inflateSync(bytes) : bytes).copy(table);
    const to = SFNT_HEADER_BYTES + i * SFNT_ENTRY_BYTES;
    woff.copy(directory, to, from, from + 4);
    woff.copy(directory, to + 4, from + 16, from + 20);
    directory.writeUInt32BE(position, to + 8);
    directory.writeUInt32BE(size, to + 12);
    parts.push(table);
    position += table.length;
  }
  return Buffer.concat(parts);
}
