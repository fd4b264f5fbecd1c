/**
 * Group commit: statements waiting at the same moment share one transaction. Design 6.
 *
 * Lock the head row, judge each statement in order by the rulebook, insert the admitted, move the head, commit. Indexes come
 * from the locked row, never from a sequence: a rollback leaves no hole. Several processes may do this against one database.
 */
import { concatBytes, parseHex } from '@counterfoil/ledger/bytes';
import { formatEntry, prevField } from '@counterfoil/ledger/entry';
import { admit, type Candidate } from '@counterfoil/ledger/rulebook';
import type { Platform } from '@counterfoil/ledger/signature';
import type { Change } from '@counterfoil/ledger/state';
import { caseOf } from '@counterfoil/ledger/statement';
import { Frontier, leafHash, type Hash } from '@counterfoil/ledger/tree';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Db } from '../database/connect.ts';
import { asProblem, Problem, problemOf } from '../problem.ts';
import type { PgState } from './pg-state.ts';
import { splitHashes } from './publisher.ts';
import type { Submission } from './submission.ts';
import { storedNode } from './tree-store.ts';

/** Durable, and not yet covered by a checkpoint. */
export interface Recorded {
  readonly index: number;
  /** Recording time, UTC with milliseconds. */
  readonly time: string;
  readonly caseId: number | undefined;
}

interface Waiting {
  readonly submission: Submission;
  readonly resolve: (recorded: Recorded) => void;
  readonly reject: (problem: unknown) => void;
}

export interface SequencerOptions {
  readonly db: Db;
  readonly state: PgState;
  readonly platform: Platform;
  readonly now: () => number;
  readonly log: Logger;
  /** Told after each commit. */
  readonly onCommit: () => void;
}

/** Statements in one transaction, and statements waiting: more are turned away at once rather than made to wait. */
const MAX_BATCH = 256;
const MAX_WAITING = 20_000;

export class Sequencer {
  readonly #options: SequencerOptions;
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
      this.#queue.push({ submission, resolve, reject });
      this.#running ??= this.#run().finally(() => (this.#running = undefined));
    });
  }

  /** Takes nothing new and finishes what waits. */
  async close(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    // One turn of the event loop, so that requests read in the same turn share the batch.
    await new Promise((turn) => setImmediate(turn));
    while (this.#queue.length > 0) {
      const batch = this.#queue.splice(0, MAX_BATCH);
      try {
        await this.#commit(batch);
      } catch (error) {
        this.#options.state.forget();
        this.#options.log.error({ err: error, statements: batch.length }, 'A batch could not be recorded.');
        for (const { reject } of batch)
          reject(error instanceof Problem ? error : new Problem('not-recorded', undefined, { cause: error }));
      }
    }
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    const { db, onCommit } = this.#options;
    let reachedCommit = false;
    let outcome: Batch;
    try {
      outcome = await db.transaction().execute(async (trx) => {
        const built = await this.#build(trx, batch);
        reachedCommit = true;
        return built;
      });
    } catch (error) {
      // The answer to COMMIT may have been lost after it took effect.
      throw reachedCommit ? new Problem('maybe-recorded', undefined, { cause: error }) : error;
    }
    this.#options.state.committed(outcome.size);
    for (const { waiting, recorded } of outcome.recorded) waiting.resolve(recorded);
    for (const { waiting, problem } of outcome.refused) waiting.reject(problem);
    if (outcome.recorded.length > 0) onCommit();
  }

  async #build(trx: Db, batch: readonly Waiting[]): Promise<Batch> {
    const { state, platform } = this.#options;
    const head = await trx
      .selectFrom('head')
      .select(['size', 'time', 'leaf', 'frontier'])
      .forUpdate()
      .executeTakeFirstOrThrow();
    state.begin(trx, head.size);
    await state.prefetch(batch.map(({ submission }) => submission));
    const frontier = new Frontier(head.size, splitHashes(head.frontier), platform.sha256);
    let last: Hash | undefined = head.size === 0 ? undefined : head.leaf;
    const time = new Date(Math.max(this.#options.now(), Date.parse(head.time))).toISOString();

    const outcome: Batch = { size: head.size, recorded: [], refused: [] };
    const rows = { entries: [] as EntryRow[], nodes: [] as NodeRow[], changes: new Map<string, Change>() };
    for (const waiting of batch) {
      const { statement, digest, signers, envelope } = waiting.submission;
      const index = frontier.size;
      const candidate: Candidate = { index, time, statement, digest, signers };
      const admission = await admit(state, candidate);
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
      state.apply(admission.changes);
      for (const change of admission.changes)
        if (change.kind !== 'statement') rows.changes.set(`${change.kind} ${change.id}`, change);
      last = leafHash(bytes, platform.sha256);
      frontier.append(last, (node, hash) => {
        const stored = storedNode(node, hash);
        if (stored !== undefined) rows.nodes.push(stored);
      });
      const caseId = caseOf(statement, index);
      rows.entries.push({ index, bytes, leaf: last, statement: parseHex(digest), case_id: caseId ?? null });
      outcome.recorded.push({ waiting, recorded: { index, time, caseId } });
    }
    if (last !== undefined && rows.entries.length > 0) {
      await insertContents(trx, outcome.recorded);
      await trx.insertInto('entries').values(rows.entries).execute();
      if (rows.nodes.length > 0) await trx.insertInto('nodes').values(rows.nodes).execute();
      await upsertState(trx, [...rows.changes.values()]);
      await trx
        .updateTable('head')
        .set({ size: frontier.size, time, leaf: last, frontier: concatBytes(...frontier.hashes) })
        .execute();
    }
    return { ...outcome, size: frontier.size };
  }
}

interface EntryRow {
  readonly index: number;
  readonly bytes: Uint8Array;
  readonly leaf: Uint8Array;
  readonly statement: Uint8Array;
  readonly case_id: number | null;
}
type NodeRow = { readonly level: number; readonly index: number; readonly hash: Uint8Array };

interface Batch {
  readonly size: number;
  readonly recorded: { readonly waiting: Waiting; readonly recorded: Recorded }[];
  readonly refused: { readonly waiting: Waiting; readonly problem: unknown }[];
}

async function insertContents(trx: Db, recorded: Batch['recorded']): Promise<void> {
  const rows = new Map<string, { digest: Uint8Array; salt: Uint8Array; text: string }>();
  for (const { waiting } of recorded) {
    for (const [digest, { salt, text }] of waiting.submission.contents)
      rows.set(digest, { digest: parseHex(digest), salt, text });
  }
  if (rows.size > 0)
    await trx
      .insertInto('contents')
      .values([...rows.values()])
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}

async function upsertState(trx: Db, changes: readonly Change[]): Promise<void> {
  const rows = JSON.stringify(changes);
  await sql`insert into state (kind, id, value)
    select kind, id, value from json_to_recordset(${rows}::text::json) as changed(kind text, id text, value jsonb)
    on conflict (kind, id) do update set value = excluded.value`.execute(trx);
}
