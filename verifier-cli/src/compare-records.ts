/**
 * Two sources that show the log of one name: whether they show one record, and where they part if they do not. SPEC M7.
 *
 * Nothing of either is believed but what leads to a checkpoint that the log has signed. A log that only ever appends has never
 * signed two that part.
 */
import { base64, equalBytes } from '@counterfoil/ledger/bytes';
import type { Checkpoint } from '@counterfoil/ledger/checkpoint';
import type { RecordNow } from '@counterfoil/ledger/complaint';
import { checkInclusion, EMPTY_ROOT, leafHash, proveInclusion, readRoot } from '@counterfoil/ledger/tree';
import {
  makeTwoHistories,
  proveHistory,
  type HistoryProof,
  type TwoHistories,
} from '@counterfoil/ledger/two-histories';
import { orNothing } from './or-nothing.ts';

/** A record as one source shows it, under a checkpoint that its key has signed. */
export interface Shown {
  readonly record: RecordNow;
  readonly checkpoint: Checkpoint;
  /** For those who get the evidence: an address as it was typed, or "the memory of this computer". */
  readonly shownBy: string;
  /** UTC; null where nobody knows. */
  readonly shownAt: string | null;
}

/** What stands at one place of a record, proved. */
export interface Proved {
  readonly bytes: Uint8Array;
  /** Inclusion proof under the checkpoint, base64. */
  readonly proof: readonly string[];
}

export type RecordsCompared =
  | { readonly outcome: 'same' }
  /** `more`: entries that only the longer one has. */
  | { readonly outcome: 'ahead'; readonly longer: 'a' | 'b'; readonly more: number }
  /** The longer one's own hashes do not lead to its checkpoint. */
  | { readonly outcome: 'broken'; readonly which: 'a' | 'b' }
  | { readonly outcome: 'parted'; readonly parting: Parting };

export interface Parting {
  /** How the longer one began; null where both have one size. */
  readonly history: HistoryProof | null;
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
  let history: HistoryProof | null = null;
  if (size1 < size2 && size1 > 0) {
    const proved = await orNothing(proveHistory(size1, long.checkpoint, long.record.hashes));
    if (proved === undefined) return { outcome: 'broken', which: longer };
    if (proved.root === base64(shortRoot)) return { outcome: 'ahead', longer, more: size2 - size1 };
    history = proved;
  }
  return { outcome: 'parted', parting: { history, place: await orNothing(findPlace(a, b, size1)) } };
}

/** Both checkpoints with what shows that they part; without the parting no more than that both were signed. */
export function evidenceOf(a: Shown, b: Shown, parting?: Parting): TwoHistories {
  const side = ({ record: { checkpoint, logKey }, shownBy, shownAt }: Shown): TwoHistories['a'] => ({
    ...{ checkpoint, logKey, shownBy, shownAt },
  });
  const standing = ({ bytes, proof }: Proved) => ({ entry: base64(bytes), proof: [...proof] });
  const { history = null, place } = parting ?? {};
  return makeTwoHistories({
    ...{ origin: a.checkpoint.origin, a: side(a), b: side(b), history },
    parting: place === undefined ? null : { index: place.index, a: standing(place.a), b: standing(place.b) },
  });
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
  return { bytes, proof: proof.map((hash) => base64(hash)) };
}
