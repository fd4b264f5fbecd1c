/**
 * Has witnesses and cosignatures that nobody here wrote meet ours: Go's packages of transparency-dev, called by the programs of
 * `ledger/interop/cosign` and `ledger/interop/witness`, and litewitness, a whole program of torchwood. Needs `go` and its module
 * proxy; what cannot be built is not checked, and that is what is said.
 *
 *   npm run interop (its second part)
 *   npm run interop -- --witness <program>     the second program, built elsewhere
 *
 * Exit code 0: all is as it should be. 1: something is not. 2: something could not be checked.
 */
import { spawn, spawnSync } from 'node:child_process';
import * as crypto from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { base64 } from '@counterfoil/ledger/bytes';
import { parseCosignerKey, signCosignature, verifyLines } from '@counterfoil/ledger/cosignature';
import { formatNote, parseNote, parseSignatureLine } from '@counterfoil/ledger/note';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { judgeWitnesses, parsePolicy, type Policy } from '@counterfoil/ledger/policy';
import { createVerifier } from '@counterfoil/ledger/signature';
import pino from 'pino';
import { Witnesses } from '../../recorder/witnesses.ts';
import { Identity } from '../identity.ts';
import { runWitness } from '../testing/run-witness.ts';
import { ORIGIN, townLog } from '../testing/town-log.ts';
import { serveLitewitness, LITEWITNESS } from './litewitness.ts';

const verifier = createVerifier(nodePlatform(crypto));
const verify: typeof verifier.verify = (...args) => verifier.verify(...args);
const log = townLog(300);
const fork = townLog(300, 100);
const programs = join(import.meta.dirname, '../../../../ledger/interop');

let passed = 0;
let failed = 0;
let unchecked = 0;

function notChecked(why: string): undefined {
  unchecked++;
  console.log(`Not checked: ${why}`);
}

function expect(what: string, isSo: boolean, said = ''): void {
  if (isSo) passed++;
  else failed++;
  console.log(`${isSo ? 'ok    ' : 'FAILED'} ${what}${isSo || said === '' ? '' : `: ${said}`}`);
}

const OWN = [
  ['mod', 'tidy'],
  ['build', '-o', '{program}', '.'],
];

/** Built in a copy: which versions its modules bring along is Go's to find out. Undefined where it cannot be built. */
function build(name: string, work: string, commands: readonly (readonly string[])[] = OWN): string | undefined {
  const copy = join(work, name);
  cpSync(join(programs, name), copy, { recursive: true });
  const program = join(work, `${name}-program`);
  for (const args of commands) {
    const filled = args.map((arg) => (arg === '{program}' ? program : arg));
    const { status, stderr } = spawnSync('go', filled, { cwd: copy, encoding: 'utf8' });
    if (status === 0) continue;
    const reason = stderr.split('\n').find((line) => /403|404|no such host|undefined|cannot/.test(line)) ?? '';
    return notChecked(`ledger/interop/${name} cannot be built here. ${reason.trim()}`);
  }
  return program;
}

function run(program: string, args: readonly string[], input: string): { status: number | null; stdout: string } {
  return spawnSync(program, args, { input, encoding: 'utf8' });
}

async function checkCosignatures(cosign: string, work: string): Promise<void> {
  const own = await Identity.open(mkdtempSync(join(work, 'own')), 'witness.example.org/ours', () => '');
  const checkpoint = await log.checkpoint(300);
  const { text, signatures } = parseNote(checkpoint);
  for (const { key, vkey, sign } of own.keys) {
    const type = `type ${key.algorithm}`;
    const line = await signCosignature(text, key, 1_800_000_000, sign);
    const note = formatNote(text, [...signatures, line]);
    const good = run(cosign, ['verify', vkey], note);
    expect(
      `Go verifies our cosignature of ${type}`,
      good.status === 0 && good.stdout === 'cosigned at 1800000000\n',
      good.stdout,
    );
    const changed = run(cosign, ['verify', vkey], note.replace('\n300\n', '\n301\n'));
    expect(`Go refuses it under another text, ${type}`, changed.status === 1, changed.stdout);
  }
  for (const kind of ['ed25519', 'mldsa']) {
    const made = run(cosign, ['sign', kind, 'witness.example.org/go'], checkpoint);
    const [vkey = ''] = made.stdout.split('\n', 1);
    const note = parseNote(made.stdout.slice(vkey.length + 1));
    const { verdict } = await verifyLines(note, parseCosignerKey(vkey), verify);
    expect(`we verify a cosignature that Go made, ${kind}`, verdict === 'verified', verdict);
    const other = await verifyLines(
      { ...note, text: note.text.replace('\n300\n', '\n301\n') },
      parseCosignerKey(vkey),
      verify,
    );
    expect(`we refuse it under another text, ${kind}`, other.verdict === 'wrong', other.verdict);
  }
}

interface Theirs {
  readonly name: string;
  readonly policy: Policy;
  stop(): void;
}

