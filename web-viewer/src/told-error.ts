/** What was wrong with what was sent, as the components of a form take it. */
import type { Language } from './language.ts';
import { joinMarkup, type Markup } from './markup.ts';

export interface ToldError {
  readonly message: string | readonly (string | Markup)[];
}

interface ErrorMessage extends Markup {
  /** Before the message, for whoever does not see that it is one. */
  readonly visuallyHiddenText: string;
}

export function errorMessage(language: Language, told: ToldError | undefined): ErrorMessage | undefined {
  if (told === undefined) return undefined;
  return { html: joinMarkup([told.message].flat()), visuallyHiddenText: language.phrase('site-error') };
}
