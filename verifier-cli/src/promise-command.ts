/** `verify promise <file>`: checks a promise from the file alone, and whether it was kept where a record is named. SPEC 11.2, M66, M67. */
import { hash } from 'node:crypto';
import { NoRecord, openRecordNow } from '@counterfoil/ledger/audit/record-now';
import { SourceError } from '@counterfoil/ledger/audit/source';
import { FormatError } from '@counterfoil/ledger/error';
import { MAX_PROMISE_BYTES } from '@counterfoil/ledger/promise';
import {
  formatPromiseComplaint,
  makePromiseComplaint,
  type PromiseComplaint,
} from '@counterfoil/ledger/promise-complaint';
import { reportKept, reportPromise, type PromiseKept, type PromiseReport } from '@counterfoil/ledger/promise-report';
import { searchPromise, type SearchedRecord } from '@counterfoil/ledger/promise-search';
import type { PromiseFile } from '@counterfoil/ledger/promise';
import type { SignatureVerifier } from '@counterfoil/ledger/signature';
import { giveKey } from './belief.ts';
import { called } from './called-as.ts';
import { openAddress } from './address.ts';
import { formatAnswer, wordLines, type Answer, type Section } from './file-answer.ts';
import { parseFileArguments, type FileArguments } from './file-arguments.ts';
import { writeNewFile } from './kept-file.ts';
import { showProgress } from './progress.ts';
import { readFileOf } from './verify-file.ts';

/** Gives the exit code. @throws UsageError */
export async function verifyPromise(argv: readonly string[], verifier: SignatureVerifier): Promise<number> {
  const asked = parseFileArguments(argv, 'promise');
  const report = await reportPromise(readFileOf('promise', asked.file, MAX_PROMISE_BYTES), verifier);
  const answer = report.code === 'holds' ? await answerHeld(asked, report, verifier) : wrongAnswer(report);
  process.stdout.write(formatAnswer(answer, asked.json));
  return answer.exitCode;
}

function wrongAnswer({ code, sentence }: PromiseReport): Answer {
  const advice =
    'Look for another copy: a promise changes with every letter that an editor, a mail program or somebody else changes in it.';
  return { exitCode: 1, code, sentence, sections: [{ heading: 'What to do', lines: [advice] }], json: {} };
}

type Held = Extract<PromiseReport, { code: 'holds' }>;

async function answerHeld(asked: FileArguments, report: Held, verifier: SignatureVerifier): Promise<Answer> {
  const { code, sentence, file, opened } = report;
  const { pledge, intakeKey } = opened;
  const json = { promise: pledge, intakeKey, text: file.text };
  const words = { heading: 'What was promised to be recorded', lines: wordLines(file.text) };
  const place = { heading: 'How it is recognised', lines: [`Commitment of the words: ${pledge.digest}`] };
  if (asked.against === undefined) {
    const isOver = new Date().toISOString() > pledge.deadline;
    const lines = [
      isOver
        ? 'Whether it was kept. By the clock of this computer its time is over: ask the record, with --against and its address.'
        : 'Whether it was kept: add --against and the address of the record, or the folder of a copy of it.',
      'Whether the key that signed it belongs to that record: the record tells.',
      `  ${intakeKey}`,
    ];
    const sections = [words, place, { heading: 'What was not looked at', lines }];
    return { exitCode: 0, code, sentence, sections, json: { ...json, record: null } };
  }
  const said = await askWhetherKept({ ...asked, address: asked.against }, report, verifier);
  const sections = [
    ...(said.advice.length === 0 ? [] : [{ heading: 'What to do', lines: said.advice }]),
    { heading: 'The promise itself', lines: [sentence] },
    ...[words, place],
    ...said.believed,
  ];
  const { exitCode, size, entry, complaint } = said;
  const record = { address: asked.against, code: said.code, size, entry, complaint };
  return { exitCode, code: said.code, sentence: said.sentence, sections, json: { ...json, record } };
}

interface Kept extends Pick<Answer, 'exitCode' | 'code' | 'sentence'> {
  readonly advice: readonly string[];
  readonly believed: readonly Section[];
  readonly size: number | null;
  /** Index of the entry that keeps it. */
  readonly entry: number | null;
  /** The file, where one was written. */
  readonly complaint: string | null;
}

/** What a promise says about the record that it finds: nothing is wrong with the first two, nor with one that still runs. */
const exitCodes: { readonly [C in PromiseKept]: 0 | 1 | 2 } = {
  kept: 0,
  waiting: 0,
  'kept-late': 1,
  missing: 1,
  'missing-by-clock': 1,
  'key-foreign': 1,
  'record-foreign': 1,
  'entries-withheld': 1,
};

