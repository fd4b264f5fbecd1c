/**
 * One look at the record, for a page or several: each thing is asked for once, what is asked for at the same moment is asked for together, and `now` stands
 * still while the page is made.
 */
import { localDate } from '@counterfoil/ledger/calendar';
import type { Content, ContentRef } from '@counterfoil/ledger/content';
import type { StateKind, StateShapes } from '@counterfoil/ledger/state';
import DataLoader from 'dataloader';
import { readAbsence } from './absence.ts';
import { openAgain } from './opened-entries.ts';
import { isKind, type OpenedEntry } from './opened-entry.ts';
import type { LastKnown, RulesInForce } from './last-known.ts';
import { ACTS_AHEAD, MATTERS_AHEAD, STEPS_AHEAD, type CaseAhead, type PublicRecord } from './record.ts';
import { isHidden, readText, type Text } from './text.ts';
import type { Language } from './language.ts';

/** A time as the templates write it. */
export interface Time {
  readonly iso: string;
  readonly text: string;
  /** `2 hours ago`. */
  readonly distance: string;
}

/** Who held an office under a mandate. */
export interface Holder {
  readonly mandate: number;
  readonly office: string;
  /** The name, as far as the record (still) holds it. */
  readonly name: Text | undefined;
}

export class Reading {
  readonly record: PublicRecord;
  readonly nowMs: number;
  /** In which the page is made. */
  readonly language: Language;
  /** By kind and id, with a space between. */
  readonly #states = new DataLoader<string, unknown>((keys) => this.#askStates(keys));
  readonly #entries = new DataLoader<number, OpenedEntry | undefined>((indexes) => this.#askEntries(indexes));
  readonly #contents = new DataLoader<string, Content | undefined>((digests) => this.record.contents(digests));
  readonly #asked = new Map<string, Promise<unknown>>();
  /** By the case, what was asked for ahead. */
  readonly #ahead = new Map<number, { readonly after: number; readonly of: CaseAhead }>();

  readonly #lastKnown: LastKnown | undefined;

  constructor(record: PublicRecord, nowMs: number, language: Language, lastKnown?: LastKnown) {
    this.record = record;
    this.nowMs = nowMs;
    this.language = language;
    this.#lastKnown = lastKnown;
  }

  /** UTC with milliseconds. */
  get now(): string {
    return new Date(this.nowMs).toISOString();
  }

  time(iso: string): Time {
    return { iso, text: this.language.time(iso), distance: this.language.distance(iso, this.nowMs) };
  }

  /** The calendar in force, which tells what day it is at the authority; undefined before it has published one. */
  async calendar(): Promise<StateShapes['calendar'] | undefined> {
    const version = (await this.state('ledger', 'opened'))?.calendar ?? null;
    return version === null ? undefined : this.state('calendar', version);
  }

  /** The authority's own day at that time, in words: UTC's before it has published a calendar. */
  async day(iso: string): Promise<string> {
    const calendar = await this.calendar();
    return this.language.weekday(calendar === undefined ? iso.slice(0, 10) : localDate(calendar, iso));
  }

  /** The last day on which something is in time. @param due the first instant at which it is late */
  lastDay(due: string): Promise<string> {
    return this.day(new Date(Date.parse(due) - 1).toISOString());
  }

  state<K extends StateKind>(kind: K, id: string | number): Promise<StateShapes[K] | undefined> {
    return this.#states.load(`${kind} ${id}`) as Promise<StateShapes[K] | undefined>;
  }

  /** Whether an error says that the record cannot be read just now. */
  isAway(error: unknown): boolean {
    return this.#lastKnown?.isAway(error) ?? false;
  }

  /** Rules that new cases come under: where the record is away, as they were read last. */
  async rulesInForce(): Promise<readonly RulesInForce[]> {
    try {
      const processes = await this.record.processes();
      const rules = await this.states(
        'rules',
        processes.map(({ id, version }) => `${id}/${version}`),
      );
      return processes.flatMap((process, i) => {
        const known = rules[i];
        return known === undefined ? [] : [{ ...process, rules: known }];
      });
    } catch (error) {
      const known = this.isAway(error) ? this.#lastKnown?.rulesInForce() : undefined;
      if (known === undefined) throw error;
      return known;
    }
  }

  states<K extends StateKind>(
    kind: K,
    ids: readonly (string | number)[],
  ): Promise<readonly (StateShapes[K] | undefined)[]> {
    return Promise.all(ids.map((id) => this.state(kind, id)));
  }

  /** @throws FormatError when the bytes on record are no entry. */
  entry(index: number): Promise<OpenedEntry | undefined> {
    return this.#entries.load(index);
  }

  /** Those that are there. @throws FormatError as `entry`. */
  async entries(indexes: readonly number[]): Promise<readonly OpenedEntry[]> {
    const opened = await Promise.all(indexes.map((index) => this.entry(index)));
    return opened.filter((entry) => entry !== undefined);
  }

