/** A tree that grows by entries read back from the database: every byte is hashed again and compared with what was recorded. SPEC M9. */
import { equalBytes } from '@counterfoil/ledger/bytes';
import { leafHash, rootNodes, type Frontier, type Hash, type Sha256, type TreeNode } from '@counterfoil/ledger/tree';
import { Fork } from './fork.ts';
import { splitHashes } from './tree-store.ts';

/** An entry as it was read; null as a join gives it where there is none. */
interface Row {
  readonly index: number | null;
  readonly bytes: Uint8Array | null;
  readonly leaf: Uint8Array | null;
}

export class Growth {
  readonly #from: Frontier;
  readonly #sha256: Sha256;
  readonly #leaves: Hash[] = [];
  /** What inclusion of its own entries is proved with: the frontier before it, and every node it completes. */
  readonly #nodes = new Map<string, Hash>();
  readonly frontier: Frontier;

  constructor(from: Frontier, sha256: Sha256) {
    this.#from = from;
    this.#sha256 = sha256;
    this.frontier = from.clone();
    rootNodes(from.size).forEach((node, i) => this.#keep(node, from.hashes[i]));
  }

  get size(): number {
    return this.frontier.size;
  }

  /** Hash of the last entry that was appended. */
  get lastLeaf(): Hash | undefined {
    return this.#leaves.at(-1);
  }

  root(): Hash {
    return this.frontier.root();
  }

  /** @throws Fork when it is not the entry that was recorded there. */
  append({ index, bytes, leaf }: Row): void {
    const hash = bytes === null ? undefined : leafHash(bytes, this.#sha256);
    if (hash === undefined || leaf === null || index !== this.size || !equalBytes(hash, leaf))
      throw new Fork('entry-changed', `Entry ${this.size} was read back and is not what was recorded.`);
    this.#leaves.push(hash);
    this.frontier.append(hash, (node, made) => this.#keep(node, made));
  }

  /** @throws Fork when the tree is not the one whose hashes the head row keeps. */
  requireFrontier(kept: Uint8Array): void {
    const hashes = splitHashes(kept);
    const own = this.frontier.hashes;
    if (hashes.length === own.length && own.every((hash, i) => equalBytes(hash, hashes[i] ?? NOTHING))) return;
    throw new Fork(
      'tree-changed',
      'The entries read back do not hash to the tree that was built when they were recorded.',
    );
  }

  /** Root of its first `size` entries; undefined for what was there before it grew, and beyond its end. */
  rootAt(size: number): Hash | undefined {
    if (size < this.#from.size || size > this.size) return undefined;
    const tree = this.#from.clone();
    for (const leaf of this.#leaves.slice(0, size - this.#from.size)) tree.append(leaf);
    return tree.root();
  }

  /** @throws RangeError for a node that proves nothing of its own entries. */
  readonly read = (nodes: readonly TreeNode[]): Promise<readonly Hash[]> =>
    Promise.resolve(
      nodes.map(({ level, index }) => {
        const hash = this.#nodes.get(`${level}/${index}`);
        if (hash === undefined) throw new RangeError('A node of the tree is missing.');
        return hash;
      }),
    );

  #keep({ level, index }: TreeNode, hash: Hash | undefined): void {
    if (hash !== undefined) this.#nodes.set(`${level}/${index}`, hash);
  }
}

const NOTHING = new Uint8Array();
