/** What registrars say, field by field. */
import type { Kind, StatementOf } from '@counterfoil/ledger/statement';
import type { Language } from '../language.ts';
import type { Reading } from '../reading.ts';
import { code, entryFact, fact, lineFact, list, optional, type Fact } from './fact.ts';
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
  const { language } = reading;
  switch (statement.kind) {
    case 'ledger-opened':
      return [
        fact('fact-authority', statement.authority.name),
        fact('fact-threshold', thresholdOf(language, statement)),
        fact('fact-licence', statement.licence),
        code('fact-log-key', statement.logKey),
      ];
    case 'registrars-changed':
      return [fact('fact-threshold', thresholdOf(language, statement))];
    case 'office-defined':
      return [
        fact('fact-office', statement.title),
        ...optional('fact-body', statement.body && language.phrase(`body-${statement.body}`)),
        list(
          'fact-may',
          statement.may.map((kind) => language.phrase(`act-${kind}`)),
        ),
      ];
    case 'mandate-granted':
      return [
        fact('fact-office', await reading.officeTitle(statement.office)),
        ...(statement.holder === undefined
          ? []
          : [lineFact('fact-holder', [{ name: await reading.text(statement.holder) }])]),
        fact('fact-term', termOf(language, statement)),
        code('fact-key', statement.key),
      ];
    case 'mandate-ended':
      return [
        entryFact(language, 'fact-mandate', statement.mandate),
        fact('fact-reason', language.phrase(`mandate-ending-${statement.reason}`)),
      ];
    case 'key-rotated':
      return [code('fact-old-key', statement.from), code('fact-new-key', statement.to)];
    case 'key-revoked':
      return [code('fact-key', statement.key), fact('fact-reason', language.phrase(`key-ending-${statement.reason}`))];
    case 'log-key-rotated':
      return [code('fact-log-key', statement.logKey)];
    case 'calendar-published':
      return calendarFacts(language, statement);
    case 'process-published':
      return [
        fact('fact-process', language.phrase('named-version', { title: statement.title, version: statement.version })),
        ...(await readRuleFacts(reading, statement)),
      ];
  }
}

function thresholdOf(
  language: Language,
  { threshold, registrars }: StatementOf<'ledger-opened' | 'registrars-changed'>,
): string {
  return language.phrase('threshold-of', { threshold, registrars: registrars.length });
}

function termOf(language: Language, { from, until }: StatementOf<'mandate-granted'>): string {
  const begin = language.day(from);
  return until === undefined
    ? language.phrase('term-open', { from: begin })
    : language.phrase('term-closed', { from: begin, until: language.day(until) });
}

function offsetOf(language: Language, { from, minutes }: StatementOf<'calendar-published'>['offsets'][number]): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const clock = `${hours}:${String(rest).padStart(2, '0')}`;
  return language.phrase('calendar-offset', {
    ...{ day: language.day(from), clock },
    side: minutes < 0 ? 'behind' : 'ahead',
  });
}

function calendarFacts(
  language: Language,
  { zone, offsets, weekdays, holidays, until }: StatementOf<'calendar-published'>,
): readonly Fact[] {
  const more = holidays.length - HOLIDAYS_NAMED;
  return [
    fact('fact-zone', zone),
    list(
      'fact-offsets',
      offsets.map((offset) => offsetOf(language, offset)),
    ),
    fact('fact-weekdays', language.list(weekdays.map((day) => language.weekdayName(day)))),
    list('fact-holidays', [
      ...holidays.slice(0, HOLIDAYS_NAMED).map((day) => language.weekday(day)),
      ...(more > 0 ? [language.phrase('others-more', { count: more })] : []),
      language.phrase('calendar-until', { day: language.weekday(until) }),
    ]),
  ];
}
