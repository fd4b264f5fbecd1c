/** Every command that reads a record, against every kind of server that does not serve one. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { formatCheckpoint } from '@counterfoil/ledger/checkpoint';
import { formatNote, parseVerifierKey } from '@counterfoil/ledger/note';
import { formatReceipt } from '@counterfoil/ledger/receipt';
import type { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { tellCase } from '@counterfoil/ledger/testing/city';
import { receiptFor } from '@counterfoil/ledger/testing/receipts';
import { badServers, serveFile, serveHttp, type BadServer, type Files } from './testing/bad-servers.ts';
import { startCommandThreads, type CommandThreads, type ThreadAnswer } from './testing/command-threads.ts';
import { cityOf, temporaryFolder, writeRecord } from './testing/record-folder.ts';

const cleanUp: (() => unknown)[] = [];
const suite = { after: (task: unknown) => void cleanUp.push(task as () => unknown) };
const CASE = 11;
const MEGABYTE = 1 << 20;
let ledger: LedgerBuilder;
let files: Files;
/** The same record when it was shorter. */
let earlier: Files;
let base: string;
let threads: CommandThreads;
let folders = 0;

before(async () => {
  const city = await cityOf(270);
  ({ ledger } = city);
  earlier = await ledger.files();
  while (ledger.entries.length < 300) await tellCase(city);
  files = await ledger.files();
  base = await temporaryFolder(suite);
  await writeRecord(join(base, 'earlier'), earlier);
  await writeFile(join(base, 'receipt.json'), formatReceipt(await receiptFor(ledger, CASE, 280)));
  threads = startCommandThreads(2, { XDG_STATE_HOME: join(base, 'state'), NO_COLOR: '1' });
});
after(async () => {
  await threads.close();
  for (const task of cleanUp) await task();
});

const LIMIT = ['--give-up-after', '4'];
/** For a server that lets readers wait. What others do is seen however slow the machine is. */
const IMPATIENCE = ['--timeout', '0.5'];

const commandLines: { readonly [name: string]: (address: string) => readonly string[] } = {
  verify: (address) => ['verify', address, '--no-memory'],
  case: (address) => ['case', String(CASE), address],
  mirror: (address) => ['mirror', address, join(base, `copy-${folders++}`)],
  compare: (address) => ['compare', join(base, 'earlier'), address],
  receipt: (address) => ['receipt', join(base, 'receipt.json'), '--against', address],
};

interface Expected extends Pick<BadServer, 'says' | 'harmless' | 'hangs'> {
  readonly code?: 0 | 1 | 2 | undefined;
}

/** @param withinMs of a machine on which others work too. */
async function hold(t: TestContext, address: string, expected: Expected, withinMs = 30_000): Promise<void> {
  for (const [name, line] of Object.entries(commandLines))
    await t.test(name, async () => {
      const isGood = expected.code === 0 || expected.harmless?.includes(name) === true;
      const limits = isGood ? [] : [...LIMIT, ...(expected.hangs === true ? IMPATIENCE : [])];
      const begunMs = performance.now();
      const answer = await threads.run(...line(address), ...limits);
      assert.ok(performance.now() - begunMs < withinMs, 'takes too long');
      assert.ok(process.memoryUsage.rss() < 1500 * MEGABYTE, 'takes too much memory');
      assertPlain(answer);
      const all = (answer.stdout + answer.stderr).replaceAll(/\s+/g, ' ');
      if (isGood) assert.equal(answer.code, 0, all);
      else if (expected.code !== undefined) assert.equal(answer.code, expected.code, all);
      else assert.ok(answer.code === 1 || answer.code === 2, `exit code ${answer.code}: ${all}`);
      if (expected.says !== undefined && answer.code === 2) assert.match(all, expected.says);
    });
}

/** What a newspaper can print: a sentence first, and nothing of the program's own insides. */
function assertPlain({ stdout, stderr }: ThreadAnswer): void {
  assert.match(stdout, /^[A-Z][^.]*[.:]/, stderr);
  assert.doesNotMatch(stdout + stderr, /\n +at |This program failed|\b(?:undefined|NaN|TypeError|UND_ERR|HPE_)/);
}

