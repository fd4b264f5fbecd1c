/**
 * A statement in words: every field of it, and every text that becomes public with it. It is made from the bytes that are
 * signed; a field that has no words yet is shown as it stands, so that none is left out.
 */
import { checkContent, type Content, type ContentRef } from '@counterfoil/ledger/content';
import { figureNames } from '@counterfoil/ledger/accountability/figure-names';
import { dateField } from '@counterfoil/ledger/statements/calendar';
import { answerResults } from '@counterfoil/ledger/statements/officials';
import { evaluationAnswers } from '@counterfoil/ledger/statements/citizens';
import { progressSteps } from '@counterfoil/ledger/statements/decisions';
import { canonicalJson, type Json } from '@counterfoil/ledger/canonical-json';
import { contentRefs, type Statement } from '@counterfoil/ledger/statement';
import type { PhraseId } from '../language.ts';
import { code, facts, fold, list, section, words } from './components.ts';
import type { CaseView } from './case-reading.ts';
import { DeskProblem } from './desk-problem.ts';
import { el, type Child } from './dom.ts';
import type { Draft } from './draft.ts';
import type { Ledger, Text } from './ledger.ts';
import { inWords, type Holder, type People } from './people.ts';
import { excerpt } from './excerpt.ts';
import { language } from './language.ts';
import { labelOf } from './labels.ts';

export interface PreviewContext {
  readonly ledger: Ledger;
  readonly people: People;
  /** The case that the statement belongs to; absent for what concerns the authority as a whole. */
  readonly view: CaseView | undefined;
  /** Texts that the statement names without bringing them along, by digest. */
  readonly shown?: ReadonlyMap<string, Text> | undefined;
  /** Of processes that it names outside a case, by their names. */
  readonly titles?: ReadonlyMap<string, string> | undefined;
}

/** @throws DeskProblem `text-changed` where a text is not the one that the statement commits to. */
export async function showPreview(draft: Draft, context: PreviewContext): Promise<HTMLElement> {
  const { statement, contents } = draft;
  const texts = matchTexts(statement, contents);
  const by = 'by' in statement ? (statement.by ?? []) : [];
  const holders = await Promise.all(by.map((mandate) => context.people.holder(mandate)));
  const rows = describe(statement, { ...context, texts, holders });
  return el(
    'div',
    { class: 'cf-preview' },
    section(
      language.phrase('desk-preview-title'),
      el(
        'p',
        { class: 'govuk-body' },
        language.phrase(texts.size > 0 ? 'desk-preview-lead' : 'desk-preview-lead-wordless'),
      ),
      facts(rows),
    ),
    section(
      language.phrase('desk-preview-fingerprint'),
      el('p', { class: 'govuk-body' }, language.phrase('desk-preview-fingerprint-hint')),
      el('p', { class: 'cf-fingerprint' }, draft.fingerprint),
      fold(
        language.phrase('desk-preview-raw'),
        el('p', { class: 'govuk-body' }, language.phrase('desk-preview-raw-hint', { bytes: draft.payload.length })),
        el('pre', { class: 'cf-bytes', tabindex: '0' }, JSON.stringify(statement, null, 2)),
      ),
    ),
  );
}

/** Each reference with the text that was handed over for it. */
function matchTexts(statement: Statement, contents: readonly Content[]): ReadonlyMap<string, string> {
  const refs = contentRefs(statement);
  const matched = new Map<string, string>();
  for (const ref of refs) {
    const content = contents.find((each) => checkContent(ref, each));
    if (content === undefined) throw new DeskProblem('text-changed', language.phrase('problem-text-changed'));
    matched.set(ref.digest, content.text);
  }
  return matched;
}

interface Look extends PreviewContext {
  readonly texts: ReadonlyMap<string, string>;
  readonly holders: readonly Holder[];
}

function describe(statement: Statement, look: Look): (readonly [string, Child])[] {
  return (Object.entries(statement) as [string, Json][])
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([name, value]) => [labelOf(name, statement.kind), showField(name, value, look)]);
}

