/** Two processes behind a balancer, each stopped and started in turn, while people write and read: none of them notices. */
import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { parseNote } from '@counterfoil/ledger/note';
import { auditService } from './client/testing/audit-service.ts';
import { startBalancer } from './testing/balancer.ts';
import { openTestCity } from './testing/city.ts';
import { createDatabase } from './testing/database.ts';
import { hostOf, startServiceProcess, type ServiceProcess } from './testing/service-process.ts';
import { until } from './testing/until.ts';

const ORIGIN = 'ledger.example.org/rolling';
const ROUNDS = 2;
const CLIENTS = 4;

test('a rolling restart fails no request, and nobody sees the record go backwards', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-rolling-'));
  const folders = [join(folder, 'one'), join(folder, 'two')] as const;
  const env = {
    ...{ DATABASE_URL: await createDatabase(), COUNTERFOIL_SECOND_PLACE: join(folder, 'second-place') },
    COUNTERFOIL_DRAIN_SECONDS: '3',
  };
  const start = (which: 0 | 1): Promise<ServiceProcess> => startServiceProcess(folders[which], ORIGIN, env);
  const running: ServiceProcess[] = [];
  await using balancer = await startBalancer();
  const point = async (): Promise<void> => {
    const backends = running.map(({ address }) => address);
    balancer.backends = backends;
    await until('both in the eyes of the balancer', () => backends.every((one) => balancer.ready.includes(one)));
  };
  try {
    running[0] = await start(0);
    await openTestCity(await hostOf(running[0], folders[0], ORIGIN));
    await mkdir(folders[1]);
    for (const name of ['keys', 'opening-token'])
      await cp(join(folders[0], name), join(folders[1], name), { recursive: true });
    running[1] = await start(1);
    await point();

    const stop = new AbortController();
    const failures: string[] = [];
    let [written, read] = [0, 0];
    const write = async (): Promise<void> => {
      while (!stop.signal.aborted) {
        const { status } = await fetch(`${balancer.address}/api/v1/inputs`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ text: 'A lamp is out.', lang: 'en', author: 'person', process: 'request' }),
        });
        if (status === 201) written++;
        else failures.push(`POST ${status}`);
      }
    };
    const readOn = async (): Promise<void> => {
      for (let largest = 0; !stop.signal.aborted; read++) {
        const response = await fetch(`${balancer.address}/checkpoint`);
        const text = await response.text();
        const size = response.status === 200 ? parseCheckpoint(parseNote(text).text).size : -1;
        if (size < largest) failures.push(`GET ${response.status}: ${size} after ${largest}`);
        largest = Math.max(largest, size);
        await sleep(10);
      }
    };
    const load = Promise.all([...Array.from({ length: CLIENTS }, write), readOn()]);
    for (let round = 0; round < ROUNDS; round++) {
      for (const which of [0, 1] as const) {
        const gone = new Promise((done) => running[which]?.process.once('exit', done));
        running[which]?.process.kill('SIGTERM');
        await gone;
        running[which] = await start(which);
        await point();
      }
    }
    stop.abort();
    await load;
    t.diagnostic(`${written} written and ${read} read during ${ROUNDS * 2} restarts`);
    assert.deepEqual(failures, []);
    assert.ok(written > 50 && read > 50);
    for (const one of running) assert.equal((await auditService(one)).verdict, 'verified');
  } finally {
    for (const one of running) await one.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
