import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import crypto from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { formatCheckpoint } from '@counterfoil/ledger/checkpoint';
import { formatNote } from '@counterfoil/ledger/note';
import { createDatabase } from '../testing/database.ts';
import { startS3Server } from '../testing/s3-server.ts';
import { FilePlace } from './file-place.ts';
import { openSecondPlace } from './open.ts';
import type { Kept, SecondPlace } from './second-place.ts';

const origin = 'ledger.example.org/place';

/** Nobody checks its signature here. */
function note(size: number, who = 0): string {
  const root = new Uint8Array(crypto.hash('sha256', `${size}`, 'buffer'));
  const line = { name: origin, keyId: Uint8Array.of(1, 2, 3, who), signature: new Uint8Array(64) };
  return formatNote(formatCheckpoint({ origin, size, root }), [line]);
}

const folder = (): Promise<string> => mkdtemp(join(tmpdir(), 'counterfoil-place-'));

type Make = (address: string) => Promise<SecondPlace>;

describe('A second place', () => {
  const kinds: readonly (readonly [
    string,
    (work: (open: () => Promise<SecondPlace>) => Promise<void>) => Promise<void>,
  ])[] = [
    [
      'of files',
      async (work) => {
        const path = await folder();
        await work(() => openPlace(path));
        await rm(path, { recursive: true });
      },
    ],
    [
      'in a bucket',
      async (work) => {
        await using s3 = await startS3Server();
        await work(() => openSecondPlace({ address: s3.address, credentials: s3.credentials, origin }));
      },
    ],
    [
      'in another database',
      async (work) => {
        const url = await createDatabase();
        await work(() => openPlace(url));
      },
    ],
  ];
  const openPlace: Make = (address) => openSecondPlace({ address, credentials: undefined, origin });

  for (const [name, prepare] of kinds) {
    test(`${name} keeps what was swapped in, and takes nothing from whoever has read something else`, () =>
      prepare(async (open) => {
        const [one, two] = [await open(), await open()];
        assert.equal(await one.read(), undefined);
        const first = await one.swap(note(0), undefined);
        assert.equal(first?.checkpoint.size, 0);
        assert.equal(await two.swap(note(1, 1), undefined), undefined, 'it is not empty any more');
        const seen = await two.read();
        assert.equal(seen?.text, note(0));
        const second = await two.swap(note(5), seen);
        assert.equal(second?.text, note(5));
        assert.equal(await one.swap(note(6), first), undefined, 'somebody was there in between');
        assert.equal((await one.read())?.text, note(5));
        const third = await two.swap(note(7), second);
        assert.equal((await (await open()).read())?.text, note(7));
        assert.equal(third?.checkpoint.size, 7);
        for (const place of [one, two]) await place.close();
      }));

    test(`${name} lets one of many through, each time`, () =>
      prepare(async (open) => {
        const [places, rounds] = [await Promise.all(Array.from({ length: 4 }, open)), 20];
        const won: number[] = [];
        await Promise.all(
          places.map(async (place, who) => {
            for (;;) {
              const before: Kept | undefined = await place.read();
              const size = before?.checkpoint.size ?? 0;
              if (size >= rounds) return;
              if ((await place.swap(note(size + 1, who), before)) !== undefined) won.push(size + 1);
            }
          }),
        );
        const sizes = Array.from({ length: rounds }, (_, i) => i + 1);
        // A bucket tells the version only when it is read: whoever was through does not learn it once another has gone on from there.
        const told = name === 'in a bucket' ? sizes.filter((size) => won.includes(size)) : sizes;
        assert.deepEqual(
          won.toSorted((a, b) => a - b),
          told,
        );
        assert.equal((await places[0]?.read())?.checkpoint.size, rounds);
        assert.ok(won.includes(rounds), 'after the last one nobody went on');
        for (const place of places) await place.close();
      }));
  }

  test('is none of an address that nobody knows', async () => {
    await assert.rejects(openPlace('s3://bucket'), /AWS_ACCESS_KEY_ID/);
  });
});

describe('A second place of files', () => {
  test('lets one of several processes through, each time', async () => {
    const path = await folder();
    try {
      const program = join(import.meta.dirname, 'testing', 'take-turns.ts');
      const runs = await Promise.all(
        Array.from({ length: 3 }, (_, who) => run(process.execPath, [program, path, origin, String(who), '300'])),
      );
      const won = runs.flatMap((output) => JSON.parse(output) as number[]);
      assert.deepEqual(
        won.sort((a, b) => a - b),
        Array.from({ length: 300 }, (_, i) => i + 1),
        'each size was won once',
      );
    } finally {
      await rm(path, { recursive: true });
    }
  });

  test('falls back on the one before where the newest was torn', async () => {
    const path = await folder();
    const place = new FilePlace(path);
    const first = place.swap(note(1), undefined);
    const second = place.swap(note(2), first);
    await writeFile(join(path, 'checkpoint.1'), note(2).slice(0, 40));
    assert.equal(place.swap(note(3), second), undefined, 'what was read is there no more');
    const seen = place.read();
    assert.equal(seen?.text, note(1));
    assert.equal(place.swap(note(3), seen)?.checkpoint.size, 3);
    assert.equal(place.read()?.text, note(3));
    await writeFile(join(path, 'checkpoint.0'), '');
    await writeFile(join(path, 'checkpoint.1'), 'x'.repeat(100_000));
    assert.equal(place.read(), undefined, 'nothing whole is left');
    place.close();
    await rm(path, { recursive: true });
  });

  test('is let go by a process that was killed while it held the lock', async () => {
    const path = await folder();
    const place = new FilePlace(path);
    const holder = spawn(process.execPath, [
      '-e',
      `const db = new (require('node:sqlite').DatabaseSync)(${JSON.stringify(join(path, 'checkpoint.lock'))});
      db.exec('begin immediate'); console.log('held'); setInterval(() => {}, 1000);`,
    ]);
    await new Promise((held) => holder.stdout.once('data', held));
    const gone = new Promise((done) => holder.once('exit', done));
    holder.kill('SIGKILL');
    await gone;
    assert.equal(place.swap(note(1), undefined)?.checkpoint.size, 1);
    place.close();
    await rm(path, { recursive: true });
  });
});

function run(command: string, args: readonly string[]): Promise<string> {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('exit', (code) => (code === 0 ? done(output) : failed(new Error(`It ended with ${code}.`))));
  });
}