/** What is read first, and what is the same for every statement. */
const FIRST: readonly string[] = ['kind', 'case', 'by', 'outcome', 'text'];
const LAST: readonly string[] = ['at', 'origin', 'seen'];

function rank(name: string): number {
  const [first, last] = [FIRST.indexOf(name), LAST.indexOf(name)];
  return last >= 0 ? FIRST.length + 1 + last : first >= 0 ? first : FIRST.length;
}

function showField(name: string, value: Json, look: Look): Child {
  if (isRef(value)) return words(look.texts.get(value.digest) ?? '', value.lang);
  if (Array.isArray(value) && value.length > 0 && value.every(isRef))
    return list(value.map((each) => words(look.texts.get(each.digest) ?? '', each.lang)));
  return known[name]?.(value, look) ?? plain(value);
}

function plain(value: Json): Child {
  return typeof value === 'string' ? el('bdi', {}, value) : code(canonicalJson(value));
}

const judged = among(evaluationAnswers, (answer) => `judgement-${answer}`);
const known: Readonly<Record<string, (value: Json, look: Look) => Child>> = {
  kind: (value) => (typeof value === 'string' ? language.nameOf('kind', value) : undefined),
  case: (value, { view }) =>
    // Without words of its own its title says the number again.
    view?.lang === undefined
      ? numberOfCase(value)
      : el(
          'span',
          {},
          language.parts('case-titled', { id: Number(value), title: el('bdi', { lang: view.lang }, view.title) }, {}),
        ),
  by: (_value, { holders }) =>
    list(
      holders.map((holder) => language.phrase('desk-preview-signer', { who: inWords(holder), entry: holder.mandate })),
    ),
  process: (value, { titles, ledger: { lang } }) => {
    if (typeof value === 'string') {
      const title = titles?.get(value);
      return title === undefined ? undefined : el('bdi', { lang }, title);
    }
    const { id, version } = value as { readonly id: string; readonly version: number };
    return language.phrase('named-version', { title: id, version });
  },
  outcome: (value, look) => titleOf(look.view?.rules.outcomes, value, look),
  area: (value, look) => titleOf(look.view?.rules.areas, value, look),
  channel: (value) => (typeof value === 'string' ? language.nameOf('channel', value) : undefined),
  author: (value) => (typeof value === 'string' ? language.nameOf('author', value) : undefined),
  algorithms: (value) => used(value, 'desk-form-no-algorithms'),
  data: (value) => used(value, 'desk-form-no-data'),
  interests: (value) => (value === 'none' ? language.phrase('desk-form-no-interests') : undefined),
  effect: (value, look) => pair(value, ['expected', 'measure'], look),
  review: (value, look) => pair(value, ['reviewer', 'appeal'], look),
  reviewer: (value) => language.phrase('desk-mandate-of', { entry: Number(value) }),
  items: showItems,
  figure: among(figureNames, (figure) => `figure-name-${figure}`),
  from: (value) => entryOf(value) ?? dayOf(value),
  until: dayOf,
  size: (value) => (typeof value === 'number' ? entryOf(value - 1) : undefined),
  entry: entryOf,
  ground: (value, look) => titleOf(look.view?.rules.grounds, value, look),
  told: among(['yes', 'no', 'unreachable'], (told) => `told-${told}`),
  answers: entryOf,
  corrects: entryOf,
  decision: entryOf,
  commitment: entryOf,
  to: officeOf,
  office: officeOf,
  result: among(answerResults, (result) => `result-${result}`),
  carrier: among(['authority', 'supplier', 'citizens', 'other'], (carrier) => `carrier-${carrier}`),
  progress: among(progressSteps, (progress) => `progress-${progress}`),
  relation: among(['related', 'follows', 'same-place', 'contradicts'], (relation) => `case-relation-${relation}-from`),
  heard: judged,
  explained: judged,
  achieved: judged,
  stage: (value, look) => titleOf(look.view?.rules.stages, value, look),
  other: numberOfCase,
  into: numberOfCase,
  at: (value) => (typeof value === 'string' ? language.time(value) : undefined),
  seen: (value) => {
    const { size, root } = value as { readonly size: number; readonly root: string };
    return language.parts('desk-preview-seen', { size, root: code(root) }, {});
  },
};

