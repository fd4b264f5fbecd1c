/**
 * The tree as an audit builds it, entry by entry, and its root at every size it has had: what the `seen` of a statement is
 * compared with.
 *
 * Memory: nodes of level 8 and above are kept, 64 bytes for every 256 entries (25 MB for a hundred million). Below that only
 * the newest tiles are kept, because authors have nearly always seen a recent tree. For an older size the one tile it
 * ends in is read again and believed only if it hashes to the node of level 8 that was computed here; a few of those are
 * kept too.
 */
import { splitBundle } from './bundle-file.ts';
import { base64, concatBytes, equalBytes, parseBase64 } from '../bytes.ts';
import { TILE_HEIGHT, TILE_WIDTH } from '../tile.ts';
import {
  Frontier,
  leafHash,
  nodeHash,
  readRoot,
  rootNodes,
  type Hash,
  type ReadHashes,
  type Sha256,
  type TreeNode,
} from '../tree.ts';
import { HashList, splitHashes } from './hash-list.ts';
import { readTileFile, readTileHashes } from './reading.ts';
import { SourceError, type Source } from './source.ts';
import { say } from '../say.ts';

/** Authors who saw a tree of the last thousand entries cost no reading. */
const NEWEST_TILES = 4;
const OLDER_TILES = 16;
const ROOTS = 256;

/** Nodes of level 0 to 7 within one tile. */
type TileNodes = readonly Hash[][];

/** As it is kept between visits: everything else follows from these hashes. Base64. */
export interface KeptTree {
  /** Of the full tiles. */
  readonly tiles: string;
  /** Of the leaves after them. */
  readonly leaves: string;
}

export class GrownTree {
  readonly #source: Source;
  readonly #sha256: Sha256;
  #frontier: Frontier;
  /** Level 8 first. */
  readonly #upper: HashList[] = [];
  readonly #newest = new Map<number, TileNodes>();
  readonly #older = new Map<number, TileNodes>();
  readonly #roots = new Map<number, Hash>();

  constructor(source: Source, sha256: Sha256) {
    this.#source = source;
    this.#sha256 = sha256;
    this.#frontier = Frontier.empty(sha256);
  }

