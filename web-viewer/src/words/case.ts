import type { ObligationKind } from '@counterfoil/ledger/obligations';
import type { CaseState, StateShapes } from '@counterfoil/ledger/state';
import { formatCount, formatList, formatNumber } from './numbers.ts';
import { levels } from './vocabulary.ts';

export const caseWords = {
  untitled: (id: number) => `Case ${id}, whose text is not there`,
  instead: (entry: number, caseId: number) => `Entry ${entry} belongs to case ${caseId}`,
  case: 'Case',
  facts: 'This case in short',
  process: 'Handled as',
  rules: (version: number) => `rules, version ${version}`,
  rulesWhy: 'A case keeps the rules it began under.',
  level: 'Promised to you',
  promise: (level: keyof typeof levels) => `${levels[level].title}: ${levels[level].promise}.`,
  newer: (version: number) => `Version ${version} is in force now; it changes nothing here.`,
  deliveredLabel: 'Delivered so far',
  delivered: ({ acknowledged, responded, decided, carriedOut, evaluated, inputs, unaccounted }: CaseState) => {
    const done = [
      ...(acknowledged === null ? [] : ['receipt confirmed']),
      ...(responded === null ? [] : ['answered']),
      ...(inputs === unaccounted
        ? []
        : [`said what became of ${formatNumber(inputs - unaccounted)} of ${formatCount(inputs, 'input')}`]),
      ...(decided === null ? [] : ['decided']),
      ...(carriedOut === null ? [] : ['carried out']),
      ...(evaluated === null ? [] : ['looked back on']),
    ];
    return done.length === 0 ? 'Nothing yet.' : `${capital(formatList(done, 'and'))}.`;
  },
  stage: 'Stage',
  stageOf: (title: string, place: number, stages: number) => `${title} (${place} of ${stages})`,
  support: 'Supporters',
  supportOf: (supporters: number, threshold: number) =>
    supporters < threshold
      ? `${formatNumber(supporters)} of the ${formatNumber(threshold)} that start the deadlines`
      : `${formatNumber(supporters)}, so the ${formatNumber(threshold)} that start the deadlines are reached`,
  office: 'Passed on to',
  merged: 'This case has become part of another one. What is new belongs there, and what is owed is owed there:',
  reopened: 'An appeal was upheld, so what was decided before counts no longer and the case is decided again:',
  linksTitle: 'Connected cases',
  relations: {
    related: { from: 'About the same matter', to: 'About the same matter' },
    follows: { from: 'This case follows from it', to: 'It follows from this case' },
    'same-place': { from: 'At the same place', to: 'At the same place' },
    contradicts: { from: 'Asks for the opposite', to: 'Asks for the opposite' },
    merged: { from: 'This case is part of it now', to: 'It is part of this case now' },
    split: { from: 'Took over some of the inputs', to: 'Some inputs came from there' },
  } satisfies Record<StateShapes['link']['relation'], { from: string; to: string }>,
  linkedBy: 'by entry',
  askedTitle: 'Asked and contested',
  answerTitle: 'The answer',
  commitmentsTitle: 'What was promised',
  answersFor: 'Answers for it',
  carrier: 'Does the work',
  lastDay: 'Last day',
  funding: 'Paid from',
  progress: 'How far it has come',
  reports: 'Reports',
  evaluationsTitle: 'Looking back',
  authoritySays: 'The authority says',
  citizensSay: 'Citizens say',
  judgements: (counted: readonly (readonly [answer: string, count: number])[]) => {
    if (counted.length === 0) return 'nothing yet';
    const [only] = counted;
    if (counted.length === 1 && only?.[1] === 1) return only[0];
    return counted.map(([answer, count]) => `${answer}: ${formatNumber(count)}`).join(', ');
  },
  evaluationsPartly: (steps: number) => `Counted from the first ${formatNumber(steps)} steps after the decision.`,
  askedBy: (entry: number, kind: ObligationKind) => `${kind === 'moderate' ? 'It stands' : 'Asked'} in entry ${entry}`,
  metBy: (entry: number) => `Entry ${entry}`,
  dissents: 'Who saw it differently',
  opened: 'Opened',
  inputs: 'Inputs',
  inputCount: (inputs: number) => formatCount(inputs, 'input'),
  next: 'Next step',
  copied:
    'This case was copied from a data set. Its author was promised nothing here, so nobody owes a step and no clock runs.',
  decision: 'How it was decided',
  decidedBy: (office: string) => `Decided by ${office}`,
  decisionCorrected: (index: number) => `These are the corrected words of entry ${index}.`,
  decisionEntry: 'See the decision in the timeline',
  duties: 'Deadlines',
  fates: 'What became of the inputs',
  fate: 'What became of them',
  fatesOf: (accounted: number, inputs: number) =>
    accounted === 0
      ? `Nothing is on record about what became of the ${formatCount(inputs, 'input')}.`
      : `What became of ${formatNumber(accounted)} of ${formatCount(inputs, 'input')} is on record.`,
  fatesPartly: (acts: number) => `Counted from the first ${formatNumber(acts)} official steps.`,
  unaccounted: 'Nothing on record yet',
  leftUnaccounted: 'Decided without a word on them',
  elsewhere: 'Told in a case that became part of this one',
  timeline: 'Step by step',
  timelineFrom: (entry: number) => `From entry ${entry} on.`,
  paging: 'More steps',
  earliest: 'From the beginning',
  later: 'Later steps',
  add: 'Add to this case',
  asData: 'This case as data',
  newCase: 'Open a case of your own',
  actions: 'What you can do',
} as const;

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