  /** Asks for what a page of a case begins with, all at once: what is asked for afterwards is there. @param after shows the steps behind this entry */
  async lookAhead(caseId: number, after: number): Promise<void> {
    const of = await this.record.caseAhead(caseId, after);
    this.#ahead.set(caseId, { after, of });
    for (const { index, bytes } of of.entries) {
      const opened = tryOpen(index, bytes);
      this.#entries.prime(index, opened);
      const text = 'statement' in opened && 'text' in opened.statement ? opened.statement.text : undefined;
      if (text !== undefined) void this.bareText(text);
    }
    this.#states.prime(`case ${caseId}`, of.states.get(`case ${caseId}`));
    for (const index of of.steps)
      for (const kind of ['act', 'input', 'matter']) {
        const key = `${kind} ${index}`;
        this.#states.prime(key, of.states.get(key));
      }
  }

  /** Indexes of the entries of a case, oldest first, above `after`. */
  async caseSteps(caseId: number, limit: number, after: number): Promise<readonly number[]> {
    const ahead = this.#ahead.get(caseId);
    if (ahead !== undefined && ahead.after <= after) {
      const known = ahead.of.steps.filter((index) => index > after);
      if (known.length >= limit || ahead.of.steps.length < STEPS_AHEAD) return known.slice(0, limit);
    }
    return this.record.caseSteps(caseId, limit, after);
  }

  /** Indexes of what officials signed in a case, oldest first. */
  async caseActs(caseId: number, limit: number): Promise<readonly number[]> {
    const known = this.#ahead.get(caseId)?.of.acts;
    const isEnough = known !== undefined && (known.length >= limit || known.length < ACTS_AHEAD);
    return isEnough ? known.slice(0, limit) : this.record.caseActs(caseId, limit);
  }

  /** Entries of a case that ask for a step of their own, oldest first. */
  async matters(caseId: number, limit: number): Promise<readonly number[]> {
    const known = this.#ahead.get(caseId)?.of.matters;
    const isEnough = known !== undefined && (known.length >= limit || known.length < MATTERS_AHEAD);
    return isEnough ? known.slice(0, limit) : this.record.matters(caseId, limit);
  }

  /** The bytes of a text with their salt, unchecked; undefined where it is not there or not in public view. */
  content(digest: string): Promise<Content | undefined> {
    return this.#contents.load(digest);
  }

  /** A text, or who took it out of public view and why. */
  text(ref: ContentRef): Promise<Text> {
    return this.#once(`text ${ref.digest} ${ref.bytes}`, async () => {
      const text = await this.bareText(ref);
      if (!isHidden(text)) return text;
      const content = await this.state('content', ref.digest);
      return content === undefined ? text : { ...text, absence: await readAbsence(this, content) };
    });
  }

  /** A text, or no more than that it is not in public view. What tells why a text is absent is read so: it may be absent itself. */
  bareText(ref: ContentRef): Promise<Text> {
    return this.#once(`bare ${ref.digest} ${ref.bytes}`, async () => {
      const [state, content] = await Promise.all([this.state('content', ref.digest), this.content(ref.digest)]);
      return readText(content, ref, state === undefined || state.state === 'public' ? undefined : state.state);
    });
  }

  /** The title of an office, or its code where none is known. */
  async officeTitle(office: string): Promise<string> {
    return (await this.state('office', office))?.title ?? office;
  }

  officeTitles(offices: readonly string[]): Promise<readonly string[]> {
    return Promise.all(offices.map((office) => this.officeTitle(office)));
  }

  /** By its newest version. */
  async processTitle(process: string): Promise<string> {
    const version = (await this.state('process', process))?.version;
    return (await this.state('rules', `${process}/${version}`))?.title ?? process;
  }

  holder(mandate: number): Promise<Holder> {
    return this.#once(`holder ${mandate}`, async () => {
      const [granted, entry] = await Promise.all([this.state('mandate', mandate), this.entry(mandate)]);
      const office = granted === undefined ? '' : await this.officeTitle(granted.office);
      const ref = entry !== undefined && isKind(entry, 'mandate-granted') ? entry.statement.holder : undefined;
      return { mandate, office, name: ref === undefined ? undefined : await this.text(ref) };
    });
  }

  async #askStates(keys: readonly string[]): Promise<readonly unknown[]> {
    const asked = keys.map((key) => {
      const end = key.indexOf(' ');
      return { kind: key.slice(0, end) as StateKind, id: key.slice(end + 1) };
    });
    const byKind = await Promise.all(
      [...Map.groupBy(asked, ({ kind }) => kind)].map(async ([kind, all]) => {
        const values = await this.record.states(
          kind,
          all.map(({ id }) => id),
        );
        return all.map(({ id }, i) => [`${kind} ${id}`, values[i]] as const);
      }),
    );
    const found = new Map<string, unknown>(byKind.flat());
    return keys.map((key) => found.get(key));
  }

  async #askEntries(indexes: readonly number[]): Promise<readonly (OpenedEntry | Error | undefined)[]> {
    const found = new Map((await this.record.entries(indexes)).map(({ index, bytes }) => [index, bytes]));
    return indexes.map((index) => {
      const bytes = found.get(index);
      return bytes === undefined ? undefined : tryOpen(index, bytes);
    });
  }

  #once<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const asked = this.#asked.get(key) as Promise<T> | undefined;
    if (asked !== undefined) return asked;
    const asking = ask();
    this.#asked.set(key, asking);
    // What could not be read is asked for again.
    asking.catch(() => this.#asked.delete(key));
    return asking;
  }
}

/** What is no entry fails for those who ask for it, not for who asks at the same moment. */
function tryOpen(index: number, bytes: Uint8Array): OpenedEntry | Error {
  try {
    return openAgain(index, bytes);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
