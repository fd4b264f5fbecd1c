import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { parseEntry } from '@counterfoil/ledger/entry';
import { contentRefs, openEnvelope } from '@counterfoil/ledger/statement';
import type { z } from 'zod';
import { LedgerBuilder, type Said } from '@counterfoil/ledger/testing/builder';
import { working } from '@counterfoil/ledger/testing/city';
import { openTestCity, type TestCity } from '../testing/city.ts';
import { startTestService, type TestService } from '../testing/service.ts';
import { caseSchema } from './case-view.ts';
import { obligationsSchema } from './obligations.ts';

const DAY_MS = 86_400_000;
type Owed = z.infer<typeof obligationsSchema>;

describe('GET /api/v1/obligations', () => {
  let nowMs = Date.now();
  let service: TestService & AsyncDisposable;
  let city: TestCity;
  let answered = 0;
  let waiting = 0;
  let question = 0;
  let link = 0;

  const get = async (path: string): Promise<{ status: number; body: unknown }> => {
    const response = await fetch(service.address + path);
    return { status: response.status, body: await response.json() };
  };
  const owed = async (query: string): Promise<Owed> =>
    obligationsSchema.parse((await get(`/api/v1/obligations${query}`)).body);

  before(async () => {
    service = await startTestService({ now: () => nowMs });
    city = await openTestCity(service);
    answered = (await city.input('A lamp is out.')).body.index;
    waiting = (await city.input('A bench is broken.')).body.index;
    const by = [city.mandate];
    const { ref, content } = city.text('It is on again.');
    await city.say({ kind: 'response', by, case: answered, text: ref }, [city.official], [content]);
    const asked = city.text('Which bench?');
    const said = { kind: 'question', by, case: waiting, to: 'desk', text: asked.ref } as const;
    question = (await city.say(said, [city.official], [asked.content])).body.index;
    link = (
      await city.say({ kind: 'case-linked', by, case: waiting, other: answered, relation: 'related' }, [city.official])
    ).body.index;
  });
  after(() => service[Symbol.asyncDispose]());

  test('says who owes which step of which case, soonest first, what has no day last', async () => {
    const { items, next } = await owed('');
    assert.deepEqual(
      items.map(({ case: id, kind, entry, offices, met, overdue }) => ({ id, kind, entry, offices, met, overdue })),
      [
        { id: waiting, kind: 'respond', entry: null, offices: ['desk'], met: null, overdue: false },
        { id: waiting, kind: 'answer', entry: question, offices: ['desk'], met: null, overdue: false },
      ],
    );
    assert.equal(items[1]?.due, null);
    assert.equal(next, null);
  });

  test('says what was met, and by which entry', async () => {
    const { items } = await owed('?state=met');
    assert.deepEqual(
      items.map(({ case: id, kind, met }) => [id, kind, met?.entry]),
      [[answered, 'respond', waiting + 1]],
    );
  });

  test('counts as overdue what is late by the clock of the service, and nothing before', async () => {
    assert.deepEqual((await owed('?state=overdue')).items, []);
    const realMs = nowMs;
    nowMs += 40 * DAY_MS;
    const late = await owed('?state=overdue');
    nowMs = realMs;
    assert.deepEqual(
      late.items.map(({ case: id, kind, overdue }) => [id, kind, overdue]),
      [[waiting, 'respond', true]],
    );
  });

  test('can be narrowed to an office and to a case, and goes on behind a step', async () => {
    assert.equal((await owed('?office=desk')).items.length, 2);
    assert.deepEqual((await owed('?office=parks')).items, []);
    assert.equal((await owed(`?case=${waiting}`)).items.length, 2);
    assert.deepEqual((await owed(`?case=${answered}`)).items, []);
    const [first] = (await owed('')).items;
    const rest = await owed(`?after=${encodeURIComponent(`${first?.due ?? ''}_${waiting}__respond`)}`);
    assert.deepEqual(
      rest.items.map(({ kind }) => kind),
      ['answer'],
    );
  });

  for (const [name, query] of [
    ['a state that is none', '?state=late'],
    ['a state named twice', '?state=open&state=met'],
    ['an office that is no code', '?office=Desk%20'],
    ['a case that is no number', '?case=1e3'],
    ['a case with a zero in front', '?case=01'],
    ['a place that is none', '?after=12'],
    ['a place with a kind that is none', '?after=none_1__sleep'],
    ['a place with a day that is none', '?after=2026-02-30T00:00:00.000Z_1__respond'],
    ['a field nobody knows', '?ofice=desk'],
  ] as const)
    test(`refuses ${name} with its code`, async () => {
      const { status, body } = await get(`/api/v1/obligations${query}`);
      assert.deepEqual([status, (body as { code: string }).code], [400, 'request-malformed']);
    });

  test('is described where programs look', async () => {
    const { body } = await get('/openapi.json');
    const { paths } = body as { paths: Record<string, { get: { parameters: { name: string }[] } }> };
    assert.deepEqual(
      paths['/api/v1/obligations']?.get.parameters.map(({ name }) => name),
      ['office', 'case', 'state', 'after'],
    );
  });

  test('stands in the case as well, with its links, from either side', async () => {
    const here = caseSchema.parse((await get(`/api/v1/cases/${waiting}`)).body);
    assert.deepEqual(
      here.obligations.map(({ kind, entry }) => [kind, entry]),
      [
        ['respond', null],
        ['answer', question],
      ],
    );
    assert.deepEqual(here.links, [{ case: answered, relation: 'related', entry: link }]);
    const there = caseSchema.parse((await get(`/api/v1/cases/${answered}`)).body);
    assert.deepEqual(there.links, [{ case: waiting, relation: 'related', entry: link }]);
    assert.deepEqual([there.merged, there.stage, there.supporters], [null, null, 0]);
  });

  test('tells what waits to be looked at, and an erasure that was asked for, until somebody has done it', async () => {
    const kinds = ['content-published', 'content-redacted', 'answer', 'decision'] as const;
    const codes = [{ code: 'yes', title: 'Yes' }];
    const letters = {
      ...{ kind: 'process-published', process: 'letters', version: 1, title: 'Letters', level: 'inform' },
      ...{ authors: ['person'], outcomes: codes, dispositions: codes, accounting: 'record', moderation: 'before' },
      acts: Object.fromEntries(kinds.map((kind) => [kind, { offices: ['desk'], signatures: 1 }])),
      grounds: [{ code: 'asked', title: 'Whoever wrote it asked for it' }],
      clocks: { moderate: working(1), answer: working(2) },
    } satisfies Said;
    assert.equal((await city.say(letters, [city.registrar])).status, 201);
    const writer = await (await LedgerBuilder.create()).actor('writer');
    const said = await city.input('My neighbour’s dog.', { process: 'letters', followKey: writer.keyid });
    const id = said.body.index;
    const looks = async (query: string): Promise<unknown[]> =>
      (await owed(query)).items.map(({ case: of, kind, entry, offices }) => [of, kind, entry, offices.join()]);
    assert.deepEqual(await looks(`?case=${id}`), [[id, 'moderate', id, 'desk']]);
    assert.ok((await looks('?office=desk')).some((row) => (row as unknown[])[1] === 'moderate'));
    assert.deepEqual(await looks(`?case=${id}&office=parks`), []);
    const one = caseSchema.parse((await get(`/api/v1/cases/${id}`)).body);
    assert.deepEqual([one.waiting, one.obligations.map(({ kind }) => kind)], [1, ['moderate']]);
    nowMs += 9 * DAY_MS;
    assert.deepEqual(await looks(`?case=${id}&state=overdue`), [[id, 'moderate', id, 'desk']]);
    nowMs -= 9 * DAY_MS;

    const { statement } = openEnvelope(
      parseEntry(new Uint8Array(await (await fetch(`${service.address}/api/v1/entries/${id}`)).arrayBuffer())).envelope,
    );
    const digest = contentRefs(statement)[0]?.digest ?? assert.fail();
    const asks = { kind: 'erasure-request', case: id, speaker: id, entry: id, digest } as const;
    const body = JSON.stringify({ envelope: await city.sign(asks, [writer]), contents: [] });
    const asked = await city.post('/api/v1/follow', body);
    assert.equal(asked.status, 201, JSON.stringify(asked.body));
    assert.deepEqual(await looks(`?case=${id}`), [
      [id, 'moderate', id, 'desk'],
      [id, 'answer', asked.body.index, 'desk'],
    ]);
    const appeal = city.text('Write to us.');
    const redacts: Said = {
      kind: 'content-redacted',
      by: [city.mandate],
      ...{ case: id, entry: id, digest, ground: 'asked', basis: 'By-law', told: 'yes' },
      appeal: appeal.ref,
    };
    assert.equal((await city.say(redacts, [city.official], [appeal.content])).status, 201);
    assert.deepEqual(await looks(`?case=${id}`), []);
    assert.deepEqual(await looks(`?case=${id}&state=met`), [[id, 'answer', asked.body.index, 'desk']]);
  });

  test('and the registers are pages as well, over the database', async () => {
    const { ref, content } = city.text('It counts lamps.');
    const described = { id: 'lamp-counter', version: 1, title: 'Lamp counter', text: ref } as const;
    const registered = {
      ...({ kind: 'algorithm-registered', status: 'in-use', impact: 'limited', ...described } as const),
      by: [city.mandate],
    };
    const algorithm = (await city.say(registered, [city.official], [content])).body.index;
    const text = city.text('The lamp is mended.');
    const decision = {
      ...({ kind: 'decision', case: answered, outcome: 'yes', basis: 'By-law', data: 'none', text: text.ref } as const),
      ...{ by: [city.mandate], algorithms: [algorithm, algorithm] },
    };
    assert.equal((await city.say(decision, [city.official], [text.content])).status, 201);
    const page = async (path: string): Promise<string> => {
      const response = await fetch(service.address + path);
      assert.equal(response.status, 200, path);
      return (await response.text()).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
    };
    assert.match(
      await page('/obligations?office=desk'),
      /Desk owes an answer by the end of .* Case \d+: A bench is broken\./,
    );
    assert.match(
      await page('/registers'),
      /Lamp counter in use It counts lamps\. .* 1 decision says that it used this/,
    );
    assert.match(await page('/processes/request/1'), /Answer within 10 working days/);
    assert.match(await page(`/cases/${waiting}`), /Connected cases Case \d+: A lamp is out\./);
  });
});
