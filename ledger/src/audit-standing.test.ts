/** What the authority owes, as an audit counts it. SPEC 9, 12. */
import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { test } from 'node:test';
import { audit, type AuditResult } from './audit.ts';
import { OpenEnds } from './audit/open-ends.ts';
import { countStanding } from './audit/standing.ts';
import { nodePlatformPooled } from './platform-node.ts';
import type { LedgerBuilder } from './testing/builder.ts';
import { calendarDays, openCity, tellCase, type City } from './testing/city.ts';
import { openLetters } from './testing/letters.ts';
import { mapSource } from './testing/map-source.ts';

const platform = nodePlatformPooled(crypto);
const DAY_MS = 86_400_000;

async function tallyOf(ledger: LedgerBuilder): Promise<AuditResult['tally']> {
  const { verdict, tally } = await audit({ source: mapSource(await ledger.files()), platform });
  assert.equal(verdict, 'verified', 'what is owed is nothing wrong with the record');
  return tally;
}

async function ask({ ledger }: City, author: 'person' | 'data-set' = 'person'): Promise<number> {
  const process = { id: 'service-request', version: 1 };
  const text = ledger.text('A lamp is out.');
  return ledger.say({ kind: 'input-received', process, channel: 'web', author, text }, ledger.intakeKey);
}

test('where every input has its disposition and every step was made, nothing is owed', async () => {
  const city = await openCity();
  await tellCase(city);
  const { unaccounted, passedOver, copied, overdue, firstOverdue } = await tallyOf(city.ledger);
  assert.deepEqual([unaccounted, passedOver, copied, overdue, firstOverdue], [0, 0, 0, 0, undefined]);
});

test('inputs without a disposition are counted, those that a decision passed over and copied ones apart', async () => {
  const city = await openCity();
  const { ledger, mandate, mayor } = city;
  const decided = await ask(city);
  await ask(city);
  await ask(city, 'data-set');
  const text = ledger.text('Decided without looking.');
  const said = { outcome: 'refused', basis: 'None', algorithms: 'none', data: 'none', text } as const;
  await ledger.say({ kind: 'decision', by: [mandate.mayor], case: decided, ...said }, mayor);
  const { unaccounted, passedOver, copied } = await tallyOf(ledger);
  assert.deepEqual([unaccounted, passedOver, copied], [2, 1, 1]);
});

test('steps are overdue at the time of the newest entry, from the first instant that is late', async () => {
  const city = await openCity();
  const { ledger } = city;
  const first = await ask(city);
  const due = ledger.state.all('case').get(String(first))?.clocks.acknowledge?.due ?? assert.fail();
  ledger.nowMs = Date.parse(due) - 1;
  await ask(city, 'data-set');
  assert.equal((await tallyOf(ledger)).overdue, 0);
  ledger.nowMs = Date.parse(due);
  await ask(city, 'data-set');
  const { overdue, firstOverdue } = await tallyOf(ledger);
  assert.equal(overdue, 1);
  assert.deepEqual(firstOverdue, { case: first, entry: null, kind: 'acknowledge', due });
});

test('a step that was made late is overdue no more, and what was asked or promised counts as well', async () => {
  const city = await openCity();
  const { ledger, mandate, clerk, registrars } = city;
  await ledger.say(
    { kind: 'office-defined', office: 'desk', title: 'Desk', may: ['question', 'answer'] },
    registrars[0],
    registrars[1],
  );
  const desk = await ledger.say(
    {
      kind: 'mandate-granted',
      office: 'desk',
      person: clerk.person,
      key: clerk.keyid,
      from: '2026-01-01T00:00:00.000Z',
    },
    registrars[0],
    registrars[1],
  );
  const one = { offices: ['desk'], signatures: 1 };
  await ledger.say(
    {
      kind: 'process-published',
      process: 'inquiry',
      version: 1,
      title: 'Inquiry',
      level: 'consult',
      authors: ['person'],
      acts: { question: one, answer: one },
      outcomes: [{ code: 'done', title: 'Done' }],
      dispositions: [{ code: 'noted', title: 'Noted' }],
      accounting: 'record',
      clocks: { answer: calendarDays(5) },
    },
    registrars[0],
    registrars[1],
  );
  const text = ledger.text('Why?');
  const id = await ledger.say(
    { kind: 'input-received', process: { id: 'inquiry', version: 1 }, channel: 'web', author: 'person', text },
    ledger.intakeKey,
  );
  const asked = await ledger.say({ kind: 'question', by: [desk], case: id, to: 'desk', text }, clerk);
  const late = await ask(city);
  ledger.nowMs += 8 * DAY_MS;
  await ledger.say({ kind: 'acknowledgement', by: [mandate.clerk], case: late }, clerk);
  const { overdue, firstOverdue } = await tallyOf(ledger);
  assert.equal(overdue, 1);
  assert.equal(firstOverdue?.kind, 'answer');
  assert.deepEqual([firstOverdue.case, firstOverdue.entry], [id, asked]);
});

test('a look at what waits is owed once for each entry, until somebody looks', async () => {
  const letters = await openLetters('before', calendarDays(2));
  const { ledger, ed, say } = letters;
  const [id, text] = await letters.write('My neighbour’s dog.');
  const joins = { kind: 'input-received', case: id, channel: 'web', author: 'person' } as const;
  const file = (digit: string) => ({ digest: digit.repeat(64), bytes: 1, mediaType: 'image/png' }) as const;
  const joined = await ledger.say(
    { ...joins, text: ledger.text('It barks.'), files: [file('a'), file('b')] },
    ledger.intakeKey,
  );
  const due = ledger.state.all('content').get(text.digest)?.waits?.due ?? assert.fail();
  const standing = (now: string) => countStanding(OpenEnds.of(ledger.state), ledger.state, now);
  assert.equal(standing(new Date(Date.parse(due) - 1).toISOString()).overdue, 0);
  assert.equal(standing(due).overdue, 2);
  assert.deepEqual(standing(due).firstOverdue, { case: id, entry: id, kind: 'moderate', due });
  await ledger.say(say.publishes(id, [id, text]), ed);
  assert.deepEqual([standing(due).overdue, standing(due).firstOverdue?.entry], [1, joined]);
  await ledger.say(say.redacts(id, [joined, file('a')]), ed);
  assert.equal(standing(due).overdue, 1, 'the words and the other picture wait');
});

test('a look at what waits is never late where the rules do not say when', async () => {
  const letters = await openLetters('before');
  await letters.write('My neighbour’s dog.');
  const { state } = letters.ledger;
  assert.equal(countStanding(OpenEnds.of(state), state, '9999-12-31T23:59:59.999Z').overdue, 0);
});
