/**
 * The tree as files: hash tiles and entry bundles of C2SP tlog-tiles.
 *
 * Tile n at level l holds, for i in [0, 256), MTH(D[(n*256+i) * 256^l : (n*256+i+1) * 256^l]): the tree nodes of level 8*l.
 * A tile or bundle with fewer than 256 of its hashes or entries is partial and has its width in its path.
 */
import { FormatError } from './error.ts';
import { HASH_BYTES, nodeHash, requireSize, type Hash, type ReadHashes, type Sha256, type TreeNode } from './tree.ts';

export const TILE_WIDTH = 256;
/** An entry is preceded by its length as a 16-bit number. */
export const MAX_ENTRY_BYTES = 65_535;

/** Levels of the tree from one tile to the tile above it. */
export const TILE_HEIGHT = 8;
const MAX_TILE_LEVEL = 63;
export const LENGTH_BYTES = 2;

export interface HashTile {
  readonly level: number;
  readonly index: number;
  /** 1 to 256; below 256 the tile is partial. */
  readonly width: number;
}

export interface EntryBundle {
  readonly level: 'entries';
  readonly index: number;
  readonly width: number;
}

/** Such as `tile/0/x001/x234/067.p/5`. */
export function tilePath(level: number | 'entries', index: number, width: number = TILE_WIDTH): string {
  if (level !== 'entries' && !(Number.isInteger(level) && level >= 0 && level <= MAX_TILE_LEVEL)) {
    throw new RangeError(`There is no tile level ${level}.`);
  }
  if (!Number.isSafeInteger(index) || index < 0) throw new RangeError(`There is no tile ${index}.`);
  requireWidth(width);
  let number = String(index % 1000).padStart(3, '0');
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    number = `x${String(rest % 1000).padStart(3, '0')}/${number}`;
  }
  return `tile/${level}/${number}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

const TILE_PATH = /^tile\/(entries|[0-9]{1,2})\/((?:x[0-9]{3}\/){0,5}[0-9]{3})(?:\.p\/([0-9]{1,3}))?$/;

/** The tile of a path, or undefined for any path that `tilePath` would not have written. */
export function parseTilePath(path: string): HashTile | EntryBundle | undefined {
  const match = TILE_PATH.exec(path);
  if (match === null) return undefined;
  const [, levelText = '', indexText = '', widthText] = match;
  const level = levelText === 'entries' ? levelText : Number(levelText);
  const index = Number(indexText.replaceAll(/[x/]/g, ''));
  const width = widthText === undefined ? TILE_WIDTH : Number(widthText);
  const known = level === 'entries' || level <= MAX_TILE_LEVEL;
  if (!known || !Number.isSafeInteger(index) || width < 1 || width > TILE_WIDTH) return undefined;
  if (tilePath(level, index, width) !== path) return undefined;
  return level === 'entries' ? { level, index, width } : { level, index, width };
}

/** Every hash tile of a tree of that size, level by level; at the right edge of a level a partial one, if any. */
export function* tilesOf(size: number): Generator<HashTile, void, undefined> {
  requireSize(size);
  for (let level = 0, count = size; count > 0; level++, count = Math.floor(count / TILE_WIDTH)) {
    for (const { index, width } of slices(count)) yield { level, index, width };
  }
}

/** Every entry bundle of a tree of that size, or those from an index on. */
export function* bundlesOf(size: number, first = 0): Generator<EntryBundle, void, undefined> {
  requireSize(size);
  for (const { index, width } of slices(size, first)) yield { level: 'entries', index, width };
}

function* slices(count: number, first = 0): Generator<{ index: number; width: number }, void, undefined> {
  for (let index = first; index * TILE_WIDTH < count; index++) yield { index, width: widthAt(count, index) };
}

/** 0 or less where a level with that many hashes has no tile of that index. */
function widthAt(count: number, index: number): number {
  return Math.min(TILE_WIDTH, count - index * TILE_WIDTH);
}

/** @throws FormatError `entry-too-large`. */
export function formatBundle(entries: readonly Uint8Array[]): Uint8Array {
  requireWidth(entries.length);
  let length = 0;
  for (const entry of entries) {
    if (entry.length > MAX_ENTRY_BYTES) {
      throw new FormatError(
        'entry-too-large',
        `An entry has ${entry.length} bytes; ${MAX_ENTRY_BYTES} is the most it can have.`,
      );
    }
    length += LENGTH_BYTES + entry.length;
  }
  const bundle = new Uint8Array(length);
  const view = new DataView(bundle.buffer);
  let offset = 0;
  for (const entry of entries) {
    view.setUint16(offset, entry.length);
    bundle.set(entry, offset + LENGTH_BYTES);
    offset += LENGTH_BYTES + entry.length;
  }
  return bundle;
}

/**
 * The entries of a bundle that must hold exactly `count`, as views of its bytes.
 * @throws FormatError `bundle-malformed`, naming the position in the bundle, counted from 0, of the entry at fault.
 */
export function parseBundle(bytes: Uint8Array, count: number): Uint8Array[] {
  requireWidth(count);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: Uint8Array[] = [];
  let offset = 0;
  for (let position = 0; position < count; position++) {
    const start = offset + LENGTH_BYTES;
    const end = start > bytes.length ? Infinity : start + view.getUint16(offset);
    if (end > bytes.length) {
      throw new FormatError(
        'bundle-malformed',
        `The bundle ends within the entry at position ${position} of ${count}.`,
      );
    }
    entries.push(bytes.subarray(start, end));
    offset = end;
  }
  if (offset !== bytes.length) {
    throw new FormatError(
      'bundle-malformed',
      `The bundle goes on after its last entry, the one at position ${count - 1}.`,
    );
  }
  return entries;
}

export function formatTile(hashes: readonly Hash[]): Uint8Array {
  requireWidth(hashes.length);
  const tile = new Uint8Array(hashes.length * HASH_BYTES);
  hashes.forEach((hash, i) => {
    if (hash.length !== HASH_BYTES) throw new RangeError(`A hash has ${HASH_BYTES} bytes, not ${hash.length}.`);
    tile.set(hash, i * HASH_BYTES);
  });
  return tile;
}

/**
 * The hashes of a tile that must hold exactly `width`, as views of its bytes.
 * @throws FormatError `tile-malformed`.
 */
export function parseTile(bytes: Uint8Array, width: number): Hash[] {
  requireWidth(width);
  if (bytes.length !== width * HASH_BYTES) {
    throw new FormatError(
      'tile-malformed',
      `The tile has ${bytes.length} bytes; ${width} hashes take ${width * HASH_BYTES}.`,
    );
  }
  return Array.from({ length: width }, (_, i) => bytes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES));
}

/**
 * Reads any complete node of a tree of that size from its tiles, as `tilesOf(size)` lists them, each at most once a call.
 * What a tile says is believed: only a proof or root checked against a signed checkpoint shows that it was right.
 * @throws (from the reader) RangeError for a node that a tree of that size does not have complete, FormatError
 * `tile-malformed`, and whatever `readTile` throws.
 */
export function tileHashReader(
  size: number,
  readTile: (level: number, index: number, width: number) => Promise<Uint8Array>,
  sha256?: Sha256,
): ReadHashes {
  requireSize(size);
  return async (nodes) => {
    const places = nodes.map((node) => placeOf(node, size));
    const needed = new Map(places.map((place) => [pathOf(place), place]));
    const tiles = new Map<string, Hash[]>();
    await Promise.all(
      [...needed].map(async ([path, { level, index, width }]) => {
        tiles.set(path, parseTile(await readTile(level, index, width), width));
      }),
    );
    return places.map((place) => {
      const tile = tiles.get(pathOf(place)) as Hash[];
      return completeRoot(tile.slice(place.start, place.end), sha256);
    });
  };
}

function pathOf({ level, index, width }: HashTile): string {
  return tilePath(level, index, width);
}

/** Where a node is found: it is the root over the hashes [start, end) of that tile. */
interface Place extends HashTile {
  readonly start: number;
  readonly end: number;
}

function placeOf(node: TreeNode, size: number): Place {
  const level = Math.floor(node.level / TILE_HEIGHT);
  const span = 2 ** (node.level % TILE_HEIGHT);
  const first = node.index * span;
  const index = Math.floor(first / TILE_WIDTH);
  const start = first % TILE_WIDTH;
  const width = widthAt(Math.floor(size / TILE_WIDTH ** level), index);
  if (start + span > width)
    throw new RangeError(`A tree of size ${size} has no complete node ${node.index} at level ${node.level}.`);
  return { level, index, width, start, end: start + span };
}

/** The root over a power of two of hashes. */
export function completeRoot(hashes: readonly Hash[], sha256?: Sha256): Hash {
  let row = hashes;
  while (row.length > 1) {
    const above: Hash[] = [];
    for (let i = 0; i < row.length; i += 2) above.push(nodeHash(row[i] as Hash, row[i + 1] as Hash, sha256));
    row = above;
  }
  return row[0] as Hash;
}

function requireWidth(width: number): void {
  if (!Number.isInteger(width) || width < 1 || width > TILE_WIDTH) {
    throw new RangeError(`A tile or bundle is 1 to ${TILE_WIDTH} wide, not ${width}.`);
  }
}
