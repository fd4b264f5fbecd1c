/**
 * What people send in, over HTTP, into a real service in a process of its own: each is answered with a receipt that proves it, durable and
 * under a signed checkpoint. Once where texts are public at once, and once where they wait to be looked at, encrypted.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { stderr } from 'node:process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestCity } from '../services/src/testing/city.ts';
import { hostOf, startServiceProcess } from '../services/src/testing/service-process.ts';
import type { Figures } from './figures.ts';
import { inserts } from './limits.ts';
import { at, load } from './load.ts';

const ORIGIN = 'ledger.example.org/bench';
const WORDS_BYTES = 400;

export interface SubmitOptions {
  readonly seconds: number;
  readonly clients: readonly number[];
  readonly machine: Readonly<Record<string, string>>;
}

export async function benchSubmit({ seconds, clients, machine }: SubmitOptions): Promise<Figures> {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-bench-'));
  const service = await startServiceProcess(folder, ORIGIN, { COUNTERFOIL_LIMITS: 'on' });
  try {
    const rows = await inserts(await databaseOf(folder));
    const host = await hostOf(service, folder, ORIGIN);
    const city = await openTestCity(host);
    const signers = { offices: ['desk'], signatures: 1 };
    const codes = [{ code: 'yes', title: 'Yes' }];
    const waits = await city.say(
      {
        ...{ kind: 'process-published', process: 'waits', version: 1, title: 'Waits', level: 'consult' },
        ...{ authors: ['person'], moderation: 'before', accounting: 'record', clocks: {} },
        ...{ acts: { decision: signers, 'content-published': signers }, outcomes: codes, dispositions: codes },
      },
      [city.registrar],
    );
    if (waits.status !== 201) throw new Error(`The rules of the benchmark were refused: ${waits.body.detail}`);
    const target = { url: new URL('/api/v1/inputs?receipt=1', service.address), token: host.openingToken };
    const next = (process: string) => (): string =>
      JSON.stringify({ process, text: randomBytes(WORDS_BYTES / 2).toString('hex'), lang: 'en', author: 'person' });
    await load([target], next('waits'), { clients: 16, seconds: 2 });
    const measured = [];
    for (const [what, process] of [
      ['public at once', 'request'],
      ['waits to be looked at', 'waits'],
    ] as const) {
      for (const count of clients) {
        stderr.write(`${what}, ${count} at a time …\n`);
        const { perSecond, latencies } = await load([target], next(process), { clients: count, seconds });
        measured.push({
          text: what,
          submitters: count,
          'inputs/s': Math.round(perSecond),
          'p50 ms': at(latencies, 0.5),
          'p99 ms': at(latencies, 0.99),
          'longest ms': latencies.at(-1) ?? NaN,
          answers: latencies.length,
        });
      }
    }
    return {
      title: 'Inputs answered with a receipt, over HTTP, durable and proved',
      settings: {
        ...machine,
        ...rows.settings,
        input: `opens a case of its own, ${WORDS_BYTES} bytes of text, no files`,
        'seconds per row': seconds,
        'limits and proof of work': 'passed over, by the token of the operator: all come from one network',
        'second place of the checkpoint': 'file, fdatasync before each answer',
      },
      limits: { 'durable inserts, one by one': rows.single, 'durable inserts, 64 a transaction (rows)': rows.batched },
      rows: measured,
    };
  } finally {
    await service.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The embedded server of the folder, by its lock file and password. */
async function databaseOf(folder: string): Promise<string> {
  const password = await readFile(join(folder, 'postgres.password'), 'utf8');
  const port = (await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[3];
  return `postgres://counterfoil:${password}@127.0.0.1:${port}/postgres`;
}
