/** Reads several fields, or says at the top and at each of them what is missing. */
import { refusal } from './components.ts';
import type { Control } from './controls.ts';
import { el } from './dom.ts';
import { language } from './language.ts';

type Fields = Readonly<Record<string, Control<unknown>>>;
type Values<F extends Fields> = { readonly [K in keyof F]: F[K] extends Control<infer T> ? T : never };

/** What was entered, or undefined when something is wrong: it is shown then, and has the focus. @param summary where the complaints go. */
export function readFields<F extends Fields>(fields: F, summary: HTMLElement): Values<F> | undefined {
  const wrong: { readonly id: string; readonly message: string }[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const entered = field.read();
    const message = 'wrong' in entered ? entered.wrong : undefined;
    field.complain(message);
    if (message !== undefined) wrong.push({ id: field.id, message });
    else if ('value' in entered) values[name] = entered.value;
  }
  if (wrong.length === 0) {
    summary.replaceChildren();
    return values as Values<F>;
  }
  const box = refusal(
    language.phrase('input-problem'),
    el(
      'ul',
      { class: 'govuk-list govuk-error-summary__list' },
      wrong.map(({ id, message }) => {
        // Not a link to an anchor: the address says which page of the desk this is.
        const leap = el('a', { href: `#${id}` }, message);
        leap.addEventListener('click', (event) => {
          event.preventDefault();
          document.getElementById(id)?.focus();
        });
        return el('li', {}, leap);
      }),
    ),
  );
  summary.replaceChildren(box);
  box.focus();
  return undefined;
}
