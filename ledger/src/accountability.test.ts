import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { openCouncil, phrases } from '../testing/council.ts';
import type { History } from '../testing/history.ts';
import { Log } from '../testing/log.ts';
import { AccountBook, accountFor, type Selection } from './accountability.ts';
import { DAY_MS, spreadOf } from './accountability/figure.ts';
import { groupings } from './accountability/times.ts';
import { OpenEnds } from './audit/open-ends.ts';
import { countStanding } from './audit/standing.ts';
import { openEnvelope } from './statement.ts';
import { openCity, tellCase, type City } from './testing/city.ts';
import { figuresOf } from './testing/figures.ts';
import { openLetters } from './testing/letters.ts';

const process = { id: 'service-request', version: 1 };

/**
 * Entry 11 opens case 11 on the web, 12 acknowledges it, 13 answers, 14 is said by phone, 15 accounts for both, 16 decides, 17
 * corrects; 18 opens a case two days later, and nobody does anything; a month later 19 opens one, and 20 acknowledges it.
 */
async function threeCases(): Promise<City> {
  const city = await openCity();
  const { ledger, clerk, mandate } = city;
  assert.equal(await tellCase(city), 11);
  const said = { kind: 'input-received', process, text: ledger.text('A lamp is dark.') } as const;
  ledger.nowMs += 2 * DAY_MS;
  await ledger.say({ ...said, channel: 'web', author: 'organisation' }, ledger.intakeKey);
  ledger.nowMs += 30 * DAY_MS;
  const text = ledger.text('So is mine.');
  await ledger.say({ ...said, channel: 'counter', author: 'person', by: [mandate.clerk], text }, clerk);
  await ledger.say({ kind: 'acknowledgement', by: [mandate.clerk], case: 19 }, clerk);
  return city;
}

