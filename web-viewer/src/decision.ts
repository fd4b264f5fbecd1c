/** How a case was decided, in the words that hold now. */
import { type Reference, stepHref } from './addresses.ts';
import type { OpenedCase } from './case-summary.ts';
import { isKind } from './opened-entry.ts';
import type { Reading, Time } from './reading.ts';
import { readDecisionFacts } from './facts/decision-facts.ts';
import type { Fact } from './facts/fact.ts';
import { readStep, type Step } from './step.ts';
import { readWording } from './wording.ts';
import type { Text } from './text.ts';
import { outcomeTitle } from './case-summary.ts';

const DECISION_CHARS = 3000;
/** Official steps looked through for dissents. */
const ACTS_READ = 300;

export interface Decision {
  readonly outcome: string;
  readonly offices: string;
  readonly time: Time;
  readonly text: Text | undefined;
  readonly href: string;
  /** The entry whose words are shown, where it is a correction. */
  readonly corrected: Reference | undefined;
  /** What it rests on, what it was meant to do, what else was possible. */
  readonly facts: readonly Fact[];
  readonly dissents: readonly Step[];
  /** The decision among the steps. */
  readonly step: string;
}

export async function readDecision(reading: Reading, opened: OpenedCase): Promise<Decision | undefined> {
  const { id, of, rules } = opened;
  if (of.decided === null) return undefined;
  const decided = await reading.entry(of.decided.entry);
  if (decided === undefined || !isKind(decided, 'decision')) return undefined;
  const { by, at } = decided.statement;
  const holders = await Promise.all(by.map((mandate) => reading.holder(mandate)));
  const wording = await readWording(reading, decided, DECISION_CHARS);
  return {
    outcome: outcomeTitle(of, rules) ?? of.decided.outcome,
    offices: reading.language.list([...new Set(holders.map(({ office }) => office))]),
    time: reading.time(at),
    text: wording.text,
    href: wording.from.href,
    corrected: wording.isCorrected ? wording.from : undefined,
    facts: await readDecisionFacts(reading, decided.statement),
    dissents: await readDissents(reading, opened, decided.index),
    step: stepHref(id, decided.index),
  };
}

async function readDissents(reading: Reading, { id, rules }: OpenedCase, from: number): Promise<readonly Step[]> {
  const acts = await reading.entries(await reading.caseActs(id, ACTS_READ));
  const dissents = acts.filter((act) => isKind(act, 'dissent') && act.statement.from === from);
  return Promise.all(dissents.map((dissent) => readStep(reading, dissent, rules, { here: id })));
}
