/** The entries behind one figure: a row for each of them, with what it is counted under. SPEC 12.1. */
import type { Accountability } from '@counterfoil/ledger/accountability';
import type { Figure } from '@counterfoil/ledger/accountability/figure';
import type { FigureName } from '@counterfoil/ledger/accountability/figure-names';
import { formatHead, formatRow } from '../downloads/format.ts';
import type { Cell } from '../downloads/tables.ts';

/** Columns of a figure, and for each row of it the figures that it has, by what they are called there. */
interface Shape<Row> {
  readonly columns: Readonly<Record<string, (row: Row) => Cell>>;
  readonly counted: (row: Row) => readonly (readonly [as: string, figure: Figure])[];
}

type Rows = { readonly [K in FigureName]: Accountability[K] extends readonly (infer Row)[] ? Row : never };
type Lists = { readonly [K in FigureName as Accountability[K] extends readonly unknown[] ? K : never]: Shape<Rows[K]> };

const offices = { offices: (row: { readonly offices: readonly string[] }): Cell => row.offices };
const grouped = {
  by: ({ by }: { readonly by: string }): Cell => by,
  value: ({ values }: { readonly values: readonly string[] }): Cell => values,
};

const lists: Lists = {
  silence: {
    columns: { step: ({ step }) => step, ...offices },
    counted: ({ inputs, overdue }) => [
      ['overdue', overdue],
      ['waiting', without(inputs, overdue)],
    ],
  },
  deadlines: {
    columns: { duty: ({ kind }) => kind, ...offices },
    counted: ({ inTime, late, waiting, overdue }) => [
      ['in-time', inTime],
      ['late', late],
      ['waiting', waiting],
      ['overdue', overdue],
    ],
  },
  overdue: {
    columns: {
      case: (row) => row.case,
      process: ({ process }) => process,
      duty: ({ kind }) => kind,
      ...offices,
      due: ({ due }) => due,
      days: ({ days }) => days,
    },
    counted: ({ entry }) => [['overdue', { count: 1, entries: [entry] }]],
  },
  times: {
    columns: { step: ({ step }) => step, ...grouped },
    counted: ({ recorded, said, waiting }) => [
      ...recorded.classes.map((one) => [`recorded ${classOf(one)}`, one] as const),
      ...said.classes.map((one) => [`said ${classOf(one)}`, one] as const),
      ...(waiting === null ? [] : [['waiting', waiting] as const]),
    ],
  },
  outcomes: {
    columns: { ...grouped, code: ({ code }) => code, title: ({ title }) => title },
    counted: ({ inputs, decided }) => [
      ['case-decided', decided],
      ['case-undecided', without(inputs, decided)],
    ],
  },
  decisions: {
    columns: {
      process: ({ process }) => process,
      ...offices,
      outcome: ({ outcome }) => outcome,
      title: ({ title }) => title,
    },
    counted: ({ decisions }) => [['decision', decisions]],
  },
  reasons: {
    columns: {
      reason: ({ digests: [first] }) => first ?? null,
      used: ({ inputs }) => inputs.count,
      ...offices,
      codes: ({ codes }) => codes,
    },
    counted: ({ inputs }) => [['input', inputs]],
  },
  takedowns: {
    columns: {
      done: ({ kind }) => kind,
      ground: ({ ground }) => ground,
      process: ({ process }) => process,
      ...offices,
    },
    counted: ({ acts, texts }) => [
      ['act', acts],
      ['text-of', texts],
    ],
  },
  participation: {
    columns: {
      process: ({ process }) => process,
      version: ({ version }) => version,
      promised: ({ promised }) => promised,
    },
    counted: ({ cases, decided, signs }) => [
      ['case', cases],
      ['decided', decided],
      ...Object.entries(signs).map(([level, shown]) => [`sign-${level}`, shown] as const),
    ],
  },
  commitments: {
    columns: {
      ...offices,
      carrier: ({ carrier }) => carrier,
      state: ({ state }) => state,
      progress: ({ progress }) => progress,
    },
    counted: ({ commitments }) => [['commitment', commitments]],
  },
};

/** As many lines as a spreadsheet takes, the head among them. */
const MAX_LINES = 1_048_576;

/** @param site address that the links begin with, with a slash at its end */
export function* csvOf(
  figures: Accountability,
  name: FigureName,
  { size, site }: { readonly size: number; readonly site: string },
): Generator<string> {
  let lines = 0;
  for (const { columns, cells, as, entries } of rowsOf(figures, name)) {
    const all = ['record_size', ...columns, 'counted_as', 'entry', 'link'];
    if (lines++ === 0) yield formatHead('csv', all);
    for (const entry of entries) {
      if (++lines > MAX_LINES) return;
      yield formatRow('csv', all, {
        ...cells,
        record_size: size,
        counted_as: as,
        entry,
        link: `${site}entries/${entry}`,
      });
    }
  }
  if (lines === 0) yield formatHead('csv', ['record_size', 'counted_as', 'entry', 'link']);
}

interface Group {
  readonly columns: readonly string[];
  readonly cells: Readonly<Record<string, Cell>>;
  readonly as: string;
  readonly entries: readonly number[];
}

function* rowsOf(figures: Accountability, name: FigureName): Generator<Group> {
  if (name === 'totals' || name === 'outOfView') {
    for (const [as, { entries }] of Object.entries(figures[name]) as [string, Figure][])
      yield { columns: [], cells: {}, as, entries };
    return;
  }
  yield* groupsOf(figures[name] as readonly Rows[typeof name][], lists[name] as Shape<Rows[typeof name]>);
}

function* groupsOf<Row>(rows: readonly Row[], { columns, counted }: Shape<Row>): Generator<Group> {
  const names = Object.keys(columns);
  for (const row of rows) {
    const cells = Object.fromEntries(Object.entries(columns).map(([key, cell]) => [key, cell(row)]));
    for (const [as, { entries }] of counted(row)) yield { columns: names, cells, as, entries };
  }
}

function without(all: Figure, some: Figure): Figure {
  const left = new Set(some.entries);
  const entries = all.entries.filter((entry) => !left.has(entry));
  return { count: entries.length, entries };
}

function classOf({ fromDays, untilDays }: { readonly fromDays: number; readonly untilDays: number | null }): string {
  return untilDays === null ? `${fromDays}+ days` : `${fromDays}-${untilDays} days`;
}
