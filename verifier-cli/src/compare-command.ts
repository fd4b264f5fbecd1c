/** `compare <a> <b>`: whether two sources show the same record, and the evidence where they do not. */
import * as crypto from 'node:crypto';
import { parseArgs } from 'node:util';
import { SourceError } from '@counterfoil/ledger/audit/source';
import { base64 } from '@counterfoil/ledger/bytes';
import { parseEntry } from '@counterfoil/ledger/entry';
import { FormatError } from '@counterfoil/ledger/error';
import { nodePlatformPooled } from '@counterfoil/ledger/platform-node';
import type { Policy } from '@counterfoil/ledger/policy';
import { createVerifier, type SignatureVerifier } from '@counterfoil/ledger/signature';
import { openEnvelope } from '@counterfoil/ledger/statement';
import { openAddress } from './address.ts';
import type { AnswerCode } from './answer-explanations.ts';
import { called } from './called-as.ts';
import { parseReadingOptions, READING_OPTIONS, type ReadingOptions } from './reading-options.ts';
import { compareRecords, evidenceOf, type Parting, type Shown } from './compare-records.ts';
import { formatAnswer, type Answer, type Section } from './file-answer.ts';
import { formatKeys, parseKey } from './file-arguments.ts';
import { logKeysOr, readPolicy } from './policy.ts';
import { writeEvidence, type WrittenEvidence } from './evidence-file.ts';
import { count, formatTime, kindNames } from './sentence.ts';
import { showRecord } from './show-record.ts';
import { UsageError } from './usage-error.ts';
import { withWitnesses } from './vouched-answer.ts';

export const compareUsage = `Says whether two sources show the same record: the same, one ahead of the other, or two histories.

  ${called('compare')} <address or folder> <address or folder> [options]

  --key <key>        a log key, got elsewhere than from these addresses; give several where it was replaced
  --policy <file>    whom you believe: log keys, witnesses, and how many of them have to have cosigned what each shows (C2SP tlog-policy)
  --evidence <file>  where to write both signed checkpoints and where they part, for others to check
  --timeout <s>      the longest to wait for one file, in seconds (default: 20)
  --give-up-after <s>
                     the longest to wait for everything together
  --json             the answer for programs

It compares by hashes alone and looks at no signature but those of the checkpoints: "verify" looks at everything in one of them.

Exit code 0: one record. 1: two histories, or a cosignature that is none. 2: they could not be compared, or too few witnesses have cosigned.
`;

interface Question extends ReadingOptions {
  readonly addresses: { readonly a: string; readonly b: string };
  readonly vkeys: readonly string[];
  readonly policy: Policy | undefined;
  readonly evidence: string | undefined;
}

/** Gives the exit code. @throws UsageError */
export async function compare(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      key: { type: 'string', multiple: true, default: [] },
      policy: { type: 'string' },
      evidence: { type: 'string' },
      ...READING_OPTIONS,
      json: { type: 'boolean', default: false },
    },
  });
  const [a, b, ...more] = positionals;
  if (a === undefined || b === undefined || more.length > 0) throw new UsageError('Give two addresses or folders.');
  const policy = values.policy === undefined ? undefined : readPolicy(values.policy);
  const answer = await answerFor({
    addresses: { a, b },
    vkeys: formatKeys(logKeysOr(values.key.map(parseKey), policy)),
    policy,
    evidence: values.evidence,
    ...parseReadingOptions(values),
  });
  process.stdout.write(formatAnswer(answer, values.json));
  return answer.exitCode;
}

async function answerFor(asked: Question): Promise<Answer> {
  const { addresses } = asked;
  const verifier = createVerifier(nodePlatformPooled(crypto));
  const [a, b] = [await show(addresses.a, asked, verifier), await show(addresses.b, asked, verifier)];
  if (typeof a === 'string') return couldNot('source-unseen', a);
  if (typeof b === 'string') return couldNot('source-unseen', b);
  const { origin } = a.checkpoint;
  if (origin !== b.checkpoint.origin)
    return couldNot('other-ledgers', `These are two ledgers: ${origin} and ${b.checkpoint.origin}.`);
  try {
    const signed = [a, b].map(({ record, shownBy }) => ({ of: shownBy, note: record.checkpoint }));
    return await withWitnesses(await answerShown(asked, a, b), asked.policy, signed, verifier);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return couldNot('source-unseen', `One of them could not be read: ${error.message}`);
  }
}

async function answerShown(asked: Question, a: Shown, b: Shown): Promise<Answer> {
  const { addresses } = asked;
  const { origin, size } = a.checkpoint;
  const compared = await compareRecords(a, b);
  const sections = [sizesSection(addresses, a, b), keySection(asked, a, b)];
  const json = { origin, a: shownJson(addresses.a, a), b: shownJson(addresses.b, b) };
  switch (compared.outcome) {
    case 'same': {
      const sentence = `The same: both show ${count(size, 'entry', 'entries')} of ${origin}, under one root.`;
      return { exitCode: 0, code: 'same', sentence, sections: [...unwritten(asked), ...sections], json };
    }
    case 'ahead': {
      const { longer, more } = compared;
      const [short, long] = longer === 'b' ? [addresses.a, addresses.b] : [addresses.b, addresses.a];
      const entries = count(Math.min(size, b.checkpoint.size), 'entry', 'entries');
      const sentence = `One record: ${long} holds, unchanged, all ${entries} that ${short} shows, and ${count(more, 'entry', 'entries')} more.`;
      const said = [...unwritten(asked), ...sections];
      return { exitCode: 0, code: 'ahead', sentence, sections: said, json: { ...json, longer, more } };
    }
    case 'broken': {
      const sentence = `Could not compare: the files of hashes of ${addresses[compared.which]} do not lead to its own checkpoint.`;
      return { ...couldNot('hashes-broken', sentence), sections, json };
    }
    case 'parted':
      return answerParted(asked, a, b, compared.parting, { sections, json });
  }
}

