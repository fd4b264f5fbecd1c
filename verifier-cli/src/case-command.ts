/** `case <reference> <address>`: the story of one case, after the whole record was checked, so that it is proved. */
import * as crypto from 'node:crypto';
import { parseArgs } from 'node:util';
import { nodePlatformPooled } from '@counterfoil/ledger/platform-node';
import { createVerifier } from '@counterfoil/ledger/signature';
import { SourceError, type Source } from '@counterfoil/ledger/audit/source';
import type { AuditResult } from '@counterfoil/ledger/audit';
import { CaseFollower, type CaseFound } from '@counterfoil/ledger/audit/case-follower';
import { openAddress } from './address.ts';
import { called } from './called-as.ts';
import { caseOfEntry } from './case-steps.ts';
import { EXIT_COULD_NOT } from './command.ts';
import { formatStory } from './case-story.ts';
import { belief, condition, keyTrust, type KeyGiver } from './belief.ts';
import { caseJson } from './case-json.ts';
import { logKeyFor, readPolicy } from './policy.ts';
import { vouchedFor } from './policy-report.ts';
import { parseReadingOptions, READING_OPTIONS } from './reading-options.ts';
import { parseKey } from './file-arguments.ts';
import { wrap } from './report.ts';
import { count, formatTime, verdictSentence } from './sentence.ts';
import { bold, paint, styleOf } from './style.ts';
import { UsageError } from './usage-error.ts';
import { auditShowing } from './verify-audit.ts';

export const caseUsage = `Tells the story of one case, after checking the whole record that holds it.

  ${called('case')} <reference> <address or folder> [options]

The reference is the number of the case, or of any entry in it.

  --key <key>          the log key, got elsewhere than from this address
  --policy <file>      whom you believe: log keys, witnesses, and how many of them have to have cosigned (C2SP tlog-policy)
  --timeout <s>        the longest to wait for one file, in seconds (default: 20)
  --give-up-after <s>  the longest to wait for everything together
  --json               the answer for programs

Exit code 0: the record is verified, and the story proved. 1: something is wrong with the record. 2: it could not be checked, or it has no such case.
`;

const EXIT_CODES = { verified: 0, wrong: 1, unchecked: 2 } as const;

/** Gives the exit code. @throws UsageError */
export async function tellCase(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      key: { type: 'string' },
      policy: { type: 'string' },
      ...READING_OPTIONS,
      json: { type: 'boolean', default: false },
    },
  });
  const [reference, address, ...more] = positionals;
  if (reference === undefined || address === undefined || more.length > 0)
    throw new UsageError('Give the number of a case or entry, and one address or folder.');
  const reading = parseReadingOptions(values);
  const policy = values.policy === undefined ? undefined : readPolicy(values.policy);
  const entry = parseReference(reference);
  const source = openAddress(address, reading);
  const pinnedKey = values.key === undefined ? policy && (await logKeyFor(policy, source)) : parseKey(values.key);
  const verifier = createVerifier(nodePlatformPooled(crypto));
  const id = await caseOfEntry(source, entry, verifier).catch((error: unknown) => {
    if (error instanceof SourceError) return undefined;
    throw error;
  });
  const follower = new CaseFollower(id ?? entry);
  const unasked = { postQuantumKey: undefined, memory: undefined };
  const { onAdmitted } = follower;
  const result = await auditShowing({
    address,
    ...reading,
    level: 'all',
    source,
    pinnedKey,
    policy,
    ...unasked,
    onAdmitted,
  });
  const { found } = follower;
  const told = whatIsTold(result, follower, entry);
  const giver = values.key !== undefined ? 'option' : policy === undefined ? undefined : 'policy';
  const circumstances = { address, source, giver } as const;
  process.stdout.write(
    values.json
      ? await formatCaseJson(result, found, told, circumstances)
      : await formatCase(result, found, told, circumstances),
  );
  return told.exitCode;
}

interface Told {
  readonly exitCode: number;
  readonly sentence: string;
}

function whatIsTold(result: AuditResult, follower: CaseFollower, entry: number): Told {
  const { verdict, tally } = result;
  if (verdict !== 'verified') return { exitCode: EXIT_CODES[verdict], sentence: verdictSentence(result) };
  if (follower.found !== undefined) return { exitCode: 0, sentence: provedSentence(result, follower) };
  const where =
    entry < tally.entries ? 'is in no case' : `is not there: it has ${count(tally.entries, 'entry', 'entries')}`;
  return { exitCode: EXIT_COULD_NOT, sentence: `Could not tell: the record is verified, and entry ${entry} ${where}.` };
}

interface Circumstances {
  /** As it was typed. */
  readonly address: string;
  readonly source: Source;
  readonly giver: KeyGiver | undefined;
}

async function formatCase(
  { verdict, tally, held }: AuditResult,
  found: CaseFound | undefined,
  { exitCode, sentence }: Told,
  { address, source, giver }: Circumstances,
): Promise<string> {
  const style = styleOf(process.stdout, process.env);
  const colour = exitCode === 0 ? 'green' : verdict === 'wrong' ? 'red' : 'yellow';
  const blocks = [paint(style, colour, wrap(sentence, style.columns))];
  if (verdict !== 'verified') {
    const advice = `So nothing that follows is proved. All that was found: ${called('verify')} ${address}`;
    blocks.push(wrap(advice, style.columns));
  }
  if (found !== undefined) blocks.push((await formatStory(found, source, tally.newest ?? '', style)).trimEnd());
  if (held !== undefined && exitCode === 0) {
    const lines = [...belief(held, address, giver), ...vouchedFor(held)];
    blocks.push(
      [bold(style, 'Whom you had to believe'), ...lines.map((line) => wrap(line, style.columns, '  '))].join('\n'),
    );
  }
  return `${blocks.join('\n\n')}\n`;
}

async function formatCaseJson(
  { verdict, codes, held, tally }: AuditResult,
  found: CaseFound | undefined,
  { sentence }: Told,
  { address, source, giver }: Circumstances,
): Promise<string> {
  const answer = {
    verdict,
    sentence,
    address,
    codes: Object.fromEntries(codes),
    held: held ?? null,
    keyTrust: held === undefined ? null : keyTrust(held, giver),
    case: found === undefined ? null : await caseJson(found, source, tally.newest ?? ''),
  };
  return `${JSON.stringify(answer, null, 2)}\n`;
}

function provedSentence({ held, tally }: AuditResult, { found }: CaseFollower): string {
  const trusted = held === undefined ? '' : condition(held);
  const until = tally.newest === undefined ? '' : `, as it stood on ${formatTime(tally.newest)}`;
  return `Proved${trusted}: case ${found?.id} of ${held?.origin}${until}. All ${count(tally.entries, 'entry', 'entries')} of the record were checked for it.`;
}

/** "1201", "#1201", "case 1201", "entry 1,201" @throws UsageError */
function parseReference(text: string): number {
  const digits = /^(?:case|entry)?\s*#?\s*(\d[\d,]*)$/i.exec(text.trim())?.[1]?.replaceAll(',', '');
  const number = Number(digits);
  if (digits === undefined || !Number.isSafeInteger(number))
    throw new UsageError(`"${text}" is not the number of a case or entry.`);
  return number;
}
