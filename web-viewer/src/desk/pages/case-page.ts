/** One case: what is due and why, what the official can do, and the story so far. */
import type { StatementOf } from '@counterfoil/ledger/statement';
import { contentRefs } from '@counterfoil/ledger/statement';
import { isKind, type OpenedEntry } from '../../opened-entry.ts';
import { possibleActs } from '../acts.ts';
import { aside, facts, link, pageTitle, paragraph, section, tag, words as showWords } from '../components.ts';
import { readCase, type CaseView } from '../case-reading.ts';
import type { Desk } from '../desk.ts';
import { DeskProblem } from '../desk-problem.ts';
import { el, type Child } from '../dom.ts';
import { inWords } from '../people.ts';
import { deskWords } from '../words.ts';

const { casePage: words, due: dueWords } = deskWords;
/** Inputs beyond these are on the public page. */
const LISTED = 100;

/** @throws DeskProblem */
export async function openView({ ledger, people, announce }: Desk, id: number): Promise<CaseView> {
  const view = await readCase(ledger, people.directory, id, (done, all) => {
    if (all > LISTED && done % LISTED === 0) announce(deskWords.readTexts(done, all));
  });
  if (view === undefined)
    throw new DeskProblem('refused', deskWords.problems.caseUnknown(id), { refusal: 'case-unknown' });
  return view;
}

export async function casePage(desk: Desk, id: number): Promise<readonly Node[]> {
  const view = await openView(desk, id);
  const { rules, inputs, answer } = view;
  const without = inputs.filter(({ disposition }) => disposition === undefined).length;
  const title = pageTitle('', `${deskWords.case} ${id}`);
  title.append(el('bdi', { lang: view.lang }, view.title));
  return [
    title,
    el(
      'div',
      { class: 'cf-columns' },
      el(
        'div',
        {},
        section(words.acts, ...actsOf(desk, view)),
        section(words.story, aside(words.comparedAll), await story(desk, view)),
      ),
      el(
        'div',
        { class: 'cf-columns__side' },
        el('div', { class: 'cf-slip' }, el('h2', { class: 'govuk-heading-m' }, words.due), ...dueList(desk, view)),
        el(
          'div',
          { class: 'cf-slip' },
          el('h2', { class: 'govuk-heading-m' }, words.facts),
          facts([
            [words.process, `${rules.title}, ${words.version(answer.version)}`],
            [words.inputs, words.counted(inputs.length, words.without(without))],
          ]),
          paragraph(link(`/cases/${id}`, words.publicPage)),
        ),
      ),
    ),
  ];
}

function dueList({ people, lastDay }: Desk, { answer }: CaseView): HTMLElement[] {
  if (answer.obligations.length === 0) return [paragraph(words.nothingDue)];
  return answer.obligations.map(({ kind, offices, due, met, overdue }) => {
    const who = deskWords.offices(offices.map((office) => people.officeTitle(office)));
    const day = due === null ? undefined : lastDay(due);
    const state =
      met !== null
        ? tag('met', words.met(met.entry))
        : overdue
          ? tag('overdue', dueWords.overdue)
          : tag('waiting', dueWords.waiting);
    return el(
      'div',
      { class: 'cf-due' },
      state,
      el(
        'p',
        { class: 'govuk-body' },
        el('strong', {}, deskWords.dutyTitles[kind]),
        met === null && `: ${who}, ${overdue ? dueWords.was(day) : dueWords.by(day)}`,
      ),
    );
  });
}

function actsOf(desk: Desk, view: CaseView): Child[] {
  if (desk.key === undefined) return [paragraph(link('#key', dueWords.chooseKey))];
  const groups = desk.mandates.flatMap((own) => {
    const acts = possibleActs(view, own, desk.people);
    if (acts.length === 0) return [];
    return [
      paragraph(words.actsUnder(inWords(own))),
      el(
        'ul',
        { class: 'cf-acts' },
        acts.map((kind) => el('li', {}, link(`#case-${view.id}/${kind}`, deskWords.acts[kind].title))),
      ),
    ];
  });
  return groups.length === 0 ? [paragraph(words.noActs)] : groups;
}

