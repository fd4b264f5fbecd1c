import assert from 'node:assert/strict';
import { before as beforehand, describe, test } from 'node:test';
import { allHistories } from '../testing/histories.ts';
import { linkCases } from '../testing/histories/links.ts';
import { Log } from '../testing/log.ts';
import { base64 } from './bytes.ts';
import { parseEntry } from './entry.ts';
import { checkLink } from './rulebook.ts';
import { rules, type RuleCode } from './rules.ts';
import { openCity, tellCase } from './testing/city.ts';
import { leafHash } from './tree.ts';
import { inEnglish } from './say.ts';

const broken = new Set<RuleCode>();
const kept = new Set<RuleCode>();

const logs = new Map<string, Log>();

for (const { name, after, steps, size, root } of await allHistories()) {
  describe(`In a history of ${name}, the log`, () => {
    let log = new Log();
    beforehand(() => {
      const earlier = after === null ? undefined : logs.get(after);
      if (after !== null) assert.ok(earlier, after);
      log = earlier?.fork() ?? log;
      logs.set(name, log);
    });
    for (const { name: what, time, envelope, refused, facts, keeps } of steps) {
      const answer =
        refused !== null ? `refuses, as "${refused}",` : facts.length > 0 ? `shows as "${facts.join()}"` : 'admits';
      test(`${answer} ${what}`, async () => {
        const sizeBefore = log.size;
        assert.deepEqual(await log.receive(envelope, time), { refused, facts });
        assert.equal(log.size, refused === null ? sizeBefore + 1 : sizeBefore);
        if (refused !== null) broken.add(refused);
        for (const fact of facts) broken.add(fact);
        for (const code of keeps) kept.add(code);
      });
    }
    test('holds exactly what was admitted', () => {
      assert.deepEqual([log.size, log.root], [size, root]);
    });
  });
}

describe('The link between an entry and the one before it', () => {
  test('is judged by index, hash and time', async () => {
    for (const { name, before, entry, place, refused } of await linkCases()) {
      const known = before === null ? undefined : { leaf: base64(leafHash(before)), time: parseEntry(before).time };
      assert.equal(checkLink(known, parseEntry(entry), place)?.code ?? null, refused, name);
      if (refused !== null) broken.add(refused);
      else for (const code of ['index-wrong', 'chain-broken', 'time-backwards'] as const) kept.add(code);
    }
  });

  test('is told in words that fit the first entry as well', async () => {
    for (const { before, entry, place, refused } of await linkCases()) {
      if (before !== null || refused !== 'chain-broken') continue;
      const unlinked = checkLink(undefined, parseEntry(entry), place);
      assert.doesNotMatch(unlinked === undefined ? '' : inEnglish(unlinked.detail), /-1/);
    }
  });
});

describe('What is left of a case in the state', () => {
  test('is who made which step first, and what was corrected by what', async () => {
    const city = await openCity();
    const { ledger, clerk, parks, mandate } = city;
    const since = ledger.now;
    const id = await tellCase(city);
    await ledger.say({ kind: 'acknowledgement', by: [mandate.clerk], case: id }, clerk);
    await ledger.say({ kind: 'response', by: [mandate.parks], case: id, text: ledger.text('Once more.') }, parks);
    const time = (index: number): string => parseEntry(ledger.entries[index] ?? new Uint8Array()).time;
    assert.deepEqual(await ledger.state.get('case', String(id)), {
      process: 'service-request',
      version: 1,
      since,
      calendar: 1,
      owed: true,
      stage: null,
      office: null,
      inputs: 2,
      supporters: 0,
      unaccounted: 0,
      waiting: 0,
      oldest: null,
      newest: null,
      acknowledged: { entry: id + 1, time: time(id + 1) },
      responded: { entry: id + 2, time: time(id + 2) },
      decided: { entry: id + 5, time: time(id + 5), outcome: 'granted' },
      reopened: null,
      carriedOut: null,
      evaluated: null,
      merged: null,
      commitments: { made: 0, open: 0 },
      links: 0,
      // A Monday: three working days are over on Friday, at midnight an hour west of Greenwich.
      clocks: {
        acknowledge: { since, due: '2026-01-09T01:00:00.000Z' },
        respond: { since, due: '2026-01-20T01:00:00.000Z' },
        decide: { since, due: '2026-03-07T01:00:00.000Z' },
      },
      nextDue: null,
    });
    assert.deepEqual(await ledger.state.get('input', String(id + 3)), {
      case: id,
      time: time(id + 3),
      waiting: 0,
      before: null,
      after: null,
      disposition: { code: 'adopted', entry: id + 4 },
    });
    const acts = await Promise.all([1, 2, 3, 4, 5, 6].map((i) => ledger.state.get('act', String(id + i))));
    assert.deepEqual(
      acts.map((act) => act && [act.kind, act.offices.join(), act.correctedBy]),
      [
        ['acknowledgement', 'front-desk', null],
        ['response', 'parks', null],
        undefined,
        ['dispositions', 'parks', null],
        ['decision', 'mayor', id + 6],
        ['correction', 'mayor', null],
      ],
    );
  });

  test('is whether anybody was promised anything: by a person yes, by a data set no', async () => {
    const { ledger } = await openCity();
    for (const author of ['person', 'organisation', 'data-set'] as const) {
      const process = { id: 'service-request', version: 1 };
      const text = ledger.text('A lamp is out.');
      const id = await ledger.say(
        { kind: 'input-received', process, channel: 'other', author, text },
        ledger.intakeKey,
      );
      assert.equal((await ledger.state.get('case', String(id)))?.owed, author !== 'data-set', author);
    }
  });
});

test('every rule was broken by one history and kept by another', () => {
  const every = Object.keys(rules).sort();
  assert.deepEqual([...broken].sort(), every);
  assert.deepEqual([...kept].sort(), every);
});
