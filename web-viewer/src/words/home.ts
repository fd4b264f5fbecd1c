import { formatCount, formatNumber } from './numbers.ts';

export const homeWords = {
  title: 'What was said, answered and decided',
  lead: 'What people say to this authority, what its offices answer and what is decided: all of it stands here, in an order that nobody can quietly change.',
  figures: 'The record in figures',
  cases: 'cases',
  decided: 'decided',
  inputs: 'inputs recorded',
  entries: 'entries in all',
  overdue: (overdue: number, among: number) =>
    `${formatNumber(overdue)} of the ${formatCount(among, 'newest open case')} ${overdue === 1 ? 'is' : 'are'} overdue`,
  noneOverdue: (among: number) =>
    among === 1
      ? 'The only open case is not overdue'
      : `None of the ${formatCount(among, 'newest open case')} is overdue`,
  noOpenCases: 'No case is open',
  steps: 'Newest steps',
  noSteps: 'Nothing has happened yet: be the first to say something.',
  case: 'Case',
  newestCases: 'Newest cases',
  allCases: 'All cases',
  say: 'Say something',
  sayText: 'No account, no name. You get a receipt, and everybody can follow what becomes of it.',
  sayHere: 'Say something under',
  closed: 'No process takes new cases at the moment.',
  check: 'Do not take our word for it',
  checkText:
    'This command, run on your own computer, fetches the whole record and checks every entry, every signature and every rule:',
  checkMeaning: 'It ends in one sentence: verified, or what is wrong, and in which entry.',
  checkMore: 'What that proves, and what it does not',
} as const;
