/** The tables of the report on accountability: one list of rows for the page and for the CSV files. */
import type { Accountability } from '@counterfoil/ledger/accountability';
import type { Figure, Spread } from '@counterfoil/ledger/accountability/figure';
import {
  carrierWords,
  commitmentWords,
  dutyWords,
  fateName,
  groupingWords,
  levelWords,
  officeNames,
  processName,
  stepWords,
  takedownWords,
  valueName,
  viewWords,
  type Names,
} from './accountability-words.ts';
import { plain } from './file-answer.ts';

/** A span of time, in milliseconds; null where there is none. */
export interface SpanCell {
  readonly ms: number | null;
}

export interface TimeCell {
  readonly time: string;
}

/** One entry, by its index. */
export interface EntryCell {
  readonly entry: number;
}

export type Cell = string | number | null | Figure | SpanCell | TimeCell | EntryCell;

export interface Table {
  /** Of the CSV file. */
  readonly name: string;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface Column {
  /** In the CSV file. */
  readonly key: string;
  readonly title: string;
  /** Whether it holds figures: then the CSV file has one column more, of their entries. */
  readonly isFigure: boolean;
}

/** A column and what it holds in each row. */
type Field<Row> = readonly [key: string, title: string, cell: (row: Row) => Cell];

const FIGURES: ReadonlySet<string> = new Set([
  ...['count', 'inputs', 'overdue', 'in_time', 'late', 'waiting', 'said', 'recorded', 'decided', 'decisions', 'acts'],
  ...['mandates', 'texts', 'not_told', 'unreachable', 'cases', 'all_stages', 'promised_shown', 'commitments'],
  ...['sign_inform', 'sign_consult', 'sign_involve', 'sign_collaborate', 'sign_empower'],
]);

function table<Row>(name: string, title: string, rows: readonly Row[], fields: readonly Field<Row>[]): Table {
  const columns = fields.map(([key, words]) => ({ key, title: words, isFigure: FIGURES.has(key) }));
  return { name, title, columns, rows: rows.map((row) => fields.map(([, , cell]) => cell(row))) };
}

const marks = [
  ['quarter', 'A quarter within', 'quarterMs'],
  ['median', 'Half within (median)', 'medianMs'],
  ['three_quarters', 'Three quarters within', 'threeQuartersMs'],
  ['slowest_tenth', 'One in ten took at least', 'slowestTenthMs'],
  ['longest', 'Longest', 'mostMs'],
] as const;

function spreadFields<Row>(prefix: string, spreadOf: (row: Row) => Spread): readonly Field<Row>[] {
  return marks.map(([key, title, mark]) => [
    `${prefix}${key}_days`,
    title,
    (row) => ({ ms: spreadOf(row).marks?.[mark] ?? null }),
  ]);
}

/** Every class of a spread counts entries of its own: together they are those that were measured. */
function measured({ count, classes }: Spread): Figure {
  return { count, entries: classes.flatMap(({ entries }) => entries).sort((a, b) => a - b) };
}

export type Tables = ReturnType<typeof tablesOf>;

/** @param words of reasons and replies, by their commitments */
export function tablesOf(figures: Accountability, names: Names, words: Readonly<Record<string, string>>) {
  const or = ({ offices }: { offices: readonly string[] }): string => officeNames(offices, names, 'or');
  const and = ({ offices }: { offices: readonly string[] }): string => officeNames(offices, names, 'and');
  return {
    totals: table('totals', 'In short', Object.entries(figures.totals) as [string, Figure][], [
      ['figure', 'Figure', ([name]) => name],
      ['count', 'Number', ([, figure]) => figure],
    ]),
    silence: table('not-answered', 'Who was not answered', figures.silence, [
      ['step', 'What is missing', ({ step }) => stepWords[step]],
      ['offices', 'Who may take that step', or],
      ['inputs', 'Inputs without it', ({ inputs }) => inputs],
      ['overdue', 'Of these past the deadline', ({ overdue }) => overdue],
      [
        'overdue_median_days',
        'Half overdue for at least',
        ({ overdueFor }) => ({ ms: overdueFor.marks?.medianMs ?? null }),
      ],
      ['overdue_longest_days', 'Longest overdue', ({ overdueFor }) => ({ ms: overdueFor.marks?.mostMs ?? null })],
    ]),
    overdue: table('overdue', 'Overdue now', figures.overdue, [
      ['case', 'Case', ({ case: id }) => ({ entry: id })],
      ['process', 'Process', ({ process }) => processName(process, names)],
      ['duty', 'What is owed', ({ kind }) => dutyWords[kind]],
      ['asked_by', 'Asked for by entry', ({ entry }) => ({ entry })],
      ['offices', 'Who may do it', or],
      ['due', 'Was due before', ({ due }) => ({ time: due })],
      ['days', 'Days overdue', ({ days }) => days],
    ]),
    deadlines: table('deadlines', 'Deadlines kept and missed', figures.deadlines, [
      ['duty', 'What is owed', ({ kind }) => dutyWords[kind]],
      ['offices', 'Who may do it', or],
      ['in_time', 'In time', ({ inTime }) => inTime],
      ['late', 'Done, but late', ({ late }) => late],
      ['waiting', 'Still has time', ({ waiting }) => waiting],
      ['overdue', 'Overdue', ({ overdue }) => overdue],
      ['overdue_longest_days', 'Longest overdue', ({ overdueFor }) => ({ ms: overdueFor.marks?.mostMs ?? null })],
    ]),
    times: table('answer-times', 'How long people waited', figures.times, [
      ['step', 'Until', ({ step }) => stepWords[step]],
      ['by', 'By', ({ by }) => groupingWords[by]],
      ['value', 'Which', (row) => valueName(row, names)],
      ['said', 'Measured (as dated by their authors)', ({ said }) => measured(said)],
      ...spreadFields<Accountability['times'][number]>('said_', ({ said }) => said),
      ['recorded', 'Measured (as recorded)', ({ recorded }) => measured(recorded)],
      ...spreadFields<Accountability['times'][number]>('recorded_', ({ recorded }) => recorded),
      ['waiting', 'Still waiting', ({ waiting }) => waiting],
    ]),
    classes: table(
      'answer-time-classes',
      'How long people waited, class by class',
      figures.times.flatMap((row) =>
        (['said', 'recorded'] as const).flatMap((clock) => row[clock].classes.map((one) => ({ row, clock, one }))),
      ),
      [
        ['step', 'Until', ({ row }) => stepWords[row.step]],
        ['by', 'By', ({ row }) => groupingWords[row.by]],
        ['value', 'Which', ({ row }) => valueName(row, names)],
        ['clock', 'Clock', ({ clock }) => clock],
        ['from_days', 'From (days)', ({ one }) => one.fromDays],
        ['until_days', 'To less than (days)', ({ one }) => one.untilDays],
        ['inputs', 'Inputs', ({ one }) => ({ count: one.count, entries: one.entries })],
      ],
    ),
    outcomes: table('outcomes', 'What became of what people said', figures.outcomes, [
      ['by', 'By', ({ by }) => groupingWords[by]],
      ['value', 'Which', (row) => valueName(row, names, row.code === null ? 'or' : 'and')],
      ['code', 'Code', ({ code }) => code],
      ['title', 'What became of it', ({ code, title }) => fateName(code, title)],
      ['inputs', 'Inputs', ({ inputs }) => inputs],
      ['decided', 'Of these in decided cases', ({ decided }) => decided],
    ]),
    decisions: table('decisions', 'What was decided', figures.decisions, [
      ['process', 'Process', ({ process }) => processName(process, names)],
      ['offices', 'Who signed', and],
      ['outcome', 'Decision', ({ outcome, title }) => plain(title ?? outcome)],
      ['decisions', 'Decisions', ({ decisions }) => decisions],
    ]),
    reasons: table('reasons', 'Reasons, and how often each was given', figures.reasons, [
      ['words', 'Reason', ({ digests: [first = ''] }) => plain(words[first] ?? `[not in public view: ${first}]`)],
      ['inputs', 'Inputs', ({ inputs }) => inputs],
      ['acts', 'In so many statements', ({ acts }) => acts],
      ['offices', 'Given by', and],
      ['codes', 'For', ({ codes }) => codes.join(', ')],
    ]),
    takedowns: table('takedowns', 'What was taken out of public view', figures.takedowns, [
      ['what', 'What was done', ({ kind }) => takedownWords[kind]],
      ['ground', 'Ground', ({ ground, title }) => plain(title ?? ground ?? '–')],
      ['process', 'Process', ({ process }) => processName(process, names)],
      ['offices', 'Who decided', (row) => (row.process === null ? 'The registrars' : and(row))],
      ['mandates', 'Under mandates', ({ mandates }) => ({ count: mandates.length, entries: mandates })],
      ['acts', 'Acts', ({ acts }) => acts],
      ['texts', 'Texts', ({ texts }) => texts],
      ['not_told', 'Author not told', ({ told }) => told.no],
      ['unreachable', 'Author could not be reached', ({ told }) => told.unreachable],
    ]),
    outOfView: table(
      'out-of-view',
      'Not in public view now',
      Object.entries(figures.outOfView) as [keyof typeof viewWords, Figure][],
      [
        ['state', 'State', ([state]) => viewWords[state]],
        ['texts', 'Texts and files', ([, texts]) => texts],
      ],
    ),
    participation: table('participation', 'Promised, and what the record shows', figures.participation, [
      ['process', 'Process', ({ title, version }) => `${plain(title)}, version ${version}`],
      ['promised', 'Promised', ({ promised }) => levelWords[promised]],
      ['cases', 'Cases', ({ cases }) => cases],
      ['decided', 'Decided', ({ decided }) => decided],
      ['all_stages', 'Went through all stages', ({ allStages }) => allStages],
      ['promised_shown', 'Decided, with the sign of what was promised', (row) => row.signsDecided[row.promised]],
      ...(['inform', 'consult', 'involve', 'collaborate', 'empower'] as const).map(
        (level): Field<Accountability['participation'][number]> => [
          `sign_${level}`,
          `Sign of “${levelWords[level]}”`,
          ({ signs }) => signs[level],
        ],
      ),
    ]),
    commitments: table('commitments', 'Promises to do something', figures.commitments, [
      ['offices', 'Who answers for it', or],
      ['carrier', 'Who does the work', ({ carrier }) => carrierWords[carrier]],
      ['state', 'How it stands', ({ state }) => commitmentWords[state]],
      ['progress', 'Last report', ({ progress }) => progress?.replace('-', ' ') ?? 'none yet'],
      ['commitments', 'Promises', ({ commitments }) => commitments],
    ]),
    replies: table('replies', 'What offices say to these figures', figures.replies, [
      ['figure', 'To the figure', ({ figure }) => figure],
      ['office', 'Office', ({ office }) => names.offices[office] ?? office],
      ['process', 'Only for the process', ({ process }) => process && processName(process, names)],
      ['from', 'From day', ({ from }) => from],
      ['until', 'Until day', ({ until }) => until],
      ['stood_at', 'As it stood at entry', ({ size }) => ({ entry: size - 1 })],
      ['words', 'Reply', ({ digest }) => plain(words[digest] ?? `[not in public view: ${digest}]`)],
      ['entry', 'In entry', ({ entry }) => ({ entry })],
      ['said_at', 'Said', ({ at }) => ({ time: at })],
      ['recorded_at', 'Recorded', ({ time }) => ({ time })],
      [
        'replaced_by',
        'A later reply to the same',
        ({ replacedBy }) => (replacedBy === null ? null : { entry: replacedBy }),
      ],
    ]),
  };
}

type Grouping = Accountability['outcomes'][number]['by'];

/** For the page: one clock and one step alone, with what waits still. */
export function answersTable(figures: Accountability, names: Names): Table {
  const answers = figures.times.filter(({ step }) => step === 'answer');
  return table('answers', 'How long people waited for an answer', answers, [
    ['by', 'By', ({ by }) => groupingWords[by]],
    ['value', 'Which', (row) => valueName(row, names)],
    ['said', 'Answered', ({ said }) => measured(said)],
    ...spreadFields<Accountability['times'][number]>('said_', ({ said }) => said),
    ['waiting', 'Still waiting', ({ waiting }) => waiting],
  ]);
}

/** For the page: a row for each office, channel and so on, a column for each thing that can become of an input. */
export function crossTable({ outcomes }: Accountability, names: Names, by: Grouping): Table {
  const fates = [...new Set(outcomes.flatMap((row) => (row.by === 'all' ? [fateOf(row)] : [])))];
  const own = outcomes.filter((row) => row.by === by);
  const nameOf = (row: Accountability['outcomes'][number]): string =>
    valueName(row, names, row.code === null ? 'or' : 'and');
  const none: Figure = { count: 0, entries: [] };
  return {
    name: 'outcomes',
    title: `What became of inputs, by ${groupingWords[by].toLowerCase()}`,
    columns: [
      { key: 'value', title: groupingWords[by], isFigure: false },
      ...fates.map((title) => ({ key: title, title, isFigure: true })),
    ],
    rows: [...new Set(own.map(nameOf))].map((name) => [
      name,
      ...fates.map((fate) => own.find((row) => nameOf(row) === name && fateOf(row) === fate)?.inputs ?? none),
    ]),
  };
}

function fateOf({ code, title }: Accountability['outcomes'][number]): string {
  return fateName(code, title);
}
