/** On the server: what the service refused, told in the language of the page. */
import type { Sentence } from '@counterfoil/ledger/say';
import { escapeMarkup } from './escape.ts';
import type { Language } from './language.ts';
import { refusals } from './languages.ts';
import type { Markup } from './markup.ts';
import { Teller } from './teller.ts';

const tellers = new Map([...refusals].map(([code, sentences]) => [code, new Teller(code, sentences, mark)] as const));

function mark(text: string, lang?: 'en'): Markup {
  const html = escapeMarkup(text);
  return { html: lang === undefined ? `<bdi>${html}</bdi>` : `<span lang="${lang}" dir="ltr">${html}</span>` };
}

export function tellRefused(said: readonly Sentence[], { code }: Language): readonly (string | Markup)[] {
  const teller = tellers.get(code);
  if (teller === undefined) throw new Error(`Refusals cannot be told in "${code}".`);
  return teller.tell(said);
}
