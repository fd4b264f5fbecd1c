import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { test } from 'node:test';
import { concatBytes, hex, utf8 } from './bytes.ts';
import { nodePlatform } from './platform-node.ts';
import {
  checkConsistency,
  checkInclusion,
  EMPTY_ROOT,
  Frontier,
  leafHash,
  nodeHash,
  proveConsistency,
  proveInclusion,
  readRoot,
  rootNodes,
  type Hash,
  type ReadHashes,
  type TreeNode,
} from './tree.ts';

const platform = nodePlatform(crypto);
const sha256 = (data: Uint8Array) => platform.sha256(data);
const MAX_SIZE = 300;

const entries = Array.from({ length: MAX_SIZE }, (_, i) => utf8(`entry ${i}`));
const leaves = entries.map((entry) => leafHash(entry, sha256));

/** MTH exactly as RFC 6962 section 2.1 defines it, sharing nothing with the code under test. */
function definedRoot(data: readonly Uint8Array[]): Uint8Array {
  const [first] = data;
  if (first === undefined) return sha256(new Uint8Array());
  if (data.length === 1) return sha256(concatBytes(Uint8Array.of(0), first));
  const k = 2 ** (Math.ceil(Math.log2(data.length)) - 1);
  return sha256(concatBytes(Uint8Array.of(1), definedRoot(data.slice(0, k)), definedRoot(data.slice(k))));
}

const nodes = new Map<string, Hash>();
const roots: Hash[] = [EMPTY_ROOT];
const frontier = Frontier.empty(sha256);
for (const leaf of leaves) {
  frontier.append(leaf, ({ level, index }, hash) => nodes.set(`${level}/${index}`, hash));
  roots.push(frontier.root());
}

/** Lacks, as a real store does, every node that a tree of that size does not have complete. */
function readerOf(size: number): ReadHashes {
  return (wanted) =>
    Promise.resolve(
      wanted.map(({ level, index }) => {
        assert.ok((index + 1) * 2 ** level <= size, `asked a tree of size ${size} for node ${level}/${index}`);
        return nodes.get(`${level}/${index}`) as Hash;
      }),
    );
}

function rootAt(size: number): Hash {
  return roots[size] as Hash;
}

/** The hash with one of its bits changed, at another place each time. */
let turn = 0;
function spoiled(hash: Hash): Hash {
  const copy = Uint8Array.from(hash);
  turn = (turn + 1) % 256;
  copy[turn >> 3] = (copy[turn >> 3] as number) ^ (1 << (turn & 7));
  return copy;
}

function withSpoiled(proof: readonly Hash[], at: number): Hash[] {
  return proof.map((hash, i) => (i === at ? spoiled(hash) : hash));
}