describe('a server', { concurrency: 2 }, () => {
  for (const { name, start, ...expected } of badServers)
    test(name, async (t) => hold(t, await start(t, files), expected));

  test('that sends readers on to another host is not followed there', async (t) => {
    let asked = 0;
    const other = await serveHttp(t, files, (...args) => {
      asked++;
      serveFile(...args);
    });
    const address = await serveHttp(t, files, (response, path) =>
      response.writeHead(302, { location: `${other}${path}` }).end(),
    );
    await hold(t, address, { code: 2, says: /sends readers on to http:\/\/127\.0\.0\.1:\d+, which you did not name/ });
    assert.equal(asked, 0);
  });

  test('that packs its answers, and one that is reached by IPv6, are read as any other', async (t) => {
    const packing = await serveHttp(t, files, (response, _path, bytes, { headers }) => {
      assert.match(String(headers['accept-encoding']), /gzip/);
      if (bytes === undefined) response.writeHead(404).end();
      else response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(bytes));
    });
    await hold(t, packing, { code: 0 });
    const ipv6 = await serveHttp(t, files, serveFile, '::1').catch(() => undefined);
    if (ipv6 === undefined) t.diagnostic('this machine has no IPv6');
    else await hold(t, ipv6, { code: 0 });
  });

  test('whose record grows while it is read is read as it was, or as it is', async (t) => {
    let asked = 0;
    const all = new Map([...earlier, ...files]);
    const address = await serveHttp(t, all, (response, path, bytes, request) => {
      const isOld = path === 'checkpoint' && asked++ % 2 === 0;
      serveFile(response, path, isOld ? earlier.get(path) : bytes, request);
    });
    await hold(t, address, { code: 0 });
  });

  test('that signs for more entries than there can be', async (t) => {
    for (const size of [2 ** 53, 2 ** 53 - 1, 301]) {
      const note = await signed(`${ledger.origin}\n${size}\n${'A'.repeat(43)}=\n`);
      const address = await serveHttp(t, new Map([...files, ['checkpoint', note]]), serveFile);
      await t.test(String(size), (inner) => hold(inner, address, {}));
    }
  });

  test('that has an entry for every number, without end', async (t) => {
    const root = new Uint8Array(32);
    const note = await signed(formatCheckpoint({ origin: ledger.origin, size: 2 ** 50, root }));
    const address = await serveHttp(t, new Map([...files, ['checkpoint', note]]), (response, path, bytes, request) => {
      const kind = path.startsWith('tile/entries/') ? 'tile/entries/000' : 'tile/0/000';
      serveFile(response, path, path.startsWith('tile/') ? files.get(kind) : bytes, request);
    });
    await hold(t, address, {});
  });

  test('that comes back after a moment is asked again, and nothing is lost', async (t) => {
    let asked = 0;
    const address = await serveHttp(t, files, (response, path, bytes, request) => {
      if (++asked > 4 && asked < 12) response.destroy();
      else serveFile(response, path, bytes, request);
    });
    const answer = await threads.run('verify', address, '--no-memory', '--timeout', '20');
    assert.equal(answer.code, 0, answer.stdout);
  });

  test('with a certificate that nobody vouches for', async (t) => {
    const [key, cert] = [join(base, 'key.pem'), join(base, 'cert.pem')];
    try {
      const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
      execFileSync('openssl', [...request, '-subj', '/CN=localhost', '-keyout', key, '-out', cert], {
        stdio: 'ignore',
      });
    } catch {
      t.skip('openssl is not on this machine');
      return;
    }
    const server = createSecureServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_, response) =>
      response.end(),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.after(() => server.close());
    const address = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await hold(t, address, { code: 2, says: /its certificate is/ });
  });
});

/** Whatever it says. */
async function signed(text: string): Promise<Uint8Array> {
  const { name, id } = parseVerifierKey(ledger.vkey);
  const signature = await ledger.logKey.signBytes(new TextEncoder().encode(text));
  return new TextEncoder().encode(formatNote(text, [{ name, keyId: id, signature }]));
}
