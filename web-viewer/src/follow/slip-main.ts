/** The receipt's script: shows the code that this browser has made, which the server that made the page does not know. */
import { formatFollowCode } from '@counterfoil/ledger/follow-code';
import { el } from '../desk/dom.ts';
import { followWords } from '../words/follow.ts';
import { receiptWords } from '../words/receipt.ts';
import { keptCode } from './kept-code.ts';
import { slipElements } from './slip-dom.ts';

const { slip: words } = followWords;

for (const place of document.querySelectorAll<HTMLElement>('#follow-slip')) {
  const code = keptCode(place.dataset['key'] ?? '');
  if (code === undefined) continue;
  const { case: id = '', entry = '' } = place.dataset;
  const about = `${receiptWords.case} ${id} · ${receiptWords.entry} ${entry}`;
  const open = el('a', { class: 'govuk-link', href: `/follow#${formatFollowCode(code)}` }, words.open);
  place.className = 'cf-code-slip';
  place.replaceChildren(
    ...slipElements(code, `${location.origin}/`, about, words.onceTab),
    el('p', { class: 'govuk-body cf-screen' }, open),
  );
}
