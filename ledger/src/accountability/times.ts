/** How long people waited until they were answered. SPEC 12.1, M92. */
import type { Mark } from './book.ts';
import { figure, groupsOf, spreadOf, type Figure, type Spread, type Timed } from './figure.ts';
import type { Heard, Reading } from './reading.ts';
import { stepsOwed } from './silence.ts';

/** By what they are told apart. */
export const groupings = ['all', 'office', 'channel', 'author', 'category', 'area', 'language', 'process'] as const;
export type Grouping = (typeof groupings)[number];

export const timedSteps = ['acknowledgement', 'answer', 'decision'] as const;
export type TimedStep = (typeof timedSteps)[number];

export interface TimesRow {
  readonly step: TimedStep;
  readonly by: Grouping;
  /** The offices that signed together, or the one channel, kind of author, topic, area, language or process; none for `all`, and where no topic or area is named. */
  readonly values: readonly string[];
  /** From the recording of the input to that of the entry that met the step. */
  readonly recorded: Spread;
  /** From when the one happened to when the other did, as their authors say; without those that contradict each other. */
  readonly said: Spread;
  /** Inputs that wait for the step, whose time nobody knows yet; null by office, where several may owe it. */
  readonly waiting: Figure | null;
}

interface Wait {
  readonly input: Heard;
  readonly met: Mark | null;
  readonly offices: readonly string[];
}

const marks = { acknowledgement: 'acknowledged', answer: 'answered', decision: 'decided' } as const;

export function countTimes(reading: Reading): readonly TimesRow[] {
  return timedSteps.flatMap((step) => {
    const waits = reading.heard
      .map((input): Wait => {
        const met = input[marks[step]];
        const offices = met === null ? reading.owing(input.of, stepsOwed[step].acts) : reading.signed(met.entry);
        return { input, met, offices };
      })
      .filter(({ input, met, offices }) => reading.isOffices(offices) && !(met === null && input.takenBack));
    return groupings.flatMap((by) => {
      const those = by === 'office' ? waits.filter(({ met }) => met !== null) : waits;
      const groups = groupsOf(those, (wait) => valuesOf(by, wait).join(' '));
      return groups.map((group) => timesRow(step, by, group)).sort((a, b) => b.recorded.count - a.recorded.count);
    });
  });
}

export function valuesOf(by: Grouping, { input, offices }: Pick<Wait, 'input' | 'offices'>): readonly string[] {
  if (by === 'all') return [];
  if (by === 'office') return offices;
  const value = by === 'process' ? input.of.process : input[by];
  return value === null ? [] : [value];
}

function timesRow(step: TimedStep, by: Grouping, group: readonly Wait[]): TimesRow {
  const spread = (clock: 'time' | 'at'): Spread =>
    spreadOf(
      group.flatMap(({ input, met }): Timed[] => {
        const ms = met === null ? -1 : Date.parse(met[clock]) - Date.parse(input[clock]);
        return ms < 0 ? [] : [{ entry: input.entry, ms }];
      }),
    );
  const values = group[0] === undefined ? [] : valuesOf(by, group[0]);
  const still = group.filter(({ met }) => met === null).map(({ input }) => input.entry);
  return {
    ...{ step, by, values },
    ...{ recorded: spread('time'), said: spread('at'), waiting: by === 'office' ? null : figure(still) },
  };
}
