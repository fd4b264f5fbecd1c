/**
 * One language of the pages: its phrases (ICU MessageFormat), and how it writes numbers, days, times and lists. The same on a server and in a browser.
 * Digits are the same in all languages (0 to 9), since numbers of cases and entries are copied into commands and searched for.
 */
import { IntlMessageFormat } from 'intl-messageformat';
import type { phrases } from './languages/en.ts';

/** Each phrase by its name, `page-what`; what stands in braces is filled in. A language is one object of this shape. */
export type Phrases = Readonly<Record<keyof typeof phrases, string>>;
export type PhraseId = keyof Phrases;
export type PhraseValues = Readonly<Record<string, string | number>>;

/**
 * First strong isolate, pop directional isolate (Unicode UAX #9): what is filled in does not turn the words around it.
 * What already holds one was written in this language: it has the direction of that, since its own first letter may be hidden in there.
 */
const ISOLATE = ['\u2068', '\u2069'] as const;
const RIGHT_TO_LEFT_ISOLATE = '\u2067';

/** Of a time, `2026-04-03`. */
const DATE_CHARS = 10;
const MOST_DAYS = 1000;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const KILO = 1000;

export class Language {
  /** BCP 47, such as `nl`: what stands in an address, and in the attribute `lang` of a page. */
  readonly code: string;
  readonly direction: 'ltr' | 'rtl';
  readonly #phrases: Readonly<Partial<Record<PhraseId, string>>>;
  readonly #locale: string;
  readonly #read = new Map<PhraseId, Message>();
  /** Days as they were written before: a page names few, and each many times. */
  readonly #written = new Map<string, string>();
  readonly #numbers: Intl.NumberFormat;
  readonly #days: Intl.DateTimeFormat;
  readonly #weekdays: Intl.DateTimeFormat;
  readonly #months: Intl.DateTimeFormat;
  readonly #distances: Intl.RelativeTimeFormat;
  readonly #lists: Readonly<Record<'and' | 'or', Intl.ListFormat>>;
  readonly #units = new Map<string, Intl.NumberFormat>();

