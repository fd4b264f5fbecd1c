/**
 * Which texts of a record are not in public view, as its entries say: what a mirror takes away. SPEC 7.8, M58.
 *
 * Read along, entry by entry in order. Whether the rules let an entry say so is not looked into; checking the folder tells.
 */
import { isOfPeople } from '@counterfoil/ledger/rulebook/contents';
import { caseOf, contentRefs, type Statement } from '@counterfoil/ledger/statement';

export class UnseenTexts {
  /** Versions of processes, and cases under them, in which what people say waits. */
  readonly #waitingUnder = new Set<string>();
  readonly #waitingCases = new Set<number>();
  readonly #unseen = new Set<string>();
  /** Texts outside any case stay in public view, whoever says them again in one. */
  readonly #outside = new Set<string>();

  note(index: number, statement: Statement): void {
    const of = caseOf(statement, index);
    if (of === undefined) for (const { digest } of contentRefs(statement)) this.#outside.add(digest);
    switch (statement.kind) {
      case 'process-published':
        if (statement.moderation === 'before') this.#waitingUnder.add(`${statement.process}/${statement.version}`);
        break;
      case 'input-received':
        if (statement.process && this.#waitingUnder.has(`${statement.process.id}/${statement.process.version}`))
          this.#waitingCases.add(index);
        break;
      case 'case-split':
        if (this.#waitingCases.has(statement.case)) this.#waitingCases.add(index);
        break;
      case 'content-published':
        for (const { digest } of statement.items) this.#unseen.delete(digest);
        break;
      case 'content-restored':
        this.#unseen.delete(statement.digest);
        break;
      case 'content-withheld':
      case 'content-redacted':
        this.#unseen.add(statement.digest);
        break;
      case 'retention-applied':
        for (const { digest } of statement.items) this.#unseen.add(digest);
        break;
      default:
    }
    if (of !== undefined && this.#waitingCases.has(of) && isOfPeople(statement))
      for (const { digest } of contentRefs(statement)) this.#unseen.add(digest);
  }

  /** As far as has been read. */
  has(digest: string): boolean {
    return this.#unseen.has(digest) && !this.#outside.has(digest);
  }

  /** Their digests. */
  get digests(): readonly string[] {
    return [...this.#unseen].filter((digest) => this.has(digest));
  }
}
