/** Charts for the report on accountability: bars and strips as SVG beside words that wrap, so that they fit a phone and paper. */
import type { Spread } from '@counterfoil/ledger/accountability/figure';
import { withinWords } from './accountability-words.ts';
import { html, type Markup } from './markup.ts';

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** How much of it is to stand out. */
  readonly alarm?: number;
  /** Beside the bar; the number itself where left out. */
  readonly words?: string;
}

/**
 * @param title says what the lengths are; a table with the same numbers has to follow.
 * @param scale value of the longest bar of charts that are to be compared
 */
export function barChart(title: string, bars: readonly Bar[], scale = 1): Markup {
  const most = Math.max(scale, ...bars.map(({ value }) => value));
  const wide = (value: number): number => Math.round((value / most) * 1000);
  return chart(
    title,
    bars.map(({ label, value, alarm = 0, words = value.toLocaleString('en') }) => {
      const drawn = html`<rect class="bar" width="${wide(value)}" height="20" /><rect
          class="alarm"
          width="${wide(alarm)}"
          height="20"
        />`;
      return chartRow(label, drawn, words);
    }),
  );
}

export interface Strip {
  readonly label: string;
  readonly spread: Spread;
}

/** From the shortest to where the slowest tenth begins; the box is the middle half, the line in it the median. */
export function stripChart(title: string, strips: readonly Strip[]): Markup {
  const most = Math.max(1, ...strips.map(({ spread }) => spread.marks?.slowestTenthMs ?? 0));
  return chart(
    title,
    strips.flatMap(({ label, spread: { marks, count } }) => {
      if (marks === null) return [];
      const [least, quarter, median, threeQuarters, slowest] = [
        ...[marks.leastMs, marks.quarterMs, marks.medianMs, marks.threeQuartersMs, marks.slowestTenthMs],
      ].map((ms) => Math.round((ms / most) * 990)) as [number, number, number, number, number];
      const drawn = html`<rect class="whisker" x="${least}" y="9" width="${Math.max(4, slowest - least)}" height="2" />
        <rect class="bar" x="${quarter}" y="2" width="${Math.max(4, threeQuarters - quarter)}" height="16" />
        <rect class="median" x="${median}" width="8" height="20" />`;
      return [
        chartRow(`${label} (${count.toLocaleString('en')})`, drawn, `half within ${withinWords(marks.medianMs)}`),
      ];
    }),
  );
}

function chart(title: string, rows: readonly Markup[]): Markup {
  return html`<figure class="chart">
    <figcaption>${title}</figcaption>
    ${rows}
  </figure>`;
}

function chartRow(label: string, drawn: Markup, words: string): Markup {
  return html`<div class="chart-row">
    <span class="chart-label">${label}</span>
    <svg viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true" focusable="false">${drawn}</svg>
    <span class="chart-words">${words}</span>
  </div>`;
}
