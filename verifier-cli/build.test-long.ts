/** The one file on a ledger that is large enough for threads: each of them begins with the same file. */
import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { ed25519Signer } from '@counterfoil/ledger/signature';
import { openCity } from '@counterfoil/ledger/testing/city';
import { tilePath } from '@counterfoil/ledger/tile';
import { bundleVerifier } from './build.ts';
import { otherPrograms } from './src/testing/other-programs.ts';
import { temporaryFolder, writeRecord } from './src/testing/record-folder.ts';
import { runProgram } from './src/testing/run-command.ts';

/** With fewer, everything is checked on one thread. */
const SIZE = 20_100;

test('the one file checks a large ledger on threads, and names the entry that was changed', async (t) => {
  const { ledger, registrars } = await openCity();
  const { privateKey, publicKey } = crypto.generateKeyPairSync('ed25519');
  // Signs ten times faster than the builder's own actors.
  const official = ed25519Signer({
    publicKey: Uint8Array.from(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)),
    signBytes: (message) => Uint8Array.from(crypto.sign(null, message, privateKey)),
  });
  const from = '2026-01-01T00:00:00.000Z';
  const { person } = await ledger.actor('quick');
  const granted = { kind: 'mandate-granted', office: 'parks', person, key: official.keyid, from } as const;
  const mandate = await ledger.say(granted, registrars[0], registrars[1]);
  const process = { id: 'service-request', version: 1 };
  const wish = {
    kind: 'input-received',
    process,
    channel: 'web',
    author: 'person',
    text: ledger.text('A wish.'),
  } as const;
  const id = await ledger.say(wish, ledger.intakeKey);
  const text = ledger.text('The one answer.');
  while (ledger.entries.length < SIZE) await ledger.say({ kind: 'response', by: [mandate], case: id, text }, official);

  const base = await temporaryFolder(t);
  const record = join(base, 'record');
  await writeRecord(record, await ledger.files());
  const alone = join(base, 'alone');
  await mkdir(alone);
  await writeFile(join(alone, 'counterfoil.mjs'), await bundleVerifier(join(import.meta.dirname, '..')));
  const programs = [globalThis.process.execPath, ...otherPrograms().map(({ program }) => program)];
  const verify = (program: string) =>
    runProgram(program, ['counterfoil.mjs', 'verify', record, '--no-memory', '--key', ledger.vkey], {
      env: {},
      cwd: alone,
    });
  for (const program of programs) {
    const ran = await verify(program);
    assert.equal(ran.code, 0, `${program}: ${ran.stdout}${ran.stderr}`);
    assert.match(ran.verdict, /^Verified: 20,100 entries/);
    t.diagnostic(`${program}: ${/[\d.]+ seconds, .*/.exec(ran.stdout)?.[0] ?? ''}`);
  }
  // Without leave for threads it takes its time.
  const leave = ['--permission', `--allow-fs-read=${base}`];
  const held = await runProgram(
    globalThis.process.execPath,
    [...leave, join(alone, 'counterfoil.mjs'), 'verify', record, '--no-memory', '--key', ledger.vkey],
    { env: {}, cwd: alone },
  );
  assert.equal(held.code, 0, held.stdout + held.stderr);
  t.diagnostic(`on one thread: ${/[\d.]+ seconds, .*/.exec(held.stdout)?.[0] ?? ''}`);
  const path = join(record, tilePath('entries', 40));
  const bytes = await readFile(path);
  const at = bytes.indexOf(ledger.entries[40 * 256 + 7] ?? assert.fail()) + 300;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(path, bytes);
  for (const program of programs) {
    const ran = await verify(program);
    assert.equal(ran.code, 1, `${program}: ${ran.stdout}${ran.stderr}`);
    assert.match(ran.verdict, /^ALTERED: entry 10247\b/);
  }
});
