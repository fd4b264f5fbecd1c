/** What the pages read, over the database: only what a checkpoint covers. */
import type { Content } from '@counterfoil/ledger/content';
import { parseEntry } from '@counterfoil/ledger/entry';
import type { LedgerInfo } from '@counterfoil/ledger/ledger-info';
import type { SelfCheckInfo } from '@counterfoil/ledger/self-check';
import type { Platform } from '@counterfoil/ledger/signature';
import type { Register, StateKind, StateShapes } from '@counterfoil/ledger/state';
import { openEnvelope } from '@counterfoil/ledger/statement';
import type { ReadHashes } from '@counterfoil/ledger/tree';
import type { OwedQuery, OwedStep } from '@counterfoil/web-viewer/owed-steps';
import type {
  About,
  CaseAhead,
  PublicRecord,
  RegisterEntry,
  Snapshot,
  StoredFile,
} from '@counterfoil/web-viewer/record';
import type { SearchAnswer, SearchQuery } from '@counterfoil/web-viewer/search';
import type { TakedownCount } from '@counterfoil/web-viewer/takedown-counts';
import type { AskedFigures, ToldFigures, Untold } from '@counterfoil/web-viewer/accountability/told';
import { sql, type RawBuilder } from 'kysely';
import { Accounts } from './accountability/accounts.ts';
import type { Db } from './database/connect.ts';
import { readAbout } from './pg-about.ts';
import { INDEX, parseGroup } from './pg-case-groups.ts';
import { readCaseAhead } from './pg-case-ahead.ts';
import { readCases } from './pg-cases.ts';
import { readObligations } from './pg-owed.ts';
import { Questions } from './pg-questions.ts';
import { holdStill } from './pg-snapshot.ts';
import { Takedowns } from './pg-takedowns.ts';
import type { FileStore } from './files/file-store.ts';
import type { Publisher } from './recorder/publisher.ts';
import { keepingHashReader } from './recorder/tree-store.ts';
import { find, readCategories } from './search/find.ts';
import { Turns } from './search/turns.ts';
import { WordIndex } from './search/word-index.ts';
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

type Counts = Omit<Awaited<ReturnType<PublicRecord['counts']>>, 'entries'>;
interface Counted {
  readonly counts: Promise<Counts>;
  /** By `performance.now`. */
  until: number;
}
/** What was counted is kept for so long, and for so many times as long as counting took. */
const [COUNTS_KEPT_MS, COUNTS_REST] = [3000, 20];
/** Each takes a connection of the pool. */
const [SEARCHES_AT_ONCE, SEARCHES_WAITING] = [2, 50];

export interface PgRecordOptions {
  readonly db: Db;
  /** Where texts are read from, and whether they are in public view, where that is not the same. */
  readonly texts?: Db;
  /** Without a look at everything by whoever serves it, nothing is said of one. */
  readonly selfCheck: { readonly info: SelfCheck['info'] | undefined };
  readonly publisher: Pick<Publisher, 'size' | 'note' | 'vkey'>;
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
  readonly #words: WordIndex;
  readonly #accounts: Accounts;
  readonly #questions: Questions;
  readonly #turns = new Turns(SEARCHES_AT_ONCE, SEARCHES_WAITING);
  #info: LedgerInfo | undefined;
  #counted: Counted | undefined;

