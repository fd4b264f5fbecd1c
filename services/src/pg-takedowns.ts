/** What took texts out of public view or put them back, over the database: only what a checkpoint covers. */
import { parseEntry } from '@counterfoil/ledger/entry';
import type { CaseState } from '@counterfoil/ledger/state';
import { openEnvelope } from '@counterfoil/ledger/statement';
import {
  isTakedown,
  takedownKinds,
  TakedownCounter,
  type TakedownCount,
} from '@counterfoil/web-viewer/takedown-counts';
import { sql } from 'kysely';
import type { Db } from './database/connect.ts';

/** Entries read at once. */
const BATCH = 200;

const index = sql<number>`(id)::bigint`;
/** Spelled as in the index, whose part of the table the planner knows by it; a parameter could be anything. */
const isOne = sql<boolean>`kind = 'act' and value->>'kind' in (${sql.raw(takedownKinds.map((kind) => `'${kind}'`).join(', '))})`;

export class Takedowns {
  readonly #db: Db;
  readonly #size: () => number;
  readonly #listedUntil: () => string | undefined;
  /** Entries below this one were old enough when last looked. */
  #old = 0;
  readonly #counter = new TakedownCounter();
  /** Entries below this one are counted. */
  #counted = 0;
  #counting: Promise<void> = Promise.resolve();

  /**
   * @param size of the newest checkpoint
   * @param listedUntil UTC with milliseconds: what was recorded later is not listed yet; undefined to list all
   */
  constructor(db: Db, size: () => number, listedUntil: () => string | undefined = () => undefined) {
    this.#db = db;
    this.#size = size;
    this.#listedUntil = listedUntil;
  }

  /** Entries that are old enough. Recording times never go backwards, so they are found by halving. */
  async #listed(): Promise<number> {
    const [size, until] = [this.#size(), this.#listedUntil()];
    if (until === undefined) return size;
    let [low, high] = [this.#old, size];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((await this.#timeOf(middle)) <= until) low = middle + 1;
      else high = middle;
    }
    this.#old = Math.max(this.#old, low);
    return low;
  }

  async #timeOf(entry: number): Promise<string> {
    const row = await this.#db
      .selectFrom('entries')
      .select('bytes')
      .where('index', '=', entry)
      .executeTakeFirstOrThrow();
    return parseEntry(row.bytes).time;
  }

  /** Indexes, newest first. */
  async newest(limit: number, before = Infinity): Promise<readonly number[]> {
    const rows = await this.#db
      .selectFrom('state')
      .select(index.as('id'))
      .where(isOne)
      .where(index, '<', Math.min(before, await this.#listed()))
      .orderBy(index, 'desc')
      .limit(limit)
      .execute();
    return rows.map((row) => row.id);
  }

  /** Counted on from where it stopped: the entries stay as they are. */
  async counts(): Promise<readonly TakedownCount[]> {
    // One after the other: who comes second finds it done. What failed is tried anew.
    this.#counting = this.#counting.catch(() => undefined).then(() => this.#countOn());
    await this.#counting;
    return this.#counter.counts();
  }

  async #countOn(): Promise<void> {
    const upTo = await this.#listed();
    while (this.#counted < upTo) {
      const rows = await this.#readOn(upTo);
      for (const row of rows) {
        const entry = parseEntry(row.bytes);
        const { statement } = openEnvelope(entry.envelope);
        if (isTakedown(statement))
          this.#counter.add(statement, entry.time, (row.case ?? undefined) as CaseState | undefined);
        this.#counted = row.id + 1;
      }
      if (rows.length < BATCH) this.#counted = upTo;
    }
  }

  #readOn(upTo: number) {
    return this.#db
      .with('acts', (db) =>
        db
          .selectFrom('state')
          .select(index.as('id'))
          .where(isOne)
          .where(index, '>=', this.#counted)
          .where(index, '<', upTo)
          .orderBy(index)
          .limit(BATCH),
      )
      .selectFrom('acts')
      .innerJoin('entries', 'entries.index', 'acts.id')
      .leftJoin('state as of', (join) =>
        join.on('of.kind', '=', 'case').on('of.id', '=', sql<string>`entries.case_id::text`),
      )
      .select(['acts.id', 'entries.bytes', 'of.value as case'])
      .orderBy('acts.id')
      .execute();
  }
}
