/**
 * Which texts and files of a record are not in public view, as its entries say: what a mirror takes away. SPEC 8.10, M58, M69.
 *
 * Read along, entry by entry in order. Whether the rules admit an entry that says so is for `judge` to be told.
 */
import { redactionsOf, type Redaction } from '@counterfoil/ledger/redactions';
import { isOfPeople } from '@counterfoil/ledger/rulebook/contents';
import { caseOf, contentRefs, fileRefs, type Statement } from '@counterfoil/ledger/statement';

export class UnseenTexts {
  /** Versions of processes, and cases under them, in which what people say waits. */
  readonly #waitingUnder = new Set<string>();
  readonly #waitingCases = new Set<number>();
  readonly #waiting = new Set<string>();
  /** In the order of the log. */
  #redactions: Redaction[] = [];
  /** What each text is after the last of them. */
  readonly #states = new Map<string, Redaction['state']>();

  note(index: number, statement: Statement): void {
    for (const redaction of redactionsOf(statement, index)) this.#take(redaction);
    if (statement.kind === 'process-published' && statement.moderation === 'before')
      this.#waitingUnder.add(`${statement.process}/${statement.version}`);
    if (statement.kind === 'input-received' && statement.process !== undefined) {
      const { id, version } = statement.process;
      if (this.#waitingUnder.has(`${id}/${version}`)) this.#waitingCases.add(index);
    }
    if (statement.kind === 'case-split' && this.#waitingCases.has(statement.case)) this.#waitingCases.add(index);
    const of = caseOf(statement, index);
    if (of === undefined || !this.#waitingCases.has(of) || !isOfPeople(statement)) return;
    for (const { digest } of [...contentRefs(statement), ...fileRefs(statement)]) this.#waiting.add(digest);
  }

  /** Forgets what entries say that the rules refuse. */
  judge(isAdmitted: (entry: number) => boolean): void {
    const all = this.#redactions;
    this.#redactions = [];
    this.#states.clear();
    for (const redaction of all) if (isAdmitted(redaction.entry)) this.#take(redaction);
  }

  #take(redaction: Redaction): void {
    this.#redactions.push(redaction);
    this.#states.set(redaction.digest, redaction.state);
  }

  /** How many times something was taken out or put into public view: lines of the pages of redactions. */
  get count(): number {
    return this.#redactions.length;
  }

  /** Whether entries from that one on say anything of it. */
  isSaidSince(entry: number): boolean {
    return (this.#redactions.at(-1)?.entry ?? -1) >= entry;
  }

  /** Whether it was taken out, as far as has been read. */
  has(digest: string): boolean {
    return (this.#states.get(digest) ?? 'public') !== 'public';
  }

  /** Digests of what was taken out or put into public view. */
  get named(): readonly string[] {
    return [...this.#states.keys()];
  }

  /** Whether it may be kept back until somebody has looked at it. Who says again what is public already takes nothing away by that. */
  mayWait(digest: string): boolean {
    return this.#waiting.has(digest) && !this.#states.has(digest);
  }

  /** Digests of what was taken out. */
  get digests(): readonly string[] {
    return this.named.filter((digest) => this.has(digest));
  }
}
