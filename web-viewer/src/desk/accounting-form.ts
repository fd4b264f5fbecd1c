/**
 * Accounting for inputs: what became of each, one by one or many at once by a filter, each with its reason; and how often
 * that very reason was given before.
 */
import { reasonHash } from '@counterfoil/ledger/reason';
import { inLang, type ActContext, type ActForm } from './act-form.ts';
import { askReasonUses } from './api.ts';
import { stepsOf, type InputView } from './case-reading.ts';
import { aside, button, paragraph } from './components.ts';
import { lineControl, radiosControl, selectControl, wordsControl, type Option } from './controls.ts';
import { el, newId } from './dom.ts';
import { readFields } from './form.ts';
import { excerpt } from './excerpt.ts';
import { language } from './language.ts';

/** More than this are chosen by the filter, not by hand. */
const LISTED = 100;
/** SPEC 7.5. */
const MAX_ITEMS = 200;
const MAX_INPUTS = 5000;

interface Item {
  readonly code: string;
  readonly inputs: readonly number[];
  readonly reason: string;
}

export function accountingForm(context: ActContext): ActForm {
  const { view } = context;
  const open = view.inputs.filter(({ disposition }) => disposition === undefined);
  const items: Item[] = [];
  const chosen = new Set<number>();
  const free = (): InputView[] => {
    const taken = new Set(items.flatMap(({ inputs }) => inputs));
    return open.filter(({ index }) => !taken.has(index));
  };

  const filter = inputFilter(open);
  const listing = el('div', { class: 'cf-picks' });
  const counted = el('p', { class: 'govuk-body', role: 'status' });
  const itemList = el('div', { class: 'cf-items' });
  const summary = el('div', {});
  const code = radiosControl({
    label: language.phrase('desk-field-disposition'),
    options: view.rules.dispositions.map((each) => ({ value: each.code, text: each.title, lang: context.ledger.lang })),
  });
  const reason = wordsControl({
    label: language.phrase('fact-reason'),
    hint: language.phrase('desk-field-reason-hint'),
    rows: 5,
  });
  const uses = el('p', { class: 'cf-note cf-note--corrected', role: 'status', hidden: true });
  const addToList = button(language.phrase('desk-accounting-add'), () => void add(), { secondary: true });
  const adding = [filter.element, counted, code.element, reason.element, addToList];

  const count = (): void => {
    const left = free().length;
    counted.textContent = language.phrase('desk-accounting-chosen', { chosen: chosen.size, open: left });
    // Everything is on the list: nothing is left to choose or to say.
    for (const part of adding) part.hidden = left === 0;
  };
  const showInputs = (): void => {
    const fitting = free().filter((input) => filter.fits(input));
    for (const index of chosen) if (!fitting.some((input) => input.index === index)) chosen.delete(index);
    const all = button(
      language.phrase('desk-accounting-all', { count: fitting.length }),
      () => {
        const isAll = fitting.every(({ index }) => chosen.has(index));
        for (const { index } of fitting)
          if (isAll) chosen.delete(index);
          else chosen.add(index);
        showInputs();
      },
      { secondary: true },
    );
    listing.replaceChildren(
      ...(fitting.length > 1 ? [all] : []),
      el(
        'div',
        { class: 'govuk-checkboxes govuk-checkboxes--small' },
        fitting.slice(0, LISTED).map((input) => pick(input, chosen, count)),
      ),
      ...(fitting.length > LISTED
        ? [aside(language.phrase('desk-accounting-not-listed', { count: fitting.length - LISTED }))]
        : []),
      ...(fitting.length === 0
        ? [paragraph(language.phrase(free().length === 0 ? 'desk-accounting-none-left' : 'desk-accounting-none-fits'))]
        : []),
    );
    count();
  };
  const showItems = (): void => {
    itemList.replaceChildren(
      ...items.map((item) => {
        const title = view.rules.dispositions.find((each) => each.code === item.code)?.title ?? item.code;
        const remove = button(
          language.phrase('desk-accounting-remove'),
          () => {
            items.splice(items.indexOf(item), 1);
            showItems();
            showInputs();
          },
          { secondary: true },
        );
        return el(
          'div',
          { class: 'cf-items__item' },
          el(
            'p',
            { class: 'govuk-body' },
            el('strong', {}, language.phrase('desk-accounting-item', { title, inputs: item.inputs.length })),
            ' ',
            el('bdi', { lang: context.lang() }, item.reason),
          ),
          remove,
        );
      }),
    );
  };
  const showUses = async (): Promise<void> => {
    const text = reason.input.value;
    if (text.trim() === '') {
      uses.hidden = true;
      return;
    }
    const sentence = await describeUses(context, text, items);
    uses.hidden = sentence === undefined;
    uses.textContent = sentence ?? '';
  };
  const add = (): boolean => {
    const entered = readFields({ code, reason }, summary);
    if (entered === undefined) return false;
    const inputs = [...chosen].sort((a, b) => a - b);
    const wrong =
      inputs.length === 0
        ? language.phrase('desk-accounting-choose')
        : inputs.length > MAX_INPUTS
          ? language.phrase('desk-accounting-many', { most: MAX_INPUTS })
          : undefined;
    if (wrong !== undefined || items.length >= MAX_ITEMS) {
      readFields(
        { inputs: { ...filter.field, read: () => ({ wrong: wrong ?? language.phrase('desk-accounting-full') }) } },
        summary,
      );
      return false;
    }
    items.push({ code: entered.code, inputs, reason: entered.reason });
    chosen.clear();
    reason.input.value = '';
    uses.hidden = true;
    showItems();
    showInputs();
    return true;
  };

  filter.element.addEventListener('input', showInputs);
  reason.input.addEventListener('change', () => void showUses());
  showInputs();
  const element = el(
    'div',
    {},
    paragraph(language.phrase('desk-accounting-lead', { count: open.length })),
    summary,
    filter.element,
    listing,
    counted,
    code.element,
    reason.element,
    uses,
    addToList,
    itemList,
  );
  return {
    element,
    read() {
      // What is chosen and written goes along, whether it was put on the list or not.
      const isWritten = chosen.size > 0 || reason.input.value.trim() !== '';
      if ((isWritten || items.length === 0) && !add()) return undefined;
      return { items: items.map((item) => ({ ...item, reason: inLang(item.reason, context) })) };
    },
  };
}

