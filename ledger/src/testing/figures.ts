/** The figures of a whole ledger, as its tests count them. */
import { AccountBook, accountFor, type Accountability, type Selection } from '../accountability.ts';
import { parseEntry } from '../entry.ts';
import { reasonHash } from '../reason.ts';
import { openEnvelope } from '../statement.ts';
import type { LedgerBuilder } from './builder.ts';

export function figuresOf(ledger: LedgerBuilder, selection: Selection = {}): Accountability {
  const book = new AccountBook();
  let now = '';
  for (const [index, { time, envelope }] of ledger.entries.map(parseEntry).entries()) {
    book.note({ index, time, statement: openEnvelope(envelope).statement });
    now = time;
  }
  const wordsOf = (digest: string): string | undefined => {
    const content = ledger.contents.get(digest);
    return content === undefined ? undefined : reasonHash(content.text);
  };
  return accountFor({ book, state: ledger.state, now, selection, wordsOf });
}
