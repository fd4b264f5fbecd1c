/** `verify receipt <file>`: checks a receipt from the file alone, and against a record where one is named. SPEC 11, M32, M54. */
import { checkComplaint, compareReceipt, formatComplaint, type Complaint } from '@counterfoil/ledger/complaint';
import { sentenceOf } from '@counterfoil/ledger/complaint-report';
import { SourceError } from '@counterfoil/ledger/audit/source';
import { hex } from '@counterfoil/ledger/bytes';
import { FormatError } from '@counterfoil/ledger/error';
import { MAX_RECEIPT_BYTES } from '@counterfoil/ledger/receipt';
import { reportReceipt, type ReceiptReport } from '@counterfoil/ledger/receipt-report';
import type { SignatureVerifier } from '@counterfoil/ledger/signature';
import { openAddress } from './address.ts';
import { EXIT_COULD_NOT } from './command.ts';
import { readKeptFile, writeNewFile } from './kept-file.ts';
import { parseFileArguments, type FileArguments } from './file-arguments.ts';
import { formatAnswer, keyLines, wordLines, type Answer } from './file-answer.ts';
import { NoRecord, openRecordNow } from './record-now.ts';

type Held = Extract<ReceiptReport, { code: 'holds' }>;

/** Gives the exit code. @throws UsageError */
export async function verifyReceipt(argv: readonly string[], verifier: SignatureVerifier): Promise<number> {
  const asked = parseFileArguments(argv, 'receipt');
  const report = await reportReceipt(readKeptFile(asked.file, MAX_RECEIPT_BYTES), asked.keys, verifier);
  const answer = await answerFor(asked, report, verifier);
  process.stdout.write(formatAnswer(answer, asked.json, process.stdout, process.env));
  return answer.exitCode;
}

async function answerFor(asked: FileArguments, report: ReceiptReport, verifier: SignatureVerifier): Promise<Answer> {
  const { code, sentence } = report;
  if (report.code !== 'holds') {
    const sections = [{ heading: 'What to do', lines: [WRONG_ADVICE] }];
    return { exitCode: 1, verdict: 'wrong', code, sentence, sections, json: {} };
  }
  const compared = asked.against === undefined ? undefined : await compare(asked, asked.against, report, verifier);
  const { entry, leafHash, checkpoint } = report.opened;
  const { receipt } = report;
  const json = {
    reference: receipt.reference,
    recorded: entry.time,
    text: receipt.text,
    leafHash: hex(leafHash),
    checkpoint: { size: checkpoint.size, root: hex(checkpoint.root) },
    logKey: receipt.logKey,
    keyFrom: report.isKeyGiven ? 'given' : 'receipt',
    record: compared?.json ?? null,
  };
  const sections = [
    { heading: 'What was recorded', lines: wordLines(receipt.text) },
    { heading: 'Where it stands', lines: placeLines(report) },
    { heading: 'Whom you had to believe', lines: keyLines(receipt.logKey, report.isKeyGiven) },
  ];
  if (compared === undefined)
    return { exitCode: 0, verdict: 'holds', code, sentence, sections: [...sections, NOT_ASKED], json };
  const [about, advice] = compared.lines;
  return {
    exitCode: compared.exitCode,
    verdict: compared.exitCode === 0 ? 'holds' : compared.exitCode === 1 ? 'wrong' : 'unchecked',
    code: compared.code,
    sentence: about,
    sections: [
      ...(advice.length === 0 ? [] : [{ heading: 'What to do', lines: advice }]),
      { heading: 'The receipt itself', lines: [sentence] },
      ...sections,
    ],
    json,
  };
}

const WRONG_ADVICE =
  'Look for another copy: a receipt changes with every letter that an editor, a mail program or somebody else changes in it. The page that gave it gives it again.';

const NOT_ASKED = {
  heading: 'What was not looked at',
  lines: [
    'Whether the record still holds the entry: add --against and the address of the record, or the folder of a copy.',
    'That the words are true, or who wrote them.',
  ],
};

function placeLines({ receipt, opened: { leafHash, checkpoint } }: Held): readonly string[] {
  const { origin, case: id, entry } = receipt.reference;
  return [
    `Case ${id}, entry ${entry} of ${origin}`,
    `Fingerprint of the entry: ${hex(leafHash)}`,
    `Root of the ${checkpoint.size.toLocaleString('en')} entries signed for: ${hex(checkpoint.root)}`,
  ];
}

