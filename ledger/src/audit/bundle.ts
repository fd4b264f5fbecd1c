/** One bundle of entries with the tile of their hashes, as they are served: read, taken apart, not yet judged. */
import { tilePath, TILE_WIDTH } from '../tile.ts';
import type { Hash } from '../tree.ts';
import { splitBundle, type SplitBundle } from './bundle-file.ts';
import { auditFinding, type AuditFinding } from './findings.ts';
import { readEntry, type ReadEntry, type Reading } from './read-entry.ts';
import { faultFinding, readTileFile, readTileHashes, type FileFault } from './reading.ts';
import type { Source } from './source.ts';
import { entriesFrom, say, type Sentence } from '../say.ts';

export interface Bundle {
  /** Index of its first entry. */
  readonly start: number;
  /** How many entries it must hold. */
  readonly width: number;
  /** Path of the file of entries. */
  readonly path: string;
  readonly tilePath: string;
  /** From the first on; fewer than `width` when the file is missing or damaged. */
  readonly entries: readonly ReadEntry[];
  readonly damage: SplitBundle['damage'];
  /** All `width` of them, or undefined when the file cannot be used. */
  readonly tile: readonly Hash[] | undefined;
  /** Why files could not be read. */
  readonly findings: readonly AuditFinding[];
}

export async function readBundle(source: Source, index: number, width: number, reading: Reading): Promise<Bundle> {
  const start = index * TILE_WIDTH;
  const [file, tile] = await Promise.all([
    readTileFile(source, 'entries', index, width),
    readTileHashes(source, 0, index, width),
  ]);
  const findings: AuditFinding[] = [];
  const paths = { path: tilePath('entries', index, width), tilePath: tilePath(0, index, width) };
  const ofTile = 'path' in tile ? [tileFinding(tile, start, width)] : [];
  const common = { start, width, ...paths, tile: 'path' in tile ? undefined : tile, findings };
  if ('fault' in file) {
    findings.push(faultFinding(file, { entry: start }, say`It holds ${entriesFrom(start, width)}.`), ...ofTile);
    return { ...common, entries: [], damage: undefined };
  }
  findings.push(...ofTile);
  const { entries, damage } = splitBundle(file.bytes, width, file.grown);
  // One piece of memory for what all of them say, instead of one for each.
  const room = new Uint8Array(file.bytes.length);
  const read = entries.map((bytes, position) => {
    const from = bytes.byteOffset - file.bytes.byteOffset;
    return readEntry(start + position, bytes, room.subarray(from, from + bytes.length), reading);
  });
  return { ...common, path: file.path, entries: read, damage };
}

function tileFinding(
  tile: FileFault | { path: string; malformed: Sentence },
  start: number,
  width: number,
): AuditFinding {
  const more = say`It holds the hashes of ${entriesFrom(start, width)}.`;
  if ('fault' in tile) return faultFinding(tile, {}, more);
  return auditFinding('tile-malformed', [tile.malformed, more], { file: tile.path });
}
