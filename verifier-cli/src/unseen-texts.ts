/**
 * Which texts and files of a record are not in public view, as its entries say: what a mirror takes away. SPEC 7.8, M58.
 *
 * Read along, entry by entry in order. Whether the rules let an entry say so is not looked into; checking the folder tells.
 */
import { redactionsOf } from '@counterfoil/ledger/redactions';
import { isOfPeople } from '@counterfoil/ledger/rulebook/contents';
import { caseOf, contentRefs, fileRefs, type Statement } from '@counterfoil/ledger/statement';

export class UnseenTexts {
  /** Versions of processes, and cases under them, in which what people say waits. */
  readonly #waitingUnder = new Set<string>();
  readonly #waitingCases = new Set<number>();
  readonly #waiting = new Set<string>();
  readonly #takenOut = new Set<string>();

  note(index: number, statement: Statement): void {
    for (const { state, digest } of redactionsOf(statement, index)) {
      this.#waiting.delete(digest);
      if (state === 'public') this.#takenOut.delete(digest);
      else this.#takenOut.add(digest);
    }
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

  /** Whether it was taken out, as far as has been read. */
  has(digest: string): boolean {
    return this.#takenOut.has(digest);
  }

  /** Whether it may be kept back until somebody has looked at it. Who says again what is public already takes nothing away by that. */
  mayWait(digest: string): boolean {
    return this.#waiting.has(digest);
  }

  /** Digests of what was taken out. */
  get digests(): readonly string[] {
    return [...this.#takenOut];
  }
}
