/** The form by which people say something: choosing a process, writing, and what was wrong with what was sent. */
import { caseHref } from '../addresses.ts';
import { MAX_TEXT_BYTES } from '@counterfoil/ledger/content';
import { isPlace, MAX_PLACE_CHARACTERS } from '@counterfoil/ledger/place';
import { utf8 } from '@counterfoil/ledger/bytes';
import { fileMediaTypes, MAX_ATTACHED_BYTES, MAX_ATTACHED_FILES } from '@counterfoil/ledger/file-content';
import { codeField, keyidField, langField } from '@counterfoil/ledger/statements/fields';
import { caseTitle, openCase, stageTakesInput, type Title } from '../case-summary.ts';
import { fileKind } from '../file-kind.ts';
import { formAuthors, openProcess, readOpenProcesses, type FormAuthor, type OpenProcess } from '../open-process.ts';
import { parseMailAddress } from '../follow/mail-address.ts';
import { PageError } from '../page-error.ts';
import { findPersonalHints, type HintKind } from '../personal-hints.ts';
import type { Language } from '../language.ts';
import { languageOf } from '../languages.ts';
import { indexSchema, parseQuery } from '../parameters.ts';
import type { Reading } from '../reading.ts';
import type { NewInput } from '../record.ts';
import { textLanguages } from '../text-languages.ts';
import type { ToldError } from '../told-error.ts';
import type { SentFile } from '../uploads.ts';
import * as z from 'zod/mini';

const targetSchema = z.object({ process: z.optional(codeField), case: z.optional(indexSchema) });
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
  /** Empty where the process knows none. */
  readonly areas: readonly {
    readonly value: string;
    readonly text: string;
    readonly selected: boolean;
  }[];
  readonly place: string;
  readonly mail: string;
  readonly filesHint: string;
  readonly accept: string;
  readonly kept: readonly { readonly token: string; readonly label: string }[];
  readonly errors: readonly FieldError[];
  readonly fieldErrors: Readonly<Partial<Record<FieldError['field'], ToldError>>>;
  /** What to think over before it is sent as it stands; empty unless it is asked. */
  readonly hints: readonly { readonly kind: HintKind; readonly found: string }[];
  /** Whether they have been asked: nobody is asked twice. */
  readonly wasAsked: boolean;
}

export interface FieldError extends ToldError {
  readonly field: 'files' | 'text' | 'area' | 'place' | 'lang' | 'author' | 'mail';
}

/** What was typed, as it was typed. */
export interface Typed {
  readonly text: string;
  readonly area: string;
  readonly place: string;
  readonly lang: string;
  readonly author: string;
  readonly mail: string;
}

/** Why the form comes back. */
export interface Again {
  readonly errors: readonly FieldError[];
  /** Received already: its sender need not choose them again. */
  readonly files?: readonly SentFile[];
  readonly hints?: InputPage['hints'];
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
  const lang = await likelyLang(reading);
  const [only, ...others] = place.process.authors;
  return layOut(
    reading.language,
    place,
    { text: '', area: '', place: '', lang, author: only !== undefined && others.length === 0 ? only : '', mail: '' },
    { errors: [] },
  );
}

/** In which somebody writes who reads this page: the authority’s own where the page is in that, else the page’s. */
export async function likelyLang({ record, language }: Reading): Promise<string> {
  const { authority } = await record.info();
  return authority !== null && languageOf(authority.lang) === language ? authority.lang : language.code;
}

/** The form with what was typed and what is wrong with it; never without the text. */
export async function buildInputAgain(
  reading: Reading,
  target: Target,
  typed: Typed,
  again: Again,
): Promise<InputPage> {
  try {
    return layOut(reading.language, await readPlace(reading, target), typed, again);
  } catch (error) {
    // What the place is like cannot be read: what was typed can be sent there all the same, and is judged when it is recorded.
    if (reading.isAway(error)) return layOut(reading.language, { hidden: hiddenField(target) }, typed, again);
    if (!(error instanceof PageError)) throw error;
    const message = reading.language.phrase(`error-${error.code}-message`);
    const advice = reading.language.phrase(`error-${error.code}-advice`);
    return layOut(reading.language, undefined, typed, { errors: [{ field: 'text', message: `${message} ${advice}` }] });
  }
}

