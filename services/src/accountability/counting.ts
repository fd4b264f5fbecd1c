/** What the figures of accountability are counted from, taken from the entries one after the other. SPEC 12.1. */
import { createHash } from 'node:crypto';
import { AccountBook, accountFor, type Accountability } from '@counterfoil/ledger/accountability';
import { parseBase64 } from '@counterfoil/ledger/bytes';
import { parseEntry } from '@counterfoil/ledger/entry';
import { admit } from '@counterfoil/ledger/rulebook';
import { MemoryState, type Change } from '@counterfoil/ledger/state';
import { openEnvelope, type Statement } from '@counterfoil/ledger/statement';
import type { AskedFigures } from '@counterfoil/web-viewer/accountability/told';
import { inEnglish } from '@counterfoil/ledger/say';

/** Looked up to refuse what is on record already, which no entry of a record is. */
const ONCE: ReadonlySet<Change['kind']> = new Set(['statement', 'source']);

export class Counting {
  readonly #book = new AccountBook();
  readonly #state: MemoryState;
  /** The one that is taken in now. */
  #statement: Statement | undefined;
  #size = 0;
  #now = '';
  /** The figures of the last selection, which can take as much memory as a quarter of all that they are counted from. */
  #counted: { readonly key: string; readonly figures: Accountability } | undefined;
  /** Hashes of the words of reasons by their commitments; null where the words were asked for and were not there. */
  readonly #hashes = new Map<string, string | null>();
  /** Those that are not in it. */
  readonly #reasons = new Set<string>();

  constructor() {
    // Each was judged in sight of the tree when it was recorded; here it is believed that the tree was so.
    this.#state = new MemoryState(() => {
      const seen = this.#statement?.seen;
      return Promise.resolve(seen === undefined ? undefined : parseBase64(seen.root));
    });
  }

  get size(): number {
    return this.#size;
  }

  /** The next entry of a record whose service has judged it. @throws Error where it cannot have. */
  async take(bytes: Uint8Array): Promise<void> {
    const { time, envelope } = parseEntry(bytes);
    const { statement, payload } = openEnvelope(envelope);
    this.#statement = statement;
    const index = this.#size;
    const signers = envelope.signatures.map(({ keyid }) => keyid);
    const digest = createHash('sha256').update(payload).digest('hex');
    const admission = await admit(this.#state, { index, time, statement, digest, signers });
    if ('refused' in admission) {
      const { code, detail } = admission.refused;
      throw new Error(`Entry ${index} breaks the rule ${code}: ${inEnglish(detail)}`);
    }
    this.#state.apply(admission.changes.filter(({ kind }) => !ONCE.has(kind)));
    this.#book.note({ index, time, statement });
    if (statement.kind === 'dispositions') for (const { reason } of statement.items) this.#note(reason.digest);
    [this.#size, this.#now] = [index + 1, time];
    this.#counted = undefined;
  }

  /** Commitments of reasons whose words are in public view and have not been asked for yet. */
  unread(limit: number): readonly string[] {
    const unread: string[] = [];
    for (const digest of this.#reasons) {
      if (unread.length === limit) break;
      if (this.#isPublic(digest)) unread.push(digest);
    }
    return unread;
  }

  /** @param read `reasonHash` of the words by their commitments; null where the words are missing. */
  learn(read: Iterable<readonly [digest: string, hash: string | null]>): void {
    for (const [digest, hash] of read) {
      this.#hashes.set(digest, hash);
      this.#reasons.delete(digest);
    }
    this.#counted = undefined;
  }

  /** Words that were missing may have come since, to a copy: so many of them are asked for once more. */
  forgetMissing(limit: number): void {
    let left = limit;
    for (const [digest, hash] of this.#hashes) {
      if (hash !== null) continue;
      if (left-- === 0) return;
      this.#hashes.delete(digest);
      this.#reasons.add(digest);
    }
  }

  count({ selection }: AskedFigures): Accountability {
    const key = JSON.stringify(selection);
    if (this.#counted?.key === key) return this.#counted.figures;
    this.#counted = undefined;
    const [book, state, now] = [this.#book, this.#state, this.#now];
    const wordsOf = (digest: string): string | undefined =>
      this.#isPublic(digest) ? (this.#hashes.get(digest) ?? undefined) : undefined;
    const figures = accountFor({ book, state, now, selection, wordsOf });
    this.#counted = { key, figures };
    return figures;
  }

  #note(digest: string): void {
    if (!this.#hashes.has(digest)) this.#reasons.add(digest);
  }

  #isPublic(digest: string): boolean {
    return this.#state.find('content', digest)?.state === 'public';
  }
}
