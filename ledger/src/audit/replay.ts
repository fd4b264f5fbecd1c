/**
 * Goes through the entries in their order, as the recorder did: link, signatures, rulebook, texts, tree.
 *
 * After a failure it goes on. An entry that the rulebook refuses, or whose signature is wrong, changes nothing: later
 * entries are judged as if it had never been admitted, so what builds upon it is refused as well. Where an entry is lost,
 * because its bytes are not there or are not the recorded ones, nobody can say what it would have changed: from there on
 * rules are judged no more, and that is reported as unseen; chain, signatures, texts and tree are still checked.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { base64 } from '../bytes.ts';
import type { WrongSignature } from '../envelope.ts';
import { admit, checkLink, type Candidate } from '../rulebook.ts';
import type { SignatureVerifier } from '../signature.ts';
import type { MemoryState, Store } from '../state.ts';
import type { Finding } from '../rules.ts';
import type { StatementOf } from '../statement.ts';
import { HASH_BYTES } from '../tree.ts';
import { auditFinding, Findings, ruleFinding, type AuditFinding, type KeptFindings, type Place } from './findings.ts';
import type { GrownTree } from './grown-tree.ts';
import { splitHashes } from './hash-list.ts';
import type { Head } from './head.ts';
import { looksAt, passedOver, type Level } from './level.ts';
import { LogKeys, type KeptLogKey } from './log-keys.ts';
import { OpenEnds, type KeptOpenEnds } from './open-ends.ts';
import type { PlainBundle } from './plain.ts';
import type { ReadEntry } from './read-entry.ts';
import { Redactions, type KeptRedactions } from './redactions.ts';
import type { Remembered } from './remembered.ts';
import type { Settled } from './settle.ts';
import type { SignatureChecks, SignaturesChecked } from './signatures.ts';
import { LEDGER_INFO_PATH, SourceError, type Source } from './source.ts';
import { countStanding, type Standing } from './standing.ts';
import { countTakenOut, findKept, judgeMissing, type TakenOut } from './taken-out.ts';
import { lookAgain, type MissingText, type TextsChecked } from './texts.ts';
import { entriesFrom, say } from '../say.ts';

/** What was found in order, and what it comes to: undefined where the rules were not replayed to the end. */
export interface Tally extends Looked, Counted {}

type Counted = { -readonly [K in keyof Standing]: Standing[K] | undefined };

interface Looked {
  /** Entries found to be the recorded ones. */
  entries: number;
  /** Signatures verified. */
  signatures: number;
  /** Texts found and compared. */
  texts: number;
  cases: number;
  /** Texts not in public view; undefined where the rules were not replayed to the end. */
  takenOut: TakenOut | undefined;
  /** Recording time of the newest entry. */
  newest: string | undefined;
}

export const nothingTallied: Readonly<Tally> = {
  ...{ entries: 0, signatures: 0, texts: 0, cases: 0 },
  ...{ newest: undefined, takenOut: undefined },
  ...{ unaccounted: undefined, passedOver: undefined, copied: undefined },
  ...{ overdue: undefined, firstOverdue: undefined },
};

export interface Visit {
  readonly head: Head;
  readonly remembered: Remembered;
  readonly findings: Findings;
  readonly level: Level;
  readonly onAdmitted?: OnAdmitted | undefined;
}

/** Told of each entry that is in order, when what it changes has been applied to the state; the state is the same object every time. */
export type OnAdmitted = (candidate: Candidate, state: MemoryState) => void;

/** What a replay knows after a visit that found everything in order, but for tree and state. */
export interface KeptReplay {
  readonly tally: Omit<Tally, keyof Standing | 'takenOut'>;
  readonly keys: readonly string[];
  readonly before: { readonly leaf: string; readonly time: string } | null;
  readonly missing: readonly MissingText[];
  readonly files: readonly string[];
  readonly agreed: number;
  readonly logKeys: readonly KeptLogKey[];
  readonly openEnds: KeptOpenEnds;
  readonly redactions: KeptRedactions;
  readonly facts: KeptFindings;
}

/** Where a replay finds and puts what it knows of the entries before. */
export interface Ground {
  readonly tree: GrownTree;
  readonly state: Store;
  /** The same, where somebody wants to be told of it. */
  readonly memory: MemoryState | undefined;
  readonly signatures: SignatureChecks;
}

