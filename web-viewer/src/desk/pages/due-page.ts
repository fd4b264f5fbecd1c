/** What the offices of the key in use owe, the soonest first. */
import { contentRefs } from '@counterfoil/ledger/statement';
import { askObligations, type OwedInCase } from '../api.ts';
import { aside, button, link, pageTitle, paragraph, section, tag } from '../components.ts';
import { lineControl } from '../controls.ts';
import type { Desk } from '../desk.ts';
import { DeskProblem } from '../desk-problem.ts';
import { el } from '../dom.ts';
import { readFields } from '../form.ts';
import { tellDuty } from '../../duty-sentence.ts';
import { excerpt } from '../excerpt.ts';
import { traySection } from './tray-page.ts';
import { language } from '../language.ts';

/** As many as are read at a glance; the public page has all of them. */
const LISTED = 50;

export async function duePage(desk: Desk): Promise<readonly Node[]> {
  if (desk.key === undefined)
    return [
      pageTitle(language.phrase('desk-page-due')),
      paragraph(language.phrase('desk-due-choose-key')),
      paragraph(link('#key', language.phrase('desk-key-title'))),
      openCase(desk),
    ];
  const offices = [...new Set(desk.mandates.map(({ office }) => office))];
  const titles = offices.map((office) => desk.people.officeTitle(office));
  const lead =
    offices.length === 0
      ? language.phrase('desk-no-mandate')
      : language.phrase('desk-due-lead', { offices: language.list(titles) });
  return [
    pageTitle(language.phrase('desk-page-due')),
    el('p', { class: 'govuk-body-l' }, lead),
    await owedList(desk, offices),
    await traySection(desk),
    openCase(desk),
  ];
}

async function owedList(desk: Desk, offices: readonly string[]): Promise<HTMLElement> {
  if (offices.length === 0) return paragraph(link('#key', language.phrase('desk-key-title')));
  const answers = await Promise.all(offices.map((office) => askObligations(office).catch(() => undefined)));
  if (answers.every((answer) => answer === undefined)) return paragraph(language.phrase('desk-due-unknown'));
  const owed = new Map<string, OwedInCase>();
  for (const each of answers.flatMap((answer) => answer ?? []))
    if (each.met === null && each.case < desk.ledger.size)
      owed.set(`${each.case} ${each.kind} ${each.entry ?? ''}`, each);
  const sorted = [...owed.values()].sort((a, b) => sortKey(a).localeCompare(sortKey(b), 'en'));
  if (sorted.length === 0) return paragraph(language.phrase('desk-due-nothing'));
  const items = await Promise.all(sorted.slice(0, LISTED).map((each) => owedItem(desk, each)));
  return el(
    'div',
    {},
    el('ul', { class: 'cf-cases' }, items),
    sorted.length > LISTED && aside(language.phrase('desk-due-more', { count: sorted.length - LISTED })),
  );
}

/** What has no date comes last. */
function sortKey({ due }: OwedInCase): string {
  return due ?? '9';
}

async function owedItem(desk: Desk, owed: OwedInCase): Promise<HTMLElement> {
  const title = await firstWords(desk, owed.case);
  const state = owed.overdue ? 'overdue' : 'waiting';
  const sentence = tellDuty(language, state, {
    ...{ who: desk.people.inList(owed.offices), officeCount: owed.offices.length },
    what: language.phrase(`duty-${owed.kind}`),
    lastDay: owed.due === null ? undefined : desk.lastDay(owed.due),
  });
  return el(
    'li',
    { class: 'cf-cases__item' },
    el(
      'div',
      { class: 'cf-cases__main' },
      el('h2', { class: 'cf-cases__title' }, link(`#case-${owed.case}`, el('bdi', { lang: title.lang }, title.text))),
      aside(language.phrase('desk-due-since', { case: owed.case, day: language.day(owed.since) })),
      el('p', { class: 'cf-cases__next' }, sentence),
    ),
    el('div', { class: 'cf-cases__state' }, tag(state, language.phrase(`owed-tag-${state}`))),
  );
}

/** A case whose words cannot be read is listed by its number; opening it says why. */
async function firstWords(
  { ledger }: Desk,
  id: number,
): Promise<{ readonly text: string; readonly lang: string | undefined }> {
  try {
    const [ref] = contentRefs((await ledger.entry(id)).statement);
    const text = ref === undefined ? undefined : await ledger.text(ref);
    if (text?.status === 'there') return { text: excerpt(text, 80), lang: text.lang };
  } catch (error) {
    if (!(error instanceof DeskProblem)) throw error;
  }
  return { text: language.phrase('case-number', { id }), lang: undefined };
}

function openCase(desk: Desk): HTMLElement {
  const number = lineControl({
    label: language.phrase('desk-due-case-number'),
    type: 'number',
    pattern: [/^\d{1,15}$/, language.phrase('desk-error-number')],
  });
  const summary = el('div', {});
  const open = button(
    language.phrase('desk-due-open'),
    () => {
      const entered = readFields({ number }, summary);
      if (entered !== undefined) desk.go(`case-${Number(entered.number)}`);
    },
    { secondary: true, submit: true },
  );
  return section(
    language.phrase('desk-due-open-case'),
    summary,
    el('form', { novalidate: true }, number.element, open),
  );
}
