/** What is said of a complaint over a promise: from the file, and by looking through the entries where a record is named. SPEC 11.2, M67. */
import { checkConsistency, proveConsistency } from '@counterfoil/ledger/tree';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { FormatError } from '@counterfoil/ledger/error';
import { parseNote } from '@counterfoil/ledger/note';
import { openPromise } from '@counterfoil/ledger/promise';
import type { PromiseComplaint } from '@counterfoil/ledger/promise-complaint';
import { reportKept } from '@counterfoil/ledger/promise-report';
import type { SearchedRecord } from '@counterfoil/ledger/promise-search';
import type { SignatureVerifier } from '@counterfoil/ledger/signature';
import { called } from './called-as.ts';
import { wordLines, type Answer } from './file-answer.ts';
import type { FileArguments } from './file-arguments.ts';
import { searchRecord } from './promise-command.ts';

/** @param own what the file alone says: it shows that the promise was made, and is for the entries to decide. */
export async function answerOverPromise(
  asked: FileArguments,
  complaint: PromiseComplaint,
  own: Pick<Answer, 'code' | 'sentence'>,
  verifier: SignatureVerifier,
): Promise<Answer> {
  const { promise, checkpoint, logKey } = complaint;
  const { pledge, intakeKey } = openPromise(promise);
  const sections = [
    { heading: 'The words that were promised', lines: wordLines(promise.text) },
    { heading: 'The checkpoint against it', lines: checkpoint.trimEnd().split('\n') },
    {
      heading: 'Whom you had to believe',
      lines: asked.vkeys.includes(logKey)
        ? ['Nobody: you gave the log key that signed it.']
        : ['The log key is the one that the file itself names. Compare it with one you got elsewhere:', `  ${logKey}`],
    },
  ];
  const json = { standing: 'open', promise: pledge, intakeKey, logKeys: [logKey] };
  const base = { exitCode: 2, ...own, sections, json } as const;
  if (asked.against === undefined) {
    const advice = [
      'Look through the entries of the record, or of any copy of it that reaches as far:',
      `  ${called('verify')} complaint ${asked.file} --against <address or folder>`,
    ];
    return { ...base, sections: [{ heading: 'What to do', lines: advice }, ...sections] };
  }
  const address = asked.against;
  const vkeys = asked.vkeys.length > 0 ? asked.vkeys : [logKey];
  const searched = await searchRecord({ ...asked, address, vkeys }, promise, verifier);
  if ('unseen' in searched) {
    const sentence = `The record at ${address} could not be asked: ${searched.unseen}`;
    return { ...base, code: 'record-unseen', sentence };
  }
  const { found, record } = searched;
  if (found.outcome === 'foreign') {
    const sentence = `The record at ${address} is not the one of this complaint: it shows no checkpoint that its log key has signed.`;
    return { ...base, code: 'record-foreign', sentence };
  }
  const joined = await compare(checkpoint, record);
  if (joined === 'behind') {
    const sentence = `The record at ${address} ends before the checkpoint in the complaint: it cannot tell. Use one that reaches as far.`;
    return { ...base, code: 'record-behind', sentence };
  }
  if (joined === 'apart') {
    const sentence = `Confirmed, and worse: the record at ${address} does not lead on from the checkpoint in the complaint, which its log has signed as well.`;
    return { ...base, exitCode: 0, code: 'history-rewritten', sentence };
  }
  const { code, sentence } = reportKept(pledge, found, address, new Date().toISOString());
  if (code === 'missing' || code === 'kept-late')
    return { ...base, exitCode: 0, code, sentence: `Confirmed. ${sentence}` };
  return code === 'kept'
    ? { ...base, exitCode: 1, code, sentence: `Not so. ${sentence}` }
    : { ...base, code, sentence };
}

/** Whether the record goes on from that checkpoint. */
async function compare(before: string, record: SearchedRecord): Promise<'on' | 'behind' | 'apart'> {
  const then = parseCheckpoint(parseNote(before).text);
  const now = parseCheckpoint(parseNote(record.checkpoint).text);
  if (now.size < then.size) return 'behind';
  try {
    const proof = await proveConsistency(then.size, now.size, record.hashes);
    const claim = { size1: then.size, root1: then.root, size2: now.size, root2: now.root, proof };
    return checkConsistency(claim) ? 'on' : 'apart';
  } catch (error) {
    if (error instanceof FormatError && error.code === 'tile-malformed') return 'apart';
    throw error;
  }
}
