import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { base64, concatBytes, utf8 } from '@counterfoil/ledger/bytes';
import { parseCosignerKey, parseLogKey, verifyLines } from '@counterfoil/ledger/cosignature';
import { formatAddCheckpoint } from '@counterfoil/ledger/cosignature-request';
import {
  formatTypedKey,
  formatVerifierKey,
  parseNote,
  parseSignatureLine,
  parseVerifierKey,
  signNote,
  keyId,
  formatNote,
} from '@counterfoil/ledger/note';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { createVerifier } from '@counterfoil/ledger/signature';
import { EMPTY_ROOT } from '@counterfoil/ledger/tree';
import { checkTwoHistories, parseTwoHistories } from '@counterfoil/ledger/two-histories';
import { runProgram } from '../client/testing/run-program.ts';
import { CannotWitness } from './cannot-witness.ts';
import { originHash } from './store.ts';
import { fixedKey, ORIGIN, townLog } from './testing/town-log.ts';
import { post, runWitness, type RunOptions } from './testing/run-witness.ts';

const verifier = createVerifier(nodePlatform(crypto));
const verify: typeof verifier.verify = (...args) => verifier.verify(...args);
const TIME = Date.parse('2026-03-01T12:00:00.500Z');
const now = (): number => TIME;
const log = townLog(300);
/** The same first hundred entries, then others. */
const fork = townLog(300, 100);

let work = '';
before(async () => {
  work = await mkdtemp(join(tmpdir(), 'counterfoil-witness-'));
});
after(() => rm(work, { recursive: true, force: true }));

let folders = 0;
function newFolder(): string {
  return join(work, `w${folders++}`);
}

function run(options: Partial<RunOptions> = {}): ReturnType<typeof runWitness> {
  return runWitness({ folder: newFolder(), name: 'witness.example.org/w1', keys: [log.vkey], now, ...options });
}

/** Both lines of the witness hold for the checkpoint. */
async function requireCosigned(
  checkpoint: string,
  lines: string,
  keys: readonly { readonly vkey: string }[],
): Promise<void> {
  const { text } = parseNote(checkpoint);
  const signatures = lines.trimEnd().split('\n').map(parseSignatureLine);
  assert.equal(signatures.length, 2);
  for (const { vkey } of keys)
    assert.deepEqual(await verifyLines({ text, signatures }, parseCosignerKey(vkey), verify), {
      verdict: 'verified',
      timestamp: Math.floor(TIME / 1000),
    });
}