async function story(desk: Desk, view: CaseView): Promise<HTMLElement> {
  const inputs = view.steps.filter((step) => isKind(step, 'input-received')).length;
  let hidden = Math.max(0, inputs - LISTED);
  const hiddenInAll = hidden;
  const shown = view.steps.filter((step) => !isKind(step, 'input-received') || hidden-- <= 0);
  const steps = await Promise.all(shown.map((step) => storyStep(desk, view, step)));
  return el('div', {}, hiddenInAll > 0 && aside(words.stepsMore(hiddenInAll)), el('ol', { class: 'cf-story' }, steps));
}

async function storyStep(desk: Desk, view: CaseView, step: OpenedEntry): Promise<HTMLElement> {
  const { statement, index, entry } = step;
  const by = 'by' in statement ? (statement.by ?? []) : [];
  const holders = await Promise.all(by.map((mandate) => desk.people.holder(mandate)));
  const outcome = isKind(step, 'decision') ? titleOf(view.rules.outcomes, step.statement.outcome) : undefined;
  const kind = isKind(step, 'input-received')
    ? deskWords.said(deskWords.authors[step.statement.author] ?? '', deskWords.channels[step.statement.channel] ?? '')
    : deskWords.kinds[statement.kind];
  return el(
    'li',
    { class: `cf-story__step${holders.length === 0 ? ' cf-story__step--people' : ''}` },
    el('h3', { class: 'cf-story__title' }, outcome === undefined ? kind : `${kind}: ${outcome}`),
    el(
      'p',
      { class: 'cf-aside' },
      holders.length > 0 && `${words.by(holders.map(inWords).join(', '))}, `,
      `${deskWords.time(entry.time)}, `,
      link(`/entries/${index}`, deskWords.entry(index)),
    ),
    isKind(step, 'dispositions') ? accounts(view, step.statement) : texts(view, step),
    isKind(step, 'input-received') && fate(view, index),
  );
}

/** The words of a step; what is not its main text says what it is. */
function texts(view: CaseView, { statement }: OpenedEntry): Child[] {
  return contentRefs(statement).map((ref) => {
    const text = view.texts.get(ref.digest);
    const shown =
      text?.status === 'there'
        ? showWords(text.text, text.lang)
        : el('p', { class: 'cf-absent' }, deskWords.missingText);
    const label = labelOfText(statement, ref.digest);
    return label === undefined ? shown : [el('p', { class: 'cf-note' }, `${label}:`), shown];
  });
}

function labelOfText(statement: OpenedEntry['statement'], digest: string): string | undefined {
  const find = (fields: object): string | undefined => {
    for (const [name, value] of Object.entries(fields) as [string, unknown][]) {
      if (typeof value !== 'object' || value === null) continue;
      if ('digest' in value) {
        if (value.digest === digest) return name;
      } else {
        const within = find(value);
        if (within !== undefined) return Array.isArray(value) ? name : within;
      }
    }
    return undefined;
  };
  const name = find(statement);
  return name === undefined || name === 'text'
    ? undefined
    : (deskWords.preview.labels as Readonly<Record<string, string>>)[name];
}

function accounts(view: CaseView, { items }: StatementOf<'dispositions'>): Child[] {
  return items.map(({ code, inputs, reason }) => {
    const text = view.texts.get(reason.digest);
    return el(
      'div',
      { class: 'cf-account' },
      el(
        'p',
        { class: 'cf-account__head' },
        el('strong', { class: 'govuk-tag cf-tag cf-tag--fate' }, titleOf(view.rules.dispositions, code)),
        ` ${deskWords.inputs(inputs.length)}`,
      ),
      text?.status === 'there'
        ? showWords(text.text, text.lang)
        : el('p', { class: 'cf-absent' }, deskWords.missingText),
    );
  });
}

function fate(view: CaseView, index: number): Child {
  const input = view.inputs.find((each) => each.index === index);
  if (input === undefined) return undefined;
  const { disposition } = input;
  return el(
    'p',
    { class: `cf-fate cf-fate__head${disposition === undefined ? ' cf-fate--open' : ''}` },
    disposition === undefined
      ? words.undisposed
      : words.disposed(titleOf(view.rules.dispositions, disposition.code), disposition.entry),
  );
}

function titleOf(choices: readonly { readonly code: string; readonly title: string }[], code: string): string {
  return choices.find((each) => each.code === code)?.title ?? code;
}
