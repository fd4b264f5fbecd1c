/**
 * Signed statements over HTTP into real recorders on a PostgreSQL of their own. What the clients send is signed beforehand: they are the
 * load, not what is measured. An answer counts when it says 201, which is to say durable, under a signed checkpoint, with its proof.
 */
import { readFile } from 'node:fs/promises';
import { stderr } from 'node:process';
import postgres from 'postgres';
import { BenchLedger, type Setup } from './bench-ledger.ts';
import { inserts, signatureChecks } from './limits.ts';
import type { Figures } from './figures.ts';
import { at, load } from './load.ts';
import { processorTimeMs } from './processor-time.ts';
import { between, stagesOf } from './stages.ts';

export interface AppendOptions {
  readonly seconds: number;
  readonly clients: readonly number[];
  /** How many entries are on record before each measurement, rising; what it takes to get there is not measured. */
  readonly entries: readonly number[];
  readonly machine: Readonly<Record<string, string>>;
}

const USUAL: Setup = { recorders: 1, witnesses: false, selfCheckPerSecond: 200 };

/** Measured at the first of the sizes only; the usual one at all of them. */
const SETUPS: readonly Setup[] = [
  USUAL,
  { ...USUAL, selfCheckPerSecond: 0 },
  { ...USUAL, witnesses: true },
  { ...USUAL, recorders: 2 },
];

export async function benchAppend({ seconds, clients, entries, machine }: AppendOptions): Promise<Figures> {
  const ledger = await BenchLedger.open();
  try {
    const signatures = await signatureChecks();
    const rows = await inserts(ledger.databaseUrl);
    await ledger.start(USUAL);
    await run(ledger, 16, 2);
    const measured = [];
    for (const [i, size] of entries.entries()) {
      await fill(ledger, size);
      for (const setup of i === 0 ? SETUPS : [USUAL]) {
        await ledger.start(setup);
        await run(ledger, 16, 2);
        for (const count of clients) {
          const said = `${size.toLocaleString('en')} entries, ${setup.recorders} recorder(s), ${count} client(s)`;
          stderr.write(`${said}${setup.witnesses ? ', witnesses' : ''}, self-check ${setup.selfCheckPerSecond}/s …\n`);
          measured.push({ ...describe(setup), ...(await measure(ledger, count, seconds)) });
        }
      }
    }
    return {
      title: 'Signed statements recorded, over HTTP, durable and proved',
      settings: {
        ...machine,
        ...rows.settings,
        statement: 'response with a text of 200 bytes, one signature',
        'seconds per row': seconds,
        'second place of the checkpoint': 'file, fdatasync before each answer',
        'the same processors serve':
          'the recorder, PostgreSQL and the client; their processor time per statement stands apart',
        'done beforehand, not measured': 'composing and signing the statements, and what fills the log',
        witnesses: 'three, of which two must cosign; asked once a second, on this machine',
      },
      limits: {
        'Ed25519 checks, one core': signatures.oneCore,
        'Ed25519 checks, all cores': signatures.allCores,
        'durable inserts, one by one': rows.single,
        'durable inserts, 64 a transaction (rows)': rows.batched,
      },
      rows: measured,
    };
  } finally {
    await ledger.close();
  }
}

function describe({ recorders, witnesses, selfCheckPerSecond }: Setup): Record<string, string | number> {
  return { recorders, witnesses: witnesses ? '2 of 3' : 'none', 'self-check/s': selfCheckPerSecond };
}

type Row = Record<string, number>;

async function measure(ledger: BenchLedger, clients: number, seconds: number): Promise<Row> {
  const stages = (): Promise<Awaited<ReturnType<typeof stagesOf>>[]> =>
    Promise.all(ledger.recorders.map(({ address }) => stagesOf(address)));
  const { entries } = await sizeOf(ledger);
  const [before, cpuBefore] = [await stages(), await cpuOf(ledger)];
  const { perSecond, latencies, ownCpuMs } = await run(ledger, clients, seconds);
  const [after, cpuAfter] = [await stages(), await cpuOf(ledger)];
  const took = (stage: string): ReturnType<typeof between> => between(before, after, stage);
  const answers = latencies.length;
  const { bytes, entries: entriesAfter } = await sizeOf(ledger);
  return {
    entries,
    clients,
    'statements/s': Math.round(perSecond),
    'p50 ms': at(latencies, 0.5),
    'p99 ms': at(latencies, 0.99),
    answers,
    'a batch': answers / took('batch').times,
    'a checkpoint': answers / took('publish').times,
    'wait ms': took('queue').ms,
    'lock, read ms': took('lock').ms,
    'rules ms': took('rules').ms,
    'write ms': took('write').ms,
    'publish ms': took('publish').ms,
    '2nd place ms': took('second-place').ms,
    'recorder CPU ms': (cpuAfter.recorders - cpuBefore.recorders) / answers,
    'database CPU ms': (cpuAfter.database - cpuBefore.database) / answers,
    'load CPU ms': ownCpuMs,
    'recorder MB': await residentMb(ledger.recorders[0]?.process.pid),
    'bytes an entry': bytes / entriesAfter,
  };
}

/** More than any machine we know takes in a second. */
const PREPARED_PER_SECOND = 7000;

async function run(ledger: BenchLedger, clients: number, seconds: number): ReturnType<typeof load> {
  const bodies = await ledger.prepare((clients === 1 ? 1000 : PREPARED_PER_SECOND) * seconds);
  const next = (): string => {
    const body = bodies.pop();
    if (body === undefined) throw new Error('The statements prepared did not last: raise PREPARED_PER_SECOND.');
    return body;
  };
  return load(ledger.targets, next, { clients, seconds });
}

const FILLED_AT_ONCE = 20_000;
const FILLING_CLIENTS = 256;

async function fill(ledger: BenchLedger, size: number): Promise<void> {
  for (;;) {
    const missing = size - (await sizeOf(ledger)).entries;
    if (missing <= 0) return;
    stderr.write(`\r${missing.toLocaleString('en')} entries to go before the next measurement …   `);
    const bodies = await ledger.prepare(Math.min(missing, FILLED_AT_ONCE));
    await load(ledger.targets, () => bodies.pop(), {
      clients: Math.min(FILLING_CLIENTS, bodies.length),
      seconds: Infinity,
    });
  }
}

/** Entries, and the bytes that the database takes for all it holds. */
async function sizeOf({ databaseUrl }: BenchLedger): Promise<{ entries: number; bytes: number }> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
  try {
    const [row] = await sql<{ entries: string; bytes: string }[]>`
      select size as entries, pg_database_size(current_database()) as bytes from head`;
    return { entries: Number(row?.entries), bytes: Number(row?.bytes) };
  } finally {
    await sql.end();
  }
}

async function cpuOf(ledger: BenchLedger): Promise<{ recorders: number; database: number }> {
  const own = await Promise.all(
    ledger.recorders.map(({ process: { pid } }) => processorTimeMs(pid ?? NaN, { withChildren: false })),
  );
  const database = await processorTimeMs(ledger.databasePid, { withChildren: true });
  return { recorders: own.reduce((sum, ms) => sum + ms, 0), database };
}

/** Where the system tells it (Linux). */
async function residentMb(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'latin1').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}
