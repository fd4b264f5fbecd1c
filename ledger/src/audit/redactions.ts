/** Holds the pages of redactions to the entries: what they leave out, a copy would keep. SPEC 10.4, M68. */
import { sha256 } from '@noble/hashes/sha2.js';
import { equalBytes, utf8 } from '../bytes.ts';
import { FormatError } from '../error.ts';
import { verifyNote, type VerifierKey } from '../note.ts';
import { formatRedaction, parseRedactions, redactionsOf, redactionsPath, REDACTIONS_WIDTH } from '../redactions.ts';
import type { SignatureVerifier } from '../signature.ts';
import type { Statement } from '../statement.ts';
import { auditFinding, type Findings } from './findings.ts';
import { faultFinding, isFault, readFile } from './reading.ts';
import { MAX_FILE_BYTES, type Source } from './source.ts';

/** What the pages must say, as the entries are replayed: a hash for each full page, the lines of the last one. */
export class Redactions {
  readonly #full: Uint8Array[] = [];
  #lines: string[] = [];

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
    for (const { page, hash } of pages) {
      const file = redactionsPath(page);
      const bytes = await readFile(source, file, MAX_FILE_BYTES.checkpoint);
      if (isFault(bytes)) {
        findings.add(faultFinding(bytes));
        continue;
      }
      try {
        const read = parseRedactions(bytes);
        const lines = read.page.redactions.filter(({ entry }) => entry < size).map(formatRedaction);
        if (read.page.origin !== origin || read.page.page !== page || !equalBytes(hashLines(lines), hash))
          findings.add(auditFinding('redactions-differ', '', { file }));
        const isSigned = (key: VerifierKey): Promise<boolean> =>
          verifyNote(read.note, key, (...signature) => verifier.verify(...signature)).then((is) => is === 'verified');
        if (!(await Promise.all(keys.map(isSigned))).includes(true))
          findings.add(auditFinding('redactions-unsigned', '', { file }));
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        findings.add(auditFinding('redactions-malformed', error.message, { file }));
      }
    }
  }
}

function hashLines(lines: readonly string[]): Uint8Array {
  return sha256(utf8(lines.join('\n')));
}
