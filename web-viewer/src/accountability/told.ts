/**
 * Figures of accountability (SPEC 12.1) as a record tells them: numbers for a page, and every entry of the one figure that is asked for. What a page needs
 * stays small however many entries there are.
 */
import type { Accountability, Selection } from '@counterfoil/ledger/accountability';
import type { FigureName } from '@counterfoil/ledger/accountability/figure-names';
import type { Grouping } from '@counterfoil/ledger/accountability/times';

export interface AskedFigures {
  readonly selection: Selection;
  /** By what times and outcomes are told apart; beside it they are told of all together. */
  readonly by: Grouping;
  /** The one whose entries are wanted, all of them. */
  readonly figure?: FigureName | undefined;
}

export interface ToldFigures {
  /** Entries that were counted through. */
  readonly size: number;
  /** `entries` has the first few alone, and long lists their first rows, where the figure was not asked for. */
  readonly figures: Accountability;
  /** How many rows each list has, and how many replies there are to each figure. */
  readonly rows: Readonly<Record<'overdue' | 'reasons' | 'times' | 'outcomes', number>> & {
    readonly replies: Readonly<Partial<Record<FigureName, number>>>;
  };
  readonly reasonsUse: ReasonsUse;
}

/** Counting for the first time: every entry is read once before. */
export interface StillCounting {
  /** Entries that were read, of so many. */
  readonly read: number;
  readonly of: number;
  /** Milliseconds, as fast as it has gone so far; undefined while that cannot be said. */
  readonly leftMs: number | undefined;
}

/** `too-large`: the record is, to be counted beside a service. */
export type Untold = StillCounting | 'too-large';

export interface ReasonsUse {
  /** Inputs that were given a reason. */
  readonly inputs: number;
  readonly reasons: number;
  /** Reasons that more than one input was given. */
  readonly again: number;
}

/** Of a list, and of the entries of a figure, that was not asked for. */
const [ROWS_TOLD, ENTRIES_TOLD] = [40, 3];
/** To one figure, the newest. */
const REPLIES_TOLD = 12;

export function tellFigures(all: Accountability, size: number, { by, figure }: AskedFigures): ToldFigures {
  const isTold = (row: { readonly by: Grouping }): boolean => row.by === 'all' || row.by === by;
  const times = all.times.filter((row) => isTold(row) && (row.step === 'answer' || row.by === 'all'));
  const outcomes = all.outcomes.filter(isTold);
  const figures = { ...all, times, outcomes };
  const replies = [...Map.groupBy(all.replies, (reply) => reply.figure)];
  const told = Object.entries(figures).map(([name, value]): [string, unknown] => [
    name,
    name === figure ? value : shorten(value as Told),
  ]);
  return {
    size,
    figures: {
      ...(Object.fromEntries(told) as unknown as Accountability),
      replies: replies.flatMap(([, rows]) => rows.slice(0, REPLIES_TOLD)),
    },
    rows: {
      ...{ overdue: all.overdue.length, reasons: all.reasons.length },
      ...{ times: times.length, outcomes: outcomes.length },
      replies: Object.fromEntries(replies.map(([name, rows]) => [name, rows.length])),
    },
    reasonsUse: {
      inputs: all.reasons.reduce((sum, { inputs }) => sum + inputs.count, 0),
      reasons: all.reasons.length,
      again: all.reasons.filter(({ inputs }) => inputs.count > 1).length,
    },
  };
}

type Told = string | number | null | readonly Told[] | { readonly [key: string]: Told };

function shorten(value: Told): Told {
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.slice(0, ROWS_TOLD).map(shorten);
  return Object.fromEntries(
    Object.entries(value).map(([key, inside]) => [
      key,
      key === 'entries' && isList(inside) ? inside.slice(0, ENTRIES_TOLD) : shorten(inside),
    ]),
  );
}

function isList(value: Told): value is readonly Told[] {
  return Array.isArray(value);
}
