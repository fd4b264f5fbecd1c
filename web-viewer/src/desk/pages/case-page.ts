/** One case: what is due and why, what the official can do, and the story so far. */
import { WITHDRAWN } from '@counterfoil/ledger/rulebook/inputs';
import type { StatementOf } from '@counterfoil/ledger/statement';
import { contentRefs } from '@counterfoil/ledger/statement';
import { tellDuty } from '../../duty-sentence.ts';
import { isKind, type OpenedEntry } from '../../opened-entry.ts';
import { possibleActs } from '../acts.ts';
import { aside, facts, link, pageTitle, paragraph, section, tag, words as showWords } from '../components.ts';
import { readCase, type CaseView } from '../case-reading.ts';
import type { Desk } from '../desk.ts';
import { DeskProblem } from '../desk-problem.ts';
import { el, type Child } from '../dom.ts';
import { labelOf } from '../labels.ts';
import { inWords } from '../people.ts';
import { tellInput } from '../tell-input.ts';
import { language } from '../language.ts';

/** Inputs beyond these are on the public page. */
const LISTED = 100;

/** @throws DeskProblem */
export async function openView({ ledger, people, announce }: Desk, id: number): Promise<CaseView> {
  const view = await readCase(ledger, people.directory, id, (done, all) => {
    if (all > LISTED && done % LISTED === 0) announce(language.phrase('desk-reading', { done, all }));
  });
  if (view === undefined)
    throw new DeskProblem('refused', language.phrase('desk-problem-case', { case: id }), { refusal: 'case-unknown' });
  return view;
}

export async function casePage(desk: Desk, id: number): Promise<readonly Node[]> {
  const view = await openView(desk, id);
  const { rules, inputs, answer } = view;
  const without = inputs.filter(({ disposition }) => disposition === undefined).length;
  const title = pageTitle('', language.phrase('case-number', { id }));
  title.append(el('bdi', { lang: view.lang }, view.title));
  return [
    title,
    el(
      'div',
      { class: 'cf-columns' },
      el(
        'div',
        {},
        section(language.phrase('case-actions'), ...actsOf(desk, view)),
        section(
          language.phrase('desk-case-story'),
          aside(language.phrase('desk-case-compared')),
          await story(desk, view),
        ),
      ),
      el(
        'div',
        { class: 'cf-columns__side' },
        el(
          'div',
          { class: 'cf-slip' },
          el('h2', { class: 'govuk-heading-m' }, language.phrase('desk-page-due')),
          ...dueList(desk, view),
        ),
        el(
          'div',
          { class: 'cf-slip' },
          el('h2', { class: 'govuk-heading-m' }, language.phrase('desk-case-facts')),
          facts([
            [
              language.phrase('fact-process'),
              language.phrase('named-version', { title: rules.title, version: answer.version }),
            ],
            [language.phrase('case-inputs'), language.phrase('desk-case-inputs', { inputs: inputs.length, without })],
          ]),
          paragraph(link(`/cases/${id}`, language.phrase('desk-case-public-page'))),
        ),
      ),
    ),
  ];
}

function dueList({ people, lastDay }: Desk, { answer }: CaseView): HTMLElement[] {
  if (answer.obligations.length === 0) return [paragraph(language.phrase('desk-case-nothing-due'))];
  return answer.obligations.map(({ kind, offices, due, met, overdue }) => {
    const title = el('strong', {}, language.phrase(`duty-title-${kind}`));
    if (met !== null) {
      const done = tag('met', language.phrase('desk-case-met', { entry: met.entry }));
      return el('div', { class: 'cf-due' }, done, paragraph(title));
    }
    const state = overdue ? 'overdue' : 'waiting';
    const sentence = tellDuty(language, state, {
      ...{ who: people.inList(offices), officeCount: offices.length, what: language.phrase(`duty-${kind}`) },
      lastDay: due === null ? undefined : lastDay(due),
    });
    const standing = tag(state, language.phrase(`owed-tag-${state}`));
    return el('div', { class: 'cf-due' }, standing, paragraph(title, el('br'), sentence));
  });
}