export class Replay {
  readonly tally: Tally = { ...nothingTallied };
  readonly logKeys: LogKeys;
  readonly openEnds: OpenEnds;
  readonly #ground: Ground;
  #visit: Visit;
  #isFirstVisit = true;
  /** Keyids with a part in this ledger: whose signatures may be checked before it is known what they signed. */
  readonly #keys: Set<string>;
  /** What entries were found to be that is worth knowing and not wrong. */
  readonly #facts: Findings;
  #before: { readonly leaf: string; readonly time: string } | undefined;
  #rulesEnd: number | undefined;
  #missing: MissingText[] = [];
  /** Digests of files. */
  readonly #files: Set<string>;
  readonly #redactions: Redactions;
  /** The largest tree that the statement of somebody else than the service gave the right root for. */
  #agreed = 0;
  /** The same, of anybody's. */
  #agreedByAll = 0;

  /** @param ground the tree grows by every leaf, and the state with it; both are empty, or as they were when `kept` was made. */
  constructor(visit: Visit, ground: Ground, kept?: KeptReplay) {
    this.#visit = visit;
    this.#ground = ground;
    if (kept !== undefined) {
      Object.assign(this.tally, kept.tally);
      this.#before = kept.before ?? undefined;
      this.#missing = [...kept.missing];
      this.#agreed = kept.agreed;
      this.#isFirstVisit = false;
    }
    this.#keys = new Set(kept?.keys);
    this.#files = new Set(kept?.files);
    this.#facts = new Findings(undefined, kept?.facts);
    this.logKeys = new LogKeys(kept?.logKeys);
    this.openEnds = new OpenEnds(kept?.openEnds);
    this.#redactions = new Redactions(kept?.redactions);
    if (kept !== undefined) visit.findings.addKept(kept.facts);
  }

  /** To go on in another process; only after a visit that found nothing wrong and nothing unseen. */
  keep(): KeptReplay {
    const {
      unaccounted: _,
      passedOver: _p,
      copied: _c,
      overdue: _o,
      firstOverdue: _f,
      takenOut: _t,
      ...tally
    } = this.tally;
    return {
      ...{
        tally,
        keys: [...this.#keys],
        before: this.#before ?? null,
        missing: this.#missing,
        files: [...this.#files],
      },
      ...{ agreed: this.#agreed, logKeys: this.logKeys.keep(), openEnds: this.openEnds.keep() },
      ...{ redactions: this.#redactions.keep(), facts: this.#facts.keep() },
    };
  }

  get #tree(): GrownTree {
    return this.#ground.tree;
  }

  get #state(): Store {
    return this.#ground.state;
  }

  get #findings(): Findings {
    return this.#visit.findings;
  }

  /** To be told before it goes on under a newer checkpoint. */
  goOn(visit: Visit): void {
    this.#visit = visit;
    this.#isFirstVisit = false;
  }

  /** Leaf hash of the newest entry, as the next must name it. */
  get lastLeaf(): string | null {
    return this.#before?.leaf ?? null;
  }

  /** Keyids whose signatures may be checked before it is known whether they may sign; undefined for all there are. */
  get keys(): ReadonlySet<string> | undefined {
    return this.#judgesRules ? this.#keys : undefined;
  }

  /** Whether every entry so far could be judged by the rules, and was to be. */
  get #judgesRules(): boolean {
    return this.#rulesEnd === undefined && looksAt(this.#visit.level, 'rules');
  }

  /**
   * @param signatures and @param texts by position, as `places`.
   * @param from the position before which the entries have been replayed on an earlier visit.
   */
  async replay(
    places: readonly Settled[],
    signatures: SignaturesChecked,
    texts: TextsChecked,
    from: number,
  ): Promise<void> {
    this.#missing.push(...texts.missing);
    for (const digest of texts.files) this.#files.add(digest);
    for (const [position, { leaf, read, findings }] of places.entries()) {
      const index = this.#tree.size;
      this.#findings.add(...findings);
      if (position < from) continue;
      if (read === undefined) {
        this.#rulesEnd ??= index;
        this.#before = { leaf: base64(leaf), time: this.#before?.time ?? '' };
      } else {
        await this.#judge(read, index, signatures[position]);
        this.tally.texts += texts.right[position] ?? 0;
        this.#findings.add(...(texts.findings[position] ?? []));
        this.#before = { leaf: read.leafText, time: read.link?.time ?? this.#before?.time ?? '' };
      }
      this.#tree.append(leaf);
      this.#visit.remembered.compare(this.#tree, this.#agreed);
    }
  }