interface Compared {
  readonly exitCode: 0 | 1 | 2;
  readonly code: string;
  /** The verdict, and what to do. */
  readonly lines: readonly [about: string, advice: readonly string[]];
  readonly json: object;
}

async function compare(
  asked: FileArguments,
  address: string,
  { receipt, opened }: Held,
  verifier: SignatureVerifier,
): Promise<Compared> {
  const source = openAddress(address, { timeoutMs: asked.timeoutMs });
  const about = (exitCode: 0 | 1 | 2, code: string, sentence: string, ...advice: string[]): Compared => ({
    exitCode,
    code,
    lines: [sentence, advice],
    json: { address, code, complaint: null },
  });
  const { entry, origin } = receipt.reference;
  try {
    const keys = [receipt.logKey, ...asked.vkeys];
    const now = await openRecordNow(source, keys, verifier);
    const compared = await compareReceipt(receipt, now, verifier);
    if (compared.outcome === 'foreign')
      return about(
        1,
        'record-foreign',
        `The record at ${address} is not the one of this receipt: it shows no checkpoint that a log of ${origin} has signed.`,
        'Ask whoever keeps the record for its address. If this is the address that the receipt came from, show the receipt and this answer to others.',
      );
    if (compared.outcome === 'broken') return await complain(asked, address, compared.complaint, verifier);
    const { size } = compared.checkpoint;
    const keyNote =
      now.logKey === receipt.logKey
        ? []
        : [
            `The record is signed with another log key now: ${now.logKey}. Whether it took the place of the old one in order, this shows:`,
            `  npm run verify -- ${address} --key '${receipt.logKey}'`,
          ];
    if (compared.outcome === 'kept-behind')
      return about(
        0,
        'kept-behind',
        `The record still holds it: entry ${entry} of ${origin} is at its place, unchanged. But it ends at ${size.toLocaleString('en')} entries, and the receipt has seen ${opened.checkpoint.size.toLocaleString('en')}.`,
        'A copy made before the receipt may end there; the record itself may not.',
        ...keyNote,
      );
    return about(
      0,
      'kept',
      `The record still holds it: entry ${entry} of ${origin} is at its place, unchanged, among ${size.toLocaleString('en')} entries now, and so is all that stood before it.`,
      ...keyNote,
    );
  } catch (error) {
    if (!(error instanceof SourceError || error instanceof NoRecord || error instanceof FormatError)) throw error;
    return about(
      EXIT_COULD_NOT,
      'record-unseen',
      `The receipt holds, but it could not be compared with the record at ${address}: ${error.message}`,
      'Try again later, or with a copy of the record. The receipt needs neither to prove what it proves.',
    );
  }
}

async function complain(
  { complaint: file }: FileArguments,
  address: string,
  complaint: Complaint,
  verifier: SignatureVerifier,
): Promise<Compared> {
  const code = await checkComplaint(complaint, verifier);
  const { entry } = complaint.receipt.reference;
  const missing = {
    'entry-beyond': `The record at ${address} ends before entry ${entry}, which its log has signed for. A copy made before the receipt may end there; the record itself may not.`,
    'entry-withheld': `The record at ${address} does not show entry ${entry}, which its log has signed for: the files in which it should stand are missing, or are not what the record has signed.`,
  };
  const sentence =
    code === 'entry-beyond' || code === 'entry-withheld'
      ? missing[code]
      : `The record at ${address} does not hold what the receipt proves. ${sentenceOf(complaint, code)}`;
  const fault = file === undefined ? undefined : await writeNewFile(file, formatComplaint(complaint));
  const written = file !== undefined && fault === undefined ? file : null;
  return {
    exitCode: 1,
    code,
    lines: [sentence, complaintAdvice(file, fault)],
    json: { address, code, complaint: written },
  };
}

function complaintAdvice(file: string | undefined, fault: string | undefined): readonly string[] {
  if (file === undefined)
    return ['Run this again with --complaint <file>: it writes a file that shows it to others, who need not trust you.'];
  if (fault !== undefined) return [`The complaint could not be written to ${file}: ${fault}. Name another file.`];
  return [
    `The complaint is in ${file}. It holds the receipt, your words included. Give it to others, who need not trust you:`,
    `  npm run verify -- complaint ${file}`,
  ];
}
