import type { FileRef } from '@counterfoil/ledger/file-content';
import { formatNumber } from './numbers.ts';

export const followWords = {
  title: 'Follow up what you said',
  lead: 'With the code on your slip you see what became of what you said, and you can add to it, answer, object or take it back. You need no account, and nobody asks who you are.',
  code: 'Your code for coming back',
  codeHint: 'Six groups of five letters and digits. Capitals or small letters, with or without hyphens.',
  show: 'Show',
  again: 'Another code',
  forget: 'Close, and forget the code',
  withScript: 'Your code stays in this browser: it signs there, and is not sent to us.',
  withoutScript:
    'Your browser runs no scripts, so your code is sent to this service. It uses it to answer you this once, and keeps nothing of it.',
  faults: {
    empty: 'Enter your code',
    length: 'A code has 30 letters and digits. Look whether a group is missing',
    letters: 'This holds something that no code has. A code is made of digits and letters, without the letter U',
    mistyped: 'One letter is wrong, or two are exchanged. Compare it with your slip, group by group',
  },
  unknownTitle: 'Not on record yet',
  unknown: [
    'Nothing on this record belongs to this code.',
    'If you got your slip at a counter, by phone, on paper or at a meeting: somebody there still has to type in what you said. Keep the slip, and try again in some days.',
    'If some weeks have passed, ask where you got the slip. It is proof that somebody gave it to you, not of what you said.',
  ],
  said: 'What you said',
  stands: 'Where it stands',
  outcome: 'Decided',
  caseNumber: 'Case',
  seeCase: 'The whole case, step by step',
  receipt: 'Receipt',
  withdrawn: 'You took this back with entry',
  /** A request that has no answer yet; the number of its entry comes between the two. */
  erasure: {
    asked: (day: string, what: string, isOwn: boolean) =>
      isOwn ? `You asked on ${day} that ${what} be erased` : `On ${day} it was asked that ${what} be erased`,
    owed: (lastDay: string | undefined, isOverdue: boolean) =>
      lastDay === undefined
        ? 'An answer is owed.'
        : `An answer ${isOverdue ? 'was owed by' : 'is owed by'} ${lastDay}${isOverdue ? ', and there is none yet' : ''}.`,
  },
  hiddenNow: 'Not in public view. Only you see it here:',
  can: 'What you can do',
  step: (entry: number, title: string) => `Entry ${formatNumber(entry)}: ${title}`,
  acts: {
    add: {
      title: 'Add something',
      lead: 'It becomes part of this case, beside what you said before.',
    },
    answer: { title: 'Answer a question', lead: 'The authority asks those who spoke up:' },
    appeal: {
      title: 'Appeal against the decision',
      lead: 'The authority has to answer an appeal. Say what is wrong and what you want instead. This is no appeal to a court: that has its own deadlines.',
    },
    dispute: {
      title: 'Dispute a step',
      lead: 'Something that was done or said is not right? The authority has to answer.',
    },
    evaluate: {
      title: 'Say how it went',
      lead: 'Three questions about the outcome. Your answers are public, as everybody’s are.',
    },
    withdraw: { title: 'Take it back', lead: 'You say that you no longer stand by it.' },
    erase: {
      title: 'Ask that something be erased',
      lead: 'The authority has to erase it, or to say why not. That it was there and who erased it stays on record; what could be read or seen goes.',
    },
  },
  withdraw: (entry: number) => `Take back entry ${formatNumber(entry)}`,
  withdrawWarning:
    'It stays on record and can still be read, with a note that you took it back. This cannot be undone. To have your words or files removed, ask that they be erased.',
  erase: (what: string, entry: number) => `Ask that ${what} of entry ${formatNumber(entry)} be erased`,
  parts: {
    text: 'the words',
    file: (mediaType: FileRef['mediaType'], number: number) =>
      `${mediaType === 'application/pdf' ? 'document' : 'picture'} ${formatNumber(number)}`,
  },
  /** After a title: what it is about. */
  quoted: (words: string) => `: “${words}”`,
  inBrackets: (kind: string) => ` (${kind})`,
  words: {
    add: 'What do you want to add?',
    answer: 'Your answer',
    appeal: 'Why do you appeal?',
    dispute: 'What is not right about it?',
    evaluate: 'Anything else?',
  },
  against: 'Which step?',
  choose: 'Choose a step',
  optional: '(you can leave this out)',
  askedOn: 'Asked on',
  public:
    'What you write becomes public, and its fingerprint stays for good. Do not name people, and leave out addresses and telephone numbers.',
  buttons: {
    add: 'Add it',
    answer: 'Send the answer',
    appeal: 'Appeal',
    dispute: 'Dispute it',
    evaluate: 'Send',
    withdraw: 'Take it back',
    erase: 'Ask for erasure',
  },
  lacks: {
    empty: 'Write what you want to say',
    'too-long': 'This is too long to be recorded. Shorten it, or send it in parts',
    encoding: 'Your text holds a character that cannot be recorded. Delete what looks damaged',
    against: 'Choose which step you dispute',
    judgements: 'Answer all three questions',
  },
  done: (entry: number) => `It is on record, as entry ${formatNumber(entry)}.`,
  doneReceipt: 'Keep the receipt',
  doneFile: 'Download the receipt',
  unconfirmed: 'We could not make sure that it was recorded. Look below whether it is there before you send it again',
  /** Before it is signed in the browser. */
  preview: {
    title: 'Read this before you send it',
    lead: 'Your browser signs this with your code. Once it is on record it cannot be changed.',
    leadPlain: 'This service signs this with your code. Once it is on record it cannot be changed.',
    what: 'What you do',
    case: 'In case',
    words: 'Your words',
    against: 'About entry',
    send: 'Send it',
    back: 'Change it',
    backPlain: 'Go back without sending',
    working: 'Sending …',
  },
  hints: {
    title: 'Does your text tell who somebody is?',
    again: 'Nothing has been sent yet. Change it, or send it once more as it stands: we do not ask again.',
  },
  problems: {
    unreachable:
      'The service cannot be reached just now. Nothing was sent. Try again in a minute; what you typed stays here.',
    wrongEntry: (entry: number) =>
      `The service says something else about entry ${formatNumber(entry)} than the record does. Nothing was signed. Keep your slip and tell others: this should not happen.`,
    wrongCase: (id: number) =>
      `The service wants you to speak in case ${formatNumber(id)}, and the record does not say that what you said belongs there. Nothing was signed.`,
    failed:
      'Something went wrong in your browser. Nothing was sent. Load the page again; without scripts it works as well.',
  },
  contact: {
    title: 'Be told by e-mail',
    lead: 'When the authority does something in your case, we send you a short letter: that you were answered, asked or that it was decided.',
    label: 'Your e-mail address',
    hint: 'It is kept apart from the record, locked, for these letters alone. Every letter has a link that erases it.',
    onForm:
      'If you want to be told by e-mail what becomes of it. It never goes on the record. You get a letter with a link to confirm it.',
    save: 'Send me letters',
    known: 'An address is kept for what you said. Nobody can read it here.',
    stop: 'Erase the address',
    saved: 'We have sent you a letter. Open the link in it to confirm your address; until then nothing else is sent.',
    stopped: 'The address is erased. You get no more letters.',
    wrong: 'This is no e-mail address: it looks like name@example.org',
  },
  /** The code, when it is new. */
  slip: {
    title: 'Your code for coming back',
    lead: 'Write it down or print this page. With it you see what becomes of what you said, and can add, answer, object or take it back, at',
    once: 'It is shown only now: we do not keep it, and nobody can send it to you again. Whoever has it can speak on for you, so keep it to yourself; the receipt file does not hold it and can be shown to others.',
    onceTab:
      'It is shown in this browser tab only, until you close it: it was made here and never sent. Whoever has it can speak on for you, so keep it to yourself; the receipt file does not hold it and can be shown to others.',
    qr: 'Square code that opens the page with your code',
    print: 'Print',
    open: 'Use it now',
  },
  letters: {
    title: 'Letters about your case',
    unknown: 'This link leads nowhere (any more)',
    unknownLead: 'The address was erased, or the link is old. You get no letters by it.',
    confirmLead: (id: number) =>
      `Do you want to be told by e-mail what becomes of case ${formatNumber(id)}? If you did not ask for this, erase the address: nothing else happens.`,
    confirm: 'Yes, send me letters',
    known: (id: number) => `You are told by e-mail what becomes of case ${formatNumber(id)}.`,
    stop: 'Erase my address',
    confirmed: 'Confirmed. You are told when something is done in your case.',
    stopped: 'Your address is erased.',
  },
} as const;
