/** Templates to HTML. Everything that comes out of a variable is escaped; templates get the page, the site and the words. */
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import nunjucks from 'nunjucks';
import type { Site } from './site.ts';
import { splitBlackouts } from './text.ts';
import { aboutWords } from './words/about.ts';
import { absenceWords } from './words/absence.ts';
import { caseWords } from './words/case.ts';
import { casesWords } from './words/cases.ts';
import { deskFrameWords } from './words/desk.ts';
import { entryWords } from './words/entry.ts';
import { factWords } from './words/facts.ts';
import { fileWords } from './words/files.ts';
import { followWords } from './words/follow.ts';
import { homeWords } from './words/home.ts';
import { inputWords } from './words/input.ts';
import { openingWords } from './words/opening.ts';
import { owedWords } from './words/owed.ts';
import { processWords } from './words/process.ts';
import { promiseWords } from './words/promise.ts';
import { receiptWords } from './words/receipt.ts';
import { receiptCheckWords } from './words/receipt-check.ts';
import { registersWords } from './words/registers.ts';
import { siteWords } from './words/site.ts';
import { stepWords } from './words/step.ts';
import { takedownsWords } from './words/takedowns.ts';

/** Every word of the pages that an authority does not bring along itself. A translation is another object of this shape. */
const words = {
  site: siteWords,
  about: aboutWords,
  absence: absenceWords,
  case: caseWords,
  cases: casesWords,
  desk: deskFrameWords,
  entry: entryWords,
  facts: factWords,
  files: fileWords,
  follow: followWords,
  home: homeWords,
  input: inputWords,
  opening: openingWords,
  owed: owedWords,
  process: processWords,
  promise: promiseWords,
  receipt: receiptWords,
  receiptCheck: receiptCheckWords,
  registers: registersWords,
  step: stepWords,
  takedowns: takedownsWords,
} as const;

export type Template =
  | 'about'
  | 'case'
  | 'cases'
  | 'choose'
  | 'desk'
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
  | 'registers'
  | 'takedowns';
export type Render = (template: Template, site: Site, page: object) => string;

export function createRender(): Render {
  const library = findPackageJSON('govuk-frontend', import.meta.url);
  if (library === undefined) throw new Error('The package govuk-frontend is not installed. Run "npm install".');
  const folders = [join(import.meta.dirname, 'pages'), join(dirname(library), 'dist')];
  const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader(folders), {
    autoescape: true,
    trimBlocks: true,
    lstripBlocks: true,
  });
  environment.addGlobal('words', words);
  environment.addFilter('splitBlackouts', splitBlackouts);
  return (template, site, page) => environment.render(`${template}.njk`, { site, page });
}
