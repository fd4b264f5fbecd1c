import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { signCosignature } from '@counterfoil/ledger/cosignature';
import { formatSignatureLine, formatTypedKey, keyId, parseNote, type VerifierKey } from '@counterfoil/ledger/note';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { judgeWitnesses, parsePolicy, type Policy } from '@counterfoil/ledger/policy';
import { createVerifier } from '@counterfoil/ledger/signature';
import { checkTwoHistories, parseTwoHistories } from '@counterfoil/ledger/two-histories';
import pino from 'pino';
import { runWitness, type RunOptions } from '../witness/testing/run-witness.ts';
import { fixedKey, ORIGIN, townLog, type TownLog } from '../witness/testing/town-log.ts';
import { Witnesses, type WitnessesOptions, type WitnessStatus } from './witnesses.ts';
import { until } from '../testing/until.ts';

const verifier = createVerifier(nodePlatform(crypto));
const verify: typeof verifier.verify = (...args) => verifier.verify(...args);
const log = townLog(300);

let work = '';
before(async () => {
  work = await mkdtemp(join(tmpdir(), 'counterfoil-witnesses-'));
});
after(() => rm(work, { recursive: true, force: true }));

let folders = 0;
function newFolder(): string {
  return join(work, `f${folders++}`);
}

function run(name: string, options: Partial<RunOptions> = {}): ReturnType<typeof runWitness> {
  return runWitness({ folder: newFolder(), name, keys: [log.vkey], ...options });
}

interface Line {
  readonly vkey: string;
  readonly address: string;
}

function vkeyOf(witness: Awaited<ReturnType<typeof runWitness>>, key: 0 | 1 = 0): Line {
  return { vkey: witness.identity.keys[key]?.vkey ?? '', address: witness.address };
}

function policyOf(quorum: string, lines: readonly Line[]): Policy {
  const names = lines.map((_, i) => 'ABCDE'[i] ?? '');
  return parsePolicy(
    [
      ...lines.map(({ vkey, address }, i) => `witness ${names[i]} ${vkey} ${address}`),
      `group G ${quorum} ${names.join(' ')}`,
      'quorum G',
      '',
    ].join('\n'),
  );
}

interface Started extends AsyncDisposable {
  readonly witnesses: Witnesses;
  readonly logged: readonly { readonly level: number; readonly msg: string }[];
  readonly folder: string;
}

async function start(policy: Policy, first: string, options: Partial<WitnessesOptions> = {}): Promise<Started> {
  const folder = options.folder ?? newFolder();
  const { mkdir } = await import('node:fs/promises');
  await mkdir(folder, { recursive: true });
  const logged: { level: number; msg: string }[] = [];
  const witnesses = await Witnesses.start(
    {
      policy,
      origin: ORIGIN,
      folder,
      verify,
      prove: log.prove,
      rootAt: (size) => Promise.resolve(size <= 300 ? log.root(size) : undefined),
      logKeys: () => [log.vkey],
      waitMs: 20_000,
      paceMs: 0,
      timeoutMs: 5000,
      pauseMs: 20,
      random: () => 0.5,
      now: Date.now,
      log: pino(
        { level: 'debug', base: null },
        { write: (line: string) => void logged.push(JSON.parse(line) as never) },
      ),
      ...options,
    },
    first,
  );
  return { witnesses, logged, folder, [Symbol.asyncDispose]: () => witnesses.close() };
}

function judge(policy: Policy, note: string): ReturnType<typeof judgeWitnesses> {
  return judgeWitnesses(policy, parseNote(note), verify);
}

function statusOf({ witnesses }: Started, name: string): WitnessStatus {
  const found = witnesses.status.find((status) => status.name === name);
  assert.ok(found);
  return found;
}

