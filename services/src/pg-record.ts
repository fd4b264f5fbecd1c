/** What the pages read, over the database: only what a checkpoint covers. */
import { parseUtf8 } from '@counterfoil/ledger/bytes';
import type { Content } from '@counterfoil/ledger/content';
import { parseEntry } from '@counterfoil/ledger/entry';
import type { LedgerInfo } from '@counterfoil/ledger/ledger-info';
import type { SelfCheckInfo } from '@counterfoil/ledger/self-check';
import type { Platform } from '@counterfoil/ledger/signature';
import type { Register, StateKind, StateShapes } from '@counterfoil/ledger/state';
import { openEnvelope } from '@counterfoil/ledger/statement';
import type { ReadHashes } from '@counterfoil/ledger/tree';
import type { OwedQuery, OwedStep } from '@counterfoil/web-viewer/owed-steps';
import type { PublicRecord, RegisterEntry, StoredFile } from '@counterfoil/web-viewer/record';
import type { TakedownCount } from '@counterfoil/web-viewer/takedown-counts';
import { sql } from 'kysely';
import type { Db } from './database/connect.ts';
import { readObligations } from './pg-owed.ts';
import { Takedowns } from './pg-takedowns.ts';
import type { FileStore } from './files/file-store.ts';
import type { Publisher } from './recorder/publisher.ts';
import { hashReader } from './recorder/tree-store.ts';
import type { Witnesses } from './recorder/witnesses.ts';
import type { SelfCheck } from './self-check/self-check.ts';

const LINKS = {
  checkpoint: 'checkpoint',
  tiles: 'tile/',
  content: 'content/',
  files: 'file/',
  statements: 'api/v1/statements',
  inputs: 'api/v1/inputs',
  openapi: 'openapi.json',
};

type Counts = Awaited<ReturnType<PublicRecord['counts']>>;
const COUNTS_KEPT_MS = 3000;

export interface PgRecordOptions {
  readonly db: Db;
  readonly selfCheck: Pick<SelfCheck, 'info'>;
  readonly publisher: Publisher;
  readonly witnesses?: Pick<Witnesses, 'withLines'> | undefined;
  /** Verifier key of the post-quantum line of checkpoints, where they bear one. */
  readonly postQuantumVkey?: string | undefined;
  /** Until when takedowns are listed on their page; see pg-takedowns.ts. */
  readonly takedownsUntil?: () => string | undefined;
  readonly origin: string;
  readonly platform: Platform;
  readonly files: Pick<FileStore, 'inView'>;
}

export class PgRecord implements PublicRecord {
  readonly hashes: ReadHashes;
  readonly #options: PgRecordOptions;
  readonly #takedowns: Takedowns;
  #info: LedgerInfo | undefined;
  #counted: { readonly at: number; readonly counts: Promise<Counts> } | undefined;

  constructor(options: PgRecordOptions) {
    this.#options = options;
    this.#takedowns = new Takedowns(options.db, () => options.publisher.size, options.takedownsUntil);
    this.hashes = (nodes) => hashReader(options.db, options.publisher.size, options.platform.sha256)(nodes);
  }

