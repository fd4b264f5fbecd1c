/** What binds a case and where it stands in it: the version of the rules, the stage, the supporters, what was promised and what came of it. */
import { processHref } from './addresses.ts';
import type { OpenedCase } from './case-summary.ts';
import type { Reading } from './reading.ts';
import { caseWords } from './words/case.ts';
import { stageTitle } from './words/step.ts';

export interface Binding {
  readonly title: string;
  readonly version: number;
  readonly href: string;
  /** The version in force, where it is another one. */
  readonly newer: { readonly version: number; readonly href: string } | undefined;
  readonly promise: string;
  /** What has been delivered of it by now, in words; never a judgement. */
  readonly delivered: string;
  readonly stage: string | undefined;
  readonly support: string | undefined;
  /** The office that has the case, where it was passed on. */
  readonly office: string | undefined;
}

export async function readBinding(reading: Reading, { of, rules }: OpenedCase): Promise<Binding> {
  const inForce = (await reading.state('process', of.process))?.version ?? of.version;
  const { stages = [], support } = rules;
  const place = stages.findIndex(({ code }) => code === of.stage);
  return {
    title: rules.title,
    version: of.version,
    href: processHref(of.process, of.version),
    newer: inForce > of.version ? { version: inForce, href: processHref(of.process, inForce) } : undefined,
    promise: caseWords.promise(rules.level),
    delivered: caseWords.delivered(of),
    stage: of.stage === null ? undefined : caseWords.stageOf(stageTitle(rules, of.stage), place + 1, stages.length),
    support: support === undefined ? undefined : caseWords.supportOf(of.supporters, support.threshold),
    office: of.office === null ? undefined : await reading.officeTitle(of.office),
  };
}
