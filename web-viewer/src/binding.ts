/** What binds a case and where it stands in it: the version of the rules, the stage, the supporters, what was promised and what came of it. */
import { processHref } from './addresses.ts';
import type { OpenedCase } from './case-summary.ts';
import type { CaseState } from '@counterfoil/ledger/state';
import type { Language } from './language.ts';
import type { Reading } from './reading.ts';
import { stageTitle } from './step-title.ts';

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
  const { stages = [], support, level } = rules;
  const { language } = reading;
  const place = stages.findIndex(({ code }) => code === of.stage);
  return {
    title: rules.title,
    version: of.version,
    href: processHref(of.process, of.version),
    newer: inForce > of.version ? { version: inForce, href: processHref(of.process, inForce) } : undefined,
    promise: language.phrase('case-promise', {
      level: language.phrase(`level-${level}`),
      promise: language.phrase(`level-promise-${level}`),
    }),
    delivered: tellDelivered(language, of),
    stage:
      of.stage === null
        ? undefined
        : language.phrase('case-stage-of', {
            title: stageTitle(rules, of.stage),
            place: place + 1,
            stages: stages.length,
          }),
    support: support && tellSupport(language, of.supporters, support.threshold),
    office: of.office === null ? undefined : await reading.officeTitle(of.office),
  };
}

function tellDelivered(language: Language, of: CaseState): string {
  const { acknowledged, responded, decided, carriedOut, evaluated, inputs, unaccounted } = of;
  const done = [
    ...(acknowledged === null ? [] : [language.phrase('case-delivered-acknowledged')]),
    ...(responded === null ? [] : [language.phrase('case-delivered-responded')]),
    ...(inputs === unaccounted
      ? []
      : [language.phrase('case-delivered-accounted', { accounted: inputs - unaccounted, inputs })]),
    ...(decided === null ? [] : [language.phrase('case-delivered-decided')]),
    ...(carriedOut === null ? [] : [language.phrase('case-delivered-carried-out')]),
    ...(evaluated === null ? [] : [language.phrase('case-delivered-evaluated')]),
  ];
  if (done.length === 0) return language.phrase('case-delivered-nothing');
  const list = language.phrase('case-delivered-list', { done: language.list(done) });
  return list.charAt(0).toUpperCase() + list.slice(1);
}

function tellSupport(language: Language, supporters: number, threshold: number): string {
  return language.phrase(supporters < threshold ? 'case-support-below' : 'case-support-reached', {
    supporters,
    threshold,
  });
}
