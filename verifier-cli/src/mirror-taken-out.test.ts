/** Texts that entries take out of public view: the next run of a mirror takes them out of the folder. SPEC M58. */
import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { test, type TestContext } from 'node:test';
import { audit, type Level, type Source } from '@counterfoil/ledger/audit';
import { nodePlatformPooled } from '@counterfoil/ledger/platform-node';
import type { Said } from '@counterfoil/ledger/testing/builder';
import { openLetters, type Letters, type Target } from '@counterfoil/ledger/testing/letters';
import { mapSource } from '@counterfoil/ledger/testing/map-source';
import { tilePath } from '@counterfoil/ledger/tile';
import { MirrorFolder } from './mirror-folder.ts';
import { mirrorRecord, type MirrorResult } from './mirror-record.ts';
import { folderSource } from './source-folder.ts';
import { filesIn, temporaryFolder } from './testing/record-folder.ts';

/** The record as a service shows it: without these texts. */
async function served({ ledger }: Letters, ...gone: readonly Target[]): Promise<Source> {
  const files = await ledger.files();
  for (const [, { digest }] of gone) assert.ok(files.delete(`content/${digest}`));
  return mapSource(files);
}

async function startMirror(t: TestContext): Promise<{
  run(source: Source, texts?: boolean): Promise<MirrorResult>;
  has(...targets: readonly Target[]): Promise<boolean[]>;
  verdict(level?: Level): Promise<string>;
}> {
  const folder = await temporaryFolder(t);
  return {
    run: (source, texts = true) =>
      mirrorRecord(source, new MirrorFolder(folder), { texts, address: 'the address', onProgress: () => undefined }),
    async has(...targets) {
      const files = await filesIn(folder);
      return targets.map(([, { digest }]) => files.has(`content/${digest}`));
    },
    async verdict(level) {
      const platform = nodePlatformPooled(crypto);
      return (await audit({ source: folderSource(folder), platform, level })).verdict;
    },
  };
}

test('what was withheld, redacted or has grown old goes, what was restored comes back, and the folder verifies', async (t) => {
  const city = await openLetters();
  const { ledger, ed, say } = city;
  const [kept, hidden, erased] = [
    await city.write('A lamp.'),
    await city.write('Mrs Smith.'),
    await city.write('Buy!'),
  ];
  const mirror = await startMirror(t);
  await mirror.run(await served(city));
  assert.deepEqual(await mirror.has(kept, hidden, erased), [true, true, true]);

  await ledger.say(say.withholds(hidden[0], hidden), ed);
  await ledger.say(say.redacts(erased[0], erased), ed);
  const { unseen, dropped, missing } = await mirror.run(await served(city, hidden, erased));
  assert.deepEqual({ unseen, dropped, missing }, { unseen: 2, dropped: 2, missing: [] });
  assert.deepEqual(await mirror.has(kept, hidden, erased), [true, false, false]);
  assert.equal(await mirror.verdict(), 'verified');

  await ledger.say(say.restores(hidden[0], hidden), ed);
  const again = await mirror.run(await served(city, erased));
  assert.deepEqual([again.unseen, again.dropped, again.missing], [1, 0, []]);
  assert.deepEqual(await mirror.has(kept, hidden, erased), [true, true, false]);
  assert.equal(await mirror.verdict(), 'verified');
});

test('from a copy that is behind nothing is taken that entries have taken out', async (t) => {
  const city = await openLetters();
  const letter = await city.write('Mrs Smith.');
  await city.ledger.say(city.say.redacts(letter[0], letter), city.ed);
  const mirror = await startMirror(t);
  assert.deepEqual((await mirror.run(await served(city))).missing, []);
  assert.deepEqual(await mirror.has(letter), [false]);
});

test('a text stays that goes by no entry which the rules admit, and is missing where the place has it no more', async (t) => {
  const city = await openLetters();
  const { ledger, ed, say } = city;
  const [kept, erased, waits] = [
    await city.write('The bridge.'),
    await city.write('Buy!'),
    await city.write('Mrs Smith.'),
  ];
  const [mirror, late, own] = [await startMirror(t), await startMirror(t), await startMirror(t)];
  await mirror.run(await served(city));
  await ledger.say(say.withholds(waits[0], waits), ed);
  const refuse = async (said: Said): Promise<number> => ledger.record(await ledger.sign(said, [ed]));
  await refuse({ ...say.redacts(kept[0], kept), ground: 'embarrassing' });
  await ledger.say(say.redacts(erased[0], erased), ed);
  await refuse(say.restores(waits[0], [kept[0], waits[1]]));
  const source = await served(city, kept, erased, waits);
  for (const more of ['once', 'and again']) {
    const { unseen, dropped, missing } = await mirror.run(source);
    assert.deepEqual([unseen, dropped, missing], [2, more === 'once' ? 2 : 0, []], more);
    assert.deepEqual(await mirror.has(kept, erased, waits), [true, false, false], more);
  }
  assert.equal(await mirror.verdict(), 'wrong', 'with entries that the rules refuse');

  const { unseen, missing } = await late.run(source);
  assert.deepEqual([unseen, missing], [2, [`content/${kept[1].digest}`]]);
  // Whoever copies a copy that has it gets it.
  await own.run(await served(city));
  assert.deepEqual(await own.has(kept, erased, waits), [true, false, false]);
});

