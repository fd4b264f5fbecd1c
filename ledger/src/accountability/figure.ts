/** What every figure of accountability is made of: a number, and the entries that it counts. SPEC 12.1, M90. */

export interface Figure {
  /** Number of `entries`; of texts there can be more, for one entry can have several. */
  readonly count: number;
  /** Indexes, rising, each once. */
  readonly entries: readonly number[];
}

/** @param count where more than entries is counted. */
export function figure(entries: Iterable<number>, count?: number): Figure {
  const once = [...new Set(entries)].sort((a, b) => a - b);
  return { count: count ?? once.length, entries: once };
}

/** Something that took or takes its time, by the entry that it is counted under. */
export interface Timed {
  readonly entry: number;
  readonly ms: number;
}

/** How long things took: never an average, which one of them can change. SPEC M92. */
export interface Spread {
  readonly count: number;
  /** Null where there is nothing to tell. */
  readonly marks: Marks | null;
  /** Every class, the empty ones too, from the shortest to the longest. */
  readonly classes: readonly SpreadClass[];
}

/** Milliseconds, each of them the time of one that was counted. */
export interface Marks {
  readonly leastMs: number;
  /** A quarter took so long or less. */
  readonly quarterMs: number;
  readonly medianMs: number;
  readonly threeQuartersMs: number;
  /** Where the slowest tenth begins. */
  readonly slowestTenthMs: number;
  readonly mostMs: number;
}

export interface SpreadClass extends Figure {
  /** Of so many days or more. */
  readonly fromDays: number;
  /** And less than so many; null for the last class. */
  readonly untilDays: number | null;
}

export const DAY_MS = 86_400_000;
const LIMITS_DAYS = [0, 1, 3, 7, 14, 30, 60, 90, 180, 365] as const;

export function spreadOf(timed: readonly Timed[]): Spread {
  const sorted = timed.map(({ ms }) => ms).sort((a, b) => a - b);
  /** The value below which, itself counted in, the share lies. */
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  const marks = {
    ...{ leastMs: at(0), quarterMs: at(0.25), medianMs: at(0.5) },
    ...{ threeQuartersMs: at(0.75), slowestTenthMs: at(0.9), mostMs: at(1) },
  };
  const inClass = LIMITS_DAYS.map((): number[] => []);
  for (const { entry, ms } of timed)
    inClass[
      Math.max(
        0,
        LIMITS_DAYS.findLastIndex((days) => ms >= days * DAY_MS),
      )
    ]?.push(entry);
  const classes = LIMITS_DAYS.map((fromDays, i) => {
    const entries = inClass[i] ?? [];
    return { fromDays, untilDays: LIMITS_DAYS[i + 1] ?? null, ...figure(entries, entries.length) };
  });
  return { count: timed.length, marks: timed.length === 0 ? null : marks, classes };
}

/** By a key, in the order in which each comes up. */
export function groupsOf<Item>(items: Iterable<Item>, keyOf: (item: Item) => string): readonly Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [item]);
    else known.push(item);
  }
  return [...groups.values()];
}
