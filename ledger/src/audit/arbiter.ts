/**
 * Decides between two accounts of the same leaves by the one thing that is signed: the root in the checkpoint.
 *
 * The candidate leaves of one bundle are put in their place, everything outside it is taken from the tiles, and the whole
 * must hash to the root. Only one of two different candidates can do so.
 */
import { FormatError } from '../error.ts';
import type { Checkpoint } from '../checkpoint.ts';
import { tileHashReader, TILE_WIDTH } from '../tile.ts';
import { checkInclusion, Frontier, proveInclusion, type Hash, type ReadHashes, type Sha256 } from '../tree.ts';
import { readTileHashes } from './reading.ts';
import { SourceError, type Source } from './source.ts';
import { concatBytes } from '../bytes.ts';
import { say } from '../say.ts';

/** Where everything is wrong there is no end of questions; beyond these the chain alone decides. */
const MAX_QUESTIONS = 200;

export class Arbiter {
  readonly #checkpoint: Checkpoint;
  readonly #sha256: Sha256;
  readonly #readTiles: ReadHashes;
  #questions = 0;

  constructor(source: Source, checkpoint: Checkpoint, sha256: Sha256) {
    this.#checkpoint = checkpoint;
    this.#sha256 = sha256;
    this.#readTiles = tileHashReader(
      checkpoint.size,
      async (level, index, width) => {
        const hashes = await readTileHashes(source, level, index, width);
        if ('path' in hashes) throw new SourceError('refused', say`A tile is missing or damaged.`);
        return concatBytes(...hashes);
      },
      sha256,
    );
  }

  /** Whether these are the leaves from `start` on, all those of one bundle. False also where it cannot be told. */
  async holds(start: number, leaves: readonly Hash[]): Promise<boolean> {
    const { size, root } = this.#checkpoint;
    const [leaf] = leaves;
    if (leaf === undefined || leaves.length !== Math.min(TILE_WIDTH, size - start)) return false;
    if (this.#questions++ >= MAX_QUESTIONS) return false;
    try {
      const proof = await proveInclusion(start, size, this.#reader(start, leaves), this.#sha256);
      return checkInclusion({ index: start, size, leafHash: leaf, proof, root }, this.#sha256);
    } catch (error) {
      if (error instanceof SourceError || error instanceof FormatError) return false;
      throw error;
    }
  }

  #reader(start: number, leaves: readonly Hash[]): ReadHashes {
    return async (nodes) => {
      const outside = nodes.filter(({ level, index }) => !isWithin(start, leaves.length, level, index));
      const read = await this.#readTiles(outside);
      return nodes.map((node) => {
        if (!isWithin(start, leaves.length, node.level, node.index)) return read[outside.indexOf(node)] as Hash;
        const span = 2 ** node.level;
        const frontier = Frontier.empty(this.#sha256);
        const first = node.index * span - start;
        for (const leaf of leaves.slice(first, first + span)) frontier.append(leaf);
        return frontier.root();
      });
    };
  }
}

function isWithin(start: number, count: number, level: number, index: number): boolean {
  const span = 2 ** level;
  return index * span >= start && (index + 1) * span <= start + count;
}