test('nothing goes where an entry is lost, since nobody knows what the rules say of those after it', async (t) => {
  const city = await openLetters();
  const letter = await city.write('Mrs Smith.');
  const mirror = await startMirror(t);
  await mirror.run(await served(city));
  const [lost] = await city.write('What nobody can read any more.');
  await city.ledger.say(city.say.redacts(letter[0], letter), city.ed);
  const files = await city.ledger.files();
  const bundle = files.get(tilePath('entries', 0, city.ledger.entries.length)) ?? assert.fail();
  const at = Buffer.from(bundle).indexOf(city.ledger.entries[lost] ?? assert.fail()) + 40;
  bundle[at] = (bundle[at] ?? 0) ^ 1;
  files.delete(`content/${letter[1].digest}`);
  const { dropped } = await mirror.run(mapSource(files));
  assert.deepEqual([dropped, await mirror.has(letter)], [0, [true]]);
  assert.equal((await mirror.run(await served(city, letter))).dropped, 1, 'once the entry is there');
});

test('a text that nobody has taken out and that is not there is missing', async (t) => {
  const city = await openLetters();
  const [letter, other] = [await city.write('One.'), await city.write('Two.')];
  await city.ledger.say(city.say.redacts(other[0], other), city.ed);
  const mirror = await startMirror(t);
  assert.deepEqual((await mirror.run(await served(city, letter, other))).missing, [`content/${letter[1].digest}`]);
  assert.equal(await mirror.verdict(), 'wrong');
});

test('a text that is taken out while it is being copied is not called missing', async (t) => {
  const city = await openLetters();
  const letter = await city.write('Mrs Smith.');
  const before = await served(city, letter);
  await city.ledger.say(city.say.redacts(letter[0], letter), city.ed);
  const after = await served(city, letter);
  let current = before;
  const asked: string[] = [];
  const source: Source = {
    read(path, maxBytes) {
      const answer = current.read(path, maxBytes);
      if (path === `content/${letter[1].digest}`) current = after;
      asked.push(path);
      return answer;
    },
  };
  const mirror = await startMirror(t);
  assert.deepEqual((await mirror.run(source)).missing, []);
  assert.equal(await mirror.verdict(), 'verified');
  asked.length = 0;
  await mirror.run(source);
  assert.ok(asked.length > 0 && !asked.includes(`content/${letter[1].digest}`), 'it is not asked for again');
});

test('a text that waits to be looked at is not missing, and comes when it is published', async (t) => {
  const city = await openLetters('before');
  const letter = await city.write('A lamp is out.');
  const mirror = await startMirror(t);
  const first = await mirror.run(await served(city, letter));
  assert.deepEqual([first.missing, first.unseen, await mirror.has(letter)], [[], 1, [false]]);
  assert.equal(await mirror.verdict(), 'verified');
  await city.ledger.say(city.say.publishes(letter[0], letter), city.ed);
  const second = await mirror.run(await served(city));
  assert.deepEqual([second.missing, second.unseen, await mirror.has(letter)], [[], 0, [true]]);
});

test('a text outside any case goes when registrars take it out, and one that somebody says again where texts wait stays', async (t) => {
  const city = await openLetters('before');
  const { ledger, ed, say, registrars } = city;
  const name = ledger.text('Edith Marlow');
  const grant = { kind: 'mandate-granted', office: 'editors', person: ed.person, key: ed.keyid, holder: name } as const;
  const granted = await ledger.say({ ...grant, from: '2026-01-01T00:00:00.000Z' }, registrars[0], registrars[1]);
  const letter = await city.write('Who reads this?');
  const voice = { kind: 'input-received', case: letter[0], channel: 'web', author: 'person' } as const;
  await ledger.say({ ...voice, text: name }, ledger.intakeKey);
  const mirror = await startMirror(t);
  await mirror.run(await served(city, letter));
  assert.deepEqual(await mirror.has([granted, name]), [true]);
  assert.equal(await mirror.verdict(), 'verified');

  const { by: _, case: _case, ...takesOut } = say.redacts(letter[0], [granted, name]);
  await ledger.say({ ...takesOut, ground: 'retention' }, registrars[0], registrars[1]);
  const { missing, dropped } = await mirror.run(await served(city, letter, [granted, name]));
  assert.deepEqual([missing, dropped], [[], 1]);
  assert.equal(await mirror.verdict(), 'verified');
});

test('a copy that keeps commitments only holds none of the words, and verifies as such', async (t) => {
  const city = await openLetters();
  const kept = await city.write('A lamp is out.');
  const hidden = await city.write('Mrs Smith.');
  await city.ledger.say(city.say.withholds(hidden[0], hidden), city.ed);
  const mirror = await startMirror(t);
  const { missing } = await mirror.run(await served(city, hidden), false);
  assert.deepEqual(missing, []);
  assert.deepEqual(await mirror.has(kept, hidden), [false, false]);
  assert.equal(await mirror.verdict('rules'), 'verified');
  assert.equal(await mirror.verdict(), 'wrong');
});
