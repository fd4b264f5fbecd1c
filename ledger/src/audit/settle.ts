/**
 * Which leaves a bundle really has, where entries, hash tile and chain contradict each other, and which file is at fault.
 *
 * The root in the checkpoint decides where it can (`Arbiter`). Where it cannot, because more than this is wrong, entries
 * that form an unbroken chain with their neighbours are believed rather than the tile, and the tile rather than any others.
 */
import { base64, equalBytes, parseBase64 } from '../bytes.ts';
import { HASH_BYTES, type Hash } from '../tree.ts';
import type { Arbiter } from './arbiter.ts';
import type { Bundle } from './bundle.ts';
import { auditFinding, type AuditFinding } from './findings.ts';
import type { ReadEntry } from './read-entry.ts';
import { say, type Sentence } from '../say.ts';

/** One place of the bundle. */
export interface Settled {
  /** What the tree holds there, as far as anybody can tell. */
  readonly leaf: Hash;
  /** The entry, if what was found is what was recorded there. */
  readonly read: ReadEntry | undefined;
  /** What is wrong with the files, to be reported before anything about this entry. */
  readonly findings: readonly AuditFinding[];
}

/** What stands around a bundle: the leaf before it (null at the beginning), and what the entry after it calls `prev`. */
export interface Neighbours {
  readonly before: string | null;
  readonly nextPrev: string | null | undefined;
}

export interface SettledBundle {
  /** As many as have a leaf: fewer than the width of the bundle when neither entries nor tile tell the others. */
  readonly places: readonly Settled[];
  /** What is wrong beyond them. */
  readonly beyond: readonly AuditFinding[];
}

export async function settle(bundle: Bundle, neighbours: Neighbours, arbiter: Arbiter): Promise<SettledBundle> {
  const notes = new Map<number, AuditFinding[]>();
  const note = (position: number, finding: AuditFinding): void => {
    notes.set(position, [...(notes.get(position) ?? []), finding]);
  };
  for (const finding of bundle.findings) note(0, finding);
  const { leaves, lost } = await chooseLeaves(bundle, neighbours, arbiter, note);
  for (const position of leaves.keys()) {
    if (lost.has(position)) continue;
    const after = position + 1 < bundle.width ? prevOf(bundle, position + 1, lost) : neighbours.nextPrev;
    const recorded = otherLeaf(after, bundle.entries[position]?.leafText);
    if (recorded === undefined) continue;
    const candidate = leaves.with(position, recorded);
    if (!(await arbiter.holds(bundle.start, candidate))) continue;
    // Entry and tile agree, and both are other than what the next entry and the checkpoint were made from.
    leaves[position] = recorded;
    lost.add(position);
    note(position, await changedFinding(bundle, [position], say`The file of hashes was changed with it.`));
  }
  const places = leaves.map((leaf, position) => ({
    leaf,
    read: lost.has(position) ? undefined : bundle.entries[position],
    findings: notes.get(position) ?? NONE,
  }));
  return { places, beyond: [...notes].flatMap(([position, found]) => (position < leaves.length ? [] : found)) };
}

const NONE: readonly AuditFinding[] = [];

interface Choice {
  readonly leaves: Hash[];
  /** Positions whose entry is not there or not the recorded one. */
  readonly lost: Set<number>;
}

async function chooseLeaves(
  bundle: Bundle,
  neighbours: Neighbours,
  arbiter: Arbiter,
  note: (position: number, finding: AuditFinding) => void,
): Promise<Choice> {
  const { entries, tile, width, start } = bundle;
  const own = entries.map(({ leaf }) => leaf);
  const missing = Array.from({ length: width - own.length }, (_, i) => own.length + i);
  if (tile === undefined) {
    if (bundle.damage !== undefined) note(Math.min(own.length, width - 1), damageFinding(bundle));
    return { leaves: own, lost: new Set() };
  }
  const differing = own.flatMap((leaf, position) => (equalBytes(leaf, tile[position] as Hash) ? [] : [position]));
  const [first] = differing;
  if (first === undefined) {
    if (bundle.damage !== undefined) note(Math.min(own.length, width - 1), damageFinding(bundle));
    return { leaves: [...tile], lost: new Set(missing) };
  }
  const complete = missing.length === 0;
  const tileIsWrong =
    complete &&
    !(await arbiter.holds(start, tile)) &&
    ((await arbiter.holds(start, own)) || isUnbroken(bundle, neighbours));
  if (tileIsWrong) {
    note(first, tileFinding(bundle, differing));
    return { leaves: own, lost: new Set() };
  }
  note(first, await changedFinding(bundle, [...differing, ...missing]));
  return { leaves: [...tile], lost: new Set([...differing, ...missing]) };
}

