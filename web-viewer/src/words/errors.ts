/** Every reason a page cannot be shown: its HTTP status, and what is said to people. Codes are stable: others may rely on them. */
interface ErrorWords {
  readonly status: number;
  readonly title: string;
  /** What happened, and what it means. */
  readonly message: string;
  /** What to do. */
  readonly advice: string;
}

export const errorWords = {
  'page-unknown': {
    status: 404,
    title: 'There is no such page',
    message:
      'Nothing is kept at this address. Nothing has been taken away from it either: what is removed leaves a trace.',
    advice: 'Check the address for typing mistakes, or look for the case by its number.',
  },
  'case-unknown': {
    status: 404,
    title: 'There is no such case',
    message: 'No case of this number has been opened. Cases bear the number of the entry that opened them.',
    advice: 'Look at the number on your receipt again, or find the case in the list.',
  },
  'entry-unknown': {
    status: 404,
    title: 'There is no such entry',
    message: 'The record does not reach this number, or it is not a number.',
    advice: 'Entries are numbered from 0. If you hold a receipt for this number, keep it: it would be evidence.',
  },
  'receipt-unknown': {
    status: 404,
    title: 'There is no receipt for this',
    message: 'Receipts exist for what people say. This number belongs to nothing of that kind.',
    advice: 'Look at the entry itself, or find your case by its number.',
  },
  'promise-unknown': {
    status: 404,
    title: 'Nothing is known here of such a promise',
    message: 'No words with this fingerprint are on record, and none are waiting here.',
    advice:
      'Compare the address with your slip. If it is right, the service has lost what it promised: keep the file of the promise, and check it with the command that stands on the slip.',
  },
  'process-unknown': {
    status: 404,
    title: 'There is no such process',
    message: 'No process of this name takes new cases now.',
    advice: 'Choose one of those that there are.',
  },
  'case-closed': {
    status: 409,
    title: 'This case has been decided',
    message: 'Nothing can be added to a decided case.',
    advice: 'What is new opens a case of its own.',
  },
  'case-merged': {
    status: 409,
    title: 'This case has become part of another',
    message: 'Nothing can be added here any more. What is new belongs to the case that it is part of now.',
    advice: 'Add it there.',
  },
  'stage-closed': {
    status: 409,
    title: 'This case takes nothing new now',
    message: 'It has come to a stage at which its rules take no further inputs.',
    advice: 'What is new opens a case of its own.',
  },
  'authors-not-admitted': {
    status: 409,
    title: 'This process takes no words by this form',
    message: 'Its rules admit neither people nor organisations as authors.',
    advice: 'Choose another process.',
  },
  'query-malformed': {
    status: 400,
    title: 'This address is not complete',
    message: 'Something after the question mark is not as it should be, so it is unclear what you want to see.',
    advice: 'Start again from the list of cases.',
  },
  'form-malformed': {
    status: 400,
    title: 'The form arrived damaged',
    message: 'It did not hold the fields that it should hold, so nothing was recorded.',
    advice: 'Go back, reload the page and send it again.',
  },
  'form-type': {
    status: 415,
    title: 'This is not a form',
    message: 'The address takes what the form on this page sends, and nothing else. Nothing was recorded.',
    advice: 'Programs use the interface that /openapi.json describes.',
  },
  'form-too-large': {
    status: 413,
    title: 'This is far too long',
    message: 'What you sent was so large that it was not read. Nothing was recorded.',
    advice: 'Go back and shorten your text: 50,000 bytes are the limit, some twenty pages.',
  },
  'ledger-not-opened': {
    status: 404,
    title: 'This record is not open yet',
    message: 'Its first entry, which says who keeps it, has not been written.',
    advice: 'Come back later, or ask whoever runs this service.',
  },
  'record-damaged': {
    status: 500,
    title: 'The record is damaged here',
    message: 'What is stored at this place is not what a record can hold. This is serious.',
    advice: 'Check the record with a program of your own and keep what it says: /about tells how.',
  },
  'record-away': {
    status: 503,
    title: 'The record cannot be reached at the moment',
    message: 'The database behind these pages does not answer. Nothing is lost: all that is on record stays there.',
    advice:
      'Try again in a few minutes. What you want to say you can send all the same: it is kept, you get a signed promise at once, and it is recorded as soon as that is possible again.',
  },
  'internal-error': {
    status: 500,
    title: 'Something went wrong on our side',
    message: 'The page could not be made. The record itself is not touched by this.',
    advice: 'Try again in a minute.',
  },
} as const satisfies Readonly<Record<string, ErrorWords>>;

export type PageErrorCode = keyof typeof errorWords;
