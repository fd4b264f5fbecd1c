/**
 * One look at the record, for one page: each thing is asked for once, and `now` stands still while the page is made.
 */
import { localDate } from '@counterfoil/ledger/calendar';
import type { ContentRef } from '@counterfoil/ledger/content';
import type { StateKind, StateShapes } from '@counterfoil/ledger/state';
import { readAbsence } from './absence.ts';
import { isKind, openEntry, type OpenedEntry } from './opened-entry.ts';
import type { LastKnown, RulesInForce } from './last-known.ts';
import type { PublicRecord } from './record.ts';
import { isHidden, readText, type Text } from './text.ts';
import { formatDate, formatDistance, formatTime } from './words/time.ts';

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
  readonly #asked = new Map<string, Promise<unknown>>();

  readonly #lastKnown: LastKnown | undefined;

  constructor(record: PublicRecord, nowMs: number, lastKnown?: LastKnown) {
    this.record = record;
    this.nowMs = nowMs;
    this.#lastKnown = lastKnown;
  }

  /** UTC with milliseconds. */
  get now(): string {
    return new Date(this.nowMs).toISOString();
  }

  time(iso: string): Time {
    return { iso, text: formatTime(iso), distance: formatDistance(iso, this.nowMs) };
  }

  /** The calendar in force, which tells what day it is at the authority; undefined before it has published one. */
  async calendar(): Promise<StateShapes['calendar'] | undefined> {
    const version = (await this.state('ledger', 'opened'))?.calendar ?? null;
    return version === null ? undefined : this.state('calendar', version);
  }

  /** The authority's own day at that time, in words: UTC's before it has published a calendar. */
  async day(iso: string): Promise<string> {
    const calendar = await this.calendar();
    return formatDate(calendar === undefined ? iso.slice(0, 10) : localDate(calendar, iso));
  }

  /** The last day on which something is in time. @param due the first instant at which it is late */
  lastDay(due: string): Promise<string> {
    return this.day(new Date(Date.parse(due) - 1).toISOString());
  }

  state<K extends StateKind>(kind: K, id: string | number): Promise<StateShapes[K] | undefined> {
    return this.#once(`state ${kind} ${id}`, () => this.record.state(kind, String(id)));
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

  /** Asks for all of them at once. */
  async states<K extends StateKind>(
    kind: K,
    ids: readonly (string | number)[],
  ): Promise<readonly (StateShapes[K] | undefined)[]> {
    const values = await this.record.states(kind, ids);
    for (const [i, id] of ids.entries()) void this.#once(`state ${kind} ${id}`, () => Promise.resolve(values[i]));
    return values;
  }

  /** @throws FormatError when the bytes on record are no entry. */
  entry(index: number): Promise<OpenedEntry | undefined> {
    return this.#once(`entry ${index}`, async () => {
      const bytes = await this.record.entry(index);
      return bytes === undefined ? undefined : openEntry(index, bytes);
    });
  }

  /** Asks for all of them at once, and whether their words are in public view. @throws FormatError as `entry`. */
  async entries(indexes: readonly number[]): Promise<readonly OpenedEntry[]> {
    const read = await this.record.entries(indexes);
    const opened = read.map(({ index, bytes }) => openEntry(index, bytes));
    for (const entry of opened) void this.#once(`entry ${entry.index}`, () => Promise.resolve(entry));
    await this.expectTexts(opened.flatMap(({ statement }) => ('text' in statement && statement.text) || []));
    return opened;
  }

  /** Asks at once whether all these texts are in public view, before they are read one by one. */
  async expectTexts(refs: readonly ContentRef[]): Promise<void> {
    const digests = new Set(refs.map(({ digest }) => digest));
    const unasked = [...digests].filter((digest) => !this.#asked.has(`state content ${digest}`));
    if (unasked.length > 1) await this.states('content', unasked);
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
      const content = await this.state('content', ref.digest);
      return readText(
        this.record,
        ref,
        content === undefined || content.state === 'public' ? undefined : content.state,
      );
    });
  }

  /** The title of an office, or its code where none is known. */
  async officeTitle(office: string): Promise<string> {
    return (await this.state('office', office))?.title ?? office;
  }

  officeTitles(offices: readonly string[]): Promise<readonly string[]> {
    return Promise.all(offices.map((office) => this.officeTitle(office)));
  }

  holder(mandate: number): Promise<Holder> {
    return this.#once(`holder ${mandate}`, async () => {
      const [granted, entry] = await Promise.all([this.state('mandate', mandate), this.entry(mandate)]);
      const office = granted === undefined ? '' : await this.officeTitle(granted.office);
      const ref = entry !== undefined && isKind(entry, 'mandate-granted') ? entry.statement.holder : undefined;
      return { mandate, office, name: ref === undefined ? undefined : await this.text(ref) };
    });
  }

  #once<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const asked = this.#asked.get(key) as Promise<T> | undefined;
    if (asked !== undefined) return asked;
    const asking = ask();
    this.#asked.set(key, asking);
    return asking;
  }
}