function layOut(
  language: Language,
  place: Partial<Place> | undefined,
  typed: Typed,
  { errors, files = [], hints = [], wasAsked = false }: Again,
): InputPage {
  const languages = [...textLanguages, { value: OTHER_LANGUAGE, text: language.phrase('input-other-language') }];
  const authors = place?.process?.authors ?? formAuthors;
  return {
    process: place?.process,
    case: place?.of,
    hidden: place?.hidden,
    authors: authors.map((value) => ({
      value,
      text: language.phrase(`input-author-${value}`),
      checked: value === typed.author,
    })),
    languages: languages.map(({ value, text }) => ({ value, text, selected: value === typed.lang })),
    textHint: language.phrase('input-text-hint', { most: MAX_TEXT_BYTES }),
    filesHint: language.phrase('input-files-hint', {
      most: MAX_ATTACHED_FILES,
      size: language.size(MAX_ATTACHED_BYTES),
    }),
    accept: fileMediaTypes.join(','),
    kept: files.map((file, i) => ({
      token: file.token,
      label: language.phrase('input-file', { number: i + 1, kind: fileKind(language, file) }),
    })),
    text: typed.text,
    areas: layOutAreas(language, place, typed),
    place: typed.place,
    mail: typed.mail,
    errors,
    fieldErrors: Object.fromEntries(errors.map((error) => [error.field, error])),
    hints,
    wasAsked: wasAsked || hints.length > 0,
  };
}

function layOutAreas(language: Language, place: Partial<Place> | undefined, typed: Typed): InputPage['areas'] {
  const { areas = [] } = place?.process ?? {};
  if (areas.length === 0) return [];
  return [
    { value: '', text: language.phrase('input-area-none'), selected: typed.area === '' },
    ...areas.map(({ code, title }) => ({ value: code, text: title, selected: code === typed.area })),
  ];
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
  if (place.process.authors.length === 0)
    throw new PageError('authors-not-admitted', { instead: chooseAgain(reading.language) });
  return place;
}

function chooseAgain(language: Language): NonNullable<PageError['instead']> {
  return { href: '/inputs/new', text: language.phrase('input-choose') };
}

async function intoProcess(reading: Reading, id: string): Promise<Place> {
  const inForce = (await reading.rulesInForce()).find((process) => process.id === id);
  if (inForce === undefined) throw new PageError('process-unknown', { instead: chooseAgain(reading.language) });
  const process = openProcess(reading.language, id, inForce.version, inForce.rules);
  return { process, of: undefined, hidden: hiddenField({ process: id }) };
}

async function intoCase(reading: Reading, id: number): Promise<Place> {
  const opened = await openCase(reading, id);
  if (opened === undefined) throw new PageError('case-unknown');
  const { of, rules } = opened;
  const own = { href: `/inputs/new?process=${of.process}`, text: reading.language.phrase('input-open-own') };
  if (of.decided !== null) throw new PageError('case-closed', { instead: own });
  if (of.merged !== null) {
    const { into } = of.merged;
    const instead = { href: `/inputs/new?case=${into}`, text: reading.language.phrase('input-add-to', { case: into }) };
    throw new PageError('case-merged', { instead });
  }
  if (!stageTakesInput(opened)) throw new PageError('stage-closed', { instead: own });
  return {
    process: openProcess(reading.language, of.process, of.version, rules),
    of: { id, href: caseHref(id), title: caseTitle(reading, opened) },
    hidden: hiddenField({ case: id }),
  };
}

const typedFields = {
  ...{ text: z.string(), lang: z.string(), author: z.string() },
  ...{ area: z.optional(z.string()), place: z.optional(z.string()), mail: z.optional(z.string()) },
};
/**
 * What the page adds: that the sender was asked to think it over, the work of their machine, and the key by which they come back to it; `make`
 * asks for a code instead, where no script can make one.
 */
