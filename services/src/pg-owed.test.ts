import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { caseObligations, matterObligation, nextDue, textObligation } from '@counterfoil/ledger/obligations';
import { clockKinds, type CaseState, type MatterState, type StateShapes } from '@counterfoil/ledger/state';
import { compareOwed, owedStates, type OwedQuery, type OwedStep } from '@counterfoil/web-viewer/owed-steps';
import { sql } from 'kysely';
import { readCaseGroups } from './pg-case-groups.ts';
import { readObligations, obligationsSql } from './pg-owed.ts';
import { startTestService, type TestService } from './testing/service.ts';

const NOW = '2026-06-01T00:00:00.000Z';
const CASES = 4000;
const SIZE = 2 * CASES;
const TEXTS_FROM = CASES + 800;
const TEXTS = 800;
const DAY_MS = 86_400_000;

const act = (...offices: string[]) => ({ offices, signatures: 1 });
const rules = {
  entry: 1,
  title: 'Request',
  level: 'inform',
  authors: ['person'],
  acts: {
    acknowledgement: act('desk'),
    response: act('desk', 'parks'),
    decision: act('mayor', 'parks'),
    milestone: act('parks'),
    evaluation: act('mayor'),
    'content-published': act('desk', 'mayor'),
  },
  outcomes: [{ code: 'yes', title: 'Yes' }],
  dispositions: [{ code: 'yes', title: 'Yes' }],
  accounting: 'record',
  clocks: {},
} satisfies StateShapes['rules'];

/** By a version that knows no acknowledgement, the first answer is owed in its place. */
const { acknowledgement: _, ...unacknowledged } = rules.acts;
const versions: readonly StateShapes['rules'][] = [
  rules,
  { ...rules, acts: { ...unacknowledged, 'content-published': act('parks') } },
];

/** The same numbers in every run. */
function numbers(): (below: number) => number {
  let seed = 12345;
  return (below) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
}

const pick = numbers();
const day = (number: number): string => new Date(Date.UTC(2026, 0, 1) + number * DAY_MS).toISOString();

function makeCase(id: number): CaseState {
  const step = (chance: number) => (pick(100) < chance ? { entry: id, time: day(pick(200)) } : null);
  const decided = step(30);
  const clocks: { [K in (typeof clockKinds)[number]]?: { since: string; due: string } } = {};
  for (const kind of clockKinds) if (pick(3) > 0) clocks[kind] = { since: day(0), due: day(pick(300)) };
  const made = {
    ...{ process: 'request', version: 1 + pick(versions.length), since: day(0), calendar: 1, owed: true, stage: null },
    office: [null, 'desk', 'parks', 'elsewhere'][pick(4)] ?? null,
    ...{ inputs: 1, supporters: 0, unaccounted: 1, waiting: 0, oldest: id, newest: id },
    ...{ acknowledged: step(50), responded: step(30), reopened: null, carriedOut: step(20), evaluated: step(20) },
    ...{ decided: decided === null ? null : { ...decided, outcome: 'yes' }, merged: null },
    ...{ commitments: { made: 0, open: 0 }, links: 0, clocks },
  };
  return { ...made, nextDue: nextDue(made) };
}

function makeMatter(entry: number): MatterState {
  return {
    case: pick(CASES),
    kind: (['question', 'appeal', 'dispute', 'commitment'] as const)[pick(4)] ?? 'question',
    against: null,
    offices: [['desk'], ['parks', 'mayor'], []][pick(3)] ?? [],
    since: day(0),
    due: pick(4) === 0 ? null : day(pick(300)),
    met: pick(3) === 0 ? { entry, time: day(pick(300)) } : null,
    progress: null,
    digest: null,
  };
}

/** Up to three texts of an entry, which wait for one look, or do not. */
function makeTexts(entry: number): StateShapes['content'][] {
  const waits = pick(4) === 0 ? null : { since: day(0), due: pick(4) === 0 ? null : day(pick(300)) };
  const id = pick(CASES);
  const { state, by } = waits === null ? { state: 'public' as const, by: 1 } : { state: 'pending' as const, by: null };
  return Array.from({ length: 1 + pick(3) }, (_text, i) => {
    // One of them was looked at before the others.
    const waiting = i === 1 && pick(2) === 0 ? null : waits;
    return { entry, case: id, state, by, ground: null, waits: waiting, asked: null };
  });
}

