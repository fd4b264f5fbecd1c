/** The form by which people say something: choosing a process, writing, and what was wrong with what was sent. */
import { caseHref } from '../addresses.ts';
import { MAX_TEXT_BYTES } from '@counterfoil/ledger/content';
import { utf8 } from '@counterfoil/ledger/bytes';
import { fileMediaTypes, MAX_ATTACHED_BYTES, MAX_ATTACHED_FILES } from '@counterfoil/ledger/file-content';
import { codeField, keyidField, langField } from '@counterfoil/ledger/statements/fields';
import { caseTitle, openCase, stageTakesInput, type Title } from '../case-summary.ts';
import { formAuthors, openProcess, readOpenProcesses, type FormAuthor, type OpenProcess } from '../open-process.ts';
import { parseMailAddress } from '../follow/mail-address.ts';
import { PageError } from '../page-error.ts';
import { findPersonalHints, type Hint } from '../personal-hints.ts';
import { indexSchema, parseQuery } from '../parameters.ts';
import type { Reading } from '../reading.ts';
import type { NewInput } from '../record.ts';
import type { SentFile } from '../uploads.ts';
import { errorWords } from '../words/errors.ts';
import { followWords } from '../words/follow.ts';
import { fileWords } from '../words/files.ts';
import { inputWords } from '../words/input.ts';
import { z } from 'zod';

const targetSchema = z.object({ process: codeField.optional(), case: indexSchema.optional() });
/** Where an input goes: a new case under a process, or a case that is there. */
export type Target = { readonly process: string } | { readonly case: number };

export interface ChoosePage {
  readonly processes: readonly OpenProcess[];
}

export interface InputPage {
  /** Absent where the place it was meant for cannot be read, or cannot take it: the text is given back then. */
  readonly process: OpenProcess | undefined;
  readonly case: { readonly id: number; readonly href: string; readonly title: Title } | undefined;
  /** Where it goes; absent where it cannot be sent. */
  readonly hidden: { readonly name: 'process' | 'case'; readonly value: string } | undefined;
  readonly authors: readonly { readonly value: FormAuthor; readonly text: string; readonly checked: boolean }[];
  readonly languages: readonly { readonly value: string; readonly text: string; readonly selected: boolean }[];
  readonly textHint: string;
  readonly text: string;
  readonly mail: string;
  readonly filesHint: string;
  readonly accept: string;
  readonly kept: readonly { readonly token: string; readonly label: string }[];
  readonly errors: readonly FieldError[];
  readonly fieldErrors: Readonly<Partial<Record<FieldError['field'], string>>>;
  /** What to think over before it is sent as it stands; empty unless it is asked. */
  readonly hints: readonly { readonly label: string; readonly found: string }[];
  /** Whether they have been asked: nobody is asked twice. */
  readonly wasAsked: boolean;
}

export interface FieldError {
  readonly field: 'files' | 'text' | 'lang' | 'author' | 'mail';
  readonly message: string;
}

/** What was typed, as it was typed. */
export interface Typed {
  readonly text: string;
  readonly lang: string;
  readonly author: string;
  readonly mail: string;
}

