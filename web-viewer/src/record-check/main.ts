/**
 * The script of the page "Check it yourself": begins when the reader says so, has a worker judge what it fetches, and turns each check from
 * waiting to what came of it. Every sentence stands in the page already, in its language; here one of them is shown.
 */
import { el } from '../desk/dom.ts';
import { openTeller, type PageTeller } from '../open-teller.ts';
import type { AuditFinding } from '@counterfoil/ledger/audit';
import type { Answer, CheckState, Facts, FileRead, ToPage, ToWorker, Verdict } from './order.ts';
import { openPageSource, type PageSource } from './page-source.ts';

/** Findings shown beside one check: who wants all of them takes the program. */
const MOST_SHOWN = 10;

type Found = Extract<ToPage, { readonly found: unknown }>['found'];

const form = find('record-check', HTMLFormElement);
const [source, trusted] = [find('source', HTMLInputElement), find('trusted', HTMLTextAreaElement)];
const [begin, stop] = [find('begin', HTMLButtonElement), find('stop', HTMLButtonElement)];
const [answer, verdict, progress] = [find('answer'), find('verdict'), find('progress', HTMLProgressElement)];
const numbers = new Intl.NumberFormat(`${document.documentElement.lang}-u-nu-latn`);
let stopping = new AbortController();

// Without this script nothing would come of them.
[form.hidden, answer.hidden] = [false, false];
form.addEventListener('submit', (event) => {
  event.preventDefault();
  const base = readBase();
  showSlip('source', base === undefined);
  showSlip('trusted', false);
  if (base === undefined) source.focus();
  else run(base);
});
stop.addEventListener('click', () => stopping.abort());

function run(base: string): void {
  stopping = new AbortController();
  const { signal } = stopping;
  const files = openPageSource(base, signal);
  const worker = new Worker(form.dataset['worker'] ?? '', { type: 'module' });
  const send = (message: ToWorker, transfer: Transferable[] = []): void => worker.postMessage(message, transfer);
  const end = (): void => {
    worker.terminate();
    begin.disabled = false;
    stop.hidden = true;
    progress.hidden = true;
  };
  /** Nothing is fetched where nothing is found. What is found is shown in its order, and the verdict after it. */
  let opening: Promise<PageTeller> | undefined;
  const conclude = (as: Verdict | 'failed' | 'unreachable' | 'stopped', given?: Answer): void => {
    end();
    for (const item of document.querySelectorAll<HTMLElement>('[data-check]'))
      showState(item, given?.states[item.dataset['check'] as keyof Answer['states']] ?? 'unseen');
    if (given !== undefined) showFacts(given.facts);
    showVerdict(as);
    verdict.focus();
  };
  const told = async (teller: Promise<PageTeller>, { check, finding }: Found): Promise<void> => {
    const speaking = await teller;
    if (!signal.aborted) showFinding(speaking, check, finding);
  };
  const answered = async (given: Answer): Promise<void> => {
    await opening;
    if (!signal.aborted) conclude(files.hasAnswered ? given.verdict : 'unreachable', given);
  };
  signal.addEventListener('abort', () => conclude('stopped'));
  worker.addEventListener('error', (event) => {
    console.error(event.message);
    if (!signal.aborted) conclude('failed');
  });
  worker.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
    if (signal.aborted) return;
    if ('read' in data) {
      void hand(files, data.read, (file) => send({ file }, file.bytes === undefined ? [] : [file.bytes.buffer]));
    } else if ('progress' in data) showProgress(data.progress);
    else if ('found' in data) {
      opening ??= openTeller(document, form.dataset['sentences'] ?? '');
      void told(opening, data.found);
    } else if ('answer' in data) void answered(data.answer);
    else if ('failed' in data) conclude('failed');
    else {
      end();
      clear();
      showSlip('trusted', true);
      trusted.closest('details')?.setAttribute('open', '');
      trusted.focus();
    }
  });

  clear();
  begin.disabled = true;
  [stop.hidden, verdict.hidden, progress.hidden] = [false, false, false];
  progress.removeAttribute('value');
  showVerdict('waiting');
  const { case: id, entries = '' } = form.dataset;
  const listed = entries === '' ? [] : entries.split(' ').map(Number);
  send({ order: { case: id === undefined ? undefined : Number(id), entries: listed, trusted: trusted.value } });
}

