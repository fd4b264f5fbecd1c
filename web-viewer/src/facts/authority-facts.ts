/** What registrars say, field by field. */
import type { Kind, StatementOf } from '@counterfoil/ledger/statement';
import type { Reading } from '../reading.ts';
import { factWords } from '../words/facts.ts';
import { formatDate } from '../words/time.ts';
import { formatList } from '../words/numbers.ts';
import { acts, mandateEndings } from '../words/vocabulary.ts';
import { code, entryFact, fact, list, optional, type Fact } from './fact.ts';
import { readRuleFacts } from './process-facts.ts';

type Authority<K extends Kind> = K extends Kind ? StatementOf<K> : never;
export type AuthorityStatement = Authority<
  | 'ledger-opened'
  | 'registrars-changed'
  | 'office-defined'
  | 'mandate-granted'
  | 'mandate-ended'
  | 'key-rotated'
  | 'key-revoked'
  | 'log-key-rotated'
  | 'calendar-published'
  | 'process-published'
>;

const HOLIDAYS_NAMED = 40;

export async function readAuthorityFacts(reading: Reading, statement: AuthorityStatement): Promise<readonly Fact[]> {
  switch (statement.kind) {
    case 'ledger-opened':
      return [
        fact(factWords.authority, statement.authority.name),
        fact(factWords.threshold, factWords.thresholdOf(statement.threshold, statement.registrars.length)),
        fact(factWords.licence, statement.licence),
        code(factWords.logKey, statement.logKey),
      ];
    case 'registrars-changed':
      return [fact(factWords.threshold, factWords.thresholdOf(statement.threshold, statement.registrars.length))];
    case 'office-defined':
      return [
        fact(factWords.office, statement.title),
        ...optional(factWords.body, statement.body && factWords.bodies[statement.body]),
        list(
          factWords.may,
          statement.may.map((kind) => acts[kind]),
        ),
      ];
    case 'mandate-granted':
      return [
        fact(factWords.office, await reading.officeTitle(statement.office)),
        ...(statement.holder === undefined
          ? []
          : [{ label: factWords.holder, lines: [{ name: await reading.text(statement.holder) }] }]),
        fact(factWords.term, factWords.termFrom(statement.from, statement.until)),
        code(factWords.key, statement.key),
      ];
    case 'mandate-ended':
      return [
        entryFact(factWords.mandate, statement.mandate),
        fact(factWords.reason, mandateEndings[statement.reason]),
      ];
    case 'key-rotated':
      return [code(factWords.oldKey, statement.from), code(factWords.newKey, statement.to)];
    case 'key-revoked':
      return [code(factWords.key, statement.key), fact(factWords.reason, factWords.keyEndings[statement.reason])];
    case 'log-key-rotated':
      return [code(factWords.logKey, statement.logKey)];
    case 'calendar-published':
      return calendarFacts(statement);
    case 'process-published':
      return [
        fact(factWords.process, `${statement.title}, ${factWords.version(statement.version)}`),
        ...(await readRuleFacts(reading, statement)),
      ];
  }
}

function calendarFacts({
  zone,
  offsets,
  weekdays,
  holidays,
  until,
}: StatementOf<'calendar-published'>): readonly Fact[] {
  const more = holidays.length - HOLIDAYS_NAMED;
  return [
    fact(factWords.zone, zone),
    list(
      factWords.offsets,
      offsets.map(({ from, minutes }) => factWords.offset(from, minutes)),
    ),
    fact(
      factWords.weekdays,
      formatList(
        weekdays.map((day) => factWords.weekdayNames[day - 1] ?? ''),
        'and',
      ),
    ),
    list(factWords.holidays, [
      ...holidays.slice(0, HOLIDAYS_NAMED).map(formatDate),
      ...(more > 0 ? [factWords.moreHolidays(more)] : []),
      factWords.holidaysUntil(until),
    ]),
  ];
}
