/** `verify receipt <file>`: checks a receipt from the file alone, and against a record where one is named. SPEC 11, M32, M54. */
import { sayCount } from '@counterfoil/ledger/audit/words';
import { hex } from '@counterfoil/ledger/bytes';
import { formatComplaint } from '@counterfoil/ledger/complaint';
import { sayComplaint } from '@counterfoil/ledger/complaint-report';
import { MAX_ATTACHED_BYTES } from '@counterfoil/ledger/file-content';
import type { Policy } from '@counterfoil/ledger/policy';
import { matchFile, MAX_RECEIPT_BYTES, receiptPlace } from '@counterfoil/ledger/receipt';
import { reportReceipt, type ReceiptReport } from '@counterfoil/ledger/receipt-report';
import { fileRefs } from '@counterfoil/ledger/statement';
import type { SignatureVerifier } from '@counterfoil/ledger/signature';
import { parseTlogProof } from '@counterfoil/ledger/tlog-proof';
import type { AnswerCode } from './answer-explanations.ts';
import { called } from './called-as.ts';
import { isWebAddress } from './address.ts';
import { inEnglish } from '@counterfoil/ledger/say';
import { askRecord, type RecordAnswer } from './ask-record.ts';
import { formatAnswer, keyLines, wordLines, type Answer, type Section } from './file-answer.ts';
import { formatKeys, parseFileArguments, type FileArguments } from './file-arguments.ts';
import { readKeptFile, writeNewFile } from './kept-file.ts';
import { logKeysOr, readPolicy } from './policy.ts';
import { renewInto } from './receipt-renewal.ts';
import { readFileOf } from './verify-file.ts';
import { withWitnesses } from './vouched-answer.ts';

/** Gives the exit code. @throws UsageError */
export async function verifyReceipt(argv: readonly string[], verifier: SignatureVerifier): Promise<number> {
  const args = parseFileArguments(argv, 'receipt');
  const policy = args.policy === undefined ? undefined : readPolicy(args.policy);
  const keys = logKeysOr(args.keys, policy);
  const asked = { ...args, keys, vkeys: formatKeys(keys) };
  const report = await reportReceipt(readFileOf('receipt', asked.file, MAX_RECEIPT_BYTES), asked.keys, verifier);
  const answer =
    report.code === 'holds' ? await answerHeld(asked, report, verifier) : wrongAnswer(report.code, report.sentence);
  const judged = report.code === 'holds' ? await judgeRest(asked, report, { answer, policy }, verifier) : answer;
  process.stdout.write(formatAnswer(judged, asked.json));
  return judged.exitCode;
}

/** What else was asked of a receipt that holds. */
function judgeRest(
  asked: FileArguments,
  report: Held,
  { answer, policy }: { readonly answer: Answer; readonly policy: Policy | undefined },
  verifier: SignatureVerifier,
): Promise<Answer> {
  const judged = answer.exitCode === 0 ? judgeAttached(asked, report, answer) : answer;
  const { checkpoint: note } = parseTlogProof(report.receipt.proof);
  return withWitnesses(judged, policy, [{ of: 'the receipt', note }], verifier);
}

function wrongAnswer(code: AnswerCode, sentence: string): Answer {
  const advice =
    'Look for another copy: a receipt changes with every letter that an editor, a mail program or somebody else changes in it. The page that gave it gives it again.';
  const sections = [{ heading: 'What to do', lines: [advice] }];
  return { exitCode: 1, code, sentence, sections, json: {} };
}

type Held = Extract<ReceiptReport, { code: 'holds' }>;

