import { formatCount, formatNumber } from './numbers.ts';

export const entryWords = {
  title: (index: number) => `Entry ${formatNumber(index)}`,
  case: 'Case',
  saysTitle: 'What it says',
  signersTitle: 'Who signed it',
  under: 'under the mandate of entry',
  signer: {
    registrar: 'One of the registrars, who say which offices there are and who holds them',
    intake: 'The service, with the key by which it records what comes in',
    official: 'An official, with their own key',
    log: 'The log, with the key by which it signs the whole record',
    unknown: 'A key that the record does not know',
  },
  signerOf: (entry: number) => `Whoever said entry ${entry}, by the key that it names`,
  key: 'Key',
  checksTitle: 'What this page has checked',
  checksHonest:
    'This page was made by the server, checks included. To check without trusting it, run this on your own computer:',
  notChecked:
    'Not looked at here: whether those who signed had the right to, and whether the rules were kept. The command looks at both.',
  fingerprint:
    'A fingerprint is a number computed from every letter of an entry (SHA-256): another letter makes another number.',
  passed: 'Holds',
  failed: 'Does not hold',
  unseen: 'Not there',
  checks: {
    included: (size: number, steps: number) =>
      `It is part of the record: ${formatCount(steps, 'step')} ${steps === 1 ? 'leads' : 'lead'} from its fingerprint to the root that stands for all ${formatCount(size, 'entry', 'entries')}.`,
    notIncluded: 'Its fingerprint does not lead to the root that stands for the whole record.',
    checkpoint: (origin: string) => `The log of ${origin} has signed that root.`,
    checkpointWrong: (origin: string) => `The signature over that root is not the one of the log of ${origin}.`,
    signature: (count: number) =>
      count === 1
        ? 'The signature belongs to these words and to the key named.'
        : `All ${formatNumber(count)} signatures belong to these words and to the keys named.`,
    signatureWrong: (sentence: string, keyid: string) => `${sentence} It is that of ${keyid}.`,
    chained: (before: number) => `It carries the fingerprint of entry ${formatNumber(before)}, which stands before it.`,
    first: 'It is the first entry: nothing stands before it.',
    notChained: 'It does not carry the fingerprint of the entry before it.',
    text: (count: number) =>
      count === 1
        ? 'The text shown is the one that was recorded.'
        : `All ${formatNumber(count)} texts are the ones that were recorded.`,
    textMissing: (count: number) =>
      `${formatCount(count, 'text')} could not be compared, because the record does not hold ${count === 1 ? 'it' : 'them'} (any more).`,
    textHidden: (count: number) =>
      `${formatCount(count, 'text')} could not be compared: ${count === 1 ? 'it is' : 'they are'} not in public view.`,
    textWrong: (count: number) =>
      `${formatCount(count, 'text')} stored here ${count === 1 ? 'is' : 'are'} not what was recorded.`,
  },
  factsTitle: 'Its fields',
  bytesTitle: 'The exact bytes',
  bytesText: (bytes: number) =>
    `The entry has ${formatCount(bytes, 'byte')}. Below they are spread over lines to be read; the raw ones are those that count.`,
  raw: 'The raw entry',
  proof: 'The proof as a file',
  statement: 'The statement, as it was signed',
  whole: 'The whole entry, as it was recorded',
  proofTitle: 'The proof in numbers',
  leafHash: 'Fingerprint (SHA-256 leaf hash)',
  path: 'Steps to the root',
  noPath: 'None: it is the only entry.',
  checkpointText: 'Signed root (checkpoint)',
  neighbours: 'Other entries',
  previous: 'Entry before',
  next: 'Entry after',
  receipt: 'Its receipt',
} as const;