  /** Whether the bundle fits between its neighbours; only then it has been replayed. @param nextPrev what the entry after it calls `prev` */
  replayPlain({ first, last, leaves, top }: PlainBundle, nextPrev: string | null | undefined): boolean {
    if (checkLink(this.#before, first, this.#tree.size) !== undefined) return false;
    if (nextPrev !== undefined && nextPrev !== last.leaf) return false;
    const { remembered } = this.#visit;
    const count = leaves.length / HASH_BYTES;
    if (top !== undefined && !remembered.isOneWithin(this.#tree.size, this.#tree.size + count)) {
      this.#tree.appendTile(top);
      remembered.compare(this.#tree, this.#agreed);
    } else {
      for (const leaf of splitHashes(leaves)) {
        this.#tree.append(leaf);
        remembered.compare(this.#tree, this.#agreed);
      }
    }
    this.tally.entries += count;
    this.tally.newest = last.time;
    this.#before = last;
    return true;
  }

  /** Whether every entry of the checkpoint was there and was judged by the rules. To be asked at the end. */
  get isComplete(): boolean {
    return this.#judgesRules && this.#tree.size === this.#visit.head.checkpoint.size;
  }

  /** What must be said once the last entry has been seen. */
  async finish(source: Source, verifier: SignatureVerifier): Promise<void> {
    const { level } = this.#visit;
    const unread = this.#isFirstVisit ? [] : await this.#lookAgain(source);
    judgeMissing(this.#missing, this.#state, this.isComplete, this.#findings);
    this.#findings.add(...passedOver(level));
    if (this.isComplete) {
      this.tally.takenOut = countTakenOut(this.openEnds, this.#state);
      Object.assign(this.tally, countStanding(this.openEnds, this.#state, this.tally.newest ?? ''));
      if (looksAt(level, 'all'))
        await findKept(this.#missing, this.#files, source, this.openEnds, this.#state, this.#findings);
      await this.#redactions.check(source, this.#visit.head.checkpoint, this.logKeys.all, verifier, this.#findings);
    }
    this.#missing.push(...unread);
    if (!looksAt(level, 'rules') || this.#rulesEnd === undefined || this.#rulesEnd >= this.#tree.size) return;
    const from = entriesFrom(this.#rulesEnd, this.#tree.size - this.#rulesEnd);
    const detail = say`What ${from} did could not be judged, because what entry ${this.#rulesEnd} changed is not known.`;
    this.#findings.add(auditFinding('rules-unjudged', [detail], { entry: this.#rulesEnd }));
  }

  /** At what was not there on an earlier visit, and has come into public view since. */
  async #lookAgain(source: Source): Promise<readonly MissingText[]> {
    const isPublic = ({ digest }: MissingText): boolean =>
      (this.#state.find('content', digest)?.state ?? 'public') === 'public';
    const { right, missing, unread, findings } = await lookAgain(source, this.#missing.filter(isPublic), sha256);
    this.tally.texts += right;
    this.#missing = [...this.#missing.filter((text) => !isPublic(text)), ...missing];
    this.#findings.add(...findings);
    return unread;
  }

  async #judge(read: ReadEntry, index: number, signatures: SignaturesChecked[number]): Promise<void> {
    const { link, said, place } = read;
    if (read.finding !== undefined) this.#findings.add(read.finding);
    if (link === undefined) return;
    const unlinked = checkLink(this.#before, link, index);
    if (unlinked !== undefined) this.#findings.add(ruleFinding(unlinked, place));
    this.tally.newest = link.time;
    if (said === undefined) {
      if (!looksAt(this.#visit.level, 'signatures') && unlinked === undefined) this.tally.entries++;
      return;
    }
    const { statement, digest, signers } = said;
    const candidate = { index, time: link.time, statement, digest, signers };
    if (await this.#admit(read, candidate, signatures)) this.tally.entries++;
  }

  /** Whether it is in order; if it is, what it changes has been applied. */
  async #admit(read: ReadEntry, candidate: Candidate, signatures: SignaturesChecked[number]): Promise<boolean> {
    const { place } = read;
    const { index, statement, signers } = candidate;
    if (signatures !== undefined && !this.#takeSignatures(signatures, read)) return false;
    if (!this.#judgesRules) return signatures !== undefined || this.#checkSignatures(read);
    let admission: Awaited<ReturnType<typeof admit>>;
    try {
      admission = await admit(this.#state, candidate);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      this.#rulesEnd = index;
      this.#findings.add(auditFinding('file-unreadable', [error.reason], place));
      return false;
    }
    const { seen } = statement;
    if ('refused' in admission) {
      this.#findings.add(this.#refusedFinding(admission.refused, candidate, place));
      return false;
    }
    // Only now: keys that the rulebook does not know are not worth the time.
    if (signatures === undefined && !(await this.#checkSignatures(read))) return false;
    if (statement.kind === 'ledger-opened') this.#checkOpening(statement);
    this.#agreedByAll = Math.max(this.#agreedByAll, seen.size);
    if (this.#isOfOthers(signers)) this.#agreed = Math.max(this.#agreed, seen.size);
    const facts = admission.facts.map((fact) => ruleFinding(fact, place));
    this.#findings.add(...facts);
    this.#facts.add(...facts);
    for (const change of admission.changes) {
      const { kind, id, value } = change;
      this.openEnds.note(change, kind === 'case' ? this.#state.find(kind, id) : undefined);
      if (kind === 'key') this.#keys.add(id);
      if (kind === 'case' && id === String(index)) this.tally.cases++;
      if (kind === 'ledger') this.logKeys.add(value.logKey, { entry: index, time: candidate.time });
    }
    this.#redactions.note(statement, index);
    this.#state.apply(admission.changes);
    const { memory } = this.#ground;
    if (memory !== undefined) this.#visit.onAdmitted?.(candidate, memory);
    return true;
  }

  async #checkSignatures(read: ReadEntry): Promise<boolean> {
    const [checked = null] = await this.#ground.signatures.check([read], () => true);
    return this.#takeSignatures(checked, read);
  }

  /** Counts the signatures, or reports the wrong one. */
  #takeSignatures(wrong: WrongSignature | null, { said, place }: ReadEntry): boolean {
    if (wrong === null) {
      this.tally.signatures += said?.signers.length ?? 0;
      return true;
    }
    const detail = say`It is that of the key ${wrong.keyid}.`;
    this.#findings.add(ruleFinding({ code: wrong.verdict, detail }, place));
    return false;
  }

  /** With what its author saw, where that was another history. */
  #refusedFinding(refused: Finding, { statement: { seen, at }, signers }: Candidate, place: Place): AuditFinding {
    // Where the service contradicts what is here, nobody has made it sign anew: what it saw before holds as well.
    const agreed = this.#isOfOthers(signers) ? this.#agreed : this.#agreedByAll;
    const { entry = 0 } = place;
    if (refused.code === 'seen-ahead' && agreed < entry) {
      const among = { first: agreed, last: entry };
      return ruleFinding(refused, { ...place, among, since: at, proof: seen }, [
        say`What is missing stood from entry ${agreed} on.`,
      ]);
    }
    if (refused.code !== 'seen-unknown' || seen.size <= agreed) return ruleFinding(refused, place);
    const among = { first: agreed, last: seen.size - 1 };
    const more =
      among.first === among.last
        ? say`Its author saw something else at entry ${among.first}.`
        : say`Its author saw something else among entries ${among.first} to ${among.last}.`;
    return ruleFinding(refused, { ...place, among, since: at, proof: seen }, [more]);
  }

  /** Whether anybody signed but the service, which the operator can make sign anything in sight of anything. */
  #isOfOthers(signers: readonly string[]): boolean {
    const intake = this.#state.find('ledger', 'opened')?.intakeKey;
    return signers.some((keyid) => keyid !== intake);
  }

  /** The largest tree that an author has signed to have seen and that the entries lead to. */
  get agreed(): number {
    return this.#agreed;
  }

  /** ledger.json only repeats what registrars have signed. Of the keys it is known at the end which is in force: see `judgeKeys`. */
  #checkOpening(opened: StatementOf<'ledger-opened'>): void {
    const { info } = this.#visit.head;
    if (info === undefined) return;
    const repeated = [
      { field: 'authority.name', signed: opened.authority.name, listed: info.authority?.name },
      { field: 'authority.lang', signed: opened.authority.lang, listed: info.authority?.lang },
      { field: 'licence', signed: opened.licence, listed: info.licence },
    ];
    for (const { field, signed, listed } of repeated) {
      if (signed === listed) continue;
      const detail = say`It says "${listed ?? ''}"; the first entry, which is signed, says "${signed}".`;
      this.#findings.add(auditFinding('ledger-info-differs', [detail], { file: LEDGER_INFO_PATH, field }));
    }
  }
}
