/** Files of ten megabytes, sixteen at the same time, in and out: the memory of the service stays bounded. Prints what it took. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { FILE_DOMAIN, MAX_ATTACHED_BYTES } from '@counterfoil/ledger/file-content';
import { createDatabase } from '../testing/database.ts';
import { startServiceProcess } from '../testing/service-process.ts';
import { pdf } from './testing/pictures.ts';

const AT_ONCE = 16;
/** All of them are 160 MB, and each is copied several times on its way; what is not collected yet counts here as well. */
const MOST_GROWTH_MB = 250;

function residentMb(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
}

test('sixteen files of ten megabytes at once go in and out without being in memory', async (t) => {
  if (process.platform !== 'linux') return t.skip('What a process takes is read from /proc.');
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-memory-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const env = { DATABASE_URL: await createDatabase(), COUNTERFOIL_PROXIES: '1' };
  const service = await startServiceProcess(folder, 'ledger.example.org/memory', env);
  t.after(() => service.stop());
  const { address } = service;
  const pid = service.process.pid ?? 0;
  const files = Array.from({ length: AT_ONCE }, (_, n) => {
    const start = pdf(String(n).padStart(2, '0'));
    return pdf(`${String(n).padStart(2, '0')}${'x'.repeat(MAX_ATTACHED_BYTES - start.length)}`);
  });
  // Each from a network of its own.
  const send = async (bytes: Buffer, n: number) => {
    const headers = { 'X-Forwarded-For': `10.0.${n}.1` };
    const response = await fetch(`${address}/api/v1/files`, { method: 'POST', body: Buffer.from(bytes), headers });
    assert.equal(response.status, 201);
    return (await response.json()) as { digest: string; token: string };
  };
  const read = async ({ digest, token }: { digest: string; token: string }) => {
    const headers = { Authorization: `Counterfoil-Upload ${token}` };
    const response = await fetch(`${address}/api/v1/files/${digest}`, { headers });
    assert.equal(response.status, 200);
    const hash = createHash('sha256').update(FILE_DOMAIN);
    for await (const part of response.body ?? []) hash.update(part);
    assert.equal(hash.digest('hex'), digest);
  };
  // What a first request loads is not counted.
  await read(await send(pdf(), 99));

  const startMb = residentMb(pid);
  const measure = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    let most = residentMb(pid);
    const timer = setInterval(() => (most = Math.max(most, residentMb(pid))), 10);
    const startMs = performance.now();
    const done = await work();
    clearInterval(timer);
    const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
    t.diagnostic(
      `${what}: ${seconds} s, at most ${most.toFixed(0)} MB resident, after ${startMb.toFixed(0)} MB at the start`,
    );
    assert.ok(most - startMb < MOST_GROWTH_MB, `${what} took ${(most - startMb).toFixed(0)} MB`);
    return done;
  };
  const uploads = await measure(`${AT_ONCE} files of 10 MB in`, () => Promise.all(files.map(send)));
  await measure(`${AT_ONCE} files of 10 MB out`, () => Promise.all(uploads.map(read)));
  // However many have come: it is not what they weigh together.
  await measure(`${AT_ONCE} more in`, () => Promise.all(files.map(send)));
});
