/** The small files that change, in the order in which they are published, all of them before the checkpoint. SPEC M85. */
import { LEDGER_INFO_PATH } from '@counterfoil/ledger/audit/source';
import { utf8 } from '@counterfoil/ledger/bytes';
import { formatLedgerInfo, type LedgerInfo } from '@counterfoil/ledger/ledger-info';
import { redactionsPath } from '@counterfoil/ledger/redactions';
import { formatSelfCheck, type SelfCheckInfo } from '@counterfoil/ledger/self-check';

export interface ChangingFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface ChangingFilesOptions {
  readonly info: () => Promise<LedgerInfo>;
  readonly selfCheck: () => Promise<SelfCheckInfo | undefined>;
  /** A page of redactions, signed; undefined where there is none. */
  readonly redactions: (page: number) => Promise<string | undefined>;
}

/** Of what `links` names, what lies beside it without the service. */
const LINKS = new Set(['checkpoint', 'tiles', 'content', 'files', 'redactions']);

export class ChangingFiles {
  readonly #options: ChangingFilesOptions;
  /** Pages of redactions before this one are full, and were published: they stay as they are. */
  #page = 0;

  constructor(options: ChangingFilesOptions) {
    this.#options = options;
  }

  /** A page counts as published when the one after it is asked for. */
  async *read(): AsyncGenerator<ChangingFile, void, undefined> {
    const { info, selfCheck, redactions } = this.#options;
    const told = await info();
    const links = Object.fromEntries(Object.entries(told.links).filter(([name]) => LINKS.has(name)));
    yield { path: LEDGER_INFO_PATH, bytes: formatLedgerInfo({ ...told, links }) };
    for (let page = this.#page; ; page++) {
      const note = await redactions(page);
      if (note === undefined) break;
      this.#page = page;
      yield { path: redactionsPath(page), bytes: utf8(note) };
    }
    const checked = await selfCheck();
    if (checked !== undefined) yield { path: 'self-check.json', bytes: formatSelfCheck(checked) };
  }
}
