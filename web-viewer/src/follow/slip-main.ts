/** The receipt's script: shows the code that this browser has made, which the server that made the page does not know. */
import { formatFollowCode } from '@counterfoil/ledger/follow-code';
import { el } from '../desk/dom.ts';
import { language } from '../desk/language.ts';
import { pagesPrefix } from '../script-phrases.ts';
import { keptCode } from './kept-code.ts';
import { slipElements } from './slip-dom.ts';

const prefix = pagesPrefix(document);

for (const place of document.querySelectorAll<HTMLElement>('#follow-slip')) {
  const code = keptCode(place.dataset['key'] ?? '');
  if (code === undefined) continue;
  const { case: id = '', entry = '' } = place.dataset;
  const about = language.phrase('slip-about', { case: id, entry });
  const open = el(
    'a',
    { class: 'govuk-link', href: `${prefix}/follow#${formatFollowCode(code)}` },
    language.phrase('slip-open'),
  );
  place.className = 'cf-code-slip';
  place.replaceChildren(
    ...slipElements(code, `${location.origin}${prefix}/`, about, language.phrase('slip-once-in-tab')),
    el('p', { class: 'govuk-body cf-screen' }, open),
  );
}
