/**
 * Where the marks of a chart stand: widths in percent, so that one drawing fits a phone, a wide screen and paper without making its words smaller; heights in
 * pixels. Scales and ticks are those of d3-scale; `charts.njk` draws them, each bar below its own words, which take as many lines as they need. Charts run from
 * left to right, or mirrored where the language does.
 */
import type { Spread } from '@counterfoil/ledger/accountability/figure';
import { scaleBand, scaleLinear } from 'd3-scale';

/** What a part of a bar stands for: its colour, and its pattern where colours are not seen. */
export type Tone = 'main' | 'other' | 'alarm' | 'none';

export interface Bar {
  readonly label: string;
  /** Beside the label, such as its number. */
  readonly words: string;
  readonly parts: readonly { readonly value: number; readonly tone: Tone }[];
}

export interface Strip {
  readonly label: string;
  readonly words: string;
  readonly spread: Spread;
}

interface Rect {
  readonly x: string;
  readonly width: string;
  readonly tone: Tone;
}

interface Row {
  readonly label: string;
  readonly words: string;
  readonly rects: readonly Rect[];
  /** Of a strip: from the shortest to where the slowest tenth begins, and the median. */
  readonly line: { readonly x1: string; readonly x2: string } | undefined;
  readonly median: string | undefined;
}

interface Tick {
  readonly x: string;
  readonly text: string;
  readonly anchor: 'start' | 'middle' | 'end';
}

export interface Chart {
  readonly form: 'bars' | 'columns';
  /** Of the axis, with its ticks and what stands on it. */
  readonly heightPx: number;
  /** Of the line, from the top of that. */
  readonly axisY: number;
  readonly ticks: readonly Tick[];
  readonly rows: readonly Row[];
  readonly columns: readonly Column[];
}

interface Column {
  readonly x: string;
  readonly width: string;
  readonly y: number;
  readonly height: number;
  readonly middle: string;
  readonly text: string;
}

const AXIS_PX = 26;
const COLUMNS_PX = 150;
const TICKS = 4;

/** @param format of the numbers at the axis */
export function drawBars(bars: readonly Bar[], format: (value: number) => string): Chart {
  const sums = bars.map(({ parts }) => parts.reduce((sum, { value }) => sum + value, 0));
  const scale = scaleLinear([0, Math.max(1, ...sums)], [0, 100]).nice(TICKS);
  const rows = bars.map(({ label, words, parts }): Row => {
    let from = 0;
    const rects = parts.map(({ value, tone }): Rect => {
      const [start, end] = [scale(from), scale((from += value))];
      return { x: percent(start), width: percent(end - start), tone };
    });
    return { label, words, rects, line: undefined, median: undefined };
  });
  return framed(rows, scale.ticks(TICKS).filter(Number.isInteger), scale, format);
}

const DAY_MS = 86_400_000;

/** The box is the middle half, the mark in it the median. @param format of days at the axis */
export function drawStrips(strips: readonly Strip[], format: (days: number) => string): Chart {
  const slowest = strips.map(({ spread }) => spread.marks?.slowestTenthMs ?? 0);
  const scale = scaleLinear([0, Math.max(DAY_MS, ...slowest) / DAY_MS], [0, 100]).nice(TICKS);
  const at = (ms: number): number => scale(ms / DAY_MS);
  const rows = strips.flatMap(({ label, words, spread: { marks } }): Row[] => {
    if (marks === null) return [];
    const [from, until] = [at(marks.quarterMs), at(marks.threeQuartersMs)];
    const box: Rect = { x: percent(from), width: percent(Math.max(0.5, until - from)), tone: 'main' };
    const line = { x1: percent(at(marks.leastMs)), x2: percent(at(marks.slowestTenthMs)) };
    return [{ label, words, rects: [box], line, median: percent(at(marks.medianMs)) }];
  });
  return framed(rows, scale.ticks(TICKS), scale, format);
}

/** One column for each class of a spread, with the days at which it begins under its beginning. */
export function drawColumns({ classes }: Spread, format: (count: number) => string): Chart {
  const across = scaleBand(
    classes.map(({ fromDays }) => fromDays),
    [0, 100],
  ).paddingInner(0.08);
  const up = scaleLinear([0, Math.max(1, ...classes.map(({ count }) => count))], [0, COLUMNS_PX]);
  const top = 24;
  const columns = classes.map(({ fromDays, count }): Column => {
    const x = across(fromDays) ?? 0;
    const height = count === 0 ? 0 : Math.max(2, Math.round(up(count)));
    return {
      ...{ x: percent(x), width: percent(across.bandwidth()), y: top + COLUMNS_PX - height, height },
      ...{ middle: percent(x + across.bandwidth() / 2), text: count === 0 ? '' : format(count) },
    };
  });
  const ticks = classes.map(({ fromDays }): Tick => {
    const x = percent(across(fromDays) ?? 0);
    return { x, text: format(fromDays), anchor: 'start' };
  });
  const axisY = top + COLUMNS_PX;
  return { form: 'columns', heightPx: axisY + AXIS_PX, axisY, ticks, rows: [], columns };
}

/** The same from right to left. */
export function mirror(chart: Chart): Chart {
  const across = (x: string, width = '0%'): string => percent(100 - Number.parseFloat(x) - Number.parseFloat(width));
  const anchors = { start: 'end', middle: 'middle', end: 'start' } as const;
  return {
    ...chart,
    ticks: chart.ticks.map(({ x, text, anchor }) => ({ x: across(x), text, anchor: anchors[anchor] })),
    rows: chart.rows.map((row) => ({
      ...row,
      rects: row.rects.map((rect) => ({ ...rect, x: across(rect.x, rect.width) })),
      line: row.line && { x1: across(row.line.x1), x2: across(row.line.x2) },
      median: row.median && across(row.median),
    })),
    columns: chart.columns.map((column) => ({
      ...column,
      x: across(column.x, column.width),
      middle: across(column.middle),
    })),
  };
}

function framed(
  rows: readonly Row[],
  values: readonly number[],
  scale: (value: number) => number,
  format: (value: number) => string,
): Chart {
  const ticks = values.map((value): Tick => {
    const x = scale(value);
    return { x: percent(x), text: format(value), anchor: x < 2 ? 'start' : x > 98 ? 'end' : 'middle' };
  });
  return { form: 'bars', heightPx: AXIS_PX, axisY: 0, ticks, rows, columns: [] };
}

function percent(value: number): string {
  return `${Math.round(value * 100) / 100}%`;
}
