/** What the offices of the key in use owe, the soonest first. */
import { contentRefs } from '@counterfoil/ledger/statement';
import { askObligations, type OwedInCase } from '../api.ts';
import { aside, button, link, pageTitle, paragraph, section, tag } from '../components.ts';
import { lineControl } from '../controls.ts';
import type { Desk } from '../desk.ts';
import { DeskProblem } from '../desk-problem.ts';
import { el } from '../dom.ts';
import { readFields } from '../form.ts';
import { deskWords, excerpt } from '../words.ts';
import { traySection } from './tray-page.ts';

const { due: words } = deskWords;
/** As many as are read at a glance; the public page has all of them. */
const LISTED = 50;

export async function duePage(desk: Desk): Promise<readonly Node[]> {
  if (desk.key === undefined)
    return [
      pageTitle(words.title),
      paragraph(words.chooseKey),
      paragraph(link('#key', deskWords.keyPage.title)),
      openCase(desk),
    ];
  const offices = [...new Set(desk.mandates.map(({ office }) => office))];
  const titles = offices.map((office) => desk.people.officeTitle(office));
  const lead = offices.length === 0 ? deskWords.noMandate : words.lead(titles);
  return [
    pageTitle(words.title),
    el('p', { class: 'govuk-body-l' }, lead),
    await owedList(desk, offices),
    await traySection(desk),
    openCase(desk),
  ];
}

async function owedList(desk: Desk, offices: readonly string[]): Promise<HTMLElement> {
  if (offices.length === 0) return paragraph(link('#key', deskWords.keyPage.title));
  const answers = await Promise.all(offices.map((office) => askObligations(office).catch(() => undefined)));
  if (answers.every((answer) => answer === undefined)) return paragraph(words.unknown);
  const owed = new Map<string, OwedInCase>();
  for (const each of answers.flatMap((answer) => answer ?? []))
    if (each.met === null && each.case < desk.ledger.size)
      owed.set(`${each.case} ${each.kind} ${each.entry ?? ''}`, each);
  const sorted = [...owed.values()].sort((a, b) => sortKey(a).localeCompare(sortKey(b), 'en'));
  if (sorted.length === 0) return paragraph(words.nothing);
  const items = await Promise.all(sorted.slice(0, LISTED).map((each) => owedItem(desk, each)));
  return el(
    'div',
    {},
    el('ul', { class: 'cf-cases' }, items),
    sorted.length > LISTED && aside(words.more(sorted.length - LISTED)),
  );
}

/** What has no date comes last. */
function sortKey({ due }: OwedInCase): string {
  return due ?? '9';
}

async function owedItem(desk: Desk, owed: OwedInCase): Promise<HTMLElement> {
  const title = await firstWords(desk, owed.case);
  const offices = owed.offices.map((office) => desk.people.officeTitle(office));
  const lastDay = owed.due === null ? undefined : desk.lastDay(owed.due);
  return el(
    'li',
    { class: 'cf-cases__item' },
    el(
      'div',
      { class: 'cf-cases__main' },
      el('h2', { class: 'cf-cases__title' }, link(`#case-${owed.case}`, el('bdi', { lang: title.lang }, title.text))),
      aside(
        `${deskWords.case} ${owed.case} · ${words.owes(offices, deskWords.duties[owed.kind])} · ${words.since(owed.since)}`,
      ),
      el('p', { class: 'cf-cases__next' }, owed.overdue ? words.was(lastDay) : words.by(lastDay)),
    ),
    el(
      'div',
      { class: 'cf-cases__state' },
      owed.overdue ? tag('overdue', words.overdue) : tag('waiting', words.waiting),
    ),
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
  return { text: deskWords.untitled(id), lang: undefined };
}

function openCase(desk: Desk): HTMLElement {
  const number = lineControl({ label: words.caseNumber, type: 'number', pattern: [/^\d{1,15}$/, words.numberWrong] });
  const summary = el('div', {});
  const open = button(
    words.open,
    () => {
      const entered = readFields({ number }, summary);
      if (entered !== undefined) desk.go(`case-${Number(entered.number)}`);
    },
    { secondary: true, submit: true },
  );
  return section(words.openCase, summary, el('form', { novalidate: true }, number.element, open));
}
