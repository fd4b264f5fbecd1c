import { formatCount } from './numbers.ts';

export const owedWords = {
  title: 'What is owed',
  lead: 'Every step that the rules promise and that nobody has taken yet. Nobody enters this list: it is computed from the rules and the calendar that the authority published, so nobody can take a deadline off it.',
  filter: 'Which steps',
  state: 'State',
  states: { open: 'All that is owed', overdue: 'Overdue only', met: 'Done, in time or late' },
  office: 'Office',
  anyOffice: 'Any office',
  filterButton: 'Show these',
  overdue: 'Overdue',
  open: 'Owed, not yet due',
  asked: 'Without a day',
  met: 'Done',
  emptyOverdue: 'Nothing is overdue.',
  empty: 'Nothing fits this choice.',
  next: 'More steps',
  first: 'Back to the first',
  paging: 'More steps',
  case: 'Case',
  asData: 'This list as data',
  /** On the first page. */
  some: (count: number, isMore: boolean) =>
    isMore
      ? `More than ${formatCount(count, 'step')} are overdue`
      : `${formatCount(count, 'step')} ${count === 1 ? 'is' : 'are'} overdue`,
  none: 'Nothing is overdue',
} as const;
