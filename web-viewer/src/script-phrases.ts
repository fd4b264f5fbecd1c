/** The phrases that the script of a page needs, in the language of the page: handed to it within the page. */
import { Language, type Phrases } from './language.ts';

/** @returns JSON that can stand in an element `script`: nothing in it ends the element. */
export function formatScriptPhrases(language: Language, beginnings: readonly string[]): string {
  return JSON.stringify(language.phrasesOf(['time-', ...beginnings])).replaceAll('<', '\\u003c');
}

interface PageDocument {
  readonly documentElement: { readonly lang: string };
  getElementById(id: string): {
    readonly textContent: string | null;
    getAttribute(name: string): string | null;
  } | null;
}

/** In the browser. @throws Error where the page has handed over none. */
export function readScriptPhrases(document: PageDocument): Language {
  const text = document.getElementById('phrases')?.textContent ?? '';
  // Our own page wrote them: a schema would only make the scripts larger.
  return new Language(document.documentElement.lang, JSON.parse(text) as Partial<Phrases>);
}

/** In the browser: of the addresses of pages in the language of this one, such as `/nl`; empty where they have none. */
export function pagesPrefix(document: PageDocument): string {
  return document.getElementById('phrases')?.getAttribute('data-prefix') ?? '';
}
