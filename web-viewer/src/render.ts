/** Templates to HTML. Everything that comes out of a variable is escaped; templates get the page, the site and the phrases of a language. */
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import nunjucks from 'nunjucks';
import { escapeMarkup } from './escape.ts';
import type { Language, PhraseId, PhraseValues } from './language.ts';
import { toLanguage } from './language-links.ts';
import { joinMarkup, type Markup } from './markup.ts';
import { formatScriptPhrases } from './script-phrases.ts';
import type { Site } from './site.ts';
import { splitBlackouts } from './text.ts';
import { errorMessage, type ToldError } from './told-error.ts';

export type Template =
  | 'about'
  | 'accountability'
  | 'accountability-counting'
  | 'accountability-elsewhere'
  | 'case'
  | 'cases'
  | 'check'
  | 'choose'
  | 'desk'
  | 'downloads'
  | 'entry'
  | 'error'
  | 'follow'
  | 'home'
  | 'input'
  | 'letters'
  | 'obligations'
  | 'opening'
  | 'process'
  | 'promise'
  | 'promise-state'
  | 'receipt'
  | 'receipt-check'
  | 'record'
  | 'reference'
  | 'registers'
  | 'search'
  | 'takedowns';
export type Render = (template: Template, site: Site, page: object) => string;

/** Names in backticks, and the words between them. */
function splitCodes(text: string): readonly { readonly text: string; readonly isCode: boolean }[] {
  return text.split('`').map((part, i) => ({ text: part, isCode: i % 2 === 1 }));
}

type PhraseParts = Readonly<Record<string, string | number | nunjucks.runtime.SafeString>>;

/**
 * A phrase with links in it, each marked by a name of its own.
 * @param hrefs by the name of the mark
 * @param values what a macro made stands in the phrase as it is
 */
function linkPhrase(
  language: Language,
  id: PhraseId,
  hrefs: Readonly<Record<string, string>>,
  values: PhraseParts = {},
): nunjucks.runtime.SafeString {
  const marks = Object.entries(hrefs).map(([name, href]) => {
    const link = (inside: readonly (string | Markup)[]): Markup => ({
      html: `<a class="govuk-link" href="${escapeMarkup(href)}">${joinMarkup(inside)}</a>`,
    });
    return [name, link] as const;
  });
  const filled = Object.entries(values).map(
    ([name, value]) => [name, typeof value === 'object' ? { html: value.toString() } : value] as const,
  );
  return new nunjucks.runtime.SafeString(
    joinMarkup(language.parts<Markup>(id, Object.fromEntries(filled), Object.fromEntries(marks))),
  );
}

/** @param prefix of the addresses of pages in this language, such as `/nl`; empty for those without one. */
export function createRender(language: Language, prefix: string): Render {
  const library = findPackageJSON('govuk-frontend', import.meta.url);
  if (library === undefined) throw new Error('The package govuk-frontend is not installed. Run "npm install".');
  const folders = [join(import.meta.dirname, 'pages'), join(dirname(library), 'dist')];
  const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader(folders), {
    autoescape: true,
    trimBlocks: true,
    lstripBlocks: true,
  });
  environment.addGlobal('language', language);
  environment.addGlobal('prefix', prefix);
  environment.addGlobal('phrase', (id: PhraseId, values?: PhraseValues) => language.phrase(id, values));
  environment.addGlobal('linked', (id: PhraseId, hrefs: Readonly<Record<string, string>>, values?: PhraseParts) =>
    linkPhrase(language, id, hrefs, values),
  );
  environment.addGlobal('errorMessage', (told: ToldError | undefined) => errorMessage(language, told));
  environment.addGlobal(
    'phrasesForScript',
    (beginnings: readonly string[]) => new nunjucks.runtime.SafeString(formatScriptPhrases(language, beginnings)),
  );
  environment.addFilter('splitBlackouts', splitBlackouts);
  environment.addFilter('splitCodes', splitCodes);
  return (template, site, page) => toLanguage(environment.render(`${template}.njk`, { site, page }), prefix);
}
