/** Takes a file from the reader, has the ledger's own code judge it, and shows the verdict. Nothing is sent anywhere. */
import { MAX_COMPLAINT_BYTES } from '@counterfoil/ledger/complaint';
import { el, type Child } from '../desk/dom.ts';
import { openTeller, type PageTeller } from '../open-teller.ts';
import { language } from '../desk/language.ts';
import { judgeFile, type Judged, type ShownFact } from './judge-file.ts';

export async function start(): Promise<void> {
  const root = document.getElementById('receipt-check');
  if (root === null) return;
  // All that there is to say is here before the first file: then no network is needed any more.
  const teller = await openTeller(document, root.dataset['sentences'] ?? '');
  const ownKey = root.dataset['logKey'] ?? '';
  const answer = el('div', { class: 'cf-check', role: 'status', tabindex: '-1' });
  // Files are taken one after the other; one that is given meanwhile takes the place of the one before.
  let turn = 0;
  const check = async (file: File): Promise<void> => {
    const own = ++turn;
    answer.replaceChildren(el('p', { class: 'govuk-body' }, language.phrase('check-checking')));
    const judged = await judge(file, ownKey);
    if (own !== turn) return;
    answer.replaceChildren(...show(teller, judged, ask));
    answer.focus();
  };
  /** Asks the record of this page, and puts its answer before what the file alone says. */
  const ask = async ({ run }: Asking, button: HTMLButtonElement): Promise<void> => {
    const own = turn;
    button.disabled = true;
    const status = el('p', { class: 'govuk-body', role: 'status' }, language.phrase('check-asking'));
    button.after(status);
    let judged: Judged;
    try {
      judged = await run(
        (entries, size) => (status.textContent = language.phrase('check-looked-at', { entries, size })),
      );
    } catch (error) {
      console.error(error);
      judged = { tone: 'open', told: [language.phrase('check-failed')], facts: [] };
    }
    if (own !== turn) return;
    status.remove();
    button.remove();
    answer.prepend(...show(teller, judged, ask));
    answer.focus();
  };
  const field = el('input', {
    ...{ type: 'file', id: 'receipt-file', class: 'cf-drop__field', accept: '.json,application/json' },
    'aria-describedby': 'receipt-file-hint',
    change() {
      const [file] = field.files ?? [];
      if (file !== undefined) void check(file);
    },
  });
  const drop = el(
    'div',
    {
      class: 'cf-drop',
      dragover: (event) => event.preventDefault(),
      drop(event) {
        event.preventDefault();
        const file = event instanceof DragEvent ? event.dataTransfer?.files[0] : undefined;
        if (file !== undefined) void check(file);
      },
    },
    el('label', { class: 'govuk-label govuk-label--m', for: 'receipt-file' }, language.phrase('check-label')),
    el('p', { class: 'govuk-hint', id: 'receipt-file-hint' }, language.phrase('check-hint')),
    field,
  );
  root.replaceChildren(drop, answer);
}

async function judge(file: File, ownKey: string): Promise<Judged> {
  if (file.size > MAX_COMPLAINT_BYTES) return { tone: 'wrong', told: [language.phrase('check-too-large')], facts: [] };
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    return { tone: 'open', told: [language.phrase('check-unreadable')], facts: [] };
  }
  try {
    return await judgeFile(bytes, ownKey);
  } catch (error) {
    console.error(error);
    return { tone: 'open', told: [language.phrase('check-failed')], facts: [] };
  }
}

type Asking = NonNullable<Judged['ask']>;

function show(
  teller: PageTeller,
  { tone, told, facts, ask: asking, file, link }: Judged,
  ask: (asking: Asking, button: HTMLButtonElement) => Promise<void>,
): readonly Node[] {
  const verdict = el(
    'div',
    { class: `cf-check__verdict cf-check__verdict--${tone}` },
    el('p', { class: 'cf-check__tag' }, el('strong', {}, language.phrase(`check-tone-${tone}`))),
    el(
      'p',
      { class: 'govuk-body-l' },
      told.flatMap((one): readonly Child[] => (typeof one === 'string' ? [one] : teller.tell(one.found))),
    ),
    file !== undefined && saveLink(file),
    link !== undefined &&
      el('p', { class: 'govuk-body' }, el('a', { class: 'govuk-link', href: link.href }, link.label)),
    asking !== undefined && askButton(asking, ask),
  );
  const rows = facts.map((fact) =>
    el(
      'div',
      { class: 'govuk-summary-list__row' },
      el('dt', { class: 'govuk-summary-list__key' }, fact.label),
      el(
        'dd',
        { class: 'govuk-summary-list__value' },
        factValue(fact),
        fact.note !== undefined && el('p', { class: 'cf-check__note' }, fact.note),
      ),
    ),
  );
  return facts.length === 0 ? [verdict] : [verdict, el('dl', { class: 'govuk-summary-list' }, rows)];
}

function askButton(asking: Asking, ask: (asking: Asking, button: HTMLButtonElement) => Promise<void>): Node {
  const button = el(
    'button',
    { type: 'button', class: 'govuk-button govuk-button--secondary', click: () => void ask(asking, button) },
    asking.label,
  );
  return button;
}

function saveLink({ name, bytes, label }: NonNullable<Judged['file']>): Node {
  const href = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'application/json' }));
  return el('p', { class: 'govuk-body' }, el('a', { class: 'govuk-link', href, download: name }, label));
}

function factValue({ text, style, lang }: ShownFact): Node {
  if (style === 'code') return el('code', { class: 'cf-code' }, text);
  return style === 'words' ? el('div', { class: 'cf-words', dir: 'auto', lang }, text) : el('p', {}, text);
}
