import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { test } from 'node:test';
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { phrases as en } from './languages/en.ts';
import { FALLBACK, languageOf, languages } from './languages.ts';
import { Language, type PhraseId } from './language.ts';

const phrasesOf = async (code: string): Promise<Readonly<Record<string, string>>> =>
  ((await import(`./languages/${code}.ts`)) as { readonly phrases: Record<string, string> }).phrases;

/** Names of values and marks that a phrase is filled with, in whatever order and however often. */
function slots(elements: readonly MessageFormatElement[]): readonly string[] {
  const names = elements.flatMap((element): readonly string[] => {
    switch (element.type) {
      case TYPE.literal:
      case TYPE.pound:
        return [];
      case TYPE.tag:
        return [`<${element.value}>`, ...slots(element.children)];
      case TYPE.select:
      case TYPE.plural:
        return [element.value, ...Object.values(element.options).flatMap(({ value }) => slots(value))];
      default:
        return [element.value];
    }
  });
  return [...new Set(names)].toSorted();
}

/** Values that decide between wordings, with what they can be. */
function choices(elements: readonly MessageFormatElement[]): readonly string[] {
  return elements.flatMap((element): readonly string[] => {
    if (element.type === TYPE.tag) return choices(element.children);
    if (element.type !== TYPE.select) return [];
    return [
      `${element.value}: ${Object.keys(element.options).toSorted().join(' ')}`,
      ...Object.values(element.options).flatMap(({ value }) => choices(value)),
    ];
  });
}

for (const { code } of languages.values()) {
  test(`the language ${code} has every phrase, with the same values, marks and choices as the English one`, async () => {
    const phrases = await phrasesOf(code);
    assert.deepEqual(Object.keys(phrases).toSorted(), Object.keys(en).toSorted());
    for (const [id, phrase] of Object.entries(en)) {
      const [own, theirs] = [phrases[id] ?? '', phrase].map((text) => parse(text, { ignoreTag: false })) as [
        MessageFormatElement[],
        MessageFormatElement[],
      ];
      assert.deepEqual(slots(own), slots(theirs), id);
      assert.deepEqual([...new Set(choices(own))].toSorted(), [...new Set(choices(theirs))].toSorted(), id);
      assert.equal(phrases[id]?.trim(), phrases[id], id);
    }
  });
}

for (const [code, language] of languages) {
  test(`the language ${code} fills in what is plain as the formatter does, and wants all of it`, async () => {
    let filled = 0;
    for (const [id, phrase] of Object.entries(await phrasesOf(code)) as [PhraseId, string][]) {
      const elements = parse(phrase, { ignoreTag: false });
      const names = slots(elements);
      if (names.some((name) => name.startsWith('<')) || choices(elements).length > 0) continue;
      for (const sample of ['Zürich', 7, 0]) {
        const values = Object.fromEntries(names.map((name) => [name, sample]));
        assert.equal(language.phrase(id, values), language.parts<never>(id, values, {}).join(''), id);
      }
      if (names.length === 0) continue;
      assert.throws(() => language.phrase(id), Error, id);
      filled++;
    }
    assert.ok(filled > 100, `${filled} phrases are filled in`);
  });
}

