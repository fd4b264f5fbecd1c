/**
 * Writes `ledger/vectors/`. Everything is made from fixed keys, salts and times, so the files are the same every time; a test
 * sees to it. `signature-rule.json` has its own generator, `signature-vectors.ts`.
 */
import { writeFileSync } from 'node:fs';
import { base64 } from '../src/bytes.ts';
import { allHistories } from './histories.ts';
import { linkCases } from './histories/links.ts';
import type { RuleCode } from '../src/rules.ts';
import type { History } from './history.ts';
import { clockRows } from './vectors/clocks.ts';
import { contentRows, entryRows, envelopeRows, statementRows } from './vectors/statements.ts';
import { proofRows } from './vectors/proofs.ts';
import { promiseComplaintRows, promiseRows } from './vectors/promises.ts';
import { complaintRows, receiptRows } from './vectors/receipts.ts';
import { twoHistoriesRows } from './vectors/two-histories.ts';
import { fieldRows, jsonRows, spellingRows } from './vectors/texts.ts';
import { sshSignatureRows } from './vectors/ssh-signatures.ts';
import { bundleRows, checkpointRows, noteRows, tilePathRows } from './vectors/tree-files.ts';
import { webauthnSignatureRows } from './vectors/webauthn-signatures.ts';

export const VECTORS = new URL('../vectors/', import.meta.url);

export interface LinkRow {
  readonly name: string;
  /** The entry before, base64; null where there is none. */
  readonly before: string | null;
  /** Base64. */
  readonly entry: string;
  /** Where the entry stands. */
  readonly place: number;
  readonly refused: RuleCode | null;
}

/** File name and contents. */
export async function vectorFiles(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['json.json', lines(jsonRows())],
    ['spellings.json', lines(await spellingRows())],
    ['fields.json', lines(fieldRows())],
    ['statements.json', lines(statementRows())],
    ['envelopes.json', lines(await envelopeRows())],
    ['ssh-signatures.json', lines(await sshSignatureRows())],
    ['webauthn-signatures.json', lines(await webauthnSignatureRows())],
    ['entries.json', lines(await entryRows())],
    ['contents.json', lines(contentRows())],
    ['notes.json', lines(await noteRows())],
    ['checkpoints.json', lines(checkpointRows())],
    ['tile-paths.json', lines(tilePathRows())],
    ['bundles.json', lines(bundleRows())],
    ['tlog-proofs.json', lines(await proofRows())],
    ['receipts.json', lines(await receiptRows())],
    ['complaints.json', lines(await complaintRows())],
    ['promises.json', lines(await promiseRows())],
    ['promise-complaints.json', lines(await promiseComplaintRows())],
    ['two-histories.json', lines(await twoHistoriesRows())],
    ['links.json', lines(await linkRows())],
    ['clocks.json', clocks()],
    ['histories.json', histories(await allHistories())],
  ]);
}

async function linkRows(): Promise<readonly LinkRow[]> {
  const cases = await linkCases();
  return cases.map(({ before, entry, ...row }) => ({
    ...row,
    before: before === null ? null : base64(before),
    entry: base64(entry),
  }));
}

/** One row a line. */
function lines(rows: readonly object[]): string {
  return `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`;
}

/** One case a line. */
function clocks(): string {
  return `[\n${clockRows()
    .map(({ cases, ...row }) => withList(row, 'cases', cases))
    .join(',\n')}\n]\n`;
}

/** The row with one item of the list a line. */
function withList(row: object, name: string, items: readonly object[]): string {
  return `${JSON.stringify(row).slice(0, -1)},"${name}":${lines(items).trimEnd()}}`;
}

/** One step a line, without what is of use to our own tests alone. */
function histories(all: readonly History[]): string {
  const texts = all.map(({ steps, ...row }) => {
    const plain = steps.map((step) => {
      const { keeps: _, ...told } = step;
      return told;
    });
    return withList(row, 'steps', plain);
  });
  return `[\n${texts.join(',\n')}\n]\n`;
}

if (import.meta.main) {
  for (const [name, text] of await vectorFiles()) writeFileSync(new URL(name, VECTORS), text);
}
