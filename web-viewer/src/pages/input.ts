/** The form by which people say something: choosing a process, writing, and what was wrong with what was sent. */
import { MAX_TEXT_BYTES } from '@counterfoil/ledger/content';
import { utf8 } from '@counterfoil/ledger/bytes';
import { codeField, langField } from '@counterfoil/ledger/statements/fields';
import { caseHref, caseTitle, openCase, type Title } from '../case-summary.ts';
import { formAuthors, openProcess, readOpenProcesses, type FormAuthor, type OpenProcess } from '../open-process.ts';
import { PageError } from '../page-error.ts';
import { indexSchema, parseQuery } from '../parameters.ts';
import type { Reading } from '../reading.ts';
import type { NewInput } from '../record.ts';
import { inputWords } from '../words/input.ts';
import { z } from 'zod';

const targetSchema = z.object({ process: codeField.optional(), case: indexSchema.optional() });
/** Where an input goes: a new case under a process, or a case that is there. */
export type Target = { readonly process: string } | { readonly case: number };

export interface ChoosePage {
  readonly processes: readonly OpenProcess[];
}

export interface InputPage {
  readonly process: { readonly title: string; readonly promise: string };
  readonly case: { readonly id: number; readonly href: string; readonly title: Title } | undefined;
  readonly hidden: { readonly name: 'process' | 'case'; readonly value: string };
  readonly authors: readonly { readonly value: FormAuthor; readonly text: string; readonly checked: boolean }[];
  readonly languages: readonly { readonly value: string; readonly text: string; readonly selected: boolean }[];
  readonly textHint: string;
  readonly text: string;
  readonly errors: readonly FieldError[];
}

export interface FieldError {
  readonly field: 'text' | 'lang' | 'author';
  readonly message: string;
}

/** What was typed, as it was typed. */
export interface Typed {
  readonly text: string;
  readonly lang: string;
  readonly author: string;
}

/** Undefined where the address names neither. @throws PageError `query-malformed`. */
export function parseTarget(query: URLSearchParams): Target | undefined {
  const { process, case: joined } = parseQuery(targetSchema, query);
  if (process !== undefined && joined !== undefined) throw new PageError('query-malformed');
  if (process !== undefined) return { process };
  return joined === undefined ? undefined : { case: joined };
}

export async function buildChoose(reading: Reading): Promise<ChoosePage> {
  return { processes: await readOpenProcesses(reading) };
}

/** @throws PageError `process-unknown`, `case-unknown`, `case-closed`, `authors-not-admitted`. */
export async function buildInput(
  reading: Reading,
  target: Target,
  typed?: Typed,
  errors: readonly FieldError[] = [],
): Promise<InputPage> {
  const { process, of } = 'process' in target ? await intoProcess(reading, target.process) : await intoCase(reading, target.case);
  if (process.authors.length === 0) throw new PageError('authors-not-admitted');
  const lang = typed?.lang ?? (await reading.record.info()).authority?.lang ?? '';
  const author = typed?.author ?? (process.authors.length === 1 ? process.authors[0] : undefined);
  const languages = [...inputWords.languages, { value: OTHER_LANGUAGE, text: inputWords.otherLanguage }];
  return {
    process,
    case: of,
    hidden: 'process' in target ? { name: 'process', value: target.process } : { name: 'case', value: String(target.case) },
    authors: process.authors.map((value) => ({ value, text: inputWords.authors[value], checked: value === author })),
    languages: languages.map(({ value, text }) => ({ value, text, selected: value === lang })),
    textHint: inputWords.textHint(MAX_TEXT_BYTES),
    text: typed?.text ?? '',
    errors,
  };
}

/** BCP 47: undetermined. */
const OTHER_LANGUAGE = 'und';

async function intoProcess(reading: Reading, id: string): Promise<{ process: OpenProcess; of: InputPage['case'] }> {
  const inForce = (await reading.record.processes()).find((process) => process.id === id);
  const rules = inForce === undefined ? undefined : await reading.state('rules', `${id}/${inForce.version}`);
  if (rules === undefined) throw new PageError('process-unknown', { instead: { href: '/inputs/new', text: inputWords.chooseTitle } });
  return { process: openProcess(id, rules), of: undefined };
}

async function intoCase(reading: Reading, id: number): Promise<{ process: OpenProcess; of: InputPage['case'] }> {
  const opened = await openCase(reading, id);
  if (opened === undefined) throw new PageError('case-unknown');
  const own = { href: `/inputs/new?process=${opened.of.process}`, text: inputWords.openOwn };
  if (opened.of.decided !== null) throw new PageError('case-closed', { instead: own });
  const of = { id, href: caseHref(id), title: caseTitle(opened) };
  return { process: openProcess(opened.of.process, opened.rules), of };
}

const formSchema = z.union([
  z.strictObject({ process: codeField, text: z.string(), lang: z.string(), author: z.string() }),
  z.strictObject({ case: indexSchema, text: z.string(), lang: z.string(), author: z.string() }),
]);

export interface SentForm {
  readonly target: Target;
  readonly typed: Typed;
  /** Present when there are no errors. */
  readonly input: NewInput | undefined;
  readonly errors: readonly FieldError[];
}

/** @throws PageError `form-malformed` where the fields are not those of the form. */
export function parseForm(fields: ReadonlyMap<string, string>): SentForm {
  // A browser leaves radio buttons out when none is chosen.
  const parsed = formSchema.safeParse({ author: '', ...Object.fromEntries(fields) });
  if (!parsed.success) throw new PageError('form-malformed', { cause: parsed.error });
  const form = parsed.data;
  const target = 'process' in form ? { process: form.process } : { case: form.case };
  // Forms carry lines as CR LF; what people typed are lines.
  const typed = { text: form.text.replaceAll('\r\n', '\n'), lang: form.lang, author: form.author };
  const author = formAuthors.find((known) => known === typed.author);
  const errors = [...textErrors(typed.text), ...langErrors(typed.lang)];
  if (author === undefined) errors.push({ field: 'author', message: inputWords.errors.author });
  const isGood = errors.length === 0 && author !== undefined;
  return { target, typed, errors, input: isGood ? { ...target, text: typed.text, lang: typed.lang, author } : undefined };
}

function textErrors(text: string): FieldError[] {
  const { errors } = inputWords;
  if (text.trim() === '') return [{ field: 'text', message: errors.empty }];
  if (!text.isWellFormed() || text.includes('\0')) return [{ field: 'text', message: errors.encoding }];
  const bytes = utf8(text).length;
  return bytes > MAX_TEXT_BYTES ? [{ field: 'text', message: errors.tooLong(bytes, MAX_TEXT_BYTES) }] : [];
}

function langErrors(lang: string): FieldError[] {
  return langField.safeParse(lang).success ? [] : [{ field: 'lang', message: inputWords.errors.lang }];
}
