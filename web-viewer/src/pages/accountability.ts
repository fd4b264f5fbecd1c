/** What an authority has to account for: of everybody, or of one process, one office, some days. SPEC 12.1. */
import { figureNames, type FigureName } from '@counterfoil/ledger/accountability/figure-names';
import { groupings, type Grouping } from '@counterfoil/ledger/accountability/times';
import { dateField } from '@counterfoil/ledger/statements/calendar';
import { codeField } from '@counterfoil/ledger/statements/fields';
import * as z from 'zod/mini';
import { readReplies, type Replied } from '../accountability/replies.ts';
import { Shower, type Shown } from '../accountability/shower.ts';
import type { ToldFigures, Untold } from '../accountability/told.ts';
import { reference, type Reference } from '../addresses.ts';
import { areasIn } from '../areas.ts';
import { PageError } from '../page-error.ts';
import { parseQuery } from '../parameters.ts';
import type { Reading, Time } from '../reading.ts';

const MINUTE_MS = 60_000;

const none = z.literal('');
const fields = {
  process: z._default(z.union([none, codeField]), ''),
  office: z._default(z.union([none, codeField]), ''),
  from: z._default(z.union([none, dateField]), ''),
  until: z._default(z.union([none, dateField]), ''),
};
const querySchema = z.object({ ...fields, by: z._default(z.enum(groupings), 'channel') });
const fileSchema = z.object({
  ...fields,
  by: z._default(z.enum(groupings), 'all'),
  figure: z.enum(figureNames),
});
export type AccountabilityQuery = z.infer<typeof querySchema>;
export type AccountabilityFile = z.infer<typeof fileSchema>;

/** @throws PageError `query-malformed`. */
export function parseAccountabilityQuery(query: URLSearchParams): AccountabilityQuery {
  return parseQuery(querySchema, query);
}

/** @throws PageError `query-malformed`. */
export function parseAccountabilityFile(query: URLSearchParams): AccountabilityFile {
  return parseQuery(fileSchema, query);
}

/** @throws PageError `page-unknown` for an office or a process that there is not. */
export async function readFigures(
  reading: Reading,
  query: Omit<AccountabilityQuery, 'by'> & { readonly by: Grouping; readonly figure?: FigureName },
): Promise<ToldFigures | Untold> {
  const { process, office, from, until, by, figure } = query;
  if (process !== '' && (await reading.state('process', process)) === undefined) throw new PageError('page-unknown');
  if (office !== '' && (await reading.state('office', office)) === undefined) throw new PageError('page-unknown');
  const given = (value: string): string | undefined => (value === '' ? undefined : value);
  const selection = { process: given(process), office: given(office), from: given(from), until: given(until) };
  return reading.record.accountability({ selection, by, figure });
}

interface Option {
  readonly value: string;
  readonly text: string;
  readonly selected: boolean;
}

export interface AccountabilityPage {
  readonly size: number;
  readonly newest: Reference;
  readonly counted: Time;
  readonly chosen: readonly string[];
  /** Nothing in particular is chosen. */
  readonly isWhole: boolean;
  readonly query: AccountabilityQuery;
  readonly processes: readonly Option[];
  readonly offices: readonly Option[];
  readonly isEmpty: boolean;
  readonly tiles: readonly {
    readonly number: string;
    readonly text: string;
    readonly href: string;
    readonly isAlarm: boolean;
  }[];
  readonly copied: number;
  readonly totalsCsv: string;
  readonly became: Shown | undefined;
  readonly decisions: Shown | undefined;
  readonly silence: Shown | undefined;
  readonly overdue: Shown | undefined;
  readonly owedHref: string;
  readonly deadlines: Shown | undefined;
  readonly waited: Shown | undefined;
  readonly waitedSentences: readonly string[];
  readonly compared: readonly { readonly text: string; readonly href: string; readonly isHere: boolean }[];
  readonly comparedTimes: Shown | undefined;
  readonly comparedOutcomes: Shown | undefined;
  readonly reasonsSentence: string | undefined;
  readonly reasons: Shown | undefined;
  readonly participation: Shown | undefined;
  readonly commitments: Shown | undefined;
  readonly outOfViewSentence: string;
  readonly outOfViewCsv: string;
  readonly takedowns: Shown | undefined;
  /** What offices say to the figures, by these. */
  readonly replies: Readonly<Partial<Record<FigureName, Replied>>>;
  /** Of the office that is chosen, where there is one. */
  readonly newestSteps: string;
  /** Where an office replies to what is chosen: at the signing desk. */
  readonly deskHref: string;
}

