/** Pages of redactions, as the log signed them: kept as they came, since a copy signs nothing. SPEC 10.4. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_FILE_BYTES } from '@counterfoil/ledger/audit/source';
import { parseLogKey, verifyLines } from '@counterfoil/ledger/cosignature';
import { FormatError } from '@counterfoil/ledger/error';
import { formatRedaction, parseRedactions, REDACTIONS_WIDTH, redactionsPath } from '@counterfoil/ledger/redactions';
import type { SignatureVerifier } from '@counterfoil/ledger/signature';
import type { Db } from '../database/connect.ts';
import type { ReadMirror } from '../restore/mirror.ts';
import { writeWhole } from '../witness/whole-file.ts';
import { redactionLines } from './texts.ts';

export interface RedactionPagesOptions {
  readonly folder: string;
  readonly db: Db;
  readonly verifier: Pick<SignatureVerifier, 'verify'>;
}

export class RedactionPages {
  readonly #options: RedactionPagesOptions;

  constructor(options: RedactionPagesOptions) {
    this.#options = options;
  }

  /** The signed note; undefined where there is none. */
  async page(page: number): Promise<string | undefined> {
    try {
      return await readFile(join(this.#options.folder, redactionsPath(page)), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Fetches as many as the entries fill; what does not say what they say, or is not signed, is not taken. */
  async fetch(read: ReadMirror, origin: string, size: number, logKey: string): Promise<void> {
    const { db, folder } = this.#options;
    await mkdir(join(folder, 'redactions'), { recursive: true });
    for (let page = 0; ; page++) {
      const lines = await redactionLines(db, page, REDACTIONS_WIDTH, size);
      if (lines.length === 0) return;
      const path = redactionsPath(page);
      const note = await read(path, MAX_FILE_BYTES.checkpoint);
      const said = lines.map(formatRedaction);
      if (note !== undefined && (await this.#isPage(note, { origin, page, said, logKey })))
        await writeWhole(join(folder, path), note);
    }
  }

  async #isPage(
    bytes: Uint8Array,
    wanted: { origin: string; page: number; said: readonly string[]; logKey: string },
  ): Promise<boolean> {
    const { verifier } = this.#options;
    try {
      const { note, page } = parseRedactions(bytes);
      const { verdict } = await verifyLines(note, parseLogKey(wanted.logKey), (...signed) =>
        verifier.verify(...signed),
      );
      const isSame = page.redactions.map(formatRedaction).join('\n') === wanted.said.join('\n');
      return verdict === 'verified' && page.origin === wanted.origin && page.page === wanted.page && isSame;
    } catch (error) {
      if (error instanceof FormatError) return false;
      throw error;
    }
  }
}