/** The witness of transparency-dev, with a key of each kind. */
async function serveOmniwitness(program: string): Promise<Theirs> {
  const child = spawn(program, ['serve', log.vkey], { stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const [address, ed25519, mlDsa] = [await lines.next(), await lines.next(), await lines.next()].map(({ value }) =>
    String(value),
  );
  const policy = parsePolicy(
    `witness E ${ed25519} ${address}\nwitness M ${mlDsa} ${address}\ngroup G all E M\nquorum G\n`,
  );
  return { name: 'the witness of transparency-dev', policy, stop: () => void child.stdin.end() };
}

/** Our recorder and a witness of theirs. */
async function checkTheirWitness({ name, policy, stop }: Theirs, work: string): Promise<void> {
  try {
    const logged: string[] = [];
    const start = (town: typeof log, first: string, folder: string): Promise<Witnesses> =>
      Witnesses.start(
        {
          ...{ policy, origin: ORIGIN, folder: mkdtempSync(join(work, folder)), verify, prove: town.prove },
          ...{ rootAt: (size: number) => Promise.resolve(town.root(size)), logKeys: () => [log.vkey] },
          ...{ waitMs: 5000, paceMs: 0, timeoutMs: 5000, pauseMs: 50, random: Math.random, now: Date.now },
          log: pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) }),
        },
        first,
      );
    const witnesses = await start(log, await log.checkpoint(7), 'a');
    for (const size of [7, 8, 100, 256, 300]) {
      witnesses.offer(await log.checkpoint(size));
      const judged = await judgeWitnesses(policy, parseNote(await witnesses.checkpoint()), verify);
      expect(
        `${name} cosigns our checkpoint of ${size} entries by all of its keys`,
        judged.reached,
        JSON.stringify(judged),
      );
    }
    await witnesses.close();
    const again = await start(log, await log.checkpoint(300), 'b');
    const judged = await judgeWitnesses(policy, parseNote(await again.checkpoint()), verify);
    expect(`after a restart we learn from ${name} where it stands`, judged.reached, JSON.stringify(judged));
    await again.close();
    logged.length = 0;
    const forked = await start(fork, await fork.checkpoint(300), 'c');
    for (let i = 0; i < 100 && !logged.some((line) => line.includes('"verdict"')); i++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(
      `the refusal of another history by ${name} is an alarm`,
      logged.some((line) => line.includes('"verdict"')),
      logged.join(''),
    );
    await forked.close();
  } finally {
    stop();
  }
}

/** A client of theirs and our witness. */
async function checkOurWitness(program: string, work: string): Promise<void> {
  await using witness = await runWitness({
    folder: join(work, 'ours'),
    name: 'witness.example.org/ours',
    keys: [log.vkey],
  });
  const ask = async (oldSize: number, size: number, town = log): Promise<{ status: number | null; stdout: string }> => {
    const proof = oldSize === 0 || oldSize >= size ? [] : (await town.prove(oldSize, size)).map(base64);
    const child = spawn(program, ['ask', witness.address, String(oldSize), ...proof], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    child.stdin.end(await town.checkpoint(size));
    let stdout = '';
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
    const status = await new Promise<number | null>((done) => child.on('close', done));
    return { status, stdout };
  };
  for (const [oldSize, size] of [
    [0, 7],
    [7, 7],
    [7, 300],
  ] as const) {
    const { status, stdout } = await ask(oldSize, size);
    const { text } = parseNote(await log.checkpoint(size));
    const lines = status === 0 ? stdout.trimEnd().split('\n').map(parseSignatureLine) : [];
    const verdicts = await Promise.all(
      witness.identity.keys.map(({ key }) => verifyLines({ text, signatures: lines }, key, verify)),
    );
    expect(
      `their client gets our cosignatures from ${oldSize} to ${size}`,
      verdicts.every(({ verdict }) => verdict === 'verified'),
      stdout,
    );
  }
  const stale = await ask(0, 300);
  expect('their client is told where our witness stands', stale.stdout === 'stale 300\n', stale.stdout);
  const other = await ask(300, 300, fork);
  expect('their client is refused another history', other.status === 1, other.stdout);
  const unknown = await ask(300, 300, townLog(300, undefined, 2));
  expect('their client is refused without the key of the log', unknown.status === 1, unknown.stdout);
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { witness: { type: 'string' } } });
  if (spawnSync('go', ['version']).error !== undefined) {
    notChecked('other people\'s witnesses. There is no Go on this machine (no "go" on PATH).');
    return 2;
  }
  const work = mkdtempSync(join(tmpdir(), 'counterfoil-interop-'));
  try {
    const cosign = build('cosign', work);
    if (cosign !== undefined) await checkCosignatures(cosign, work);
    const witness = values.witness ?? build('witness', work);
    if (witness !== undefined) {
      await checkTheirWitness(await serveOmniwitness(witness), work);
      await checkOurWitness(witness, work);
    }
    const litewitness = build('litewitness', work, LITEWITNESS);
    if (litewitness !== undefined) {
      const theirs = await serveLitewitness(litewitness, { folder: work, origin: ORIGIN, vkey: log.vkey });
      if (theirs === undefined) notChecked('litewitness. It takes its key from an ssh-agent, and there is none here.');
      else await checkTheirWitness(theirs, work);
    }
    console.log(`${passed} passed, ${failed} failed`);
    return failed > 0 ? 1 : unchecked > 0 ? 2 : 0;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

process.exitCode = await main();
