/** The rows that a recorder would have written for a ledger that was told in memory, for tests of what reads them. */
import { hash } from 'node:crypto';
import { utf8 } from '@counterfoil/ledger/bytes';
import { parseEntry } from '@counterfoil/ledger/entry';
import type { StateKind } from '@counterfoil/ledger/state';
import { caseOf, openEnvelope } from '@counterfoil/ledger/statement';
import type { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { leafHash } from '@counterfoil/ledger/tree';
import { sql } from 'kysely';
import { connect, migrate, type Db, type Pool } from '../database/connect.ts';
import { createDatabase } from './database.ts';

/** A database of its own, with the entries, and of the state the kinds that are asked for. */
export async function openStory(ledger: LedgerBuilder, kinds: readonly StateKind[]): Promise<Pool> {
  const url = await createDatabase();
  await migrate(url);
  const pool = connect(url);
  const entries = ledger.entries.map((bytes, index) => {
    const { statement, payload } = openEnvelope(parseEntry(bytes).envelope);
    const digest = hash('sha256', payload, 'buffer');
    return { index, bytes, leaf: leafHash(bytes), statement: digest, case_id: caseOf(statement, index) ?? null };
  });
  await pool.db.insertInto('entries').values(entries).execute();
  for (const kind of kinds)
    for (const [id, value] of ledger.state.all(kind))
      await sql`insert into state (kind, id, value) values (${kind}, ${id}, ${JSON.stringify(value)}::text::jsonb)`.execute(
        pool.db,
      );
  return pool;
}

/** Its texts, all of them in public view. */
export async function putTexts(db: Db, { contents }: LedgerBuilder): Promise<void> {
  const texts = [...contents].map(([digest, { salt, text }]) => ({
    ...{ digest: Uint8Array.fromHex(digest), salt, bytes: utf8(text), since: null },
  }));
  await db.insertInto('contents').values(texts).execute();
}