/** One of a closed list, called as on the public pages. */
function among<T extends string>(values: readonly T[], idOf: (value: T) => PhraseId): (value: Json) => Child {
  return (value) => {
    const found = values.find((each) => each === value);
    return found === undefined ? undefined : language.phrase(idOf(found));
  };
}

function numberOfCase(value: Json): Child {
  return language.phrase('case-number', { id: Number(value) });
}

/** What the rules of the case call it. */
function titleOf(
  choices: readonly { readonly code: string; readonly title: string }[] | undefined,
  chosen: Json,
  { ledger: { lang } }: Look,
): Child {
  const title = choices?.find((each) => each.code === chosen)?.title;
  return title === undefined ? undefined : el('bdi', { lang }, title);
}

function entryOf(value: Json): Child {
  return typeof value === 'number' ? language.phrase('desk-entry', { entry: value }) : undefined;
}

function dayOf(value: Json): Child {
  const day = dateField.safeParse(value);
  return day.success ? language.weekday(day.data) : undefined;
}

function officeOf(value: Json, { people, ledger: { lang } }: Look): Child {
  return typeof value === 'string' ? el('bdi', { lang }, people.officeTitle(value)) : undefined;
}

function used(value: Json, none: PhraseId): Child {
  if (value === 'none') return language.phrase(none);
  return Array.isArray(value)
    ? list(value.map((entry) => language.phrase('desk-entry', { entry: Number(entry) })))
    : undefined;
}

function pair(value: Json, names: readonly string[], look: Look): Child {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const fields = value as Readonly<Record<string, Json>>;
  // A member without a place of its own is shown as well.
  if (Object.keys(fields).some((name) => !names.includes(name))) return undefined;
  return facts(names.map((name) => [labelOf(name), showField(name, fields[name] ?? null, look)]));
}

/** Texts of earlier entries, in words where they are at hand. */
function showTexts(items: readonly { readonly entry: number; readonly digest: string }[], { shown }: Look): Child {
  return items.map(({ entry, digest }) => {
    const text = shown?.get(digest);
    return el(
      'div',
      { class: 'cf-account' },
      el('p', { class: 'cf-account__head' }, language.phrase('desk-entry', { entry })),
      text?.status === 'there' ? words(text.text, text.lang) : code(digest),
    );
  });
}

function showItems(value: Json, look: Look): Child {
  if (Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null && 'digest' in item))
    return showTexts(value as { entry: number; digest: string }[], look);
  const items = value as unknown as readonly {
    readonly code: string;
    readonly inputs: readonly number[];
    readonly reason: ContentRef;
  }[];
  return items.map(({ code: disposition, inputs, reason }) => {
    const title = look.view?.rules.dispositions.find((each) => each.code === disposition)?.title ?? disposition;
    return el(
      'div',
      { class: 'cf-account' },
      el(
        'p',
        { class: 'cf-account__head' },
        el('strong', { class: 'govuk-tag cf-tag cf-tag--fate', lang: look.ledger.lang }, title),
        ' ',
        language.phrase('case-input-count', { inputs: inputs.length }),
      ),
      words(look.texts.get(reason.digest) ?? '', reason.lang),
      fold(language.phrase('desk-accounting-which'), list(inputs.map((input) => describeInput(input, look)))),
    );
  });
}

function describeInput(index: number, { view }: Look): Child {
  const input = view?.inputs.find((each) => each.index === index);
  if (input === undefined) return language.phrase('desk-entry', { entry: index });
  const title = el('bdi', { lang: input.text.lang }, excerpt(input.text));
  return language.parts('desk-entry-titled', { entry: index, title }, {});
}

function isRef(value: Json): value is ContentRef & { readonly [key: string]: Json } {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && 'digest' in value && 'mediaType' in value
  );
}
