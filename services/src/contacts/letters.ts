/** What letters say: plain text, no words of anybody, and in each the link that ends them. */
import type { Language } from '@counterfoil/web-viewer/language';

export interface Letter {
  readonly subject: string;
  readonly text: string;
}

export interface LetterFacts {
  readonly language: Language;
  /** Name of the authority. */
  readonly authority: string;
  /** Where the pages in that language are, with a slash at its end. */
  readonly pages: string;
  readonly case: number;
  readonly token: string;
}

/** Most mail programs show letters as wide as this. */
const LINE_CHARACTERS = 76;

export function confirmLetter({ language, authority, pages, case: id, token }: LetterFacts): Letter {
  return {
    subject: subject(language.phrase('letter-confirm-subject', { case: id })),
    text: paragraphs(
      [language.phrase('letter-confirm-asked', { case: id, authority })],
      [language.phrase('letter-confirm-link'), `${pages}letters/${token}`],
      [language.phrase('letter-confirm-otherwise')],
    ),
  };
}

/** @param title what was done: `Parks department answered` */
export function noticeLetter(facts: LetterFacts, title: string, entry: number): Letter {
  const { language, authority, pages, case: id, token } = facts;
  return {
    subject: subject(language.phrase('letter-notice-subject', { case: id, title })),
    text: paragraphs(
      [language.phrase('letter-notice-title', { title })],
      [language.phrase('letter-notice-entry', { entry, authority }), `${pages}cases/${id}`],
      [language.phrase('letter-notice-follow'), `${pages}follow`],
      [language.phrase('letter-notice-stop', { case: id }), `${pages}letters/${token}`],
    ),
  };
}

/** Without marks of direction (UAX #9): there they are taken for an attempt to deceive. */
function subject(text: string): string {
  return text.replaceAll(/[\u2066-\u2069]/g, '');
}

/** Each a sentence or two, and the address that they speak of on a line of its own. */
function paragraphs(...lines: readonly (readonly string[])[]): string {
  return `${lines.map((paragraph) => paragraph.map(wrap).join('\n')).join('\n\n')}\n`;
}

function wrap(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= LINE_CHARACTERS) lines[lines.length - 1] += ` ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}
