import { formatCount } from './numbers.ts';

export const absenceWords = {
  tags: {
    pending: 'Not public yet',
    withheld: 'Taken out of public view',
    erased: 'Erased',
    replaced: 'Passages blacked out',
  },
  /** Titles of cases that began with such a text. */
  titles: {
    pending: 'A text that is not public yet',
    withheld: 'A text that was taken out of public view',
    erased: 'A text that was erased',
  },
  hidden: 'This text is not in public view.',
  pending: 'Somebody at the authority looks at this text before it is public.',
  withheld: (offices: string) => `Here stood a text. ${offices} took it out of public view.`,
  erased: (offices: string) => `Here stood a text. ${offices} had it erased for good.`,
  replaced: (offices: string) =>
    `${offices} had this text erased for good and put it here again with passages blacked out.`,
  kept: (offices: string, days: number | undefined) =>
    days === undefined
      ? `Here stood a text. ${offices} had it erased when its time was over.`
      : `Here stood a text. ${offices} had it erased: texts are kept until ${formatCount(days, 'day')} after the end of a case.`,
  registrars: 'The registrars',
  since: { pending: 'Waiting since', withheld: 'Since', erased: 'Since' },
  blackedOut: 'blacked out',
} as const;
