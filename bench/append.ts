/**
 * Signed statements over HTTP into a real service on the embedded PostgreSQL, which runs in a process of its own. What the
 * clients send is signed beforehand: they are the load, not what is measured. An answer counts when it says 201, which is to
 * say durable, under a signed checkpoint, with its proof.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { base64 } from '@counterfoil/ledger/bytes';
import { signerOf } from '../services/src/recorder/keys.ts';
import { openTestCity, type TestCity } from '../services/src/testing/city.ts';
import { hostOf, startServiceProcess } from '../services/src/testing/service-process.ts';
import { inserts, signatureChecks } from './limits.ts';
import type { Figures } from './figures.ts';
import { at, load } from './load.ts';

const ORIGIN = 'ledger.example.org/bench';

export interface AppendOptions {
  readonly seconds: number;
  readonly clients: readonly number[];
  readonly machine: Readonly<Record<string, string>>;
}

export async function benchAppend({ seconds, clients, machine }: AppendOptions): Promise<Figures> {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-bench-'));
  const service = await startServiceProcess(folder, ORIGIN, { COUNTERFOIL_LIMITS: 'on' });
  try {
    const databaseUrl = await databaseOf(folder);
    const signatures = await signatureChecks();
    const rows = await inserts(databaseUrl);
    const official = signerOf(generateKeyPairSync('ed25519').privateKey);
    const host = await hostOf(service, folder, ORIGIN);
    const city = await openTestCity(host, official);
    // What the operator sends is not limited.
    const target = { url: new URL('/api/v1/statements', service.address), token: host.openingToken };
    const theCase = (await city.input('The one case of the benchmark.')).body.index;
    const run = async (count: number, lasting: number): ReturnType<typeof load> => {
      const bodies = await prepare(city, theCase, (count === 1 ? 1000 : PREPARED_PER_SECOND) * lasting);
      const next = (): string => {
        const body = bodies.pop();
        if (body === undefined) throw new Error('The statements prepared did not last: raise PREPARED_PER_SECOND.');
        return body;
      };
      return load(target, next, { clients: count, seconds: lasting });
    };
    await run(16, 2);
    const measured = [];
    for (const count of clients) {
      process.stderr.write(`${count} client${count === 1 ? '' : 's'} …\n`);
      const before = await recordingSeconds(service.address);
      const { perSecond, latencies } = await run(count, seconds);
      const after = await recordingSeconds(service.address);
      measured.push({
        clients: count,
        'statements/s': Math.round(perSecond),
        'p50 ms': at(latencies, 0.5),
        'p99 ms': at(latencies, 0.99),
        answers: latencies.length,
        'share of the rulebook in recording': (after.rules - before.rules) / (after.batches - before.batches),
        'with lock and reads':
          (after.rules + after.reading - before.rules - before.reading) / (after.batches - before.batches),
        'of one core’s signature checks': perSecond / signatures.oneCore,
        'of batched inserts': perSecond / rows.batched,
      });
    }
    return {
      title: 'Signed statements recorded, over HTTP, durable and proved',
      settings: {
        ...machine,
        ...rows.settings,
        statement: 'response with a text of 200 bytes, one signature',
        'seconds per row': seconds,
        'second place of the checkpoint': 'file, fdatasync before each answer',
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
    await service.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the service says that recording has taken: whole batches, and the rulebook within them. */
async function recordingSeconds(address: string): Promise<{ batches: number; reading: number; rules: number }> {
  const text = await (await fetch(new URL('/metrics', address))).text();
  const read = (part: string): number => {
    const [, value] = new RegExp(`^counterfoil_stage_seconds_sum\\{stage="${part}"\\} (\\S+)$`, 'm').exec(text) ?? [];
    if (value === undefined) throw new Error(`The service does not say what "${part}" took.`);
    return Number(value);
  };
  return { batches: read('batch'), reading: read('lock'), rules: read('rules') };
}

/** More than any machine we know takes in a second. */
const PREPARED_PER_SECOND = 7000;

/** Signed before the clock starts, so many that they last. */
async function prepare(city: TestCity, theCase: number, count: number): Promise<string[]> {
  const seen = await city.seen();
  const bodies = [];
  for (let i = 0; i < count; i++) {
    const { ref, content } = city.text(randomBytes(100).toString('hex'));
    const envelope = await city.sign({ kind: 'response', by: [city.mandate], case: theCase, text: ref, seen }, [
      city.official,
    ]);
    bodies.push(JSON.stringify({ envelope, contents: [{ salt: base64(content.salt), text: content.text }] }));
  }
  return bodies;
}

/** The embedded server of the folder, by its lock file and password. */
export async function databaseOf(folder: string): Promise<string> {
  const password = await readFile(join(folder, 'postgres.password'), 'utf8');
  const port = (await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[3];
  return `postgres://counterfoil:${password}@127.0.0.1:${port}/postgres`;
}
