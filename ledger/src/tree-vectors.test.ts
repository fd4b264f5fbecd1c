/** The Merkle vectors of transparency-dev/merkle, an opinion from outside the project; skipped where they are absent. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseBase64 } from './bytes.ts';
import { checkConsistency, checkInclusion, type Hash } from './tree.ts';

const folder = new URL('../../../shared/vectors/', import.meta.url);
const skip = existsSync(folder) ? false : 'the folder shared/vectors is not beside the repository';

interface Vector<Case> {
  readonly name: string;
  readonly case: Case & { readonly wantErr: boolean; readonly proof: readonly string[] | null };
}

/** Some integers are 2^64-1: written as strings before JSON.parse would round them. */
function readVectors<Case>(file: string): Vector<Case>[] {
  const lines = readFileSync(new URL(file, folder), 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line.replaceAll(/:(\d+)(?=[,}])/g, ':"$1"')) as Vector<Case>);
}

/** Unsafe integers stay unsafe: 2^64-1 becomes 2^64, which is refused like it. */
function size(text: string): number {
  return Number(BigInt(text));
}

function hash(text: string | null): Hash {
  return parseBase64(text ?? '');
}

test('all 98 inclusion vectors are judged as their authors say', { skip }, () => {
  const vectors = readVectors<{ leafIdx: string; treeSize: string; root: string | null; leafHash: string | null }>(
    'merkle-inclusion.jsonl',
  );
  assert.equal(vectors.length, 98);
  // Guards the reading above: these two must not have been rounded before they were judged.
  assert.equal(vectors.filter((vector) => vector.case.leafIdx === String(2n ** 64n - 1n)).length, 2);
  for (const { name, case: wanted } of vectors) {
    const claim = {
      index: size(wanted.leafIdx),
      size: size(wanted.treeSize),
      leafHash: hash(wanted.leafHash),
      proof: (wanted.proof ?? []).map(hash),
      root: hash(wanted.root),
    };
    assert.equal(checkInclusion(claim), !wanted.wantErr, name);
  }
});

test('all 98 consistency vectors are judged as their authors say', { skip }, () => {
  const vectors = readVectors<{ size1: string; size2: string; root1: string | null; root2: string | null }>(
    'merkle-consistency.jsonl',
  );
  assert.equal(vectors.length, 98);
  for (const { name, case: wanted } of vectors) {
    const claim = {
      size1: size(wanted.size1),
      root1: hash(wanted.root1),
      size2: size(wanted.size2),
      root2: hash(wanted.root2),
      proof: (wanted.proof ?? []).map(hash),
    };
    assert.equal(checkConsistency(claim), !wanted.wantErr, name);
  }
});
