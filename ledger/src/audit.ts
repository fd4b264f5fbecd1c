/**
 * The audit: everything that anyone can check of a ledger with nothing but its public files. SPEC 12, M33.
 *
 * It trusts one thing, a log key, and says where that came from. Entries are read in order, bundle by bundle, and
 * forgotten; what stays is the state of the rulebook, the upper nodes of the tree (`GrownTree`) and a bounded list of
 * findings. The next bundles are being read and their signatures checked while this one is replayed.
 */
import { base64, equalBytes } from './bytes.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { VerifierKey } from './note.ts';
import type { Policy } from './policy.ts';
import { createVerifier, type Platform, type SignatureVerifier } from './signature.ts';
import { HASH_BYTES } from './tree.ts';
import { bundlesOf, TILE_HEIGHT, tilePath, TILE_WIDTH, type HashTile } from './tile.ts';
import { Arbiter } from './audit/arbiter.ts';
import {
  auditFinding,
  Findings,
  type AuditCode,
  type AuditFinding,
  type AuditSeverity,
  type AuditVerdict,
} from './audit/findings.ts';
import type { GrownTree } from './audit/grown-tree.ts';
import { formatKey, readHead, type Head, type KeyFrom } from './audit/head.ts';
import type { Level } from './audit/level.ts';
import { judgeKeys } from './audit/log-keys.ts';
import { questionOf } from './audit/questions.ts';
import type { PlainBundle } from './audit/plain.ts';
import { createPreparer, watched, type Prepared, type Preparer } from './audit/prepare.ts';
import { Remembered } from './audit/remembered.ts';
import { nothingTallied, type OnAdmitted, type Replay, type Tally } from './audit/replay.ts';
import { faultFinding, readTileHashes } from './audit/reading.ts';
import { settle } from './audit/settle.ts';
import { CHECKPOINT_PATH, SourceError, type Source } from './audit/source.ts';
import { AuditSession } from './audit/session.ts';
import { judgeVouchers, type Vouchers } from './audit/vouchers.ts';
import { plainText } from './audit/words.ts';
import { entriesFrom, say } from './say.ts';

export type { AuditCode, AuditFinding, AuditSeverity, AuditVerdict } from './audit/findings.ts';
export type { KeyFrom } from './audit/head.ts';
export type { Level } from './audit/level.ts';
export type { Overdue } from './audit/standing.ts';
export type { Ground } from './audit/taken-out.ts';
export { SourceError, type Source } from './audit/source.ts';

export interface AuditOptions {
  readonly source: Source;
  readonly platform: Platform;
  /** Over the same platform. For several audits one after the other: it remembers the keys it has checked. */
  readonly verifier?: SignatureVerifier;
  /** The log key, from elsewhere than the source. Without it the one that ledger.json names has to be believed. */
  readonly pinnedKey?: VerifierKey | undefined;
  /** Whom the reader believes: the checkpoint is held to its witnesses. Its log keys are for the caller to choose from. */
  readonly policy?: Policy | undefined;
  /** The log's ML-DSA-44 key, from elsewhere than the source: then the checkpoint has to bear its line. */
  readonly postQuantumKey?: VerifierKey | undefined;
  /** Checkpoints of that origin seen before, as signed notes. A SourceError says that they are there and cannot be read. */
  readonly remembered?: (origin: string) => Promise<readonly string[]>;
  /** How far to look, `all` where left out; what is left out is said. A session needs the rules. */
  readonly level?: Level | undefined;
  readonly onProgress?: (progress: AuditProgress) => void;
  /** For whoever wants to tell more than the audit does. */
  readonly onAdmitted?: OnAdmitted | undefined;
  /** Told of every finding, also of those that are not listed any more. */
  readonly onFinding?: ((found: AuditFinding) => void) | undefined;
  /**
   * To go on where an earlier visit ended, and to be able to go on after this one; the source is the same. Only where that visit ended with
   * `goesOn`; `remembered` is asked for on the first of a process, and a session that was restored takes none that is smaller than it is.
   */
  readonly session?: AuditSession | undefined;
  /** Who prepares the bundles of a ledger of that size, if not this thread. */
  readonly preparer?: (size: number) => Preparer | undefined;
}