const addedFields = {
  asked: z.optional(z.literal('yes')),
  work: z.optional(z.string()),
  follow: z.optional(z.union([z.literal('make'), keyidField])),
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
  readonly hints: InputPage['hints'];
  readonly wasAsked: boolean;
  /** As it was sent, unchecked. */
  readonly work: string | undefined;
  /** Whether the service is to make the code. */
  readonly wantsCode: boolean;
  /** Where notices go. */
  readonly mail: string | undefined;
}

/** @throws PageError `form-malformed` where the fields are not those of the form. */
export function parseForm(fields: ReadonlyMap<string, string>, language: Language): SentForm {
  // A browser leaves radio buttons out when none is chosen.
  const parsed = formSchema.safeParse({ author: '', ...Object.fromEntries(fields) });
  if (!parsed.success) throw new PageError('form-malformed', { cause: parsed.error });
  const form = parsed.data;
  const target = 'process' in form ? { process: form.process } : { case: form.case };
  // Forms carry lines as CR LF; what people typed are lines.
  const typed = {
    text: form.text.replaceAll('\r\n', '\n'),
    area: form.area ?? '',
    place: (form.place ?? '').trim(),
    lang: form.lang,
    author: form.author,
    mail: form.mail ?? '',
  };
  const author = formAuthors.find((known) => known === typed.author);
  const errors = [
    ...textErrors(typed.text, language),
    ...whereErrors(typed, language),
    ...langErrors(typed.lang, language),
  ];
  if (author === undefined) errors.push({ field: 'author', message: language.phrase('input-error-author') });
  const mail = parseMailAddress(typed.mail);
  if (typed.mail.trim() !== '' && mail === undefined)
    errors.push({ field: 'mail', message: language.phrase('follow-contact-wrong') });
  const followKey = form.follow === 'make' ? undefined : form.follow;
  const isGood = errors.length === 0 && author !== undefined;
  return {
    target,
    typed,
    errors,
    input: isGood
      ? {
          ...{ ...target, text: typed.text, lang: typed.lang, author },
          ...(typed.area === '' ? {} : { area: typed.area }),
          ...(typed.place === '' ? {} : { place: typed.place }),
          ...(followKey === undefined ? {} : { followKey }),
        }
      : undefined,
    wasAsked: form.asked === 'yes',
    hints: form.asked === 'yes' ? [] : [typed.text, typed.place].flatMap(hintsIn),
    work: form.work,
    wantsCode: form.follow === 'make',
    mail,
  };
}

function textErrors(text: string, language: Language): FieldError[] {
  if (text.trim() === '') return [{ field: 'text', message: language.phrase('input-error-empty') }];
  if (!text.isWellFormed() || text.includes('\0'))
    return [{ field: 'text', message: language.phrase('input-error-encoding') }];
  const bytes = utf8(text).length;
  if (bytes <= MAX_TEXT_BYTES) return [];
  return [{ field: 'text', message: language.phrase('input-error-too-long', { bytes, most: MAX_TEXT_BYTES }) }];
}

function whereErrors({ area, place }: Typed, language: Language): FieldError[] {
  const errors: FieldError[] = [];
  if (area !== '' && !codeField.safeParse(area).success)
    errors.push({ field: 'area', message: language.phrase('input-error-area') });
  if (place !== '' && !isPlace(place))
    errors.push({ field: 'place', message: language.phrase('input-error-place', { most: MAX_PLACE_CHARACTERS }) });
  return errors;
}

function hintsIn(text: string): InputPage['hints'] {
  return findPersonalHints(text).map(({ kind, start, end }) => ({ kind, found: text.slice(start, end) }));
}

function langErrors(lang: string, language: Language): FieldError[] {
  return langField.safeParse(lang).success ? [] : [{ field: 'lang', message: language.phrase('input-error-lang') }];
}
