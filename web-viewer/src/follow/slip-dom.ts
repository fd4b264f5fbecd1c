/** A slip as elements of a page: the code, its square, where it is typed in. */
import type { FollowCode } from '@counterfoil/ledger/follow-code';
import { el } from '../desk/dom.ts';
import { language } from '../desk/language.ts';
import type { QrCode } from '../qr.ts';
import { makeSlip } from './slip.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** @param about what the slip belongs to; @param keep who should keep it, and who else has it */
export function slipElements(code: FollowCode, site: string, about: string, keep: string): readonly Node[] {
  const slip = makeSlip(code, site);
  // A line ends behind a hyphen, never before one.
  const last = slip.groups.length - 1;
  const groups = slip.groups.map((group, i) => el('span', {}, i < last ? `${group}-` : group));
  return [
    el('h2', { class: 'govuk-heading-m' }, language.phrase('slip-title')),
    el(
      'div',
      { class: 'cf-code-slip__body' },
      drawSquare(slip.qr),
      el(
        'div',
        {},
        el('p', { class: 'cf-code-slip__code' }, groups),
        el('p', { class: 'govuk-body' }, language.parts('slip-lead', { address: el('strong', {}, slip.page) }, {})),
        el('p', { class: 'cf-aside' }, about),
      ),
    ),
    el('p', { class: 'govuk-body' }, keep),
    el(
      'p',
      { class: 'govuk-body cf-screen' },
      el(
        'button',
        { type: 'button', class: 'govuk-button govuk-button--secondary', click: () => print() },
        language.phrase('slip-print'),
      ),
    ),
  ];
}

function drawSquare({ size, path }: QrCode): Element {
  const square = document.createElementNS(SVG, 'svg');
  const attributes = {
    viewBox: `0 0 ${size} ${size}`,
    class: 'cf-qr',
    role: 'img',
    'aria-label': language.phrase('slip-qr'),
  };
  for (const [name, value] of Object.entries(attributes)) square.setAttribute(name, value);
  square.setAttribute('shape-rendering', 'crispEdges');
  const dark = document.createElementNS(SVG, 'path');
  dark.setAttribute('d', path);
  square.append(dark);
  return square;
}
