/**
 * Publishes to an object store that other people have made, on this machine: versitygw, a Go program. Needs `go`, and its module proxy the
 * first time; without `go` nothing is checked, and that is what is said.
 *
 *     npm run interop (the last part of it)
 *
 * A service publishes to a bucket there, is killed in the middle, starts again and comes to the end; then, with the service off, a verifier
 * that knows nothing but the address of the bucket accepts the record. Exit code 0: so it was. 1: it was not. 2: it could not be checked.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { utf8 } from '@counterfoil/ledger/bytes';
import { parseNote } from '@counterfoil/ledger/note';
import { checkConditions } from '../objects/check-conditions.ts';
import { openStore } from '../objects/open-store.ts';
import { createSigner } from '../objects/s3-signer.ts';
import { runProgram } from '../client/testing/run-program.ts';
import { openTestCity } from './city.ts';
import { hostOf, startServiceProcess } from './service-process.ts';

const MODULE = 'github.com/versity/versitygw/cmd/versitygw@v1.8.0';
const CREDENTIALS = { accessKeyId: 'interop', secretAccessKey: 'interop of counterfoil' };
const REGION = 'us-east-1';
const BUCKET = 'records';
const ORIGIN = 'interop.example/ledger';
const PATIENCE_MS = 60_000;
const INPUTS = 300;

class NotChecked extends Error {}

async function main(folder: string, undo: AsyncDisposableStack): Promise<void> {
  const gateway = await startGateway(folder, undo);
  await signedPut(new URL(`/${BUCKET}`, gateway));
  const anybody = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${BUCKET}/*` };
  await signedPut(
    new URL(`/${BUCKET}?policy=`, gateway),
    JSON.stringify({ Version: '2012-10-17', Statement: [anybody] }),
  );
  const address = `s3://${BUCKET}/city?region=${REGION}&endpoint=${gateway.origin}`;
  await checkConditions(await openStore({ address, credentials: CREDENTIALS }));
  say('It keeps the conditions of writes.');

  const data = join(folder, 'data');
  const env = {
    ...{ COUNTERFOIL_PUBLISH: address, COUNTERFOIL_PUBLISH_SECONDS: '0.05' },
    ...{ AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId, AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey },
  };
  const published = new URL(`/${BUCKET}/city/`, gateway);
  const first = await startServiceProcess(data, ORIGIN, env);
  undo.defer(() => first.stop());
  const city = await openTestCity(await hostOf(first, data, ORIGIN));
  for (let n = 0; n < INPUTS; n += 20)
    await Promise.all(Array.from({ length: 20 }, (_, i) => city.input(`Input ${n + i}.`)));
  first.process.kill('SIGKILL');
  const before = await sizeAt(published);
  const second = await startServiceProcess(data, ORIGIN, env);
  undo.defer(() => second.stop());
  const recorded = await sizeAt(new URL(`${second.address}/`));
  if (recorded < INPUTS) throw new Error(`Only ${recorded} entries are on record.`);
  for (let waitedMs = 0; (await sizeAt(published)) < recorded; waitedMs += 50) {
    if (waitedMs > PATIENCE_MS)
      throw new Error(`It did not come to the end: ${await sizeAt(published)} of ${recorded}.`);
    await sleep(50);
  }
  await second.stop();
  say(`Killed at ${before} published entries, taken up again, and come to ${recorded}.`);

  const verify = join('..', '..', 'verifier-cli', 'src', 'verify.ts');
  const { exitCode, stdout, stderr } = await runProgram(verify, [published.href, '--no-memory']);
  if (exitCode !== 0) throw new Error(`The verifier does not accept the bucket.\n${stdout}${stderr}`);
  say(`The verifier: ${stdout.trim().split('\n')[0]}`);
}

/** Objects in files below the folder, what belongs to them beside. */
async function startGateway(folder: string, undo: AsyncDisposableStack): Promise<URL> {
  say(`Building ${MODULE} …`);
  const built = spawnSync('go', ['install', MODULE], {
    env: { ...process.env, GOBIN: folder, GOFLAGS: '' },
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new NotChecked(`It cannot be built here: ${built.stderr.trim().split('\n').at(-1)}`);
  const [objects, beside] = [join(folder, 'objects'), join(folder, 'beside')];
  for (const made of [objects, beside]) await mkdir(made);
  const host = `127.0.0.1:${await freePort()}`;
  const { accessKeyId, secretAccessKey } = CREDENTIALS;
  const child = spawn(
    join(folder, 'versitygw'),
    ['--port', host, '--region', REGION, '--quiet', 'posix', '--sidecar', beside, objects],
    { env: { ...process.env, ROOT_ACCESS_KEY: accessKeyId, ROOT_SECRET_KEY: secretAccessKey }, stdio: 'ignore' },
  );
  undo.defer(() => ended(child));
  const url = new URL(`http://${host}`);
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += 50) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer !== undefined) return url;
    await sleep(50);
  }
  throw new Error('It does not answer.');
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    child.once('exit', () => done());
    child.kill('SIGTERM');
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

async function signedPut(url: URL, text = ''): Promise<void> {
  const request = { method: 'PUT', url, headers: {}, body: utf8(text) } as const;
  const headers = await createSigner(CREDENTIALS, REGION)(request);
  const response = await fetch(url, { method: 'PUT', headers, body: text });
  if (!response.ok) throw new Error(`${url.pathname}: ${response.status} ${await response.text()}`);
}

/** 0 where there is no checkpoint yet. */
async function sizeAt(base: URL): Promise<number> {
  const response = await fetch(new URL('checkpoint', base));
  const text = await response.text();
  return response.ok ? parseCheckpoint(parseNote(text).text).size : 0;
}

function notChecked(why: string): void {
  say(`Not checked: publishing to an object store of other people's making. ${why}`);
  process.exitCode = 2;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

if (spawnSync('go', ['version']).status !== 0) {
  notChecked('There is no Go on this machine (no "go" on PATH).');
} else {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-interop-'));
  const undo = new AsyncDisposableStack();
  try {
    await main(folder, undo);
  } catch (error) {
    if (error instanceof NotChecked) notChecked(error.message);
    else {
      say(`Not as it should be. ${error instanceof Error ? error.message : String(error)}`);
      process.exitCode = 1;
    }
  } finally {
    await undo.disposeAsync();
    await rm(folder, { recursive: true, force: true });
  }
}