describe('The figures of accountability', () => {
  test('name who was not answered, by whom, and for how many days it is late', async () => {
    const { totals, silence, overdue, deadlines } = figuresOf((await threeCases()).ledger);
    assert.deepEqual(totals.inputs, { count: 4, entries: [11, 14, 18, 19] });
    assert.deepEqual(totals.answered.entries, [11, 14]);
    assert.deepEqual(totals.unanswered.entries, [18, 19]);
    assert.deepEqual(totals.unaccounted.entries, [18, 19]);
    assert.deepEqual(totals.passedOver.entries, []);
    assert.deepEqual(totals.cases.entries, [11, 18, 19]);
    assert.deepEqual(
      silence.map(({ step, offices, inputs, overdue: late }) => [step, offices.join(), inputs.entries, late.entries]),
      [
        ['acknowledgement', 'front-desk', [18], [18]],
        ['answer', 'front-desk,mayor,parks', [18, 19], [18]],
        ['decision', 'mayor', [18, 19], []],
        ['disposition', 'mayor,parks', [18, 19], []],
      ],
    );
    // Said on Wednesday 7 January: three working days end with Monday the 12th, ten with the 21st, an hour west of Greenwich.
    assert.deepEqual(
      overdue.map(({ case: id, kind, due, days }) => [id, kind, due, days]),
      [
        [18, 'acknowledge', '2026-01-13T01:00:00.000Z', 24],
        [18, 'respond', '2026-01-22T01:00:00.000Z', 15],
      ],
    );
    const acknowledge = deadlines.find(({ kind }) => kind === 'acknowledge');
    assert.deepEqual(
      [acknowledge?.inTime, acknowledge?.late, acknowledge?.waiting, acknowledge?.overdue].map((one) => one?.entries),
      [[11, 19], [], [], [18]],
    );
  });

  test('tell how long people waited, by office, channel and kind of author, beside those who wait still', async () => {
    const { times } = figuresOf((await threeCases()).ledger);
    const of = (step: string, by: string): unknown[] =>
      times
        .filter((row) => row.step === step && row.by === by)
        .map(({ values, recorded: { marks, count }, waiting }) => [
          ...[values.join(), count, marks?.leastMs, marks?.medianMs, marks?.mostMs, waiting?.entries],
        ]);
    // 11 was answered by entry 13, two seconds later; 14 by entry 15, which says what became of it, one second later.
    assert.deepEqual(of('answer', 'all'), [['', 2, 1000, 1000, 2000, [18, 19]]]);
    assert.deepEqual(of('answer', 'office'), [['parks', 2, 1000, 1000, 2000, undefined]]);
    assert.deepEqual(of('answer', 'channel'), [
      ['web', 1, 2000, 2000, 2000, [18]],
      ['phone', 1, 1000, 1000, 1000, []],
      ['counter', 0, undefined, undefined, undefined, [19]],
    ]);
    assert.deepEqual(of('decision', 'author'), [
      ['person', 2, 2000, 2000, 5000, [19]],
      ['organisation', 0, undefined, undefined, undefined, [18]],
    ]);
    assert.deepEqual(of('answer', 'category'), [
      ['parks', 2, 1000, 1000, 2000, []],
      ['', 0, undefined, undefined, undefined, [18, 19]],
    ]);
    assert.deepEqual(of('answer', 'language'), [['en', 2, 1000, 1000, 2000, [18, 19]]]);
    const all = times.find(({ step, by }) => step === 'answer' && by === 'all');
    assert.deepEqual(all?.recorded.classes[0], { fromDays: 0, untilDays: 1, count: 2, entries: [11, 14] });
  });

  test('tell topics apart, and take that of the case for what joins it without one', async () => {
    const { ledger } = await openCity();
    const said = { kind: 'input-received', channel: 'web', author: 'person' } as const;
    const say = (text: string, lang: string, more: object): Promise<number> =>
      ledger.say({ ...said, text: ledger.text(text, lang), process, ...more }, ledger.intakeKey);
    const lamp = await say('A lamp is dark.', 'en', { category: 'lighting' });
    const joins = { process: undefined, case: lamp };
    const too = await say('La mía también.', 'es', joins);
    const tree = await say('A tree has fallen on it.', 'en', { ...joins, category: 'trees' });
    const none = await say('What is this?', 'en', {});
    const rows = (by: string): unknown[] =>
      figuresOf(ledger)
        .outcomes.filter((row) => row.by === by)
        .map(({ values, inputs }) => [...values, inputs.entries]);
    assert.deepEqual(rows('category'), [['lighting', [lamp, too]], ['trees', [tree]], [[none]]]);
    assert.deepEqual(rows('language'), [
      ['en', [lamp, tree, none]],
      ['es', [too]],
    ]);
  });

  test('tell areas apart likewise', async () => {
    const { ledger, registrars } = await openCity();
    const [anna, bela] = registrars;
    const closed = [{ code: 'closed', title: 'Closed' }];
    await ledger.say(
      {
        ...{ kind: 'process-published', process: 'repairs', version: 1, title: 'Repairs', level: 'inform', acts: {} },
        ...{ authors: ['person'], outcomes: closed, dispositions: closed, accounting: 'record', clocks: {} },
        areas: ['harbour', 'hill'].map((code) => ({ code, title: code })),
      },
      anna,
      bela,
    );
    const say = (more: object): Promise<number> => {
      const said = { kind: 'input-received', channel: 'web', author: 'person' } as const;
      const under = { process: { id: 'repairs', version: 1 }, text: ledger.text('A bollard is bent.') };
      return ledger.say({ ...said, ...under, ...more }, ledger.intakeKey);
    };
    const bollard = await say({ area: 'harbour' });
    const joins = { process: undefined, case: bollard };
    const [too, hill, none] = [await say(joins), await say({ ...joins, area: 'hill' }), await say({})];
    const rows = figuresOf(ledger).outcomes.filter(({ by }) => by === 'area');
    assert.deepEqual(
      rows.map(({ values, inputs }) => [...values, inputs.entries]),
      [['harbour', [bollard, too]], ['hill', [hill]], [[none]]],
    );
  });

  test('go by what authors say of when it happened as well, and leave out what contradicts itself', async () => {
    const { ledger, clerk, mandate } = await openCity();
    const clerks = [mandate.clerk];
    const heard = { channel: 'paper', author: 'person' } as const;
    for (const [told, answered] of [
      ['2026-01-02T08:00:00.000Z', '2026-01-05T08:00:00.000Z'],
      ['2026-01-05T08:00:00.000Z', '2026-01-02T08:00:00.000Z'],
    ] as const) {
      const text = ledger.text(`Of ${told}.`);
      const id = await ledger.say({ kind: 'input-received', process, ...heard, by: clerks, at: told, text }, clerk);
      await ledger.say({ kind: 'response', by: clerks, case: id, at: answered, text: ledger.text('Yes.') }, clerk);
    }
    const all = figuresOf(ledger).times.find(({ step, by }) => step === 'answer' && by === 'all');
    assert.deepEqual([all?.recorded.count, all?.recorded.marks?.mostMs], [2, 1000]);
    assert.deepEqual([all?.said.count, all?.said.marks?.mostMs], [1, 3 * DAY_MS]);
    assert.equal(all?.said.classes.find(({ count }) => count > 0)?.fromDays, 3);
  });

  test('say what became of what was said, and of how much nobody has said it', async () => {
    const { outcomes, decisions } = figuresOf((await threeCases()).ledger);
    const by = (grouping: string): unknown[] =>
      outcomes
        .filter((row) => row.by === grouping)
        .map(({ values, code, title, inputs }) => [values.join(), code, title, inputs.entries]);
    assert.deepEqual(by('all'), [
      ['', 'adopted', 'Adopted', [11, 14]],
      ['', null, null, [18, 19]],
    ]);
    assert.deepEqual(by('office'), [
      ['parks', 'adopted', 'Adopted', [11, 14]],
      ['mayor,parks', null, null, [18, 19]],
    ]);
    assert.deepEqual(decisions, [
      {
        ...{ process: 'service-request', offices: ['mayor'], outcome: 'granted', title: 'Granted' },
        decisions: { count: 1, entries: [16] },
      },
    ]);
  });

  test('are of one process, one office or some days alone where that is asked', async () => {
    const { ledger } = await threeCases();
    assert.deepEqual(figuresOf(ledger, { process: 'consultation' }).totals.inputs.entries, []);
    assert.deepEqual(figuresOf(ledger, { process: 'service-request' }).totals.inputs.count, 4);
    // Midnight of the city is one o'clock in Greenwich; the last day is counted as well.
    assert.deepEqual(figuresOf(ledger, { from: '2026-01-06' }).totals.inputs.entries, [18, 19]);
    assert.deepEqual(figuresOf(ledger, { from: '2026-01-07', until: '2026-01-07' }).totals.inputs.entries, [18]);
    assert.deepEqual(figuresOf(ledger, { until: '2026-01-06' }).overdue, []);
    const { silence, decisions } = figuresOf(ledger, { office: 'front-desk' });
    assert.deepEqual([silence.map(({ step }) => step), decisions], [['acknowledgement', 'answer'], []]);
  });

  test('follow inputs through mergers and splits to whoever answers them there', async () => {
    const council = await openCouncil();
    const { ledger, cora } = council;
    const say = phrases(council);
    const one = await ledger.say(say.opens('inquiry'), ledger.intakeKey);
    const other = await ledger.say(say.opens('inquiry'), ledger.intakeKey);
    const leaves = await ledger.say(say.joins(one), ledger.intakeKey);
    const split = await ledger.say(say.splits(one, [leaves]), cora);
    await ledger.say(say.merges(one, other), cora);
    await ledger.say(say.responds(other), cora);
    const late = await ledger.say(say.joins(other), ledger.intakeKey);
    const { totals, silence } = figuresOf(ledger);
    assert.deepEqual(totals.answered.entries, [one, other]);
    assert.deepEqual(totals.unanswered.entries, [leaves, late]);
    assert.deepEqual(totals.cases.entries, [other, split]);
    assert.deepEqual(silence.find(({ step }) => step === 'answer')?.inputs.entries, [leaves, late]);
  });

  test('stay quick where case after case is merged into the next', () => {
    const book = new AccountBook();
    const [seen, origin, at] = [{ size: 0, root: '' }, 'x', '2026-01-05T08:00:00.000Z'];
    const [text, common] = [
      { digest: '', bytes: 1, mediaType: 'text/plain', lang: 'en' } as const,
      { origin, at, seen },
    ];
    const voice = { channel: 'web', author: 'person', process, text } as const;
    for (let index = 0; index < 100_000; index++)
      book.note({ index, time: at, statement: { kind: 'input-received', ...common, ...voice } });
    for (let id = 1; id < 100_000; id++)
      book.note({
        index: 99_999 + id,
        time: at,
        statement: { kind: 'cases-merged', ...common, by: [1], case: id - 1, into: id, text },
      });
    book.note({ index: 200_000, time: at, statement: { kind: 'response', ...common, by: [1], case: 99_999, text } });
    for (const { answered, decided } of book.inputs.values())
      assert.deepEqual([answered?.entry, decided], [200_000, null]);
  });

  test('count one reason once, whatever its salt, and those who gave it', async () => {
    const council = await openCouncil();
    const { ledger, cora } = council;
    const say = phrases(council);
    const said: number[] = [];
    for (const reason of ['No.', ' no. ', 'Not yet.']) {
      const id = await ledger.say(say.opens('inquiry'), ledger.intakeKey);
      const items = [{ code: 'rejected', inputs: [id], reason: ledger.text(reason) }];
      said.push(id, await ledger.say(say.disposes(id, [id], { items }), cora));
    }
    const [a, disposedA, b, disposedB] = said;
    const [first, second] = figuresOf(ledger).reasons;
    assert.deepEqual(
      [first?.inputs.entries, first?.acts.entries],
      [
        [a, b],
        [disposedA, disposedB],
      ],
    );
    assert.deepEqual([first?.digests.length, first?.offices, first?.codes], [2, ['council'], ['rejected']]);
    assert.equal(second?.inputs.count, 1);
  });

  test('say what was taken out of view, on which ground, by whose mandate', async () => {
    const city = await openLetters();
    const [one, other, back] = [await city.write('One.'), await city.write('Other.'), await city.write('Back.')];
    const withheld = await city.ledger.say(city.say.withholds(one[0], one), city.ed);
    const erased = await city.ledger.say(city.say.redacts(other[0], other), city.ed);
    await city.ledger.say(city.say.withholds(back[0], back), city.ed);
    const restored = await city.ledger.say(city.say.restores(back[0], back), city.ed);
    const { takedowns, outOfView } = figuresOf(city.ledger);
    assert.deepEqual(
      takedowns.map((row) => [row.kind, row.ground, row.title, row.offices, row.mandates, row.texts.entries]),
      [
        ['content-withheld', 'privacy', 'Somebody else can be recognised', ['editors'], [city.seat], [one[0], back[0]]],
        ['content-redacted', 'privacy', 'Somebody else can be recognised', ['editors'], [city.seat], [other[0]]],
        ['content-restored', null, null, ['editors'], [city.seat], [back[0]]],
      ],
    );
    assert.deepEqual(takedowns[0]?.told.yes.entries, [withheld, erased + 1]);
    assert.deepEqual([takedowns[1]?.acts.entries, takedowns[2]?.acts.entries], [[erased], [restored]]);
    assert.deepEqual([outOfView.withheld.entries, outOfView.erased.entries], [[one[0]], [other[0]]]);
  });

  test('set what was promised beside the signs of it, and keep count of commitments', async () => {
    const council = await openCouncil();
    const { ledger, cora, will, nell, seat } = council;
    const say = phrases(council);
    const asked = await ledger.say(say.opens('inquiry'), ledger.intakeKey);
    await ledger.say(say.asks(asked), cora);
    const silent = await ledger.say(say.opens('inquiry'), ledger.intakeKey);
    const both = [await ledger.say(say.decides(asked), cora), await ledger.say(say.decides(silent), cora)];
    const made = await ledger.say(say.commits(asked), cora);
    const carried = { by: [seat.nell], office: 'neighbours', carrier: 'citizens', decision: both[0] } as const;
    const theirs = await ledger.say(say.commits(asked, { ...carried, by: [...carried.by] }), nell);
    await ledger.say(say.reports(asked, made, 'complete', { by: [seat.will] }), will);
    ledger.nowMs += 300 * DAY_MS;
    await ledger.say(say.opens('hearing'), ledger.intakeKey);
    const { participation, commitments } = figuresOf(ledger);
    const inquiry = participation.find(({ process: id }) => id === 'inquiry');
    assert.equal(inquiry?.promised, 'involve');
    assert.deepEqual([inquiry.cases.entries, inquiry.signsDecided.involve.entries], [[asked, silent], [asked]]);
    assert.deepEqual([inquiry.signs.collaborate.entries, inquiry.signs.empower.entries], [[asked], []]);
    assert.deepEqual([inquiry.signs.inform.entries, inquiry.signs.consult.entries], [[asked, silent], []]);
    assert.deepEqual(
      commitments.map((row) => [row.state, row.offices, row.carrier, row.progress, row.commitments.entries]),
      [
        ['overdue', ['neighbours'], 'citizens', 'not-started', [theirs]],
        ['kept', ['works'], 'authority', 'complete', [made]],
      ],
    );
  });

  test('have the replies of their offices beside them, which change none of them', async () => {
    const council = await openCouncil();
    const { ledger, cora, will, seat } = council;
    const say = phrases(council);
    await ledger.say(say.opens('inquiry'), ledger.intakeKey);
    const before = figuresOf(ledger);
    const first = await ledger.say(say.replies(), cora);
    const other = await ledger.say(say.replies({ by: [seat.will], office: 'works' }), will);
    const days = { process: 'inquiry', from: '2026-01-05', until: '2026-01-06' } as const;
    const some = await ledger.say(say.replies({ ...days, figure: 'times' }), cora);
    const second = await ledger.say(say.replies({ size: first + 1, text: ledger.text('And one was on leave.') }), cora);
    const all = figuresOf(ledger);
    assert.deepEqual({ ...all, replies: [], now: '' }, { ...before, replies: [], now: '' });
    assert.deepEqual(
      all.replies.map(({ entry, figure, office, size, replacedBy }) => [entry, figure, office, size, replacedBy]),
      [
        [second, 'silence', 'council', first + 1, null],
        [other, 'silence', 'works', 1, null],
        [first, 'silence', 'council', 1, second],
        [some, 'times', 'council', 1, null],
      ],
    );
    const of = (selection: Selection): readonly number[] =>
      figuresOf(ledger, selection).replies.map(({ entry }) => entry);
    assert.deepEqual(of({ office: 'works' }), [other]);
    assert.deepEqual(of({ process: 'inquiry' }), [second, other, first, some]);
    assert.deepEqual(of({ process: 'hearing' }), [second, other, first]);
    assert.deepEqual(of({ from: '2026-01-06', until: '2026-02-01' }), [second, other, first, some]);
    assert.deepEqual(of({ from: '2026-01-07' }), [second, other, first]);
    assert.deepEqual(of({ until: '2026-01-04', office: 'council' }), [second, first]);
    // Those that are not in view do not take the place of one that is.
    assert.equal(figuresOf(ledger, { office: 'works' }).replies[0]?.replacedBy, null);
  });

  test('of a ledger in which nothing was said are none', async () => {
    const { totals, silence, times, outcomes, participation, replies } = figuresOf((await openCity()).ledger);
    assert.deepEqual(
      Object.values({ ...totals }).flatMap(({ count, entries }) => [count, ...entries]),
      [0, 0, 0, 0, 0, 0, 0, 0],
    );
    assert.deepEqual([silence, times, outcomes, participation, replies], [[], [], [], [], []]);
  });

  test('agree with the audit and among themselves, in every history there is', async () => {
    const logs = new Map<string, { log: Log; noted: Parameters<AccountBook['note']>[0][] }>();
    const text = readFileSync(new URL('../vectors/histories.json', import.meta.url), 'utf8');
    let [inputs, late, unaccounted] = [0, 0, 0];
    for (const { name, after, steps } of JSON.parse(text) as History[]) {
      const before = after === null ? undefined : logs.get(after);
      const [log, noted] = [before?.log.fork() ?? new Log(), [...(before?.noted ?? [])]];
      for (const { time, envelope, refused } of steps) {
        if (refused !== null) continue;
        const { statement } = openEnvelope(envelope);
        noted.push({ index: log.size, time, statement });
        assert.equal((await log.receive(envelope, time)).refused, null);
      }
      logs.set(name, { log, noted });
      const book = new AccountBook();
      for (const one of noted) book.note(one);
      const now = '2031-01-01T00:00:00.000Z';
      const { totals, overdue, outcomes, ...figures } = accountFor({ book, state: log.state, now, selection: {} });
      const standing = countStanding(OpenEnds.of(log.state), log.state, now);
      assert.equal(totals.unaccounted.count, standing.unaccounted, name);
      assert.equal(totals.passedOver.count, standing.passedOver, name);
      assert.equal(overdue.length, standing.overdue, name);
      for (const by of groupings) {
        const counted = outcomes.filter((row) => row.by === by).flatMap((row) => row.inputs.entries);
        assert.deepEqual(
          counted.sort((a, b) => a - b),
          totals.inputs.entries,
          `${name}, by ${by}`,
        );
      }
      for (const { count, entries } of allFigures(figures)) {
        assert.ok(count >= entries.length, name);
        assert.ok(
          entries.every((entry, i) => entry < log.size && entry > (entries[i - 1] ?? -1)),
          name,
        );
      }
      [inputs, late] = [inputs + totals.inputs.count, late + overdue.length];
      unaccounted += totals.unaccounted.count;
    }
    assert.ok(inputs > 100 && late > 100 && unaccounted > 50, `${inputs} ${late} ${unaccounted}`);
  });
});

test('a spread gives values that were measured, by nearest rank, and every class', () => {
  const hours = (...all: number[]): { entry: number; ms: number }[] =>
    all.map((h, entry) => ({ entry, ms: h * 3_600_000 }));
  const { marks } = spreadOf(hours(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
  assert.deepEqual(marks && Object.values(marks).map((ms: number) => ms / 3_600_000), [1, 3, 5, 8, 9, 10]);
  const { classes, count } = spreadOf(hours(0, 24, 24 * 364, 24 * 365, 24 * 4000));
  assert.deepEqual([count, classes.map((one) => one.entries.length)], [5, [1, 1, 0, 0, 0, 0, 0, 0, 1, 2]]);
  assert.equal(spreadOf([]).marks, null);
});

/** Wherever they stand in it. */
function allFigures(value: unknown): readonly { count: number; entries: number[] }[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = Object.hasOwn(value, 'entries') ? [value as { count: number; entries: number[] }] : [];
  return [...own, ...Object.values(value).flatMap(allFigures)];
}
