/** The signing desk: finds the page that the address asks for, makes it, and shows it, or says why it cannot be shown. */
import { parseLedgerInfo } from '@counterfoil/ledger/ledger-info';
import { isOffered } from './acts.ts';
import { button, link, pageTitle, paragraph } from './components.ts';
import { openDesk, type Desk } from './desk.ts';
import { DeskProblem } from './desk-problem.ts';
import { el } from './dom.ts';
import { askBytes } from './fetching.ts';
import { showProblem } from './guarded.ts';
import { forgetMemory } from './memory.ts';
import { actPage } from './pages/act-page.ts';
import { casePage } from './pages/case-page.ts';
import { duePage } from './pages/due-page.ts';
import { intakePage } from './pages/intake-page.ts';
import { keyPage } from './pages/key-page.ts';
import { pendingPage, withholdPage } from './pages/pending-page.ts';
import { replyPage } from './pages/reply-page.ts';
import { proposalPage, trayPage } from './pages/tray-page.ts';
import { inWords } from './people.ts';
import { parseReplyChoice } from './reply-choice.ts';
import { language } from './language.ts';

const root = document.getElementById('desk') ?? document.body;
const status = el('p', { class: 'govuk-body', role: 'status' });
const bar = el('div', {});
const page = el('div', { class: 'cf-desk' });
/** Pages are made one after the other; what is asked for meanwhile takes the place of what is being made. */
let asked = 0;

async function show(): Promise<void> {
  const turn = ++asked;
  const address = location.hash.slice(1);
  status.textContent = language.phrase('desk-loading');
  let nodes: readonly Node[];
  try {
    const desk = await openDesk(go, (text) => {
      if (turn === asked) status.textContent = text;
    });
    if (turn !== asked) return;
    bar.replaceChildren(navigation(desk, address));
    nodes = await makePage(desk, address);
  } catch (error) {
    nodes = [pageTitle(language.phrase('desk-title')), await showProblem(error), ...(await wayOut(error))];
  }
  if (turn !== asked) return;
  status.textContent = '';
  page.replaceChildren(...nodes);
  const heading = page.querySelector<HTMLElement>('h1');
  document.title = document.title.replace(/^[^–]*/, `${heading?.textContent ?? language.phrase('desk-title')} `);
  (page.querySelector<HTMLElement>('.govuk-error-summary') ?? heading)?.focus();
  window.scrollTo(0, 0);
}

function makePage(desk: Desk, address: string): Promise<readonly Node[]> {
  const [, id, kind] = /^case-(\d{1,15})(?:\/([a-z-]+))?$/.exec(address) ?? [];
  if (id !== undefined && kind !== undefined && isOffered(kind)) return actPage(desk, Number(id), kind);
  if (id !== undefined) return casePage(desk, Number(id));
  const [, proposal] = /^tray-([0-9a-f]{64})$/.exec(address) ?? [];
  if (proposal !== undefined) return proposalPage(desk, proposal);
  const [, withheld] = /^pending-([0-9a-f]{64})$/.exec(address) ?? [];
  if (withheld !== undefined) return withholdPage(desk, withheld);
  const choice = parseReplyChoice(address);
  if (choice !== undefined) return replyPage(desk, choice);
  if (address === 'pending') return pendingPage(desk);
  if (address === 'tray') return trayPage(desk);
  if (address === 'intake') return intakePage(desk);
  if (address === 'due') return duePage(desk);
  if (address === 'key') return keyPage(desk);
  return desk.key === undefined ? keyPage(desk) : duePage(desk);
}

function go(to: string): void {
  if (location.hash === `#${to}`) void show();
  else location.hash = to;
}

function navigation({ key, mandates }: Desk, address: string): HTMLElement {
  const who =
    key === undefined
      ? language.phrase('desk-no-key')
      : mandates.length === 0
        ? language.phrase('desk-no-mandate')
        : language.phrase('desk-signing-as', { who: language.list(mandates.map(inWords)) });
  return el(
    'nav',
    { class: 'cf-desk-nav', 'aria-label': language.phrase('desk-title') },
    el(
      'ul',
      {},
      (['due', 'pending', 'intake', 'reply', 'tray', 'key'] as const).map((name) =>
        el(
          'li',
          {},
          el(
            'a',
            { class: 'govuk-link', href: `#${name}`, 'aria-current': address.startsWith(name) ? 'page' : undefined },
            language.phrase(`desk-page-${name}`),
          ),
        ),
      ),
    ),
    el('p', {}, who),
  );
}

/** The one way on where the log's key is another: to forget the old one, on purpose. */
async function wayOut(error: unknown): Promise<readonly Node[]> {
  if (!(error instanceof DeskProblem) || error.code !== 'log-key-changed')
    return [paragraph(link('#key', language.phrase('desk-key-title')))];
  const forget = async (): Promise<void> => {
    const info = await askBytes('/ledger.json');
    if (info === undefined || !confirm(language.phrase('desk-forget-hint'))) return;
    await forgetMemory(parseLedgerInfo(info).origin);
    await show();
  };
  return [
    paragraph(language.phrase('desk-forget-hint')),
    button(language.phrase('desk-forget'), forget, { secondary: true }),
  ];
}

/** Begins, and follows the address from here on. */
export async function start(): Promise<void> {
  root.replaceChildren(bar, status, page);
  addEventListener('hashchange', () => void show());
  await show();
}
