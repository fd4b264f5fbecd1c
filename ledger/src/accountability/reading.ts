/** What is counted, chosen out of the whole record: by process, by office, by the days on which it was recorded. SPEC 12.1, M90. */
import { endOfDay, startOfDay } from '../calendar.ts';
import { officesFor } from '../obligations.ts';
import { WITHDRAWN } from '../rulebook/inputs.ts';
import type { CaseState, StateKind, StateShapes } from '../state.ts';
import type { CaseKind } from '../statements/rights.ts';
import type { AccountBook, NotedInput, NotedReply } from './book.ts';

/** The state that the last entry led to, of the kinds that figures are made of. */
export interface AllState {
  all<K extends StateKind>(kind: K): ReadonlyMap<string, StateShapes[K]>;
}

export interface Selection {
  readonly process?: string | undefined;
  readonly office?: string | undefined;
  /** `YYYY-MM-DD` by the calendar of the authority: the first day and the last. */
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

/** An input in the case where it is now. */
export interface Heard extends NotedInput {
  readonly case: number;
  readonly of: CaseState;
  readonly disposition: StateShapes['input']['disposition'];
  /** By its own author: it waits for nothing any more. */
  readonly takenBack: boolean;
}

export type Rules = StateShapes['rules'];

export class Reading {
  readonly book: AccountBook;
  readonly state: AllState;
  /** Recording time of the newest entry. */
  readonly now: string;
  /** Inputs of the selection by process and day, in the order of the record; those whose authors were promised nothing are apart. */
  readonly heard: readonly Heard[];
  readonly copied: readonly Heard[];
  readonly #cases = new Map<number, number>();
  readonly #selection: Selection;
  readonly #fromMs: number;
  readonly #untilMs: number;

  constructor(book: AccountBook, state: AllState, now: string, selection: Selection) {
    [this.book, this.state, this.now, this.#selection] = [book, state, now, selection];
    const version = state.all('ledger').get('opened')?.calendar ?? null;
    const calendar = state.all('calendar').get(String(version)) ?? UTC;
    const { from, until } = selection;
    this.#fromMs = from === undefined ? -Infinity : Date.parse(startOfDay(calendar, from));
    this.#untilMs = until === undefined ? Infinity : Date.parse(endOfDay(calendar, until));
    const chosen = [...this.#hear()].filter(({ entry, of }) => this.isChosen(entry, of));
    this.heard = chosen.filter(({ of }) => of.owed);
    this.copied = chosen.filter(({ of }) => !of.owed);
  }

  /** Whether the entry was recorded on one of the days, in a case of the process. */
  isChosen(entry: number, of: Pick<CaseState, 'process'> | undefined): boolean {
    const ms = this.book.timesMs[entry] ?? 0;
    const { process } = this.#selection;
    return ms >= this.#fromMs && ms < this.#untilMs && (process === undefined || of?.process === process);
  }

  /** Whether the office has a part in it. */
  isOffices(offices: readonly string[]): boolean {
    const { office } = this.#selection;
    return office === undefined || offices.includes(office);
  }

  /** Whether it is about what was chosen, or about more. SPEC M103. */
  isReply({ office, process, from, until }: NotedReply): boolean {
    const chosen = this.#selection;
    const isOf = process === null || chosen.process === undefined || process === chosen.process;
    const isBefore = chosen.until !== undefined && from !== null && from > chosen.until;
    const isAfter = chosen.from !== undefined && until !== null && until < chosen.from;
    return isOf && !isBefore && !isAfter && this.isOffices([office]);
  }

  case(id: number | null): CaseState | undefined {
    return id === null ? undefined : this.state.all('case').get(String(id));
  }

  rules({ process, version }: Pick<CaseState, 'process' | 'version'>): Rules | undefined {
    return this.state.all('rules').get(`${process}/${version}`);
  }

  /** Offices that signed it, in alphabetical order. */
  signed(entry: number): readonly string[] {
    return [...(this.state.all('act').get(String(entry))?.offices ?? [])].sort();
  }

  /** Offices that may take the first of these steps that the rules of the case know, in alphabetical order. */
  owing(of: CaseState, asked: readonly CaseKind[]): readonly string[] {
    const rules = this.rules(of);
    return rules === undefined ? [] : [...officesFor(of, rules, asked)].sort();
  }

  /** The case that a case has become part of, or itself. What is found on the way is kept: there can be thousands of mergers. */
  caseNow(id: number): number {
    const passed: number[] = [];
    let now = id;
    for (let known = this.#cases.get(now); known === undefined; known = this.#cases.get(now)) {
      passed.push(now);
      const merged = this.case(now)?.merged ?? null;
      if (merged === null) break;
      now = merged.into;
    }
    const found = this.#cases.get(now) ?? now;
    for (const one of passed) this.#cases.set(one, found);
    return found;
  }

  *#hear(): Generator<Heard> {
    for (const noted of this.book.inputs.values()) {
      const input = this.state.all('input').get(String(noted.entry));
      if (input === undefined) continue;
      const id = this.caseNow(input.case);
      const of = this.case(id);
      const { disposition } = input;
      const takenBack = disposition?.code === WITHDRAWN;
      if (of !== undefined) yield { ...noted, case: id, of, disposition, takenBack };
    }
  }
}

/** Days of a ledger that has published no calendar. */
const UTC = {
  offsets: [{ from: '1970-01-01T00:00:00.000Z', minutes: 0 }],
  weekdays: [1],
  holidays: [],
  until: '9999-12-31',
};
