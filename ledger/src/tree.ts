/**
 * The Merkle tree of RFC 6962 section 2.1 (RFC 9162 section 2.1), with SHA-256. SPEC 3, M7.
 *
 *   MTH({})   = SHA-256()
 *   MTH({d})  = SHA-256(0x00 || d)
 *   MTH(D[n]) = SHA-256(0x01 || MTH(D[0:k]) || MTH(D[k:n])), k the largest power of two smaller than n
 *
 * Intervals are half-open. Sizes and indexes are safe integers, far beyond what 32-bit operators hold, so halving is
 * division. Nothing here trusts a proof: a proof that does not hold, whatever its shape, is `false`; a size that no tree
 * can have, asked for by the caller, is a RangeError.
 */
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { equalBytes } from './bytes.ts';

/** 32 bytes. */
export type Hash = Uint8Array;
export const HASH_BYTES = 32;

/** SHA-256 of the whole input, which is only lent for the call. Which implementation ran never changes an answer. */
export type Sha256 = (data: Uint8Array) => Uint8Array;

/** The complete subtree over the leaves [index * 2^level, (index + 1) * 2^level). */
export interface TreeNode {
  readonly level: number;
  readonly index: number;
}

/** Reads the hashes of complete subtrees, in the order asked for. Throws if it lacks one. */
export type ReadHashes = (nodes: readonly TreeNode[]) => Promise<readonly Hash[]>;

/** MTH({}). */
export const EMPTY_ROOT: Hash = nobleSha256(new Uint8Array());

const LEAF_PREFIX = 0x00;
const NODE_PREFIX = 0x01;

/** Where the input of the next hash is put together: allocating it each time costs as much as hashing it. */
const leafInput = new Uint8Array(1 << 17);
const nodeInput = new Uint8Array(1 + 2 * HASH_BYTES);

/** MTH({entry}). */
export function leafHash(entry: Uint8Array, sha256: Sha256 = nobleSha256): Hash {
  const length = 1 + entry.length;
  const data = length <= leafInput.length ? leafInput.subarray(0, length) : new Uint8Array(length);
  data[0] = LEAF_PREFIX;
  data.set(entry, 1);
  return sha256(data);
}

/**
 * The hash of an inner node from those of its two children.
 * @throws RangeError for hashes of another length, whose border nobody could tell in the result.
 */
export function nodeHash(left: Hash, right: Hash, sha256: Sha256 = nobleSha256): Hash {
  if (!isHash(left) || !isHash(right)) throw new RangeError(`A node hash has ${HASH_BYTES} bytes.`);
  nodeInput[0] = NODE_PREFIX;
  nodeInput.set(left, 1);
  nodeInput.set(right, 1 + HASH_BYTES);
  return sha256(nodeInput);
}

/** Is told of a complete node. */
type OnNode = (node: TreeNode, hash: Hash) => void;

/** What appending needs of a tree: the hashes of its `rootNodes`, one for each bit set in its size. */
export class Frontier {
  #size: number;
  readonly #hashes: Hash[];
  readonly #sha256: Sha256;

  /**
   * @param hashes of `rootNodes(size)`, largest subtree first.
   * @throws RangeError when their number or length does not fit the size.
   */
  constructor(size: number, hashes: readonly Hash[], sha256: Sha256 = nobleSha256) {
    const wanted = rootNodes(size).length;
    if (hashes.length !== wanted)
      throw new RangeError(`A frontier of size ${size} has ${wanted} hashes, not ${hashes.length}.`);
    if (!hashes.every(isHash)) throw new RangeError(`Every hash of a frontier has ${HASH_BYTES} bytes.`);
    this.#size = size;
    this.#hashes = [...hashes];
    this.#sha256 = sha256;
  }

  static empty(sha256: Sha256 = nobleSha256): Frontier {
    return new Frontier(0, [], sha256);
  }

  get size(): number {
    return this.#size;
  }