/** A witness that lies: a real server, and a key of its own. */
async function liar(
  answer: (own: Liar, request: IncomingMessage, response: ServerResponse, body: string) => void | Promise<void>,
  seed = 50,
): Promise<Liar & AsyncDisposable> {
  const { publicKey, signBytes } = fixedKey(seed);
  const name = 'liar.example.org';
  const key = { name, algorithm: 4, publicKey, id: keyId(name, 4, publicKey) };
  let asked = 0;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      if (request.method === 'POST') asked++;
      void answer(own, request, response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const own: Liar = {
    key,
    sign: signBytes,
    vkey: formatTypedKey(key),
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get asked() {
      return asked;
    },
  };
  return Object.assign(own, {
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

interface Liar extends Line {
  readonly key: VerifierKey;
  readonly asked: number;
  sign(message: Uint8Array): Uint8Array;
}

function textIn(body: string): string {
  return parseNote(body.slice(body.indexOf('\n\n') + 2)).text;
}

test('three witnesses cosign, and the checkpoint shown bears the lines of as many as are asked for', async () => {
  await using a = await run('a.example.org');
  await using b = await run('b.example.org');
  await using c = await run('c.example.org');
  // One of the three by its ML-DSA-44 key.
  const policy = policyOf('2', [vkeyOf(a), vkeyOf(b, 1), vkeyOf(c)]);
  await using started = await start(policy, await log.checkpoint(10));
  const { witnesses } = started;
  const first = await judge(policy, await witnesses.checkpoint());
  assert.ok(first.reached);
  for (const size of [11, 100, 300]) {
    const own = await log.checkpoint(size);
    witnesses.offer(own);
    const shown = await witnesses.checkpoint();
    assert.ok(shown.startsWith(own), 'the signature of the log comes first, as it was');
    assert.ok((await judge(policy, shown)).reached, `of size ${size}`);
  }
  await until('the third', () => witnesses.status.every(({ size }) => size === 300));
  const all = await judge(policy, witnesses.withLines(await log.checkpoint(300)));
  assert.deepEqual([all.cosigned.length, all.missing, all.wrong], [3, [], []]);
  assert.deepEqual(started.logged, []);
});

test('SPEC M74: of three witnesses one is down, one lags and one lies: two of three hold, and the liar is named', async () => {
  await using good = await run('good.example.org');
  await using lagging = await run('lagging.example.org');
  await using lying = await liar(async (own, _request, response, body) => {
    const line = await signCosignature(textIn(body).replace(/\n\d+\n/, '\n9\n'), own.key, 60, (message) =>
      own.sign(message),
    );
    response.end(formatSignatureLine(line));
  });
  const gone = await run('gone.example.org');
  const down = vkeyOf(gone);
  await gone.close();
  const policy = policyOf('2', [vkeyOf(good), vkeyOf(lagging), down, lying]);
  // They stand at different sizes, and this process knows of none.
  {
    await using first = await start(policyOf('any', [vkeyOf(good)]), await log.checkpoint(120));
    await first.witnesses.checkpoint();
    await using other = await start(policyOf('any', [vkeyOf(lagging)]), await log.checkpoint(7));
    await other.witnesses.checkpoint();
  }
  await using started = await start(policy, await log.checkpoint(200));
  const judged = await judge(policy, await started.witnesses.checkpoint());
  assert.ok(judged.reached);
  assert.deepEqual(judged.wrong, []);
  await until('the verdict on all', () => started.witnesses.status.slice(2).every(({ state }) => state !== 'ok'));
  assert.deepEqual(
    started.witnesses.status.map(({ state }) => state),
    ['ok', 'ok', 'unreachable', 'wrong-cosignature'],
  );
  const lies = started.logged.filter((line) => 'witness' in line && line.witness === 'D');
  assert.equal(lies.length, 1, 'said once, not each time');
  started.witnesses.offer(await log.checkpoint(300));
  assert.ok((await judge(policy, await started.witnesses.checkpoint())).reached);
});

describe('a witness that', () => {
  const lies: readonly (readonly [string, WitnessStatus['state'], Parameters<typeof liar>[0]])[] = [
    [
      'signs with another key under its own name',
      'wrong-cosignature',
      async (own, _request, response, body) => {
        const line = await signCosignature(textIn(body), own.key, 60, (message) => fixedKey(51).signBytes(message));
        response.end(formatSignatureLine(line));
      },
    ],
    [
      'signs under another name',
      'no-cosignature',
      async (own, _request, response, body) => {
        const name = 'somebody.else';
        const key = { ...own.key, name, id: keyId(name, 4, own.key.publicKey) };
        const line = await signCosignature(textIn(body), key, 60, (message) => own.sign(message));
        response.end(formatSignatureLine(line));
      },
    ],
    [
      'does not say when',
      'wrong-cosignature',
      async (own, _request, response, body) => {
        response.end(
          formatSignatureLine(await signCosignature(textIn(body), own.key, 0, (message) => own.sign(message))),
        );
      },
    ],
    ['answers nothing', 'no-cosignature', (_own, _request, response) => void response.end()],
    ['answers with a page', 'no-cosignature', (_own, _request, response) => void response.end('<!doctype html>\n')],
    ['answers with bytes', 'no-cosignature', (_own, _request, response) => void response.end(Buffer.of(0xff, 0x0a))],
    ['answers without end', 'unreachable', (_own, _request, response) => flood(response)],
    ['answers in drips', 'unreachable', (_own, _request, response) => drip(response)],
    ['never answers', 'unreachable', () => undefined],
    ['breaks off', 'unreachable', (_own, request) => void request.socket.destroy()],
    [
      'sends elsewhere',
      'unreachable',
      (_own, _request, response) => void response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
    ],
    ['fails', 'status', (_own, _request, response) => void response.writeHead(500).end()],
    ['wants to be left alone', 'status', (_own, _request, response) => void response.writeHead(429).end()],
    ['does not know the ledger', 'not-watched', (_own, _request, response) => void response.writeHead(404).end()],
    ['knows it by another key', 'key-refused', (_own, _request, response) => void response.writeHead(403).end()],
    [
      'names the size it was asked from',
      'conflict',
      (_own, _request, response, body) => sizes(response, [oldIn(body)]),
    ],
    [
      'names ever other sizes',
      'conflict',
      (_own, _request, response, body) => sizes(response, [oldIn(body) === 1 ? 2 : 1]),
    ],
    ['has seen more than there is', 'ahead', (_own, _request, response) => sizes(response, [1000])],
    [
      'names a size that is none',
      'alarm',
      (_own, _request, response) =>
        void response.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end('99999999999999999999\n'),
    ],
  ];
  for (const [what, state, answer] of lies)
    test(`${what} is known for it, breaks nothing and is asked with pauses`, async () => {
      await using good = await run('good.example.org');
      await using bad = await liar(answer);
      const policy = policyOf('any', [vkeyOf(good), bad]);
      const began = Date.now();
      await using started = await start(policy, await log.checkpoint(100), { timeoutMs: 300 });
      // Where the good one takes longer for once than any may, it is asked again.
      const isReached = async (): Promise<boolean> =>
        (await judge(policy, await started.witnesses.checkpoint())).reached;
      await until('the quorum', isReached);
      await until(state, () => statusOf(started, 'B').state === state);
      started.witnesses.offer(await log.checkpoint(101));
      await until('the next quorum', isReached);
      const asked = bad.asked;
      await delay(200);
      // Pauses of 20, 40, 80 ms and so on; each attempt asks three times at most.
      const pauses = Math.ceil(Math.log2((Date.now() - began) / 20)) + 2;
      assert.ok(bad.asked <= asked + 3 * pauses, `asked ${bad.asked} times`);
      assert.deepEqual((await judge(policy, started.witnesses.withLines(await log.checkpoint(101)))).wrong, []);
    });
});

function flood(response: ServerResponse): void {
  response.on('error', () => undefined);
  const more = (): void => {
    while (!response.destroyed && response.write('— flood.example.org AAAAAAAAAAAA\n'.repeat(100)));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
}

function drip(response: ServerResponse): void {
  const timer = setInterval(() => response.write('—'), 50);
  response.on('close', () => clearInterval(timer));
}

function oldIn(body: string): number {
  return Number(/^old (\d+)\n/.exec(body)?.[1]);
}

function sizes(response: ServerResponse, [size]: readonly number[]): void {
  response.writeHead(409, { 'content-type': 'text/x.tlog.size; charset=utf-8' }).end(`${size}\n`);
}

test('SPEC M75: a refusal for what a witness has seen is an alarm: what shows two histories is kept and named', async () => {
  const fork: TownLog = townLog(300, 50);
  await using witness = await run('w.example.org');
  // The same log key has signed another history for this witness.
  await using good = await run('good.example.org');
  {
    await using elsewhere = await start(policyOf('any', [vkeyOf(witness)]), await fork.checkpoint(100), {
      prove: fork.prove,
    });
    await elsewhere.witnesses.checkpoint();
  }
  const policy = policyOf('any', [vkeyOf(good), vkeyOf(witness)]);
  // It is asked once.
  await using started = await start(policy, await log.checkpoint(200), { pauseMs: 60_000 });
  assert.ok(
    (await judge(policy, await started.witnesses.checkpoint())).reached,
    'it is shown and recorded all the same',
  );
  await until('the alarm', () => started.logged.some(({ msg }) => msg.includes('two histories were signed')));
  assert.equal(statusOf(started, 'B').state, 'alarm');
  assert.equal(statusOf(started, 'B').alarms, 1);
  const folder = join(started.folder, 'witness-alarms');
  const names = await readdir(folder);
  const name = names.find((one) => !one.endsWith('-two-histories.json')) ?? '';
  const kept = JSON.parse(await readFile(join(folder, name), 'utf8')) as {
    readonly verdict: string;
    readonly shown: string;
    readonly evidence: string;
  };
  assert.deepEqual([kept.verdict, names.length, names.includes(kept.evidence)], ['two-histories', 2, true]);
  // A third party needs the log key and this file.
  const evidence = parseTwoHistories(await readFile(join(folder, kept.evidence)));
  assert.equal(await checkTwoHistories(evidence, verifier), 'proved');
  assert.deepEqual([evidence.a.logKey, evidence.b.logKey, evidence.a.checkpoint], [log.vkey, log.vkey, kept.shown]);
  const [theirs, ours] = [evidence.a, evidence.b].map(({ checkpoint }) => parseCheckpoint(parseNote(checkpoint).text));
  assert.ok(ours?.size === 200 && theirs?.size === 100);
  assert.deepEqual(theirs.root, fork.root(100));
});

for (const [what, answer, verdict] of [
  ['422 and shows a checkpoint that the record contains', { status: 422 }, 'witness-wrong'],
  ['409 without the type of a size, as one implementation does', { status: 409 }, 'unclear'],
] as const)
  test(`an answer of ${what} is an alarm of its own kind`, async () => {
    const shown = await log.checkpoint(50);
    await using bad = await liar((_own, request, response) => {
      if (request.method === 'POST') response.writeHead(answer.status, { 'content-type': 'text/plain' }).end('50\n');
      else response.writeHead(verdict === 'unclear' ? 404 : 200).end(verdict === 'unclear' ? '' : shown);
    });
    const policy = policyOf('any', [bad]);
    await using started = await start(policy, await log.checkpoint(100), { waitMs: 86_400_000 });
    await until('the alarm', () => started.logged.some((line) => 'verdict' in line && line.verdict === verdict));
    // With its only witness in alarm no quorum is to be expected: nobody waits for it.
    assert.equal(await started.witnesses.checkpoint(), await log.checkpoint(100));
  });

test('a witness that was put back to an older state is led on from there; one that comes back is asked again', async () => {
  const folder = newFolder();
  const name = 'restored.example.org';
  let witness = await run(name, { folder });
  const port = Number(new URL(witness.address).port);
  const policy = policyOf('any', [vkeyOf(witness)]);
  await using started = await start(policy, await log.checkpoint(100), { waitMs: 0 });
  await until('the first', () => started.witnesses.cosignedSize === 100);
  const old = join(work, 'old');
  const { cp } = await import('node:fs/promises');
  await witness.close();
  await cp(folder, old, { recursive: true });
  started.witnesses.offer(await log.checkpoint(200));
  await until('that it is missed', () => statusOf(started, 'A').state === 'unreachable');
  assert.equal(await started.witnesses.checkpoint(), await log.checkpoint(200), 'nobody waits for it');
  witness = await run(name, { folder, port });
  await until('the second', () => started.witnesses.cosignedSize === 200);
  assert.ok((await judge(policy, await started.witnesses.checkpoint())).reached);
  await witness.close();
  witness = await run(name, { folder: old, port });
  started.witnesses.offer(await log.checkpoint(300));
  await until('the third', () => started.witnesses.cosignedSize === 300);
  await witness.close();
  assert.ok(started.logged.some(({ msg }) => msg.includes('cosigns again')));
});

test('checkpoints that come faster than witnesses answer are not put to them one by one, and the newest is', async () => {
  await using slow = await liar(async (own, _request, response, body) => {
    await delay(60);
    const line = await signCosignature(textIn(body), own.key, 60, (message) => own.sign(message));
    response.end(formatSignatureLine(line));
  });
  await using quick = await run('quick.example.org');
  const policy = policyOf('all', [slow, vkeyOf(quick)]);
  await using started = await start(policy, await log.checkpoint(1));
  const notes = await Promise.all(Array.from({ length: 299 }, (_, i) => log.checkpoint(i + 2)));
  const began = performance.now();
  for (const note of notes) {
    started.witnesses.offer(note);
    await nextTurn();
  }
  const shown = await started.witnesses.checkpoint();
  assert.ok((await judge(policy, shown)).reached, 'all of them have cosigned the same checkpoint');
  assert.equal(parseNote(shown).text, parseNote(await log.checkpoint(300)).text);
  // One question at a time: before this, while they came, and the last one, which may be asked as two.
  const most = (performance.now() - began) / 58 + 3;
  assert.ok(slow.asked <= most, `asked ${slow.asked} times, at most ${most}`);
});

test('while checkpoints keep coming, slow witnesses of different pace still meet under one of them', async () => {
  const slow = (seed: number, ms: number) =>
    liar(async (own, _request, response, body) => {
      await delay(ms);
      const line = await signCosignature(textIn(body), own.key, 60, (message) => own.sign(message));
      response.end(formatSignatureLine(line));
    }, seed);
  await using one = await slow(50, 47);
  await using other = await slow(51, 110);
  const long = townLog(3000);
  await using started = await start(policyOf('all', [one, other]), await long.checkpoint(1), { prove: long.prove });
  let size = 1;
  for (let met = 0; met < 5 && size < 3000; size++) {
    const known = started.witnesses.cosignedSize;
    started.witnesses.offer(await long.checkpoint(size + 1));
    await delay(10);
    if (started.witnesses.cosignedSize > known) met++;
  }
  assert.ok(size < 3000, 'they never met while checkpoints came');
  // All are asked about one checkpoint until they have answered: what they cosign apart from each other is of no use.
  assert.ok(other.asked <= 5 + 4, `asked ${other.asked} times for 5 quorums`);
});

test('a checkpoint is shown after the wait with what there is, and never one older than was signed when it was asked for', async () => {
  await using never = await liar(() => undefined);
  await using good = await run('good.example.org');
  const policy = policyOf('all', [vkeyOf(good), never]);
  await using started = await start(policy, await log.checkpoint(100), { waitMs: 300, timeoutMs: 60_000 });
  const { text } = parseNote(await started.witnesses.checkpoint());
  assert.equal(text, parseNote(await log.checkpoint(100)).text);
  await until('the cosignature of the good one', () => statusOf(started, 'A').size === 100);
  const judged = await judge(policy, await started.witnesses.checkpoint());
  assert.deepEqual([judged.reached, judged.missing], [false, ['B']]);
  assert.equal(judged.cosigned.length, 1);
  started.witnesses.offer(await log.checkpoint(200));
  assert.equal(parseNote(await started.witnesses.checkpoint()).text, parseNote(await log.checkpoint(200)).text);
});

test('a witness that another process has led further cosigns as soon as this one has caught up; if it never does, that is said', async () => {
  await using witness = await run('w.example.org');
  const policy = policyOf('any', [vkeyOf(witness)]);
  await using quick = await start(policy, await log.checkpoint(120));
  await quick.witnesses.checkpoint();
  await using late = await start(policy, await log.checkpoint(100), { pauseMs: 60_000 });
  await until('that it is ahead', () => statusOf(late, 'A').state === 'ahead');
  assert.deepEqual(late.logged, [], 'which is no news by itself');
  late.witnesses.offer(await log.checkpoint(120));
  assert.ok((await judge(policy, await late.witnesses.checkpoint())).reached, 'without waiting for the pause to end');
  await using restored = await start(policy, await log.checkpoint(50), { pauseMs: 2, waitMs: 0 });
  await until('the warning', () => restored.logged.some(({ msg }) => msg.includes('put back to an older state')));
  assert.equal(restored.logged.length, 1);
});

test('what was cosigned is shown again after a restart without asking, and a file that was changed is not believed', async () => {
  const folder = newFolder();
  const witness = await run('w.example.org');
  const policy = policyOf('any', [vkeyOf(witness)]);
  {
    await using started = await start(policy, await log.checkpoint(100), { folder });
    await started.witnesses.checkpoint();
  }
  await witness.close();
  {
    await using again = await start(policy, await log.checkpoint(100), { folder });
    const shown = await again.witnesses.checkpoint();
    assert.ok((await judge(policy, shown)).reached);
    assert.equal(statusOf(again, 'A').size, 100);
  }
  const file = join(folder, 'cosigned-checkpoint');
  const kept = await readFile(file, 'utf8');
  for (const damaged of ['', kept.slice(0, -9), kept.replace('\n100\n', '\n101\n'), 'x']) {
    await writeFile(file, damaged);
    await using again = await start(policy, await log.checkpoint(100), { folder, waitMs: 0 });
    assert.equal(await again.witnesses.checkpoint(), await log.checkpoint(100));
  }
});

test('a policy that asks for nobody makes nobody wait', async () => {
  await using never = await liar(() => undefined);
  const policy = parsePolicy(`witness A ${never.vkey} ${never.address}\nquorum none\n`);
  await using started = await start(policy, await log.checkpoint(100));
  assert.equal(await started.witnesses.checkpoint(), await log.checkpoint(100));
});
