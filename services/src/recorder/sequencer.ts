/**
 * Group commit: statements waiting at the same moment share one transaction. SPEC M16.
 *
 * Lock the head row, judge each statement in order by the rulebook, insert the admitted, move the head, commit. Indexes come
 * from the locked row, never from a sequence: a rollback leaves no hole. Several processes may do this against one database.
 */
import { base64, concatBytes } from '@counterfoil/ledger/bytes';
import { formatEntry, prevField } from '@counterfoil/ledger/entry';
import { admit, type Candidate } from '@counterfoil/ledger/rulebook';
import type { Platform } from '@counterfoil/ledger/signature';
import type { Change } from '@counterfoil/ledger/state';
import { redactionsOf, type Redaction } from '@counterfoil/ledger/redactions';
import { caseOf, fileRefs } from '@counterfoil/ledger/statement';
import { Frontier, leafHash, type Hash } from '@counterfoil/ledger/tree';
import type { Logger } from 'pino';
import postgres from 'postgres';
import { Placing, writeMoves, type ContentRow, type Moves } from '../content/placing.ts';
import type { Vault } from '../content/vault.ts';
import type { Connection, Pool } from '../database/connect.ts';
import { writeRedactions } from '../redactions.ts';
import { rollback } from '../database/connections.ts';
import { asProblem, Problem, problemOf } from '../problem.ts';
import type { PgState } from './pg-state.ts';
import type { End } from './publisher.ts';
import type { Stages } from './stages.ts';
import type { Submission } from './submission.ts';
import { splitHashes, storedNode } from './tree-store.ts';

/** Durable, and not yet covered by a checkpoint. */
export interface Recorded {
  readonly index: number;
  /** Recording time, UTC with milliseconds. */
  readonly time: string;
  readonly caseId: number | undefined;
}

interface Waiting {
  readonly submission: Submission;
  readonly sinceMs: number;
  readonly resolve: (recorded: Recorded) => void;
  readonly reject: (problem: unknown) => void;
}

export interface SequencerOptions {
  readonly pool: Pool;
  readonly state: PgState;
  readonly platform: Platform;
  /** Seals what is not in public view. */
  readonly vault: Vault;
  readonly now: () => number;
  /** How far the clock may lie behind the newest entry before nothing more is recorded, milliseconds. */
  readonly clockBehindMs: number;
  readonly log: Logger;
  /** Told how long each stage takes. */
  readonly stages?: Stages | undefined;
  /** Asked under the lock, before anything is written on top of it; throws when the head cannot be what it says. */
  readonly requireHead: (head: End, written: End | undefined) => void;
  /** Told after each commit. */
  readonly onCommit: () => void;
  /** Told after a commit that took texts out of public view. */
  readonly onTakenAway: () => void;
  /** Whether what is on record already is told again, of which some texts and files may be lost. */
  readonly isRestoring?: boolean | undefined;
}

/** Statements in one transaction, and statements waiting: more are turned away at once rather than made to wait. */
const MAX_BATCH = 256;
const MAX_WAITING = 20_000;

/**
 * Everything a batch reads is named by its key. The planner, which has seen the tables while they were empty and keeps its
 * plans, would read them whole.
 */
export const BY_KEY =
  'set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off';

export class Sequencer {
  readonly #options: SequencerOptions;
  /** What its last commit left: a head behind it has lost what was recorded. */
  #written: End | undefined;
  #queue: Waiting[] = [];
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(options: SequencerOptions) {
    this.#options = options;
  }

