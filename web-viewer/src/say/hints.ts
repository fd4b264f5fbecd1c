/** The question that pages/input.njk asks after the form was sent, asked before. */
import { el } from '../desk/dom.ts';
import { findPersonalHints } from '../personal-hints.ts';
import { inputWords } from '../words/input.ts';
import { setField } from './fields.ts';

/** Asks whether the text shall go as it stands; false when there is nothing to ask, or it was asked before. */
export function askOnce(form: HTMLFormElement): boolean {
  if (new FormData(form).has('asked')) return false;
  const text = form.querySelector('textarea')?.value ?? '';
  const hints = findPersonalHints(text);
  if (hints.length === 0) return false;
  const { title, lead, kinds, advice, send } = inputWords.hints;
  const items = hints.map(({ kind, start, end }) =>
    el('li', {}, `${kinds[kind]}: `, el('bdi', { class: 'cf-hints__found' }, text.slice(start, end))),
  );
  const box = el(
    'div',
    { class: 'cf-hints', role: 'alert', tabindex: '-1' },
    el('h2', { class: 'govuk-heading-m' }, title),
    el('p', { class: 'govuk-body' }, lead),
    el('ul', { class: 'govuk-list govuk-list--bullet' }, items),
    el('p', { class: 'govuk-body' }, advice),
  );
  // What was wrong before was mended, or the server says so again.
  for (const old of document.querySelectorAll('.cf-hints')) old.remove();
  form.before(box);
  setField(form, 'asked', 'yes');
  form.querySelector('button')?.replaceChildren(send);
  box.focus();
  return true;
}