describe('SPEC M76: a witness', () => {
  test('cosigns what follows from what it has cosigned, by both of its keys, and shows it to everybody', async () => {
    await using witness = await run();
    for (const [from, to] of [
      [0, 0],
      [0, 7],
      [7, 7],
      [7, 100],
      [100, 256],
      [256, 300],
    ] as const) {
      const answer = await post(witness.address, await log.request(from, to));
      assert.equal(answer.status, 200, `${from} to ${to}: ${answer.text}`);
      await requireCosigned(await log.checkpoint(to), answer.text, witness.identity.keys);
      const shown = await fetch(`${witness.address}/${originHash(ORIGIN)}/checkpoint`);
      assert.equal(shown.status, 200);
      const note = parseNote(await shown.text());
      assert.equal(note.text, parseNote(await log.checkpoint(to)).text);
      assert.equal((await verifyLines(note, parseLogKey(log.vkey), verify)).verdict, 'verified');
      assert.equal(note.signatures.length, 3);
    }
  });

  test('answers with just the status that the standard gives each fault, and is where it was before', async () => {
    await using witness = await run();
    assert.equal((await post(witness.address, await log.request(0, 100))).status, 200);
    const good = await log.request(100, 200);
    const note = await log.checkpoint(200);
    const proof = await log.prove(100, 200);
    const foreign = townLog(300, undefined, 2);
    const wrongHash = [new Uint8Array(32), ...proof.slice(1)];
    const body = (oldSize: number, hashes: readonly Uint8Array[], checkpoint: string) =>
      formatAddCheckpoint({ oldSize, proof: hashes, checkpoint });
    const faults: readonly (readonly [string, string, number])[] = [
      ['no body', '', 400],
      ['no proof part', note, 400],
      ['no old line', good.replace('old 100', 'new 100'), 400],
      ['a size with a zero before it', good.replace('old 100', 'old 0100'), 400],
      ['a negative size', good.replace('old 100', 'old -1'), 400],
      ['a size in hexadecimal', good.replace('old 100', 'old 0x64'), 400],
      ['carriage returns', good.replaceAll('\n', '\r\n'), 400],
      ['a line of proof that is no hash', body(100, [new Uint8Array(31)], note), 400],
      ['a line of proof that is no base64', good.replace(base64(proof[0] ?? new Uint8Array()), 'abc'), 400],
      [
        '64 lines of proof',
        body(
          100,
          Array.from({ length: 64 }, () => new Uint8Array(32)),
          note,
        ),
        400,
      ],
      ['a checkpoint of one line', body(100, proof, 'x\n\n— x AAAAAAA=\n'), 400],
      ['no signatures at all', body(100, proof, parseNote(note).text), 400],
      ['an old size beyond the checkpoint', await log.request(201, 200), 400],
      ['an origin that is not watched', body(100, proof, await log.checkpoint(200, 'log.example.org/other')), 404],
      ['a key that is not known', body(100, proof, await foreign.checkpoint(200)), 403],
      ['a signature of something else', body(100, proof, note.replace(/\n200\n/, '\n201\n')), 403],
      ['a signature line that cannot be read', body(100, proof, `${note.slice(0, -2)}\n`), 403],
      ['an old size before what it knows', await log.request(99, 200), 409],
      ['an old size after what it knows', await log.request(101, 200), 409],
      ['an old size of nothing', await log.request(0, 200), 409],
      ['a proof of something else', body(100, wrongHash, note), 422],
      ['a proof with a hash too many', body(100, [...proof, new Uint8Array(32)], note), 422],
      ['no proof where one is needed', body(100, [], note), 422],
      ['a proof where the size stays', body(100, proof, await log.checkpoint(100)), 422],
      ['another root for the same size', body(100, [], await fork.checkpoint(101)).replace('old 100', 'old 100'), 422],
    ];
    for (const [what, request, status] of faults) {
      const answer = await post(witness.address, request);
      assert.equal(answer.status, status, `${what}: ${answer.text}`);
      if (status === 409) assert.deepEqual([answer.type, answer.text], ['text/x.tlog.size', '100\n'], what);
      assert.equal(witness.store.cosigned(ORIGIN)?.size, 100, what);
    }
    assert.equal((await post(witness.address, good)).status, 200);
  });

  test('answers 422 to a first checkpoint with a proof, and to one of no entries with another root', async () => {
    await using witness = await run();
    const proof = [new Uint8Array(32)];
    const first = formatAddCheckpoint({ oldSize: 0, proof, checkpoint: await log.checkpoint(10) });
    assert.equal((await post(witness.address, first)).status, 422);
    const { publicKey, signBytes } = fixedKey(1);
    const key = parseVerifierKey(formatVerifierKey(ORIGIN, publicKey));
    const empty = (root: Uint8Array) => signNote(`${ORIGIN}\n0\n${base64(root)}\n`, key, signBytes);
    const request = async (root: Uint8Array) =>
      formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint: await empty(root) });
    assert.equal((await post(witness.address, await request(log.root(1)))).status, 422);
    assert.equal((await post(witness.address, await request(EMPTY_ROOT))).status, 200);
  });

  test('passes over lines of keys that it does not know, and not over a wrong one of a key that it knows', async () => {
    await using witness = await run();
    const { text, signatures } = parseNote(await log.checkpoint(10));
    const stranger = { name: ORIGIN, keyId: Uint8Array.of(1, 2, 3, 4), signature: new Uint8Array(70) };
    const named = { ...stranger, name: 'someone/else', keyId: signatures[0]?.keyId ?? stranger.keyId };
    const send = (lines: typeof signatures) =>
      post(witness.address, formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint: formatNote(text, lines) }));
    const wrong = signatures.map((line) => ({ ...line, signature: line.signature.toReversed() }));
    assert.equal((await send([...wrong, ...signatures])).status, 403);
    assert.equal((await send([...signatures, ...wrong])).status, 403);
    assert.equal((await send([stranger, named])).status, 403);
    const many = Array.from({ length: 40 }, (_, i) => ({ ...stranger, keyId: Uint8Array.of(9, 9, 9, i) }));
    const answer = await send([...many, named, ...signatures]);
    assert.equal(answer.status, 200);
    assert.equal(parseNote(witness.store.cosigned(ORIGIN)?.note ?? '').signatures.length, 3);
  });

  test('takes a checkpoint with extension lines, and says nothing of them by ML-DSA-44', async () => {
    const { publicKey, signBytes } = fixedKey(1);
    const key = parseVerifierKey(formatVerifierKey(ORIGIN, publicKey));
    const text = `${ORIGIN}\n10\n${base64(log.root(10))}\nmore\n`;
    const folder = newFolder();
    {
      await using witness = await run({ folder });
      const checkpoint = await signNote(text, key, signBytes);
      const answer = await post(witness.address, formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint }));
      assert.equal(answer.status, 200);
      assert.equal(answer.text.trimEnd().split('\n').length, 1);
      const gap = await signNote(text.replace('more', '\nmore'), key, signBytes);
      assert.equal(
        (await post(witness.address, formatAddCheckpoint({ oldSize: 10, proof: [], checkpoint: gap }))).status,
        400,
      );
    }
    await using again = await run({ folder });
    assert.equal(again.store.cosigned(ORIGIN)?.size, 10);
  });

  test('knows a log by its ML-DSA-44 key alone', async () => {
    const machine = crypto.generateKeyPairSync('ml-dsa-44');
    const { pub = '' } = machine.publicKey.export({ format: 'jwk' }) as { readonly pub?: string };
    const publicKey = Uint8Array.fromBase64(pub, { alphabet: 'base64url' });
    const key = { name: ORIGIN, algorithm: 6, publicKey, id: keyId(ORIGIN, 6, publicKey) };
    await using witness = await run({ keys: [formatTypedKey(key)] });
    const { signCosignature } = await import('@counterfoil/ledger/cosignature');
    const { text } = parseNote(await log.checkpoint(10));
    const line = await signCosignature(
      text,
      key,
      0,
      (message) => new Uint8Array(crypto.sign(null, message, machine.privateKey)),
    );
    const request = formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint: formatNote(text, [line]) });
    assert.equal((await post(witness.address, request)).status, 200);
    assert.equal((await post(witness.address, await log.request(10, 20))).status, 403);
  });

  test('of many requests at once lets one lead on from each record', async () => {
    await using witness = await run();
    await post(witness.address, await log.request(0, 50));
    const requests = await Promise.all(Array.from({ length: 40 }, (_, i) => log.request(50, 51 + i)));
    const answers = await Promise.all(requests.map((request) => post(witness.address, request)));
    const won = answers.flatMap(({ status }, i) => (status === 200 ? [51 + i] : []));
    assert.equal(won.length, 1);
    assert.ok(answers.every(({ status }) => status === 200 || status === 409));
    assert.equal(witness.store.cosigned(ORIGIN)?.size, won[0]);
  });

  test('is asked all that the tests of another implementation ask, and answers as the standard says', async () => {
    const file = new URL('./testing/litewitness-requests.json', import.meta.url);
    const { key, steps } = JSON.parse(await readFile(file, 'utf8')) as {
      readonly key: string;
      readonly steps: readonly { readonly request: string; readonly status: number; readonly size?: number }[];
    };
    const origin = 'sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562';
    await using witness = await run({ origin, keys: [formatVerifierKey(origin, Uint8Array.fromHex(key))] });
    assert.equal(steps.length, 9);
    for (const { request, status, size } of steps) {
      const answer = await post(witness.address, request);
      assert.equal(answer.status, status, `${request.slice(0, 300)}: ${answer.text}`);
      if (size !== undefined) assert.equal(answer.text, `${size}\n`);
    }
  });
});

