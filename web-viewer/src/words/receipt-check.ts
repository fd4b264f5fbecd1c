import { formatCount, formatNumber } from './numbers.ts';

/** The page that checks a file which somebody kept; what the file itself is told with comes from the ledger’s own code. */
export const receiptCheckWords = {
  title: 'Check a receipt',
  lead: 'Give this page the file of a receipt or of a promise: it tells what was recorded or promised, and when. The file stays on your device.',
  noScript: 'This page checks on your own device, and needs a script for that. Your browser runs none here.',
  command: 'The same can be done with a command on your own computer:',
  label: 'The file of a receipt, a promise or a complaint',
  hint: 'It is called something like receipt-12.json. You can also drop it here.',
  checking: 'Checking …',
  offline:
    'Once this page is there it asks nobody anything by itself: it works without a network, and the service that made the receipt may be gone. If you compare with the record, it fetches public files of this server and sends nothing of yours; the server sees which part of the record is looked at.',
  honest:
    'The script came from the server that you may want to check. Who wants to trust nobody uses the command, got elsewhere.',
  holds: 'Holds',
  wrong: 'Does not hold',
  open: 'Not decided',
  proved: 'Proved',
  kept: 'Kept',
  broken: 'Not kept',
  commitment: 'Fingerprint of the words',
  intakeKey: 'Key that signed the promise',
  askReceipt: 'Compare with this record, and renew the receipt',
  askPromise: 'Ask this record whether it was kept',
  asking: 'Asking the record …',
  lookedAt: (entries: number, size: number) => `${formatNumber(entries)} of ${formatNumber(size)} entries looked at …`,
  stillHeld: (entry: number, size: number) =>
    `This record still holds it: entry ${formatNumber(entry)} is at its place, unchanged, among ${formatCount(size, 'entry', 'entries')} now, and so is all that stood before it.`,
  stillHeldOtherKey: (entry: number, size: number) =>
    `This record still holds it: entry ${formatNumber(entry)} is at its place, unchanged, among ${formatCount(size, 'entry', 'entries')} now. But another log key signs it, so the receipt was not renewed: keep the old one. The command renews it when it is given a key that you know.`,
  renewed: 'Save the renewed receipt',
  behind: (entry: number) =>
    `This record shows entry ${formatNumber(entry)} unchanged, but ends before what its log had signed for when the receipt was made.`,
  foreign: (origin: string) =>
    `This is not the record of the receipt: it shows nothing that the log of ${origin} has signed.`,
  damaged: 'What this record shows makes no receipt. Check it with the command.',
  notKept: 'This record does not hold what the receipt proves.',
  notShown: (entry: number) =>
    `This record does not show entry ${formatNumber(entry)}, for which its log has signed, or is signed by another key. Check it with the command.`,
  complaint: 'Save a complaint that others can check',
  toReceipt: 'See the receipt for it',
  unasked: (why: string) => `The record could not be asked: ${why} What stands below holds without it.`,
  words: 'The words',
  noWords: 'The receipt holds no words.',
  reference: 'What to quote',
  place: (caseId: number, entry: number, origin: string) => `Case ${caseId}, entry ${entry} of ${origin}`,
  fingerprint: 'Fingerprint of the entry',
  key: 'Key of the log that signed',
  ownKey: 'It is the key of this record.',
  otherKey:
    'It is not the key that signs this record now. It may be that of another record, or one that was replaced. Compare it with one that you know from elsewhere.',
  tooLarge: 'This is not a receipt: no receipt is as large as this file.',
  unreadable: 'The file could not be read from your device. Choose it again.',
  failed: 'The check itself failed, which says nothing about the file. Use the command instead.',
} as const;
