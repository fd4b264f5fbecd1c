import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { formatReceipt } from '@counterfoil/ledger/receipt';
import { receiptFor } from '@counterfoil/ledger/testing/receipts';
import type { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { tilePath } from '@counterfoil/ledger/tile';
import { bundleVerifier } from './build.ts';
import { otherPrograms } from './src/testing/other-programs.ts';
import { cityOf, serveFolder, temporaryFolder, writeRecord } from './src/testing/record-folder.ts';
import { runProgram, type Ran } from './src/testing/run-command.ts';

const ROOT = join(import.meta.dirname, '..');
const cleanUp: (() => unknown)[] = [];
const suite = { after: (task: unknown) => void cleanUp.push(task as () => unknown) };
let ledger: LedgerBuilder;
let base: string;
/** The bundle, with nothing beside it. */
let alone: string;
let bytes: Uint8Array;
let copies = 0;

before(async () => {
  ({ ledger } = await cityOf(30));
  base = await temporaryFolder(suite);
  await writeRecord(join(base, 'record'), await ledger.files());
  alone = join(base, 'alone');
  await mkdir(alone);
  bytes = await bundleVerifier(ROOT);
  await writeFile(join(alone, 'counterfoil.mjs'), bytes);
});
after(async () => {
  for (const task of cleanUp) await task();
});

function run(program: string, args: readonly string[], options: readonly string[] = []): Promise<Ran> {
  const env = { PATH: '/nowhere', HOME: base, XDG_STATE_HOME: join(base, 'state'), NO_COLOR: '1' };
  return runProgram(program, [...options, 'counterfoil.mjs', ...args], { env, cwd: alone });
}

/** Says on stderr to what a program connects, before it does. */
const WATCH = `
  import { createRequire } from 'node:module';
  import { Socket } from 'node:net';
  const { connect } = Socket.prototype;
  Socket.prototype.connect = function (...args) {
    const [{ path, host, port }] = Array.isArray(args[0]) ? args[0] : args;
    console.error('CONNECTS TO ' + (path ?? host + ':' + port));
    return Reflect.apply(connect, this, args);
  };
  createRequire(import.meta.url)('node:dgram').createSocket = () => console.error('CONNECTS TO somebody by datagrams');`;

/** The options with which a Node lets a program do nothing, but for the network: Node 20 knows no leave for that one. */
function leaveOf(program: string): readonly string[] {
  const known = execFileSync(program, ['-p', '[...process.allowedNodeEnvironmentFlags].join()'], { encoding: 'utf8' });
  const flags = new Set(known.trim().split(','));
  return [
    flags.has('--permission') ? '--permission' : '--experimental-permission',
    ...(flags.has('--allow-net') ? ['--allow-net'] : []),
  ];
}

async function checkEverything(program: string, options: readonly string[] = []): Promise<void> {
  const record = join(base, 'record');
  const copy = join(base, `copy-${++copies}`);
  const mirrored = await run(program, ['mirror', record, copy], options);
  assert.equal(mirrored.code, 0, mirrored.stdout + mirrored.stderr);
  assert.match(mirrored.stdout, /Next: (?:node )?counterfoil\.mjs verify\s/);
  const right = await run(program, ['verify', copy, '--no-memory'], options);
  assert.equal(right.code, 0, right.stdout + right.stderr);
  assert.match(right.verdict, /^Verified, if .*: 32 entries of ledger\.example\.org\/rivermouth/);

  const bundle = join(copy, tilePath('entries', 0, ledger.entries.length));
  const entries = await readFile(bundle);
  const at = entries.indexOf(ledger.entries[12] ?? assert.fail()) + 500;
  entries[at] = (entries[at] ?? 0) ^ 1;
  await writeFile(bundle, entries);
  const wrong = await run(program, ['verify', copy, '--no-memory'], options);
  assert.equal(wrong.code, 1, wrong.stdout + wrong.stderr);
  assert.match(wrong.verdict, /^ALTERED: entry 12, /);

  const receipt = join(base, 'receipt.json');
  await writeFile(receipt, formatReceipt(await receiptFor(ledger, 11)));
  const held = await run(program, ['receipt', receipt, '--against', record], options);
  assert.equal(held.code, 0, held.stdout + held.stderr);

  const nowhere = await run(program, ['verify', join(base, 'nowhere')], options);
  assert.equal(nowhere.code, 2);
  assert.match(nowhere.stderr, /There is no folder/);
}

describe('npm run bundle', () => {
  test('gives the same bytes wherever the sources lie', async () => {
    const elsewhere = join(base, 'else', 'where');
    await mkdir(join(elsewhere, 'node_modules', '@counterfoil'), { recursive: true });
    for (const part of [
      'ledger/src',
      'ledger/package.json',
      'verifier-cli/src',
      'verifier-cli/package.json',
      'node_modules/zod',
      'node_modules/@noble',
    ])
      await cp(join(ROOT, part), join(elsewhere, part), { recursive: true });
    await cp(
      join(ROOT, 'node_modules', '@counterfoil', 'ledger'),
      join(elsewhere, 'node_modules', '@counterfoil', 'ledger'),
      {
        recursive: true,
        verbatimSymlinks: true,
      },
    );
    assert.deepEqual(await bundleVerifier(elsewhere), bytes);
  });

  test('makes a file that our Node runs with nothing beside it', () => checkEverything(process.execPath));

  const found = otherPrograms();
  for (const { name, program, options } of found) {
    test(`makes a file that ${name} runs with nothing beside it`, () => checkEverything(program, options));
  }
  if (found.length === 0)
    test('makes a file that another program runs', {
      skip: 'This machine has no other Node from 20.12 on, no Deno and no Bun.',
    });

  test('makes a file that needs nothing but Node, and can make no code while it runs', async () => {
    const leave = ['--permission', `--allow-fs-read=${alone}`, `--allow-fs-read=${join(base, 'record')}`];
    const options = [...leave, '--disallow-code-generation-from-strings'];
    const ran = await run(process.execPath, ['verify', join(base, 'record'), '--no-memory'], options);
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
    const text = new TextDecoder().decode(bytes);
    const imported = [...text.matchAll(/^import .*? from "([^"]+)";$/gm)].map(([, name = '']) => name);
    assert.ok(imported.length > 5);
    for (const name of imported) assert.match(name, /^node:/);
    assert.doesNotMatch(text, /\b(?:eval|Function|import|require)\(|node:vm\b/);
    // Of the libraries only what is used: the large form of the schemas and whole families of curves are not.
    assert.match(text, /^\/\/ node_modules\/zod\/v4\/mini\//m);
    assert.doesNotMatch(
      text,
      /^\/\/ node_modules\/(?:zod\/v4\/(?:classic|locales)|@noble\/curves\/(?:nist|abstract\/weierstrass))/m,
    );
  });

  const nodes = [
    { name: 'our Node', program: process.execPath },
    ...found.filter(({ name }) => name.includes('Node')),
  ].map(({ name, program }) => ({ name, program, leave: leaveOf(program) }));
  for (const { name, program, leave } of nodes) {
    test(`makes a file that under ${name} needs leave for nothing but the network and one folder, and connects to nothing but the address`, async (t) => {
      const folder = join(base, `one-folder-${++copies}`);
      await mkdir(folder);
      await writeFile(join(folder, 'counterfoil.mjs'), bytes);
      await writeFile(join(folder, 'watch.mjs'), WATCH);
      const address = await serveFolder(t, join(base, 'record'));
      const options = [...leave, `--allow-fs-read=${folder}`, `--allow-fs-write=${folder}`];
      const inFolder = (...args: readonly string[]): Promise<Ran> =>
        runProgram(program, [...options, `--import=${join(folder, 'watch.mjs')}`, 'counterfoil.mjs', ...args], {
          env: { NO_COLOR: '1', XDG_STATE_HOME: join(folder, 'state') },
          cwd: folder,
        });
      const connections = ({ stderr }: Ran): Set<string> =>
        new Set([...stderr.matchAll(/^CONNECTS TO (.*)$/gm)].map(([, to = '']) => to));
      const only = new Set([new URL(address).host]);
      const first = await inFolder('verify', address);
      assert.equal(first.code, 0, first.stdout + first.stderr);
      assert.deepEqual(connections(first), only);
      // What was seen is kept in the folder, under these rules too.
      const second = await inFolder('verify', address);
      assert.equal(second.code, 0, second.stdout + second.stderr);
      assert.match(second.stdout, /Seen before\n(?! {2}This computer has not seen)/);
      const mirrored = await inFolder('mirror', address, join(folder, 'copy'));
      assert.equal(mirrored.code, 0, mirrored.stdout + mirrored.stderr);
      assert.deepEqual(connections(mirrored), only);
      const copy = await inFolder('verify', join(folder, 'copy'));
      assert.equal(copy.code, 0, copy.stdout + copy.stderr);
      assert.deepEqual(connections(copy), new Set());
    });
  }

  test('makes a file that also asks over the network', async (t) => {
    const address = await serveFolder(t, join(base, 'record'));
    const ran = await run(process.execPath, ['verify', address, '--no-memory', '--json']);
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
    assert.equal((JSON.parse(ran.stdout) as { verdict: string }).verdict, 'verified');
  });

  test('makes a file that a thread begins with as well', async () => {
    const script = `
      import { Worker } from 'node:worker_threads';
      const workerData = { address: ${JSON.stringify(join(base, 'record'))}, timeoutMs: 5000, texts: 'look-at' };
      const thread = new Worker(new URL('./alone/counterfoil.mjs', import.meta.url), { workerData });
      thread.on('message', (answer) => {
        console.log(Object.keys(answer).join());
        thread.terminate();
      });
      thread.postMessage({ id: 1, index: 0, width: ${ledger.entries.length}, newKeys: [] });`;
    const file = join(base, 'thread.mjs');
    await writeFile(file, script);
    for (const program of [
      process.execPath,
      ...found.flatMap((one) => (one.name.includes('Node') ? [one.program] : [])),
    ]) {
      const ran = await runProgram(program, [file], { env: {} });
      assert.equal(ran.stdout, 'id,packed\n', ran.stderr);
    }
  });

  test('makes a file that explains itself, and guesses what was meant', async () => {
    const help = await run(process.execPath, []);
    assert.equal(help.code, 0);
    for (const command of [
      'verify',
      'case',
      'compare',
      'evidence',
      'evidence',
      'receipt',
      'promise',
      'complaint',
      'mirror',
      'explain',
    ]) {
      assert.ok(help.stdout.includes(`\n  ${command} `), command);
      const own = await run(process.execPath, [command, '--help']);
      assert.equal(own.code, 0);
      assert.match(own.stdout, new RegExp(`Examples:\n  node counterfoil\\.mjs ${command} `));
      assert.ok(!own.stdout.includes('npm run'), 'there is no npm here');
    }
    assert.match((await run(process.execPath, ['--version'])).stdout, /^counterfoil \d+\.\d+\.\d+\n$/);
    const meant = await run(process.execPath, ['verfiy']);
    assert.equal(meant.code, 2);
    assert.match(meant.stderr, /Did you mean "verify"\?/);
  });
});
