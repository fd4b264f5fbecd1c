import type { StatementOf } from '@counterfoil/ledger/statement';
import { formatCount, formatList, formatNumber } from './numbers.ts';
import { formatDay } from './time.ts';
import { acts, mandateEndings } from './vocabulary.ts';

export const entryWords = {
  title: (index: number) => `Entry ${formatNumber(index)}`,
  case: 'Case',
  saysTitle: 'What it says',
  signersTitle: 'Who signed it',
  under: 'under the mandate of entry',
  signer: {
    registrar: 'One of the registrars, who say which offices there are and who holds them',
    intake: 'The service, with the key by which it records what comes in',
    unknown: 'A key that the record does not know',
  },
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
    signatureWrong: (keyid: string) => `The signature of ${keyid} does not belong to these words.`,
    chained: (before: number) => `It carries the fingerprint of entry ${formatNumber(before)}, which stands before it.`,
    first: 'It is the first entry: nothing stands before it.',
    notChained: 'It does not carry the fingerprint of the entry before it.',
    text: (count: number) =>
      count === 1
        ? 'The text shown is the one that was recorded.'
        : `All ${formatNumber(count)} texts are the ones that were recorded.`,
    textMissing: (count: number) =>
      `${formatCount(count, 'text')} could not be compared, because the record does not hold ${count === 1 ? 'it' : 'them'} (any more).`,
    textWrong: (count: number) =>
      `${formatCount(count, 'text')} stored here ${count === 1 ? 'is' : 'are'} not what was recorded.`,
  },
  factsTitle: 'Its fields',
  facts: {
    kind: 'Kind',
    happened: 'Happened, says the author',
    recorded: 'Recorded, says the log',
    seen: 'Record as the author saw it',
    seenSize: (size: number) => formatCount(size, 'entry', 'entries'),
    authority: 'Authority',
    threshold: 'Registrars',
    thresholdOf: (threshold: number, registrars: number) =>
      `${formatNumber(threshold)} of ${formatNumber(registrars)} must sign`,
    licence: 'Licence',
    logKey: 'Key of the log',
    office: 'Office',
    may: 'May',
    mayNot: 'Nothing',
    holder: 'Holder',
    term: 'Term',
    termFrom: (from: string, until: string | undefined) =>
      until === undefined ? `from ${formatDay(from)} on` : `${formatDay(from)} to ${formatDay(until)}`,
    mandate: 'Mandate',
    reason: 'Reason',
    endings: mandateEndings,
    process: 'Process',
    version: (version: number) => `version ${version}`,
    level: 'Promised level',
    authors: 'Takes words from',
    acts: 'Who may do what',
    act: (kind: keyof typeof acts, offices: readonly string[], signatures: number) =>
      `${formatList(offices, 'or')} may ${acts[kind]}${signatures === 1 ? '' : `, ${formatNumber(signatures)} people together`}`,
    outcomes: 'A decision can be',
    dispositions: 'An input can be',
    accounting: 'Inputs left without a word',
    accountings: {
      refuse: 'A decision is refused while any input has nothing said of it.',
      record: 'A decision can be made, and the record shows what it left out.',
    },
    clocks: 'Deadlines',
    clock: (title: string, days: number) => `${title} within ${formatCount(days, 'day')}`,
    noClocks: 'None',
    author: 'Author',
    channel: 'Channel',
    category: 'Category',
    source: 'Copied from',
    outcome: 'Outcome',
    basis: 'Legal basis',
  },
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

/** What an entry that belongs to no case says, in a sentence. */
export const authoritySentences = {
  opened: ({ authority }: StatementOf<'ledger-opened'>) => `The public record of ${authority.name} was opened`,
  office: ({ title }: StatementOf<'office-defined'>) => `There is an office: ${title}`,
  granted: (office: string) => `The office “${office}” was given into somebody’s hands`,
  ended: (office: string, reason: StatementOf<'mandate-ended'>['reason']) =>
    `A mandate for the office “${office}” ended: ${mandateEndings[reason]}`,
  published: ({ title, version }: StatementOf<'process-published'>) =>
    `The rules for “${title}” were published, version ${version}`,
} as const;