describe('What is owed, over rows', () => {
  const steps: OwedStep[] = [];
  const ofCase = new Map<number, CaseState>();
  let service: TestService & AsyncDisposable;

  before(async () => {
    const rows: { kind: string; id: string; value: object }[] = versions.map((value, i) => {
      return { kind: 'rules', id: `request/${i + 1}`, value };
    });
    for (let id = 0; id < CASES; id++) {
      const of = makeCase(id);
      ofCase.set(id, of);
      rows.push({ kind: 'case', id: String(id), value: of });
      for (const owed of caseObligations(of, versions[of.version - 1] ?? rules, NOW)) steps.push({ case: id, ...owed });
    }
    for (let entry = CASES; entry < CASES + 800; entry++) {
      const matter = makeMatter(entry);
      rows.push({ kind: 'matter', id: String(entry), value: matter });
      steps.push({ case: matter.case, ...matterObligation(entry, matter, NOW) });
    }
    for (let entry = TEXTS_FROM; entry < TEXTS_FROM + TEXTS; entry++) {
      const looks = new Map<number, OwedStep>();
      for (const [i, content] of makeTexts(entry).entries()) {
        rows.push({ kind: 'content', id: `${entry}${i}`.padStart(64, '0'), value: content });
        const version = ofCase.get(content.case ?? -1)?.version ?? 1;
        const look = textObligation(content, versions[version - 1] ?? rules, NOW);
        if (look !== undefined) looks.set(entry, { case: content.case ?? -1, ...look });
      }
      steps.push(...looks.values());
    }
    service = await startTestService();
    await sql`insert into state (kind, id, value)
      select kind, id, value from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r(kind text, id text, value jsonb)`.execute(
      service.db,
    );
    await sql`analyze state`.execute(service.db);
  });
  after(() => service[Symbol.asyncDispose]());

  const record = {
    states: async (kind: string, ids: readonly (string | number)[]) => {
      const { rows } = await sql<{ id: string; value: unknown }>`select id, value from state
        where kind = ${kind} and id in (select json_array_elements_text(${JSON.stringify(ids.map(String))}::text::json))`.execute(
        service.db,
      );
      const values = new Map(rows.map(({ id, value }) => [id, value]));
      return ids.map((id) => values.get(String(id))) as never;
    },
  };
  const read = (query: OwedQuery) => readObligations(service.db, record, SIZE, query);
  const expected = ({ state, office, case: id, latestFirst }: Omit<OwedQuery, 'now' | 'limit'>): OwedStep[] =>
    steps
      .filter(({ met, overdue }) => (state === 'met' ? met !== null : met === null && (state === 'open' || overdue)))
      .filter(({ offices }) => office === undefined || offices.includes(office))
      .filter((step) => id === undefined || step.case === id)
      .sort(compareOwed({ state, ...(latestFirst && { latestFirst }) }));

  test('is what the rulebook derives, in the same order, for every state and office', async () => {
    for (const state of owedStates)
      for (const office of [undefined, 'desk', 'parks', 'mayor', 'nobody']) {
        const query = { state, ...(office === undefined ? {} : { office }) };
        const wanted = expected(query);
        assert.equal(wanted.length > 100, office !== 'nobody');
        assert.deepEqual(
          await read({ ...query, now: NOW, limit: 100 }),
          wanted.slice(0, 100),
          `${state} ${office ?? ''}`,
        );
      }
  });

  test('goes on behind any of its steps without leaving one out or showing one twice', async () => {
    for (const state of owedStates) {
      const wanted = expected({ state });
      for (const place of [0, 1, 57, 500, wanted.length - 2]) {
        const last = wanted[place];
        assert.ok(last !== undefined);
        const found = await read({ state, now: NOW, after: last, limit: 40 });
        assert.deepEqual(found, wanted.slice(place + 1, place + 41), `${state} after ${place}`);
      }
    }
  });

  test('is found from its other end as well, and goes on there', async () => {
    const overdue = { state: 'overdue', now: NOW, latestFirst: true } as const;
    const wanted = expected(overdue);
    assert.deepEqual(wanted, expected({ state: 'overdue' }).reverse());
    assert.deepEqual(await read({ ...overdue, limit: 100 }), wanted.slice(0, 100));
    for (const place of [0, 1, 57, 500, wanted.length - 2]) {
      const found = await read({ ...overdue, after: wanted[place] as OwedStep, limit: 40 });
      assert.deepEqual(found, wanted.slice(place + 1, place + 41), `after ${place}`);
    }
  });

  test('of one case is complete', async () => {
    for (const state of owedStates)
      for (let id = 0; id < 20; id++)
        assert.deepEqual(await read({ state, case: id, now: NOW, limit: 100 }), expected({ state, case: id }));
  });

  test('says nothing of what no checkpoint covers yet', async () => {
    const found = await readObligations(service.db, record, 10, { state: 'open', now: NOW, limit: 100 });
    assert.ok(found.length > 0);
    assert.ok(found.every((step) => step.case < 10 && step.entry === null));
  });

  test('by one office is found among what it can owe, never by looking through what others do', async () => {
    const groups = await readCaseGroups(service.db);
    assert.ok(groups.length > 100 && groups.length < CASES / 4);
    for (const [state, index] of [
      ['open', 'owed_of_group_respond'],
      ['overdue', 'owed_of_group_respond'],
      ['met', 'cases_of_group'],
    ] as const) {
      const query = obligationsSql({ state, office: 'parks', now: NOW, limit: 5 }, SIZE, groups);
      const { rows } = await sql<{ 'QUERY PLAN': string }>`explain ${query}`.execute(service.db);
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      assert.match(plan, new RegExp(`Index Scan using ${index}`), plan);
      assert.doesNotMatch(plan, /Seq Scan|cases_by_index/, plan);
    }
  });

  test('is found by its indexes, never by looking through every case', async () => {
    for (const state of ['open', 'overdue'] as const) {
      const { rows } = await sql<{
        'QUERY PLAN': string;
      }>`explain ${obligationsSql({ state, now: NOW, limit: 5 }, SIZE, [])}`.execute(service.db);
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      for (const index of ['acknowledge', 'respond', 'decide', 'carry_out', 'evaluate', 'matters', 'moderate'])
        assert.match(plan, new RegExp(`owed_${index}`), plan);
      assert.doesNotMatch(plan, /Seq Scan|Sort Key: .*value/, plan);
    }
  });
});
