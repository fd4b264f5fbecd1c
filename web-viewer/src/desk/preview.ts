/**
 * A statement in words: every field of it, and every text that becomes public with it. It is made from the bytes that are
 * signed; a field that has no words yet is shown as it stands, so that none is left out.
 */
import { checkContent, type Content, type ContentRef } from '@counterfoil/ledger/content';
import { canonicalJson, type Json } from '@counterfoil/ledger/canonical-json';
import { contentRefs, type Statement } from '@counterfoil/ledger/statement';
import { code, facts, fold, list, section, words } from './components.ts';
import type { CaseView } from './case-reading.ts';
import { DeskProblem } from './desk-problem.ts';
import { el, type Child } from './dom.ts';
import type { Draft } from './draft.ts';
import type { Ledger, Text } from './ledger.ts';
import { inWords, type Holder, type People } from './people.ts';
import { deskWords, excerpt } from './words.ts';

const { preview } = deskWords;

export interface PreviewContext {
  readonly ledger: Ledger;
  readonly people: People;
  /** The case that the statement belongs to; absent for what concerns the authority as a whole. */
  readonly view: CaseView | undefined;
  /** Texts that the statement names without bringing them along, by digest. */
  readonly shown?: ReadonlyMap<string, Text> | undefined;
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
      preview.title,
      el('p', { class: 'govuk-body' }, texts.size > 0 ? preview.lead : preview.leadWithoutWords),
      facts(rows),
    ),
    section(
      preview.fingerprint,
      el('p', { class: 'govuk-body' }, preview.fingerprintHint),
      el('p', { class: 'cf-fingerprint' }, draft.fingerprint),
      fold(
        preview.raw,
        el('p', { class: 'govuk-body' }, preview.rawHint(draft.payload.length)),
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
    if (content === undefined) throw new DeskProblem('text-changed', deskWords.problems.textChanged);
    matched.set(ref.digest, content.text);
  }
  return matched;
}

interface Look extends PreviewContext {
  readonly texts: ReadonlyMap<string, string>;
  readonly holders: readonly Holder[];
}

function describe(statement: Statement, look: Look): (readonly [string, Child])[] {
  const rows: (readonly [string, Child])[] = [];
  for (const [name, value] of Object.entries(statement) as [string, Json][]) {
    const label = name === 'items' && namesTexts(statement) ? preview.texts : labelOf(name);
    if (!LAST.includes(name)) rows.push([label, showField(name, value, look)]);
  }
  for (const name of LAST) {
    const value = (statement as unknown as Readonly<Record<string, Json>>)[name];
    if (value !== undefined) rows.push([labelOf(name), showField(name, value, look)]);
  }
  const order = (label: string): number => FIRST.findIndex((name) => labelOf(name) === label);
  return rows.sort(([a], [b]) => rank(order(a)) - rank(order(b)));
}

function namesTexts({ kind }: Statement): boolean {
  return kind === 'content-published' || kind === 'retention-applied';
}

/** What is read first, and what is the same for every statement. */
const FIRST: readonly string[] = ['kind', 'case', 'by', 'outcome', 'text'];
const LAST: readonly string[] = ['at', 'origin', 'seen'];

function rank(place: number): number {
  return place < 0 ? FIRST.length : place;
}

function labelOf(name: string): string {
  return (preview.labels as Readonly<Record<string, string>>)[name] ?? name;
}

function showField(name: string, value: Json, look: Look): Child {
  if (isRef(value)) return words(look.texts.get(value.digest) ?? '', value.lang);
  if (Array.isArray(value) && value.length > 0 && value.every(isRef))
    return list(value.map((each) => words(look.texts.get(each.digest) ?? '', each.lang)));
  return known[name]?.(value, look) ?? plain(value);
}

function plain(value: Json): Child {
  return typeof value === 'string' ? value : code(canonicalJson(value));
}

const known: Readonly<Record<string, (value: Json, look: Look) => Child>> = {
  kind: (value) =>
    typeof value === 'string' ? (deskWords.kinds as Readonly<Record<string, string>>)[value] : undefined,
  case: (value, { view }) =>
    el(
      'span',
      {},
      `${deskWords.case} ${Number(value)}`,
      // Without words of its own its title says the number again.
      view?.lang !== undefined && [': ', el('bdi', { lang: view.lang }, view.title)],
    ),
  by: (_value, { holders }) =>
    list(holders.map((holder) => [inWords(holder), ` (${deskWords.mandateOf(holder.mandate)})`])),
  outcome: (value, { view }) => view?.rules.outcomes.find((each) => each.code === value)?.title,
  algorithms: (value) => used(value, deskWords.noAlgorithms),
  data: (value) => used(value, deskWords.noData),
  interests: (value) => (value === 'none' ? deskWords.noInterests : undefined),
  effect: (value, look) => pair(value, ['expected', 'measure'], look),
  review: (value, look) => pair(value, ['reviewer', 'appeal'], look),
  reviewer: (value) => deskWords.mandateOf(Number(value)),
  items: showItems,
  from: entryOf,
  entry: entryOf,
  ground: (value, { view }) => view?.rules.grounds?.find((each) => each.code === value)?.title,
  told: (value) => deskWords.told[value as keyof typeof deskWords.told],
  answers: entryOf,
  corrects: entryOf,
  decision: entryOf,
  commitment: entryOf,
  to: officeOf,
  office: officeOf,
  result: (value) => deskWords.results[value as keyof typeof deskWords.results],
  carrier: (value) => deskWords.carriers[value as keyof typeof deskWords.carriers],
  progress: (value) => deskWords.progress[value as keyof typeof deskWords.progress],
  relation: (value) => deskWords.relations[value as keyof typeof deskWords.relations],
  heard: evaluated,
  explained: evaluated,
  achieved: evaluated,
  stage: (value, { view }) => view?.rules.stages?.find((each) => each.code === value)?.title,
  other: (value) => `${deskWords.case} ${Number(value)}`,
  into: (value) => `${deskWords.case} ${Number(value)}`,
  at: (value) => (typeof value === 'string' ? deskWords.time(value) : undefined),
  seen: (value) => {
    const { size, root } = value as { readonly size: number; readonly root: string };
    return [preview.seen(size), ' ', code(root)];
  },
};

function evaluated(value: Json): Child {
  return deskWords.evaluation[value as keyof typeof deskWords.evaluation];
}

function entryOf(value: Json): Child {
  return typeof value === 'number' ? deskWords.entry(value) : undefined;
}

function officeOf(value: Json, { people }: Look): Child {
  return typeof value === 'string' ? people.officeTitle(value) : undefined;
}

function used(value: Json, none: string): Child {
  if (value === 'none') return none;
  return Array.isArray(value) ? list(value.map((entry) => deskWords.entry(Number(entry)))) : undefined;
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
      el('p', { class: 'cf-account__head' }, deskWords.entry(entry)),
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
        el('strong', { class: 'govuk-tag cf-tag cf-tag--fate' }, title),
        ` ${deskWords.inputs(inputs.length)}`,
      ),
      words(look.texts.get(reason.digest) ?? '', reason.lang),
      fold(deskWords.accounting.which, list(inputs.map((input) => describeInput(input, look)))),
    );
  });
}

function describeInput(index: number, { view }: Look): Child {
  const input = view?.inputs.find((each) => each.index === index);
  if (input === undefined) return deskWords.entry(index);
  return [`${deskWords.entry(index)}: `, el('bdi', { lang: input.text.lang }, excerpt(input.text))];
}

function isRef(value: Json): value is ContentRef & { readonly [key: string]: Json } {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && 'digest' in value && 'mediaType' in value
  );
}
