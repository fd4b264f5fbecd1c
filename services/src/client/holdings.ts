/** Under which mandates the keys at hand may sign something. */
import type { CaseKind, RegisterKind } from '@counterfoil/ledger/statements/rights';
import { CannotStart } from './command.ts';
import type { Desk } from './desk.ts';
import type { Hand } from './hands.ts';
import { list } from './layout.ts';
import type { Rules } from './names.ts';

/** A mandate in force. */
export interface Holding {
  /** The entry that granted it. */
  readonly entry: number;
  readonly office: string;
  readonly person: string;
  readonly key: string;
}

/** Of everybody, as the directory lists them. @param now UTC with milliseconds */
async function mandatesInForce(desk: Desk, now = new Date().toISOString()): Promise<readonly Holding[]> {
  const { mandates } = await desk.directory();
  return mandates.filter(({ from, until }) => from <= now && (until === null || now < until));
}

/** Of the keys at hand. */
export async function holdings(desk: Desk): Promise<readonly (Holding & { readonly hand: Hand })[]> {
  const inForce = await mandatesInForce(desk);
  return desk.hands.flatMap((hand) => inForce.filter(({ key }) => key === hand.keyid).map((one) => ({ ...one, hand })));
}

export interface Signing {
  /** Mandates, in the order of `by`. */
  readonly by: readonly number[];
  /** Who signs here and now; fewer than `by` where others sign later. */
  readonly hands: readonly Hand[];
}

export interface Choosing {
  /** Of the case; undefined for what is said outside any. */
  readonly rules?: Rules | undefined;
  /** Entries that granted the mandates of those who are to sign and are not here. */
  readonly others?: readonly number[] | undefined;
  /** Those of the desk where it is left out. */
  readonly hands?: readonly Hand[] | undefined;
}

/** The first of the keys at hand that may sign this by the rules of a case, as many as it takes. */
export async function ableHands(desk: Desk, kind: CaseKind, rules: Rules): Promise<readonly Hand[]> {
  const act = rules.acts[kind];
  const counter = act?.countersigned;
  const held = await holdings(desk);
  const able = (offices: readonly string[]): Hand[] =>
    desk.hands.filter((hand) => held.some((one) => one.hand === hand && offices.includes(one.office)));
  const first = able(act?.offices ?? []).slice(0, act?.signatures ?? 0);
  const second = able(counter?.offices ?? []).filter((hand) => !first.includes(hand));
  return [...first, ...second.slice(0, counter?.signatures ?? 0)];
}

/**
 * One mandate for each key, of an office that may do this; and those of the people who are to sign as well.
 * @throws CannotStart in a sentence that says what to name
 */
export async function chooseMandates(
  desk: Desk,
  kind: CaseKind | RegisterKind,
  { rules, others = [], hands = desk.hands }: Choosing,
): Promise<Signing> {
  if (hands.length === 0) throw new CannotStart('Say who signs with --key <file> or --ssh <public key file>.');
  const { offices } = await desk.directory();
  const may = new Set(
    offices.filter((office) => office.may.some((right) => right === kind)).map(({ office }) => office),
  );
  const act = rules === undefined ? undefined : rules.acts[kind as CaseKind];
  const allowed = new Set(
    [...(act?.offices ?? []), ...(act?.countersigned?.offices ?? [])].filter((one) => may.has(one)),
  );
  const fit = (office: string): boolean => (rules === undefined ? may.has(office) : allowed.has(office));
  const held = await holdings(desk);
  const by: number[] = [];
  for (const hand of hands) {
    const own = held.filter((one) => one.hand === hand);
    const able = own.filter(({ office }) => fit(office) && (desk.values.office ?? office) === office);
    const [one, another] = able;
    if (one === undefined)
      throw new CannotStart(unable(hand, own, kind, [...(rules === undefined ? may : allowed)], desk));
    if (another !== undefined && one.office !== another.office)
      throw new CannotStart(
        `${hand.label} holds more than one office that may do this. Say for which with --office ${list(
          able.map(({ office }) => office),
          'or',
        )}.`,
      );
    // The rulebook counts people, so the newest of several mandates for the same office is as good as any.
    by.push((able.at(-1) ?? one).entry);
  }
  const inForce = await mandatesInForce(desk);
  for (const entry of others) {
    const other = inForce.find((one) => one.entry === entry);
    if (other === undefined) throw new CannotStart(`Entry ${entry} grants no mandate that is in force.`);
    if (!fit(other.office)) throw new CannotStart(`The office "${other.office}" of entry ${entry} may not sign this.`);
    if (!by.includes(entry)) by.push(entry);
  }
  return { by, hands };
}

function unable(hand: Hand, own: readonly Holding[], kind: string, allowed: readonly string[], desk: Desk): string {
  if (own.length === 0)
    return `The key of ${hand.label} holds no office on ${desk.info.origin} now. The registrars grant a mandate for\n  ${hand.keyid}`;
  const who = allowed.length === 0 ? 'No office may' : `Only these may: ${list(allowed)}.`;
  const offices = list([...new Set(own.map(({ office }) => office))]);
  return `${hand.label} signs for ${offices}, which may not do this ("${kind}") here. ${who}${allowed.length === 0 ? ' do it.' : ''}`;
}

/** How many different people an act takes, and who could be asked, where those named are too few. */
export async function missingSigners(
  desk: Desk,
  act: NonNullable<Rules['acts'][CaseKind]>,
  by: readonly number[],
): Promise<{ readonly missing: number; readonly askable: readonly Holding[] }> {
  const inForce = await mandatesInForce(desk);
  const named = inForce.filter(({ entry }) => by.includes(entry));
  const people = (offices: readonly string[]): number =>
    new Set(named.filter(({ office }) => offices.includes(office)).map(({ person }) => person)).size;
  const counter = act.countersigned;
  const short = Math.max(0, act.signatures - people(act.offices));
  const counterShort = counter === undefined ? 0 : Math.max(0, counter.signatures - people(counter.offices));
  const offices = new Set([...(short > 0 ? act.offices : []), ...(counterShort > 0 ? (counter?.offices ?? []) : [])]);
  const there = new Set(named.map(({ person }) => person));
  const askable = inForce.filter(({ office, person }) => offices.has(office) && !there.has(person));
  const together = act.signatures + (counter?.signatures ?? 0);
  return {
    missing: Math.max(short + counterShort, together - new Set(named.map(({ person }) => person)).size, 0),
    askable,
  };
}
