/**
 * What the ledger's own code has found, and what the service refused, told in the language of a page. Both say it in English; the other
 * languages have their sentences in files of their own (`languages/sentences/`, `languages/refusals/`).
 */
import { fillGaps, inEnglish, say, type Sentence, type Value } from '@counterfoil/ledger/say';

/** Sentences of one language by the English ones, with the same gaps. */
export type Sentences = Readonly<Record<string, string>>;

/** Makes what stands apart from the words around it: words of others, or English ones where the language has none. */
type Mark<Part> = (text: string, lang?: 'en') => Part;

export class Teller<Part> {
  readonly #code: string;
  readonly #sentences: Sentences;
  readonly #mark: Mark<Part>;
  readonly #numbers: Intl.NumberFormat;
  readonly #days: Intl.DateTimeFormat;

  /** @param code of the language, BCP 47. */
  constructor(code: string, sentences: Sentences, mark: Mark<Part>) {
    const locale = `${code}-u-nu-latn-ca-gregory`;
    this.#code = code;
    this.#sentences = sentences;
    this.#mark = mark;
    this.#numbers = new Intl.NumberFormat(locale, { useGrouping: 'always' });
    this.#days = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  }

  tell(said: readonly Sentence[]): readonly (Part | string)[] {
    return said.flatMap((sentence, i) => (i === 0 ? this.#sentence(sentence) : [' ', ...this.#sentence(sentence)]));
  }

  /** What this language cannot say, and words that nobody here wrote, are marked as English. */
  #sentence(sentence: Sentence): readonly (Part | string)[] {
    const { text, values } = sentence;
    const wording = this.#code === 'en' ? text : this.#sentences[text];
    if (wording === undefined) return [this.#mark(inEnglish(sentence), 'en')];
    return fillGaps(wording, values, (value) => this.#value(value)).flat();
  }

  #value(value: Value): readonly (Part | string)[] {
    if (typeof value === 'string') return [this.#mark(value)];
    if (typeof value === 'number') return [String(value)];
    if ('text' in value) return this.#sentence(value);
    if (this.#code === 'en') return [inEnglish({ text: '{0}', values: [value] })];
    if ('count' in value) return [this.#numbers.format(value.count)];
    const [time, end] = 'minute' in value ? [value.minute, 16] : [value.second, 19];
    return this.#sentence(say`${this.#days.format(new Date(time))}, ${time.slice(11, end)} UTC`);
  }
}
