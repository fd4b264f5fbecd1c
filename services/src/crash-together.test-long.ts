/** Two recorders on one database, and any of the three killed at any moment. COUNTERFOIL_CRASH_SECONDS says for how long. */
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { parseNote } from '@counterfoil/ledger/note';
import { parseTlogProof } from '@counterfoil/ledger/tlog-proof';
import { checkInclusion } from '@counterfoil/ledger/tree';
import { auditService } from './client/testing/audit-service.ts';
import { connect, type Db } from './database/connect.ts';
import { startPostgres, type EmbeddedPostgres } from './database/embedded.ts';
import { CheckpointsSeen } from './testing/checkpoints-seen.ts';
import { openTestCity } from './testing/city.ts';
import { hostOf, startServiceProcess, type ServiceProcess } from './testing/service-process.ts';

const SECONDS = Number(process.env['COUNTERFOIL_CRASH_SECONDS'] ?? 60);
const CLIENTS = 16;
const ORIGIN = 'ledger.example.org/together';

type Victim = 'database' | 0 | 1;

test(`${SECONDS} seconds of kill -9 among PostgreSQL and two recorders: nothing acknowledged is lost, one history is seen`, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-together-'));
  const [database, place] = [join(folder, 'database'), join(folder, 'second-place')];
  const folders = [join(folder, 'one'), join(folder, 'two')] as const;
  let server: EmbeddedPostgres | undefined = await startPostgres(database);
  const { url } = server;
  const port = Number(new URL(url).port);
  const fallen: string[] = [];
  const start = async (which: 0 | 1): Promise<ServiceProcess> => {
    const env = { DATABASE_URL: url, COUNTERFOIL_SECOND_PLACE: place, LOG_LEVEL: 'fatal' };
    const one = await startServiceProcess(folders[which], ORIGIN, env);
    one.process.once('exit', (code, signal) => {
      if (signal === null && code !== 0) fallen.push(`recorder ${which} ended by itself with ${code}`);
    });
    return one;
  };
  const running: (ServiceProcess | undefined)[] = [];
  try {
    running[0] = await start(0);
    await openTestCity(await hostOf(running[0], folders[0], ORIGIN));
    // What all processes of a ledger have in common.
    await mkdir(folders[1]);
    for (const name of ['keys', 'opening-token'])
      await cp(join(folders[0], name), join(folders[1], name), { recursive: true });
    running[1] = await start(1);

    const stop = new AbortController();
    const load = new Load(() => running.map((one) => one?.address), stop.signal);
    const work = load.run();
    const kills = { database: 0, 0: 0, 1: 0 };
    const until = performance.now() + SECONDS * 1000;
    // However long the first blows take, each falls once.
    for (let round = 0; performance.now() < until || Object.values(kills).includes(0); round++) {
      const [kind = 0, wait = 0, pause = 0] = draw(round);
      const victim = (['database', 0, 1] as const)[kind % 3] as Victim;
      await sleep(100 + wait * 6);
      kills[victim]++;
      if (victim === 'database') {
        process.kill(server.pid, 'SIGKILL');
        await sleep(pause * 4);
        server = await startAgain(database, port);
        load.databaseIsBack();
      } else {
        running[victim]?.process.kill('SIGKILL');
        running[victim] = undefined;
        await sleep(pause * 2);
        running[victim] = await startPatiently(() => start(victim));
      }
    }
    stop.abort();
    await work;
    t.diagnostic(
      `killed: PostgreSQL ${kills.database} times, the recorders ${kills[0]} and ${kills[1]} times; ${load.acknowledged.size} acknowledged, ` +
        `${load.refused} refused or unanswered, ${load.seen.count} checkpoints seen, ${load.backwards} of them older than the one before, the longest time without an acknowledgement ${Math.round(load.longestGapMs)} ms, ` +
        `and after PostgreSQL was back ${load.backGapsMs.map(Math.round).join(', ')} ms`,
    );
    assert.deepEqual(fallen, [], 'whoever was not killed lived on');
    assert.ok(load.acknowledged.size > CLIENTS, 'the load did reach the services');

    const pool = connect(url);
    try {
      await checkAcknowledged(pool.db, load.acknowledged);
      await load.seen.check(pool);
    } finally {
      await pool.close();
    }
    for (const one of running) {
      assert.ok(one !== undefined);
      const { verdict, findings } = await auditService(one);
      assert.equal(verdict, 'verified', JSON.stringify(findings));
    }
  } finally {
    for (const one of running) await one?.stop();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  }
});

