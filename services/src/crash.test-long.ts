import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { base64 } from '@counterfoil/ledger/bytes';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { parseEntry } from '@counterfoil/ledger/entry';
import { parseNote } from '@counterfoil/ledger/note';
import { parseTlogProof } from '@counterfoil/ledger/tlog-proof';
import { checkInclusion, leafHash } from '@counterfoil/ledger/tree';
import { openTestCity, type TestCity } from './testing/city.ts';
import { hostOf, startServiceProcess, type ServiceProcess } from './testing/service-process.ts';

const ROUNDS = 50;
const CLIENTS = 16;
const ORIGIN = 'ledger.example.org/crash';
const root = resolve(import.meta.dirname, '../..');

interface Acknowledged {
  readonly index: number;
  /** The payload that was signed and sent, base64. */
  readonly payload: string;
  readonly proof: string;
}

/** The moments are drawn from a fixed seed; where in the work they fall is up to the machine, which is the point. */
function moments(seed: string): (round: number, belowMs: number) => number {
  return (round, belowMs) => createHash('sha256').update(`${seed} ${round}`).digest().readUInt32BE(0) % belowMs;
}

test(`kill -9 at ${ROUNDS} random moments under load: nothing acknowledged is lost, no index means two things`, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-crash-'));
  const memory = join(folder, 'seen-by-auditor');
  const acknowledged = new Map<number, Acknowledged>();
  const after = moments('crash');
  let running: ServiceProcess | undefined;
  try {
    running = await startServiceProcess(folder, ORIGIN);
    const city = await openTestCity(await hostOf(running, folder, ORIGIN));
    const theCase = (await city.input('A lamp is out.')).body.index;
    const seen = await city.seen();

    for (let round = 0; round < ROUNDS; round++) {
      const stop = new AbortController();
      const { address } = running;
      const load = Promise.all(
        Array.from({ length: CLIENTS }, () => keepSigning(address, city, theCase, seen, stop.signal, acknowledged)),
      );
      const before = acknowledged.size;
      await sleep(30 + after(round, 900));
      running.process.kill('SIGKILL');
      stop.abort();
      await load;
      running = await startServiceProcess(folder, ORIGIN);
      await checkAll(running.address, acknowledged);
      if (round % 10 === 9) {
        const verdict = await verify(running.address, memory);
        assert.equal(verdict.code, 0, `round ${round}: ${verdict.output}`);
      }
      t.diagnostic(
        `round ${round + 1}: ${acknowledged.size - before} acknowledged before the kill, ${acknowledged.size} in all`,
      );
    }
    assert.ok(acknowledged.size > ROUNDS, 'the load did reach the service');
  } finally {
    await running?.stop();
    await rm(folder, { recursive: true, force: true });
  }
});

async function keepSigning(
  address: string,
  city: TestCity,
  theCase: number,
  seen: { size: number; root: string },
  signal: AbortSignal,
  acknowledged: Map<number, Acknowledged>,
): Promise<void> {
  while (!signal.aborted) {
    const { ref, content } = city.text(`Answer ${randomBytes(8).toString('hex')}.`);
    const envelope = await city.sign({ kind: 'response', by: [city.mandate], case: theCase, text: ref, seen }, [
      city.official,
    ]);
    const body = JSON.stringify({ envelope, contents: [{ salt: base64(content.salt), text: content.text }] });
    let answer: { index: number; proof: string };
    try {
      const response = await fetch(`${address}/api/v1/statements`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      if (response.status !== 201) continue;
      answer = (await response.json()) as typeof answer;
    } catch {
      continue; // Never answered, so nothing was promised.
    }
    assert.ok(!acknowledged.has(answer.index), `index ${answer.index} was given twice`);
    acknowledged.set(answer.index, { index: answer.index, payload: envelope.payload, proof: answer.proof });
  }
}

/** Every entry that was ever acknowledged is at its index, with its bytes under the very checkpoint it was acknowledged with. */
async function checkAll(address: string, acknowledged: ReadonlyMap<number, Acknowledged>): Promise<void> {
  const all = [...acknowledged.values()];
  for (let from = 0; from < all.length; from += 64) {
    await Promise.all(
      all.slice(from, from + 64).map(async ({ index, payload, proof: text }) => {
        const response = await fetch(`${address}/api/v1/entries/${index}`);
        assert.equal(response.status, 200, `entry ${index} was acknowledged and is gone`);
        const bytes = new Uint8Array(await response.arrayBuffer());
        assert.equal(parseEntry(bytes).envelope.payload, payload, `entry ${index} is not what was acknowledged`);
        const { proof, checkpoint } = parseTlogProof(text);
        const { size, root: rootThen } = parseCheckpoint(parseNote(checkpoint).text);
        assert.ok(checkInclusion({ index, size, leafHash: leafHash(bytes), proof, root: rootThen }));
      }),
    );
  }
}

function verify(address: string, memory: string): Promise<{ code: number | null; output: string }> {
  return new Promise((done) => {
    const child = spawn(process.execPath, ['verifier-cli/src/verify.ts', address, '--memory', memory], { cwd: root });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('exit', (code) => done({ code, output }));
  });
}