function actsOf(desk: Desk, view: CaseView): Child[] {
  if (desk.key === undefined) return [paragraph(link('#key', language.phrase('desk-due-choose-key')))];
  const groups = desk.mandates.flatMap((own) => {
    const acts = possibleActs(view, own, desk.people);
    if (acts.length === 0) return [];
    return [
      paragraph(language.phrase('desk-case-acts-under', { office: inWords(own) })),
      el(
        'ul',
        { class: 'cf-acts' },
        acts.map((kind) => el('li', {}, link(`#case-${view.id}/${kind}`, language.phrase(`desk-act-${kind}`)))),
      ),
    ];
  });
  return groups.length === 0 ? [paragraph(language.phrase('desk-case-no-acts'))] : groups;
}

async function story(desk: Desk, view: CaseView): Promise<HTMLElement> {
  const inputs = view.steps.filter((step) => isKind(step, 'input-received')).length;
  let hidden = Math.max(0, inputs - LISTED);
  const hiddenInAll = hidden;
  const shown = view.steps.filter((step) => !isKind(step, 'input-received') || hidden-- <= 0);
  const steps = await Promise.all(shown.map((step) => storyStep(desk, view, step)));
  return el(
    'div',
    {},
    hiddenInAll > 0 && aside(language.phrase('desk-case-steps-more', { count: hiddenInAll })),
    el('ol', { class: 'cf-story' }, steps),
  );
}

async function storyStep(desk: Desk, view: CaseView, step: OpenedEntry): Promise<HTMLElement> {
  const { statement, index, entry } = step;
  const by = 'by' in statement ? (statement.by ?? []) : [];
  const holders = await Promise.all(by.map((mandate) => desk.people.holder(mandate)));
  const outcome = isKind(step, 'decision') ? titleOf(view.rules.outcomes, step.statement.outcome) : undefined;
  const kind = isKind(step, 'input-received') ? tellInput(step.statement) : language.phrase(`kind-${statement.kind}`);
  return el(
    'li',
    { class: `cf-story__step${holders.length === 0 ? ' cf-story__step--people' : ''}` },
    el(
      'h3',
      { class: 'cf-story__title' },
      outcome === undefined ? kind : language.phrase('site-labelled', { label: kind, value: outcome }),
    ),
    el(
      'p',
      { class: 'cf-aside' },
      language.parts<HTMLElement>(
        holders.length > 0 ? 'desk-case-step-by' : 'desk-case-step',
        { who: language.list(holders.map(inWords)), time: language.time(entry.time), entry: index },
        { a: (inside) => link(`/entries/${index}`, ...inside) },
      ),
    ),
    isKind(step, 'dispositions') ? accounts(view, desk.ledger.lang, step.statement) : texts(view, step),
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
        : el('p', { class: 'cf-absent' }, language.phrase('text-missing'));
    const label = labelOfText(statement, ref.digest);
    return label === undefined ? shown : [el('p', { class: 'cf-note' }, label), shown];
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
  return name === undefined || name === 'text' ? undefined : labelOf(name, statement.kind);
}

function accounts(view: CaseView, lang: string | undefined, { items }: StatementOf<'dispositions'>): Child[] {
  return items.map(({ code, inputs, reason }) => {
    const text = view.texts.get(reason.digest);
    return el(
      'div',
      { class: 'cf-account' },
      el(
        'p',
        { class: 'cf-account__head' },
        el('strong', { class: 'govuk-tag cf-tag cf-tag--fate', lang }, titleOf(view.rules.dispositions, code)),
        ' ',
        language.phrase('case-input-count', { inputs: inputs.length }),
      ),
      text?.status === 'there'
        ? showWords(text.text, text.lang)
        : el('p', { class: 'cf-absent' }, language.phrase('text-missing')),
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
      ? language.phrase('desk-case-undisposed')
      : language.phrase('desk-case-disposed', {
          title: titleOf(view.rules.dispositions, disposition.code),
          entry: disposition.entry,
        }),
  );
}

function titleOf(choices: readonly { readonly code: string; readonly title: string }[], code: string): string {
  if (code === WITHDRAWN) return language.phrase('step-withdrawn');
  return choices.find((each) => each.code === code)?.title ?? code;
}
