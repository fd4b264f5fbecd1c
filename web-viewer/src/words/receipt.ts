import { formatCount, formatNumber } from './numbers.ts';

export const receiptWords = {
  heading: (entry: number) => `Receipt for entry ${entry}`,
  titles: {
    'input-received': 'Your words are on record',
    'support-added': 'Your support is on record',
    appeal: 'Your appeal is on record',
    dispute: 'Your dispute is on record',
    answer: 'Your answer is on record',
    evaluation: 'Your evaluation is on record',
    withdrawal: 'It is on record that you took it back',
    'erasure-request': 'Your request for erasure is on record',
  },
  lead: 'You hold one half, the public record holds the other. As long as you keep yours, nobody can say that you never said it.',
  yours: 'Your half',
  theirs: 'The record’s half',
  case: 'Case',
  entry: 'Entry',
  recorded: 'Recorded',
  happened: 'Said',
  words: 'Your words',
  noWords: 'None: it is the step itself that counts.',
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
  check: 'Check the file in your browser',
  actions: 'What you can do',
  print: 'Or print this page: it fits on one sheet.',
  seeEntry: 'The entry, byte by byte',
  onlyNow:
    'Your words are not public yet: somebody looks at them first. Until then only you have them, here and now. Save the receipt or print it before you leave this page: it cannot be shown a second time.',
  wholeText: 'The text goes on; the file holds all of it.',
  fits: 'The fingerprint on your paper fits this entry.',
  misfitsTitle: 'This paper does not fit the record',
  misfits:
    'The fingerprint on your paper does not fit this entry. Keep the paper and the file: together they are evidence. Check the file against the record with a program that is not ours.',
  paper: {
    title: 'What this slip is good for',
    proves:
      'It names the entry that holds what you said, and its fingerprint: should the entry ever be changed or taken away, you can see it.',
    qr: 'Square code that leads to the page of this receipt',
    scan: 'The square leads to the page of this receipt, and tells the page which fingerprint this slip bears.',
    check: (fileName: string) =>
      `To prove it to others, keep the file ${fileName} too. Anybody can check it without this server, at /receipt-check in a browser or with the command`,
  },
} as const;
