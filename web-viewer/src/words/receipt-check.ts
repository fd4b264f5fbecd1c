/** The page that checks a file which somebody kept; what the file itself is told with comes from the ledger’s own code. */
export const receiptCheckWords = {
  title: 'Check a receipt',
  lead: 'Give this page the file of a receipt: it tells whether the words in it were recorded, and when. The file stays on your device.',
  noScript: 'This page checks on your own device, and needs a script for that. Your browser runs none here.',
  command: 'The same can be done with a command on your own computer:',
  label: 'The file of a receipt, or of a complaint',
  hint: 'It is called something like receipt-12.json. You can also drop it here.',
  checking: 'Checking …',
  offline:
    'Once this page is there it asks nobody anything: it works without a network, and the service that made the receipt may be gone.',
  honest:
    'The script came from the server that you may want to check. Who wants to trust nobody uses the command, got elsewhere.',
  holds: 'Holds',
  wrong: 'Does not hold',
  open: 'Not decided',
  proved: 'Proved',
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
