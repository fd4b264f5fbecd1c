/** Every request of publishing fails once, before it is done and after: what is interrupted anywhere is finished by the next round. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { parseNote } from '@counterfoil/ledger/note';
import { parseTilePath, tilePath, TILE_WIDTH } from '@counterfoil/ledger/tile';
import { auditService } from '../client/testing/audit-service.ts';
import { openLetters, type Letters } from '../content/testing/letters.ts';
import { openStore } from '../objects/open-store.ts';
import { roundsOn } from '../testing/publishing.ts';
import { startS3Server, type Fault, type S3Server } from '../testing/s3-server.ts';

/** As many as a round could ever take. */
const MOST_REQUESTS = 200;

function filesOf({ objects }: S3Server): Map<string, string> {
  return new Map([...objects].map(([path, { bytes }]) => [path, bytes.toHex()]));
}

/** A reader may come at any moment: what is under the checkpoint that lies there is all there. */
function requireWhole({ objects }: S3Server): void {
  const note = objects.get('checkpoint');
  if (note === undefined) return;
  const { size } = parseCheckpoint(parseNote(note.bytes).text);
  const has = (level: number | 'entries', index: number, width: number): boolean =>
    objects.has(tilePath(level, index, width)) || objects.has(tilePath(level, index));
  for (let index = 0; index * TILE_WIDTH < size; index++)
    for (const level of ['entries', 0] as const)
      assert.ok(has(level, index, Math.min(TILE_WIDTH, size - index * TILE_WIDTH)), `${level} ${index} of ${size}`);
}

test('interrupted at any request, before or after it is done, it is taken up again and comes to the same', async (t) => {
  await using town = await openLetters();
  await town.write('A bench.', 'wishes');
  const early = town.service.recorder.publisher.note;
  const wish = await town.write('A tree.', 'wishes');
  await town.publish(await town.write('The path behind the mill is flooded.'));
  await town.redact(wish);
  const reference = await publishedWhole(town, early);
  assert.ok(reference.size > 8);
  for (const kind of ['fail', 'lose'] as const) {
    let reached = true;
    let at = 0;
    for (; reached; at++) {
      assert.ok(at < MOST_REQUESTS);
      reached = await interruptedAt(town, early, at, kind, reference);
    }
    t.diagnostic(`${kind}: ${at - 1} requests, each interrupted once`);
  }
});

async function publishedWhole(town: Letters, early: string): Promise<Map<string, string>> {
  await using server = await startS3Server();
  await using rounds = roundsOn(town.service);
  const store = await openStore(server);
  await (await rounds.begin(store, { checkpoint: () => Promise.resolve(early) })).run();
  await (await rounds.begin(store)).run();
  const { verdict } = await auditService({ address: server.publicAddress.slice(0, -1) });
  assert.equal(verdict, 'verified');
  return filesOf(server);
}

/** @returns whether so many requests were made. */
async function interruptedAt(
  town: Letters,
  early: string,
  at: number,
  kind: Fault,
  reference: Map<string, string>,
): Promise<boolean> {
  await using server = await startS3Server();
  await using rounds = roundsOn(town.service);
  const store = await openStore(server);
  let requests = 0;
  server.fault = () => {
    requireWhole(server);
    return requests++ === at ? kind : undefined;
  };
  for (const checkpoint of [early, town.service.recorder.publisher.note]) {
    const changed = { checkpoint: () => Promise.resolve(checkpoint) };
    try {
      await (await rounds.begin(store, changed)).run();
    } catch {
      // The process died there; the next one begins anew.
      requireWhole(server);
      await (await rounds.begin(store, changed)).run();
    }
  }
  requireWhole(server);
  assert.deepEqual(filesOf(server), reference, `${kind} at request ${at}`);
  return requests > at;
}

test('the checkpoint never goes back, whoever writes when', async () => {
  await using town = await openLetters();
  const early = town.service.recorder.publisher.note;
  await town.write('A bench.', 'wishes');
  const late = town.service.recorder.publisher.note;
  await using server = await startS3Server();
  await using rounds = roundsOn(town.service);
  const store = await openStore(server);
  // While the slow one is at its last step, the quick one publishes more.
  const slow = await rounds.begin(store, { checkpoint: () => Promise.resolve(early) });
  server.fault = async (method, key) => {
    if (method !== 'PUT' || key !== 'checkpoint') return undefined;
    server.fault = () => undefined;
    await (await rounds.begin(store, { checkpoint: () => Promise.resolve(late) })).run();
    return undefined;
  };
  await assert.rejects(slow.run(), /Somebody else has published/);
  assert.equal(noteIn(server), late);
  assert.equal(await slow.run(), parseCheckpoint(parseNote(late).text).size);
  assert.equal(noteIn(server), late);
});

function noteIn(server: S3Server): string {
  return new TextDecoder().decode(server.objects.get('checkpoint')?.bytes);
}

test('a text taken out of public view while others are on their way is not left behind', async (t: TestContext) => {
  await using town = await openLetters();
  const wishes = [];
  for (let n = 0; n < 6; n++) wishes.push(await town.write(`Wish ${n}.`, 'wishes'));
  await using server = await startS3Server();
  await using rounds = roundsOn(town.service);
  const store = await openStore(server);
  // Each text is erased at the very moment at which it arrives.
  const late = new Map(wishes.map((wish) => [`content/${wish.digest}`, wish]));
  server.fault = async (method, key) => {
    const wish = late.get(key);
    if (method !== 'PUT' || wish === undefined) return undefined;
    late.delete(key);
    await town.redact(wish);
    return undefined;
  };
  const round = await rounds.begin(store, { checkpoint: () => Promise.resolve(town.service.recorder.publisher.note) });
  await round.run();
  await round.run();
  assert.equal(late.size, 0);
  const left = [...server.objects.keys()].filter((path) => path.startsWith('content/'));
  for (const { digest } of wishes) assert.ok(!left.includes(`content/${digest}`));
  const tiles = [...server.objects.keys()].filter((path) => parseTilePath(path) !== undefined);
  t.diagnostic(`${tiles.length} tiles and bundles, ${left.length} texts`);
  assert.equal((await auditService({ address: server.publicAddress.slice(0, -1) })).verdict, 'verified');
});
