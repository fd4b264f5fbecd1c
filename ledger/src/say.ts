/**
 * Sentences for people, with what is filled in kept apart, so that other languages can say the same: the English words with numbered gaps
 * are the name under which a translation is found. English is the source; whoever writes a sentence writes it once, here in the core.
 */
import { fileTime, sayCount, sayTime } from './audit/words.ts';

export interface Sentence {
  /** `Entry {0} opened no case.` */
  readonly text: string;
  /** What stands in the gaps, in their order. */
  readonly values: readonly Value[];
}

/**
 * - a text of the record, as it stands there; a number that names a thing, such as an entry;
 * - a number that counts; a time (RFC 3339, in UTC), told to the minute or to the second;
 * - a part that has words of its own.
 */
export type Value =
  string | number | { readonly count: number } | { readonly minute: string } | { readonly second: string } | Sentence;

/** say`Entry ${id} opened no case.` Words that depend on a value stand in a sentence of their own. */
export function say(words: TemplateStringsArray, ...values: readonly Value[]): Sentence {
  return { text: words.reduce((text, part, i) => `${text}{${i - 1}}${part}`), values };
}

/** What is found, for people: in English, and sentence by sentence as other languages can say it. */
export interface Told {
  readonly sentence: string;
  readonly said: readonly Sentence[];
}

export function told(...said: readonly Sentence[]): Told {
  return { sentence: said.map(inEnglish).join(' '), said };
}

/** Words that are told as they are, in no language but their own. */
export function asSentence(words: Sentence | string): Sentence {
  return typeof words === 'string' ? { text: '{0}', values: [words] } : words;
}

/** As the program says it. */
export function inEnglish({ text, values }: Sentence): string {
  return fillGaps(text, values, valueInEnglish).join('');
}

/** A wording in parts: its words as they are, and what is made of the values, in the order in which it has them. */
export function fillGaps<Part>(
  text: string,
  values: readonly Value[],
  fill: (value: Value) => Part,
): readonly (string | Part)[] {
  // What stands between the braces is every other part.
  return text.split(/\{(\d+)\}/).map((part, i) => {
    const value = i % 2 === 0 ? undefined : values[Number(part)];
    return value === undefined ? part : fill(value);
  });
}

function valueInEnglish(value: Value): string {
  if (typeof value !== 'object') return String(value);
  if ('count' in value) return sayCount(value.count);
  if ('minute' in value) return sayTime(value.minute);
  return 'second' in value ? fileTime(value.second) : inEnglish(value);
}

/** "1 entry", "12,345 entries": told by its number, which other languages write beside one form of the word. */
export function countEntries(count: number): Sentence {
  return count === 1 ? say`1 entry` : say`${{ count }} entries`;
}

/** "entry 7", or "entries 7 to 9". */
export function entriesFrom(first: number, count: number): Sentence {
  return count === 1 ? say`entry ${first}` : say`entries ${first} to ${first + count - 1}`;
}
