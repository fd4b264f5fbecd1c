/** `verify complaint <file>`: checks what somebody shows against a record, from the file alone. SPEC 11.1, M55. */
import { MAX_COMPLAINT_BYTES } from '@counterfoil/ledger/complaint';
import { reportComplaint, type ComplaintReport } from '@counterfoil/ledger/complaint-report';
import type { SignatureVerifier } from '@counterfoil/ledger/signature';
import { formatAnswer, keyLines, wordLines, type Answer } from './file-answer.ts';
import { parseFileArguments, type FileArguments } from './file-arguments.ts';
import { readKeptFile } from './kept-file.ts';
import { askRecord } from './ask-record.ts';

/** Exit code 0: it proves what it says. 1: it proves nothing. 2: something is left to find out. @throws UsageError */
export async function verifyComplaint(argv: readonly string[], verifier: SignatureVerifier): Promise<number> {
  const asked = parseFileArguments(argv, 'complaint');
  const report = await reportComplaint(readKeptFile(asked.file, MAX_COMPLAINT_BYTES), asked.keys, verifier);
  const answer = await answerFor(asked, report, verifier);
  process.stdout.write(formatAnswer(answer, asked.json, process.stdout, process.env));
  return answer.exitCode;
}
