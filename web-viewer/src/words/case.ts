import { formatCount, formatNumber } from './numbers.ts';
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