  async info(): Promise<LedgerInfo> {
    const { origin, publisher, postQuantumVkey } = this.#options;
    const { vkey } = publisher;
    const postQuantum = postQuantumVkey === undefined ? {} : { postQuantumKey: postQuantumVkey };
    if (this.#info !== undefined) return { ...this.#info, logKey: vkey };
    const first = await this.entry(0);
    const opening = first === undefined ? undefined : openEnvelope(parseEntry(first).envelope).statement;
    if (opening?.kind !== 'ledger-opened')
      return { origin, logKey: vkey, ...postQuantum, authority: null, licence: null, links: LINKS };
    const { authority, licence } = opening;
    this.#info = { origin, logKey: vkey, ...postQuantum, authority, licence, links: LINKS };
    return this.#info;
  }

  checkpoint(): Promise<string> {
    const { publisher, witnesses } = this.#options;
    return Promise.resolve(witnesses?.withLines(publisher.note) ?? publisher.note);
  }

  selfCheck(): Promise<SelfCheckInfo> {
    return Promise.resolve(this.#options.selfCheck.info);
  }

  async entry(index: number): Promise<Uint8Array | undefined> {
    return (await this.entries([index]))[0]?.bytes;
  }

  async entries(
    indexes: readonly number[],
  ): Promise<readonly { readonly index: number; readonly bytes: Uint8Array }[]> {
    const covered = indexes.filter((index) => index < this.#size);
    if (covered.length === 0) return [];
    const rows = await this.#db
      .selectFrom('entries')
      .select(['index', 'bytes'])
      .where('index', 'in', covered)
      .execute();
    const byIndex = new Map(rows.map((row) => [row.index, row]));
    return covered.flatMap((index) => byIndex.get(index) ?? []);
  }

  async newestSteps(limit: number, before = this.#size): Promise<readonly number[]> {
    const rows = await this.#db
      .selectFrom('entries')
      .select('index')
      .where('case_id', 'is not', null)
      .where('index', '<', Math.min(before, this.#size))
      .orderBy('index', 'desc')
      .limit(limit)
      .execute();
    return rows.map(({ index }) => index);
  }

  async caseSteps(caseId: number, limit: number, after = -1): Promise<readonly number[]> {
    const rows = await this.#db
      .selectFrom('entries')
      .select('index')
      .where('case_id', '=', caseId)
      .where('index', '>', after)
      .where('index', '<', this.#size)
      .orderBy('index')
      .limit(limit)
      .execute();
    return rows.map(({ index }) => index);
  }

  async caseActs(caseId: number, limit: number): Promise<readonly number[]> {
    const id = sql<number>`(id)::bigint`;
    const rows = await this.#db
      .selectFrom('state')
      .select(id.as('id'))
      .where('kind', '=', 'act')
      .where(sql<number>`(value->>'case')::bigint`, '=', caseId)
      .where(id, '<', this.#size)
      .orderBy(id)
      .limit(limit)
      .execute();
    return rows.map((row) => row.id);
  }

  async cases({
    open,
    process,
    before = this.#size,
    limit,
  }: Parameters<PublicRecord['cases']>[0]): Promise<readonly number[]> {
    const id = sql<number>`(id)::bigint`;
    let query = this.#db
      .selectFrom('state')
      .select(id.as('id'))
      .where('kind', '=', 'case')
      .where(id, '<', Math.min(before, this.#size));
    if (open === true) query = query.where(sql<boolean>`value->>'decided' is null and value->>'merged' is null`);
    if (open === false) query = query.where(sql<boolean>`value->>'decided' is not null`);
    if (process !== undefined) query = query.where(sql<boolean>`value->>'process' = ${process}`);
    const rows = await query.orderBy(id, 'desc').limit(limit).execute();
    return rows.map((row) => row.id);
  }

  /** Counted at most every few seconds: the one question here whose cost grows with the ledger. */
  counts(): Promise<Counts> {
    const fresh = this.#counted !== undefined && this.#counted.at + COUNTS_KEPT_MS > performance.now();
    if (!fresh || this.#counted === undefined) this.#counted = { at: performance.now(), counts: this.#count() };
    return this.#counted.counts;
  }

  async #count(): Promise<Counts> {
    const row = await this.#db
      .selectFrom('state')
      .select([
        sql<number>`count(*) filter (where kind = 'case')`.as('cases'),
        sql<number>`count(*) filter (where kind = 'case' and value->>'decided' is not null)`.as('decided'),
        // Not from the cases: where two were made one, an input is counted in both.
        sql<number>`count(*) filter (where kind = 'input')`.as('inputs'),
      ])
      .where('kind', 'in', ['case', 'input'])
      .executeTakeFirstOrThrow();
    return { entries: this.#size, ...row };
  }

  async state<K extends StateKind>(kind: K, id: string): Promise<StateShapes[K] | undefined> {
    const row = await this.#db
      .selectFrom('state')
      .select('value')
      .where('kind', '=', kind)
      .where('id', '=', id)
      .executeTakeFirst();
    return row?.value as StateShapes[K] | undefined;
  }

  async states<K extends StateKind>(
    kind: K,
    ids: readonly (string | number)[],
  ): Promise<readonly (StateShapes[K] | undefined)[]> {
    if (ids.length === 0) return [];
    const wanted = ids.map(String);
    const rows = await this.#db
      .selectFrom('state')
      .select(['id', 'value'])
      .where('kind', '=', kind)
      .where('id', 'in', [...new Set(wanted)])
      .execute();
    const values = new Map(rows.map(({ id, value }) => [id, value as StateShapes[K]]));
    return wanted.map((id) => values.get(id));
  }

  obligations(query: OwedQuery): Promise<readonly OwedStep[]> {
    return readObligations(this.#db, this, this.#size, query);
  }

  async matters(caseId: number, limit: number): Promise<readonly number[]> {
    const id = sql<number>`(id)::bigint`;
    const rows = await this.#db
      .selectFrom('state')
      .select(id.as('id'))
      .where('kind', '=', 'matter')
      .where(sql<number>`(value->>'case')::bigint`, '=', caseId)
      .where(id, '<', this.#size)
      .orderBy(id)
      .limit(limit)
      .execute();
    return rows.map((row) => row.id);
  }

  async registers(): Promise<readonly RegisterEntry[]> {
    const rows = await this.#db
      .selectFrom('state')
      .select(['id', 'value'])
      .where('kind', '=', 'register')
      .orderBy(sql`id collate "C"`)
      .execute();
    return rows.map(({ id, value }) => {
      const [register = '', code = ''] = id.split('/');
      return { register: register as Register, code, ...(value as StateShapes['register']) };
    });
  }

  async registerVersions(register: Register, code: string, limit: number): Promise<readonly number[]> {
    const id = sql<number>`(id)::bigint`;
    const rows = await this.#db
      .selectFrom('state')
      .select(id.as('id'))
      .where('kind', '=', 'registered')
      .where(sql<string>`value->>'register'`, '=', register)
      .where(sql<string>`value->>'code'`, '=', code)
      .where(id, '<', this.#size)
      .orderBy(id)
      .limit(limit)
      .execute();
    return rows.map((row) => row.id);
  }

  async offices(): Promise<readonly { readonly office: string; readonly title: string }[]> {
    const rows = await this.#db
      .selectFrom('state')
      .select(['id', 'value'])
      .where('kind', '=', 'office')
      .orderBy(sql`id collate "C"`)
      .execute();
    return rows.map(({ id, value }) => ({ office: id, title: (value as StateShapes['office']).title }));
  }

  async processes(): Promise<readonly { readonly id: string; readonly version: number }[]> {
    const rows = await this.#db
      .selectFrom('state')
      .select(['id', 'value'])
      .where('kind', '=', 'process')
      .orderBy('id')
      .execute();
    return rows.map(({ id, value }) => ({ id, version: (value as StateShapes['process']).version }));
  }

  async spokenBy(keyid: string, limit: number): Promise<readonly number[]> {
    const id = sql<number>`(id)::bigint`;
    const rows = await this.#db
      .selectFrom('state')
      .select(id.as('id'))
      .where('kind', '=', 'speaker')
      .where(sql<string>`value->>'key'`, '=', keyid)
      .where(id, '<', this.#size)
      .orderBy(id)
      .limit(limit)
      .execute();
    return rows.map((row) => row.id);
  }

  takedowns(limit: number, before?: number): Promise<readonly number[]> {
    return this.#takedowns.newest(limit, before);
  }

  takedownCounts(): Promise<readonly TakedownCount[]> {
    return this.#takedowns.counts();
  }

  /** Looked for in one place: what is withheld, erased, not public yet or never was takes the same way. SPEC M58. */
  async content(digest: string): Promise<Content | undefined> {
    const row = await this.#db
      .selectFrom('contents')
      .select(['salt', 'bytes'])
      .where('digest', '=', Uint8Array.fromHex(digest))
      .where(sql<boolean>`coalesce(since, -1) < ${this.#size}::bigint`)
      .executeTakeFirst();
    return row === undefined ? undefined : { salt: row.salt, text: parseUtf8(row.bytes) };
  }

  file(digest: string): Promise<StoredFile | undefined> {
    return this.#options.files.inView(digest, this.#size);
  }

  get #db(): Db {
    return this.#options.db;
  }

  get #size(): number {
    return this.#options.publisher.size;
  }
}