function pick(input: InputView, chosen: Set<number>, changed: () => void): HTMLElement {
  const id = newId('input');
  const box = el('input', { class: 'govuk-checkboxes__input', type: 'checkbox', id });
  box.checked = chosen.has(input.index);
  box.addEventListener('change', () => {
    if (box.checked) chosen.add(input.index);
    else chosen.delete(input.index);
    changed();
  });
  return el(
    'div',
    { class: 'govuk-checkboxes__item' },
    box,
    el(
      'label',
      { class: 'govuk-label govuk-checkboxes__label', for: id },
      el('span', { class: 'cf-picks__number' }, String(input.index)),
      ' ',
      el('bdi', { lang: input.text.lang }, excerpt(input.text, 300)),
    ),
  );
}

interface InputFilter {
  readonly element: HTMLElement;
  readonly field: ReturnType<typeof lineControl>;
  fits(input: InputView): boolean;
}

/** By words, category, channel and kind of author: as far as the inputs differ in these. */
function inputFilter(inputs: readonly InputView[]): InputFilter {
  const field = lineControl({ label: language.phrase('desk-field-contains') });
  const choices = [
    choice(
      language.phrase('desk-field-category'),
      inputs,
      ({ statement }) => statement.category,
      (value) => value,
    ),
    choice(
      language.phrase('desk-field-channel'),
      inputs,
      ({ statement }) => statement.channel,
      (value) => language.nameOf('channel', value),
    ),
    choice(
      language.phrase('desk-field-author'),
      inputs,
      ({ statement }) => statement.author,
      (value) => language.nameOf('author', value),
    ),
  ].filter((each) => each !== undefined);
  return {
    element: el(
      'div',
      { class: 'cf-filter', role: 'group', 'aria-label': language.phrase('desk-accounting-filter') },
      el('p', { class: 'govuk-body' }, language.phrase('desk-accounting-filter')),
      field.element,
      choices.map(({ element }) => element),
    ),
    field,
    fits(input) {
      const wanted = field.input.value.trim().toLowerCase();
      const text = input.text.status === 'there' ? input.text.text.toLowerCase() : '';
      return (wanted === '' || text.includes(wanted)) && choices.every(({ fits }) => fits(input));
    },
  };
}

function choice(
  label: string,
  inputs: readonly InputView[],
  valueOf: (input: InputView) => string | undefined,
  inWords: (value: string) => string,
): { readonly element: HTMLElement; fits(input: InputView): boolean } | undefined {
  const values = [...new Set(inputs.map(valueOf))].filter((value) => value !== undefined).sort();
  if (values.length < 2) return undefined;
  const options: Option[] = values.map((value) => ({ value, text: inWords(value) }));
  const { element, input } = selectControl({ label, options, open: language.phrase('desk-field-any') });
  return { element, fits: (each) => input.value === '' || valueOf(each) === input.value };
}

/** Undefined where the reason is new. What the browser sees itself counts when the service does not answer. */
async function describeUses({ view }: ActContext, text: string, items: readonly Item[]): Promise<string | undefined> {
  const hash = reasonHash(text);
  let here = items.filter(({ reason }) => reasonHash(reason) === hash).length;
  for (const { statement } of stepsOf(view, 'dispositions')) {
    for (const { reason } of statement.items) {
      const before = view.texts.get(reason.digest);
      if (before?.status === 'there' && reasonHash(before.text) === hash) here++;
    }
  }
  const everywhere = await askReasonUses(hash).catch(() => undefined);
  const uses = Math.max(here, everywhere?.uses ?? 0);
  return uses === 0
    ? undefined
    : language.phrase('desk-accounting-uses', { uses, inputs: Math.max(everywhere?.inputs ?? 0, uses) });
}