describe('SPEC M77: what a witness has cosigned', () => {
  test('it knows again after it was stopped, under the same name and keys', async () => {
    const folder = newFolder();
    let keys: readonly string[] = [];
    {
      await using witness = await run({ folder });
      await post(witness.address, await log.request(0, 100));
      keys = witness.identity.keys.map(({ vkey }) => vkey);
    }
    await using again = await runWitness({ folder, now });
    assert.deepEqual(
      again.identity.keys.map(({ vkey }) => vkey),
      keys,
    );
    assert.equal((await post(again.address, await log.request(0, 200))).text, '100\n');
    assert.equal((await post(again.address, await log.request(100, 200))).status, 200);
    for (const key of ['witness.pem', 'witness-ml-dsa-44.pem'])
      assert.equal((await stat(join(folder, key))).mode & 0o777, 0o600);
  });

  test('is not in the answer before it is on the disk: where it cannot be kept there is no cosignature', async () => {
    const folder = newFolder();
    await using witness = await run({ folder });
    await post(witness.address, await log.request(0, 100));
    const own = join(folder, originHash(ORIGIN));
    // A folder in the place of the file that is written first: as root, permissions would not do.
    await writeFile(join(own, 'kept'), '');
    const { mkdir } = await import('node:fs/promises');
    await mkdir(join(own, 'checkpoint.unfinished'));
    const answer = await post(witness.address, await log.request(100, 200));
    assert.equal(answer.status, 500);
    assert.ok(!answer.text.includes('—'));
    await rm(join(own, 'checkpoint.unfinished'), { recursive: true });
    assert.equal((await post(witness.address, await log.request(0, 200))).text, '100\n');
    assert.equal((await post(witness.address, await log.request(100, 200))).status, 200);
  });

  test('a witness that has lost it, or finds it changed, does not start', async () => {
    const folder = newFolder();
    {
      await using witness = await run({ folder });
      await post(witness.address, await log.request(0, 100));
      await post(witness.address, await log.request(100, 200));
    }
    const whole = join(work, 'whole');
    await cp(folder, whole, { recursive: true });
    const record = join(originHash(ORIGIN), 'checkpoint');
    const changes: readonly (readonly [string, (copy: string) => Promise<unknown>])[] = [
      ['its record', (copy) => rm(join(copy, record))],
      ['all its records', (copy) => rm(join(copy, originHash(ORIGIN)), { recursive: true })],
      ['an empty record', (copy) => writeFile(join(copy, record), '')],
      [
        'a record cut short',
        async (copy) => writeFile(join(copy, record), (await readFile(join(copy, record))).subarray(0, -40)),
      ],
      [
        'another size in it',
        async (copy) =>
          writeFile(join(copy, record), (await readFile(join(copy, record), 'utf8')).replace('\n200\n', '\n150\n')),
      ],
      [
        'a record without the signature of the log',
        async (copy) =>
          writeFile(join(copy, record), (await readFile(join(copy, record), 'utf8')).replace(/\n\n— .*\n/, '\n\n')),
      ],
      ['a record without the cosignatures', async (copy) => writeFile(join(copy, record), await log.checkpoint(200))],
      ['all but the keys', (copy) => rm(join(copy, 'witness.json'))],
      [
        'a witness.json cut short',
        async (copy) =>
          writeFile(join(copy, 'witness.json'), (await readFile(join(copy, 'witness.json'))).subarray(0, -3)),
      ],
      ['one of the keys', (copy) => rm(join(copy, 'witness.pem'))],
    ];
    for (const [what, change] of changes) {
      const copy = newFolder();
      await cp(whole, copy, { recursive: true });
      await change(copy);
      await assert.rejects(runWitness({ folder: copy, now }), CannotWitness, what);
      await assert.rejects(run({ folder: copy }), CannotWitness, `${what}, with the log named again`);
    }
    await using untouched = await runWitness({ folder: whole, now });
    assert.equal(untouched.store.cosigned(ORIGIN)?.size, 200);
  });

  test('a record of before its first mark, as a crash leaves it, is taken up', async () => {
    const folder = newFolder();
    {
      await using witness = await run({ folder });
      await post(witness.address, await log.request(0, 100));
    }
    const file = join(folder, 'witness.json');
    await writeFile(file, (await readFile(file, 'utf8')).replace('"began": true', '"began": false'));
    await using again = await runWitness({ folder, now });
    assert.equal((await post(again.address, await log.request(0, 200))).text, '100\n');
  });

  test('is not begun where nothing is to be watched', async () => {
    const folder = newFolder();
    const { exitCode, stderr } = await runProgram('witness/main.ts', ['--data', folder]);
    assert.equal(exitCode, 1);
    assert.match(stderr, /^\nThe witness did not start\. No record is being watched\. .* --log <address>\.\n$/);
    await assert.rejects(readdir(folder), /ENOENT/);
  });

  test('two processes do not share one folder, and one that was killed leaves nothing in the way', async () => {
    const folder = newFolder();
    await writeWithPid(folder, process.ppid);
    await assert.rejects(run({ folder }), /process \d+/);
    await writeWithPid(folder, 2 ** 30);
    await using witness = await run({ folder });
    assert.equal(witness.identity.name, 'witness.example.org/w1');
  });

  test('a name cannot be changed, and a new key of a log is taken in beside the old one', async () => {
    const folder = newFolder();
    const rotated = townLog(300, undefined, 2);
    {
      await using witness = await run({ folder });
      await post(witness.address, await log.request(0, 100));
    }
    await assert.rejects(run({ folder, name: 'another' }), CannotWitness);
    await using witness = await run({ folder, keys: [rotated.vkey] });
    assert.equal((await post(witness.address, await rotated.request(100, 200))).status, 200);
    assert.equal((await post(witness.address, await log.request(200, 250))).status, 200);
    const { text, signatures } = parseNote(await log.checkpoint(260));
    const forged = parseNote(await rotated.checkpoint(260)).signatures.map((line) => ({
      ...line,
      signature: line.signature.toReversed(),
    }));
    const checkpoint = formatNote(text, [...signatures, ...forged]);
    const both = formatAddCheckpoint({ oldSize: 250, proof: await log.prove(250, 260), checkpoint });
    assert.equal((await post(witness.address, both)).status, 403, 'a wrong line of either key spoils it');
  });
});