  /** @param phrases in a browser those alone that its script needs. */
  constructor(code: string, phrases: Readonly<Partial<Record<PhraseId, string>>>) {
    // Day before month: a record of a European kind; the language of the world is nobody's own.
    this.#locale = `${code === 'en' ? 'en-GB' : code}-u-nu-latn-ca-gregory`;
    this.code = code;
    this.direction = /^(?:ar|fa|he|ur)\b/.test(code) ? 'rtl' : 'ltr';
    this.#phrases = phrases;
    const day = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
    this.#numbers = new Intl.NumberFormat(this.#locale, { useGrouping: 'always' });
    this.#days = new Intl.DateTimeFormat(this.#locale, day);
    this.#weekdays = new Intl.DateTimeFormat(this.#locale, { weekday: 'long', timeZone: 'UTC' });
    this.#months = new Intl.DateTimeFormat(this.#locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
    this.#distances = new Intl.RelativeTimeFormat(this.#locale);
    this.#lists = {
      and: new Intl.ListFormat(this.#locale, { type: 'conjunction' }),
      or: new Intl.ListFormat(this.#locale, { type: 'disjunction' }),
    };
  }

  /** Those whose names begin so: what a page hands to its script. */
  phrasesOf(beginnings: readonly string[]): Readonly<Partial<Record<PhraseId, string>>> {
    const wanted = Object.entries(this.#phrases).filter(([id]) =>
      beginnings.some((beginning) => id.startsWith(beginning)),
    );
    return Object.fromEntries(wanted);
  }

  /** @throws Error where the phrase is not here, or a value is missing: both are bugs. */
  phrase(id: PhraseId, values: PhraseValues = {}): string {
    const { plain } = this.#message(id);
    if (plain === undefined) return this.parts<never>(id, values, {}).join('');
    let text = '';
    for (const part of plain) text += typeof part === 'string' ? part : this.#isolate(valueOf(values, part.name, id));
    return text;
  }

  /** What a code is called that comes from elsewhere; the code itself where it has no name here. */
  nameOf(group: 'author' | 'channel' | 'kind', code: string): string {
    const id = `${group}-${code}` as PhraseId;
    return Object.hasOwn(this.#phrases, id) ? this.phrase(id) : code;
  }

  /**
   * The same in parts, where a phrase has marks such as `<a>…</a>` in it.
   * @param values what is neither text nor number becomes a part of its own, as it is.
   * @param marks makes something of what stands between.
   */
  parts<T extends object>(
    id: PhraseId,
    values: Readonly<Record<string, string | number | T>>,
    marks: Readonly<Record<string, (inside: readonly (string | T)[]) => T>>,
  ): readonly (string | T)[] {
    const filled: Record<string, string | number | T | ((inside: (string | T)[]) => T)> = {};
    const { format, choosers } = this.#message(id);
    const choosing = this.direction === 'rtl' ? choosers : [];
    for (const [name, value] of Object.entries(values))
      filled[name] = typeof value === 'object' || choosing.includes(name) ? value : this.#isolate(value);
    for (const [name, mark] of Object.entries(marks)) filled[name] = mark;
    const parts = format.format<T>(filled);
    return Array.isArray(parts) ? parts : [parts];
  }

  /** `12,345`. */
  number(number: number): string {
    return this.#numbers.format(number);
  }

  /** `−12.50`: a whole number and how many of its digits stand behind the point. */
  decimal(value: number, scale: number): string {
    const digits = String(Math.abs(value)).padStart(scale + 1, '0');
    const style = { useGrouping: 'always', minimumFractionDigits: scale, maximumFractionDigits: scale } as const;
    const exact =
      `${Number(digits.slice(0, digits.length - scale))}.${digits.slice(digits.length - scale) || '0'}` as const;
    const written = new Intl.NumberFormat(this.#locale, style).format(exact as `${number}`);
    return value < 0 ? `−${written}` : written;
  }

  /** `A`, `A and B`, `A, B and C`. */
  list(items: readonly string[], type: 'and' | 'or' = 'and'): string {
    return this.#lists[type].format(this.direction === 'ltr' ? items : items.map(isolate));
  }

  /** `5 January 2026`, of a UTC time. */
  day(time: string): string {
    const date = time.slice(0, DATE_CHARS);
    const known = this.#written.get(date);
    if (known !== undefined) return known;
    if (this.#written.size >= MOST_DAYS) this.#written.clear();
    const written = this.#days.format(new Date(time));
    this.#written.set(date, written);
    return written;
  }

  /** `Friday 3 April 2026`, of a day of somebody's own calendar (`2026-04-03`). */
  weekday(date: string): string {
    const midnight = `${date}T00:00:00.000Z`;
    return this.phrase('time-weekday', { weekday: this.#weekdays.format(new Date(midnight)), day: this.day(midnight) });
  }

  /** `Monday` of 1 to `Sunday` of 7. */
  weekdayName(day: number): string {
    return this.#weekdays.format(new Date(Date.UTC(2024, 0, day)));
  }

  /** `March 2026`, of `2026-03`. */
  month(month: string): string {
    return this.#months.format(new Date(`${month}-01T00:00:00.000Z`));
  }

  /** `5 January 2026, 08:00 UTC`: always UTC and saying so. */
  time(time: string): string {
    return this.phrase('time-utc', { day: this.day(time), clock: time.slice(11, 16) });
  }

  /** `2 hours ago`, `in 3 days`, as seen at `nowMs`. */
  distance(time: string, nowMs: number): string {
    const distanceMs = Date.parse(time) - nowMs;
    const span = toSpan(Math.abs(distanceMs));
    if (span === undefined) return this.phrase('time-now');
    return this.#distances.format(distanceMs < 0 ? -span.count : span.count, span.unit);
  }

  /** `3 days`; undefined below a minute. */
  span(spanMs: number): string | undefined {
    const span = toSpan(spanMs);
    return span && this.unit(span.count, span.unit);
  }

  /** `3 days`, `45 seconds`. */
  unit(count: number, unit: 'second' | 'minute' | 'hour' | 'day' | 'month' | 'year'): string {
    let format = this.#units.get(unit);
    if (format === undefined) {
      format = new Intl.NumberFormat(this.#locale, { style: 'unit', unit, unitDisplay: 'long' });
      this.#units.set(unit, format);
    }
    return format.format(count);
  }

  /** `1.2 MB`, to be read and not to be computed with. */
  size(bytes: number): string {
    const [count, unit, unitDisplay] =
      bytes < KILO
        ? ([bytes, 'byte', 'long'] as const)
        : bytes < KILO * KILO
          ? ([Math.round(bytes / KILO), 'kilobyte', 'short'] as const)
          : ([bytes / KILO / KILO, 'megabyte', 'short'] as const);
    const style = { style: 'unit', unit, unitDisplay, maximumFractionDigits: 1 } as const;
    return new Intl.NumberFormat(this.#locale, style).format(count);
  }

  #message(id: PhraseId): Message {
    let message = this.#read.get(id);
    if (message === undefined) {
      const phrase = this.#phrases[id];
      if (phrase === undefined) throw new Error(`There is no phrase "${id}" in the language "${this.code}".`);
      const format = new IntlMessageFormat(phrase, this.#locale);
      const elements = format.getAst();
      message = { format, plain: plainParts(elements), choosers: choosersIn(elements) };
      this.#read.set(id, message);
    }
    return message;
  }

  #isolate(value: string | number): string | number {
    return this.direction === 'ltr' || typeof value === 'number' ? value : isolate(value);
  }
}

/** A phrase, read once. */
interface Message {
  readonly format: IntlMessageFormat;
  /** Words and names of values, one after the other, where it is made of nothing else: most are, and need no formatter. */
  readonly plain: readonly (string | { readonly name: string })[] | undefined;
  /** Names of the values that choose between wordings: those are not written, and stay as they are. */
  readonly choosers: readonly string[];
}

type Elements = ReturnType<IntlMessageFormat['getAst']>;
/** Types of elements, as the parser numbers them. */
const [LITERAL, ARGUMENT] = [0, 1];

function plainParts(elements: Elements): Message['plain'] {
  const parts = elements.map((element) => {
    if (!('value' in element)) return undefined;
    const { type, value }: { readonly type: number; readonly value: string } = element;
    return type === LITERAL ? value : type === ARGUMENT ? { name: value } : undefined;
  });
  return parts.every((part) => part !== undefined) ? parts : undefined;
}

function valueOf(values: PhraseValues, name: string, id: PhraseId): string | number {
  const value = values[name];
  if (value === undefined) throw new Error(`The phrase "${id}" needs the value "${name}".`);
  return value;
}

function isolate(value: string): string {
  const [first, pop] = ISOLATE;
  return `${value.includes(first) ? RIGHT_TO_LEFT_ISOLATE : first}${value}${pop}`;
}

function choosersIn(elements: Elements): readonly string[] {
  return elements.flatMap((element): readonly string[] => {
    if ('children' in element) return choosersIn(element.children);
    if (!('options' in element)) return [];
    return [element.value, ...Object.values(element.options).flatMap(({ value }) => choosersIn(value))];
  });
}

interface Span {
  readonly count: number;
  readonly unit: 'minute' | 'hour' | 'day' | 'month' | 'year';
}

function toSpan(spanMs: number): Span | undefined {
  if (spanMs < MINUTE_MS) return undefined;
  if (spanMs < HOUR_MS) return { count: Math.floor(spanMs / MINUTE_MS), unit: 'minute' };
  if (spanMs < 2 * DAY_MS) return { count: Math.floor(spanMs / HOUR_MS), unit: 'hour' };
  const days = Math.floor(spanMs / DAY_MS);
  if (days < 60) return { count: days, unit: 'day' };
  if (days < 730) return { count: Math.round(days / 30.44), unit: 'month' };
  return { count: Math.round(days / 365.25), unit: 'year' };
}
