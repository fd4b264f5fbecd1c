/**
 * The rulebook's state over rows, for whoever holds the lock on the head. SPEC 8.2.
 *
 * What was read is kept for the next batch: only entries change state, and only the holder of the lock appends. When
 * another process has appended in between, the head has moved without us and everything kept is dropped.
 */
import type { Change, State, StateKind, StateShapes } from '@counterfoil/ledger/state';
import { keyMaterial } from '@counterfoil/ledger/keyid';
import { fileRefs, type Statement } from '@counterfoil/ledger/statement';
import type { Hash } from '@counterfoil/ledger/tree';
import type { Connection } from '../database/connect.ts';

/** Values kept, and roots kept. */
const KEPT = 100_000;

interface Key {
  readonly kind: StateKind;
  readonly id: string;
}

export class PgState implements State {
  /** By kind, then by identifier: the strings are those at hand, so none is put together for a look-up. Undefined for what is not there. */
  readonly #values = new Map<StateKind, Map<string, unknown>>();
  readonly #rootAt: (size: number) => Promise<Hash | undefined>;
  #connection: Connection | undefined;
  #size = 0;
  #wanted: readonly Key[] = [];

  constructor(rootAt: (size: number) => Promise<Hash | undefined>) {
    this.#rootAt = rootAt;
  }

  /** Begins a batch on its transaction: reads at once what the statements will be judged by, as far as their fields tell. */
  async begin(connection: Connection, candidates: readonly Judged[]): Promise<void> {
    let kept = 0;
    for (const { size } of this.#values.values()) kept += size;
    if (kept > KEPT) this.forget();
    this.#connection = connection;
    this.#wanted = candidates.flatMap(keysOf);
    await this.#load(this.#wanted);
  }

  /** The size of the locked head: when somebody else has appended, what was kept from before is read again. */
  async checkSize(size: number): Promise<void> {
    if (size === this.#size) return;
    this.forget();
    this.#size = size;
    await this.#load(this.#wanted);
  }

  forget(): void {
    this.#values.clear();
  }

  async get<K extends StateKind>(kind: K, id: string): Promise<StateShapes[K] | undefined> {
    if (!this.#of(kind).has(id)) await this.#load([{ kind, id }]);
    return this.#of(kind).get(id) as StateShapes[K] | undefined;
  }

  rootAt(size: number): Promise<Hash | undefined> {
    return this.#rootAt(size);
  }

  /** After the rulebook admitted an entry: what follows sees it. */
  apply(changes: readonly Change[]): void {
    for (const { kind, id, value } of changes) this.#of(kind).set(id, value);
  }

  /** After the transaction: what was applied is what the database holds. */
  committed(size: number): void {
    this.#size = size;
  }

  async #load(wanted: readonly Key[]): Promise<void> {
    const keys = wanted.filter(({ kind, id }) => !this.#of(kind).has(id));
    const statements = keys.filter(({ kind }) => kind === 'statement').map(({ id }) => id);
    const others = keys.filter(({ kind }) => kind !== 'statement');
    for (const { kind, id } of keys) this.#of(kind).set(id, undefined);
    await Promise.all([this.#loadState(others), this.#loadStatements(statements)]);
  }

  async #loadState(keys: readonly Key[]): Promise<void> {
    if (keys.length === 0) return;
    const rows = await this.#sql<{ kind: StateKind; id: string; value: unknown }[]>`
      select s.kind, s.id, s.value from state s
      join (select distinct kind, id from json_to_recordset(${JSON.stringify(keys)}::text::json) as w(kind text, id text)) w
      using (kind, id)`;
    for (const { kind, id, value } of rows) this.#of(kind).set(id, value);
  }

  /** Found by the unique digest of their entry instead of being stored a second time. */
  async #loadStatements(digests: readonly string[]): Promise<void> {
    if (digests.length === 0) return;
    const rows = await this.#sql<{ index: number; statement: Uint8Array }[]>`
      select index, statement from entries where statement in (
        select decode(w, 'hex') from json_array_elements_text(${JSON.stringify(digests)}::text::json) as w)`;
    for (const { index, statement } of rows) this.#of('statement').set(statement.toHex(), { entry: index });
  }

  #of(kind: StateKind): Map<string, unknown> {
    const known = this.#values.get(kind);
    if (known !== undefined) return known;
    const values = new Map<string, unknown>();
    this.#values.set(kind, values);
    return values;
  }

  get #sql(): Connection {
    if (this.#connection === undefined) throw new Error('State is read within a batch only.');
    return this.#connection;
  }
}

/** What the rulebook is about to judge. */
interface Judged {
  readonly statement: Statement;
  readonly digest: string;
  readonly signers: readonly string[];
  /** Its texts, by digest, where they are at hand. */
  readonly contents?: ReadonlyMap<string, unknown>;
}

/** What nearly every statement is judged by, as far as its own fields tell; the rest is asked for when it is needed, and kept. */
function keysOf({ statement, digest, signers, contents }: Judged): Key[] {
  const keys: Key[] = [
    { kind: 'ledger', id: 'opened' },
    { kind: 'statement', id: digest },
    ...signers.map((id): Key => ({ kind: 'key', id })),
  ];
  const add = (kind: StateKind, ...ids: readonly (string | number)[]): void => {
    for (const id of ids) keys.push({ kind, id: String(id) });
  };
  if (contents !== undefined) add('content', ...contents.keys());
  if ('by' in statement && statement.by !== undefined) add('mandate', ...statement.by);
  if ('case' in statement && statement.case !== undefined) add('case', statement.case);
  if ('speaker' in statement && statement.speaker !== undefined) {
    add('speaker', statement.speaker);
    add('input', statement.speaker);
  }
  if ('followKey' in statement && statement.followKey !== undefined) add('material', keyMaterial(statement.followKey));
  for (const { digest: file } of fileRefs(statement)) add('content', file);
  switch (statement.kind) {
    case 'input-received':
      if (statement.process !== undefined) {
        add('process', statement.process.id);
        add('rules', `${statement.process.id}/${statement.process.version}`);
      }
      if (statement.source !== undefined) add('source', `${statement.source.name}/${statement.source.id}`);
      break;
    case 'dispositions':
      for (const { inputs } of statement.items) add('input', ...inputs);
      break;
    case 'case-split':
      add('input', ...statement.inputs);
      break;
    case 'cases-merged':
      add('case', statement.into);
      break;
    case 'case-linked':
      add('case', statement.other);
      break;
    case 'correction':
      add('act', statement.corrects);
      break;
    case 'appeal':
    case 'dispute':
      add('act', statement.against);
      break;
    case 'answer':
      add('matter', statement.answers);
      break;
    case 'milestone':
      add('matter', statement.commitment);
      break;
    case 'content-published':
    case 'retention-applied':
      for (const item of statement.items) {
        add('content', item.digest);
        add('input', item.entry);
      }
      break;
    case 'content-withheld':
    case 'content-redacted':
    case 'content-restored':
      add('content', statement.digest);
      add('input', statement.entry);
      break;
    case 'erasure-request':
      add('content', statement.digest);
      break;
    case 'decision':
      for (const used of [statement.algorithms, statement.data]) if (used !== 'none') add('registered', ...used);
      break;
    default:
  }
  return keys;
}