async function writeWithPid(folder: string, pid: number): Promise<void> {
  const { mkdir } = await import('node:fs/promises');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'running'), String(pid));
}

test('SPEC M78: a second history is refused, kept once as evidence that a third party can check, and told on the page', async () => {
  const folder = newFolder();
  await using witness = await run({ folder });
  await post(witness.address, await log.request(0, 100));
  await post(witness.address, await log.request(100, 200));
  assert.equal((await post(witness.address, await fork.request(0, 200))).status, 409);
  assert.equal(witness.store.refused(ORIGIN, 'two-histories').length, 1, 'whatever size it was sent with');
  const other = await fork.request(200, 200);
  assert.equal((await post(witness.address, other)).status, 422);
  assert.equal((await post(witness.address, other)).status, 422);
  assert.equal((await post(witness.address, await fork.request(0, 200))).status, 409);
  assert.equal((await post(witness.address, await fork.request(200, 250))).status, 422);
  // Unsigned, or signed by somebody else, it is no evidence.
  assert.equal((await post(witness.address, await townLog(300, 50, 3).request(200, 300))).status, 403);
  // A proof that leads nowhere shows nothing; the one that the log would send shows how its other history began.
  const half = formatAddCheckpoint({ oldSize: 200, proof: [], checkpoint: await fork.checkpoint(260) });
  assert.equal((await post(witness.address, half)).status, 422);
  assert.equal((await post(witness.address, await fork.request(200, 250))).status, 422);
  const refused = join(folder, originHash(ORIGIN), 'refused');
  const verdicts = new Map<string, string>();
  for (const name of await readdir(refused)) {
    const evidence = parseTwoHistories(await readFile(join(refused, name)));
    assert.deepEqual([evidence.origin, evidence.a.logKey, evidence.b.logKey], [ORIGIN, log.vkey, log.vkey]);
    assert.equal(evidence.a.checkpoint, witness.store.cosigned(ORIGIN)?.note);
    verdicts.set(name.replace(/-[0-9a-f]{16}/, ''), await checkTwoHistories(evidence, verifier));
  }
  assert.deepEqual(Object.fromEntries(verdicts), {
    'two-histories-200.json': 'proved',
    'two-histories-250.json': 'proved',
    'unproved-260.json': 'open',
  });

  const page = await (await fetch(witness.address)).text();
  assert.match(page, /<h2>log\.example\.org\/town<\/h2>/);
  assert.match(page, /200 entries<\/a>, on 2026-03-01 at 12:00:00 UTC/);
  assert.match(page, /This record has two histories\.<\/strong> This witness was shown 2 states of it/);
  assert.match(page, /shown a state of it, with its signature, but without proof/);
  for (const { vkey } of witness.identity.keys) assert.ok(page.includes(vkey));
  const links = [...page.matchAll(/href="(\/[0-9a-f]{64}\/refused\/[^"]+)"/g)].map(([, path = '']) => path);
  assert.equal(links.length, 3);
  for (const path of links) {
    const served = new Uint8Array(await (await fetch(`${witness.address}${path}`)).arrayBuffer());
    assert.deepEqual(served, new Uint8Array(await readFile(join(refused, path.split('/').at(-1) ?? ''))));
  }
  assert.equal((await fetch(`${witness.address}/${originHash(ORIGIN)}/refused/other.json`)).status, 404);
  // What was refused for want of a proof is proof of two histories when the proof has come.
  assert.equal((await post(witness.address, await fork.request(200, 260))).status, 422);
  assert.deepEqual(
    ['two-histories', 'unproved'].map((kind) => witness.store.refused(ORIGIN, kind as 'unproved').length),
    [3, 0],
  );
});