async function answerHeld(asked: FileArguments, report: Held, verifier: SignatureVerifier): Promise<Answer> {
  const { code, sentence, receipt, opened, isKeyGiven } = report;
  const { entry, leafHash, checkpoint } = opened;
  const ref = receiptPlace(opened.statement);
  const question = asked.against === undefined ? undefined : { ...asked, address: asked.against };
  const answer = question && (await askRecord(question, receipt, verifier));
  const json = {
    reference: receipt.reference,
    recorded: entry.time,
    text: receipt.text,
    area: areaOf(opened) ?? null,
    place: ref === undefined ? null : { digest: ref.digest, text: receipt.place?.text ?? null },
    leafHash: hex(leafHash),
    checkpoint: { size: checkpoint.size, root: hex(checkpoint.root) },
    logKey: receipt.logKey,
    keyFrom: isKeyGiven ? 'given' : 'receipt',
  };
  const sections = [
    { heading: 'What was recorded', lines: wordLines(receipt.text) },
    { heading: 'Where it stands', lines: placeLines(report) },
    { heading: 'Whom you had to believe', lines: keyLines(receipt.logKey, isKeyGiven) },
  ];
  if (question === undefined || answer === undefined)
    return { exitCode: 0, code, sentence, sections: [...sections, NOT_ASKED], json: { ...json, record: null } };
  const said = await sayCompared(question, report, answer);
  if (asked.renew !== undefined && said.code === 'kept') {
    const renewed = await renewInto(asked.renew, question, receipt, verifier);
    const record = { address: question.address, code: said.code, complaint: null, renewed: renewed.file };
    return {
      ...{ exitCode: renewed.exitCode, code: renewed.code },
      sentence: `${said.sentence} ${renewed.sentence}`,
      sections: [{ heading: 'The receipt itself', lines: [sentence] }, ...sections],
      json: { ...json, record },
    };
  }
  const { exitCode, advice, complaint } = said;
  return {
    exitCode,
    code: said.code,
    sentence: said.sentence,
    sections: [
      ...(advice.length === 0 ? [] : [{ heading: 'What to do', lines: advice }]),
      { heading: 'The receipt itself', lines: [sentence] },
      ...sections,
    ],
    json: { ...json, record: { address: question.address, code: said.code, complaint: complaint ?? null } },
  };
}

/** Whether the file named with `--file` is one that was recorded; added to what is said of the receipt. */
function judgeAttached({ attached, against }: FileArguments, { receipt, opened }: Held, answer: Answer): Answer {
  if (attached === undefined) return answer;
  const refs = fileRefs(opened.statement);
  const { entry } = receipt.reference;
  const said = (
    more: Pick<Answer, 'exitCode' | 'code' | 'sentence'>,
    file: number | null,
    lines: string[],
  ): Answer => ({
    ...answer,
    ...more,
    sections: [
      { heading: against === undefined ? 'The receipt itself' : 'The record', lines: [answer.sentence, ...lines] },
      ...answer.sections,
    ],
    json: { ...answer.json, file },
  });
  const found = matchFile(receipt, readKeptFile(attached, MAX_ATTACHED_BYTES));
  if (found !== undefined) {
    const sentence = `This is the file that was recorded: ${attached} is file ${found + 1} of ${refs.length} of entry ${entry}, byte for byte.`;
    return said({ exitCode: 0, code: 'file-holds', sentence }, found + 1, []);
  }
  if (refs.length === 0) {
    const sentence = `This is not a file that was recorded: entry ${entry} has none.`;
    return said({ exitCode: 1, code: 'file-foreign', sentence }, null, []);
  }
  if (receipt.files === undefined || receipt.files.includes(null)) {
    const sentence = `It could not be found out whether ${attached} was recorded: the receipt does not hold all that ties the files of entry ${entry} to it.`;
    return said({ exitCode: 2, code: 'file-unjudged', sentence }, null, []);
  }
  const sentence = `This is not a file that was recorded: ${attached} is ${refs.length === 1 ? 'not the file' : `none of the ${refs.length} files`} of entry ${entry}.`;
  const advice =
    'Of a picture, what tells where and by whom it was taken is removed before it is recorded: the file that you sent is another than the one that was recorded. The page of the receipt gives you that one to keep.';
  return said({ exitCode: 1, code: 'file-foreign', sentence }, null, [advice]);
}

const NOT_ASKED: Section = {
  heading: 'What was not looked at',
  lines: [
    'Whether the record still holds the entry: add --against and the address of the record, or the folder of a copy.',
    'That the words are true, or who wrote them.',
  ],
};

function areaOf({ statement }: Held['opened']): string | undefined {
  return statement.kind === 'input-received' ? statement.area : undefined;
}

function whereLines({ receipt, opened }: Held): readonly string[] {
  const [area, ref] = [areaOf(opened), receiptPlace(opened.statement)];
  return [
    ...(area === undefined ? [] : [`Area, by its code: ${area}`]),
    ...(ref === undefined
      ? []
      : [`Place: ${receipt.place?.text ?? 'recorded, but the receipt does not hold its words'}`]),
  ];
}

function placeLines(report: Held): readonly string[] {
  const { receipt, opened } = report;
  const { leafHash, checkpoint } = opened;
  const { origin, case: id, entry } = receipt.reference;
  return [
    `Case ${id}, entry ${entry} of ${origin}`,
    ...whereLines(report),
    `Fingerprint of the entry: ${hex(leafHash)}`,
    `Root of the ${sayCount(checkpoint.size)} entries signed for: ${hex(checkpoint.root)}`,
  ];
}

interface Compared extends Pick<Answer, 'exitCode' | 'code' | 'sentence'> {
  readonly advice: readonly string[];
  /** The file, where one was written. */
  readonly complaint?: string;
}

