/** The parts that pages of the desk are made of: the component library's own markup, as the other pages have it. */
import { pagesPrefix } from '../script-phrases.ts';
import { el, newId, type Child } from './dom.ts';
import { language } from './language.ts';

/** The heading of a page: what is read out first when the page changes. */
export function pageTitle(text: string, caption?: string): HTMLElement {
  return el(
    'h1',
    { class: 'govuk-heading-xl', tabindex: '-1' },
    caption !== undefined && el('span', { class: 'govuk-caption-l' }, caption),
    text,
  );
}

export function section(title: string, ...children: readonly Child[]): HTMLElement {
  const id = newId('section');
  return el('section', { 'aria-labelledby': id }, el('h2', { class: 'govuk-heading-l', id }, title), ...children);
}

export function paragraph(...children: readonly Child[]): HTMLElement {
  return el('p', { class: 'govuk-body' }, ...children);
}

export function aside(...children: readonly Child[]): HTMLElement {
  return el('p', { class: 'cf-aside' }, ...children);
}

/** To a page of the desk, or to one of the site in the language of this page. */
export function link(href: string, ...children: readonly Child[]): HTMLElement {
  const address = href.startsWith('#') ? href : pagesPrefix(document) + href;
  return el('a', { class: 'govuk-link', href: address }, ...children);
}

export interface ButtonOptions {
  readonly secondary?: boolean;
  readonly submit?: boolean;
}

/** Takes one press at a time: until what it began is done, further ones do nothing. */
export function button(
  text: string,
  onPress: () => void | Promise<void>,
  { secondary = false, submit = false }: ButtonOptions = {},
): HTMLButtonElement {
  let busy = false;
  const made = el(
    'button',
    { class: `govuk-button${secondary ? ' govuk-button--secondary' : ''}`, type: submit ? 'submit' : 'button' },
    text,
  );
  made.addEventListener('click', (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    made.setAttribute('aria-disabled', 'true');
    void Promise.resolve(onPress()).finally(() => {
      busy = false;
      made.removeAttribute('aria-disabled');
    });
  });
  return made;
}

export function warning(...children: readonly Child[]): HTMLElement {
  return el(
    'div',
    { class: 'govuk-warning-text' },
    el('span', { class: 'govuk-warning-text__icon', 'aria-hidden': 'true' }, '!'),
    el(
      'strong',
      { class: 'govuk-warning-text__text' },
      el('span', { class: 'govuk-visually-hidden' }, language.phrase('input-warning-title')),
      ...children,
    ),
  );
}

/** What stands in the way, read out at once. */
export function refusal(title: string, ...children: readonly Child[]): HTMLElement {
  return el(
    'div',
    { class: 'govuk-error-summary', tabindex: '-1' },
    el(
      'div',
      { role: 'alert' },
      el('h2', { class: 'govuk-error-summary__title' }, title),
      el('div', { class: 'govuk-error-summary__body' }, ...children),
    ),
  );
}

export function tag(state: string, text: string): HTMLElement {
  return el('strong', { class: `govuk-tag cf-tag cf-tag--${state}` }, text);
}

export function fold(summary: string, ...children: readonly Child[]): HTMLDetailsElement {
  return el(
    'details',
    { class: 'govuk-details' },
    el('summary', { class: 'govuk-details__summary' }, el('span', { class: 'govuk-details__summary-text' }, summary)),
    el('div', { class: 'govuk-details__text' }, ...children),
  );
}

/** Question and answer, line by line. */
export function facts(rows: readonly (readonly [label: string, value: Child])[]): HTMLElement {
  return el(
    'dl',
    { class: 'govuk-summary-list' },
    rows.map(([label, value]) =>
      el(
        'div',
        { class: 'govuk-summary-list__row' },
        el('dt', { class: 'govuk-summary-list__key' }, label),
        el('dd', { class: 'govuk-summary-list__value' }, value),
      ),
    ),
  );
}

/** What somebody wrote, as they wrote it. */
export function words(text: string, lang: string): HTMLElement {
  return el('div', { class: 'cf-words', lang, dir: 'auto' }, text);
}

export function code(text: string): HTMLElement {
  return el('code', { class: 'cf-code' }, text);
}

/** Lines to be copied. Can be scrolled by keyboard where it is wider than the page. */
export function command(text: string): HTMLElement {
  return el('pre', { class: 'cf-command' }, el('code', {}, text));
}

export function list(items: readonly Child[]): HTMLElement {
  return el('ul', { class: 'govuk-list govuk-list--bullet' }, ...items.map((item) => el('li', {}, item)));
}
