/**
 * Entries that were opened lately: those of a case that many read are asked for again and again. What is kept holds for the very bytes that it
 * was read from, and for no others.
 */
import { equalBytes } from '@counterfoil/ledger/bytes';
import { openEntry, type OpenedEntry } from './opened-entry.ts';

/** Bounds of what is held in memory: some tens of megabytes. */
const [MOST_KEPT, MOST_BYTES] = [4096, 4096];

const kept = new Map<number, OpenedEntry>();

/** As `openEntry`. @throws FormatError */
export function openAgain(index: number, bytes: Uint8Array): OpenedEntry {
  const known = kept.get(index);
  const opened = known !== undefined && equalBytes(known.bytes, bytes) ? known : openEntry(index, bytes);
  if (bytes.length > MOST_BYTES) return opened;
  // What was asked for last stays longest.
  kept.delete(index);
  kept.set(index, opened);
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return opened;
}
