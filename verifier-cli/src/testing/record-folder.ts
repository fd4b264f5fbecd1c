/** A public record on disk that tests may damage and put back, and the same folder behind a plain web server. */
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { TestContext } from 'node:test';
import { openCity, tellCase, type City } from '@counterfoil/ledger/testing/city';

/** Removed when the test is over. */
export async function temporaryFolder(t: Pick<TestContext, 'after'>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function writeRecord(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
}

/** A change to some files of the record; undefined takes a file away. */
export type Damage = ReadonlyMap<string, Uint8Array | undefined>;

/** Damages the folder for as long as the task runs. */
export async function damaged<Result>(folder: string, damage: Damage, task: () => Promise<Result>): Promise<Result> {
  const before = new Map<string, Uint8Array | undefined>();
  for (const path of damage.keys()) before.set(path, await readFile(join(folder, path)).catch(() => undefined));
  try {
    await put(folder, damage);
    return await task();
  } finally {
    await put(folder, before);
  }
}

async function put(folder: string, files: Damage): Promise<void> {
  for (const [path, bytes] of files) {
    if (bytes === undefined) await rm(join(folder, path), { force: true });
    else await writeRecord(folder, new Map([[path, bytes]]));
  }
}

/** The city with case after case, until it has at least so many entries. */
export async function cityOf(entries: number): Promise<City> {
  const city = await openCity();
  while (city.ledger.entries.length < entries) await tellCase(city);
  return city;
}

/** Any static file server will do; this one knows nothing of ledgers. Gives its address. */
export async function serveFolder(t: Pick<TestContext, 'after'>, folder: string): Promise<string> {
  const server = createServer((request, response) => {
    const stream = createReadStream(
      join(folder, decodeURIComponent(new URL(request.url ?? '', 'http://host').pathname)),
    );
    stream.on('open', () => response.writeHead(200));
    stream.on('error', () => response.writeHead(404).end());
    stream.pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** Every file below the folder, by its path. */
export async function filesIn(folder: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(relative(folder, path).replaceAll('\\', '/'), Uint8Array.from(await readFile(path)));
  }
  return files;
}