test('every phrase is used, and every phrase that is used is there', async () => {
  const used = new Set<string>();
  const beginnings = new Set<string>();
  // Letters and slips on paper are written by the service and by the command for officials.
  const folders = [import.meta.dirname, join(import.meta.dirname, '..', '..', 'services', 'src')];
  const files = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(folder, { recursive: true })).map((name) => ({ name, path: join(folder, name) })),
    ),
  );
  for (const { name: file, path } of files.flat()) {
    if (!['.ts', '.njk'].includes(extname(file)) || file.startsWith('languages/') || file.includes('.test')) continue;
    const text = await readFile(path, 'utf8');
    // In a template: the name, or its beginning with the rest computed.
    for (const [, id = '', rest] of text.matchAll(/(?:phrase|linked)\("([a-z0-9-]+)"(\s*\+)?/g))
      (rest === undefined ? used : beginnings).add(id);
    if (extname(file) !== '.ts') continue;
    // In code any string of that shape; the compiler sees to it that what is asked for is there.
    for (const [, id = ''] of text.matchAll(/'([a-z0-9-]+-[a-z0-9-]+)'/g)) if (id in en) used.add(id);
    for (const [, beginning = ''] of text.matchAll(/`([a-z0-9-]+-)\$\{/g)) beginnings.add(beginning);
  }
  assert.ok(used.size > 10);
  assert.deepEqual(
    [...used].filter((id) => !(id in en)),
    [],
  );
  const isUsed = (id: string): boolean => used.has(id) || [...beginnings].some((beginning) => id.startsWith(beginning));
  assert.deepEqual(
    Object.keys(en).filter((id) => !isUsed(id)),
    [],
  );
});

test('a tag with a country is the language, and one that is not here is the fallback', () => {
  assert.equal(languageOf('en-GB').code, 'en');
  assert.equal(languageOf('tlh').code, FALLBACK);
  assert.equal(languageOf(undefined).code, FALLBACK);
});

test('times are UTC and say so', () => {
  const english = languageOf('en');
  assert.equal(english.time('2026-01-05T08:03:59.999Z'), '5 January 2026, 08:03 UTC');
  assert.equal(english.day('2026-12-31T23:59:59.999Z'), '31 December 2026');
});

test('a day of a calendar is told with its day of the week, whatever the zone of the machine', () => {
  assert.equal(languageOf('en').weekday('2026-04-03'), 'Friday 3 April 2026');
  assert.equal(languageOf('en').weekday('2024-02-29'), 'Thursday 29 February 2024');
});

test('a distance is told in the unit that fits', () => {
  const told = (time: string) => languageOf('en').distance(time, Date.UTC(2026, 2, 20, 12, 0, 0));
  assert.equal(told('2026-03-20T11:59:30.000Z'), 'just now');
  assert.equal(told('2026-03-20T11:59:00.000Z'), '1 minute ago');
  assert.equal(told('2026-03-20T09:10:00.000Z'), '2 hours ago');
  assert.equal(told('2026-03-18T12:00:00.000Z'), '2 days ago');
  assert.equal(told('2025-12-20T12:00:00.000Z'), '3 months ago');
  assert.equal(told('2020-03-20T12:00:00.000Z'), '6 years ago');
  assert.equal(told('2026-03-25T12:00:00.000Z'), 'in 5 days');
});

test('a measured value is written with all its digits, however large', () => {
  assert.equal(languageOf('en').decimal(1250, 2), '12.50');
  assert.equal(languageOf('en').decimal(-5, 2), '−0.05');
  assert.equal(languageOf('en').decimal(12_345, 0), '12,345');
  assert.equal(languageOf('en').decimal(Number.MAX_SAFE_INTEGER, 3), '9,007,199,254,740.991');
});

test('the days of a week are counted from Monday', () => {
  assert.deepEqual(
    [1, 7].map((day) => languageOf('en').weekdayName(day)),
    ['Monday', 'Sunday'],
  );
});

test('a code that has no name is told as it is', () => {
  assert.equal(languageOf('en').nameOf('channel', 'paper'), 'on paper');
  assert.equal(languageOf('en').nameOf('kind', 'made-later'), 'made-later');
});

test('less than a minute is no span', () => {
  assert.equal(languageOf('en').span(59_999), undefined);
  assert.equal(languageOf('en').span(60_000), '1 minute');
});

test('what is filled into words of the other direction does not turn them', () => {
  const arabic = new Language('ar', { 'time-utc': '{day}، {clock}' });
  assert.equal(arabic.phrase('time-utc', { day: 'A', clock: 'B' }), '\u2068A\u2069، \u2068B\u2069');
  assert.equal(languageOf('en').phrase('time-utc', { day: 'A', clock: 'B' }), 'A, B UTC');
});

test('what was put together in the other direction is read in it, and each of several names by itself', () => {
  const arabic = new Language('ar', { 'time-utc': '{day}، {clock}', 'case-promise': '{level}: {promise}.' });
  const time = arabic.phrase('time-utc', { day: 'A', clock: 'B' });
  assert.equal(
    arabic.phrase('case-promise', { level: time, promise: 'C' }),
    '\u2067\u2068A\u2069، \u2068B\u2069\u2069: \u2068C\u2069.',
  );
  assert.equal(arabic.list(['A', 'B'], 'or'), '\u2068A\u2069 أو \u2068B\u2069');
  assert.equal(languageOf('en').list(['A', 'B'], 'or'), 'A or B');
});

test('what chooses between wordings does so in words of the other direction too', () => {
  const arabic = new Language('ar', { 'copy-sentence': '{isNamed, select, yes {({keptBy})} other {-}}' });
  assert.equal(arabic.phrase('copy-sentence', { isNamed: 'yes', keptBy: 'A' }), '(\u2068A\u2069)');
  assert.equal(arabic.phrase('copy-sentence', { isNamed: 'no', keptBy: 'A' }), '-');
});

test('what is neither text nor number stays a part of its own, also between marks', () => {
  const language = new Language('ar', { 'case-titled': '{id}: <a>{title}!</a>' });
  const title = { html: '<bdi>T</bdi>' };
  const parts = language.parts<object>('case-titled', { id: 7, title }, { a: (inside) => ({ inside }) });
  assert.deepEqual(parts, ['7: ', { inside: [title, '!'] }]);
});
