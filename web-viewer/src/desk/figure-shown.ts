/**
 * A figure as the page of figures shows it to everybody: read out of that page, and shown as text. The service has counted it; a browser
 * would have to read the whole record for that.
 */
import { parseUtf8 } from '@counterfoil/ledger/bytes';
import type { FigureName } from '@counterfoil/ledger/accountability/figure-names';
import { pagesPrefix } from '../script-phrases.ts';
import { aside, list, paragraph } from './components.ts';
import { DeskProblem } from './desk-problem.ts';
import { el, type Child } from './dom.ts';
import { askBytes } from './fetching.ts';

export interface FigureShown {
  /** Entries that it was counted from. */
  readonly size: number;
  /** None where there is nothing to count. */
  readonly parts: readonly HTMLElement[];
}

/** Undefined where the service does not count figures now. @param chosen in an address, by the names of that page. @throws DeskProblem */
export async function readFigure(figure: FigureName, chosen: string): Promise<FigureShown | undefined> {
  const bytes = await askBytes(`${pagesPrefix(document)}/accountability?${chosen}`).catch((error: unknown) => {
    // A page that says why there are no figures is none that the desk reads.
    if (error instanceof DeskProblem && error.code === 'answer-unreadable') return undefined;
    throw error;
  });
  if (bytes === undefined) return undefined;
  const page = new DOMParser().parseFromString(parseUtf8(bytes), 'text/html');
  const size = Number(page.querySelector('[data-counted]')?.getAttribute('data-counted'));
  if (!Number.isSafeInteger(size) || size < 1) return undefined;
  return { size, parts: [...page.querySelectorAll(`[data-figure="${figure}"]`)].map(showPart) };
}

function showPart(part: Element): HTMLElement {
  const table = part.querySelector('table');
  if (table !== null) return showTable(part, table);
  return part.tagName === 'UL' ? list([...part.children].map(wordsOf)) : paragraph(wordsOf(part));
}

function showTable(part: Element, table: Element): HTMLElement {
  const title = wordsOf(part.querySelector('.cf-figure__title'));
  const more = part.querySelector('.cf-aside');
  const columns = [...table.querySelectorAll('thead th')];
  const head = columns.map((column) =>
    el('th', { role: 'columnheader', scope: 'col', class: column.className }, wordsOf(column)),
  );
  const rows = [...table.querySelectorAll('tbody tr')].map((row) =>
    [...row.children].map((cell, place) =>
      place === 0
        ? el('th', { role: 'rowheader', scope: 'row' }, inItsLanguage(cell))
        : el(
            'td',
            { role: 'cell', class: cell.className, 'data-label': wordsOf(columns[place]) },
            el('span', {}, inItsLanguage(cell)),
          ),
    ),
  );
  return el(
    'div',
    { class: 'cf-figure' },
    el('p', { class: 'cf-figure__title' }, title),
    el(
      'div',
      { class: 'cf-scroll', role: 'region', 'aria-label': title, tabindex: '0' },
      el(
        'table',
        { class: 'govuk-table cf-numbers', role: 'table' },
        el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' }, head)),
        el(
          'tbody',
          { role: 'rowgroup' },
          rows.map((cells) => el('tr', { role: 'row' }, cells)),
        ),
      ),
    ),
    more !== null && aside(wordsOf(more)),
  );
}

/** What the authority and others call things is in their own language; links beside it lead on from the public page alone. */
function inItsLanguage(cell: Element): Child {
  const own = cell.querySelector('[lang]');
  return own === null ? wordsOf(cell) : el('bdi', { lang: own.getAttribute('lang') ?? undefined }, wordsOf(own));
}

function wordsOf(element: Element | null | undefined): string {
  return (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
}
