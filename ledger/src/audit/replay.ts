/**
 * Goes through the entries in their order, as the recorder did: link, signatures, rulebook, texts, tree.
 *
 * After a failure it goes on. An entry that the rulebook refuses, or whose signature is wrong, changes nothing: later
 * entries are judged as if it had never been admitted, so what builds upon it is refused as well. Where an entry is lost,
 * because its bytes are not there or are not the recorded ones, nobody can say what it would have changed: from there on
 * rules are judged no more, and that is reported as unseen; chain, signatures, texts and tree are still checked.
 */
import { base64 } from '../bytes.ts';
import type { WrongSignature } from '../envelope.ts';
import { admit, checkLink, type Candidate } from '../rulebook.ts';
import type { SignatureVerifier } from '../signature.ts';
import { MemoryState } from '../state.ts';
import type { StatementOf } from '../statement.ts';
import { auditFinding, ruleFinding, type Findings } from './findings.ts';
import type { GrownTree } from './grown-tree.ts';
import type { Head } from './head.ts';
import { LogKeys } from './log-keys.ts';
import type { ReadEntry } from './read-entry.ts';
import { Redactions } from './redactions.ts';
import type { Remembered } from './remembered.ts';
import type { Settled } from './settle.ts';
import type { SignatureChecks, SignaturesChecked } from './signatures.ts';
import { LEDGER_INFO_PATH, SourceError, type Source } from './source.ts';
import { countStanding, type Standing } from './standing.ts';
import { countTakenOut, findKept, judgeMissing, type TakenOut } from './taken-out.ts';
import type { MissingText, TextsChecked } from './texts.ts';
import { entriesFrom } from './words.ts';

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

export interface ReplayParts {
  readonly head: Head;
  /** Empty; grows by every leaf. */
  readonly tree: GrownTree;
  readonly signatures: SignatureChecks;
  readonly remembered: Remembered;
  readonly findings: Findings;
  readonly onAdmitted?: OnAdmitted | undefined;
}

/** Told of each entry that is in order, when what it changes has been applied to the state; the state is the same object every time. */
export type OnAdmitted = (candidate: Candidate, state: MemoryState) => void;

export class Replay {
  readonly tally: Tally = { ...nothingTallied };
  readonly logKeys = new LogKeys();
  readonly #head: Head;
  readonly #tree: GrownTree;
  readonly #signatures: SignatureChecks;
  readonly #remembered: Remembered;
  readonly #findings: Findings;
  readonly #onAdmitted: OnAdmitted | undefined;
  readonly #state: MemoryState;
  /** Keyids with a part in this ledger: whose signatures may be checked before it is known what they signed. */
  readonly #keys = new Set<string>();
  #before: { readonly leaf: string; readonly time: string } | undefined;
  #rulesEnd: number | undefined;
  readonly #missing: MissingText[] = [];
  /** Digests of files. */
  readonly #files = new Set<string>();
  readonly #redactions = new Redactions();
  /** The largest tree a statement gave the right root for. */
  #agreed = 0;

  constructor({ head, tree, signatures, remembered, findings, onAdmitted }: ReplayParts) {
    this.#head = head;
    this.#tree = tree;
    this.#signatures = signatures;
    this.#remembered = remembered;
    this.#findings = findings;
    this.#onAdmitted = onAdmitted;
    this.#state = new MemoryState((size) => tree.rootAt(size));
  }

  /** Leaf hash of the newest entry, as the next must name it. */
  get lastLeaf(): string | null {
    return this.#before?.leaf ?? null;
  }

  /** Keyids whose signatures may be checked before it is known whether they may sign; undefined for all there are. */
  get keys(): ReadonlySet<string> | undefined {
    return this.#rulesEnd === undefined ? this.#keys : undefined;
  }

  /** @param signatures and @param texts by position, as `places`. */
  async replay(places: readonly Settled[], signatures: SignaturesChecked, texts: TextsChecked): Promise<void> {
    this.#missing.push(...texts.missing);
    for (const digest of texts.files) this.#files.add(digest);
    for (const [position, { leaf, read, findings }] of places.entries()) {
      const index = this.#tree.size;
      this.#findings.add(...findings);
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
      this.#remembered.compare(this.#tree);
    }
  }

  /** Whether every entry of the checkpoint was there and could be judged. To be asked at the end. */
  get isComplete(): boolean {
    return this.#rulesEnd === undefined && this.#tree.size === this.#head.checkpoint.size;
  }

