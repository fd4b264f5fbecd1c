/**
 * Two sources that show the log of one name: whether they show one record, and where they part if they do not. SPEC M7.
 *
 * Nothing of either is believed but what leads to a checkpoint that the log has signed. A log that only ever appends has never
 * signed two that part.
 */
import { base64, equalBytes } from '@counterfoil/ledger/bytes';
import type { Checkpoint } from '@counterfoil/ledger/checkpoint';
import type { RecordNow } from '@counterfoil/ledger/complaint';
import { FormatError } from '@counterfoil/ledger/error';
import { formatTlogProof } from '@counterfoil/ledger/tlog-proof';
import {
  checkConsistency,
  checkInclusion,
  EMPTY_ROOT,
  leafHash,
  proveConsistency,
  proveInclusion,
  readRoot,
} from '@counterfoil/ledger/tree';

/** A record as one source shows it, under a checkpoint that its key has signed. */
export interface Shown {
  readonly record: RecordNow;
  readonly checkpoint: Checkpoint;
}

/** What stands at one place of a record, proved. */
export interface Proved {
  readonly bytes: Uint8Array;
  /** C2SP tlog-proof: the place, the way to the root, the signed checkpoint. */
  readonly proof: string;
}

export type RecordsCompared =
  | { readonly outcome: 'same' }
  /** `more`: entries that only the longer one has. */
  | { readonly outcome: 'ahead'; readonly longer: 'a' | 'b'; readonly more: number }
  /** The longer one's own hashes do not lead to its checkpoint. */
  | { readonly outcome: 'broken'; readonly which: 'a' | 'b' }
  | { readonly outcome: 'parted'; readonly parting: Parting };

export interface Parting {
  /** Consistency proof from `root`, which the longer one has at the size of the shorter one; base64. It leads to the longer one's checkpoint. */
  readonly longer: 'a' | 'b';
  readonly root: string;
  readonly consistency: readonly string[];
  /** The first entry at which they part; undefined where the files of one of them do not show it. */
  readonly place: { readonly index: number; readonly a: Proved; readonly b: Proved } | undefined;
}

/** @throws SourceError when one of them cannot be read. */
export async function compareRecords(a: Shown, b: Shown): Promise<RecordsCompared> {
  const longer = b.checkpoint.size >= a.checkpoint.size ? 'b' : 'a';
  const [short, long] = longer === 'b' ? [a, b] : [b, a];
  const { size: size1, root: shortRoot } = short.checkpoint;
  const { size: size2, root: root2 } = long.checkpoint;
  if (size1 === size2 && equalBytes(shortRoot, root2)) return { outcome: 'same' };
  // No proof leads from an empty tree; there is nothing in it that could have been changed.
  if (size1 === 0 && equalBytes(shortRoot, EMPTY_ROOT)) return { outcome: 'ahead', longer, more: size2 };
  const root1 = await orNothing(readRoot(size1, long.record.hashes));
  const proof = await orNothing(proveConsistency(size1, size2, long.record.hashes));
  if (root1 === undefined || proof === undefined || !checkConsistency({ size1, root1, size2, root2, proof }))
    return { outcome: 'broken', which: longer };
  if (equalBytes(root1, shortRoot)) return { outcome: 'ahead', longer, more: size2 - size1 };
  const place = await orNothing(findPlace(a, b, size1));
  const consistency = proof.map((hash) => base64(hash));
  return { outcome: 'parted', parting: { longer, root: base64(root1), consistency, place } };
}

/** By halves: up to some size both have the same root, and from there on never again. */
async function findPlace(a: Shown, b: Shown, size: number): Promise<Parting['place']> {
  let [same, differing] = [0, size];
  while (differing - same > 1) {
    const middle = same + Math.floor((differing - same) / 2);
    const [rootA, rootB] = [await readRoot(middle, a.record.hashes), await readRoot(middle, b.record.hashes)];
    if (equalBytes(rootA, rootB)) same = middle;
    else differing = middle;
  }
  const [inA, inB] = [await proveEntry(a, same), await proveEntry(b, same)];
  if (inA === undefined || inB === undefined || equalBytes(inA.bytes, inB.bytes)) return undefined;
  return { index: same, a: inA, b: inB };
}

async function proveEntry({ record, checkpoint }: Shown, index: number): Promise<Proved | undefined> {
  const bytes = await record.entry(index);
  if (bytes === undefined) return undefined;
  const { size, root } = checkpoint;
  const proof = await proveInclusion(index, size, record.hashes);
  if (!checkInclusion({ index, size, leafHash: leafHash(bytes), proof, root })) return undefined;
  return { bytes, proof: formatTlogProof({ index, proof, checkpoint: record.checkpoint }) };
}

/** Undefined where a file of hashes is missing or damaged. */
async function orNothing<Value>(reading: Promise<Value>): Promise<Value | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof FormatError && error.code === 'tile-malformed') return undefined;
    throw error;
  }
}
