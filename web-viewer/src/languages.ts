/** The languages of the pages: each file of `languages/` is one, and its name is its code (BCP 47). */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Request } from 'express';
import { Language, type Phrases } from './language.ts';
import type { Sentences } from './teller.ts';

const FOLDER = join(import.meta.dirname, 'languages');

/** What is read where nothing else was asked for, and where an authority's own language is not among them. */
export const FALLBACK = 'en';

async function readLanguage(file: string): Promise<Language> {
  const { phrases } = (await import(join(FOLDER, file))) as { readonly phrases: Phrases };
  return new Language(basename(file, '.ts'), phrases);
}

const files = readdirSync(FOLDER).filter((file) => /^[a-z]{2,3}\.ts$/.test(file));
/** By code, in the order of the codes. */
export const languages: ReadonlyMap<string, Language> = new Map(
  (await Promise.all(files.toSorted().map(readLanguage))).map((language) => [language.code, language]),
);

/** All that a refusal can say: the sentences of the rules, and those of the service that refuses. */
async function readRefusals(code: string): Promise<Sentences> {
  if (code === FALLBACK) return {};
  const rules = (await import(join(FOLDER, 'sentences', `${code}.ts`))) as { readonly sentences: Sentences };
  const own = (await import(join(FOLDER, 'refusals', `${code}.ts`))) as { readonly refusals: Sentences };
  return { ...rules.sentences, ...own.refusals };
}

/** By the code of the language; there are none in English, which they are written in. */
export const refusals: ReadonlyMap<string, Sentences> = new Map(
  await Promise.all([...languages.keys()].map(async (code) => [code, await readRefusals(code)] as const)),
);

/** The language of a tag such as `es-AR`, or the fallback where there is none. */
export function languageOf(tag: string | undefined): Language {
  const language = languages.get(tag?.split('-')[0]?.toLowerCase() ?? FALLBACK) ?? languages.get(FALLBACK);
  if (language === undefined) throw new Error(`The file ${FALLBACK}.ts is missing in ${FOLDER}.`);
  return language;
}

/** One that the reader's browser asks for rather than that of the page; undefined where there is none. */
export function preferredLanguage(request: Request, ofPage: Language): Language | undefined {
  const codes = [ofPage.code, ...languages.keys()];
  const wanted = languages.get(request.acceptsLanguages(codes) || ofPage.code);
  return wanted === ofPage ? undefined : wanted;
}
