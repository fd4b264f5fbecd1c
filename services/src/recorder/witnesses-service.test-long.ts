/** A whole service with witnesses and a post-quantum line, as its readers see it. */
import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { audit } from '@counterfoil/ledger/audit';
import { parseLogKey, verifyLines } from '@counterfoil/ledger/cosignature';
import { parseNote } from '@counterfoil/ledger/note';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { parsePolicy } from '@counterfoil/ledger/policy';
import { createVerifier } from '@counterfoil/ledger/signature';
import { parseTlogProof } from '@counterfoil/ledger/tlog-proof';
import { openTestCity } from '../testing/city.ts';
import { startTestService } from '../testing/service.ts';
import { until } from '../testing/until.ts';
import { logsToWatch } from '../witness/logs-to-watch.ts';
import { startWitness } from '../witness/start.ts';
import pino from 'pino';

const platform = nodePlatform(crypto);
const verifier = createVerifier(platform);
const verify: typeof verifier.verify = (...args) => verifier.verify(...args);

let work = '';
before(async () => {
  work = await mkdtemp(join(tmpdir(), 'counterfoil-witnessed-'));
});
after(() => rm(work, { recursive: true, force: true }));

test('a service is cosigned by witnesses that took its key from its own address, and its readers can hold it to them', async () => {
  // The witnesses need the address of the service and the service their keys: they are made first, and told afterwards.
  await using starting = new AsyncDisposableStack();
  const start = (name: string, logs: Parameters<typeof startWitness>[0]['logs'], port = 0) =>
    startWitness(
      { folder: join(work, name), name: `${name}.example.org`, logs, host: '127.0.0.1', port, requestTimeoutMs: 8000 },
      pino({ level: 'silent' }),
    );
  const made = [];
  for (const name of ['a', 'b', 'c']) {
    const witness = await start(name, []);
    made.push({ name, vkey: witness.identity.keys[name === 'b' ? 1 : 0]?.vkey ?? '', address: witness.address });
    await witness.close();
  }
  const file = join(work, 'policy');
  await writeFile(
    file,
    [
      ...made.map(({ name, vkey, address }) => `witness ${name} ${vkey} ${address}`),
      'group two 2 a b c',
      'quorum two',
      '',
    ].join('\n'),
  );
  await using service = await startTestService({
    env: {
      COUNTERFOIL_WITNESS_POLICY: file,
      COUNTERFOIL_POST_QUANTUM: 'on',
      COUNTERFOIL_WITNESS_WAIT_MS: '20000',
      COUNTERFOIL_WITNESS_PACE_MS: '0',
    },
  });
  for (const { name, address } of made)
    starting.adopt(
      await start(name, await logsToWatch(service.address, []), Number(new URL(address).port)),
      (witness) => witness.close(),
    );
  const city = await openTestCity(service);
  const { body } = await city.input('A lamp is out.');
  // The witnesses were away when the service started; they are asked again after a pause.
  const policy = parsePolicy(await (await import('node:fs/promises')).readFile(file));
  const source = {
    async read(path: string) {
      const response = await fetch(`${service.address}/${path}`);
      return response.status === 200 ? new Uint8Array(await response.arrayBuffer()) : undefined;
    },
  };
  let judged = await audit({ source, platform, policy });
  await until('the quorum', async () => {
    judged = await audit({ source, platform, policy });
    return judged.held?.vouchers.witnesses?.reached === true;
  });
  assert.equal(judged.verdict, 'verified', JSON.stringify(judged.findings));
  assert.ok(judged.held !== undefined && judged.held.size > body.index, 'what was answered is under what is shown');
  const { vouchers, note } = judged.held;
  assert.equal(vouchers.witnesses?.reached, true);
  assert.equal(vouchers.postQuantum, 'verified');
  assert.equal(vouchers.unknownLines, 0);
  const { postQuantumKey } = (await (await fetch(`${service.address}/ledger.json`)).json()) as {
    postQuantumKey: string;
  };
  for (const signed of [note, parseTlogProof(body.proof).checkpoint])
    assert.deepEqual(await verifyLines(parseNote(signed), parseLogKey(postQuantumKey), verify), {
      verdict: 'verified',
      timestamp: 0,
    });
  const metrics = await (await fetch(`${service.address}/metrics`)).text();
  assert.match(metrics, /counterfoil_cosigned_entries [1-9]/);
  assert.match(metrics, /counterfoil_witness_failures_total\{witness="a",reason="unreachable"\} [1-9]/);
});

test('recording and reading go on at their own pace with witnesses that never answer', async () => {
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const witness = await startWitness(
    {
      folder: join(work, 'silent'),
      name: 'silent.example.org',
      logs: [],
      host: '127.0.0.1',
      port: 0,
      requestTimeoutMs: 8000,
    },
    pino({ level: 'silent' }),
  );
  await witness.close();
  const file = join(work, 'silent-policy');
  await writeFile(file, `witness S ${witness.identity.keys[0]?.vkey} http://127.0.0.1:${port}\nquorum S\n`);
  try {
    await using service = await startTestService({
      env: { COUNTERFOIL_WITNESS_POLICY: file, COUNTERFOIL_WITNESS_WAIT_MS: '60000' },
    });
    // Were recording to wait for the witness, this would take a minute each.
    const city = await openTestCity(service);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => city.input(`Input ${i}.`)));
    assert.ok(answers.every(({ status }) => status === 201));
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

test('a policy that cannot be used stops the service at its start, and the reason is said', async () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['quorum A\n', /no line before it defines "A"/],
    ['log example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\nquorum none\n', /other ledgers/],
    ['witness A example.com/w+x\nquorum A\n', /line 1/],
  ];
  for (const [i, [text, reason]] of cases.entries()) {
    const file = join(work, `bad-${i}`);
    await writeFile(file, text);
    await assert.rejects(startTestService({ env: { COUNTERFOIL_WITNESS_POLICY: file } }), reason);
  }
  await assert.rejects(
    startTestService({ env: { COUNTERFOIL_WITNESS_POLICY: join(work, 'nowhere') } }),
    /cannot be read/,
  );
});
