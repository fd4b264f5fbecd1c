/**
 * Paper slips: what somebody takes along who spoke at a counter, by phone, on paper or at a meeting. The slip holds the code; whoever takes
 * down their words needs the key alone, which is on the stub. SPEC 5.7.
 */
import { randomBytes } from 'node:crypto';
import { FOLLOW_CODE_CHARACTERS, followSigner, makeFollowCode, type FollowCode } from '@counterfoil/ledger/follow-code';
import { keyidField } from '@counterfoil/ledger/statements/fields';
import { makeSlip } from '@counterfoil/web-viewer/follow/slip';
import { drawQr } from '@counterfoil/web-viewer/qr';
import { z } from 'zod';
import type { Language } from '@counterfoil/web-viewer/language';
import { language } from './language.ts';
import { count, row, wrap } from './layout.ts';

export interface PaperSlip {
  readonly code: FollowCode;
  readonly keyid: string;
  /** Printed before anybody has spoken: its number in the list; otherwise undefined. */
  readonly number: number | undefined;
  /** Where what was said is on record; undefined where it is not yet. */
  readonly reference: { readonly case: number; readonly entry: number } | undefined;
  /** How it came, and when: `at the counter, 3 March 2026`. Empty on slips printed before. */
  readonly said: string;
  /** Of whoever gets it. */
  readonly language: Language;
}

export interface SlipPlace {
  /** Name of the authority. */
  readonly authority: string;
  /** Where the pages are, with a slash at its end. */
  readonly site: string;
  /** Of the pages there. */
  readonly language: Language;
}

export function newSlip(slipLanguage: Language, number?: number): PaperSlip {
  const code = makeFollowCode(new Uint8Array(randomBytes(FOLLOW_CODE_CHARACTERS - 1)));
  return { code, keyid: followSigner(code).keyid, number, reference: undefined, said: '', language: slipLanguage };
}

/** What the assistant keeps: keys by number, and no code. */
export const slipListSchema = z.strictObject({
  type: z.literal('counterfoil-slips'),
  v: z.literal(1),
  slips: z.array(z.strictObject({ number: z.int().min(1), key: keyidField })).max(10_000),
});

export function formatSlipList(slips: readonly PaperSlip[]): string {
  const listed = slips.flatMap(({ number, keyid }) => (number === undefined ? [] : [{ number, key: keyid }]));
  const list: z.infer<typeof slipListSchema> = { type: 'counterfoil-slips', v: 1, slips: listed };
  return `${JSON.stringify(list, null, 2)}\n`;
}

/** What leads whoever gets it to the pages in their language. */
function linksOf(slip: PaperSlip, { site, language: own }: SlipPlace): ReturnType<typeof makeSlip> {
  return makeSlip(slip.code, slip.language === own ? site : `${site}${slip.language.code}/`);
}

/** For the terminal. */
export function slipText(slip: PaperSlip, place: SlipPlace): string {
  const { groups, page } = linksOf(slip, place);
  const lines = [
    ...(slip.reference === undefined
      ? []
      : [row('Case', String(slip.reference.case)), row('Entry', String(slip.reference.entry))]),
    row('Code', groups.join('-')),
    row('At', page),
    '',
    wrap(language.phrase('paper-slip-keep'), 2),
  ];
  return `\n  Slip for whoever said it\n\n${lines.join('\n')}\n`;
}

/** A page that prints three slips on a sheet of A4, each with its square; those printed before have a stub to keep. */
export function slipsPage(slips: readonly PaperSlip[], place: SlipPlace): string {
  const title = `${count(slips.length, 'slip')}, ${place.authority}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<p class="note"><strong>This page holds codes.</strong> Print it, hand the slips out, and delete the file: whoever has a code can speak on for the person who got it.</p>
<main>
${slips.map((slip) => slipMarkup(slip, place)).join('\n')}
</main>
</body>
</html>
`;
}

function slipMarkup(slip: PaperSlip, place: SlipPlace): string {
  const { groups, page, qr } = linksOf(slip, place);
  const { number, reference, said, keyid, language: own } = slip;
  const square = (drawn: typeof qr, label: string): string =>
    `<svg viewBox="0 0 ${drawn.size} ${drawn.size}" role="img" aria-label="${escape(label)}" shape-rendering="crispEdges"><path d="${drawn.path}"/></svg>`;
  const facts = [
    ...(reference === undefined ? [] : [own.phrase('slip-about', { case: reference.case, entry: reference.entry })]),
    ...(said === '' ? [] : [said]),
    ...(number === undefined ? [] : [own.phrase('paper-slip-number', { number })]),
  ];
  const later = reference === undefined ? `<p class="small">${escape(own.phrase('paper-slip-later'))}</p>` : '';
  const stub =
    number === undefined
      ? ''
      : `<aside class="stub"><p><strong>Stub, slip ${number}</strong></p>${square(drawQr(keyid), `Key of slip ${number}`)}<p class="small">Stays with the words. Take them down with --slip ${number}, or scan this. It holds no code.</p></aside>`;
  return `<section class="slip">
<div class="body" lang="${own.code}" dir="${own.direction}">
<p class="head">${escape(own.phrase('paper-slip-head', { authority: place.authority }))}</p>
<h1>${escape(own.phrase('slip-title'))}</h1>
<div class="two">${square(qr, own.phrase('slip-qr'))}
<div><p class="code">${groups.join('-<wbr>')}</p><p>${escape(own.phrase('paper-slip-how'))}</p><p><strong><bdi>${escape(page)}</bdi></strong></p><p class="small">${facts.map(escape).join(' · ')}</p></div></div>
${later}<p class="small">${escape(own.phrase('paper-slip-keep'))}</p>
</div>${stub}
</section>`;
}

const STYLE = `
body{margin:0 auto;max-width:190mm;padding:6mm;font:400 11pt/1.35 "Atkinson Hyperlegible Next",Verdana,sans-serif;color:#000;background:#fff}
.note{border:2px solid #000;padding:3mm}
.slip{display:flex;flex-wrap:wrap;border:1px dashed #000;margin:0 0 6mm;break-inside:avoid}
.body{flex:1 1 110mm;padding:5mm;min-width:0}
.stub{flex:0 1 42mm;padding:5mm;border-left:1px dashed #000}
.head{margin:0;font-size:10pt}
h1{margin:0 0 2mm;font-size:14pt}
.two{display:flex;flex-wrap:wrap;gap:5mm}
.two>div{flex:1 1 60mm;min-width:0}
svg{width:34mm;height:34mm;flex:none}
.code{direction:ltr;margin:0 0 2mm;font:700 15pt/1.4 ui-monospace,Consolas,monospace;overflow-wrap:anywhere}
p{margin:0 0 2mm;overflow-wrap:anywhere}
.small{font-size:9pt}
@media print{.note{display:none}body{padding:0}@page{size:A4;margin:12mm}}
`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