export interface AuditProgress {
  readonly entries: number;
  readonly size: number;
}

export interface AuditResult {
  /** `wrong` if there is any failure; else `unchecked` if anything was unseen. */
  readonly verdict: AuditVerdict;
  /** Failures, then what was not seen, then facts; at most `MAX_LISTED` of each, each in the order of the record. */
  readonly findings: readonly AuditFinding[];
  /** All of them, listed or not. */
  readonly counts: { readonly [S in AuditSeverity]: number };
  /** The same by code. */
  readonly codes: ReadonlyMap<AuditCode, number>;
  readonly level: Level;
  /** What the record was held to; undefined when there was nothing to hold it to. */
  readonly held: Held | undefined;
  /** Whether everything up to the checkpoint was there, was judged, and leads to it and to what was remembered, under the right key: then a session can go on. */
  readonly goesOn: boolean;
  readonly tally: Readonly<Tally> & { readonly tiles: number };
}

export interface Held {
  readonly origin: string;
  /** Name of the authority, as ledger.json gives it. */
  readonly authority: string | undefined;
  /** Verifier key of the log: the one in force at that size. */
  readonly key: string;
  readonly keyFrom: KeyFrom;
  /** The signed note, verbatim. */
  readonly note: string;
  readonly size: number;
  /** Base64. */
  readonly root: string;
  /** Remembered checkpoints found to be reproduced by the record. */
  readonly reproduced: number;
  /** Whether the record extends every checkpoint that was remembered: without it this one must not take their place. */
  readonly extendsRemembered: boolean;
  /** Who else vouches for the checkpoint. */
  readonly vouchers: Vouchers;
}

/**
 * Never throws for what the source says or does not say: that is what findings are for. Rejects when the platform is
 * broken, or for a fault of this program.
 */
export async function audit(options: AuditOptions): Promise<AuditResult> {
  const { source, platform, verifier = createVerifier(platform), level = 'all' } = options;
  const { session = new AuditSession(source, platform, verifier) } = options;
  const { tree } = session;
  const seen = tree.size;
  const findings = new Findings(options.onFinding);
  const head = await readHead(source, options.pinnedKey, verifier, findings);
  if (head === undefined) return summary({ findings, level }, undefined, { ...nothingTallied, tiles: 0 });

  if (head.checkpoint.size < seen) {
    const detail = say`It had ${seen} entries then, and has ${head.checkpoint.size} now.`;
    findings.add(auditFinding('history-shortened', [detail], { file: CHECKPOINT_PATH }));
    return summary({ findings, level }, undefined, { ...nothingTallied, tiles: 0 });
  }

  const remembered = new Remembered(findings);
  try {
    for (const note of (seen > 0 && !session.isRestored
      ? undefined
      : await options.remembered?.(head.checkpoint.origin)) ?? [])
      await remembered.add(note, head, verifier);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    remembered.addUnreadable(error.reason);
  }

  remembered.compare(tree, 0);
  const replay = session.visit({ head, remembered, findings, level, onAdmitted: options.onAdmitted });
  const preparer = options.preparer?.(head.checkpoint.size) ?? createPreparer(source, platform, verifier, level);
  const tiles = await replayBundles({ ...options, head, tree, preparer, replay, findings });
  await replay.finish(source, verifier);
  const { logKeys: keys, isComplete } = replay;
  const key = await judgeKeys({ head, keys, isComplete, verifier, findings });
  await remembered.finish(keys, isComplete, verifier);
  const logKeys = [...keys.all, head.key, ...[head.given, head.listed].filter((one) => one !== undefined)];
  const { policy, postQuantumKey } = options;
  const vouchers = await judgeVouchers({ head, policy, postQuantumKey, logKeys, verifier, findings });
  if (tree.size === head.checkpoint.size) checkRoot(tree, head.checkpoint, replay, findings);
  const upper = await checkUpperTiles(source, tree, { seen, size: head.checkpoint.size }, findings);
  const isOther = OTHER_LOG.some((code) => findings.codes.has(code));
  const leads = remembered.allReproduced && equalBytes(tree.root(), head.checkpoint.root);
  const goesOn = replay.isComplete && leads && !isOther;
  const held = heldTo(head, key, remembered, vouchers);
  return summary({ findings, level }, held, { ...replay.tally, tiles: tiles + upper }, goesOn);
}

