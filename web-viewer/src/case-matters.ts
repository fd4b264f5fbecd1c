/** What asks for a step of its own in a case: questions, appeals and disputes with their answers, and commitments. */
import { matterObligation } from '@counterfoil/ledger/obligations';
import type { MatterState } from '@counterfoil/ledger/state';
import type { OpenedCase } from './case-summary.ts';
import { isKind, type OpenedEntry } from './opened-entry.ts';
import type { Reading } from './reading.ts';
import { readDuty, type Duty } from './standing.ts';
import { readStep, type Step } from './step.ts';
import type { Text } from './text.ts';
import { readWording, type Wording } from './wording.ts';

/** The timeline has the rest. */
const MATTERS_SHOWN = 40;
const ACTS_READ = 300;
const MATTER_CHARS = 600;

export interface Asked {
  readonly step: Step;
  readonly wording: Wording;
  readonly answer: (Step & { readonly wording: Wording }) | undefined;
  readonly duty: Duty;
}

export interface Commitment {
  readonly step: Step;
  readonly wording: Wording;
  readonly office: string;
  readonly carrier: string;
  readonly lastDay: string;
  readonly funding: Text;
  readonly progress: { readonly code: NonNullable<MatterState['progress']>; readonly words: string };
  /** What was reported on it, oldest first. */
  readonly reports: readonly Step[];
  readonly duty: Duty;
}

export interface Matters {
  readonly asked: readonly Asked[];
  readonly commitments: readonly Commitment[];
  /** Indexes of all that is shown here. */
  readonly indexes: readonly number[];
}

export async function readMatters(reading: Reading, of: OpenedCase): Promise<Matters> {
  const indexes = await reading.matters(of.id, MATTERS_SHOWN);
  const [states, entries] = await Promise.all([reading.states('matter', indexes), reading.entries(indexes)]);
  const asked: Promise<Asked>[] = [];
  const commitments: Promise<Commitment>[] = [];
  const reports = states.some((matter) => matter?.kind === 'commitment') ? await readReports(reading, of.id) : [];
  for (const [i, matter] of states.entries()) {
    const opened = entries[i];
    if (matter === undefined || opened === undefined) continue;
    if (isKind(opened, 'commitment')) commitments.push(readCommitment(reading, of, opened, matter, reports));
    else asked.push(readAsked(reading, of, opened, matter));
  }
  return { asked: await Promise.all(asked), commitments: await Promise.all(commitments), indexes };
}

async function readAsked(
  reading: Reading,
  { id, rules }: OpenedCase,
  opened: OpenedEntry,
  matter: MatterState,
): Promise<Asked> {
  const options = { here: id, maxChars: MATTER_CHARS };
  const answer = matter.met === null ? undefined : await reading.entry(matter.met.entry);
  return {
    step: await readStep(reading, opened, rules, options),
    wording: await readWording(reading, opened, MATTER_CHARS),
    answer:
      answer === undefined
        ? undefined
        : {
            ...(await readStep(reading, answer, rules, options)),
            wording: await readWording(reading, answer, MATTER_CHARS),
          },
    duty: await readDuty(reading, matterObligation(opened.index, matter, reading.now)),
  };
}

async function readReports(reading: Reading, id: number): Promise<readonly (OpenedEntry & OpenedEntry<'milestone'>)[]> {
  const acts = await reading.entries(await reading.caseActs(id, ACTS_READ));
  return acts.filter((act) => isKind(act, 'milestone'));
}

async function readCommitment(
  reading: Reading,
  { id, rules }: OpenedCase,
  opened: OpenedEntry & OpenedEntry<'commitment'>,
  matter: MatterState,
  reports: readonly (OpenedEntry & OpenedEntry<'milestone'>)[],
): Promise<Commitment> {
  const { office, carrier, term, funding } = opened.statement;
  const progress = matter.progress ?? 'not-started';
  const own = reports.filter(({ statement }) => statement.commitment === opened.index);
  return {
    step: await readStep(reading, opened, rules, { here: id, maxChars: MATTER_CHARS }),
    wording: await readWording(reading, opened, MATTER_CHARS),
    office: await reading.officeTitle(office),
    carrier: reading.language.phrase(`carrier-${carrier}`),
    lastDay: reading.language.weekday(term),
    funding: await reading.text(funding),
    progress: { code: progress, words: reading.language.phrase(`progress-${progress}`) },
    reports: await Promise.all(
      own.map((report) => readStep(reading, report, rules, { here: id, maxChars: MATTER_CHARS })),
    ),
    duty: await readDuty(reading, matterObligation(opened.index, matter, reading.now)),
  };
}
