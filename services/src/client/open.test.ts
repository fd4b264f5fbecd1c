import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startTestService, type TestService } from '../testing/service.ts';
import { runProgram, type Ran } from './testing/run-program.ts';

describe('opening a ledger for real use', () => {
  let service: TestService & AsyncDisposable;
  before(async () => {
    service = await startTestService();
  });
  after(async () => {
    await service[Symbol.asyncDispose]();
  });

  const open = (...args: readonly string[]): Promise<Ran> =>
    runProgram('client/open.ts', [
      ...['--authority', 'City of Testing', '--to', service.address, '--keys', join(service.folder, 'registrars')],
      ...args,
    ]);
  const token = (): readonly string[] => ['--token-file', join(service.folder, 'opening-token')];
  const sign = (args: readonly string[], ...keys: readonly string[]): Promise<Ran> =>
    runProgram('client/sign.ts', [
      ...keys.flatMap((key) => ['--key', join(service.folder, 'registrars', `${key}.pem`)]),
      ...['--to', service.address, '--memory', join(service.folder, 'memory'), '--yes'],
      ...args,
    ]);
  const statement = async (name: string, fields: object): Promise<string> => {
    const file = join(service.folder, `${name}.json`);
    await writeFile(file, JSON.stringify(fields));
    return file;
  };
  const office = { kind: 'office-defined', office: 'front-desk', title: 'Front desk', may: ['response'] };

  test('without the operator’s token it stays shut, and says where the token lies', async () => {
    const wrong = join(service.folder, 'wrong-token');
    await writeFile(wrong, 'guessed');
    const ran = await open('--token-file', wrong);
    assert.equal(ran.exitCode, 2);
    assert.match(ran.stderr, /Only the operator can open this ledger. \(opening-token\)/);
    const lost = await open('--token-file', join(service.folder, 'nowhere'));
    assert.equal(lost.exitCode, 2);
    assert.match(lost.stderr, /opening-token in its data folder/);
    assert.equal(service.recorder.publisher.size, 0);
  });

  test('what is left out or impossible is asked for, and nothing is done', async () => {
    assert.equal((await runProgram('client/open.ts', ['--to', service.address])).exitCode, 2);
    const ran = await open(...token(), '--registrars', '2', '--threshold', '3');
    assert.equal(ran.exitCode, 2);
    assert.match(ran.stderr, /--threshold takes a number from 1 to 2/);
    assert.equal((await open(...token(), '--registrar', '2')).exitCode, 2);
  });

  test('the operator opens it, and two of three registrars define an office and grant a mandate', async () => {
    const opened = await open(...token());
    assert.equal(opened.exitCode, 0, opened.stderr);
    assert.match(opened.stdout, /^The ledger of City of Testing is open\./);
    assert.match(opened.stdout, /Keep safe/);
    assert.deepEqual(await readdir(join(service.folder, 'registrars')), [
      'registrar-1.pem',
      'registrar-2.pem',
      'registrar-3.pem',
    ]);

    const file = await statement('office', office);
    const alone = await sign([file], 'registrar-1');
    assert.equal(alone.exitCode, 2);
    assert.match(alone.stderr, /1 of 2 registrars signed. \(threshold-unmet\)/);
    const together = await sign([file], 'registrar-1', 'registrar-3');
    assert.equal(together.exitCode, 0, together.stderr);
    assert.match(together.stdout, /"title": "Front desk"/);
    assert.match(together.stdout, /Recorded as entry 1 /);

    const made = await runProgram('client/sign.ts', [
      '--no-passphrase',
      ...['--new-key', join(service.folder, 'anna.pem')],
    ]);
    assert.equal(made.exitCode, 0, made.stderr);
    const [, person = '', key = ''] = /"person": "(.*)"\n *"key": "(.*)"/.exec(made.stdout) ?? [];
    const mandate = await statement('mandate', {
      ...{ kind: 'mandate-granted', office: 'front-desk', person, key, from: '2026-01-01T00:00:00.000Z' },
      holder: { text: 'Anna of the front desk', lang: 'en' },
    });
    const granted = await sign([mandate], 'registrar-2', 'registrar-3');
    assert.equal(granted.exitCode, 0, granted.stderr);
    assert.match(granted.stdout, /"text": "Anna of the front desk"/);
    assert.equal(service.recorder.publisher.size, 3);
  });

  test('what would be signed can be looked at without signing', async () => {
    const size = service.recorder.publisher.size;
    const ran = await sign(['--dry-run', await statement('office', office)], 'registrar-1', 'registrar-2');
    assert.equal(ran.exitCode, 0, ran.stderr);
    assert.match(ran.stdout, /nothing was sent/);
    assert.equal(service.recorder.publisher.size, size);
  });

  test('a statement with a wrong field is refused before it is signed', async () => {
    const ran = await sign([await statement('bad', { ...office, may: ['everything'] })], 'registrar-1', 'registrar-2');
    assert.equal(ran.exitCode, 2);
    assert.match(ran.stderr, /at "may\.0"/);
    assert.doesNotMatch(ran.stdout, /Signed/);
  });

  test('a ledger that is open is not opened again', async () => {
    const ran = await open(...token());
    assert.equal(ran.exitCode, 2);
    assert.match(ran.stderr, /open already: it is the ledger of City of Testing/);
  });
});
