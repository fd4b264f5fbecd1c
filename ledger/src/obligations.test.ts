import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  byDue,
  caseObligations,
  matterObligation,
  metBy,
  nextDue,
  textObligation,
  type Obligation,
} from './obligations.ts';
import type { CaseState, MatterState, StateShapes } from './state.ts';

const SINCE = '2026-01-05T08:00:00.000Z';
/** So many days after the case began, and `ms` later still. */
const at = (days: number, ms = 0): string => new Date(Date.parse(SINCE) + days * 86_400_000 + ms).toISOString();
const step = (entry: number, time: string) => ({ entry, time });
const decided = (entry: number, time: string) => ({ entry, time, outcome: 'granted' });
const clock = (days: number, since = SINCE) => ({ since, due: at(days) });

const open: CaseState = {
  process: 'service-request',
  version: 1,
  since: SINCE,
  calendar: 1,
  owed: true,
  stage: null,
  office: null,
  inputs: 1,
  supporters: 0,
  waiting: 0,
  unaccounted: 1,
  oldest: 10,
  newest: 10,
  acknowledged: null,
  responded: null,
  decided: null,
  reopened: null,
  carriedOut: null,
  evaluated: null,
  merged: null,
  commitments: { made: 0, open: 0 },
  links: 0,
  clocks: { acknowledge: clock(3), respond: clock(14), decide: clock(60) },
  nextDue: at(3),
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
    milestone: { offices: ['parks', 'works'], signatures: 1 },
    evaluation: { offices: ['audit'], signatures: 1 },
  },
  outcomes: [{ code: 'granted', title: 'Granted' }],
  dispositions: [{ code: 'adopted', title: 'Adopted' }],
  accounting: 'record',
  // What they say does not matter here: the clocks of a case were set when they began to run.
  clocks: {},
};

/** One word each: owed or met, in time or overdue. */
function tell(of: CaseState, now: string): Record<string, string> {
  return Object.fromEntries(
    caseObligations(of, rules, now).map(({ kind, met, overdue }) => [
      kind,
      `${met === null ? 'owed' : `met by ${met.entry}`}, ${overdue ? 'overdue' : 'in time'}`,
    ]),
  );
}

test('each clock that runs makes one obligation, with whoever may meet it, in the order in which they fall due', () => {
  const owed = { entry: null, since: SINCE, met: null, overdue: false };
  const expected: Obligation[] = [
    { ...owed, kind: 'acknowledge', offices: ['front-desk'], due: at(3) },
    { ...owed, kind: 'respond', offices: ['front-desk', 'parks'], due: at(14) },
    { ...owed, kind: 'decide', offices: ['mayor'], due: at(60) },
  ];
  assert.deepEqual(caseObligations(open, rules, at(1)), expected);
  const kinds = (clocks: CaseState['clocks']): string[] =>
    caseObligations({ ...open, clocks }, rules, at(1)).map(({ kind }) => kind);
  assert.deepEqual(kinds({ acknowledge: clock(30), respond: clock(20), decide: clock(10) }), [
    'decide',
    'respond',
    'acknowledge',
  ]);
  assert.deepEqual(kinds({ evaluate: clock(5), decide: clock(5), acknowledge: clock(5) }), [
    'acknowledge',
    'decide',
    'evaluate',
  ]);
});

test('a clock that does not run is not owed, and an act that nobody may sign has no offices', () => {
  assert.deepEqual(caseObligations({ ...open, clocks: {} }, rules, at(999)), []);
  const [owed, ...more] = caseObligations({ ...open, clocks: { decide: clock(1) } }, { ...rules, acts: {} }, at(2));
  assert.deepEqual([owed?.kind, owed?.offices, owed?.overdue, more.length], ['decide', [], true, 0]);
});

test('where the process knows no act of its own for a step, those who may make a later one owe it', () => {
  const { acknowledgement: _, ...acts } = rules.acts;
  const offices = caseObligations(open, { ...rules, acts }, at(1)).map((owed) => owed.offices.join());
  assert.deepEqual(offices, ['front-desk,parks', 'front-desk,parks', 'mayor']);
});

test('each clock has its own beginning', () => {
  const late = { ...open, clocks: { acknowledge: clock(3), evaluate: clock(90, at(30)) } };
  assert.deepEqual(
    caseObligations(late, rules, at(40)).map(({ kind, since, due, offices }) => [kind, since, due, offices.join()]),
    [
      ['acknowledge', SINCE, at(3), 'front-desk'],
      ['evaluate', at(30), at(90), 'audit'],
    ],
  );
});

