/** `verify complaint <file>`: checks what somebody shows against a record, from the file alone. SPEC 11.1, M55, M67. */
import { MAX_COMPLAINT_BYTES } from '@counterfoil/ledger/complaint';
import { isOverPromise, reportComplaint, type ComplaintReport } from '@counterfoil/ledger/complaint-report';
import type { SignatureVerifier } from '@counterfoil/ledger/signature';
import { called } from './called-as.ts';
import { askRecord } from './ask-record.ts';
import { formatAnswer, keyLines, wordLines, type Answer } from './file-answer.ts';
import { parseFileArguments, type FileArguments } from './file-arguments.ts';
import { answerOverPromise } from './promise-complaint-command.ts';
import { readFileOf } from './verify-file.ts';

/** Exit code 0: it proves what it says. 1: it proves nothing. 2: something is left to find out. @throws UsageError */
export async function verifyComplaint(argv: readonly string[], verifier: SignatureVerifier): Promise<number> {
  const asked = parseFileArguments(argv, 'complaint');
  const report = await reportComplaint(readFileOf('complaint', asked.file, MAX_COMPLAINT_BYTES), asked.keys, verifier);
  const answer = await answerFor(asked, report, verifier);
  process.stdout.write(formatAnswer(answer, asked.json));
  return answer.exitCode;
}

const exitCodes = { proved: 0, groundless: 1, open: 2 } as const;

async function answerFor(asked: FileArguments, report: ComplaintReport, verifier: SignatureVerifier): Promise<Answer> {
  const { standing, code, sentence, complaint } = report;
  if (complaint === undefined) return { exitCode: 1, code, sentence, sections: [], json: { standing } };
  if (isOverPromise(complaint))
    return standing === 'open'
      ? answerOverPromise(asked, complaint, { code, sentence }, verifier)
      : { exitCode: 1, code, sentence, sections: [], json: { standing } };
  const { receipt, checkpoint, logKey } = complaint;
  const sections = [
    { heading: 'The words of the receipt', lines: wordLines(receipt.text) },
    { heading: 'The checkpoint against it', lines: checkpoint.trimEnd().split('\n') },
    { heading: 'Whom you had to believe', lines: keyLines(receipt.logKey, asked.keys.length > 0) },
  ];
  const json = { standing, reference: receipt.reference, logKeys: [...new Set([receipt.logKey, logKey])] };
  const own = { exitCode: exitCodes[standing], code, sentence, sections, json };
  if (standing !== 'open' || code === 'keys-differ') return standing === 'groundless' ? { ...own, sections: [] } : own;
  if (asked.against === undefined) {
    const advice = [
      'Ask the record itself, at the address where the authority keeps it:',
      `  ${called('verify')} complaint ${asked.file} --against <address>`,
    ];
    return { ...own, sections: [{ heading: 'What to do', lines: advice }, ...sections] };
  }
  const address = asked.against;
  const answer = await askRecord({ ...asked, address }, receipt, verifier);
  const { entry } = receipt.reference;
  switch (answer.outcome) {
    case 'broken': {
      const said = `Confirmed: the record at ${address} does not hold entry ${entry}, which its log has signed for.`;
      const also =
        'A copy that was made before the receipt would answer so too: be sure that this is the record itself.';
      const first = { heading: 'What this rests on', lines: [also, sentence] };
      return { ...own, exitCode: 0, code: answer.code, sentence: said, sections: [first, ...sections] };
    }
    case 'kept':
    case 'kept-behind': {
      const said = `Not so: the record at ${address} holds entry ${entry} at its place, unchanged.`;
      return { ...own, exitCode: 1, code: answer.outcome, sentence: said };
    }
    case 'foreign': {
      const said = `The record at ${address} is not the one of this complaint: it shows no checkpoint that a log of ${receipt.reference.origin} has signed.`;
      return { ...own, exitCode: 2, code: 'record-foreign', sentence: said };
    }
    case 'unseen': {
      const said = `The record at ${address} could not be asked: ${answer.message}`;
      return { ...own, exitCode: 2, code: 'record-unseen', sentence: said };
    }
  }
}