test('of a log that writes extension lines the evidence is the same; a power of two leaves it open', async () => {
  const folder = newFolder();
  await using witness = await run({ folder });
  const { publicKey, signBytes } = fixedKey(1);
  const key = parseVerifierKey(formatVerifierKey(ORIGIN, publicKey));
  const extended = (text: string) => signNote(text.replace(/\n$/, '\nmore\n'), key, signBytes);
  await post(witness.address, await log.request(0, 128));
  for (const [proof, size] of [
    [[], 128],
    [await fork.prove(128, 200), 200],
  ] as const) {
    const checkpoint = await extended(parseNote(await fork.checkpoint(size)).text);
    const request = formatAddCheckpoint({ oldSize: 128, proof, checkpoint });
    assert.equal((await post(witness.address, request)).status, 422);
  }
  const refused = join(folder, originHash(ORIGIN), 'refused');
  const verdicts = (await readdir(refused)).map(async (name) =>
    checkTwoHistories(parseTwoHistories(await readFile(join(refused, name))), verifier),
  );
  assert.deepEqual((await Promise.all(verdicts)).sort(), ['open', 'proved']);
});

test('a checkpoint that somebody sent without its proof is no reproach any more when the proof has come', async () => {
  await using witness = await run();
  await post(witness.address, await log.request(0, 100));
  const half = formatAddCheckpoint({ oldSize: 100, proof: [], checkpoint: await log.checkpoint(200) });
  assert.equal((await post(witness.address, half)).status, 422);
  assert.deepEqual(
    ['two-histories', 'unproved'].map((kind) => witness.store.refused(ORIGIN, kind as 'unproved').length),
    [0, 1],
  );
  assert.equal((await post(witness.address, await log.request(100, 200))).status, 200);
  assert.deepEqual(witness.store.refused(ORIGIN, 'unproved'), []);
  assert.match(await (await fetch(witness.address)).text(), /None: everything that was shown followed/);
});

