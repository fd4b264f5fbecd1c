import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { formatReceipt } from '@counterfoil/ledger/receipt';
import { receiptFor } from '@counterfoil/ledger/testing/receipts';
import type { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { tilePath } from '@counterfoil/ledger/tile';
import { bundleVerifier } from './build.ts';
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

/** Programs of this machine that can run it, apart from our own Node. */
function others(): readonly (readonly [name: string, program: string])[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  const find = (name: string): string | undefined =>
    [...folders, '/usr/local/bin', '/usr/bin'].map((folder) => join(folder, name)).find((path) => existsSync(path));
  const node = find('node');
  const version = node === undefined ? '' : execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  const [major = 0, minor = 0] = version.slice(1).split('.').map(Number);
  const isEnough = major > 20 || (major === 20 && minor >= 12);
  const known: readonly (readonly [string, string | undefined])[] = [
    [`the Node of this machine (${version})`, isEnough ? node : undefined],
    ['Deno', find('deno')],
    ['Bun', find('bun')],
  ];
  return known.flatMap(([name, program]) => (program === undefined ? [] : [[name, program] as const]));
}

function run(program: string, args: readonly string[], options: readonly string[] = []): Promise<Ran> {
  const env = { PATH: '/nowhere', HOME: base, XDG_STATE_HOME: join(base, 'state'), NO_COLOR: '1' };
  const first = program.endsWith('deno') ? ['run', '--allow-all'] : options;
  return runProgram(program, [...first, 'counterfoil.mjs', ...args], { env, cwd: alone });
}

async function checkEverything(program: string): Promise<void> {
  const record = join(base, 'record');
  const copy = join(base, `copy-${++copies}`);
  const mirrored = await run(program, ['mirror', record, copy]);
  assert.equal(mirrored.code, 0, mirrored.stdout + mirrored.stderr);
  assert.match(mirrored.stdout, /Next: (?:node )?counterfoil\.mjs verify\s/);
  const right = await run(program, ['verify', copy, '--no-memory']);
  assert.equal(right.code, 0, right.stdout + right.stderr);
  assert.match(right.verdict, /^Verified, if .*: all 32 entries of ledger\.example\.org\/rivermouth/);

  const bundle = join(copy, tilePath('entries', 0, ledger.entries.length));
  const entries = await readFile(bundle);
  const at = entries.indexOf(ledger.entries[12] ?? assert.fail()) + 500;
  entries[at] = (entries[at] ?? 0) ^ 1;
  await writeFile(bundle, entries);
  const wrong = await run(program, ['verify', copy, '--no-memory']);
  assert.equal(wrong.code, 1, wrong.stdout + wrong.stderr);
  assert.match(wrong.verdict, /^Wrong at entry 12 /);

  const receipt = join(base, 'receipt.json');
  await writeFile(receipt, formatReceipt(await receiptFor(ledger, 11)));
  const held = await run(program, ['receipt', receipt, '--against', record]);
  assert.equal(held.code, 0, held.stdout + held.stderr);

  const nowhere = await run(program, ['verify', join(base, 'nowhere')]);
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

  const found = others();
  for (const [name, program] of found) {
    test(`makes a file that ${name} runs with nothing beside it`, () => checkEverything(program));
  }
  if (found.length === 0)
    test('makes a file that another program runs', {
      skip: 'This machine has no other Node from 20.12 on, no Deno and no Bun.',
    });

  test('makes a file that needs leave for nothing but one folder, and makes no code', async () => {
    const leave = ['--permission', `--allow-fs-read=${alone}`, `--allow-fs-read=${join(base, 'record')}`];
    const options = [...leave, '--disallow-code-generation-from-strings'];
    const ran = await run(process.execPath, ['verify', join(base, 'record'), '--no-memory'], options);
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
    const text = new TextDecoder().decode(bytes);
    const imported = [...text.matchAll(/^import .*? from "([^"]+)";$/gm)].map(([, name = '']) => name);
    assert.ok(imported.length > 5);
    for (const name of imported) assert.match(name, /^node:/);
  });

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
      ...others().flatMap(([name, path]) => (name.includes('Node') ? [path] : [])),
    ]) {
      const ran = await runProgram(program, [file], { env: {} });
      assert.equal(ran.stdout, 'id,packed\n', ran.stderr);
    }
  });

  test('makes a file that explains itself, and guesses what was meant', async () => {
    const help = await run(process.execPath, []);
    assert.equal(help.code, 0);
    for (const command of ['verify', 'receipt', 'promise', 'complaint', 'mirror']) {
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
