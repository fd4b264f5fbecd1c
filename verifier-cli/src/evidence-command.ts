/** `evidence <file>`: whether a file that `compare` wrote proves that a log has signed two histories. It asks nobody. */
import * as crypto from 'node:crypto';
import { nodePlatformPooled } from '@counterfoil/ledger/platform-node';
import { createVerifier } from '@counterfoil/ledger/signature';
import { parseArgs } from 'node:util';
import { called } from './called-as.ts';
import { formatAnswer, type Answer } from './file-answer.ts';
import { parseKey } from './file-arguments.ts';
import { readKeptFile } from './kept-file.ts';
import { checkTwoHistories, MAX_TWO_HISTORIES_BYTES, parseTwoHistories, type TwoHistories } from './two-histories.ts';
import { formatVerifierKey } from '@counterfoil/ledger/note';
import { UsageError } from './usage-error.ts';

export const evidenceUsage = `Checks what "compare" wrote down: whether a log has signed two histories. From the file alone.

  ${called('evidence')} <file> [options]

  --key <key>  a log key, got elsewhere than with the file; give several where it was replaced
  --json       the answer for programs

Exit code 0: it proves two histories. 1: it proves nothing. 2: something is left to find out.
`;

/** Gives the exit code. @throws UsageError */
export async function checkEvidence(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { key: { type: 'string', multiple: true, default: [] }, json: { type: 'boolean', default: false } },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError('Give one file: the evidence.');
  const given = values.key.map(parseKey).map(({ name, publicKey }) => formatVerifierKey(name, publicKey));
  const answer = await judge(readKeptFile(file, MAX_TWO_HISTORIES_BYTES), given);
  process.stdout.write(formatAnswer(answer, values.json));
  return answer.exitCode;
}

async function judge(bytes: Uint8Array, given: readonly string[]): Promise<Answer> {
  const evidence = parseTwoHistories(bytes);
  if (evidence === undefined)
    return {
      exitCode: 1,
      code: 'unreadable',
      sentence: 'This file is no evidence of two histories.',
      sections: [],
      json: {},
    };
  const { origin, partAt, a, b } = evidence;
  const json = { origin, partAt, logKeys: [...new Set([a.logKey, b.logKey])] };
  const verdict = await checkTwoHistories(evidence, createVerifier(nodePlatformPooled(crypto)));
  if (verdict !== 'proved') {
    const sentence =
      verdict === 'unsigned'
        ? `It proves nothing: one of its checkpoints is not one that its key signed for the log ${origin}.`
        : 'It proves nothing: its two checkpoints may well be of one history.';
    return { exitCode: 1, code: verdict, sentence, sections: [], json };
  }
  return judgeKeys(evidence, given, json);
}

/** What is proved is proved of whoever holds the keys. */
function judgeKeys({ origin, partAt, a, b }: TwoHistories, given: readonly string[], json: object): Answer {
  const keys = [...new Set([a.logKey, b.logKey])];
  const where = partAt === null ? '' : `, which part at entry ${partAt}`;
  const shown = {
    heading: 'The two checkpoints',
    lines: [a, b].flatMap(({ checkpoint }) =>
      checkpoint
        .trimEnd()
        .split('\n')
        .map((line) => `  ${line}`),
    ),
  };
  if (given.length > 0) {
    if (keys.some((key) => !given.includes(key))) {
      const sentence = 'It proves nothing of the keys you gave: a checkpoint is signed with another one.';
      return { exitCode: 1, code: 'key-foreign', sentence, sections: [shown], json };
    }
    const believed = { heading: 'Whom you had to believe', lines: ['Nobody: you gave the log key that signed it.'] };
    const sentence = `Proved: the log ${origin} has signed two histories${where}.`;
    return { exitCode: 0, code: 'proved', sentence, sections: [shown, believed], json };
  }
  const compare =
    keys.length === 1
      ? 'It is this; compare it with one you got elsewhere:'
      : 'They are these; find out whether both are the authority’s:';
  const believed = { heading: 'Whom you had to believe', lines: [compare, ...keys.map((key) => `  ${key}`)] };
  const sections = [shown, believed];
  if (keys.length === 1) {
    const sentence = `Proved, if the log key in the file is genuine: the log ${origin} has signed two histories${where}.`;
    return { exitCode: 0, code: 'proved', sentence, sections, json };
  }
  const sentence = `Left to find out: two keys have signed two histories under the name ${origin}. If both are its log’s, that is proved.`;
  return { exitCode: 2, code: 'keys-differ', sentence, sections, json };
}