async function sayCompared(
  asked: FileArguments & { readonly address: string },
  { receipt, opened }: Held,
  answer: RecordAnswer,
): Promise<Compared> {
  const { address } = asked;
  const { entry, origin } = receipt.reference;
  switch (answer.outcome) {
    case 'kept': {
      const size = sayCount(answer.checkpoint.size);
      const sentence = `The record still holds it: entry ${entry} of ${origin} is at its place, unchanged, among ${size} entries now, and so is all that stood before it.`;
      return { exitCode: 0, code: 'kept', sentence, advice: keyAdvice(address, receipt.logKey, answer.logKey) };
    }
    case 'kept-behind': {
      const [now, then] = [answer.checkpoint.size, opened.checkpoint.size].map(sayCount);
      const sentence = `The record still holds it: entry ${entry} of ${origin} is at its place, unchanged. But the record ends at ${now} entries, and its log had signed for ${then}.`;
      const advice = ['A copy made before the receipt may end there; the record itself may not.'];
      const aboutKey = keyAdvice(address, receipt.logKey, answer.logKey);
      return { exitCode: 0, code: 'kept-behind', sentence, advice: [...advice, ...aboutKey] };
    }
    case 'foreign': {
      const sentence = `The record at ${address} is not the one of this receipt: it shows no checkpoint that a log of ${origin} has signed.`;
      const advice =
        'Look for the address of the record of that name. If the receipt came from this very address, show it to others together with this answer.';
      return { exitCode: 1, code: 'record-foreign', sentence, advice: [advice] };
    }
    case 'unseen': {
      const sentence = `The receipt holds, but it could not be compared with the record at ${address}: ${answer.message}`;
      const advice = 'Try again later, or with a copy of the record. The receipt proves what it proves without either.';
      return { exitCode: 2, code: 'record-unseen', sentence, advice: [advice] };
    }
    case 'broken':
      // A copy stays as it was made: only of the record itself would that be a reason to complain.
      if (answer.code === 'entry-beyond' && !isWebAddress(address)) {
        const sentence = `The receipt holds, but the copy in ${address} ends before entry ${entry}: it was made before the receipt, or is cut short.`;
        const advice = [
          'Fetch the copy again, and compare with that, or ask the record by its address:',
          `  ${called('mirror')} <address> ${address}`,
        ];
        return { exitCode: 2, code: 'record-behind', sentence, advice };
      }
      return sayBroken(asked, answer);
  }
}

function keyAdvice(address: string, before: string, now: string): readonly string[] {
  if (before === now) return [];
  return [
    'The record is signed with another log key now. Whether that took the place of the old one in order, this shows:',
    `  ${called('verify')} ${address} --key '${before}'`,
  ];
}

async function sayBroken(
  { address, vkeys, complaint: file }: FileArguments & { readonly address: string },
  { complaint, code }: Extract<RecordAnswer, { outcome: 'broken' }>,
): Promise<Compared> {
  const { entry } = complaint.receipt.reference;
  const fault = file === undefined ? undefined : await writeNewFile(file, formatComplaint(complaint));
  const written = file === undefined || fault !== undefined ? {} : { complaint: file };
  return { exitCode: 1, code, sentence: brokenSentence(), advice: complaintAdvice(file, fault), ...written };

  function brokenSentence(): string {
    if (code === 'entry-beyond')
      return `The record at ${address} ends before entry ${entry}, which its log has signed for. A copy made before the receipt may end there; the record itself may not.`;
    if (code === 'entry-withheld')
      return `The record at ${address} does not show entry ${entry}, which its log has signed for: the files in which it stands are missing, or are not those that the log has signed.`;
    const known = [complaint.receipt.logKey, complaint.logKey].every((key) => vkeys.includes(key));
    if (complaint.receipt.logKey !== complaint.logKey && !known)
      return `The record at ${address} does not hold entry ${entry} as the receipt proves it. It is signed with another log key than the receipt: find out elsewhere whether both are keys of this log.`;
    return `The record at ${address} does not hold what the receipt proves. ${inEnglish(sayComplaint(complaint, code))}`;
  }
}

function complaintAdvice(file: string | undefined, fault: string | undefined): readonly string[] {
  if (file === undefined)
    return [
      'Run this again with --complaint <file>: it writes a file that shows it to others, who need not trust you.',
    ];
  if (fault !== undefined) return [`The complaint could not be written to ${file}: ${fault}. Name another file.`];
  return [
    `The complaint is in ${file}, with the receipt and its words in it. Give it to others, who need not trust you:`,
    `  ${called('verify')} complaint ${file}`,
  ];
}