/** Why the form comes back. */
export interface Again {
  readonly errors: readonly FieldError[];
  /** Received already: its sender need not choose them again. */
  readonly files?: readonly SentFile[];
  readonly hints?: readonly Hint[];
  readonly wasAsked?: boolean;
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

/** The empty form. @throws PageError `process-unknown`, `case-unknown`, `case-closed`, `authors-not-admitted`. */
export async function buildInput(reading: Reading, target: Target): Promise<InputPage> {
  const place = await readPlace(reading, target);
  const lang = (await reading.record.info()).authority?.lang ?? '';
  const [only, ...others] = place.process.authors;
  return layOut(
    place,
    { text: '', lang, author: only !== undefined && others.length === 0 ? only : '', mail: '' },
    { errors: [] },
  );
}

/** The form with what was typed and what is wrong with it; never without the text. */
export async function buildInputAgain(
  reading: Reading,
  target: Target,
  typed: Typed,
  again: Again,
): Promise<InputPage> {
  try {
    return layOut(await readPlace(reading, target), typed, again);
  } catch (error) {
    // What the place is like cannot be read: what was typed can be sent there all the same, and is judged when it is recorded.
    if (reading.isAway(error)) return layOut({ hidden: hiddenField(target) }, typed, again);
    if (!(error instanceof PageError)) throw error;
    const { message, advice } = errorWords[error.code];
    return layOut(undefined, typed, { errors: [{ field: 'text', message: `${message} ${advice}` }] });
  }
}

function layOut(
  place: Partial<Place> | undefined,
  typed: Typed,
  { errors, files = [], hints = [], wasAsked = false }: Again,
): InputPage {
  const languages = [...inputWords.languages, { value: OTHER_LANGUAGE, text: inputWords.otherLanguage }];
  const authors = place?.process?.authors ?? formAuthors;
  return {
    process: place?.process,
    case: place?.of,
    hidden: place?.hidden,
    authors: authors.map((value) => ({ value, text: inputWords.authors[value], checked: value === typed.author })),
    languages: languages.map(({ value, text }) => ({ value, text, selected: value === typed.lang })),
    textHint: inputWords.textHint(MAX_TEXT_BYTES),
    filesHint: fileWords.onForm.hint(MAX_ATTACHED_FILES, MAX_ATTACHED_BYTES),
    accept: fileMediaTypes.join(','),
    kept: files.map(({ token, bytes, mediaType }, i) => ({
      token,
      label: fileWords.onForm.item(fileWords.kind(mediaType, bytes), i + 1),
    })),
    text: typed.text,
    mail: typed.mail,
    errors,
    fieldErrors: Object.fromEntries(errors.map(({ field, message }) => [field, message])),
    hints: hints.map(({ kind, start, end }) => ({
      label: inputWords.hints.kinds[kind],
      found: typed.text.slice(start, end),
    })),
    wasAsked: wasAsked || hints.length > 0,
  };
}

/** BCP 47: undetermined. */
const OTHER_LANGUAGE = 'und';

/** Where an input would go, found to be there and to take one. */
interface Place {
  readonly process: OpenProcess;
  readonly of: InputPage['case'];
  readonly hidden: NonNullable<InputPage['hidden']>;
}

function hiddenField(target: Target): Place['hidden'] {
  return 'process' in target
    ? { name: 'process', value: target.process }
    : { name: 'case', value: String(target.case) };
}

async function readPlace(reading: Reading, target: Target): Promise<Place> {
  const place = 'process' in target ? await intoProcess(reading, target.process) : await intoCase(reading, target.case);
  if (place.process.authors.length === 0) throw new PageError('authors-not-admitted', { instead: CHOOSE });
  return place;
}

const CHOOSE = { href: '/inputs/new', text: inputWords.chooseTitle };

async function intoProcess(reading: Reading, id: string): Promise<Place> {
  const inForce = (await reading.rulesInForce()).find((process) => process.id === id);
  if (inForce === undefined) throw new PageError('process-unknown', { instead: CHOOSE });
  const process = openProcess(id, inForce.version, inForce.rules);
  return { process, of: undefined, hidden: hiddenField({ process: id }) };
}

async function intoCase(reading: Reading, id: number): Promise<Place> {
  const opened = await openCase(reading, id);
  if (opened === undefined) throw new PageError('case-unknown');
  const { of, rules } = opened;
  const own = { href: `/inputs/new?process=${of.process}`, text: inputWords.openOwn };
  if (of.decided !== null) throw new PageError('case-closed', { instead: own });
  if (of.merged !== null) {
    const { into } = of.merged;
    const instead = { href: `/inputs/new?case=${into}`, text: inputWords.addTo(into) };
    throw new PageError('case-merged', { instead });
  }
  if (!stageTakesInput(opened)) throw new PageError('stage-closed', { instead: own });
  return {
    process: openProcess(of.process, of.version, rules),
    of: { id, href: caseHref(id), title: caseTitle(opened) },
    hidden: hiddenField({ case: id }),
  };
}

const typedFields = { text: z.string(), lang: z.string(), author: z.string(), mail: z.string().optional() };
/**
 * What the page adds: that the sender was asked to think it over, the work of their machine, and the key by which they come back to it; `make`
 * asks for a code instead, where no script can make one.
 */
const addedFields = {
  asked: z.literal('yes').optional(),
  work: z.string().optional(),
  follow: z.union([z.literal('make'), keyidField]).optional(),
};
const formSchema = z.union([
  z.strictObject({ process: codeField, ...typedFields, ...addedFields }),
  z.strictObject({ case: indexSchema, ...typedFields, ...addedFields }),
]);

export interface SentForm {
  readonly target: Target;
  readonly typed: Typed;
  /** Present when there are no errors. */
  readonly input: NewInput | undefined;
  readonly errors: readonly FieldError[];
  /** What the sender should think over, unless they were asked before. */
  readonly hints: readonly Hint[];
  readonly wasAsked: boolean;
  /** As it was sent, unchecked. */
  readonly work: string | undefined;
  /** Whether the service is to make the code. */
  readonly wantsCode: boolean;
  /** Where notices go. */
  readonly mail: string | undefined;
}

/** @throws PageError `form-malformed` where the fields are not those of the form. */
export function parseForm(fields: ReadonlyMap<string, string>): SentForm {
  // A browser leaves radio buttons out when none is chosen.
  const parsed = formSchema.safeParse({ author: '', ...Object.fromEntries(fields) });
  if (!parsed.success) throw new PageError('form-malformed', { cause: parsed.error });
  const form = parsed.data;
  const target = 'process' in form ? { process: form.process } : { case: form.case };
  // Forms carry lines as CR LF; what people typed are lines.
  const typed = {
    text: form.text.replaceAll('\r\n', '\n'),
    lang: form.lang,
    author: form.author,
    mail: form.mail ?? '',
  };
  const author = formAuthors.find((known) => known === typed.author);
  const errors = [...textErrors(typed.text), ...langErrors(typed.lang)];
  if (author === undefined) errors.push({ field: 'author', message: inputWords.errors.author });
  const mail = parseMailAddress(typed.mail);
  if (typed.mail.trim() !== '' && mail === undefined)
    errors.push({ field: 'mail', message: followWords.contact.wrong });
  const followKey = form.follow === 'make' ? undefined : form.follow;
  const isGood = errors.length === 0 && author !== undefined;
  return {
    target,
    typed,
    errors,
    input: isGood
      ? { ...target, text: typed.text, lang: typed.lang, author, ...(followKey === undefined ? {} : { followKey }) }
      : undefined,
    wasAsked: form.asked === 'yes',
    hints: form.asked === 'yes' ? [] : findPersonalHints(typed.text),
    work: form.work,
    wantsCode: form.follow === 'make',
    mail,
  };
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
