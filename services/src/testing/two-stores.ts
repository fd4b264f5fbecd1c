/**
 * One rulebook, two stores: the same statements through the sequencer over PostgreSQL rows and through memory, with every
 * verdict and every value of the state compared.
 */
import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { base64, hex, utf8 } from '@counterfoil/ledger/bytes';
import { canonicalBytes, type Json } from '@counterfoil/ledger/canonical-json';
import type { Content } from '@counterfoil/ledger/content';
import { parseEntry } from '@counterfoil/ledger/entry';
import type { Envelope } from '@counterfoil/ledger/envelope';
import type { FileRef } from '@counterfoil/ledger/file-content';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { admit } from '@counterfoil/ledger/rulebook';
import { MemoryState, stateKinds, type StateKind, type StateShapes } from '@counterfoil/ledger/state';
import {
  contentRefs,
  fileRefs,
  formatStatement,
  openEnvelope,
  PAYLOAD_TYPE,
  type Statement,
} from '@counterfoil/ledger/statement';
import { EMPTY_ROOT, Frontier, leafHash, type Hash } from '@counterfoil/ledger/tree';
import pino from 'pino';
import postgres from 'postgres';
import { connect, migrate, type Pool } from '../database/connect.ts';
import { Problem } from '../problem.ts';
import { Vault } from '../content/vault.ts';
import { tokenHash } from '../files/file-store.ts';
import { PgState } from '../recorder/pg-state.ts';
import { Sequencer } from '../recorder/sequencer.ts';
import type { Submission } from '../recorder/submission.ts';
import { createDatabase } from './database.ts';

const platform = nodePlatform(crypto);
/** Sixty-four bytes that sign nothing: what comes to the sequencer has been verified before. */
const UNSIGNED = base64(new Uint8Array(64));

/** Stands for every text: that it fits its commitment has been seen before, too. */
const WORDS: Content = { salt: new Uint8Array(32), text: 'Word' };

export interface Turn {
  readonly statement: Statement;
  readonly signers: readonly string[];
  /** As it was signed, where somebody signed it. */
  readonly envelope?: Envelope;
}

/** What was signed, as something to be heard. */
export function turnOf(envelope: Envelope): Turn {
  const signers = envelope.signatures.map(({ keyid }) => keyid);
  return { statement: openEnvelope(envelope).statement, signers, envelope };
}

export class TwoStores implements AsyncDisposable {
  readonly #pool: Pool;
  readonly #owner: postgres.Sql;
  #roots: Hash[] = [EMPTY_ROOT];
  #frontier = Frontier.empty();
  #memory = new MemoryState(this.#rootAt.bind(this));
  #time = '1970-01-01T00:00:00.000Z';
  #nowMs = 0;
  #sequencer: Sequencer;

  private constructor(pool: Pool, owner: postgres.Sql) {
    this.#pool = pool;
    this.#owner = owner;
    this.#sequencer = this.#createSequencer();
  }

  static async create(): Promise<TwoStores> {
    const url = await createDatabase();
    await migrate(url);
    return new TwoStores(connect(url), postgres(url, { max: 1, onnotice: () => undefined }));
  }

  get size(): number {
    return this.#roots.length - 1;
  }