  /** What must be said once the last entry has been seen. */
  async finish(source: Source, verifier: SignatureVerifier, withTexts: boolean): Promise<void> {
    judgeMissing(this.#missing, this.#state, this.isComplete, this.#findings);
    if (!withTexts) this.#findings.add(auditFinding('texts-passed-over', '', {}));
    if (this.isComplete) {
      this.tally.takenOut = countTakenOut(this.#state);
      Object.assign(this.tally, countStanding(this.#state, this.tally.newest ?? ''));
      if (withTexts) await findKept(this.#missing, this.#files, source, this.#state, this.#findings);
      await this.#redactions.check(source, this.#head.checkpoint, this.logKeys.all, verifier, this.#findings);
    }
    if (this.#rulesEnd === undefined || this.#rulesEnd >= this.#tree.size) return;
    const from = entriesFrom(this.#rulesEnd, this.#tree.size - this.#rulesEnd);
    const detail = `What ${from} did could not be judged, because what entry ${this.#rulesEnd} changed is not known.`;
    this.#findings.add(auditFinding('rules-unjudged', detail, { entry: this.#rulesEnd }));
  }

  async #judge(read: ReadEntry, index: number, signatures: SignaturesChecked[number]): Promise<void> {
    const { link, said, place } = read;
    if (read.finding !== undefined) this.#findings.add(read.finding);
    if (link === undefined) return;
    const unlinked = checkLink(this.#before, link, index);
    if (unlinked !== undefined) this.#findings.add(ruleFinding(unlinked, place));
    this.tally.newest = link.time;
    if (said === undefined) return;
    if (said.statement.kind === 'ledger-opened') this.#checkOpening(said.statement);
    const { statement, digest, signers } = said;
    const candidate = { index, time: link.time, statement, digest, signers };
    if (await this.#admit(read, candidate, signatures)) this.tally.entries++;
  }

  /** Whether it is in order; if it is, what it changes has been applied. */
  async #admit(read: ReadEntry, candidate: Candidate, signatures: SignaturesChecked[number]): Promise<boolean> {
    const { place } = read;
    const { index, statement } = candidate;
    if (signatures !== undefined && !this.#takeSignatures(signatures, read)) return false;
    if (this.#rulesEnd !== undefined) return signatures !== undefined || this.#checkSignatures(read);
    let admission: Awaited<ReturnType<typeof admit>>;
    try {
      admission = await admit(this.#state, candidate);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      this.#rulesEnd = index;
      this.#findings.add(auditFinding('file-unreadable', error.message, place));
      return false;
    }
    const { seen } = statement;
    if ('refused' in admission) {
      const more = admission.refused.code === 'seen-unknown' ? this.#whereHistoriesPart(seen.size) : '';
      this.#findings.add(ruleFinding(admission.refused, place, more));
      return false;
    }
    // Only now: keys that the rulebook does not know are not worth the time.
    if (signatures === undefined && !(await this.#checkSignatures(read))) return false;
    this.#agreed = Math.max(this.#agreed, seen.size);
    this.#findings.add(...admission.facts.map((fact) => ruleFinding(fact, place)));
    for (const { kind, id, value } of admission.changes) {
      if (kind === 'key') this.#keys.add(id);
      if (kind === 'case' && id === String(index)) this.tally.cases++;
      if (kind === 'ledger') this.logKeys.add(value.logKey, { entry: index, time: candidate.time });
    }
    this.#redactions.note(statement, index);
    this.#state.apply(admission.changes);
    this.#onAdmitted?.(candidate, this.#state);
    return true;
  }

  async #checkSignatures(read: ReadEntry): Promise<boolean> {
    const [checked = null] = await this.#signatures.check([read], () => true);
    return this.#takeSignatures(checked, read);
  }

  /** Counts the signatures, or reports the wrong one. */
  #takeSignatures(wrong: WrongSignature | null, { said, place }: ReadEntry): boolean {
    if (wrong === null) {
      this.tally.signatures += said?.signers.length ?? 0;
      return true;
    }
    const detail = `It is that of the key ${wrong.keyid}.`;
    this.#findings.add(ruleFinding({ code: wrong.verdict, detail }, place));
    return false;
  }

  #whereHistoriesPart(size: number): string {
    if (size <= this.#agreed) return '';
    return `Its author saw something else among ${entriesFrom(this.#agreed, size - this.#agreed)}.`;
  }

  /** ledger.json only repeats what registrars have signed. Of the keys it is known at the end which is in force: see `judgeKeys`. */
  #checkOpening(opened: StatementOf<'ledger-opened'>): void {
    const { info } = this.#head;
    if (info === undefined) return;
    const repeated = [
      { field: 'authority.name', signed: opened.authority.name, listed: info.authority?.name },
      { field: 'authority.lang', signed: opened.authority.lang, listed: info.authority?.lang },
      { field: 'licence', signed: opened.licence, listed: info.licence },
    ];
    for (const { field, signed, listed } of repeated) {
      if (signed === listed) continue;
      const detail = `It says "${listed ?? ''}"; the first entry, which is signed, says "${signed}".`;
      this.#findings.add(auditFinding('ledger-info-differs', detail, { file: LEDGER_INFO_PATH, field }));
    }
  }
}
