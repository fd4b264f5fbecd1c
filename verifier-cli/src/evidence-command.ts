/** `evidence <file>`: whether a file proves that a log has signed two histories. It asks nobody, unless it is to be completed. SPEC 11.3. */
import * as crypto from 'node:crypto';
import { parseArgs } from 'node:util';
import { SourceError } from '@counterfoil/ledger/audit/source';
import { FormatError } from '@counterfoil/ledger/error';
import { formatVerifierKey } from '@counterfoil/ledger/note';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { createVerifier, type SignatureVerifier } from '@counterfoil/ledger/signature';
import {
  checkTwoHistories,
  MAX_TWO_HISTORIES_BYTES,
  parseTwoHistories,
  type HistorySide,
  type TwoHistories,
  type TwoHistoriesVerdict,
} from '@counterfoil/ledger/two-histories';
import { openAddress } from './address.ts';
import { called } from './called-as.ts';
import { completeEvidence } from './complete-evidence.ts';
import { writeEvidence } from './evidence-file.ts';
import { formatAnswer, type Answer, type Section } from './file-answer.ts';
import { parseKey } from './file-arguments.ts';
import { parseReadingOptions, READING_OPTIONS, type ReadingOptions } from './reading-options.ts';
import { formatTime } from './sentence.ts';
import { showRecord } from './show-record.ts';
import { UsageError } from './usage-error.ts';
import { readFileOf } from './verify-file.ts';

export const evidenceUsage = `Says whether a file proves that a log has signed two histories. From the file alone.

  ${called('evidence')} <file> [options]

  --key <key>           a log key, got elsewhere than with the file; give several where it was replaced
  --complete <address>  take what is missing from the record there, or from a folder that holds a copy of it
  --evidence <file>     where to write the completed evidence
  --timeout <s>         with --complete: the longest to wait for one file, in seconds (default: 20)
  --give-up-after <s>   with --complete: the longest to wait for everything together
  --json                the answer for programs

Such files are written by "compare", "mirror", "monitor" and "verify", by witnesses, and by a service whose checkpoint they refuse.

Exit code 0: it proves two histories. 1: it proves nothing. 2: something is left to find out.
`;

interface Question extends ReadingOptions {
  readonly file: string;
  /** Log keys got elsewhere. */
  readonly given: readonly string[];
  readonly complete: string | undefined;
  readonly evidence: string | undefined;
}

/** Gives the exit code. @throws UsageError */
export async function checkEvidence(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      key: { type: 'string', multiple: true, default: [] },
      complete: { type: 'string' },
      evidence: { type: 'string' },
      ...READING_OPTIONS,
      json: { type: 'boolean', default: false },
    },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError('Give one file: the evidence.');
  const { complete, evidence } = values;
  if (evidence !== undefined && complete === undefined)
    throw new UsageError('--evidence goes with --complete: it says where the completed evidence is written.');
  const given = values.key.map(parseKey).map(({ name, publicKey }) => formatVerifierKey(name, publicKey));
  const bytes = readFileOf('evidence', file, MAX_TWO_HISTORIES_BYTES);
  const answer = await answerFor({ file, given, complete, evidence, ...parseReadingOptions(values) }, bytes);
  process.stdout.write(formatAnswer(answer, values.json));
  return answer.exitCode;
}

async function answerFor(asked: Question, bytes: Uint8Array): Promise<Answer> {
  const verifier = createVerifier(nodePlatform(crypto));
  try {
    const evidence = parseTwoHistories(bytes);
    const verdict = await checkTwoHistories(evidence, verifier);
    if (verdict === 'open' && asked.complete !== undefined)
      return await answerCompleted({ ...asked, complete: asked.complete }, evidence, verifier);
    const answer = answerVerdict(asked, evidence, verdict);
    if (asked.complete === undefined) return answer;
    const lines = ['Nothing: the file is judged as it is, and no other was written.'];
    return { ...answer, sections: [{ heading: 'What was missing', lines }, ...answer.sections] };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const sentence = `This file is no evidence of two histories, or it has been changed. ${error.message}`;
    return { exitCode: 1, code: 'unreadable', sentence, sections: [], json: {} };
  }
}