  /** Size and root that an author of now has seen. */
  seen(size = this.size): Statement['seen'] {
    return { size, root: base64(this.#roots[size] ?? EMPTY_ROOT) };
  }

  /** Remembers both as they are, to come back to. */
  async mark(): Promise<() => Promise<void>> {
    const [roots, time, frontier] = [[...this.#roots], this.#time, this.#frontier.clone()];
    const values = stateKinds.flatMap((kind) =>
      [...this.#memory.all(kind)].map(([id, value]) => ({ kind, id, value })),
    );
    await this.#owner.unsafe(`
      create table if not exists kept_state as select kind, id, value from state; create table if not exists kept_head as table head;
      create table if not exists kept_nodes as table nodes; create table if not exists kept_contents as table contents;
      create table if not exists kept_sealed as table sealed_contents; create table if not exists kept_files as table files`);
    return async () => {
      [this.#roots, this.#time, this.#frontier] = [[...roots], time, frontier.clone()];
      this.#memory = new MemoryState(this.#rootAt.bind(this));
      this.#memory.apply(values as Parameters<MemoryState['apply']>[0]);
      // Only the owner of the database can, and only with the guard taken off.
      await this.#owner.unsafe(`
        begin; alter table entries disable trigger entries_append_only; delete from entries where index >= ${roots.length - 1};
        alter table entries enable trigger entries_append_only;
        truncate state; insert into state (kind, id, value) table kept_state; truncate nodes; insert into nodes table kept_nodes;
        truncate head; insert into head table kept_head; truncate contents cascade; insert into contents table kept_contents;
        truncate sealed_contents; insert into sealed_contents table kept_sealed; truncate files; insert into files table kept_files; commit`);
      this.#sequencer = this.#createSequencer();
    };
  }

  /** Puts statements that wait at the same moment to both. @returns what was said of each: a rule code, or null for admitted. */
  async hear(turns: readonly Turn[], time: string): Promise<(string | null)[]> {
    const now = time > this.#time ? time : this.#time;
    this.#nowMs = Date.parse(time);
    const submissions = turns.map(submissionOf);
    for (const { statement } of submissions) for (const ref of fileRefs(statement)) await this.#upload(ref);
    const told = await Promise.all(submissions.map((submission) => verdictOf(this.#sequencer.record(submission))));
    const entries = await this.#pool.db
      .selectFrom('entries')
      .select(['index', 'bytes'])
      .where('index', '>=', this.size)
      .orderBy('index')
      .execute();
    const judged: (string | null)[] = [];
    for (const { statement, digest, signers } of submissions) {
      const index = this.size;
      const admission = await admit(this.#memory, { index, time: now, statement, digest, signers });
      if ('refused' in admission) {
        judged.push(admission.refused.code);
        continue;
      }
      judged.push(null);
      this.#memory.apply(admission.changes);
      const row = entries.shift();
      assert.ok(row !== undefined, 'memory admits what was not recorded');
      const entry = parseEntry(row.bytes);
      assert.deepEqual([entry.index, entry.time], [index, now]);
      this.#time = now;
      assert.equal(hex(platform.sha256(openEnvelope(entry.envelope).payload)), digest);
      this.#grow(row.bytes);
    }
    assert.deepEqual(told, judged);
    assert.equal(entries.length, 0, 'something was recorded that memory refuses');
    return judged;
  }

  /** As if it had been sent just now: what the file is, neither store asks. */
  async #upload({ digest, bytes, mediaType }: FileRef): Promise<void> {
    const [id, token] = [platform.sha256(utf8(digest)), tokenHash(digest)];
    await this.#owner`
      insert into files (id, digest, bytes, media_type, token, created, kept_until)
      values (${id}, decode(${digest}, 'hex'), ${bytes}, ${mediaType}, ${token}, '', '')
      on conflict (digest) do update set bytes = excluded.bytes, media_type = excluded.media_type`;
  }

  /** Every value of a kind, as memory has it. */
  all<K extends StateKind>(kind: K): ReadonlyMap<string, StateShapes[K]> {
    return this.#memory.all(kind);
  }

  /** Compares every value of both. */
  async compare(): Promise<void> {
    const rows = await this.#pool.db.selectFrom('state').select(['kind', 'id', 'value']).execute();
    const stored = rows.map(({ kind, id, value }) => line(kind, id, value as Json));
    const kept = stateKinds
      .filter((kind) => kind !== 'statement')
      .flatMap((kind) => [...this.#memory.all(kind)].map(([id, value]) => line(kind, id, value as unknown as Json)));
    assert.deepEqual(stored.sort(), kept.sort());
    await this.#compareTexts();
  }

  /** Whether every text lies where its state says, and nowhere else. */
  async #compareTexts(): Promise<void> {
    const [shown, sealed] = await Promise.all([
      this.#owner<{ digest: string }[]>`select encode(digest, 'hex') as digest from contents`,
      this.#owner<{ digest: string }[]>`select encode(digest, 'hex') as digest from sealed_contents`,
    ]);
    const files = await this.#owner<{ digest: string; entry: number | null; since: number | null }[]>`
      select encode(digest, 'hex') as digest, entry, since from files`;
    const [open, hidden] = [shown, sealed].map((rows) => new Set(rows.map(({ digest }) => digest)));
    for (const [digest, { state }] of this.#memory.all('content')) {
      const file = files.find((one) => one.digest === digest);
      if (file !== undefined) {
        assert.equal(file.since !== null, state === 'public', `a file in public view, and ${state}`);
        assert.equal(file.entry === null, state === 'erased', `a file that is kept, and ${state}`);
        continue;
      }
      assert.equal(open?.has(digest), state === 'public', `in public view, and ${state}`);
      assert.equal(hidden?.has(digest), state === 'pending' || state === 'withheld', `sealed, and ${state}`);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.close();
    await this.#owner.end();
  }

  #rootAt(size: number): Promise<Hash | undefined> {
    return Promise.resolve(this.#roots[size]);
  }

  #grow(entry: Uint8Array): void {
    this.#frontier.append(leafHash(entry));
    this.#roots.push(this.#frontier.root());
  }

  #createSequencer(): Sequencer {
    return new Sequencer({
      pool: this.#pool,
      state: new PgState((size) => this.#rootAt(size)),
      platform,
      now: () => this.#nowMs,
      log: pino({ level: 'silent' }),
      clockBehindMs: Infinity,
      requireHead: () => undefined,
      onCommit: () => undefined,
      onTakenAway: () => undefined,
      vault: new Vault(new Uint8Array(32)),
    });
  }
}

function submissionOf({ statement, signers, envelope }: Turn): Submission {
  const payload = formatStatement(statement);
  return {
    envelope: envelope ?? {
      payload: base64(payload),
      payloadType: PAYLOAD_TYPE,
      signatures: signers.map((keyid) => ({ keyid, sig: UNSIGNED })),
    },
    statement,
    digest: hex(platform.sha256(payload)),
    signers,
    contents: new Map(contentRefs(statement).map(({ digest }) => [digest, WORDS])),
    // Whoever sent a file has shown its digest.
    files: fileRefs(statement).map(({ digest }) => digest),
  };
}

async function verdictOf(recorded: Promise<unknown>): Promise<string | null> {
  try {
    await recorded;
    return null;
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}

function line(kind: string, id: string, value: Json): string {
  return `${kind} ${id} ${new TextDecoder().decode(canonicalBytes(value))}`;
}
