/**
 * Fields of forms. Each reads what was entered or complains at its own place; `form.ts` gathers the complaints at the top.
 */
import { MAX_TEXT_BYTES } from '@counterfoil/ledger/content';
import { utf8 } from '@counterfoil/ledger/bytes';
import { el, newId, type Child } from './dom.ts';
import { language } from './language.ts';

/** What was entered, or what is wrong with it. */
export type Entered<T> = { readonly value: T } | { readonly wrong: string };

export interface Control<T> {
  readonly element: HTMLElement;
  /** Where a complaint leads to. */
  readonly id: string;
  read(): Entered<T>;
  /** Shows what is wrong at the field; undefined takes it away. */
  complain(message: string | undefined): void;
}

export interface FieldWords {
  readonly label: string;
  readonly hint?: string | undefined;
}

interface Frame {
  readonly group: HTMLElement;
  readonly describedBy: string;
  complain(message: string | undefined): void;
}

/** The group around a field: hint, complaint, field. */
function frame(id: string, hint: string | undefined, heading: (children: readonly Child[]) => HTMLElement): Frame {
  const error = el('p', { class: 'govuk-error-message', id: `${id}-error`, hidden: true });
  const hintElement = hint === undefined ? undefined : el('div', { class: 'govuk-hint', id: `${id}-hint` }, hint);
  const group = heading([hintElement, error]);
  return {
    group,
    describedBy: `${hint === undefined ? '' : `${id}-hint `}${id}-error`,
    complain(message) {
      error.hidden = message === undefined;
      error.replaceChildren(
        ...(message === undefined
          ? []
          : [el('span', { class: 'govuk-visually-hidden' }, language.phrase('site-error-prefix'), ' '), message]),
      );
      group.classList.toggle('govuk-form-group--error', message !== undefined);
    },
  };
}

function labelled(id: string, { label, hint, optional = false }: FieldWords & { readonly optional?: boolean }): Frame {
  return frame(id, hint, (children) =>
    el(
      'div',
      { class: 'govuk-form-group' },
      el(
        'label',
        { class: 'govuk-label govuk-label--s', for: id },
        optional ? language.phrase('desk-form-optional', { label }) : label,
      ),
      ...children,
    ),
  );
}

export interface TextControl extends Control<string> {
  readonly input: HTMLTextAreaElement | HTMLInputElement;
}

export interface WordsOptions extends FieldWords {
  readonly rows?: number;
  readonly isCode?: boolean;
  /** May be left empty: reads as ''. */
  readonly optional?: boolean;
  readonly value?: string;
}

/** Words as a person writes them, of any length that can be recorded. */
export function wordsControl(options: WordsOptions): TextControl {
  const { rows = 5, isCode = false, optional = false, value = '' } = options;
  const id = newId('words');
  const around = labelled(id, options);
  const input = el('textarea', {
    class: `govuk-textarea${isCode ? ' cf-code' : ''}`,
    id,
    rows: String(rows),
    'aria-describedby': around.describedBy,
    ...(isCode ? { spellcheck: 'false', autocomplete: 'off' } : { dir: 'auto' }),
  });
  input.value = value;
  around.group.append(input);
  const read = (): Entered<string> => {
    const text = input.value;
    if (text.trim() === '')
      return optional ? { value: '' } : { wrong: language.phrase('desk-error-empty', { label: options.label }) };
    if (!text.isWellFormed() || text.includes('\0')) return { wrong: language.phrase('input-error-encoding') };
    const bytes = utf8(text).length;
    return bytes > MAX_TEXT_BYTES
      ? { wrong: language.phrase('desk-error-too-long', { bytes, most: MAX_TEXT_BYTES }) }
      : { value: text };
  };
  return { element: around.group, id, input, read, complain: around.complain };
}

export interface LineOptions extends FieldWords {
  readonly optional?: boolean;
  readonly type?: 'text' | 'date' | 'number';
  /** What it must be like, and what is said otherwise. */
  readonly pattern?: readonly [RegExp, string];
  readonly value?: string;
}

/** One line. */
export function lineControl(options: LineOptions): TextControl {
  const { optional = false, type = 'text', pattern, value = '' } = options;
  const id = newId('line');
  const around = labelled(id, options);
  const input = el('input', {
    class: `govuk-input${type === 'text' ? '' : ' govuk-input--width-10'}`,
    id,
    type: type === 'number' ? 'text' : type,
    inputmode: type === 'number' ? 'numeric' : undefined,
    autocomplete: 'off',
    'aria-describedby': around.describedBy,
  });
  input.value = value;
  around.group.append(input);
  const read = (): Entered<string> => {
    const text = input.value.trim();
    if (text === '')
      return optional ? { value: '' } : { wrong: language.phrase('desk-error-empty', { label: options.label }) };
    if (pattern !== undefined && !pattern[0].test(text)) return { wrong: pattern[1] };
    return { value: text };
  };
  return { element: around.group, id, input, read, complain: around.complain };
}

