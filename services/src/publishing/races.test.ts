/** Several who publish or take away at the same moment. SPEC M85, M86. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { parseNote } from '@counterfoil/ledger/note';
import { parseTilePath } from '@counterfoil/ledger/tile';
import { auditService } from '../client/testing/audit-service.ts';
import { openLetters } from '../content/testing/letters.ts';
import { openStore } from '../objects/open-store.ts';
import { roundsOn } from '../testing/publishing.ts';
import { startS3Server, type S3Server } from '../testing/s3-server.ts';

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
