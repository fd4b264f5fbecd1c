/** The part of a text where what was looked for stands, with the finds in it told apart from the rest. */

/** Scripts without spaces between words: there a find may stand in the middle of letters. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const [BEFORE_CHARS, EXCERPT_CHARS] = [70, 260];
const ELLIPSIS = '…';

export interface Part {
  readonly text: string;
  readonly isFound: boolean;
}

/** @param spellings of what was looked for, as it stands in the text; of a text that has none, its beginning is given. */
export function excerptAround(text: string, spellings: readonly string[]): readonly Part[] {
  const line = text
    .normalize('NFC')
    .replace(/[\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/[\p{Cc}\p{White_Space}]+/gu, ' ')
    .trim();
  const pattern = patternOf(spellings);
  const first = pattern === undefined ? 0 : Math.max(0, line.search(pattern));
  const start = first <= BEFORE_CHARS ? 0 : wordStart(line, first - BEFORE_CHARS, first);
  const rest = line.slice(start);
  const end = rest.length <= EXCERPT_CHARS ? rest.length : wordEnd(rest, EXCERPT_CHARS);
  const shown = rest.slice(0, end);
  const parts = pattern === undefined ? [{ text: shown, isFound: false }] : splitBy(shown, pattern);
  return [
    ...(start > 0 ? [{ text: ELLIPSIS, isFound: false }] : []),
    ...parts,
    ...(end < rest.length ? [{ text: ELLIPSIS, isFound: false }] : []),
  ];
}

function patternOf(spellings: readonly string[]): RegExp | undefined {
  if (spellings.length === 0) return undefined;
  const longestFirst = spellings.toSorted((a, b) => b.length - a.length);
  const alternatives = longestFirst.map((spelling) => {
    const literal = spelling.replace(/[.*+?^${}()|[\]\\/-]/gu, '\\$&');
    return UNSPACED.test(spelling) ? literal : `(?<![\\p{L}\\p{M}\\p{N}])${literal}(?![\\p{L}\\p{M}\\p{N}])`;
  });
  return new RegExp(`(${alternatives.join('|')})`, 'u');
}

/** What the pattern takes stands at every second place. */
function splitBy(text: string, pattern: RegExp): readonly Part[] {
  return text
    .split(pattern)
    .map((part, i) => ({ text: part, isFound: i % 2 === 1 }))
    .filter((part) => part.text !== '');
}

/** Behind the next space, where there is one before the find; never in the middle of a character. */
function wordStart(line: string, from: number, first: number): number {
  const space = line.indexOf(' ', from);
  if (space >= 0 && space < first) return space + 1;
  return isInside(line, from) ? from + 1 : from;
}

function wordEnd(text: string, to: number): number {
  const space = text.lastIndexOf(' ', to);
  if (space > to - 30) return space;
  return isInside(text, to) ? to - 1 : to;
}

/** Whether the place lies between the halves of a surrogate pair. */
function isInside(text: string, place: number): boolean {
  const code = text.charCodeAt(place);
  return code >= 0xdc00 && code <= 0xdfff;
}