/** Where the figures are to be counted by whoever wants them. */
export interface AccountabilityElsewhere {
  /** Of the command, beside the address: what is chosen. */
  readonly options: string;
  readonly deskHref: string;
}

/** Until every entry was read for the first time. */
export interface AccountabilityCounting {
  readonly read: number;
  readonly of: number;
  /** Whole minutes; undefined while nothing can be said of it. */
  readonly leftMinutes: number | undefined;
  /** The same page, later. */
  readonly again: string;
}

export async function buildAccountability(
  reading: Reading,
  query: AccountabilityQuery,
): Promise<AccountabilityPage | AccountabilityElsewhere | AccountabilityCounting> {
  const [told, offices, rules] = await Promise.all([
    readFigures(reading, query),
    reading.record.offices(),
    reading.rulesInForce(),
  ]);
  const { by: _, ...selected } = query;
  const given = Object.entries(selected).filter(([, value]) => value !== '');
  const deskHref = given.length === 0 ? '/desk#reply' : `/desk#reply?${new URLSearchParams(given)}`;
  if (told === 'too-large') return { options: given.map(([name, value]) => ` --${name} ${value}`).join(''), deskHref };
  if (!('figures' in told)) {
    const { read, of, leftMs } = told;
    const leftMinutes = leftMs === undefined ? undefined : Math.round(leftMs / MINUTE_MS);
    const again = new URLSearchParams([...given, ['by', query.by]]);
    return { read, of, leftMinutes, again: `/accountability?${again}` };
  }
  const names = {
    offices: new Map(offices.map(({ office, title }) => [office, title])),
    processes: new Map(rules.map(({ id, rules: { title } }) => [id, title])),
    areas: new Map(areasIn(rules.map((one) => one.rules)).map(({ code, title }) => [code, title])),
  };
  const shower = new Shower(reading, query, told, names);
  const { figures, size } = told;
  const option =
    (chosen: string) =>
    ([value, text]: readonly [string, string]): Option => ({
      ...{ value, text, selected: value === chosen },
    });
  const { language } = reading;
  const chosen = shower.chosen();
  return {
    size,
    newest: reference(size - 1),
    counted: reading.time(figures.now),
    chosen,
    isWhole: chosen.length === 0,
    query,
    processes: [['', language.phrase('account-every-process')] as const, ...names.processes].map(option(query.process)),
    offices: [['', language.phrase('account-every-office')] as const, ...names.offices].map(option(query.office)),
    isEmpty: figures.totals.inputs.count === 0 && figures.totals.copied.count === 0,
    tiles: shower.tiles(),
    copied: figures.totals.copied.count,
    totalsCsv: shower.csv('totals'),
    became: shower.became(),
    decisions: shower.decisions(),
    silence: shower.silence(),
    overdue: shower.overdue(),
    owedHref: query.office === '' ? '/obligations' : `/obligations?office=${query.office}`,
    deadlines: shower.deadlines(),
    waited: shower.waited(),
    waitedSentences: shower.waitedSentences(),
    compared: shower.compared(),
    comparedTimes: shower.comparedTimes(),
    comparedOutcomes: shower.comparedOutcomes(),
    reasonsSentence: shower.reasonsSentence(),
    reasons: await shower.reasons(),
    participation: shower.participation(),
    commitments: shower.commitments(),
    outOfViewSentence: shower.outOfViewSentence(),
    outOfViewCsv: shower.csv('outOfView'),
    takedowns: shower.takedowns(),
    replies: await readReplies(reading, told),
    newestSteps: query.office === '' ? '/feed.atom' : `/offices/${query.office}/feed.atom`,
    deskHref,
  };
}
