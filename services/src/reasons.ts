/**
 * How often the same reason was given: counted over the published texts of `dispositions`, which differ in their salts and so in
 * their digests. Whoever asks brings the hash of the words (`reasonHash`), never the words.
 *
 * The count follows the ledger: before each answer it reads on from where it stopped. A text that was taken down counts no more.
 */
import { parseUtf8, parseHex } from '@counterfoil/ledger/bytes';
import { parseEntry } from '@counterfoil/ledger/entry';
import { reasonHash } from '@counterfoil/ledger/reason';
import { openEnvelope } from '@counterfoil/ledger/statement';
import { sql } from 'kysely';
import type { Db } from './database/connect.ts';

/** Entries read at once. */
const BATCH = 200;

export interface ReasonUses {
  /** Under how many dispositions it stands. */
  readonly uses: number;
  /** What these account for, together. */
  readonly inputs: number;
}

export class Reasons {
  readonly #db: Db;
  readonly #size: () => number;
  #reading: Promise<void> = Promise.resolve();

  /** @param size of the newest checkpoint: what it does not cover is not counted. */
  constructor(db: Db, size: () => number) {
    this.#db = db;
    this.#size = size;
  }

  /** @param hash `reasonHash` of the words. */
  async uses(hash: string): Promise<ReasonUses> {
    // One after the other: who comes second finds it done. What failed is tried anew.
    this.#reading = this.#reading.catch(() => undefined).then(() => this.#readOn());
    await this.#reading;
    return this.#db
      .selectFrom('reasons')
      .innerJoin('contents', 'contents.digest', 'reasons.digest')
      .select([sql<number>`count(*)`.as('uses'), sql<number>`coalesce(sum(reasons.inputs), 0)::bigint`.as('inputs')])
      .where('reasons.hash', '=', parseHex(hash))
      .executeTakeFirstOrThrow();
  }

  async #readOn(): Promise<void> {
    const upTo = this.#size();
    const { size } = await this.#db.selectFrom('reasons_read').select('size').executeTakeFirstOrThrow();
    const index = sql<number>`(id)::bigint`;
    for (let from = size; from < upTo;) {
      const acts = await this.#db
        .selectFrom('state')
        .innerJoin('entries', (join) => join.on('entries.index', '=', index))
        .select(['entries.index', 'entries.bytes'])
        .where('state.kind', '=', 'act')
        .where(sql<string>`value->>'kind'`, '=', 'dispositions')
        .where(index, '>=', from)
        .where(index, '<', upTo)
        .orderBy(index)
        .limit(BATCH)
        .execute();
      for (const { bytes } of acts) await this.#add(bytes);
      const last = acts.at(-1);
      from = acts.length < BATCH || last === undefined ? upTo : last.index + 1;
      // Another process may have come further.
      await sql`update reasons_read set size = greatest(size, ${from})`.execute(this.#db);
    }
  }

  async #add(bytes: Uint8Array): Promise<void> {
    const { statement } = openEnvelope(parseEntry(bytes).envelope);
    if (statement.kind !== 'dispositions') return;
    for (const { reason, inputs } of statement.items) {
      const digest = parseHex(reason.digest);
      const text = await this.#db
        .selectFrom('contents')
        .select('bytes')
        .where('digest', '=', digest)
        .executeTakeFirst();
      if (text === undefined) continue;
      const hash = parseHex(reasonHash(parseUtf8(text.bytes)));
      await this.#db
        .insertInto('reasons')
        .values({ digest, hash, inputs: inputs.length })
        .onConflict((conflict) => conflict.column('digest').doNothing())
        .execute();
    }
  }
}
