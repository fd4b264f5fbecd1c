/** Records what was promised, each once, by the code that records everything. SPEC M66. */
import type { CaseState } from '@counterfoil/ledger/state';
import type { Connection, Pool } from '../database/connect.ts';
import { Problem } from '../problem.ts';
import type { Recorder } from '../recorder/recorder.ts';
import { isAway } from './away.ts';
import type { Kept } from './kept.ts';

export interface ReplayOutcomes {
  /** It is on record: now, or since before. */
  readonly recorded: (digest: string) => Promise<void>;
  readonly refused: (digest: string, problem: Problem) => void;
}

/** Any number, as long as it stays the same. */
const HOLD = 4_680_366;
/** Several at once share a transaction of the recorder. */
const AT_ONCE = 32;

export class Replay {
  readonly #pool: Pool;
  readonly #recorder: Pick<Recorder, 'receive' | 'hear'>;

  constructor(pool: Pool, recorder: Pick<Recorder, 'receive' | 'hear'>) {
    this.#pool = pool;
    this.#recorder = recorder;
  }

  /**
   * One process at a time. Without anything to record it only asks whether the database answers.
   * @param signal ends it before the next ones.
   * @returns false where another process is at it.
   * @throws what the database throws, and Problem where nothing can be recorded; what was done until then is done.
   */
  async run(kept: readonly Kept[], outcomes: ReplayOutcomes, signal: AbortSignal): Promise<boolean> {
    const connection = await this.#pool.reserve();
    try {
      if (signal.aborted) return true;
      if (kept.length === 0) return (await connection`select size from head`).length === 1;
      const [row] = await connection<{ held: boolean }[]>`select pg_try_advisory_lock(${HOLD}) as held`;
      if (row?.held !== true) return false;
      try {
        for (let from = 0; from < kept.length && !signal.aborted; from += AT_ONCE)
          await this.#some(kept.slice(from, from + AT_ONCE), connection, outcomes);
        return true;
      } finally {
        await connection`select pg_advisory_unlock(${HOLD})`.catch(() => connection.discard());
      }
    } finally {
      connection.release();
    }
  }

  async #some(kept: readonly Kept[], connection: Connection, outcomes: ReplayOutcomes): Promise<void> {
    const there = await findRecorded(
      connection,
      kept.map(({ digest }) => digest),
    );
    const results = await Promise.allSettled(
      kept.map(async (one) => {
        const problem = there.has(one.digest) ? undefined : await this.#record(one, connection);
        if (problem === undefined) await outcomes.recorded(one.digest);
        else outcomes.refused(one.digest, problem);
      }),
    );
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  /** @returns why the rules refuse it, or undefined. */
  async #record(one: Kept, connection: Connection): Promise<Problem | undefined> {
    const problem = await this.#recordAnywhere(one);
    if (problem === undefined || !/^(case|stage)-/.test(problem.code)) return problem;
    // The case that it was to join has ended meanwhile: it opens one of its own under the same process.
    const { said } = one;
    if (said.kind !== 'input-received' || said.case === undefined) return problem;
    const process = await processOf(connection, said.case);
    if (process === undefined) return problem;
    const { case: _, ...apart } = said;
    return this.#recordAnywhere({ ...one, said: { ...apart, process } });
  }

  /** What was promised are the words: an area that the rules do not know keeps none of them out. */
  async #recordAnywhere(one: Kept): Promise<Problem | undefined> {
    const problem = await refusal(this.#again(one));
    const { said } = one;
    if (problem?.code !== 'area-unknown' || said.kind !== 'input-received') return problem;
    const { area: _, ...anywhere } = said;
    return refusal(this.#again({ ...one, said: anywhere }));
  }

  #again({ said, salt, at }: Kept): Promise<unknown> {
    const given = { salt, at };
    if (said.kind !== 'input-received') return this.#recorder.hear(said, given);
    const { kind: _, ...intake } = said;
    return this.#recorder.receive(intake, given);
  }
}

/** What the rules say; whatever else went wrong is thrown. */
async function refusal(work: Promise<unknown>): Promise<Problem | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof Problem && !isAway(error) && error.status < 500) return error;
    throw error;
  }
}

/**
 * Which of these commitments are on record. Under the lock of the head: what another connection is just writing is there, or will never be.
 */
async function findRecorded(connection: Connection, digests: readonly string[]): Promise<ReadonlySet<string>> {
  await connection`begin`;
  try {
    await connection`select size from head for share`;
    const rows = await connection<{ id: string }[]>`
      select id from state where kind = 'content'
        and id in (select json_array_elements_text(${JSON.stringify(digests)}::text::json))`;
    return new Set(rows.map(({ id }) => id));
  } finally {
    await connection`commit`;
  }
}

async function processOf(connection: Connection, id: number): Promise<string | undefined> {
  const [row] = await connection<{ value: CaseState }[]>`
    select value from state where kind = 'case' and id = ${String(id)}`;
  return row?.value.process;
}
