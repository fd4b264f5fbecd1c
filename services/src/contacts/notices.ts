/**
 * From the record to letters that wait to be sent: each new entry is looked at once, by whichever process comes first, in one
 * transaction with the letters about it.
 */
import type { Statement } from '@counterfoil/ledger/statement';
import { countErased } from './contacts.ts';
import { openEntry, type OpenedEntry } from '@counterfoil/web-viewer/opened-entry';
import type { Transaction } from 'kysely';
import type { Db } from '../database/connect.ts';
import type { Database } from '../database/schema.ts';

const ENTRIES_AT_ONCE = 500;

/** What officials do that people are told of, whoever of them spoke in the case. */
const OF_THE_CASE: ReadonlySet<string> = new Set([
  'acknowledgement',
  'response',
  'question',
  'answer',
  'referral',
  'decision',
  'correction',
  'commitment',
  'milestone',
  'cases-merged',
] satisfies readonly Statement['kind'][]);

export interface NoticesOptions {
  readonly db: Db;
  /** Of the newest checkpoint: what is beyond has not been published. */
  readonly size: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** @returns whether there may be more to look through. */
export async function lookThrough({ db, size, now }: NoticesOptions): Promise<{ more: boolean; erased: boolean }> {
  return db.transaction().execute(async (tx) => {
    const { size: from } = await tx.selectFrom('notices_read').select('size').forUpdate().executeTakeFirstOrThrow();
    const anybody = await tx.selectFrom('contacts').select('id').limit(1).executeTakeFirst();
    const until = anybody === undefined ? size() : Math.min(size(), from + ENTRIES_AT_ONCE);
    if (until <= from) return { more: false, erased: false };
    let erased = false;
    if (anybody !== undefined) {
      const rows = await tx
        .selectFrom('entries')
        .select(['index', 'bytes'])
        .where('index', '>=', from)
        .where('index', '<', until)
        .where('case_id', 'is not', null)
        .orderBy('index')
        .execute();
      for (const { index, bytes } of rows) erased = (await note(tx, openEntry(index, bytes), now())) || erased;
    }
    await tx.updateTable('notices_read').set({ size: until }).execute();
    return { more: until < size(), erased };
  });
}

/** @returns whether addresses were erased: their time is that of the words they came with. */
async function note(tx: Transaction<Database>, opened: OpenedEntry, nowMs: number): Promise<boolean> {
  const { index, statement, caseId } = opened;
  if (caseId === undefined) return false;
  if (statement.kind === 'retention-applied') {
    const entries = statement.items.map(({ entry }) => entry);
    const { numDeletedRows } = await tx.deleteFrom('contacts').where('entry', 'in', entries).executeTakeFirst();
    if (numDeletedRows > 0n) await countErased(tx);
    return numDeletedRows > 0n;
  }
  const told = tellsOf(statement);
  if (told === undefined) return false;
  let letters = tx.selectFrom('contacts').select('id').where('confirmed', '=', true).where('case_id', '=', caseId);
  if (told !== 'all') letters = letters.where('entry', 'in', [...told]);
  const due = new Date(nowMs);
  for (const { id } of told !== 'all' && told.length === 0 ? [] : await letters.execute())
    await tx
      .insertInto('outbox')
      .values({ contact: id, entry: index, due })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  if (statement.kind === 'cases-merged')
    await tx.updateTable('contacts').set({ case_id: statement.into }).where('case_id', '=', caseId).execute();
  if (statement.kind === 'case-split')
    await tx.updateTable('contacts').set({ case_id: index }).where('entry', 'in', statement.inputs).execute();
  return false;
}

/** Entries whose authors are told; undefined where it concerns nobody. */
function tellsOf(statement: Statement): 'all' | readonly number[] | undefined {
  const byOfficials = 'by' in statement && statement.by !== undefined;
  if (!byOfficials) return undefined;
  if (OF_THE_CASE.has(statement.kind)) return 'all';
  switch (statement.kind) {
    case 'dispositions':
      return statement.items.flatMap(({ inputs }) => inputs);
    case 'case-split':
      return statement.inputs;
    case 'content-withheld':
    case 'content-redacted':
    case 'content-restored':
      return [statement.entry];
    default:
      return undefined;
  }
}
