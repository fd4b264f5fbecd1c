/** Texts and queries made ready for PostgreSQL to take them apart into words: the same way, or they would not meet. */

/** BCP 47 primary language to the configuration of PostgreSQL that knows its endings. */
const CONFIGS: Readonly<Record<string, string>> = {
  ...{ ar: 'arabic', ca: 'catalan', da: 'danish', de: 'german', el: 'greek', en: 'english', es: 'spanish' },
  ...{ et: 'estonian', eu: 'basque', fi: 'finnish', fr: 'french', ga: 'irish', hi: 'hindi', hu: 'hungarian' },
  ...{ hy: 'armenian', id: 'indonesian', it: 'italian', lt: 'lithuanian', nb: 'norwegian', ne: 'nepali' },
  ...{ nl: 'dutch', nn: 'norwegian', no: 'norwegian', pt: 'portuguese', ro: 'romanian', ru: 'russian' },
  ...{ sr: 'serbian', sv: 'swedish', ta: 'tamil', tr: 'turkish', yi: 'yiddish' },
};

/** For every language of which no endings are known. */
const PLAIN = 'simple';

/** @param known configurations that this server has: older ones have fewer */
export function configOf(lang: string, known: ReadonlySet<string>): string {
  const config = CONFIGS[lang.split('-')[0] ?? ''];
  return config !== undefined && known.has(config) ? config : PLAIN;
}

/** Written without spaces between words. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]+/gu;

/** What would make a tag, an address or a path of words, which are to be found one by one; and what marks finds below. */
const JOINING = /[\p{Cc}<>&/\\\uE000\uE001]/gu;

/**
 * One language is enough to cut words by: the dictionaries of all of them are asked for each script. Whoever has looked for it from its
 * beginning has cut it likewise.
 */
const cutter = new Intl.Segmenter('zh', { granularity: 'word' });

export function plainWords(text: string): string {
  return text
    .normalize('NFC')
    .replace(JOINING, ' ')
    .replace(UNSPACED, (run) => ` ${Array.from(cutter.segment(run), ({ segment }) => segment).join(' ')} `);
}

/** With whatever PostgreSQL passes over between two of them. */
const DASHES = /-(?:[\s!&|()]*-)+/g;

/** What somebody looks for. Several minus signs are a dash: each would be one more “not” to PostgreSQL, which bears no more than 32 of them. */
export function askedWords(typed: string): string {
  return plainWords(typed).replaceAll(DASHES, ' ').trim();
}

/** Around what is found, in what `ts_headline` gives back. */
export const [OPEN, CLOSE] = ['\uE000', '\uE001'];

const MARKED = /\uE000([^\uE000\uE001]+)\uE001/gu;
const MOST_SPELLINGS = 50;

/** What is marked, each spelling once. */
export function markedSpellings(headline: string): readonly string[] {
  const found = new Set<string>();
  for (const [, spelling = ''] of headline.matchAll(MARKED)) {
    found.add(spelling);
    if (found.size === MOST_SPELLINGS) break;
  }
  return [...found];
}
