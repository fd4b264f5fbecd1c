/** The path that an operator takes after a backup was restored, with the programs as they are run. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { sql } from 'kysely';
import pino from 'pino';
import { auditService } from '../client/testing/audit-service.ts';
import { runProgram, type Ran } from '../client/testing/run-program.ts';
import { openLetters, type Letter, type Letters } from '../content/testing/letters.ts';
import { jpeg, pdf, png } from '../files/testing/pictures.ts';
import { startService, type Service } from '../service.ts';
import { copyDatabase } from '../testing/database.ts';
import type { TestService } from '../testing/service.ts';

const silent = pino({ level: 'silent' });
const root = resolve(import.meta.dirname, '../../..');

describe('A database that was restored from a backup', () => {
  let letters: Letters;
  let first: TestService;
  let running: Service;
  let backup = '';
  let mirror = '';
  const kept: Record<'public' | 'redacted' | 'withheld' | 'opened' | 'late' | 'lost', string> = {
    ...{ public: '', redacted: '', withheld: '', opened: '', late: '', lost: '' },
  };
  let withheld: Letter;
  let files: Record<'early' | 'goes' | 'large' | 'gone' | 'hidden' | 'opened' | 'lost', Letter>;

  /** Sends a file and says something with it. */
  const attach = async (
    at: string,
    bytes: Uint8Array,
    process: 'letters' | 'wishes',
    show: 'public' | 'pending' = 'public',
  ): Promise<Letter> => {
    const upload = await fetch(`${at}/api/v1/files`, { method: 'POST', body: Buffer.from(bytes) });
    const { digest, token } = (await upload.json()) as { digest: string; token: string };
    const { status, body } = await letters.city.input('Here is a picture.', { process, files: [token] });
    assert.equal(status, 201, body.detail);
    const file = { case: body.index, entry: body.index, digest };
    if (process === 'letters' && show === 'public') await letters.publish(file);
    return file;
  };

  before(async () => {
    letters = await openLetters();
    first = letters.service;
    const stays = await letters.write('Stays.');
    const erased = await letters.write('Is erased.', stays);
    const hidden = await letters.write('Is withheld.', stays);
    const waits = await letters.write('Waits.', stays);
    withheld = hidden;
    await letters.publish(stays, erased, hidden);
    const early = await attach(first.address, jpeg(), 'wishes');
    const goes = await attach(first.address, png({ width: 9, height: 9 }), 'wishes');
    await first.close();
    backup = await copyDatabase(first.databaseUrl);

    const config = { ...first.config, databaseUrl: first.databaseUrl, port: Number(new URL(first.address).port) };
    running = await startService(config, silent, letters.now);
    const [late, lost] = [await letters.write('Comes late.', stays), await letters.write('Is seen by nobody.', stays)];
    await letters.publish(waits, late);
    await letters.redact(erased);
    await letters.withhold(hidden);
    const at = running.address;
    files = {
      ...{ early, goes, large: await attach(at, png({ width: 900, height: 300 }), 'wishes') },
      ...{ gone: await attach(at, pdf('Gone.'), 'wishes'), hidden: await attach(at, pdf('Hidden.'), 'wishes') },
      ...{ opened: await attach(at, pdf('Opened.'), 'letters') },
      lost: await attach(at, pdf('Lost.'), 'letters', 'pending'),
    };
    await letters.redact(files.gone);
    await letters.redact(files.goes);
    await letters.withhold(files.hidden);
    for (let i = 0; i < 270; i += 30)
      await Promise.all(
        Array.from({ length: 30 }, (_, j) => letters.city.input(`Input ${i + j}.`, { process: 'wishes' })),
      );
    Object.assign(kept, {
      ...{ public: stays.digest, redacted: erased.digest, withheld: hidden.digest, opened: waits.digest },
      ...{ late: late.digest, lost: lost.digest },
    });
    mirror = await mkdtemp(join(tmpdir(), 'counterfoil-mirror-'));
    const copied = await node('verifier-cli/src/mirror.ts', running.address, mirror);
    assert.equal(copied.code, 0, copied.output);
  });
  after(async () => {
    await running.close();
    await rm(mirror, { recursive: true });
    await letters[Symbol.asyncDispose]();
  });

  const restore = (from: string, into = backup): Promise<Ran> =>
    runProgram('restore/main.ts', ['--from', from], { env: environment(into) });
  const environment = (into: string): Record<string, string> => ({
    ...{ DATABASE_URL: into, COUNTERFOIL_DATA: first.folder, COUNTERFOIL_DEMO: 'off' },
    COUNTERFOIL_ORIGIN: first.config.origin,
  });
  const startOnBackup = (): Promise<Service> =>
    startService({ ...first.config, databaseUrl: backup }, silent, letters.now);

  test('is refused, and the refusal names this path', async () => {
    await assert.rejects(startOnBackup(), /npm run restore -- --from/);
  });

  test('is left as it is where the mirror does not have what was published', async () => {
    const broken = await mkdtemp(join(tmpdir(), 'counterfoil-mirror-'));
    await cp(mirror, broken, { recursive: true });
    const bundle = join(broken, 'tile/entries/000');
    const bytes = await readFile(bundle);
    bytes[bytes.length - 60] = (bytes[bytes.length - 60] ?? 0) ^ 1;
    await writeFile(bundle, bytes);
    const changed = await restore(broken);
    assert.equal(changed.exitCode, 1, changed.stderr);
    assert.match(changed.stdout, /do not lead from the \d+ entries of the database to the checkpoint/);
    await rm(bundle);
    assert.match((await restore(broken)).stdout, /does not have tile\/entries\/000/);
    await rm(join(broken, 'checkpoint'));
    assert.match((await restore(broken)).stdout, /no checkpoint there/);
    await rm(broken, { recursive: true });
    await assert.rejects(startOnBackup(), /npm run restore -- --from/);
  });

  test('gets its entries back from a mirror that lacks a file, which is named, with what to do', async () => {
    const other = await copyDatabase(backup);
    const broken = await mkdtemp(join(tmpdir(), 'counterfoil-mirror-'));
    await cp(mirror, broken, { recursive: true });
    await rm(join(broken, 'file', files.large.digest));
    await writeFile(join(broken, 'file', files.opened.digest), pdf('Something else.'));
    const { exitCode, stdout, stderr } = await restore(broken, other);
    await rm(broken, { recursive: true });
    assert.equal(exitCode, 1, stdout + stderr);
    assert.match(stdout, /^Brought back 284 entries, \d+ texts and 0 files/);
    assert.match(stdout, /2 texts or files are in public view, and this mirror lacks them[^]*with a mirror that has/);
    for (const { entry, digest } of [files.large, files.opened])
      assert.match(stdout, new RegExp(`\n  entry ${entry}, file ${digest}\n`));
    assert.doesNotMatch(stdout, /Start the service now/);
  });

  test('gets back what was published since, byte for byte, and the service starts', async () => {
    const { exitCode, stdout, stderr } = await restore(mirror);
    assert.equal(exitCode, 0, stdout + stderr);
    assert.match(stdout, /^Brought back 284 entries, \d+ texts and 2 files: the database holds all \d+ that were pub/);
    assert.match(stdout, /\n1 text or file was erased since, by entries that say why, and stays erased\.\n/);
    assert.match(stdout, /\n5 texts or files are not in public view, so no mirror has them/);
    for (const line of [
      `text ${kept.lost}, waited to be looked at`,
      `entry ${files.lost.entry}, file ${files.lost.digest}, waited to be looked at`,
      `entry ${files.hidden.entry}, file ${files.hidden.digest}, withheld`,
    ])
      assert.match(stdout, new RegExp(`${line}\n`));
    await running.close();
    const port = Number(new URL(first.address).port);
    const service = await startService({ ...first.config, databaseUrl: backup, port }, silent, letters.now);
    try {
      for (const path of [
        'checkpoint',
        'tile/entries/000',
        'tile/0/000',
        `content/${kept.opened}`,
        `content/${kept.late}`,
        `file/${files.early.digest}`,
        `file/${files.large.digest}`,
        `file/${files.opened.digest}`,
      ])
        assert.deepEqual(
          new Uint8Array(await (await fetch(`${service.address}/${path}`)).arrayBuffer()),
          new Uint8Array(await readFile(join(mirror, path))),
          path,
        );
      const status = async (digest: string): Promise<number> =>
        (await fetch(`${service.address}/content/${digest}`)).status;
      assert.deepEqual(
        await Promise.all([kept.public, kept.redacted, kept.withheld, kept.lost].map(status)),
        [200, 404, 404, 404],
      );
      for (const name of ['goes', 'gone', 'hidden', 'lost'] as const)
        assert.equal((await fetch(`${service.address}/file/${files[name].digest}`)).status, 404, name);
      const { rows } = await sql<{ count: number }>`
        select count(*) from file_chunks c full join file_keys k on k.id = c.id full join files f on f.id = k.id
        where f.entry is null or f.digest is null or k.id is null or c.id is null`.execute(service.db);
      assert.deepEqual(rows, [{ count: 0 }], 'nothing is left of what is not there');
      await letters.restore(withheld);
      assert.equal(await status(kept.withheld), 200, 'what was withheld had only been put away');
      const { verdict, findings } = await auditService(service);
      assert.equal(verdict, 'verified', JSON.stringify(findings));
    } finally {
      await service.close();
    }
    const env = environment(backup);
    const checked = await runProgram('rebuild/main.ts', ['--check'], { env });
    assert.match(checked.stdout, /^Nothing differs/);
    assert.match((await restore(mirror)).stdout, /the second place knows|ends at \d+ entries/);
  });
});

function node(program: string, ...args: readonly string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [join(root, program), ...args], { cwd: root });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('exit', (code) => done({ code, output }));
  });
}