/** Found where this may not be the log that was asked for. */
const OTHER_LOG = ['key-differs', 'key-changed', 'key-not-in-force', 'opening-differs', 'policy-foreign'] as const;

interface Run extends Omit<AuditOptions, 'preparer'> {
  readonly head: Head;
  readonly tree: GrownTree;
  readonly preparer: Preparer;
  readonly replay: Replay;
  readonly findings: Findings;
}

/** Gives the number of level-0 tiles compared. Stops where neither entries nor hashes say how the tree goes on. */
async function replayBundles(run: Run): Promise<number> {
  const { source, platform, head, tree, preparer, replay, findings } = run;
  const { size } = head.checkpoint;
  const arbiter = new Arbiter(source, head.checkpoint, platform.sha256);
  const ahead: Promise<Prepared | PlainBundle>[] = [];
  const seen = tree.size;
  const isSession = run.session !== undefined && seen > 0;
  const bundles = bundlesOf(size, Math.floor(seen / TILE_WIDTH));
  const fromIn = (index: number): number => Math.max(0, seen - index * TILE_WIDTH);
  const readAhead = (): void => {
    const { value } = bundles.next();
    if (value === undefined) return;
    const { index, width } = value;
    ahead.push(watched(preparer.prepare({ index, width, from: fromIn(index), keys: replay.keys })));
  };
  if (seen === size) return 0;
  for (let i = 0; i < preparer.ahead; i++) readAhead();
  let tiles = 0;
  for (let next = ahead.shift(); next !== undefined; next = ahead.shift()) {
    const prepared = await next;
    const nextPrev = firstPrev(await ahead[0]);
    if ('last' in prepared && !replay.replayPlain(prepared, nextPrev)) {
      const [index, width] = [tree.size / TILE_WIDTH, prepared.leaves.length / HASH_BYTES];
      ahead.unshift(watched(preparer.prepare({ index, width, keys: replay.keys, whole: true })));
      continue;
    }
    readAhead();
    if ('last' in prepared) {
      tiles++;
      run.onProgress?.({ entries: tree.size, size });
      continue;
    }
    const { bundle, ...checks } = prepared;
    const from = fromIn(bundle.start / TILE_WIDTH);
    if (isSession && bundle.findings.some(({ severity }) => severity === 'unseen')) {
      // Whoever comes again reads it then: nothing is passed over for good because it could not be read once.
      findings.add(...bundle.findings);
      break;
    }
    const before = from === 0 ? replay.lastLeaf : (bundle.entries[0]?.link?.prev ?? null);
    const { places, beyond } = await settle(bundle, { before, nextPrev }, arbiter);
    await replay.replay(places, await checks.signatures, await checks.texts, from);
    findings.add(...beyond);
    if (bundle.tile !== undefined) tiles++;
    run.onProgress?.({ entries: tree.size, size });
    if (places.length < bundle.width) {
      const unseen = entriesFrom(tree.size, size - tree.size);
      const detail = say`Where both the entries and their hashes are missing, what follows cannot be held to the checkpoint: ${unseen}.`;
      findings.add(auditFinding('entries-unseen', [detail], { entry: tree.size }));
      break;
    }
  }
  return tiles;
}

/** What the first entry of a bundle calls the one before it. */
function firstPrev(after: Prepared | PlainBundle | undefined): string | null | undefined {
  return (after !== undefined && 'last' in after ? after.first : after?.bundle.entries[0]?.link)?.prev;
}

