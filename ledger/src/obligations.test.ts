import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { obligations, type Obligation } from './obligations.ts';
import type { CaseState, StateShapes } from './state.ts';

const SINCE = '2026-01-05T08:00:00.000Z';
const open: CaseState = {
  process: 'service-request',
  version: 1,
  since: SINCE,
  owed: true,
  inputs: 1,
  unaccounted: 1,
  oldest: 10,
  newest: 10,
  acknowledged: null,
  responded: null,
  decided: null,
};
const rules: StateShapes['rules'] = {
  entry: 8,
  title: 'Service request',
  level: 'inform',
  authors: ['person'],
  acts: {
    acknowledgement: { offices: ['front-desk'], signatures: 1 },
    response: { offices: ['front-desk', 'parks'], signatures: 1 },
    decision: { offices: ['mayor'], signatures: 1 },
  },
  outcomes: [{ code: 'granted', title: 'Granted' }],
  dispositions: [{ code: 'adopted', title: 'Adopted' }],
  accounting: 'record',
  clocks: { acknowledge: 3, respond: 14, decide: 60 },
};

/** A step `days` after the case began and `ms` later still. */
const at = (days: number, ms = 0): string => new Date(Date.parse(SINCE) + days * 86_400_000 + ms).toISOString();
const step = (entry: number, time: string) => ({ entry, time });
const decided = (entry: number, time: string) => ({ entry, time, outcome: 'granted' });

/** One word each: owed or met, in time or overdue. */
function tell(of: CaseState, now: string): Record<string, string> {
  return Object.fromEntries(
    obligations(of, rules, now).map(({ kind, met, overdue }) => [
      kind,
      `${met === null ? 'owed' : `met by ${met.entry}`}, ${overdue ? 'overdue' : 'in time'}`,
    ]),
  );
}

test('each clock makes one obligation, with whoever may meet it, in the order in which they fall due', () => {
  const expected: Obligation[] = [
    { kind: 'acknowledge', offices: ['front-desk'], since: SINCE, due: at(3), met: null, overdue: false },
    { kind: 'respond', offices: ['front-desk', 'parks'], since: SINCE, due: at(14), met: null, overdue: false },
    { kind: 'decide', offices: ['mayor'], since: SINCE, due: at(60), met: null, overdue: false },
  ];
  assert.deepEqual(obligations(open, rules, at(1)), expected);
  const unusual = { ...rules, clocks: { acknowledge: 30, respond: 20, decide: 10 } };
  assert.deepEqual(
    obligations(open, unusual, at(1)).map(({ kind }) => kind),
    ['decide', 'respond', 'acknowledge'],
  );
  const sameDay = { ...rules, clocks: { acknowledge: 5, respond: 5, decide: 5 } };
  assert.deepEqual(
    obligations(open, sameDay, at(1)).map(({ kind }) => kind),
    ['acknowledge', 'respond', 'decide'],
  );
});

test('a clock that is not set is not owed, and an act that nobody may sign has no offices', () => {
  assert.deepEqual(obligations(open, { ...rules, clocks: {} }, at(999)), []);
  const [owed, ...more] = obligations(open, { ...rules, acts: {}, clocks: { decide: 1 } }, at(2));
  assert.deepEqual([owed?.kind, owed?.offices, owed?.overdue, more.length], ['decide', [], true, 0]);
});

test('a case that a data set opened owes nothing, however old it is', () => {
  assert.deepEqual(obligations({ ...open, owed: false }, rules, at(10_000)), []);
});

test('a day is 24 hours: the clock does not know summer time', () => {
  const spring = { ...open, since: '2026-03-27T12:00:00.000Z' };
  assert.equal(obligations(spring, rules, at(0))[0]?.due, '2026-03-30T12:00:00.000Z');
  const leap = { ...open, since: '2028-02-28T23:59:59.999Z' };
  assert.equal(obligations(leap, rules, at(0))[0]?.due, '2028-03-02T23:59:59.999Z');
});

describe('What a case owes', () => {
  const owed = 'owed, in time';
  const late = 'owed, overdue';
  const table: readonly (readonly [
    name: string,
    of: Partial<CaseState>,
    now: string,
    expected: readonly [string, string, string],
  ])[] = [
    ['at the moment it is opened', {}, at(0), [owed, owed, owed]],
    ['before it happened, by a clock that runs behind', {}, at(-1), [owed, owed, owed]],
    ['exactly when the first step is due', {}, at(3), [owed, owed, owed]],
    ['a millisecond later', {}, at(3, 1), [late, owed, owed]],
    ['when everything is past', {}, at(60, 1), [late, late, late]],
    ['acknowledged in time', { acknowledged: step(11, at(2)) }, at(20), ['met by 11, in time', late, owed]],
    [
      'acknowledged exactly when it was due',
      { acknowledged: step(11, at(3)) },
      at(20),
      ['met by 11, in time', late, owed],
    ],
    [
      'acknowledged a millisecond late',
      { acknowledged: step(11, at(3, 1)) },
      at(3, 2),
      ['met by 11, overdue', owed, owed],
    ],
    [
      'met late, and that stays so for ever',
      { acknowledged: step(11, at(9)) },
      at(5000),
      ['met by 11, overdue', late, late],
    ],
    [
      'answered without being acknowledged',
      { responded: step(12, at(2)) },
      at(20),
      ['met by 12, in time', 'met by 12, in time', owed],
    ],
    [
      'answered late, which acknowledges late too',
      { responded: step(12, at(15)) },
      at(20),
      ['met by 12, overdue', 'met by 12, overdue', owed],
    ],
    [
      'decided without an answer',
      { decided: decided(13, at(10)) },
      at(999),
      ['met by 13, overdue', 'met by 13, in time', 'met by 13, in time'],
    ],
    [
      'answered only after it was decided',
      { decided: decided(13, at(2)), responded: step(14, at(40)) },
      at(999),
      ['met by 13, in time', 'met by 13, in time', 'met by 13, in time'],
    ],
    [
      'acknowledged only after it was answered',
      { responded: step(12, at(2)), acknowledged: step(15, at(30)) },
      at(20),
      ['met by 12, in time', 'met by 12, in time', owed],
    ],
    [
      'every step in its turn',
      { acknowledged: step(11, at(1)), responded: step(12, at(10)), decided: decided(13, at(61)) },
      at(999),
      ['met by 11, in time', 'met by 12, in time', 'met by 13, overdue'],
    ],
  ];
  for (const [name, of, now, [acknowledge, respond, decide]] of table) {
    test(name, () => {
      assert.deepEqual(tell({ ...open, ...of }, now), { acknowledge, respond, decide });
    });
  }
});

test('a step that met an obligation is told by entry and time alone', () => {
  const [first] = obligations({ ...open, decided: decided(13, at(1)) }, rules, at(2));
  assert.deepEqual(first?.met, { entry: 13, time: at(1) });
});
