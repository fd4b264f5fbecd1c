/** Several statements agreed to at once, each signed by those who may: for texts of many cases, whose rules may differ. */
import type { Said } from '@counterfoil/ledger/compose';
import type { CaseKind } from '@counterfoil/ledger/statements/rights';
import { readCaseRules } from './case-file.ts';
import type { Recorded } from './client.ts';
import type { Desk } from './desk.ts';
import type { Hand } from './hands.ts';
import { ableHands } from './holdings.ts';
import { count } from './layout.ts';
import { agree, record } from './say.ts';
import { chooseSigners, saidOf, waitingWarning } from './speak.ts';
import { handToTray } from './waiting.ts';

/** They fit into an entry together with 16 signatures. */
const TEXTS_A_STATEMENT = 300;

export interface TextName {
  readonly entry: number;
  readonly digest: string;
}

export interface Plan {
  readonly said: Said;
  readonly items: readonly TextName[];
  /** Mandates. */
  readonly by: readonly number[];
  /** Fewer than `by` where others sign later. */
  readonly hands: readonly Hand[];
}

/**
 * A statement about the texts of a case, and more where one cannot name them all.
 * @param others entries that granted the mandates of those who are to sign as well
 */
export async function planTexts(
  desk: Desk,
  kind: Extract<CaseKind, 'content-published' | 'retention-applied'>,
  {
    id,
    items,
    others,
    fields = {},
  }: {
    readonly id: number;
    readonly items: readonly TextName[];
    readonly others: readonly number[];
    readonly fields?: { readonly archive?: { readonly sha256: string } };
  },
): Promise<readonly Plan[]> {
  const rules = await readCaseRules(desk, id);
  const able = await ableHands(desk, kind, rules);
  const speech = { desk, file: { id, rules, version: rules.version, stage: undefined }, kind, others };
  const signing = await chooseSigners(speech, able.length === 0 ? desk.hands : able);
  const plans: Plan[] = [];
  for (let first = 0; first < items.length; first += TEXTS_A_STATEMENT) {
    const some = items.slice(first, first + TEXTS_A_STATEMENT).map(({ entry, digest }) => ({ entry, digest }));
    const said = { ...saidOf({ ...speech, fields: { ...fields, items: some } }, signing), seen: desk.reader.seen };
    plans.push({ said, items: some, ...signing });
  }
  return plans;
}

/** Undefined where nothing was signed after all. What waits for others goes to the tray. */
export async function sayMany(
  desk: Desk,
  plans: readonly Plan[],
  { preview, warnings = [] }: { readonly preview: string; readonly warnings?: readonly string[] },
): Promise<readonly (Recorded & { readonly plan: Plan })[] | undefined> {
  const hands = [...new Set(plans.flatMap((plan) => plan.hands))];
  const waiting = plans.find(waits);
  const agreed = await agree(desk, {
    saids: plans.map(({ said }) => said),
    hands,
    preview,
    warnings: [...warnings, ...(waiting === undefined ? [] : [waitingWarning(waiting)])],
  });
  if (agreed === undefined) return undefined;
  const recorded: (Recorded & { readonly plan: Plan })[] = [];
  for (let first = 0; first < plans.length;) {
    const plan = plans[first] as Plan;
    // Those of the same people go one after the other, with one account of how far they came.
    const other = plans.slice(first).findIndex((one) => !isSignedAlike(one, plan));
    const end = other < 0 ? plans.length : first + other;
    const drafts = agreed.drafts.slice(first, end);
    const signers = agreed.signers.filter((_, i) => plan.hands.includes(hands[i] as Hand));
    if (waits(plan)) await handToTray(desk, { drafts, signers });
    else
      for (const [i, one] of (await record(desk, { drafts, signers })).entries())
        recorded.push({ ...one, plan: plans[first + i] as Plan });
    first = end;
  }
  return recorded;
}

function waits({ by, hands }: Plan): boolean {
  return hands.length < by.length;
}

function isSignedAlike(a: Plan, b: Plan): boolean {
  return waits(a) === waits(b) && a.hands.length === b.hands.length && a.hands.every((hand, i) => hand === b.hands[i]);
}

/** "12 texts are public, by 2 entries (41 to 42)", and that it was checked. Nothing where all of it waits. */
export function doneSentence(
  recorded: readonly { readonly index: number; readonly plan: Plan }[],
  now: 'public' | 'erased',
): string {
  if (recorded.length === 0) return '';
  const texts = recorded.flatMap(({ plan }) => plan.items).length;
  const [first, last] = [recorded[0]?.index ?? 0, recorded.at(-1)?.index ?? 0];
  const entries =
    first === last ? `entry ${first}` : `${count(recorded.length, 'entry', 'entries')}, ${first} to ${last}`;
  return `${count(texts, `text is ${now}`, `texts are ${now}`)} now, by ${entries}.\nEvery proof was followed and holds.\n`;
}