const plainAdvice: { readonly [C in Exclude<PromiseKept, 'missing'>]: readonly string[] } = {
  kept: ['The receipt for the entry takes the place of the promise: the page of the entry gives it.'],
  waiting: ['Keep the file, and ask again when the time is over.'],
  'kept-late': ['The entry itself shows when it was recorded; the promise shows when it should have been. Keep both.'],
  'missing-by-clock': [
    'Ask again when the record has gone on: then a complaint can be written that others can check. A copy of the record that was made before would answer so too.',
  ],
  'key-foreign': ['Find out who gave you this file. Whoever has no key of the record can promise nothing for it.'],
  'record-foreign': [
    'Look for the address of the record of that name. If the promise came from this very address, show it to others together with this answer.',
  ],
  'entries-withheld': ['Check the record itself: run this command with the address alone.'],
};

interface Question extends FileArguments {
  readonly address: string;
}

async function askWhetherKept(asked: Question, { file, opened }: Held, verifier: SignatureVerifier): Promise<Kept> {
  const { address, vkeys } = asked;
  const searched = await searchRecord(asked, file, verifier);
  const none = { advice: [], believed: [], size: null, entry: null, complaint: null };
  if ('unseen' in searched) {
    const sentence = `The promise holds, but the record at ${address} could not be asked: ${searched.unseen}`;
    const advice = ['Try again later, or with a copy of the record.'];
    return { ...none, exitCode: 2, code: 'record-unseen', sentence, advice };
  }
  const { found, record } = searched;
  const { code, sentence } = reportKept(opened.pledge, found, address, new Date().toISOString());
  const size = 'size' in found ? found.size : found.outcome === 'absent' ? found.checkpoint.size : null;
  const told = {
    ...none,
    ...{ exitCode: exitCodes[code], code, sentence, size },
    entry: found.outcome === 'kept' ? found.entry.index : null,
    believed: believedKey(file, record, vkeys),
  };
  if (code !== 'missing' || found.outcome !== 'absent')
    return { ...told, advice: code === 'missing' ? [] : plainAdvice[code] };
  const { checkpoint, logKey } = record;
  const { newest, keys } = found;
  return {
    ...told,
    ...(await complain(asked, makePromiseComplaint({ promise: file, checkpoint, logKey, newest, keys }))),
  };
}

type Searched =
  | { readonly found: Awaited<ReturnType<typeof searchPromise>>; readonly record: SearchedRecord }
  /** A sentence. */
  | { readonly unseen: string };

/** Looks through a record for what was promised; the complaint command asks the same. @throws UsageError for what is no address. */
export async function searchRecord(
  { address, vkeys, timeoutMs, limit }: Pick<Question, 'address' | 'vkeys' | 'timeoutMs' | 'limit'>,
  file: PromiseFile,
  verifier: SignatureVerifier,
): Promise<Searched> {
  const source = openAddress(address, { timeoutMs, limit });
  const progress = showProgress(process.stderr);
  const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer');
  try {
    // Of a key that was given, nothing but its signature counts.
    const record = await openRecordNow(source, vkeys.length > 0 ? vkeys : [file.logKey], verifier);
    if (vkeys.length > 0 && !vkeys.includes(record.logKey)) return { found: { outcome: 'foreign' }, record };
    const onProgress = (entries: number, size: number): void => {
      limit.progress(entries);
      progress.show('Looking through entries', entries, size);
    };
    return { found: await searchPromise(file, record, { verifier, sha256, onProgress }), record };
  } catch (error) {
    if (!(error instanceof SourceError || error instanceof NoRecord || error instanceof FormatError)) throw error;
    return { unseen: error.message };
  } finally {
    progress.clear();
  }
}

function believedKey({ logKey }: PromiseFile, record: SearchedRecord, vkeys: readonly string[]): readonly Section[] {
  if (vkeys.includes(record.logKey))
    return [{ heading: 'Whom you had to believe', lines: ['Nobody: you gave the log key that signed the record.'] }];
  const whence =
    record.logKey === logKey
      ? 'is the one that the promise itself names'
      : 'is another than the one that the promise names';
  const lines = [
    `The log key that signed the record ${whence}. Compare it with one you got elsewhere:`,
    `  ${record.logKey}`,
    ...giveKey("--key '<key>'"),
  ];
  return [{ heading: 'Whom you had to believe', lines }];
}

async function complain(
  { complaint: file }: FileArguments,
  complaint: PromiseComplaint,
): Promise<Pick<Kept, 'advice' | 'complaint'>> {
  if (file === undefined)
    return {
      advice: [
        'Run this again with --complaint <file>: it writes a file that shows it to others, who need not trust you.',
      ],
      complaint: null,
    };
  const fault = await writeNewFile(file, formatPromiseComplaint(complaint));
  if (fault !== undefined)
    return { advice: [`The complaint could not be written to ${file}: ${fault}. Name another file.`], complaint: null };
  return {
    advice: [
      `The complaint is in ${file}, with the promise and its words in it. Give it to others: they check it with the record at hand.`,
      `  ${called('verify')} complaint ${file} --against <address>`,
    ],
    complaint: file,
  };
}