/** The order of the blows is fixed by a seed; where in the work they fall is up to the machine, which is the point. */
function draw(round: number): Uint8Array {
  return createHash('sha256').update(`together ${round}`).digest();
}

interface Acknowledged {
  readonly index: number;
  readonly proof: string;
}

/** People who say something, now at one recorder and now at the other, and one who keeps reading. */
class Load {
  readonly acknowledged = new Map<number, Acknowledged>();
  readonly seen = new CheckpointsSeen();
  refused = 0;
  backwards = 0;
  longestGapMs = 0;
  /** From each time that the database takes connections again to the first acknowledgement. */
  readonly backGapsMs: number[] = [];
  #backMs: number | undefined;
  #lastMs = performance.now();
  readonly #addresses: () => readonly (string | undefined)[];
  readonly #signal: AbortSignal;

  constructor(addresses: () => readonly (string | undefined)[], signal: AbortSignal) {
    this.#addresses = addresses;
    this.#signal = signal;
  }

  databaseIsBack(): void {
    this.#backMs = performance.now();
  }

  async run(): Promise<void> {
    await Promise.all([...Array.from({ length: CLIENTS }, (_, who) => this.#speak(who)), this.#read()]);
  }

  async #speak(who: number): Promise<void> {
    for (let turn = who; !this.#signal.aborted; turn++) {
      const text = `Said ${randomBytes(8).toString('hex')}.`;
      const answer = await ask(this.#addresses()[turn % 2], '/api/v1/inputs', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text, lang: 'en', author: 'person', process: 'request' }),
      });
      if (answer?.status !== 201) {
        this.refused++;
        await sleep(20);
        continue;
      }
      const { index, proof } = JSON.parse(answer.text) as Acknowledged;
      assert.ok(!this.acknowledged.has(index), `index ${index} was given twice`);
      this.acknowledged.set(index, { index, proof });
      this.seen.add(parseTlogProof(proof).checkpoint);
      const nowMs = performance.now();
      this.longestGapMs = Math.max(this.longestGapMs, nowMs - this.#lastMs);
      this.#lastMs = nowMs;
      if (this.#backMs !== undefined) this.backGapsMs.push(nowMs - this.#backMs);
      this.#backMs = undefined;
    }
  }

  /** Reads at one and the other in turn: what was seen at one is never taken back by the other. */
  async #read(): Promise<void> {
    let largest = 0;
    for (let turn = 0; !this.#signal.aborted; turn++) {
      const answer = await ask(this.#addresses()[turn % 2], '/checkpoint', {});
      await sleep(5);
      if (answer?.status !== 200) continue;
      this.seen.add(answer.text);
      const { size } = parseCheckpoint(parseNote(answer.text).text);
      // Without the database a process shows what it has; that is counted, and said.
      if (size < largest) this.backwards++;
      largest = Math.max(largest, size);
    }
  }
}

async function ask(
  address: string | undefined,
  path: string,
  init: RequestInit,
): Promise<{ readonly status: number; readonly text: string } | undefined> {
  if (address === undefined) return undefined;
  try {
    const response = await fetch(address + path, { ...init, signal: AbortSignal.timeout(20_000) });
    return { status: response.status, text: await response.text() };
  } catch {
    return undefined;
  }
}

async function checkAcknowledged(db: Db, acknowledged: ReadonlyMap<number, Acknowledged>): Promise<void> {
  for (const { index, proof: text } of acknowledged.values()) {
    const row = await db.selectFrom('entries').select('leaf').where('index', '=', index).executeTakeFirst();
    assert.ok(row !== undefined, `entry ${index} was acknowledged and is gone`);
    const { proof, checkpoint } = parseTlogProof(text);
    const { size, root } = parseCheckpoint(parseNote(checkpoint).text);
    assert.ok(checkInclusion({ index, size, leafHash: row.leaf, proof, root }), `entry ${index} is another one now`);
  }
}

/** What a killed server leaves behind goes away by itself, and not at once. */
async function startAgain(folder: string, port: number): Promise<EmbeddedPostgres> {
  return startPatiently(() => startPostgres(folder, port));
}

async function startPatiently<Started>(begin: () => Promise<Started>): Promise<Started> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await begin();
    } catch (error) {
      if (attempt === 20) throw error;
      await sleep(250);
    }
  }
}