  constructor(options: PgRecordOptions) {
    this.#options = options;
    const { db, texts = db, publisher } = options;
    this.#questions = new Questions({ db, texts, size: () => publisher.size });
    this.#takedowns = new Takedowns(options.db, () => options.publisher.size, options.takedownsUntil);
    this.#words = new WordIndex(options.db, () => options.publisher.size);
    this.#accounts = new Accounts(options.db, () => options.publisher.size);
    this.hashes = keepingHashReader(db, () => publisher.size, options.platform.sha256);
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

  selfCheck(): Promise<SelfCheckInfo | undefined> {
    return Promise.resolve(this.#options.selfCheck.info);
  }

  entry(index: number): Promise<Uint8Array | undefined> {
    return this.#questions.entry(index);
  }

  async entries(
    indexes: readonly number[],
  ): Promise<readonly { readonly index: number; readonly bytes: Uint8Array }[]> {
    const found = await Promise.all(indexes.map((index) => this.entry(index)));
    return found.flatMap((bytes, i) => {
      const index = indexes[i];
      return bytes === undefined || index === undefined ? [] : [{ index, bytes }];
    });
  }

  async newestSteps(limit: number, before = this.#size): Promise<readonly number[]> {
    const rows = await this.#db
      .selectFrom('entries')
      .select('index')
      .where('case_id', 'is not', null)
      .where('index', '<', Math.min(before, this.#size))
      .orderBy('index', 'desc')
      .limit(sql.lit(limit))
      .execute();
    return rows.map(({ index }) => index);
  }

  async newestAbout(about: About, limit: number, before = this.#size): ReturnType<PublicRecord['newestAbout']> {
    if ('area' in about) await this.#words.readOn();
    return readAbout(this.#db, about, limit, Math.min(before, this.#size));
  }

  async caseSteps(caseId: number, limit: number, after = -1): Promise<readonly number[]> {
    const rows = await this.#db
      .selectFrom('entries')
      .select('index')
      .where('case_id', '=', caseId)
      .where('index', '>', after)
      .where('index', '<', this.#size)
      .orderBy('index')
      .limit(sql.lit(limit))
      .execute();
    return rows.map(({ index }) => index);
  }

  caseAhead(caseId: number, after: number): Promise<CaseAhead> {
    return readCaseAhead(this.#db, this.#size, caseId, after);
  }

  caseActs(caseId: number, limit: number): Promise<readonly number[]> {
    return this.#ids('act', sql`(value->>'case')::bigint = ${caseId}`, limit);
  }

  cases(query: Parameters<PublicRecord['cases']>[0]): Promise<readonly number[]> {
    return readCases(this.#db, query, Math.min(query.before ?? Infinity, this.#size));
  }

  /** The one question here whose cost grows with the ledger: what was counted is kept for a while, and longer where counting takes long. */
  async counts(): ReturnType<PublicRecord['counts']> {
    if (this.#counted === undefined || this.#counted.until < performance.now()) this.#counted = this.#countAnew();
    return { entries: this.#size, ...(await this.#counted.counts) };
  }

  #countAnew(): Counted {
    const begunMs = performance.now();
    const counted: Counted = { counts: this.#count(), until: Infinity };
    const keep = (): void => {
      const nowMs = performance.now();
      counted.until = nowMs + COUNTS_KEPT_MS + COUNTS_REST * (nowMs - begunMs);
    };
    // What could not be counted is counted anew for whoever asks next: the database may be back by then.
    counted.counts.then(keep, () => (counted.until = 0));
    return counted;
  }

  async #count(): Promise<Counts> {
    const { rows } = await sql<{ key: string | null; count: number }>`
      select case_group as key, count(*) as count from state where case_group is not null group by case_group
      union all select null, count(*) from state where kind = 'input'`.execute(this.#db);
    const sum = (counted: typeof rows): number => counted.reduce((total, { count }) => total + count, 0);
    return {
      cases: sum(rows.filter(({ key }) => key !== null)),
      decided: sum(rows.filter(({ key }) => key !== null && parseGroup(key).isDecided)),
      // Not from the cases: where two were made one, an input is counted in both.
      inputs: sum(rows.filter(({ key }) => key === null)),
    };
  }

  state<K extends StateKind>(kind: K, id: string): Promise<StateShapes[K] | undefined> {
    return this.#questions.state(`${kind} ${id}`) as Promise<StateShapes[K] | undefined>;
  }

  states<K extends StateKind>(
    kind: K,
    ids: readonly (string | number)[],
  ): Promise<readonly (StateShapes[K] | undefined)[]> {
    return Promise.all(ids.map((id) => this.state(kind, String(id))));
  }

  obligations(query: OwedQuery): Promise<readonly OwedStep[]> {
    return readObligations(this.#db, this, this.#size, query);
  }

  matters(caseId: number, limit: number): Promise<readonly number[]> {
    return this.#ids('matter', sql`(value->>'case')::bigint = ${caseId}`, limit);
  }

  async registers(): Promise<readonly RegisterEntry[]> {
    const rows = await this.#db
      .selectFrom('state')
      .select(['id', 'value'])
      .where('kind', '=', sql.lit('register'))
      .orderBy(sql`id collate "C"`)
      .execute();
    return rows.map(({ id, value }) => {
      const [register = '', code = ''] = id.split('/');
      return { register: register as Register, code, ...(value as StateShapes['register']) };
    });
  }

  registerVersions(register: Register, code: string, limit: number): Promise<readonly number[]> {
    return this.#ids('registered', sql`value->>'register' = ${register} and value->>'code' = ${code}`, limit);
  }

  async offices(): Promise<readonly { readonly office: string; readonly title: string }[]> {
    const rows = await this.#db
      .selectFrom('state')
      .select(['id', 'value'])
      .where('kind', '=', sql.lit('office'))
      .orderBy(sql`id collate "C"`)
      .execute();
    return rows.map(({ id, value }) => ({ office: id, title: (value as StateShapes['office']).title }));
  }

  async processes(): Promise<readonly { readonly id: string; readonly version: number }[]> {
    const rows = await this.#db
      .selectFrom('state')
      .select(['id', 'value'])
      .where('kind', '=', sql.lit('process'))
      .orderBy('id')
      .execute();
    return rows.map(({ id, value }) => ({ id, version: (value as StateShapes['process']).version }));
  }

  spokenBy(keyid: string, limit: number): Promise<readonly number[]> {
    return this.#ids('speaker', sql`value->>'key' = ${keyid}`, limit);
  }

  /** Numbers written out are known when the query is planned, which is once. */
  async #ids(kind: StateKind, condition: RawBuilder<unknown>, limit: number): Promise<readonly number[]> {
    const { rows } = await sql<{ id: number }>`
      select ${INDEX} as id from state where kind = ${sql.lit(kind)} and ${condition} and ${INDEX} < ${this.#size}
      order by ${INDEX} limit ${sql.lit(limit)}`.execute(this.#db);
    return rows.map(({ id }) => id);
  }

  takedowns(limit: number, before?: number): Promise<readonly number[]> {
    return this.#takedowns.newest(limit, before);
  }

  takedownCounts(): Promise<readonly TakedownCount[]> {
    return this.#takedowns.counts();
  }

  /** What was recorded a moment ago is read first; where much is to be read, that goes on in the background. */
  async search(query: SearchQuery): Promise<SearchAnswer> {
    const answer = await this.#turns.take(async () => {
      const { size } = await this.#words.readOn();
      return find(this.#db, this.#size, size, query);
    });
    return answer ?? { finds: [], count: 0, isMore: false, size: this.#size, refused: 'too-long' };
  }

  /** The figures of accountability, soon and in the background. */
  countAhead(): Promise<void> {
    return this.#accounts.countAhead();
  }

  accountability(asked: AskedFigures): Promise<ToldFigures | Untold> {
    return this.#accounts.tell(asked);
  }

  categories(limit: number): Promise<readonly string[]> {
    return readCategories(this.#db, limit);
  }

  contents(digests: readonly string[]): Promise<readonly (Content | undefined)[]> {
    return Promise.all(digests.map((digest) => this.#questions.text(digest)));
  }

  file(digest: string): Promise<StoredFile | undefined> {
    return this.#options.files.inView(digest, this.#size);
  }

  /** Ends what counts beside it. */
  close(): Promise<void> {
    return this.#accounts.close();
  }

  async snapshot(): Promise<Snapshot> {
    const { db, publisher } = this.#options;
    const still = await holdStill(db, publisher);
    return { ...still, record: new PgRecord({ ...this.#options, ...still, texts: db }) };
  }

  get #db(): Db {
    return this.#options.db;
  }

  get #size(): number {
    return this.#options.publisher.size;
  }
}
