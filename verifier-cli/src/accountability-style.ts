/** How the page of the report on accountability looks: light and dark, from a phone to paper, with the fonts that are there. */
export const accountabilityStyle = `
:root { color-scheme: light dark; --paper: #fbf8f1; --sheet: #fff; --text: #1a2426; --ink: #12343b; --muted: #4d595b; --line: #d9d1c0;
  --bar: #3f7f8c; --alarm: #b23a28; --leaf: #1e5a35; --link: #0a5768; }
@media (prefers-color-scheme: dark) { :root { --paper: #0e1a1d; --sheet: #15262a; --text: #ece8dd; --ink: #d5e6e9; --muted: #b1bcba;
  --line: #3a4d51; --bar: #5fa3b1; --alarm: #f0806c; --leaf: #7fcf9b; --link: #8fd0dd; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--text); font: 1.0625rem/1.55 'Atkinson Hyperlegible Next', system-ui, -apple-system,
  'Segoe UI', 'Noto Sans', sans-serif; overflow-wrap: anywhere; }
main, header > div, footer > div { max-width: 62rem; margin: 0 auto; padding: 0 1rem; }
header { background: var(--sheet); border-bottom: 1px solid var(--line); padding: 1.5rem 0; }
h1, h2, h3 { color: var(--ink); line-height: 1.2; text-wrap: balance; }
h2 + .tiles { margin-top: 1rem; }
h1 { margin: 1rem 0 .5rem; font: 600 2rem/1.15 Georgia, 'Noto Serif', serif; }
h2 { margin: 3rem 0 .5rem; padding-top: 1.25rem; border-top: 3px solid var(--ink); font: 600 1.5rem/1.2 Georgia, 'Noto Serif', serif; }
h3 { margin: 2rem 0 .25rem; font-size: 1.0625rem; }
p { max-width: 46rem; margin: .5rem 0; }
a { color: var(--link); }
ul { max-width: 46rem; padding-left: 1.25rem; }
.muted, figcaption, .from { color: var(--muted); }
.verdict { margin: 0; padding: .75rem 1rem; border-left: 8px solid var(--leaf); background: var(--paper); font-weight: 600; max-width: none; }
.verdict.wrong { border-color: var(--alarm); color: var(--alarm); }
.verdict.unchecked { border-color: var(--alarm); }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 13.5rem), 1fr)); gap: 1px; margin: 1.25rem 0; padding: 1px;
  background: var(--line); }
.tile { padding: .75rem 1rem; background: var(--sheet); }
.tile summary, .tile .number { color: var(--ink); font: 600 2rem/1.2 Georgia, 'Noto Serif', serif; font-variant-numeric: tabular-nums; }
.tile.alarm summary, .tile.alarm .number { color: var(--alarm); }
.tile p { margin: .15rem 0 0; font-size: .9375rem; line-height: 1.35; }
details > summary { cursor: pointer; }
td details > summary { display: inline; }
td details > summary::before { content: '▸ '; color: var(--muted); }
td details[open] > summary::before { content: '▾ '; }
.entries { display: block; color: var(--muted); font-size: .875rem; line-height: 1.5; max-height: 12rem; overflow: auto; text-align: left; }
.figure-chart, .chart { margin: 1rem 0; padding: 1rem; background: var(--sheet); border: 1px solid var(--line); break-inside: avoid; }
figcaption { margin-bottom: .5rem; font-size: .9375rem; }
.chart-row { display: grid; grid-template-columns: minmax(8rem, 15rem) minmax(4rem, 1fr) minmax(4rem, 9rem); gap: .25rem .75rem; align-items: center;
  padding: .2rem 0; font-size: .9375rem; line-height: 1.3; }
.chart-row svg { display: block; width: 100%; height: 1.125rem; background: var(--paper); }
.bar { fill: var(--bar); } .alarm rect, rect.alarm { fill: var(--alarm); } .whisker { fill: var(--muted); } .median { fill: var(--ink); }
.folded { margin: 1rem 0; border: 1px solid var(--line); background: var(--sheet); }
.folded > summary { padding: .6rem 1rem; color: var(--link); font-weight: 600; }
.folded > .scroll { margin: 0; padding: 0 1rem 1rem; } .folded caption { position: absolute; clip-path: inset(50%); }
.scroll { margin: 1rem 0; overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: .9375rem; line-height: 1.4; background: var(--sheet); }
caption { padding: .5rem 0; text-align: left; font-weight: 600; }
.scroll > table > caption { background: var(--paper); } .folded caption { background: none !important; }
td { overflow-wrap: break-word; } th, td { padding: .45rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { color: var(--muted); font-weight: 600; font-size: .875rem; overflow-wrap: normal; }
.number, td.number { font-variant-numeric: tabular-nums; }
th.number, td.number { text-align: right; }
.reply { margin: 1rem 0; padding: .5rem 1rem; border-left: 4px solid var(--bar); background: var(--sheet); }
.reply blockquote { margin: .5rem 0; }
.more { color: var(--muted); font-size: .875rem; }
footer { margin-top: 3rem; padding: 1.5rem 0; border-top: 1px solid var(--line); color: var(--muted); font-size: .9375rem; }
pre { overflow-x: auto; white-space: pre-wrap; } code, pre { font: .875em ui-monospace, 'Cascadia Mono', Menlo, Consolas, monospace; }
:focus-visible { outline: 3px solid #f5c242; outline-offset: 2px; }
@media (max-width: 46rem) {
  h1 { font-size: 1.6rem; } h2 { font-size: 1.3rem; }
  .chart-row { grid-template-columns: 1fr auto; } .chart-row svg { grid-column: 1 / -1; grid-row: 2; } .chart-words { text-align: right; }
  table, tbody, tr, td, caption { display: block; } thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { padding: .5rem 0; border-bottom: 2px solid var(--line); }
  td, td.number { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 8fr); gap: .5rem; padding: .2rem .5rem; border: 0; text-align: left; }
  .folded > .scroll { padding: 0; }
  td::before { content: attr(data-label); color: var(--muted); font-size: .875rem; }
}
@media print {
  :root { --paper: #fff; --sheet: #fff; --text: #000; --ink: #000; --muted: #444; --line: #bbb; --bar: #666; --alarm: #000; --leaf: #000; --link: #000; }
  body { font-size: 10pt; } h2 { break-after: avoid; } tr, .tile { break-inside: avoid; } .chart-row svg, .bar, .alarm, .median { print-color-adjust: exact; }
  td details > summary::before { content: ''; } .folded::details-content { content-visibility: visible; height: auto; display: block; } .folded > summary { display: none; } .folded caption { position: static; clip-path: none; } a { text-decoration: none; }
}
`;
