/** The state of the record, what can be downloaded, and the interface for programs. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { concatBytes } from '@counterfoil/ledger/bytes';
import { formatNote, parseNote } from '@counterfoil/ledger/note';
import { tellCivicStory, type CivicStory } from '../../testing/civic-story.ts';
import { MemoryRecord, overlay } from '../../testing/memory-record.ts';
import { Reader } from '../../testing/reader.ts';
import { serveViewer, type Served } from '../../testing/serve.ts';
import { hidden, tellTakedownStory, type TakedownStory } from '../../testing/takedown-story.ts';
import { describeColumns, tableNames } from '../downloads/columns.ts';
import { formNames } from '../downloads/format.ts';
import { languageOf } from '../languages.ts';

let story: CivicStory;
let gone: TakedownStory;
let served: Served;
const reader = new Reader(() => served.address);

before(async () => {
  [story, gone] = [await tellCivicStory(), await tellTakedownStory()];
  served = await serveViewer(story.ledger, { nowMs: story.nowMs });
});
after(() => served[Symbol.asyncDispose]());

test('the state of the record says how far it reaches, what to run, and what nobody can show', async () => {
  const { status, text, html } = await reader.get('/record');
  assert.equal(status, 200);
  const { length } = story.ledger.entries;
  assert.match(text, new RegExp(`${length} entries`));
  assert.match(text, new RegExp(`Entry ${length - 1}`));
  assert.match(text, /Nobody but the log itself\./);
  assert.match(text, /Nobody independent signs along yet/);
  for (const command of ['verify -- ', 'mirror -- ', 'witness -- --log '])
    assert.ok(text.includes(`npm run ${command}${served.address}/`));
  assert.ok(text.includes(story.ledger.vkey));
  const feeds = [...html.matchAll(/href="([^"]*feed\.atom)"/g)].map(([, href = '']) => href);
  const { length: processes } = await new MemoryRecord(story.ledger).processes();
  const { length: offices } = await new MemoryRecord(story.ledger).offices();
  assert.equal(new Set(feeds).size, 3 + processes + offices);
  for (const href of new Set(feeds)) assert.equal((await reader.get(href)).status, 200, href);
});

test('witnesses are named with their time, and nobody is told that this page has checked them', async () => {
  const record = new MemoryRecord(story.ledger);
  const { text, signatures } = parseNote(await record.checkpoint());
  const keyId = Uint8Array.of(1, 2, 3, 4);
  const at = (seconds: bigint): Uint8Array => {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, seconds);
    return concatBytes(bytes, new Uint8Array(64));
  };
  const note = formatNote(text, [
    ...signatures,
    { name: 'newsroom.example/w1', keyId, signature: at(1_780_000_000n) },
    { name: 'odd.example', keyId, signature: at(2n ** 63n) },
    { name: 'short.example', keyId, signature: Uint8Array.of(1) },
  ]);
  const witnessed = overlay(record, { checkpoint: () => Promise.resolve(note) });
  await using other = await serveViewer(story.ledger, { nowMs: story.nowMs, record: witnessed });
  const page = await new Reader(() => other.address).get('/record');
  assert.match(page.text, /newsroom\.example\/w1 signed it on 28 May 2026, 20:26 UTC/);
  assert.match(page.text, /odd\.example signed it short\.example signed it/);
  assert.match(page.text, /has not checked them/);
  assert.match(page.text, /unless the witnesses who signed it are witnesses that you trust/);
  assert.match((await new Reader(() => other.address).get('/about')).text, /unless the witnesses who signed it/);
});

test('every table that can be downloaded is explained column by column, on the page and in a text file', async () => {
  const { text, html } = await reader.get('/downloads');
  const card = await (await fetch(`${served.address}/downloads/README.txt`)).text();
  assert.ok(card.includes(await story.ledger.checkpoint().then((note) => note.split('\n')[2] ?? '?')));
  assert.ok(card.includes('CC-BY-4.0') && text.includes('CC-BY-4.0'));
  for (const table of tableNames) {
    for (const form of formNames) {
      assert.ok(html.includes(`href="/downloads/${table}.${form}"`));
      assert.ok(card.includes(`${served.address}/downloads/${table}.${form}`));
    }
    for (const { name, holds } of describeColumns(languageOf('en'), table)) {
      assert.ok(card.includes(`- ${name}: ${holds}`), name);
      assert.ok(text.includes(holds), name);
    }
  }
});

test('a table has nothing of a text that is not in public view, even where the record still has it', async () => {
  const contents = (digests: readonly string[]) =>
    Promise.resolve(digests.map((digest) => gone.ledger.contents.get(digest)));
  const record = overlay(new MemoryRecord(gone.ledger), { contents });
  const leaky = overlay(record, {
    snapshot: async () => ({
      ...{ record, size: gone.ledger.entries.length },
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }),
  });
  await using other = await serveViewer(gone.ledger, { nowMs: gone.nowMs, record: leaky });
  const states = new Set<string>();
  for (const table of tableNames)
    for (const form of formNames) {
      const response = await fetch(`${other.address}/downloads/${table}.${form}`);
      const body = await response.text();
      assert.equal(response.status, 200);
      assert.doesNotMatch(body, new RegExp(hidden.join('|'), 'i'), `${table}.${form}`);
      for (const [, state = ''] of body.matchAll(/"(?:text|reason)_state":"([a-z-]+)"/g)) states.add(state);
    }
  assert.deepEqual([...states].sort(), ['blacked-out', 'erased', 'pending', 'public', 'withheld']);
});

test('whoever has got a table can ask for the next at once, however long it takes to let go of the record', async () => {
  const record = new MemoryRecord(story.ledger);
  const slow = overlay(record, {
    snapshot: () =>
      Promise.resolve({ record, size: story.ledger.entries.length, [Symbol.asyncDispose]: () => sleep(100) }),
  });
  await using other = await serveViewer(story.ledger, { nowMs: story.nowMs, record: slow });
  for (const method of ['GET', 'HEAD'])
    for (const table of tableNames) {
      const response = await fetch(`${other.address}/downloads/${table}.csv`, { method });
      assert.equal(response.status, 200, `${method} ${table}`);
      await response.text();
    }
});

test('the interface for programs is told as it is described, and nothing in the description is taken for markup', async () => {
  const { status, text, html } = await reader.get('/reference');
  assert.equal(status, 200);
  for (const part of [
    /PUT \/api\/v1\/lamps\/\{lamp\} Say what is wrong with a lamp \./,
    /Needs: A pass\./,
    /lamp required integer in the path/,
    /colour optional "warm" , "cold" behind the question mark\. Of its light\./,
    /application\/json : Lamp/,
    /201 It is known\./,
    /streets required list of string/,
    /fault optional object , null null where it is left out/,
    /fault\.since optional string/,
    /A lamp <b>of the street<\/b>\./,
  ])
    assert.match(text, part);
  assert.match(html, /<a class="govuk-link" href="#shape-lamp">Lamp<\/a>/);
  assert.match(html, /<a class="cf-footer__link" href="\/reference">/);
});
