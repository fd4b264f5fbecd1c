/**
 * Steps that are owed, across cases: what was asked for, in which order it is told, and how a list goes on where a page ends.
 *
 * Nobody enters an obligation: each follows from the rules and from what is on record (`@counterfoil/ledger/obligations`).
 */
import { obligationKinds, type Obligation } from '@counterfoil/ledger/obligations';
import { indexField, timeField } from '@counterfoil/ledger/statements/fields';
import * as z from 'zod/mini';

export interface OwedStep extends Obligation {
  readonly case: number;
}

/** `open`: nobody has taken the step; `overdue`: nor in time; `met`: somebody has, in time or not. */
export const owedStates = ['open', 'overdue', 'met'] as const;
export type OwedState = (typeof owedStates)[number];

export interface OwedQuery {
  readonly state: OwedState;
  /** UTC with milliseconds. */
  readonly now: string;
  /** Owed by this office, alone or among others. */
  readonly office?: string;
  readonly case?: number;
  /** Only what comes behind it. */
  readonly after?: OwedPlace;
  /** Of what is overdue: in the other order, what is late since last in front. */
  readonly latestFirst?: true;
  readonly limit: number;
}

/** Where a step stands in the list. */
export type OwedPlace = Pick<OwedStep, 'due' | 'case' | 'entry' | 'kind'>;

/** Text order of what has no day of its own: behind all that has. */
const NO_DUE = 'none';

/**
 * What is owed comes in the order it falls due, what has no day last; what is met comes case by case. Where that is the
 * same, the entry decides that asks for it, and then the kind.
 */
export function compareOwed({
  state,
  latestFirst,
}: Pick<OwedQuery, 'state' | 'latestFirst'>): (a: OwedPlace, b: OwedPlace) => number {
  const key = (place: OwedPlace): readonly [string, number, number] => [
    state === 'met' ? '' : (place.due ?? NO_DUE),
    state === 'met' ? place.case : refOf(place),
    refOf(place),
  ];
  const compare = (a: OwedPlace, b: OwedPlace): number => {
    const [left, right] = [key(a), key(b)];
    if (left[0] !== right[0]) return left[0] < right[0] ? -1 : 1;
    return left[1] - right[1] || left[2] - right[2] || kindRank(a.kind) - kindRank(b.kind);
  };
  return latestFirst === true ? (a, b) => compare(b, a) : compare;
}

/** The entry that asks for it: for a clock of a case, the one that opened the case. */
export function refOf({ entry, case: id }: Pick<OwedPlace, 'entry' | 'case'>): number {
  return entry ?? id;
}

export function kindRank(kind: OwedPlace['kind']): number {
  return obligationKinds.indexOf(kind);
}

const indexText = z.pipe(z.pipe(z.string().check(z.regex(/^(?:0|[1-9]\d{0,14})$/)), z.transform(Number)), indexField);

/** What is said by the text alone, and means nothing. */
function nothing<const Text extends string>(text: Text) {
  return z.pipe(
    z.literal(text),
    z.transform(() => null),
  );
}

const placeSchema = z.tuple([
  z.union([nothing(NO_DUE), timeField]),
  indexText,
  z.union([nothing(''), indexText]),
  z.enum(obligationKinds),
]);

/** As it stands in addresses: `2026-04-03T23:00:00.000Z_17__respond`. */
export function formatPlace({ due, case: id, entry, kind }: OwedPlace): string {
  return [due ?? NO_DUE, id, entry ?? '', kind].join('_');
}

/** Undefined for what is no place. */
function parsePlace(text: string): OwedPlace | undefined {
  const parsed = placeSchema.safeParse(text.split('_'));
  if (!parsed.success) return undefined;
  const [due, id, entry, kind] = parsed.data;
  return { due, case: id, entry, kind };
}

/** In an address. */
export const placeField = z.pipe(
  z.string().check(z.maxLength(100)),
  z.transform((text, context) => {
    const place = parsePlace(text);
    if (place !== undefined) return place;
    context.issues.push({ code: 'custom', message: 'no place of this list', input: text });
    return z.NEVER;
  }),
);
