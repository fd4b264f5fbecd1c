/** In the browser: a page names the file with the sentences of its language, and its script fetches that when it comes to need it. */
import { el } from './desk/dom.ts';
import { Teller, type Sentences } from './teller.ts';

export type PageTeller = Teller<Node>;

/**
 * @param href where the page says its sentences are; empty where it is in English. Without them everything is told, in English.
 */
export async function openTeller(document: Document, href: string): Promise<PageTeller> {
  const sentences = href === '' ? {} : await fetchSentences(href);
  return new Teller<Node>(document.documentElement.lang, sentences, (text, lang) =>
    lang === undefined ? el('bdi', {}, text) : el('span', { lang, dir: 'ltr' }, text),
  );
}

async function fetchSentences(href: string): Promise<Sentences> {
  try {
    const response = await fetch(href, { credentials: 'omit' });
    // The build wrote them, with the script.
    return response.ok ? ((await response.json()) as Sentences) : {};
  } catch (error) {
    console.error(error);
    return {};
  }
}
