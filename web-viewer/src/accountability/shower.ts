/** Figures as the page shows them: a chart, the table with the same numbers, and the file of their entries. SPEC 12.1. */
import type { Accountability } from '@counterfoil/ledger/accountability';
import { commitmentStates } from '@counterfoil/ledger/accountability/commitments';
import type { Figure, Marks, Spread } from '@counterfoil/ledger/accountability/figure';
import type { FigureName } from '@counterfoil/ledger/accountability/figure-names';
import { groupings, type Grouping } from '@counterfoil/ledger/accountability/times';
import { dispositionReason } from './reason-of.ts';
import { caseHref, entryHref, processHref } from '../addresses.ts';
import type { PhraseId, PhraseValues } from '../language.ts';
import type { Reading } from '../reading.ts';
import type { Text } from '../text.ts';
import { drawBars, drawColumns, drawStrips, mirror, type Bar, type Chart, type Tone } from './charts.ts';
import type { ToldFigures } from './told.ts';

export interface Cell {
  readonly text: string;
  /** A text of the authority, in its own language. */
  readonly isOwn?: boolean;
  readonly isNumber?: boolean;
  readonly href?: string | undefined;
  /** In place of `text`: words that somebody wrote. */
  readonly words?: Text;
}

export interface Table {
  readonly head: readonly { readonly text: string; readonly isNumber: boolean }[];
  readonly rows: readonly (readonly Cell[])[];
  /** That there are more rows, where there are. */
  readonly more: string | undefined;
}

export interface Shown {
  readonly id: string;
  readonly title: string;
  /** What the chart says, for whoever does not see it. */
  readonly description: string;
  readonly chart: Chart | undefined;
  readonly key: readonly { readonly tone: Tone; readonly text: string }[];
  readonly table: Table;
  readonly csv: string;
}

/** What is chosen, by the names of the fields in the address. */
interface Chosen {
  readonly process: string;
  readonly office: string;
  readonly from: string;
  readonly until: string;
  readonly by: Grouping;
}

export interface Names {
  readonly offices: ReadonlyMap<string, string>;
  readonly processes: ReadonlyMap<string, string>;
  readonly areas: ReadonlyMap<string, string>;
}

type Row<K extends FigureName> = Accountability[K] extends readonly (infer R)[] ? R : never;
type Key = Shown['key'];

/** Bars of a chart; a table can have more rows. */
const BARS = 12;
/** Columns of what can become of an input. */
const FATES = 6;
const OVERDUE_ROWS = 10;
const REASON_ROWS = 10;

export class Shower {
  readonly #reading: Reading;
  readonly #query: Chosen;
  readonly #told: ToldFigures;
  readonly #names: Names;

  constructor(reading: Reading, query: Chosen, told: ToldFigures, names: Names) {
    [this.#reading, this.#query, this.#told, this.#names] = [reading, query, told, names];
  }

  get #figures(): Accountability {
    return this.#told.figures;
  }

