export const takedownsWords = {
  title: 'Texts taken out of public view',
  lead: 'The record is for ever; the words in it need not be. Every text that was taken down is listed here: who did it, for which reason and by which law, and what can be done about it. That there was a text stays on record, and so does its place.',
  delay: (days: number) =>
    `What was taken down is on this page ${days === 1 ? 'a day' : `${days} days`} later, so that nobody is led to it while it is news. The page of its case says it at once.`,
  countsTitle: 'How many, month by month',
  counts: 'Texts by month and reason',
  month: 'Month (UTC)',
  reasons: 'Texts, and why',
  earlier: 'Earlier',
  done: {
    'content-withheld': (ground: string) => `taken out of view: ${ground}`,
    'content-redacted': (ground: string) => `erased or blacked out: ${ground}`,
  },
  /** By registrars. */
  outside: (ground: string) => `${ground} (by the registrars)`,
  kept: 'erased when their time was over',
  restored: 'put back',
  listTitle: 'One by one, newest first',
  empty: 'No text has been taken out of public view.',
  emptyHere: 'There are none this far back.',
  recorded: 'Recorded',
  case: 'Case',
  since: 'Put back since, by',
  paging: 'More of them',
  older: 'Older ones',
  newest: 'Back to the newest',
} as const;