test('the empty tree has the hash of nothing', () => {
  assert.equal(hex(EMPTY_ROOT), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  assert.deepEqual(Frontier.empty().root(), EMPTY_ROOT);
});

test('frontier, stored nodes and the definition in the RFC give one root at every size up to 300', async () => {
  for (let size = 0; size <= MAX_SIZE; size++) {
    const defined = hex(definedRoot(entries.slice(0, size)));
    assert.equal(hex(rootAt(size)), defined, `frontier at ${size}`);
    assert.equal(hex(await readRoot(size, readerOf(size), sha256)), defined, `stored nodes at ${size}`);
  }
});

test('every inclusion proof up to size 300 holds, and fails when any single hash of it is changed', async () => {
  let proofs = 0;
  for (let size = 1; size <= MAX_SIZE; size++) {
    const root = rootAt(size);
    const read = readerOf(size);
    for (let index = 0; index < size; index++) {
      const proof = await proveInclusion(index, size, read, sha256);
      const claim = { index, size, leafHash: leaves[index] as Hash, proof, root };
      if (!checkInclusion(claim, sha256)) assert.fail(`the proof of ${index} in ${size} does not hold`);
      for (let i = 0; i < proof.length; i++) {
        const changed = { ...claim, proof: withSpoiled(proof, i) };
        if (checkInclusion(changed, sha256))
          assert.fail(`the proof of ${index} in ${size} holds with hash ${i} changed`);
      }
      proofs++;
    }
  }
  assert.equal(proofs, (MAX_SIZE * (MAX_SIZE + 1)) / 2);
});

test('every consistency proof up to size 300 holds, and fails when any single hash of it is changed', async () => {
  let proofs = 0;
  for (let size2 = 1; size2 <= MAX_SIZE; size2++) {
    const read = readerOf(size2);
    for (let size1 = 1; size1 <= size2; size1++) {
      const proof = await proveConsistency(size1, size2, read, sha256);
      const claim = { size1, root1: rootAt(size1), size2, root2: rootAt(size2), proof };
      if (!checkConsistency(claim, sha256)) assert.fail(`the proof from ${size1} to ${size2} does not hold`);
      for (let i = 0; i < proof.length; i++) {
        const changed = { ...claim, proof: withSpoiled(proof, i) };
        if (checkConsistency(changed, sha256)) {
          assert.fail(`the proof from ${size1} to ${size2} holds with hash ${i} changed`);
        }
      }
      proofs++;
    }
  }
  assert.equal(proofs, (MAX_SIZE * (MAX_SIZE + 1)) / 2);
});

test('an inclusion proof holds for nothing but its own leaf, index and root, and whole', async () => {
  for (let size = 1; size <= 40; size++) {
    for (let index = 0; index < size; index++) {
      const proof = await proveInclusion(index, size, readerOf(size), sha256);
      const claim = { index, size, leafHash: leaves[index] as Hash, proof, root: rootAt(size) };
      const others = [
        { ...claim, leafHash: leaves[index + 1] as Hash },
        { ...claim, root: rootAt(size + 1) },
        { ...claim, root: spoiled(claim.root) },
        { ...claim, root: new Uint8Array() },
        { ...claim, leafHash: claim.leafHash.subarray(1) },
        { ...claim, proof: [...proof, claim.leafHash] },
        { ...claim, proof: [claim.leafHash, ...proof] },
        {
          ...claim,
          proof: proof.map((hash) => concatBytes(hash, Uint8Array.of(0))).concat(proof.length ? [] : [EMPTY_ROOT]),
        },
        { ...claim, index: size },
        ...(proof.length > 0
          ? [
              { ...claim, proof: proof.slice(1) },
              { ...claim, proof: proof.slice(0, -1) },
            ]
          : []),
      ];
      for (let other = 0; other < size; other++) if (other !== index) others.push({ ...claim, index: other });
      others.forEach((other, i) =>
        assert.equal(checkInclusion(other, sha256), false, `${index} in ${size}, case ${i}`),
      );
    }
  }
});

test('a consistency proof holds for nothing but its own two trees, and whole', async () => {
  for (let size2 = 1; size2 <= 40; size2++) {
    for (let size1 = 1; size1 <= size2; size1++) {
      const proof = await proveConsistency(size1, size2, readerOf(size2), sha256);
      const claim = { size1, root1: rootAt(size1), size2, root2: rootAt(size2), proof };
      const others = [
        { ...claim, root1: spoiled(claim.root1) },
        { ...claim, root2: spoiled(claim.root2) },
        { ...claim, root1: rootAt(size1 + 1) },
        { ...claim, root2: rootAt(size2 + 1) },
        { ...claim, root1: claim.root1.subarray(1) },
        { ...claim, root2: claim.root2.subarray(1) },
        { ...claim, size1: 0 },
        { ...claim, size1: 0, root1: EMPTY_ROOT, proof: [] },
        { ...claim, size1: 0, size2: 0, root2: claim.root1, proof: [] },
        ...(proof.length > 0 ? [{ ...claim, proof: [] }] : []),
        { ...claim, size1: size2 + 1 },
        { ...claim, proof: [...proof, EMPTY_ROOT] },
        { ...claim, proof: [EMPTY_ROOT, ...proof] },
        ...(proof.length > 0
          ? [
              { ...claim, proof: proof.slice(1) },
              { ...claim, proof: proof.slice(0, -1) },
            ]
          : []),
      ];
      others.forEach((other, i) =>
        assert.equal(checkConsistency(other, sha256), false, `${size1} to ${size2}, case ${i}`),
      );
    }
  }
});

/** The root to which PATH(m, D[n]) leads, by the recursion of RFC 6962 section 2.1.1; undefined if the proof has another length. */
function definedPath(m: number, n: number, leaf: Hash, proof: readonly Hash[]): Hash | undefined {
  if (n === 1) return proof.length === 0 ? leaf : undefined;
  const k = 2 ** (Math.ceil(Math.log2(n)) - 1);
  const sibling = proof.at(-1);
  const own = m < k ? definedPath(m, k, leaf, proof.slice(0, -1)) : definedPath(m - k, n - k, leaf, proof.slice(0, -1));
  if (sibling === undefined || own === undefined) return undefined;
  return m < k ? nodeHash(own, sibling, sha256) : nodeHash(sibling, own, sha256);
}

/** The two roots to which SUBPROOF(m, D[n], b) leads, by the recursion of RFC 6962 section 2.1.2; `known` where b is true. */
function definedSubproof(m: number, n: number, known: Hash | undefined, proof: readonly Hash[]): Hash[] | undefined {
  if (m === n) {
    const only = known ?? proof[0];
    return only !== undefined && proof.length === (known === undefined ? 1 : 0) ? [only, only] : undefined;
  }
  const k = 2 ** (Math.ceil(Math.log2(n)) - 1);
  const sibling = proof.at(-1);
  const inner = proof.slice(0, -1);
  const both = m <= k ? definedSubproof(m, k, known, inner) : definedSubproof(m - k, n - k, undefined, inner);
  const [root1, root2] = both ?? [];
  if (sibling === undefined || root1 === undefined || root2 === undefined) return undefined;
  if (m <= k) return [root1, nodeHash(root2, sibling, sha256)];
  return [nodeHash(sibling, root1, sha256), nodeHash(sibling, root2, sha256)];
}

// A root does not say how large its tree is, so that some proofs do hold under another size; which, the recursion knows.
test('an inclusion proof claimed for other sizes and indexes holds exactly where the definition in the RFC says so', async () => {
  let held = 0;
  for (let size = 1; size <= 16; size++) {
    for (let index = 0; index < size; index++) {
      const proof = await proveInclusion(index, size, readerOf(size), sha256);
      const leaf = leaves[index] as Hash;
      const root = rootAt(size);
      for (let otherSize = 1; otherSize <= 20; otherSize++) {
        for (let otherIndex = 0; otherIndex < otherSize; otherIndex++) {
          const defined = definedPath(otherIndex, otherSize, leaf, proof);
          const wanted = defined !== undefined && hex(defined) === hex(root);
          const claim = { index: otherIndex, size: otherSize, leafHash: leaf, proof, root };
          const what = `${index} in ${size}, claimed as ${otherIndex} in ${otherSize}`;
          assert.equal(checkInclusion(claim, sha256), wanted, what);
          if (wanted) held++;
        }
      }
    }
  }
  assert.ok(held > 136, 'at least every proof under its own size');
});

test('a consistency proof claimed for other sizes holds exactly where the definition in the RFC says so', async () => {
  let held = 0;
  for (let size2 = 1; size2 <= 16; size2++) {
    for (let size1 = 1; size1 <= size2; size1++) {
      const proof = await proveConsistency(size1, size2, readerOf(size2), sha256);
      const [root1, root2] = [rootAt(size1), rootAt(size2)];
      for (let other2 = 1; other2 <= 20; other2++) {
        for (let other1 = 1; other1 <= other2; other1++) {
          const defined = definedSubproof(other1, other2, root1, proof)?.map(hex);
          const wanted = defined !== undefined && defined[0] === hex(root1) && defined[1] === hex(root2);
          const claim = { size1: other1, root1, size2: other2, root2, proof };
          const what = `${size1} to ${size2}, claimed as ${other1} to ${other2}`;
          assert.equal(checkConsistency(claim, sha256), wanted, what);
          if (wanted) held++;
        }
      }
    }
  }
  assert.ok(held > 136, 'at least every proof under its own sizes');
});

test('sizes that no tree has are refused by the checks and are errors of whoever asks for a proof', async () => {
  const read = readerOf(1);
  const root = rootAt(1);
  for (const size of [-1, 0.5, NaN, Infinity, 2 ** 53, Number(2n ** 64n - 1n)]) {
    assert.equal(checkInclusion({ index: 0, size, leafHash: root, proof: [], root }), false);
    assert.equal(checkInclusion({ index: size, size: 1, leafHash: root, proof: [], root }), false);
    assert.equal(checkConsistency({ size1: size, root1: root, size2: size, root2: root, proof: [] }), false);
    await assert.rejects(proveInclusion(0, size, read), RangeError);
    await assert.rejects(proveInclusion(size, 1, read), RangeError);
    await assert.rejects(proveConsistency(1, size, read), RangeError);
    await assert.rejects(proveConsistency(size, 1, read), RangeError);
    await assert.rejects(readRoot(size, read), RangeError);
    assert.throws(() => rootNodes(size), RangeError);
    assert.throws(() => new Frontier(size, []), RangeError);
  }
  await assert.rejects(proveInclusion(1, 1, read), RangeError);
  await assert.rejects(proveConsistency(0, 1, read), RangeError);
  await assert.rejects(proveConsistency(2, 1, read), RangeError);
});

test('a reader that gives too few hashes, or something else, gets no proof made', async () => {
  await assert.rejects(
    proveInclusion(0, 2, () => Promise.resolve([])),
    /did not give 1 hash/,
  );
  await assert.rejects(
    proveInclusion(0, 2, () => Promise.resolve([new Uint8Array(31)])),
    /did not give 1 hash/,
  );
});

test('a frontier goes on from its stored hashes as if it had never stopped', () => {
  for (let size = 0; size <= MAX_SIZE; size++) {
    const stored = rootNodes(size).map(({ level, index }) => nodes.get(`${level}/${index}`) as Hash);
    const resumed = new Frontier(size, stored, sha256);
    assert.deepEqual(resumed.root(), rootAt(size));
    assert.equal(resumed.size, size);
    assert.deepEqual(resumed.hashes, stored);
    if (size < MAX_SIZE) resumed.append(leaves[size] as Hash);
    assert.deepEqual(resumed.root(), rootAt(Math.min(size + 1, MAX_SIZE)));
    assert.throws(() => new Frontier(size, [...stored, EMPTY_ROOT]), RangeError);
    assert.throws(() => new Frontier(size + 1, [...stored, EMPTY_ROOT, EMPTY_ROOT]), RangeError);
  }
  assert.throws(() => new Frontier(1, [new Uint8Array(31)]), RangeError);
  assert.throws(() => Frontier.empty().append(new Uint8Array(33)), RangeError);
});

test('a clone and its original grow apart', () => {
  const original = new Frontier(1, [leaves[0] as Hash], sha256);
  const clone = original.clone();
  clone.append(leaves[1] as Hash);
  assert.deepEqual([original.size, clone.size], [1, 2]);
  assert.deepEqual(original.root(), rootAt(1));
  assert.deepEqual(clone.root(), rootAt(2));
});

test('appending reports each complete node once, the leaf first, and never an incomplete one', () => {
  const seen: string[] = [];
  const growing = Frontier.empty(sha256);
  for (const leaf of leaves.slice(0, 8)) growing.append(leaf, ({ level, index }) => seen.push(`${level}/${index}`));
  assert.equal(seen.join(' '), '0/0 0/1 1/0 0/2 0/3 1/1 2/0 0/4 0/5 1/2 0/6 0/7 1/3 2/1 3/0');
});

test('complete subtrees added whole lead to what their leaves lead to, and only where one begins', () => {
  const growing = Frontier.empty(sha256);
  const seen: string[] = [];
  const onNode = ({ level, index }: TreeNode, hash: Hash): void => {
    assert.deepEqual(hash, nodes.get(`${level}/${index}`));
    seen.push(`${level}/${index}`);
  };
  for (const index of [0, 1, 2]) growing.appendSubtree(nodes.get(`3/${index}`) as Hash, 3, onNode);
  assert.throws(() => growing.appendSubtree(EMPTY_ROOT, 4), RangeError);
  growing.append(leaves[24] as Hash, onNode);
  assert.throws(() => growing.appendSubtree(EMPTY_ROOT, 1), RangeError);
  growing.append(leaves[25] as Hash, onNode);
  assert.deepEqual([growing.size, growing.root()], [26, rootAt(26)]);
  assert.equal(seen.join(' '), '3/0 3/1 4/0 3/2 0/24 0/25 1/12');
});

test('hashes of a wrong length are never joined', () => {
  assert.throws(() => nodeHash(EMPTY_ROOT.subarray(1), EMPTY_ROOT), RangeError);
  assert.throws(() => nodeHash(EMPTY_ROOT, concatBytes(EMPTY_ROOT, Uint8Array.of(0))), RangeError);
});

/** A tree of any size whose leaves are all alike but for the first: each complete subtree is one of two for its level. */
function vastReader(): ReadHashes {
  const alike: Hash[] = [leafHash(utf8('alike'), sha256)];
  const leftmost: Hash[] = [leafHash(utf8('first'), sha256)];
  for (let level = 1; level < 53; level++) {
    const below = alike[level - 1] as Hash;
    alike.push(nodeHash(below, below, sha256));
    leftmost.push(nodeHash(leftmost[level - 1] as Hash, below, sha256));
  }
  return (wanted: readonly TreeNode[]) =>
    Promise.resolve(wanted.map(({ level, index }) => (index === 0 ? leftmost : alike)[level] as Hash));
}

test('proofs hold in trees far beyond what 32 bits count, up to the largest size', async () => {
  const read = vastReader();
  const first = leafHash(utf8('first'), sha256);
  const alike = leafHash(utf8('alike'), sha256);
  const max = Number.MAX_SAFE_INTEGER;
  const sizes = [2 ** 31 - 1, 2 ** 31 + 1, 2 ** 32, 2 ** 32 + 1, 2 ** 33 + 3, 2 ** 40 + 12_345, 2 ** 52 + 2 ** 31, max];
  const known = new Map<number, Hash>();
  for (const size of sizes) known.set(size, await readRoot(size, read, sha256));
  for (const [size, root] of known) {
    for (const index of [0, 1, 2 ** 30, 2 ** 31, 2 ** 32, size - 2, size - 1].filter((i) => i < size)) {
      const proof = await proveInclusion(index, size, read, sha256);
      const claim = { index, size, leafHash: index === 0 ? first : alike, proof, root };
      assert.ok(checkInclusion(claim, sha256), `${index} in ${size}`);
      for (let i = 0; i < proof.length; i++) {
        assert.ok(
          !checkInclusion({ ...claim, proof: withSpoiled(proof, i) }, sha256),
          `${index} in ${size}, hash ${i}`,
        );
      }
    }
    for (const [size1, root1] of known) {
      if (size1 > size) continue;
      const proof = await proveConsistency(size1, size, read, sha256);
      const claim = { size1, root1, size2: size, root2: root, proof };
      assert.ok(checkConsistency(claim, sha256), `${size1} to ${size}`);
      for (let i = 0; i < proof.length; i++) {
        assert.ok(
          !checkConsistency({ ...claim, proof: withSpoiled(proof, i) }, sha256),
          `${size1} to ${size}, hash ${i}`,
        );
      }
    }
  }
  // The largest tree is made of one subtree of each level, and has no room for another leaf.
  const full = new Frontier(max, await read(rootNodes(max)), sha256);
  assert.equal(full.hashes.length, 53);
  assert.deepEqual(full.root(), known.get(max));
  assert.throws(() => full.append(alike), RangeError);
});