  /** What is counted, in sentences; none where it is everything. */
  chosen(): readonly string[] {
    const { process, office, from, until } = this.#query;
    const day = (date: string): string => this.#reading.language.weekday(date);
    return [
      ...(process === '' ? [] : [this.#say('account-only-process', { process: this.#process(process) })]),
      ...(office === '' ? [] : [this.#say('account-only-office', { office: this.#office(office) })]),
      ...(from === '' ? [] : [this.#say('account-only-from', { day: day(from) })]),
      ...(until === '' ? [] : [this.#say('account-only-until', { day: day(until) })]),
    ];
  }

  tiles(): readonly { number: string; text: string; href: string; isAlarm: boolean }[] {
    const { totals, outOfView } = this.#figures;
    const tile = (count: number, phrase: PhraseId, href: string, isAlarm = false, values = {}) => ({
      ...{ number: this.#number(count), text: this.#say(phrase, { count, ...values }), href },
      isAlarm: isAlarm && count > 0,
    });
    const hidden = outOfView.withheld.count + outOfView.erased.count;
    return [
      tile(totals.inputs.count, 'account-tile-inputs', '#became', false, { cases: totals.cases.count }),
      tile(totals.answered.count, 'account-tile-answered', '#waited'),
      tile(totals.unanswered.count, 'account-tile-unanswered', '#silence', true),
      tile(this.#told.rows.overdue, 'account-tile-overdue', '#silence', true),
      tile(totals.unaccounted.count, 'account-tile-unaccounted', '#became', true, { decided: totals.passedOver.count }),
      tile(hidden, 'account-tile-hidden', '#takedowns'),
    ];
  }

  became(): Shown | undefined {
    const rows = this.#figures.outcomes.filter(({ by }) => by === 'all');
    const all = this.#figures.totals.inputs.count;
    const bars = rows.map((row): Bar => {
      const { count } = row.inputs;
      const words = this.#say('account-share', { count, share: this.#percent(count, all) });
      return { label: this.#fate(row), words, parts: [{ value: count, tone: row.code === null ? 'alarm' : 'main' }] };
    });
    return this.#show('outcomes', 'all', 'became-chart', all, rows, {
      chart: this.#bars(bars),
      head: ['account-fate', ['account-inputs'], ['account-share-head'], ['account-decided-cases']],
      cells: (row) => [
        this.#fateCell(row),
        this.#count(row.inputs),
        { text: this.#percent(row.inputs.count, all), isNumber: true },
        this.#count(row.decided),
      ],
    });
  }

  decisions(): Shown | undefined {
    const rows = this.#figures.decisions;
    const all = sum(rows, ({ decisions }) => decisions);
    return this.#show('decisions', 'all', 'decisions-chart', all, rows, {
      chart: this.#bars(
        rows.map(({ outcome, title, offices, decisions: { count } }) => ({
          label: `${title ?? outcome}\u00a0· ${this.#offices(offices, 'and')}`,
          ...{ words: this.#number(count), parts: [{ value: count, tone: 'main' }] },
        })),
      ),
      head: ['account-decision', 'account-process', 'account-signed', ['account-decisions']],
      cells: ({ process, offices, outcome, title, decisions }) => [
        { text: title ?? outcome, isOwn: true },
        { text: this.#process(process), isOwn: true },
        { text: this.#offices(offices, 'and'), isOwn: true },
        this.#count(decisions),
      ],
    });
  }

  silence(): Shown | undefined {
    const rows = this.#figures.silence;
    return this.#show('silence', 'all', 'silence-chart', this.#figures.totals.inputs.count, rows, {
      chart: this.#bars(
        rows.map(({ step, offices, inputs, overdue }) => ({
          label: `${this.#say(`account-without-${step}`)}\u00a0· ${this.#offices(offices, 'or')}`,
          words: this.#say('account-waiting-overdue', { count: inputs.count, overdue: overdue.count }),
          parts: [
            { value: overdue.count, tone: 'alarm' },
            { value: inputs.count - overdue.count, tone: 'main' },
          ],
        })),
      ),
      key: this.#key(['alarm', 'account-key-overdue'], ['main', 'account-key-waiting']),
      head: [
        'account-missing',
        'account-may',
        ['account-inputs'],
        ['account-overdue'],
        ['account-overdue-half'],
        ['account-overdue-most'],
      ],
      cells: ({ step, offices, inputs, overdue, overdueFor: { marks } }) => [
        { text: this.#say(`account-without-${step}`) },
        { text: this.#offices(offices, 'or'), isOwn: true },
        ...[this.#count(inputs), this.#count(overdue), this.#span(marks?.medianMs), this.#span(marks?.mostMs)],
      ],
    });
  }

  overdue(): Shown | undefined {
    const rows = this.#figures.overdue.slice(0, OVERDUE_ROWS);
    return this.#show('overdue', 'all', 'overdue-table', this.#told.rows.overdue, rows, {
      head: ['account-case', 'account-owed', 'account-may', 'account-due', ['account-days']],
      cells: ({ case: id, kind, offices, due, days }) => [
        { text: this.#say('account-case-number', { case: id }), href: caseHref(id) },
        { text: this.#say(`duty-title-${kind}`) },
        { text: this.#offices(offices, 'or'), isOwn: true },
        { text: this.#reading.language.time(due) },
        { text: this.#number(days), isNumber: true },
      ],
      of: this.#told.rows.overdue,
    });
  }

  deadlines(): Shown | undefined {
    const rows = this.#figures.deadlines;
    const all = sum(rows, ({ inTime, late, waiting, overdue }) => ({
      count: inTime.count + late.count + waiting.count + overdue.count,
    }));
    return this.#show('deadlines', 'all', 'deadlines-chart', all, rows, {
      chart: this.#bars(
        rows.map(({ kind, offices, inTime, late, waiting, overdue }) => ({
          label: `${this.#say(`duty-title-${kind}`)}\u00a0· ${this.#offices(offices, 'or')}`,
          words: this.#number(inTime.count + late.count + waiting.count + overdue.count),
          parts: [
            { value: inTime.count, tone: 'main' },
            { value: waiting.count, tone: 'none' },
            { value: late.count, tone: 'other' },
            { value: overdue.count, tone: 'alarm' },
          ],
        })),
      ),
      key: this.#key(
        ['main', 'account-in-time'],
        ['none', 'account-has-time'],
        ['other', 'account-late'],
        ['alarm', 'account-overdue'],
      ),
      head: [
        'account-owed',
        'account-may',
        ['account-in-time'],
        ['account-has-time'],
        ['account-late'],
        ['account-overdue'],
      ],
      cells: ({ kind, offices, inTime, waiting, late, overdue }) => [
        { text: this.#say(`duty-title-${kind}`) },
        { text: this.#offices(offices, 'or'), isOwn: true },
        ...[inTime, waiting, late, overdue].map((figure) => this.#count(figure)),
      ],
    });
  }

  waitedSentences(): readonly string[] {
    const all = this.#answers();
    if (all?.recorded.marks == null) return [this.#say('account-nothing-answered')];
    const { marks, count } = all.recorded;
    const [half, tenth] = [this.#words(marks.medianMs), this.#words(marks.slowestTenthMs)];
    return [
      this.#say('account-waited-half', { count, half, tenth }),
      ...(all.waiting === null || all.waiting.count === 0
        ? []
        : [this.#say('account-still-waiting', { count: all.waiting.count })]),
      ...(count < FEW ? [this.#say('account-few')] : []),
    ];
  }

  waited(): Shown | undefined {
    const spread = this.#answers()?.recorded;
    if (spread === undefined || spread.count === 0) return undefined;
    const clocks = ['recorded', 'said'] as const;
    const rows = this.#figures.times.filter(({ by }) => by === 'all');
    return this.#show(
      'times',
      'all',
      'waited-chart',
      spread.count,
      rows.flatMap((row) => clocks.map((clock) => ({ row, clock }))),
      {
        chart: drawColumns(spread, (days) => this.#number(days)),
        head: ['account-until', 'account-clock', ['account-measured'], ...SPREAD_HEAD, ['account-waits']],
        cells: ({ row, clock }) => [
          { text: this.#say(`account-step-${row.step}`) },
          { text: this.#say(`account-clock-${clock}`) },
          ...this.#spread(row[clock]),
          row.waiting === null ? DASH : this.#count(row.waiting),
        ],
      },
    );
  }

  compared(): readonly { text: string; href: string; isHere: boolean }[] {
    return groupings.flatMap((by) => {
      if (by === 'all') return [];
      const href = `${this.#href('/accountability', { by })}#compared`;
      return [{ text: this.#say(`account-by-${by}`), href, isHere: by === this.#query.by }];
    });
  }

  comparedTimes(): Shown | undefined {
    const { by } = this.#query;
    const rows = this.#figures.times.filter((row) => row.by === by && row.step === 'answer');
    const measured = sum(rows, ({ recorded }) => recorded);
    return this.#show('times', by, 'compared-times-chart', measured, rows, {
      chart:
        measured === 0
          ? undefined
          : drawStrips(
              rows.slice(0, BARS).map((row) => ({
                label: this.#value(row),
                words: this.#say('account-sample', { count: row.recorded.count }),
                spread: row.recorded,
              })),
              (days) => this.#number(days),
            ),
      head: [`account-by-${by}`, ['account-answered'], ...SPREAD_HEAD, ['account-waits']],
      cells: (row) => [
        this.#valueCell(row),
        ...this.#spread(row.recorded),
        row.waiting === null ? DASH : this.#count(row.waiting),
      ],
    });
  }

  comparedOutcomes(): Shown | undefined {
    const { by } = this.#query;
    const { outcomes, totals } = this.#figures;
    const own = outcomes.filter((row) => row.by === by);
    const fates = outcomes.filter((row) => row.by === 'all').slice(0, FATES);
    const groups = [...new Map(own.map((row) => [row.values.join(' '), row])).values()];
    const of = (row: Row<'outcomes'>): readonly Row<'outcomes'>[] =>
      own.filter(({ values }) => values.join(' ') === row.values.join(' '));
    const same = (a: Row<'outcomes'>, b: Row<'outcomes'>): boolean => a.code === b.code && a.title === b.title;
    return this.#show('outcomes', by, 'compared-outcomes-chart', totals.inputs.count, groups, {
      chart: this.#bars(
        groups.map((row) => {
          const [all, open] = [
            sum(of(row), ({ inputs }) => inputs),
            sum(of(row).filter(isOpen), ({ inputs }) => inputs),
          ];
          return {
            label: this.#value(row),
            words: this.#say('account-accounted', { count: all - open, all }),
            parts: [
              { value: all - open, tone: 'main' },
              { value: open, tone: 'alarm' },
            ],
          };
        }),
      ),
      key: this.#key(['main', 'account-key-accounted'], ['alarm', 'account-fate-none']),
      head: [
        `account-by-${by}`,
        ['account-inputs'],
        ...fates.map((fate) => ({ text: this.#fate(fate), isNumber: true })),
      ],
      cells: (row) => [
        this.#valueCell(row),
        { text: this.#number(sum(of(row), ({ inputs }) => inputs)), isNumber: true },
        ...fates.map((fate) => this.#count(of(row).find((one) => same(one, fate))?.inputs ?? NOTHING)),
      ],
    });
  }

  reasonsSentence(): string | undefined {
    const { inputs, reasons, again } = this.#told.reasonsUse;
    return inputs === 0 ? undefined : this.#say('account-reasons-sentence', { inputs, reasons, again });
  }

  async reasons(): Promise<Shown | undefined> {
    const used = this.#figures.reasons.slice(0, REASON_ROWS);
    const words = new Map<Row<'reasons'>, Text | undefined>();
    for (const row of used) words.set(row, await dispositionReason(this.#reading, row));
    return this.#show('reasons', 'all', 'reasons-chart', this.#told.reasonsUse.inputs, used, {
      chart: undefined,
      head: ['account-reason', ['account-inputs'], ['account-acts'], 'account-given-by'],
      cells: (row) => {
        const text = words.get(row);
        const href = row.acts.entries[0] === undefined ? undefined : entryHref(row.acts.entries[0]);
        return [
          text === undefined ? { text: this.#say('account-reason-hidden'), href } : { text: '', words: text, href },
          ...[this.#count(row.inputs), this.#count(row.acts)],
          { text: this.#offices(row.offices, 'and'), isOwn: true },
        ];
      },
      of: this.#told.rows.reasons,
    });
  }

  participation(): Shown | undefined {
    const rows = this.#figures.participation;
    return this.#show(
      'participation',
      'all',
      'participation-chart',
      sum(rows, ({ decided }) => decided),
      rows,
      {
        chart: this.#bars(
          rows.flatMap(({ title, version, promised, decided, signsDecided }) => {
            const shown = signsDecided[promised].count;
            if (decided.count === 0) return [];
            return [
              {
                label: this.#say('account-promise', { title, version, level: this.#say(`level-${promised}`) }),
                words: this.#say('account-of', { count: shown, all: decided.count }),
                parts: [
                  { value: shown, tone: 'main' },
                  { value: decided.count - shown, tone: 'alarm' },
                ],
              },
            ];
          }),
        ),
        key: this.#key(['main', 'account-key-shown'], ['alarm', 'account-key-not-shown']),
        head: [
          ...(['account-process', 'account-promised', ['account-cases'], ['account-decided']] as const),
          ...LEVELS.map((level) => ({
            text: this.#say('account-sign-head', { level: this.#say(`level-${level}`) }),
            isNumber: true,
          })),
        ],
        cells: ({ process, version, title, promised, cases, decided, signs }) => [
          { text: this.#say('account-version', { title, version }), isOwn: true, href: processHref(process, version) },
          { text: this.#say(`level-${promised}`) },
          ...[cases, decided, ...LEVELS.map((level) => signs[level])].map((figure) => this.#count(figure)),
        ],
      },
    );
  }

  commitments(): Shown | undefined {
    const rows = this.#figures.commitments;
    const all = sum(rows, ({ commitments }) => commitments);
    const of = (state: (typeof commitmentStates)[number]): number =>
      sum(
        rows.filter((row) => row.state === state),
        ({ commitments }) => commitments,
      );
    const tones = { kept: 'main', 'kept-late': 'other', open: 'none', overdue: 'alarm' } as const;
    return this.#show('commitments', 'all', 'commitments-chart', all, rows, {
      chart: this.#bars(
        commitmentStates.map((state) => ({
          ...{ label: this.#say(`account-commitment-${state}`), words: this.#number(of(state)) },
          parts: [{ value: of(state), tone: tones[state] }],
        })),
      ),
      head: ['account-answers-for', 'account-carrier', 'account-state', ['account-commitments']],
      cells: ({ offices, carrier, state, commitments }) => [
        { text: this.#offices(offices, 'or'), isOwn: true },
        { text: this.#say(`account-carrier-${carrier}`) },
        { text: this.#say(`account-commitment-${state}`) },
        this.#count(commitments),
      ],
    });
  }

  outOfViewSentence(): string {
    const { withheld, erased, pending } = this.#figures.outOfView;
    return this.#say('account-out-of-view', { withheld: withheld.count, erased: erased.count, pending: pending.count });
  }

  takedowns(): Shown | undefined {
    const rows = this.#figures.takedowns;
    const why = ({ ground, title }: Row<'takedowns'>): string => title ?? ground ?? '–';
    return this.#show(
      'takedowns',
      'all',
      'takedowns-chart',
      sum(rows, ({ texts }) => texts),
      rows,
      {
        chart: this.#bars(
          rows.map((row) => ({
            label: `${this.#say(`account-done-${row.kind}`)}\u00a0· ${why(row)}`,
            ...{ words: this.#number(row.texts.count), parts: [{ value: row.texts.count, tone: 'main' }] },
          })),
        ),
        head: [
          'account-done',
          'account-ground',
          'account-process',
          'account-signed',
          ['account-acts'],
          ['account-texts'],
          ['account-not-told'],
        ],
        cells: (row) => [
          { text: this.#say(`account-done-${row.kind}`) },
          { text: why(row), isOwn: true },
          row.process === null
            ? { text: this.#say('account-outside') }
            : { text: this.#process(row.process), isOwn: true },
          row.process === null
            ? { text: this.#say('account-registrars') }
            : { text: this.#offices(row.offices, 'and'), isOwn: true },
          ...[row.acts, row.texts, row.told.no].map((figure) => this.#count(figure)),
        ],
      },
    );
  }

  csv(figure: FigureName, by: Grouping = 'all'): string {
    return this.#href('/accountability.csv', { figure, by });
  }

  #href(path: string, more: Readonly<Record<string, string>>): string {
    const { process, office, from, until } = this.#query;
    const given = Object.entries({ process, office, from, until }).filter(([, value]) => value !== '');
    return `${path}?${new URLSearchParams([...given, ...Object.entries(more)]).toString()}`;
  }

  /** Undefined where there is nothing to show. @param count how many the figures are about: the sample size */
  #show<R>(
    figure: FigureName,
    by: Grouping,
    name: ChartName,
    count: number,
    rows: readonly R[],
    { chart, key = [], head, cells, of }: Drawn<R>,
  ): Shown | undefined {
    if (rows.length === 0) return undefined;
    const left = (of ?? rows.length) - rows.length;
    const isFromRight = this.#reading.language.direction === 'rtl';
    return {
      ...{ id: name, title: this.#say(`account-${name}`, { count }), key, csv: this.csv(figure, by) },
      chart: chart && isFromRight ? mirror(chart) : chart,
      description: this.#say('account-chart-description', { count: rows.length }),
      table: {
        head: head.map((one) => {
          if (typeof one === 'object' && 'text' in one) return one;
          return typeof one === 'string'
            ? { text: this.#say(one), isNumber: false }
            : { text: this.#say(one[0]), isNumber: true };
        }),
        rows: rows.map(cells),
        more: left > 0 ? this.#say('account-more-rows', { count: left }) : undefined,
      },
    };
  }

  #bars(bars: readonly Bar[]): Chart | undefined {
    return bars.length === 0 ? undefined : drawBars(bars.slice(0, BARS), (count) => this.#number(count));
  }

  #key(...key: readonly (readonly [Tone, PhraseId])[]): Key {
    return key.map(([tone, phrase]) => ({ tone, text: this.#say(phrase) }));
  }

  #answers(): Row<'times'> | undefined {
    return this.#figures.times.find(({ step, by }) => step === 'answer' && by === 'all');
  }

  #spread({ count, marks }: Spread): readonly Cell[] {
    return [{ text: this.#number(count), isNumber: true }, ...SPREAD_MARKS.map((mark) => this.#span(marks?.[mark]))];
  }

  #value(row: { readonly by: Grouping; readonly values: readonly string[] }): string {
    const { by, values } = row;
    const [value] = values;
    if (by === 'office') return this.#offices(values, 'and');
    if (value === undefined)
      return this.#say(by === 'category' || by === 'area' ? 'account-no-topic' : 'account-by-all');
    if (by === 'process') return this.#process(value);
    if (by === 'area') return this.#names.areas.get(value) ?? value;
    if (by === 'language') return this.#languageName(value);
    // Codes of the statement, which know no others.
    if (by === 'channel') return this.#say(`channel-${value}` as PhraseId);
    return by === 'author' ? this.#say(`author-${value}` as PhraseId) : value;
  }

  #valueCell(row: { readonly by: Grouping; readonly values: readonly string[] }): Cell {
    return { text: this.#value(row), isOwn: row.by === 'office' || row.by === 'process' || row.by === 'area' };
  }

  #languageName(tag: string): string {
    return new Intl.DisplayNames(this.#reading.language.code, { type: 'language' }).of(tag) ?? tag;
  }

  #fate({ code, title }: { readonly code: string | null; readonly title: string | null }): string {
    if (code === null) return this.#say('account-fate-none');
    return title ?? (code === 'withdrawn' ? this.#say('account-fate-withdrawn') : code);
  }

  #fateCell(row: { readonly code: string | null; readonly title: string | null }): Cell {
    return { text: this.#fate(row), isOwn: row.title !== null };
  }

  #office(code: string): string {
    return this.#names.offices.get(code) ?? code;
  }

  #offices(codes: readonly string[], type: 'and' | 'or'): string {
    const titles = codes.map((code) => this.#office(code));
    return titles.length === 0 ? this.#say('account-no-office') : this.#reading.language.list(titles, type);
  }

  #process(code: string): string {
    return this.#names.processes.get(code) ?? code;
  }

  #count({ count, entries: [only] }: Figure): Cell {
    const href = count === 1 && only !== undefined ? entryHref(only) : undefined;
    return { text: this.#number(count), isNumber: true, href };
  }

  #span(ms: number | undefined): Cell {
    return ms === undefined ? DASH : { text: this.#words(ms), isNumber: true };
  }

  #words(ms: number): string {
    return this.#reading.language.span(ms) ?? this.#say('account-under-a-minute');
  }

  #number(number: number): string {
    return this.#reading.language.number(number);
  }

  #percent(part: number, whole: number): string {
    const { code } = this.#reading.language;
    const format = new Intl.NumberFormat(`${code}-u-nu-latn`, { style: 'percent', maximumFractionDigits: 0 });
    return whole === 0 ? '–' : format.format(part / whole);
  }

  #say(id: PhraseId, values?: PhraseValues): string {
    return this.#reading.language.phrase(id, values);
  }
}

type ChartName =
  | 'became-chart'
  | 'decisions-chart'
  | 'silence-chart'
  | 'overdue-table'
  | 'deadlines-chart'
  | 'waited-chart'
  | 'compared-times-chart'
  | 'compared-outcomes-chart'
  | 'reasons-chart'
  | 'participation-chart'
  | 'commitments-chart'
  | 'takedowns-chart';

interface Drawn<R> {
  readonly chart?: Chart | undefined;
  readonly key?: Key;
  /** A phrase in brackets stands over numbers. */
  readonly head: readonly (PhraseId | readonly [PhraseId] | Table['head'][number])[];
  readonly cells: (row: R) => readonly Cell[];
  /** How many rows there are in all. */
  readonly of?: number;
}

/** Below it, one of them changes the picture. */
const FEW = 10;
const DASH: Cell = { text: '–', isNumber: true };
const NOTHING: Figure = { count: 0, entries: [] };
const LEVELS = ['inform', 'consult', 'involve', 'collaborate', 'empower'] as const;
const SPREAD_MARKS = [
  'quarterMs',
  'medianMs',
  'threeQuartersMs',
  'slowestTenthMs',
  'mostMs',
] as const satisfies readonly (keyof Marks)[];
const SPREAD_HEAD = [
  ['account-quarter'],
  ['account-half'],
  ['account-three-quarters'],
  ['account-tenth'],
  ['account-longest'],
] as const satisfies readonly (readonly [PhraseId])[];

function isOpen({ code }: { readonly code: string | null }): boolean {
  return code === null;
}

function sum<R>(rows: readonly R[], figureOf: (row: R) => { readonly count: number }): number {
  return rows.reduce((all, row) => all + figureOf(row).count, 0);
}