test('the page says when nothing was seen, and shows no name as markup', async () => {
  await using witness = await run({ name: '<b>&"w' });
  const response = await fetch(witness.address);
  const page = await response.text();
  assert.ok(!page.includes('<b>&'));
  assert.match(page, /Nothing yet/);
  assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'none'/);
});

test('other addresses and methods, bodies that are too large, and bytes that are no text are refused', async () => {
  await using witness = await run();
  const status = async (path: string, init?: RequestInit) => (await fetch(`${witness.address}${path}`, init)).status;
  assert.equal(await status(`/${originHash(ORIGIN)}/checkpoint`), 404);
  assert.equal(await status(`/${'0'.repeat(64)}/checkpoint`), 404);
  assert.equal(await status('/favicon.ico'), 404);
  assert.equal(await status('//'), 400);
  assert.equal(await status('/add-checkpoint'), 405);
  assert.equal(await status('/', { method: 'POST' }), 405);
  assert.equal((await post(witness.address, 'x'.repeat(300_000))).status, 413);
  assert.equal((await post(witness.address, new Uint8Array([...utf8('old 0\n\n'), 0xff, 0x0a]))).status, 400);
  const note = await log.checkpoint(1);
  const large = concatBytes(utf8(`old 0\n\n${note}`), new Uint8Array(200_000).fill(0x41));
  assert.equal((await post(witness.address, new Uint8Array(large))).status, 403);
});

test('a request that comes in drips is cut off, and others are answered meanwhile', async () => {
  await using witness = await run({ requestTimeoutMs: 2000 });
  const { port } = new URL(witness.address);
  const socket = connect(Number(port), '127.0.0.1');
  const closed = new Promise<string>((resolve) => {
    let said = '';
    socket.on('data', (data) => (said += data.toString()));
    socket.on('close', () => resolve(said));
    socket.on('error', () => undefined);
  });
  socket.write('POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 1000\r\n\r\nold 0\n');
  const drips = setInterval(() => socket.write('x'), 100);
  assert.equal((await post(witness.address, await log.request(0, 10))).status, 200);
  const said = await closed;
  clearInterval(drips);
  assert.ok(said === '' || said.startsWith('HTTP/1.1 408'), said);
});
