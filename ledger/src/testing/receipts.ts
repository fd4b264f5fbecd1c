/** Receipts from a ledger in memory, and histories that contradict them. */
import type { RecordNow } from '../complaint.ts';
import { parseEntry } from '../entry.ts';
import { hasReceipt, makeReceipt, receiptPlace, receiptText, type Receipt } from '../receipt.ts';
import { openEnvelope } from '../statement.ts';
import { formatTlogProof } from '../tlog-proof.ts';
import { proveInclusion } from '../tree.ts';
import type { LedgerBuilder } from './builder.ts';
import { openCity, tellCase } from './city.ts';

/** The receipt for an entry, under the checkpoint of so many entries. */
export async function receiptFor(ledger: LedgerBuilder, index: number, size = ledger.entries.length): Promise<Receipt> {
  const bytes = ledger.entries[index] ?? new Uint8Array();
  const { statement } = openEnvelope(parseEntry(bytes).envelope);
  if (!hasReceipt(statement)) throw new RangeError(`Of entry ${index} there is no receipt.`);
  const [ref, where] = [receiptText(statement), receiptPlace(statement)];
  const proof = await proveInclusion(index, size, (nodes) =>
    Promise.resolve(nodes.map(({ level, index: node }) => ledger.node(level, node))),
  );
  return makeReceipt({
    ...{ bytes, statement, index },
    content: ref && ledger.contents.get(ref.digest),
    place: where && ledger.contents.get(where.digest),
    proof: formatTlogProof({ index, proof, checkpoint: await ledger.checkpoint(size) }),
    logKey: ledger.vkey,
  });
}

/** What the citizen of these histories asks for. */
export const WISH = 'The bench by the pond has lost a slat.';

/** Two cases are told, one after the other. */
export async function honestHistory(): Promise<{
  readonly ledger: LedgerBuilder;
  readonly id: number;
  readonly second: number;
}> {
  const city = await openCity();
  const id = await tellCase(city, WISH);
  const second = await tellCase(city, 'The lamp at the ferry is dark.');
  return { ledger: city.ledger, id, second };
}

/** The same log key signs another history: the wish was never uttered, and everything else has moved up. */
export async function historyWithoutWish(): Promise<LedgerBuilder> {
  const city = await openCity();
  await tellCase(city, 'The lamp at the ferry is dark.');
  await tellCase(city, 'The clock of the ferry runs slow.');
  return city.ledger;
}

/** The record of that ledger at that size, as somebody would read it who holds a receipt. */
export async function recordOf(ledger: LedgerBuilder, size = ledger.entries.length): Promise<RecordNow> {
  return {
    checkpoint: await ledger.checkpoint(size),
    logKey: ledger.vkey,
    hashes: (nodes) => Promise.resolve(nodes.map(({ level, index }) => ledger.node(level, index))),
    entry: (index) => Promise.resolve(index < size ? ledger.entries[index] : undefined),
  };
}