async function hand(
  files: PageSource,
  { id, path, maxBytes }: Extract<ToPage, { readonly read: unknown }>['read'],
  send: (file: FileRead) => void,
): Promise<void> {
  send({ id, ...(await files.fetchFile(path, maxBytes)) });
}

/** As the page was before anything was checked. */
function clear(): void {
  [verdict.hidden, find('facts').hidden] = [true, true];
  find('lead').replaceChildren();
  for (const item of document.querySelectorAll<HTMLElement>('[data-check]')) {
    showState(item, 'waiting');
    item.querySelector('ul')?.replaceChildren();
  }
}

/** The address of the record to ask; undefined where what was typed is none that this page may ask. */
function readBase(): string | undefined {
  const typed = source.value.trim();
  if (typed === '') return new URL('/', location.href).href;
  const url = URL.parse(typed.endsWith('/') ? typed : `${typed}/`);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== location.protocol)) return undefined;
  return url.search === '' && url.username === '' ? url.href : undefined;
}

function showSlip(id: 'source' | 'trusted', isWrong: boolean): void {
  find(`${id}-slip`).hidden = !isWrong;
  const field = id === 'source' ? source : trusted;
  field.setAttribute('aria-invalid', String(isWrong));
  field.closest('.govuk-form-group')?.classList.toggle('govuk-form-group--error', isWrong);
  if (isWrong) field.closest('details')?.setAttribute('open', '');
}

function showProgress({ entries, size }: { readonly entries: number; readonly size: number }): void {
  [progress.max, progress.value] = [size, entries];
}

function showState(item: HTMLElement, state: CheckState): void {
  // What was found wrong stays so, whatever came after.
  const shown = state === 'unseen' && item.dataset['state'] === 'wrong' ? 'wrong' : state;
  item.dataset['state'] = shown;
  for (const words of item.querySelectorAll<HTMLElement>('[data-when]')) words.hidden = words.dataset['when'] !== shown;
}

function showVerdict(as: string): void {
  verdict.dataset['verdict'] = as;
  find('verdict-words').textContent = find(`verdict-${as}`).textContent;
}

function showFinding(teller: PageTeller, check: string, found: AuditFinding): void {
  const item = document.querySelector<HTMLElement>(`[data-check="${check}"]`);
  const list = item?.querySelector('ul');
  if (item === null || list === null || list === undefined) return;
  if (found.severity === 'failure') showState(item, 'wrong');
  if (list.children.length < MOST_SHOWN) {
    // By its code everybody finds out what it means, whatever the language.
    const code = el('code', { class: 'cf-code', dir: 'ltr' }, found.code);
    list.append(el('li', {}, ...describe(teller, found), ' (', code, ')'));
  }
  const lead = find('lead');
  if (found.severity === 'failure' && lead.childNodes.length === 0) lead.append(...describe(teller, found));
}

/** The place, and what is said of it. */
function describe(teller: PageTeller, { entry, file, said }: AuditFinding): readonly (Node | string)[] {
  const { entry: named = '' } = answer.dataset;
  const words = teller.tell(said);
  if (entry !== undefined) {
    const href = new URL(`entries/${entry}`, form.action).href;
    return [el('a', { class: 'govuk-link', href }, named.replace('{entry}', String(entry))), ': ', ...words];
  }
  return file === undefined ? words : [el('code', { class: 'cf-code', dir: 'ltr' }, file), ': ', ...words];
}

function showFacts(facts: Facts): void {
  for (const value of find('facts').querySelectorAll<HTMLElement>('[data-fact]')) {
    const fact = facts[value.dataset['fact'] as keyof Facts];
    value.textContent = typeof fact === 'number' ? numbers.format(fact) : String(fact ?? '');
    const row = value.closest<HTMLElement>('.govuk-summary-list__row');
    if (row !== null) row.hidden = fact === undefined || fact === '';
  }
  find('key-own').hidden = !facts.isOwnKey;
  find('key-listed').hidden = facts.isOwnKey || facts.key === '';
  find('facts').hidden = facts.origin === '';
}

function find<E extends HTMLElement = HTMLElement>(id: string, type?: new () => E): E {
  const found = document.getElementById(id);
  if (found === null || (type !== undefined && !(found instanceof type))) throw new Error(`The page has no "${id}".`);
  return found as E;
}
