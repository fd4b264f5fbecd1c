/** Promises over a ledger in memory, and the record as somebody reads it who holds one. */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '../bytes.ts';
import { commitContent, type Content, type ContentRef } from '../content.ts';
import { makePromise, type Pledge, type PromiseFile } from '../promise.ts';
import type { SearchedRecord } from '../promise-search.ts';
import type { Signer } from '../signature.ts';
import { TILE_WIDTH } from '../tile.ts';
import type { LedgerBuilder } from './builder.ts';
import { recordOf } from './receipts.ts';

export const PROMISED = 'The railing of the footbridge is loose.';

export interface Promised {
  readonly file: PromiseFile;
  readonly pledge: Pledge;
  /** What a statement that keeps it refers to. */
  readonly ref: ContentRef;
  readonly content: Content;
}

/** Given now by the clock of the ledger; there are ten seconds to keep it, which is ten entries. */
export async function promiseOf(
  ledger: LedgerBuilder,
  changed: Partial<Pledge> = {},
  signer: Signer = ledger.intakeKey,
): Promise<Promised> {
  const content = {
    salt: sha256(utf8(`promised ${ledger.entries.length} ${signer.keyid} ${JSON.stringify(changed)}`)),
    text: PROMISED,
  };
  const ref = commitContent(content, 'en');
  const pledge: Pledge = {
    ...{ origin: ledger.origin, kind: 'input-received', digest: ref.digest, at: ledger.now },
    deadline: new Date(ledger.nowMs + 10_000).toISOString(),
    ...changed,
  };
  const file = await makePromise({ pledge, content, logKey: ledger.vkey }, signer);
  return { file, pledge, ref, content };
}

/** The record at that size; a bundle is cut to the entries before `shown`, if given. */
export async function searchedRecordOf(
  ledger: LedgerBuilder,
  size = ledger.entries.length,
  shown = size,
): Promise<SearchedRecord> {
  return {
    ...(await recordOf(ledger, size)),
    bundle: (index) =>
      Promise.resolve(ledger.entries.slice(index * TILE_WIDTH, Math.min(shown, (index + 1) * TILE_WIDTH))),
  };
}