test('the office that a case was passed to owes the steps that it may take, and no others', () => {
  const offices = (office: string): string[] =>
    caseObligations({ ...open, office }, rules, at(1)).map((owed) => owed.offices.join());
  assert.deepEqual(offices('parks'), ['front-desk', 'parks', 'mayor']);
  assert.deepEqual(offices('harbour'), ['front-desk', 'front-desk,parks', 'mayor']);
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
    ['in the last millisecond of the first step', {}, at(3, -1), [owed, owed, owed]],
    ['at the first instant at which that is late', {}, at(3), [late, owed, owed]],
    ['when everything is past', {}, at(60), [late, late, late]],
    ['acknowledged in time', { acknowledged: step(11, at(2)) }, at(20), ['met by 11, in time', late, owed]],
    [
      'acknowledged in the last millisecond',
      { acknowledged: step(11, at(3, -1)) },
      at(20),
      ['met by 11, in time', late, owed],
    ],
    [
      'acknowledged at the first instant that is late',
      { acknowledged: step(11, at(3)) },
      at(3, 1),
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
    [
      'several steps of one millisecond: the one that stands first in the log',
      { acknowledged: step(13, at(1)), responded: step(11, at(1)), decided: decided(12, at(1)) },
      at(2),
      ['met by 11, in time', 'met by 11, in time', 'met by 12, in time'],
    ],
  ];
  for (const [name, of, now, [acknowledge, respond, decide]] of table) {
    test(name, () => {
      assert.deepEqual(tell({ ...open, ...of }, now), { acknowledge, respond, decide });
    });
  }

  test('after a decision is that it is carried out and evaluated, and a decision does not meet these', () => {
    const acted = {
      ...open,
      decided: decided(13, at(10)),
      clocks: { 'carry-out': clock(100, at(10)), evaluate: clock(200, at(10)) },
    };
    assert.deepEqual(tell(acted, at(150)), { 'carry-out': late, evaluate: owed });
    assert.deepEqual(tell({ ...acted, carriedOut: step(20, at(99)), evaluated: step(21, at(200)) }, at(300)), {
      'carry-out': 'met by 20, in time',
      evaluate: 'met by 21, overdue',
    });
  });
});

test('a step that met an obligation is told by entry and time alone', () => {
  const done = { ...open, decided: decided(13, at(1)) };
  const [first] = caseObligations(done, rules, at(2));
  assert.deepEqual(first?.met, { entry: 13, time: at(1) });
  assert.deepEqual(metBy(done, 'decide'), { entry: 13, time: at(1) });
  assert.equal(metBy(open, 'decide'), null);
});

test('the next step of a case is the earliest that nobody has made, and none where none is owed', () => {
  assert.equal(nextDue(open), at(3));
  assert.equal(nextDue({ ...open, acknowledged: step(11, at(9)) }), at(14));
  assert.equal(nextDue({ ...open, responded: step(11, at(9)) }), at(60));
  assert.equal(nextDue({ ...open, decided: decided(11, at(9)) }), null);
  assert.equal(nextDue({ ...open, clocks: {} }), null);
  const running = { ...open, clocks: { ...open.clocks, evaluate: clock(2) } };
  assert.equal(nextDue(running), at(2));
  assert.equal(nextDue({ ...running, evaluated: step(12, at(50)) }), at(3));
});

describe('What an entry asks for', () => {
  const asked: MatterState = {
    case: 10,
    kind: 'question',
    against: null,
    offices: ['parks'],
    since: SINCE,
    due: at(5),
    met: null,
    progress: null,
    digest: null,
  };
  const told = (matter: Partial<MatterState>, now: string): Obligation =>
    matterObligation(20, { ...asked, ...matter }, now);

  test('is an answer, and of a commitment that it is kept', () => {
    assert.deepEqual(told({}, at(1)), {
      kind: 'answer',
      entry: 20,
      offices: ['parks'],
      since: SINCE,
      due: at(5),
      met: null,
      overdue: false,
    });
    for (const kind of ['appeal', 'dispute'] as const) assert.equal(told({ kind }, at(1)).kind, 'answer');
    assert.equal(told({ kind: 'commitment', progress: 'limited' }, at(1)).kind, 'fulfil');
  });

  test('is late from the instant on at which it is due, and stays late when it is met then', () => {
    assert.equal(told({}, at(5, -1)).overdue, false);
    assert.equal(told({}, at(5)).overdue, true);
    assert.equal(told({ met: step(30, at(5, -1)) }, at(99)).overdue, false);
    assert.equal(told({ met: step(30, at(5)) }, at(5)).overdue, true);
  });

  test('is never late where nothing says when', () => {
    assert.equal(told({ due: null, offices: [] }, at(9999)).overdue, false);
  });

  test('is listed in the order in which it falls due, what has no date last', () => {
    const list = [told({ due: null }, SINCE), told({ due: at(9) }, SINCE), told({ due: null }, SINCE), told({}, SINCE)];
    assert.deepEqual(
      list.sort(byDue).map(({ due }) => due),
      [at(5), at(9), null, null],
    );
  });
});

describe('What waits to be looked at', () => {
  const content: StateShapes['content'] = {
    ...{ entry: 20, case: 10, state: 'pending', by: null, ground: null, asked: null },
    waits: { since: SINCE, due: at(5) },
  };
  const acts = { ...rules.acts, 'content-published': { offices: ['desk', 'mayor'], signatures: 1 } };

  test('is owed a look by those who may publish it', () => {
    assert.deepEqual(textObligation(content, { ...rules, acts }, at(1)), {
      ...{ kind: 'moderate', entry: 20, offices: ['desk', 'mayor'], since: SINCE, due: at(5), met: null },
      overdue: false,
    });
    assert.deepEqual(textObligation(content, { ...rules, acts: {} }, at(1))?.offices, []);
  });

  test('is late from the instant on at which it is due, and never where nothing says when', () => {
    assert.equal(textObligation(content, rules, at(5, -1))?.overdue, false);
    assert.equal(textObligation(content, rules, at(5))?.overdue, true);
    const unhurried = { ...content, waits: { since: SINCE, due: null } };
    assert.equal(textObligation(unhurried, rules, at(9999))?.overdue, false);
  });

  test('is owed nothing any more when somebody has looked', () => {
    assert.equal(textObligation({ ...content, waits: null }, rules, at(9)), undefined);
  });
});
