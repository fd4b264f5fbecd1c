/** Takes a file from the reader, has the ledger's own code judge it, and shows the verdict. Nothing is sent anywhere. */
import { MAX_COMPLAINT_BYTES } from '@counterfoil/ledger/complaint';
import { el } from '../desk/dom.ts';
import { receiptCheckWords as words } from '../words/receipt-check.ts';
import { judgeFile, type Judged, type ShownFact } from './judge-file.ts';

export function start(): void {
  const root = document.getElementById('receipt-check');
  if (root === null) return;
  const ownKey = root.dataset['logKey'] ?? '';
  const answer = el('div', { class: 'cf-check', role: 'status', tabindex: '-1' });
  // Files are taken one after the other; one that is given meanwhile takes the place of the one before.
  let turn = 0;
  const check = async (file: File): Promise<void> => {
    const own = ++turn;
    answer.replaceChildren(el('p', { class: 'govuk-body' }, words.checking));
    const judged = await judge(file, ownKey);
    if (own !== turn) return;
    answer.replaceChildren(...show(judged));
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
    el('label', { class: 'govuk-label govuk-label--m', for: 'receipt-file' }, words.label),
    el('p', { class: 'govuk-hint', id: 'receipt-file-hint' }, words.hint),
    field,
  );
  root.replaceChildren(drop, answer);
}

async function judge(file: File, ownKey: string): Promise<Judged> {
  if (file.size > MAX_COMPLAINT_BYTES) return { tone: 'wrong', sentence: words.tooLarge, facts: [] };
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    return { tone: 'open', sentence: words.unreadable, facts: [] };
  }
  try {
    return await judgeFile(bytes, ownKey);
  } catch (error) {
    console.error(error);
    return { tone: 'open', sentence: words.failed, facts: [] };
  }
}

function show({ tone, sentence, facts }: Judged): readonly Node[] {
  const verdict = el(
    'div',
    { class: `cf-check__verdict cf-check__verdict--${tone}` },
    el('p', { class: 'cf-check__tag' }, el('strong', {}, words[tone])),
    el('p', { class: 'govuk-body-l' }, sentence),
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

function factValue({ text, style, lang }: ShownFact): Node {
  if (style === 'code') return el('code', { class: 'cf-code' }, text);
  return style === 'words' ? el('div', { class: 'cf-words', dir: 'auto', lang }, text) : el('p', {}, text);
}