  /** @throws Problem when the rulebook refuses it, or when it could not be made durable. */
  record(submission: Submission): Promise<Recorded> {
    return new Promise((resolve, reject) => {
      if (this.#stopped || this.#queue.length >= MAX_WAITING) return reject(new Problem('not-recorded'));
      this.#queue.push({ submission, sinceMs: performance.now(), resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Statements that wait for their batch. */
  get queued(): number {
    return this.#queue.length;
  }

  /** Takes nothing new and finishes what waits. */
  async close(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    const { stages } = this.#options;
    // One turn of the event loop, so that requests read in the same turn share the batch.
    await new Promise((turn) => setImmediate(turn));
    while (this.#queue.length > 0) {
      const batch = this.#queue.splice(0, MAX_BATCH);
      const beganMs = performance.now();
      for (const { sinceMs } of batch) stages?.observe('queue', beganMs - sinceMs);
      try {
        await this.#commit(batch);
        stages?.observe('batch', performance.now() - beganMs);
      } catch (error) {
        this.#options.state.forget();
        this.#options.log.error({ err: error, statements: batch.length }, 'A batch could not be recorded.');
        for (const { reject } of batch)
          reject(error instanceof Problem ? error : new Problem('not-recorded', undefined, { cause: error }));
      }
    }
    this.#running = undefined;
  }

  /** Two round trips: begin, lock and read; then write and commit. What is sent together is carried out in order. */
  async #commit(batch: readonly Waiting[]): Promise<void> {
    const { pool, state, requireHead, onCommit, onTakenAway, stages } = this.#options;
    const askedMs = performance.now();
    const connection = await pool.reserve();
    stages?.observe('connection', performance.now() - askedMs);
    let writing = false;
    let built: Built;
    try {
      const submissions = batch.map(({ submission }) => submission);
      const beganMs = performance.now();
      const [, head] = await all(
        connection.unsafe(`begin; ${BY_KEY}`),
        lockHead(connection),
        state.begin(connection, submissions),
      );
      requireHead(head, this.#written);
      await state.checkSize(head.size);
      stages?.observe('lock', performance.now() - beganMs);
      built = await this.#build(head, batch, connection);
      writing = true;
      const writingMs = performance.now();
      const { rows } = built;
      await all(
        rows === undefined ? Promise.resolve() : write(connection, rows),
        rows === undefined || rows.redactions.length === 0
          ? Promise.resolve()
          : writeRedactions(connection, rows.redactions),
        rows?.moves === undefined ? Promise.resolve() : writeMoves(connection, rows.moves),
        connection`commit`,
      );
      stages?.observe('write', performance.now() - writingMs);
    } catch (error) {
      await rollback(connection);
      // The server's own no is a no. Where the connection broke, the commit may have taken effect before.
      throw writing && !(error instanceof postgres.PostgresError)
        ? new Problem('maybe-recorded', undefined, { cause: error })
        : error;
    } finally {
      connection.release();
    }
    state.committed(built.size);
    this.#written = built.end;
    for (const { waiting, recorded } of built.recorded) waiting.resolve(recorded);
    for (const { waiting, problem } of built.refused) waiting.reject(problem);
    if (built.recorded.length > 0) onCommit();
    if (built.rows?.moves?.takesAway === true) onTakenAway();
  }

  /** Judges the batch in order on top of the locked head. */
  async #build(head: Head, batch: readonly Waiting[], connection: Connection): Promise<Built> {
    const { state, platform, vault, isRestoring } = this.#options;
    const placing = new Placing(connection, vault, { isRestoring });
    const frontier = new Frontier(head.size, splitHashes(head.frontier), platform.sha256);
    let last: Hash | undefined = head.size === 0 ? undefined : head.leaf;
    const [nowMs, headMs] = [this.#options.now(), Date.parse(head.time)];
    if (headMs - nowMs > this.#options.clockBehindMs) throw new Problem('clock-behind');
    const time = new Date(Math.max(nowMs, headMs)).toISOString();

    let rulesMs = 0;
    const outcome = { recorded: [] as Built['recorded'][number][], refused: [] as Built['refused'][number][] };
    const rows = {
      entries: [] as EntryRow[],
      nodes: [] as NodeRow[],
      changes: new Map<string, Change>(),
      redactions: [] as Redaction[],
    };
    for (const waiting of batch) {
      const { statement, digest, signers, envelope, contents, files } = waiting.submission;
      const index = frontier.size;
      const candidate: Candidate = { index, time, statement, digest, signers };
      const askedMs = performance.now();
      const admission = await admit(state, candidate);
      rulesMs += performance.now() - askedMs;
      if ('refused' in admission) {
        outcome.refused.push({ waiting, problem: problemOf(admission.refused) });
        continue;
      }
      let bytes: Uint8Array;
      try {
        bytes = formatEntry({ index, time, prev: prevField(last), envelope });
      } catch (error) {
        outcome.refused.push({ waiting, problem: asProblem(error) });
        continue;
      }
      if (!(await placing.move(index, admission.changes))) {
        outcome.refused.push({ waiting, problem: new Problem('content-lost') });
        continue;
      }
      if (!(await placing.claim(index, fileRefs(statement), files))) {
        outcome.refused.push({ waiting, problem: new Problem('file-unknown') });
        continue;
      }
      placing.add(index, contents);
      rows.redactions.push(...redactionsOf(statement, index));
      state.apply(admission.changes);
      for (const change of admission.changes)
        if (change.kind !== 'statement') rows.changes.set(`${change.kind} ${change.id}`, change);
      last = leafHash(bytes, platform.sha256);
      frontier.append(last, (node, hash) => {
        const stored = storedNode(node, hash);
        if (stored !== undefined) rows.nodes.push({ ...stored, hash: base64(stored.hash) });
      });
      const caseId = caseOf(statement, index);
      rows.entries.push({
        index,
        bytes: base64(bytes),
        leaf: base64(last),
        statement: digest,
        case_id: caseId ?? null,
      });
      outcome.recorded.push({ waiting, recorded: { index, time, caseId } });
    }
    this.#options.stages?.observe('rules', rulesMs);
    const { size } = frontier;
    const end = { size, leaf: last };
    if (last === undefined || rows.entries.length === 0) return { ...outcome, size, end, rows: undefined };
    const newHead = { size, time, leaf: base64(last), frontier: base64(concatBytes(...frontier.hashes)) };
    const texts = await placing.place(state);
    return { ...outcome, size, end, rows: { ...rows, ...texts, changes: [...rows.changes.values()], head: newHead } };
  }
}

interface Head {
  readonly size: number;
  readonly time: string;
  readonly leaf: Uint8Array;
  readonly frontier: Uint8Array;
}

/** What a batch comes to. */
interface Built {
  /** Of the tree after it. */
  readonly size: number;
  readonly end: End;
  readonly recorded: readonly { readonly waiting: Waiting; readonly recorded: Recorded }[];
  readonly refused: readonly { readonly waiting: Waiting; readonly problem: unknown }[];
  /** Undefined when everything was refused. */
  readonly rows: Rows | undefined;
}

interface Rows {
  readonly redactions: readonly Redaction[];
  readonly entries: readonly EntryRow[];
  readonly contents: readonly ContentRow[];
  readonly moves: Moves | undefined;
  readonly nodes: readonly NodeRow[];
  readonly changes: readonly Change[];
  readonly head: HeadRow;
}

/** Waits for all of them, so that the connection is quiet when it is given back, and throws what the first of them threw. */
async function all<Results extends readonly unknown[]>(
  ...work: { readonly [I in keyof Results]: PromiseLike<Results[I]> }
): Promise<Results> {
  const settled = await Promise.allSettled(work);
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return settled.map((result) => (result.status === 'fulfilled' ? result.value : undefined)) as unknown as Results;
}

/** Whoever holds this row is the one writer. */
async function lockHead(connection: Connection): Promise<Head> {
  const [head] = await connection<Head[]>`select size, time, leaf, frontier from head for update`;
  if (head === undefined) throw new Error('The database has lost its head row.');
  return head;
}

// Rows as they travel: JSON, bytes in base64 within it.
interface EntryRow {
  readonly index: number;
  readonly bytes: string;
  readonly leaf: string;
  /** Hexadecimal. */
  readonly statement: string;
  readonly case_id: number | null;
}
interface NodeRow {
  readonly level: number;
  readonly index: number;
  readonly hash: string;
}
interface HeadRow {
  readonly size: number;
  readonly time: string;
  readonly leaf: string;
  readonly frontier: string;
}

/** Everything a batch writes, in one statement whose text is the same whatever the number of rows. */
async function write(connection: Connection, { entries, contents, nodes, changes, head }: Rows): Promise<void> {
  await connection`
    with new_entries as (
      insert into entries (index, bytes, leaf, statement, case_id)
      select index, decode(bytes, 'base64'), decode(leaf, 'base64'), decode(statement, 'hex'), case_id
      from json_to_recordset(${JSON.stringify(entries)}::text::json)
        as r(index bigint, bytes text, leaf text, statement text, case_id bigint)
    ), new_contents as (
      insert into contents (digest, salt, bytes, since)
      select decode(digest, 'hex'), decode(salt, 'base64'), decode(bytes, 'base64'), since
      from json_to_recordset(${JSON.stringify(contents)}::text::json) as r(digest text, salt text, bytes text, since bigint)
      on conflict do nothing
    ), new_nodes as (
      insert into nodes (level, index, hash)
      select level, index, decode(hash, 'base64')
      from json_to_recordset(${JSON.stringify(nodes)}::text::json) as r(level smallint, index bigint, hash text)
    ), new_state as (
      insert into state (kind, id, value)
      select kind, id, value
      from json_to_recordset(${JSON.stringify(changes)}::text::json) as r(kind text, id text, value jsonb)
      on conflict (kind, id) do update set value = excluded.value
    )
    update head set size = ${head.size}, time = ${head.time}, leaf = decode(${head.leaf}, 'base64'),
      frontier = decode(${head.frontier}, 'base64')`;
}