/** Whoever asked for evidence looks for the file. */
function unwritten({ evidence }: Question): readonly Section[] {
  if (evidence === undefined) return [];
  const line = `They show one record, so there is nothing to keep: ${evidence} was not written.`;
  return [{ heading: 'The evidence', lines: [line] }];
}

async function answerParted(
  asked: Question,
  a: Shown,
  b: Shown,
  parting: Parting,
  { sections, json }: Pick<Answer, 'sections' | 'json'>,
): Promise<Answer> {
  const { addresses } = asked;
  const { origin } = a.checkpoint;
  const { place } = parting;
  const where = place === undefined ? '' : ` They part at entry ${place.index}.`;
  const isOneKey = a.record.logKey === b.record.logKey;
  const who = isOneKey
    ? `the log of ${origin} has signed both`
    : `they are signed with two keys under the name ${origin}`;
  const parts: Section[] =
    place === undefined
      ? []
      : [
          {
            heading: `What entry ${place.index} is`,
            lines: [
              `${addresses.a}: ${describe(place.a.bytes)}`,
              `${addresses.b}: ${describe(place.b.bytes)}`,
              'Every entry names the hash of the one before it: from there on nothing in one is in the other.',
            ],
          },
        ];
  const written = asked.evidence === undefined ? null : await writeEvidence(asked.evidence, evidenceOf(a, b, parting));
  return {
    exitCode: 1,
    code: 'two-histories',
    sentence: `Two histories: ${addresses.a} and ${addresses.b} show different records, and ${who}.${where}`,
    sections: [...parts, { heading: 'What to do', lines: adviceLines(asked, written, isOneKey) }, ...sections],
    json: { ...json, partAt: place?.index ?? null, evidence: written?.file ?? null },
  };
}

function adviceLines(
  { addresses, evidence }: Question,
  written: WrittenEvidence | null,
  isOneKey: boolean,
): readonly string[] {
  const lines = isOneKey
    ? [
        'Show it to the authority, and to whoever runs a witness of this ledger. Nobody but the holder of the log key can have made both.',
      ]
    : [
        'Find out which of the two keys is the authority’s, by another way than these addresses, and give it with --key.',
      ];
  if (written?.file != null)
    return [
      ...lines,
      'The evidence is written. Whoever gets the file checks it by itself:',
      `  ${called('evidence')} ${written.file}`,
    ];
  if (written !== null) return [...lines, `The evidence was not written to ${evidence}: ${written.failure}.`];
  return [
    ...lines,
    'Write down the evidence for others:',
    `  ${called('compare')} ${addresses.a} ${addresses.b} --evidence <file>`,
  ];
}

/** What the source shows, or why it cannot be compared with anything. */
async function show(address: string, asked: Question, verifier: SignatureVerifier): Promise<Shown | string> {
  const { vkeys } = asked;
  const shown = await showRecord({ address, source: openAddress(address, asked), vkeys }, verifier);
  return typeof shown === 'string' ? `Could not compare: ${shown}` : shown;
}

function couldNot(code: AnswerCode, sentence: string): Answer {
  return { exitCode: 2, code, sentence, sections: [], json: {} };
}

function sizesSection({ a: addressA, b: addressB }: Question['addresses'], a: Shown, b: Shown): Section {
  const line = (address: string, { checkpoint: { size, root } }: Shown): string =>
    `${address}: ${count(size, 'entry', 'entries')}, root ${base64(root)}`;
  return { heading: 'What was compared', lines: [line(addressA, a), line(addressB, b)] };
}

function keySection({ vkeys }: Question, a: Shown, b: Shown): Section {
  const heading = 'Whom you had to believe';
  if (vkeys.length > 0) return { heading, lines: ['Nobody who runs them: you gave the log key.'] };
  const keys = [...new Set([a.record.logKey, b.record.logKey])];
  const said =
    keys.length === 1 ? 'The log key is the one that they name themselves.' : 'They name two log keys themselves.';
  return { heading, lines: [`${said} Compare with one you got elsewhere:`, ...keys.map((key) => `  ${key}`)] };
}

function shownJson(address: string, { record, checkpoint: { size, root } }: Shown): object {
  return { address, size, root: base64(root), logKey: record.logKey };
}

/** "a decision, recorded 2026-03-02 09:30:00 UTC" */
function describe(bytes: Uint8Array): string {
  try {
    const entry = parseEntry(bytes);
    const { kind } = openEnvelope(entry.envelope).statement;
    return `${kindNames[kind]}, recorded ${formatTime(entry.time)}`;
  } catch (error) {
    if (error instanceof FormatError) return 'something that is no entry';
    throw error;
  }
}