  /** Largest subtree first. */
  get hashes(): readonly Hash[] {
    return [...this.#hashes];
  }

  /**
   * Adds one leaf, given by its hash.
   * @param onNode is told every complete node that the leaf makes, from the leaf itself upwards.
   */
  append(leaf: Hash, onNode?: OnNode): void {
    this.appendSubtree(leaf, 0, onNode);
  }

  /**
   * Adds the 2^level leaves of a complete subtree, given by its hash.
   * @param onNode as for `append`, from the subtree upwards.
   * @throws RangeError where the size is no multiple of 2^level.
   */
  appendSubtree(top: Hash, level: number, onNode?: OnNode): void {
    if (!isHash(top)) throw new RangeError(`The hash of a leaf or subtree has ${HASH_BYTES} bytes.`);
    const width = 2 ** level;
    if (this.#size + width > Number.MAX_SAFE_INTEGER) throw new RangeError('The tree cannot grow any further.');
    if (this.#size % width !== 0) throw new RangeError(`No subtree of ${width} leaves begins at ${this.#size}.`);
    let hash = top;
    let node: TreeNode = { level, index: this.#size / width };
    onNode?.(node, hash);
    while (isOdd(node.index)) {
      hash = nodeHash(this.#hashes.pop() as Hash, hash, this.#sha256);
      node = { level: node.level + 1, index: half(node.index) };
      onNode?.(node, hash);
    }
    this.#hashes.push(hash);
    this.#size += width;
  }

  root(): Hash {
    return foldRoot(this.#hashes, this.#sha256);
  }

  clone(): Frontier {
    return new Frontier(this.#size, this.#hashes, this.#sha256);
  }
}

/** The largest complete subtrees that D[0:size) consists of, from left to right, so also largest first. */
export function rootNodes(size: number): TreeNode[] {
  requireSize(size);
  return rangeNodes(0, size);
}

/** MTH(D[size]). */
export async function readRoot(size: number, read: ReadHashes, sha256: Sha256 = nobleSha256): Promise<Hash> {
  requireSize(size);
  const [root] = await readRanges([{ start: 0, end: size }], read, sha256);
  return root as Hash;
}

/**
 * PATH(index, D[size]), RFC 6962 section 2.1.1. Reads every hash that it needs in one call.
 *
 *   PATH(m, D[n]) = PATH(m, D[0:k]) : MTH(D[k:n])        for m < k
 *   PATH(m, D[n]) = PATH(m - k, D[k:n]) : MTH(D[0:k])    for m >= k
 */
export async function proveInclusion(
  index: number,
  size: number,
  read: ReadHashes,
  sha256: Sha256 = nobleSha256,
): Promise<Hash[]> {
  requireSize(size);
  if (!isSize(index) || index >= size) throw new RangeError(`A tree of size ${size} has no leaf ${index}.`);
  const ranges: Range[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + splitPoint(end - start);
    if (index < middle) {
      ranges.push({ start: middle, end });
      end = middle;
    } else {
      ranges.push({ start, end: middle });
      start = middle;
    }
  }
  return readRanges(ranges.reverse(), read, sha256);
}

export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Hash;
  readonly proof: readonly Hash[];
  readonly root: Hash;
}

/** Whether the proof shows that the tree of that size and root has that leaf at that index. RFC 9162 section 2.1.3.2. */
export function checkInclusion(claim: InclusionClaim, sha256: Sha256 = nobleSha256): boolean {
  const { index, size, proof, root } = claim;
  if (!isSize(index) || !isSize(size) || index >= size) return false;
  if (!isHash(claim.leafHash) || !isHash(root) || !proof.every(isHash)) return false;
  let hash = claim.leafHash;
  let node = index;
  let last = size - 1;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      hash = nodeHash(sibling, hash, sha256);
      // The last node of a level without a sibling stands for itself on the levels above.
      while (!isOdd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      hash = nodeHash(hash, sibling, sha256);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 && equalBytes(hash, root);
}

/**
 * PROOF(size1, D[size2]), RFC 6962 section 2.1.2, for 0 < size1 <= size2. Reads every hash that it needs in one call.
 *
 *   PROOF(m, D[n]) = SUBPROOF(m, D[n], true)
 *   SUBPROOF(m, D[m], true) = {}, SUBPROOF(m, D[m], false) = {MTH(D[m])}
 *   SUBPROOF(m, D[n], b) = SUBPROOF(m, D[0:k], b) : MTH(D[k:n])             for m <= k
 *   SUBPROOF(m, D[n], b) = SUBPROOF(m - k, D[k:n], false) : MTH(D[0:k])     for m > k
 */
export async function proveConsistency(
  size1: number,
  size2: number,
  read: ReadHashes,
  sha256: Sha256 = nobleSha256,
): Promise<Hash[]> {
  requireSize(size2);
  if (!isSize(size1) || size1 === 0 || size1 > size2) {
    throw new RangeError(`There is no consistency proof from size ${size1} to size ${size2}.`);
  }
  const ranges: Range[] = [];
  let start = 0;
  let end = size2;
  while (end !== size1) {
    const middle = start + splitPoint(end - start);
    if (size1 <= middle) {
      ranges.push({ start: middle, end });
      end = middle;
    } else {
      ranges.push({ start, end: middle });
      start = middle;
    }
  }
  if (start > 0) ranges.push({ start, end });
  return readRanges(ranges.reverse(), read, sha256);
}

export interface ConsistencyClaim {
  readonly size1: number;
  readonly root1: Hash;
  readonly size2: number;
  readonly root2: Hash;
  readonly proof: readonly Hash[];
}

/**
 * Whether the proof shows that the first tree is a prefix of the second. RFC 9162 section 2.1.4.2. Every tree extends the
 * empty one, so from size 0 there is nothing to prove and a claim of it is refused.
 */
export function checkConsistency(claim: ConsistencyClaim, sha256: Sha256 = nobleSha256): boolean {
  const { size1, root1, size2, root2, proof } = claim;
  if (!isSize(size1) || !isSize(size2) || size1 === 0 || size1 > size2) return false;
  // Nothing is hashed then, so what the roots are does not matter, only that they are the same.
  if (size1 === size2) return proof.length === 0 && equalBytes(root1, root2);
  if (!isHash(root1) || !isHash(root2) || !proof.every(isHash)) return false;
  const roots = rootsInProof(size1, size2, isCompleteSize(size1) ? [root1, ...proof] : proof, sha256);
  return roots !== undefined && equalBytes(roots.root1, root1) && equalBytes(roots.root2, root2);
}

/**
 * The root that the tree of `size2` and `root2` has at `size1`, out of a consistency proof made in that very tree. Undefined where the proof
 * does not lead to `root2`, and where `size1` is a power of two: such a proof leaves out what it starts from.
 */
export function earlierRoot(claim: Omit<ConsistencyClaim, 'root1'>, sha256: Sha256 = nobleSha256): Hash | undefined {
  const { size1, size2, root2, proof } = claim;
  if (!isSize(size1) || !isSize(size2) || size1 === 0 || size1 >= size2 || isCompleteSize(size1)) return undefined;
  if (!isHash(root2) || !proof.every(isHash)) return undefined;
  const roots = rootsInProof(size1, size2, proof, sha256);
  return roots !== undefined && equalBytes(roots.root2, root2) ? roots.root1 : undefined;
}

/** The first tree is then one complete subtree, so its root is known and the proof leaves it out. */
function isCompleteSize(size: number): boolean {
  return rangeNodes(0, size).length === 1;
}

/** What the hashes lead to, for size1 < size2; undefined for too few or too many of them. RFC 9162 section 2.1.4.2. */
function rootsInProof(
  size1: number,
  size2: number,
  [first, ...rest]: readonly Hash[],
  sha256: Sha256,
): { readonly root1: Hash; readonly root2: Hash } | undefined {
  if (first === undefined) return undefined;
  let node = size1 - 1;
  let last = size2 - 1;
  while (isOdd(node)) {
    node = half(node);
    last = half(last);
  }
  let root1 = first;
  let root2 = first;
  for (const sibling of rest) {
    if (last === 0) return undefined;
    if (isOdd(node) || node === last) {
      root1 = nodeHash(sibling, root1, sha256);
      root2 = nodeHash(sibling, root2, sha256);
      while (!isOdd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      root2 = nodeHash(root2, sibling, sha256);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 ? { root1, root2 } : undefined;
}

/** The leaves [start, end); start is a multiple of a power of two not smaller than the length. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** MTH of each range, all complete subtrees fetched in one read. */
async function readRanges(ranges: readonly Range[], read: ReadHashes, sha256: Sha256): Promise<Hash[]> {
  const nodes = ranges.map(({ start, end }) => rangeNodes(start, end));
  const wanted = nodes.flat();
  const hashes = wanted.length === 0 ? [] : await read(wanted);
  if (hashes.length !== wanted.length || !hashes.every(isHash)) {
    throw new Error(`The reader did not give ${wanted.length} hashes for ${wanted.length} nodes.`);
  }
  let next = 0;
  return nodes.map(({ length }) => foldRoot(hashes.slice(next, (next += length)), sha256));
}

function rangeNodes(start: number, end: number): TreeNode[] {
  const nodes: TreeNode[] = [];
  let at = start;
  while (at < end) {
    let level = 0;
    let width = 1;
    while (width * 2 <= end - at) {
      width *= 2;
      level++;
    }
    nodes.push({ level, index: at / width });
    at += width;
  }
  return nodes;
}

/** The root over subtrees of falling size: the smallest two are joined first. */
function foldRoot(hashes: readonly Hash[], sha256: Sha256): Hash {
  let root = hashes.at(-1);
  if (root === undefined) return EMPTY_ROOT;
  for (let i = hashes.length - 2; i >= 0; i--) root = nodeHash(hashes[i] as Hash, root, sha256);
  return root;
}

/** The k of RFC 6962: the largest power of two smaller than n, for n > 1. */
function splitPoint(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

function half(n: number): number {
  return Math.floor(n / 2);
}

function isOdd(n: number): boolean {
  return n % 2 === 1;
}

function isHash(hash: Uint8Array): boolean {
  return hash.length === HASH_BYTES;
}

function isSize(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0;
}

/** @throws RangeError for what is not a safe integer from 0. */
export function requireSize(size: number): void {
  if (!isSize(size)) throw new RangeError(`${size} is not the size of a tree.`);
}
