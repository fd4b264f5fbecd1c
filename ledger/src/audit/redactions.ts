/** Holds the pages of redactions to the entries: what they leave out, a copy would keep. SPEC 10.4, M68. */
import { sha256 } from '@noble/hashes/sha2.js';
import { base64, equalBytes, parseBase64, utf8 } from '../bytes.ts';
import { FormatError } from '../error.ts';
import { verifyNote, type VerifierKey } from '../note.ts';
import { formatRedaction, parseRedactions, redactionsOf, redactionsPath, REDACTIONS_WIDTH } from '../redactions.ts';
import type { SignatureVerifier } from '../signature.ts';
import type { Statement } from '../statement.ts';
import { auditFinding, type Findings } from './findings.ts';
import { faultFinding, isFault, readFile } from './reading.ts';
import { MAX_FILE_BYTES, type Source } from './source.ts';

/** As it is kept between visits. */
export interface KeptRedactions {
  /** Base64. */
  readonly full: readonly string[];
  readonly lines: readonly string[];
  readonly right: number;
}

/** What the pages must say, as the entries are replayed: a hash for each full page, the lines of the last one. */
export class Redactions {
  readonly #full: Uint8Array[] = [];
  #lines: string[] = [];
  /** Full pages, from the first on, that were found to be right: they never change. */
  #right = 0;

  constructor(kept?: KeptRedactions) {
    if (kept === undefined) return;
    this.#full.push(...kept.full.map(parseBase64));
    this.#lines.push(...kept.lines);
    this.#right = kept.right;
  }

  keep(): KeptRedactions {
    return { full: this.#full.map((hash) => base64(hash)), lines: this.#lines, right: this.#right };
  }

  /** To be told of admitted entries in their order. */
  note(statement: Statement, entry: number): void {
    for (const redaction of redactionsOf(statement, entry)) {
      this.#lines.push(formatRedaction(redaction));
      if (this.#lines.length < REDACTIONS_WIDTH) continue;
      this.#full.push(hashLines(this.#lines));
      this.#lines = [];
    }
  }

  /** @param size of the checkpoint; a page may go on behind it. @param keys of the log, one of which signs. */
  async check(
    source: Source,
    { origin, size }: { readonly origin: string; readonly size: number },
    keys: readonly VerifierKey[],
    verifier: SignatureVerifier,
    findings: Findings,
  ): Promise<void> {
    const pages = this.#full.map((hash, page) => ({ page, hash }));
    if (this.#lines.length > 0) pages.push({ page: pages.length, hash: hashLines(this.#lines) });
    for (const { page, hash } of pages.slice(this.#right)) {
      const file = redactionsPath(page);
      const bytes = await readFile(source, file, MAX_FILE_BYTES.checkpoint);
      if (isFault(bytes)) {
        findings.add(faultFinding(bytes));
        continue;
      }
      try {
        const read = parseRedactions(bytes);
        const lines = read.page.redactions.filter(({ entry }) => entry < size).map(formatRedaction);
        const fits = read.page.origin === origin && read.page.page === page && equalBytes(hashLines(lines), hash);
        if (!fits) findings.add(auditFinding('redactions-differ', [], { file }));
        const isSigned = (key: VerifierKey): Promise<boolean> =>
          verifyNote(read.note, key, (...signature) => verifier.verify(...signature)).then((is) => is === 'verified');
        const signed = (await Promise.all(keys.map(isSigned))).includes(true);
        if (!signed) findings.add(auditFinding('redactions-unsigned', [], { file }));
        if (fits && signed && page === this.#right && page < this.#full.length) this.#right++;
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        findings.add(auditFinding('redactions-malformed', [error.reason], { file }));
      }
    }
  }
}

function hashLines(lines: readonly string[]): Uint8Array {
  return sha256(utf8(lines.join('\n')));
}