/** Where it differs, what the authors of entries have seen says how far all was in order. */
function checkRoot(tree: GrownTree, { size, root }: Checkpoint, replay: Replay, findings: Findings): void {
  if (equalBytes(tree.root(), root)) return;
  const first = replay.isComplete ? replay.agreed : size;
  const place = { file: CHECKPOINT_PATH, proof: { size, root: base64(root) } };
  const among = { first, last: size - 1 };
  if (first >= size) findings.add(auditFinding('root-differs', [], place));
  else {
    const detail = say`What comes before is what authors of later entries saw: it is ${entriesFrom(first, size - first)}, or the checkpoint, that was changed.`;
    const entry = size - first === 1 ? { entry: first } : {};
    findings.add(auditFinding('root-differs', [detail], { ...place, ...entry, among }));
  }
}

/** The tiles above the leaves, against the nodes that the entries lead to. Gives their number. */
async function checkUpperTiles(
  source: Source,
  tree: GrownTree,
  { seen, size }: { readonly seen: number; readonly size: number },
  findings: Findings,
): Promise<number> {
  let compared = 0;
  for (let level = 1; TILE_WIDTH ** level <= tree.size; level++) {
    // Where the audit has stopped before the end there may be more in a tile than is known here.
    const [there, known] = [size, tree.size].map((entries) => Math.floor(entries / TILE_WIDTH ** level));
    // Those that were full on an earlier visit have been compared.
    const begin = Math.floor(seen / TILE_WIDTH ** (level + 1)) * TILE_WIDTH;
    for (let first = begin; first < (known ?? 0); first += TILE_WIDTH) {
      const width = Math.min(TILE_WIDTH, (there ?? 0) - first);
      if (first + width > (known ?? 0)) break;
      if (await checkUpperTile(source, tree, { level, index: first / TILE_WIDTH, width }, findings)) compared++;
    }
  }
  return compared;
}

/** Whether it could be compared. */
async function checkUpperTile(
  source: Source,
  tree: GrownTree,
  { level, index, width }: HashTile,
  findings: Findings,
): Promise<boolean> {
  const tile = await readTileHashes(source, level, index, width);
  if ('fault' in tile) findings.add(faultFinding(tile));
  else if ('malformed' in tile) findings.add(auditFinding('tile-malformed', [tile.malformed], { file: tile.path }));
  if ('path' in tile) return false;
  const first = index * TILE_WIDTH;
  const wrong = tile.findIndex((hash, i) => !equalBytes(hash, tree.upperNode(TILE_HEIGHT * level, first + i)));
  if (wrong < 0) return true;
  const span = TILE_WIDTH ** level;
  const detail = say`Its hash of ${entriesFrom((first + wrong) * span, span)} is wrong.`;
  findings.add(auditFinding('tile-differs', [detail], { file: tilePath(level, index, width) }));
  return true;
}

function heldTo(
  { info, checkpoint, note }: Head,
  { key, from }: Awaited<ReturnType<typeof judgeKeys>>,
  remembered: Remembered,
  vouchers: Vouchers,
): Held {
  return {
    origin: checkpoint.origin,
    authority: info?.authority == null ? undefined : plainText(info.authority.name),
    key: formatKey(key),
    keyFrom: from,
    note,
    size: checkpoint.size,
    root: base64(checkpoint.root),
    reproduced: remembered.reproduced,
    extendsRemembered: remembered.allReproduced,
    vouchers,
  };
}

function summary(
  { findings, level }: { readonly findings: Findings; readonly level: Level },
  held: Held | undefined,
  tally: AuditResult['tally'],
  goesOn = false,
): AuditResult {
  const { verdict, counts, codes } = findings;
  const list = findings
    .list()
    .map((found) => proved(found, held, codes.has('root-differs') ? undefined : tally.newest));
  return { verdict, findings: list, counts, codes, level, held, tally, goesOn };
}

/** What is not as it was recorded contradicts the checkpoint, which the log cannot have signed before its newest entry. */
function proved(found: AuditFinding, held: Held | undefined, since: string | undefined): AuditFinding {
  const { severity, code, proof, entry, file } = found;
  if (severity !== 'failure' || proof !== undefined || held === undefined || (entry ?? file) === undefined)
    return found;
  const question = questionOf(code);
  if (question !== 'recorded' && question !== 'taken-out') return found;
  return { ...found, ...(since === undefined ? {} : { since }), proof: { size: held.size, root: held.root } };
}