async function answerCompleted(
  asked: Question & { readonly complete: string },
  evidence: TwoHistories,
  verifier: SignatureVerifier,
): Promise<Answer> {
  const { complete: address, given } = asked;
  const source = openAddress(address, asked);
  const vkeys = [...new Set([evidence.a.logKey, evidence.b.logKey, ...given])];
  const copy = await showRecord({ address, source, vkeys }, verifier);
  if (typeof copy === 'string') return notCompleted(asked, evidence, `Not completed: ${copy}`);
  let completed: TwoHistories | undefined;
  try {
    completed = await completeEvidence(evidence, copy, verifier);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return notCompleted(asked, evidence, `Not completed: ${address} could not be read. ${error.message}`);
  }
  if (completed === undefined)
    return notCompleted(asked, evidence, `Not completed: ${address} does not show how the two belong together.`);
  const answer = answerVerdict(asked, completed, await checkTwoHistories(completed, verifier));
  const written = asked.evidence === undefined ? undefined : await writeEvidence(asked.evidence, completed);
  const line =
    written === undefined
      ? `To give it to others, run this again with --evidence <file>: it writes the completed evidence.`
      : written.file === null
        ? `The completed evidence was not written to ${asked.evidence}: ${written.failure}.`
        : `The completed evidence is in ${written.file}. Whoever gets the file checks it by itself.`;
  const section = { heading: 'What was missing', lines: [`It was taken from ${address}.`, line] };
  const json = { ...answer.json, completedFrom: address, evidence: written?.file ?? null };
  return { ...answer, sections: [section, ...answer.sections], json };
}

function notCompleted(asked: Question, evidence: TwoHistories, why: string): Answer {
  const answer = answerVerdict(asked, evidence, 'open');
  return { ...answer, sections: [{ heading: 'What was missing', lines: [why] }, ...answer.sections] };
}

const NOTHING: { readonly [V in Exclude<TwoHistoriesVerdict, 'proved' | 'open'>]: (origin: string) => string } = {
  unsigned: (origin) =>
    `It proves nothing: one of its checkpoints is not one that its key signed for the log ${origin}.`,
  'one-history': () =>
    'It proves nothing against the log: the shorter of its two checkpoints is the beginning of the longer one.',
  'proof-wrong': () =>
    'It proves nothing: what is in it does not lead to its two checkpoints. It was changed, or made by somebody who had no proof.',
};

/** What is proved is proved of whoever holds the keys. */
function answerVerdict(asked: Question, evidence: TwoHistories, verdict: TwoHistoriesVerdict): Answer {
  const { origin, parting, a, b } = evidence;
  const keys = [...new Set([a.logKey, b.logKey])];
  const json = { origin, logKeys: keys, differsAt: verdict === 'proved' ? (parting?.index ?? null) : null };
  const shown: Section = {
    heading: 'The two checkpoints',
    lines: [a, b].flatMap(sideLines),
  };
  const sections = [shown, { heading: 'Whom you had to believe', lines: believedLines(keys, asked.given) }];
  if (verdict !== 'proved' && verdict !== 'open')
    return { exitCode: 1, code: verdict, sentence: NOTHING[verdict](origin), sections: [], json };
  if (asked.given.length > 0 && keys.some((key) => !asked.given.includes(key))) {
    const sentence = 'It proves nothing of the keys you gave: a checkpoint is signed with another one.';
    return { exitCode: 1, code: 'key-foreign', sentence, sections: [shown], json };
  }
  if (verdict === 'open') {
    const sentence = `Left to find out: the log ${origin} has signed both checkpoints, and nothing here shows whether they are of one history.`;
    return { exitCode: 2, code: 'open', sentence, sections: [toComplete(asked), ...sections], json };
  }
  const where = parting === null ? '' : `; entry ${parting.index} is another one in each`;
  if (asked.given.length > 0)
    return {
      exitCode: 0,
      code: 'proved',
      sentence: `Proved: the log ${origin} has signed two histories${where}.`,
      sections,
      json,
    };
  if (keys.length === 1) {
    const sentence = `Proved, if the log key in the file is genuine: the log ${origin} has signed two histories${where}.`;
    return { exitCode: 0, code: 'proved', sentence, sections, json };
  }
  const sentence = `Left to find out: two keys have signed two histories under the name ${origin}. If both are its log’s, that is proved.`;
  return { exitCode: 2, code: 'keys-differ', sentence, sections, json };
}

function sideLines({ checkpoint, shownBy, shownAt }: HistorySide): readonly string[] {
  const when = shownAt === null ? '' : `, ${formatTime(shownAt)}`;
  // Origin, size and root; the signatures below them can be many.
  const lines = checkpoint.split('\n').slice(0, 3);
  return [`Shown by ${shownBy}${when}, as the file says:`, ...lines.map((line) => `  ${line}`)];
}

function believedLines(keys: readonly string[], given: readonly string[]): readonly string[] {
  if (given.length > 0) return ['Nobody: you gave the log key that signed it.'];
  const compare =
    keys.length === 1
      ? 'The log key is the one that the file names; compare it with one you got elsewhere:'
      : 'The file names two log keys; find out whether both are the authority’s:';
  return [compare, ...keys.map((key) => `  ${key}`)];
}

function toComplete({ file }: Question): Section {
  return {
    heading: 'What to do',
    lines: [
      'A copy of the record that goes as far as the longer of the two can tell: a mirror, or the record itself.',
      `  ${called('evidence')} ${file} --complete <address or folder> --evidence <new file>`,
      'That a record is shown shorter than it was before proves nothing by itself: a checkpoint bears no date, and an old copy looks the same.',
    ],
  };
}
