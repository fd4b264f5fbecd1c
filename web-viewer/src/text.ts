/** What people wrote, made ready for a page: checked against its commitment, cut where it is long, never changed. */
import { checkContent, type Content, type ContentRef } from '@counterfoil/ledger/content';
import type { Absence } from './absence.ts';

/**
 * - `there`: the text is the one that the statement commits to;
 * - `missing`: the record does not hold it;
 * - `wrong`: what the record holds is not what the statement commits to, so it is not shown;
 * - `pending`, `withheld`, `erased`: an entry says that it is not in public view (SPEC 8.10).
 */
export type Text =
  | {
      readonly status: 'there';
      readonly text: string;
      readonly lang: string;
      readonly isCut: boolean;
      /** It stands in the place of another one, of which passages are blacked out. */
      readonly isReplacement?: true;
    }
  | { readonly status: 'missing' | 'wrong'; readonly text: ''; readonly lang: string; readonly isCut: false }
  | {
      readonly status: Hidden;
      readonly text: '';
      readonly lang: string;
      readonly isCut: false;
      /** Who took it out and why; left out where the text itself tells why another one is absent. */
      readonly absence?: Absence;
    };

export type Hidden = 'pending' | 'withheld' | 'erased';

/** @param hidden says that the text is not in public view, whatever was found */
export function readText(content: Content | undefined, ref: ContentRef, hidden: Hidden | undefined): Text {
  const { lang } = ref;
  if (hidden !== undefined) return { status: hidden, text: '', lang, isCut: false };
  if (content === undefined) return { status: 'missing', text: '', lang, isCut: false };
  if (!checkContent(ref, content)) return { status: 'wrong', text: '', lang, isCut: false };
  return { status: 'there', text: content.text, lang, isCut: false };
}

export function isHidden(text: Text): text is Text & { readonly status: Hidden } {
  return text.status === 'pending' || text.status === 'withheld' || text.status === 'erased';
}

/** What may be read in its place, where passages of it are blacked out. */
export function inView(text: Text): Text {
  return 'absence' in text ? (text.absence?.replacement ?? text) : text;
}

export function replacementOf(text: Text): Text {
  return text.status === 'there' ? { ...text, isReplacement: true } : text;
}

const BLACKOUTS = /\u2588+(?:[ \t]+\u2588+)*/gu;

/** Passages that were blacked out, and the words between them. */
export function splitBlackouts(text: string): readonly { readonly text: string; readonly isBlack: boolean }[] {
  return text
    .split(/(\u2588+(?:[ \t]+\u2588+)*)/u)
    .filter((part) => part !== '')
    .map((part) => ({ text: part, isBlack: part.startsWith('\u2588') }));
}

/** The text up to so many characters; whoever shows it links to the whole. */
export function cutText(text: Text, maxChars: number): Text {
  if (isHidden(text) && text.absence?.replacement !== undefined)
    return { ...text, absence: { ...text.absence, replacement: cutText(text.absence.replacement, maxChars) } };
  if (text.status !== 'there') return text;
  const short = excerpt(text.text, maxChars);
  return short === text.text ? text : { ...text, text: short, isCut: true };
}

/**
 * The text as far as it fits on so many lines of so many Latin letters; a letter of the East takes the room of two.
 * For paper, where a line more would be a sheet more.
 */
export function cutTextToLines(text: Text, maxLines: number, lineWidth: number): Text {
  // Why it is absent stands in the entry named.
  if (isHidden(text) && text.absence !== undefined)
    return { ...text, absence: { ...text.absence, facts: [], replacement: undefined } };
  if (text.status !== 'there') return text;
  let linesUsed = 1;
  let column = 0;
  let end = 0;
  for (const char of text.text) {
    const width = char === '\n' ? 0 : WIDE.test(char) ? 2 : 1;
    column += width;
    if (char === '\n' || column > lineWidth) {
      linesUsed++;
      column = width;
    }
    if (linesUsed > maxLines) return cutText(text, Array.from(text.text.slice(0, end)).length);
    end += char.length;
  }
  return text;
}

const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\u{1f000}-\u{3ffff}]/u;

/** Fit to stand in a line of others: marks that turn the direction of writing are taken out, because they would turn the line around it. */
export function oneLine(text: string): string {
  return text
    .replace(/[\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/[\p{Cc}\p{White_Space}]+/gu, ' ')
    .trim();
}

/** A title: the first sentence, or the first words where that is long. Blacked out passages, which nobody can read out, are taken out. */
export function headline(text: Text, maxChars = 80): string {
  const words = text.status === 'there' && text.isReplacement ? text.text.replace(BLACKOUTS, '[…]') : text.text;
  const line = oneLine(words);
  const sentence = FIRST_SENTENCE.exec(line.slice(0, 2 * maxChars))?.[0];
  return excerpt(sentence ?? line, maxChars);
}

/** Long enough to be one, not an abbreviation; CJK has no space after its full stops. */
const FIRST_SENTENCE = /^(?:.{25,}?[.!?](?= )|.{8,}?[。！？])/u;

/** Cut between words where there are any near the end; an ellipsis says so. */
function excerpt(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  // Code points, so that none is cut in two.
  const chars = Array.from(text.slice(0, 2 * maxChars + 2));
  if (chars.length <= maxChars) return text;
  const cut = chars.slice(0, maxChars).join('');
  const lastSpace = cut.search(/\s\S*$/u);
  return `${lastSpace > Math.max(0, cut.length - 30) ? cut.slice(0, lastSpace) : cut}…`;
}
