import { formatCount, formatNumber } from './numbers.ts';

export const receiptWords = {
  heading: (entry: number) => `Receipt for entry ${entry}`,
  recordedTitle: 'Your words are on record',
  lead: 'You hold one half, the public record holds the other. As long as you keep yours, nobody can say that you never said it.',
  yours: 'Your half',
  theirs: 'The record’s half',
  case: 'Case',
  entry: 'Entry',
  recorded: 'Recorded',
  happened: 'Said',
  words: 'Your words',
  ledger: 'Record',
  fingerprint: 'Fingerprint of the entry',
  checkpoint: 'Root under the signature',
  proofTitle: 'How it is proved',
  holds: (entry: number, size: number, steps: number, origin: string) =>
    `Entry ${formatNumber(entry)} is among the ${formatCount(size, 'entry', 'entries')} that the log of ${origin} has signed for: ${formatCount(steps, 'step')} ${steps === 1 ? 'leads' : 'lead'} from its fingerprint to the signed root, and each of them fits.`,
  fails:
    'The proof does not hold: the entry does not lead to what the log has signed for. Keep this page and tell others.',
  honest:
    'The server that took your words in made this page. The file below holds all that is needed to check without it.',
  download: 'Download the receipt',
  downloadHint:
    'A small file with your words, the entry, and its proof under the log’s signature. Keep it as you would keep a paper receipt.',
  follow: 'See what becomes of it',
  actions: 'What you can do',
  print: 'Or print this page: it fits on one sheet.',
  seeEntry: 'The entry, byte by byte',
  wholeText: 'The text goes on; the file holds all of it.',
} as const;
