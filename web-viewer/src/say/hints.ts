/** The question that pages/input.njk asks after the form was sent, asked before. */
import { el } from '../desk/dom.ts';
import { language } from '../desk/language.ts';
import { findPersonalHints, type Hint } from '../personal-hints.ts';
import { setField } from './fields.ts';

/** What becomes public. */
const WRITTEN = 'textarea, input[name="place"]';

/** Asks whether the text shall go as it stands; false when there is nothing to ask, or it was asked before. */
export function askOnce(form: HTMLFormElement): boolean {
  if (new FormData(form).has('asked')) return false;
  const texts = [...form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(WRITTEN)].map(({ value }) => value);
  const found = texts.map((text) => ({ text, hints: findPersonalHints(text) })).filter(({ hints }) => hints.length > 0);
  if (found.length === 0) return false;
  const box = el(
    'div',
    { class: 'cf-hints', role: 'alert', tabindex: '-1' },
    el('h2', { class: 'govuk-heading-m' }, language.phrase('hints-title')),
    el('p', { class: 'govuk-body' }, language.phrase('hints-lead')),
    ...found.map(({ text, hints }) => hintList(text, hints)),
    el('p', { class: 'govuk-body' }, language.phrase('hints-advice')),
  );
  // What was wrong before was mended, or the server says so again.
  for (const old of document.querySelectorAll('.cf-hints')) old.remove();
  form.before(box);
  setField(form, 'asked', 'yes');
  form.querySelector('button')?.replaceChildren(language.phrase('hints-send'));
  box.focus();
  return true;
}

/** What is sent after a change is no longer what the question was about. */
export function watchText(form: HTMLFormElement): void {
  for (const field of form.querySelectorAll(WRITTEN))
    field.addEventListener('input', () => {
      form.querySelector('button')?.replaceChildren(language.phrase('input-send'));
    });
}

export function hintList(text: string, hints: readonly Hint[]): HTMLElement {
  const items = hints.map(({ kind, start, end }) => {
    const found = el('bdi', { class: 'cf-hints__found' }, text.slice(start, end));
    return el('li', {}, language.parts(`hints-${kind}`, { found }, {}));
  });
  return el('ul', { class: 'govuk-list govuk-list--bullet' }, items);
}
