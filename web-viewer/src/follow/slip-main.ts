/** The receipt's script: shows the code that this browser has made, which the server that made the page does not know. */
import { el } from '../desk/dom.ts';
import { followWords } from '../words/follow.ts';
import { receiptWords } from '../words/receipt.ts';
import { keptCode } from './kept-code.ts';
import { makeSlip } from './slip.ts';

const SVG = 'http://www.w3.org/2000/svg';
const { slip: words } = followWords;

for (const place of document.querySelectorAll<HTMLElement>('#follow-slip')) {
  const code = keptCode(place.dataset['key'] ?? '');
  if (code !== undefined) {
    const slip = makeSlip(code, `${location.origin}/`);
    place.className = 'cf-code-slip';
    place.replaceChildren(
      el('h2', { class: 'govuk-heading-m' }, words.title),
      el(
        'div',
        { class: 'cf-code-slip__body' },
        drawSquare(slip.qr),
        el(
          'div',
          {},
          el('p', { class: 'cf-code-slip__code' }, slip.groups.flatMap((group, i) => [i > 0 && '-', el('span', {}, group)])),
          el('p', { class: 'govuk-body' }, `${words.lead} `, el('strong', {}, slip.page)),
          el(
            'p',
            { class: 'cf-aside' },
            `${receiptWords.case} ${place.dataset['case'] ?? ''} · ${receiptWords.entry} ${place.dataset['entry'] ?? ''}`,
          ),
        ),
      ),
      el('p', { class: 'govuk-body' }, words.onceTab),
      el(
        'p',
        { class: 'govuk-body cf-screen' },
        el('button', { type: 'button', class: 'govuk-button govuk-button--secondary', click: () => print() }, words.print),
        ' ',
        el('a', { class: 'govuk-link', href: slip.link }, words.open),
      ),
    );
  }
}

function drawSquare({ size, path }: ReturnType<typeof makeSlip>['qr']): Element {
  const square = document.createElementNS(SVG, 'svg');
  const attributes = { viewBox: `0 0 ${size} ${size}`, class: 'cf-qr', role: 'img', 'aria-label': words.qr };
  for (const [name, value] of Object.entries(attributes)) square.setAttribute(name, value);
  square.setAttribute('shape-rendering', 'crispEdges');
  const dark = document.createElementNS(SVG, 'path');
  dark.setAttribute('d', path);
  square.append(dark);
  return square;
}