export interface Option {
  readonly value: string;
  readonly text: string;
  readonly hint?: string | undefined;
  /** Of the text, where it is not the page’s. */
  readonly lang?: string | undefined;
}

export interface ChoiceOptions extends FieldWords {
  readonly options: readonly Option[];
  /** Can be left open: reads as '' then. What that means, in words. */
  readonly open?: string;
  readonly value?: string;
}

/** One of a list that drops down. */
export function selectControl(options: ChoiceOptions): Control<string> & { readonly input: HTMLSelectElement } {
  const { open, value = '' } = options;
  const id = newId('select');
  const around = labelled(id, options);
  const input = el(
    'select',
    { class: 'govuk-select', id, 'aria-describedby': around.describedBy },
    value === '' && el('option', { value: '' }, open ?? language.phrase('desk-form-choose')),
    options.options.map(({ value: each, text, lang }) =>
      el('option', { value: each, lang, dir: lang === undefined ? undefined : 'auto' }, text),
    ),
  );
  input.value = value;
  around.group.append(input);
  const read = (): Entered<string> =>
    input.value === '' && open === undefined
      ? { wrong: language.phrase('desk-error-choose', { label: options.label }) }
      : { value: input.value };
  return { element: around.group, id, input, read, complain: around.complain };
}

function picks(
  type: 'radio' | 'checkbox',
  words: FieldWords,
  options: readonly Option[],
  chosen: (value: string) => boolean,
): Frame & { readonly inputs: readonly HTMLInputElement[]; readonly id: string } {
  const kind = type === 'radio' ? 'radios' : 'checkboxes';
  const name = newId(kind);
  const around = frame(name, words.hint, (children) =>
    el(
      'div',
      { class: 'govuk-form-group' },
      el(
        'fieldset',
        {
          class: 'govuk-fieldset',
          'aria-describedby': `${words.hint === undefined ? '' : `${name}-hint `}${name}-error`,
        },
        el('legend', { class: 'govuk-fieldset__legend govuk-fieldset__legend--s' }, words.label),
        ...children,
      ),
    ),
  );
  const inputs = options.map(({ value }, place) => {
    const input = el('input', {
      class: `govuk-${kind}__input`,
      type,
      name,
      value,
      id: place === 0 ? name : `${name}-${place}`,
      'aria-describedby': options[place]?.hint === undefined ? undefined : `${name}-${place}-hint`,
    });
    input.checked = chosen(value);
    return input;
  });
  const items = options.map(({ text, hint, lang }, place) =>
    el(
      'div',
      { class: `govuk-${kind}__item` },
      inputs[place],
      el('label', { class: `govuk-label govuk-${kind}__label`, for: inputs[place]?.id }, el('bdi', { lang }, text)),
      hint !== undefined &&
        el('div', { class: `govuk-hint govuk-${kind}__hint`, id: `${name}-${place}-hint` }, el('bdi', {}, hint)),
    ),
  );
  around.group.querySelector('fieldset')?.append(el('div', { class: `govuk-${kind}` }, items));
  return { ...around, inputs, id: name };
}

/** One of a few, all in sight. */
export function radiosControl(options: ChoiceOptions): Control<string> & { onChange(listen: () => void): void } {
  const { value = '' } = options;
  const { group, inputs, id, complain } = picks('radio', options, options.options, (each) => each === value);
  return {
    element: group,
    id,
    complain,
    read() {
      const chosen = inputs.find(({ checked }) => checked)?.value;
      return chosen === undefined
        ? { wrong: language.phrase('desk-error-choose', { label: options.label }) }
        : { value: chosen };
    },
    onChange: (listen) => group.addEventListener('change', listen),
  };
}

export interface ChecksOptions extends FieldWords {
  readonly options: readonly Option[];
  /** At least so many. */
  readonly least?: number;
}

/** Any number of a few. */
export function checksControl(options: ChecksOptions): Control<readonly string[]> {
  const { least = 0 } = options;
  const { group, inputs, id, complain } = picks('checkbox', options, options.options, () => false);
  return {
    element: group,
    id,
    complain,
    read() {
      const value = inputs.filter(({ checked }) => checked).map((input) => input.value);
      return value.length < least
        ? { wrong: language.phrase('desk-error-choose-more', { label: options.label, least }) }
        : { value };
    },
  };
}
