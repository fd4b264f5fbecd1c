/** `case <reference> <address>`: the story of one case, after the whole record was checked, so that it is proved. */
import * as crypto from 'node:crypto';
import { parseArgs } from 'node:util';
import { nodePlatformPooled } from '@counterfoil/ledger/platform-node';
import { createVerifier } from '@counterfoil/ledger/signature';
import { SourceError } from '@counterfoil/ledger/audit/source';
import type { AuditResult } from '@counterfoil/ledger/audit';
import { openAddress } from './address.ts';
import { called } from './called-as.ts';
import { caseOfEntry, CaseFollower } from './case-steps.ts';
import { formatStory } from './case-story.ts';
import { secondsOption } from './command.ts';
import { parseKey } from './file-arguments.ts';
import { wrap } from './report.ts';
import { count, formatTime, verdictSentence } from './sentence.ts';
import { paint, styleOf } from './style.ts';
import { UsageError } from './usage-error.ts';
import { auditShowing } from './verify.ts';

export const caseUsage = `Tells the story of one case, after checking the whole record that holds it.

  ${called('case')} <reference> <address or folder> [options]

The reference is the number of the case, or of any entry in it.

  --key <key>    the log key, got elsewhere than from this address
  --timeout <s>  the longest to wait for one file, in seconds (default: 20)

Exit code 0: the record is verified, and the story proved. 1: something is wrong with the record. 2: it could not be checked, or
it has no such case.
`;

const EXIT_CODES = { verified: 0, wrong: 1, unchecked: 2 } as const;

/** Gives the exit code. @throws UsageError */
export async function tellCase(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { key: { type: 'string' }, timeout: { type: 'string', default: '20' } },
  });
  const [reference, address, ...more] = positionals;
  if (reference === undefined || address === undefined || more.length > 0)
    throw new UsageError('Give the number of a case or entry, and one address or folder.');
  const timeoutMs = secondsOption('--timeout', values.timeout) * 1000;
  const pinnedKey = values.key === undefined ? undefined : parseKey(values.key);
  const entry = parseReference(reference);
  const source = openAddress(address, { timeoutMs });
  const verifier = createVerifier(nodePlatformPooled(crypto));
  const id = await caseOfEntry(source, entry, verifier).catch((error: unknown) => {
    if (error instanceof SourceError) return undefined;
    throw error;
  });
  const follower = new CaseFollower(id ?? entry);
  const unasked = { policy: undefined, postQuantumKey: undefined, memory: undefined };
  const { onAdmitted } = follower;
  const result = await auditShowing({
    address,
    timeoutMs,
    texts: 'look-at',
    source,
    pinnedKey,
    ...unasked,
    onAdmitted,
  });
  const { found } = follower;
  const style = styleOf(process.stdout, process.env);
  const print = (colour: 'green' | 'red' | 'yellow', text: string): void =>
    void process.stdout.write(`${paint(style, colour, wrap(text, style.columns))}\n`);
  const { verdict, tally } = result;
  if (verdict === 'verified' && found === undefined) {
    const where =
      entry < tally.entries ? 'is in no case' : `is not there: it has ${count(tally.entries, 'entry', 'entries')}`;
    print('yellow', `Could not tell: the record is verified, and entry ${entry} ${where}.`);
    return 2;
  }
  if (verdict === 'verified') print('green', provedSentence(result, follower));
  else print(verdict === 'wrong' ? 'red' : 'yellow', verdictSentence(result));
  if (verdict !== 'verified') {
    const advice = `So nothing that follows is proved. All that was found: ${called('verify')} ${address}`;
    process.stdout.write(`\n${wrap(advice, style.columns)}\n`);
  }
  if (found !== undefined) process.stdout.write(`\n${await formatStory(found, source, tally.newest ?? '', style)}`);
  return EXIT_CODES[verdict];
}

function provedSentence({ held, tally }: AuditResult, { found }: CaseFollower): string {
  const trusted = held?.keyFrom === 'ledger.json' ? ', if the log key that the ledger itself names is genuine' : '';
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
