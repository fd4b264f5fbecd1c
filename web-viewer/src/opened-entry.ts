/** An entry with its statement: read once, shown many times. */
import { type Entry, parseEntry } from '@counterfoil/ledger/entry';
import { caseOf, openEnvelope, type Kind, type StatementOf } from '@counterfoil/ledger/statement';

export interface OpenedEntry<K extends Kind = Kind> {
  readonly index: number;
  readonly bytes: Uint8Array;
  readonly entry: Entry;
  readonly statement: StatementOf<K>;
  readonly payload: Uint8Array;
  /** The case it belongs to, if any. */
  readonly caseId: number | undefined;
}

/** @throws FormatError when the bytes are no entry: the record is damaged. */
export function openEntry(index: number, bytes: Uint8Array): OpenedEntry {
  const entry = parseEntry(bytes);
  const { statement, payload } = openEnvelope(entry.envelope);
  return { index, bytes, entry, statement, payload, caseId: caseOf(statement, index) };
}

export function isKind<K extends Kind>(
  opened: OpenedEntry,
  kind: K,
): opened is OpenedEntry & { readonly statement: StatementOf<K> } {
  return opened.statement.kind === kind;
}