/** Every entry names its place and the entry before it, and the entry after the bundle names the last. */
function isUnbroken({ entries, start }: Bundle, { before, nextPrev }: Neighbours): boolean {
  let leaf = before;
  for (const [position, { link, leafText }] of entries.entries()) {
    if (link === undefined || link.index !== start + position || link.prev !== leaf) return false;
    leaf = leafText;
  }
  return nextPrev === undefined || nextPrev === leaf;
}

function prevOf({ entries }: Bundle, position: number, lost: ReadonlySet<number>): string | null | undefined {
  return lost.has(position) ? undefined : entries[position]?.link?.prev;
}

/** The hash that `prev` names, if it is another one than this. */
function otherLeaf(prev: string | null | undefined, leafText: string | undefined): Hash | undefined {
  if (prev === null || prev === undefined || leafText === undefined || prev === leafText) return undefined;
  const hash = parseBase64(prev);
  return hash.length === HASH_BYTES && base64(hash) === prev ? hash : undefined;
}

/** @param positions in rising order, the first of them the one to name. */
async function changedFinding(bundle: Bundle, positions: readonly number[], more?: Sentence): Promise<AuditFinding> {
  const [first = 0] = positions;
  const read = bundle.entries[first];
  const index = bundle.start + first;
  const said: Sentence[] = [];
  if (read?.link === undefined) said.push(say`What stands here cannot be read as an entry.`);
  else if (read.link.index !== index) said.push(say`What stands here calls itself entry ${read.link.index}.`);
  if (more !== undefined) said.push(more);
  const others = positions.slice(1).map((position) => bundle.start + position);
  const [next] = others;
  if (next !== undefined) said.push(tellOthers(next, others));
  const place = { ...read?.place, entry: index, file: bundle.path };
  return auditFinding('entry-changed', said, place);
}

function tellOthers(first: number, others: readonly number[]): Sentence {
  const last = first + others.length - 1;
  if (others.length === 1) return say`Entry ${first} is not the recorded one either.`;
  if (others.at(-1) === last) return say`Entries ${first} to ${last} are not the recorded ones either.`;
  return say`${others.length} others from entry ${first} on are not the recorded ones either.`;
}

function damageFinding(bundle: Bundle): AuditFinding {
  const { start, width, entries, path, damage } = bundle;
  if (damage === 'goes-on') {
    const detail = say`It goes on after its last entry, which is entry ${start + width - 1}.`;
    return auditFinding('bundle-malformed', [detail], { entry: start + width - 1, file: path });
  }
  const first = start + entries.length;
  const last = start + width - 1;
  const detail =
    first === last
      ? say`It ends within entry ${first}.`
      : say`It ends within entry ${first}; entries ${first} to ${last} are not in it.`;
  return auditFinding('bundle-malformed', [detail], { entry: first, file: path });
}

function tileFinding(bundle: Bundle, differing: readonly number[]): AuditFinding {
  const [first = 0] = differing;
  const detail =
    differing.length === 1
      ? say`Its hash of entry ${bundle.start + first} is wrong; the entry itself is the recorded one.`
      : say`Its hashes of ${differing.length} entries from entry ${bundle.start + first} on are wrong; the entries themselves are the recorded ones.`;
  return auditFinding('tile-differs', [detail], { entry: bundle.start + first, file: bundle.tilePath });
}