  static restored({ tiles, leaves }: KeptTree, source: Source, sha256: Sha256): GrownTree {
    const tree = new GrownTree(source, sha256);
    for (const hash of splitHashes(parseBase64(tiles))) tree.#pushUpper(0, hash);
    const size = (tree.#upper[0]?.length ?? 0) * TILE_WIDTH;
    const tops = rootNodes(size).map(({ level, index }) => tree.upperNode(level, index));
    tree.#frontier = new Frontier(size, tops, sha256);
    for (const leaf of splitHashes(parseBase64(leaves))) tree.append(leaf);
    return tree;
  }

  keep(): KeptTree {
    const leaves =
      this.size % TILE_WIDTH === 0 ? [] : (this.#newest.get(Math.floor(this.size / TILE_WIDTH))?.[0] ?? []);
    return { tiles: base64(this.#upper[0]?.bytes ?? new Uint8Array()), leaves: base64(concatBytes(...leaves)) };
  }

  /** With the nodes above that it completes. @param height above level 8 */
  #pushUpper(height: number, hash: Hash): void {
    const nodes = (this.#upper[height] ??= new HashList());
    nodes.push(hash);
    if (nodes.length % 2 === 0) this.#pushUpper(height + 1, nodeHash(nodes.at(nodes.length - 2), hash, this.#sha256));
  }

  get size(): number {
    return this.#frontier.size;
  }

  root(): Hash {
    return this.#frontier.root();
  }

  append(leaf: Hash): void {
    const tile = Math.floor(this.size / TILE_WIDTH);
    let nodes = this.#newest.get(tile);
    if (nodes === undefined) {
      nodes = emptyTile();
      this.#newest.set(tile, nodes);
      this.#newest.delete(tile - NEWEST_TILES);
    }
    const lower = nodes;
    this.#frontier.append(leaf, ({ level }, hash) => {
      if (level < TILE_HEIGHT) lower[level]?.push(hash);
      else this.#upperNodes(level).push(hash);
    });
  }

  /** The leaves of a full tile at once, by their root, where one begins. A root within them costs reading them again. */
  appendTile(top: Hash): void {
    this.#frontier.appendSubtree(top, TILE_HEIGHT, ({ level }, hash) => this.#upperNodes(level).push(hash));
  }

  #upperNodes(level: number): HashList {
    return (this.#upper[level - TILE_HEIGHT] ??= new HashList());
  }

  /** A complete node of level 8 or above. */
  upperNode(level: number, index: number): Hash {
    const nodes = this.#upper[level - TILE_HEIGHT];
    if (nodes === undefined) throw new RangeError(`The tree has no node at level ${level}.`);
    return nodes.at(index);
  }

  /**
   * The root of the first `size` entries; undefined when there are fewer.
   * @throws SourceError when a tile that must be read again cannot be, or has changed meanwhile.
   */
  rootAt(size: number): Promise<Hash | undefined> {
    if (size > this.size) return Promise.resolve(undefined);
    // What nearly every author saw: the tree as it is.
    if (size === this.size) return Promise.resolve(this.root());
    const known = this.#roots.get(size);
    return known === undefined ? this.#olderRoot(size) : Promise.resolve(known);
  }

  /** Any complete nodes of the tree. @throws SourceError as `rootAt`. */
  readonly hashes: ReadHashes = (nodes) => this.#readNodes(nodes);

  async #olderRoot(size: number): Promise<Hash> {
    const root = await readRoot(size, (nodes) => this.#readNodes(nodes), this.#sha256);
    remember(this.#roots, size, root, ROOTS);
    return root;
  }

  async #readNodes(nodes: readonly TreeNode[]): Promise<Hash[]> {
    const hashes: Hash[] = [];
    for (const { level, index } of nodes) {
      if (level >= TILE_HEIGHT) {
        hashes.push(this.upperNode(level, index));
        continue;
      }
      const inTile = TILE_WIDTH / 2 ** level;
      const tile = Math.floor(index / inTile);
      const lower = this.#newest.get(tile) ?? this.#older.get(tile) ?? (await this.#readAgain(tile));
      hashes.push(lower[level]?.[index % inTile] as Hash);
    }
    return hashes;
  }

  /** From the tile, or, where that is damaged, from the entries themselves. */
  async #readAgain(tile: number): Promise<TileNodes> {
    const expected = this.upperNode(TILE_HEIGHT, tile);
    for (const read of [readLeaves, hashLeaves]) {
      const leaves = await read(this.#source, tile, this.#sha256);
      if (leaves.length !== TILE_WIDTH) continue;
      const { nodes, top } = growTile(leaves, this.#sha256);
      if (!equalBytes(top, expected)) continue;
      remember(this.#older, tile, nodes, OLDER_TILES);
      return nodes;
    }
    const first = tile * TILE_WIDTH;
    throw new SourceError(
      'unreachable',
      say`The hashes of entries ${first} to ${first + TILE_WIDTH - 1} could not be read a second time.`,
    );
  }
}

async function readLeaves(source: Source, tile: number): Promise<readonly Hash[]> {
  const hashes = await readTileHashes(source, 0, tile, TILE_WIDTH);
  return 'path' in hashes ? [] : hashes;
}

async function hashLeaves(source: Source, tile: number, sha256: Sha256): Promise<readonly Hash[]> {
  const file = await readTileFile(source, 'entries', tile, TILE_WIDTH);
  if ('fault' in file) return [];
  return splitBundle(file.bytes, TILE_WIDTH).entries.map((entry) => leafHash(entry, sha256));
}

function growTile(leaves: readonly Hash[], sha256: Sha256): { readonly nodes: TileNodes; readonly top: Hash } {
  const nodes = emptyTile();
  const frontier = Frontier.empty(sha256);
  for (const leaf of leaves) frontier.append(leaf, ({ level }, hash) => nodes[level]?.push(hash));
  return { nodes, top: frontier.root() };
}

function emptyTile(): Hash[][] {
  return Array.from({ length: TILE_HEIGHT }, () => []);
}

/** Keeps the newest `limit`. */
function remember<Value>(into: Map<number, Value>, key: number, value: Value, limit: number): void {
  if (into.size >= limit) {
    const oldest = into.keys().next();
    if (oldest.done !== true) into.delete(oldest.value);
  }
  into.set(key, value);
}
