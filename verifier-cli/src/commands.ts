/** Every command by its name: what it is for, how it is used, what it does. */
import { called } from './called-as.ts';
import { caseUsage, tellCase } from './case-command.ts';
import { compare, compareUsage } from './compare-command.ts';
import { checkEvidence, evidenceUsage } from './evidence-command.ts';
import { explain, explainUsage } from './explain-command.ts';
import { mirror, mirrorUsage } from './mirror.ts';
import { verify, verifyUsage } from './verify.ts';

export interface Command {
  /** One line. */
  readonly summary: string;
  readonly usage: string;
  /** What is typed after the name of the command, with nothing made up that would not work. */
  readonly examples: readonly string[];
  /** Gives the exit code. @throws UsageError */
  readonly run: (argv: readonly string[]) => Promise<number>;
}

/** About a kept file; `verify` knows these too. */
function fileCommand(what: 'receipt' | 'promise' | 'complaint', summary: string, options: string): Command {
  const usage = `${summary}\n\n  ${called(what)} <file> [options]\n\n${options}${FILE_OPTIONS}\n${EXIT_CODES}`;
  const examples = [`${what}-17.json`, `${what}-17.json --against https://ledger.example.org`];
  return { summary, usage, examples, run: (argv) => verify([what, ...argv]) };
}

const FILE_OPTIONS = `  --key <key>          a log key, got elsewhere than with the file; give several where it was replaced
  --against <address>  compare with the record there, or with a folder that holds a copy of it
  --timeout <s>        the longest to wait for one file, in seconds (default: 20)
  --json               the answer for programs
`;

const EXIT_CODES = `Exit code 0: it holds. 1: something is wrong. 2: it could not be checked.\n`;

export const commands: ReadonlyMap<string, Command> = new Map<string, Command>([
  [
    'verify',
    {
      summary: 'Checks a ledger: every entry, signature, rule and text.',
      usage: verifyUsage.replaceAll('npm run verify --', called('verify')),
      examples: ['https://ledger.example.org', 'my-copy', "my-copy --key '<log key>'", 'my-copy --json'],
      run: verify,
    },
  ],
  [
    'case',
    {
      summary: 'Tells the story of one case, after checking the whole record.',
      usage: caseUsage,
      examples: ['1201 https://ledger.example.org', '1201 my-copy'],
      run: tellCase,
    },
  ],
  [
    'compare',
    {
      summary: 'Says whether two sources show the same record.',
      usage: compareUsage,
      examples: ['https://ledger.example.org my-copy', 'my-copy https://other.example.org/mirror --evidence fork.json'],
      run: compare,
    },
  ],
  [
    'evidence',
    {
      summary: 'Checks what "compare" wrote down of two histories.',
      usage: evidenceUsage,
      examples: ['fork.json', "fork.json --key '<log key>'"],
      run: checkEvidence,
    },
  ],
  [
    'receipt',
    fileCommand(
      'receipt',
      'Checks a receipt, from the file alone.',
      `  --file <file>        whether this picture or document is the one that was recorded
  --complaint <file>   where to write what shows others that the record does not hold it
  --renew <file>       where to write it anew, under the newest checkpoint of the record
`,
    ),
  ],
  [
    'promise',
    fileCommand(
      'promise',
      'Checks a promise to record something, and whether it was kept.',
      '  --complaint <file>   where to write what shows others that it was not kept\n',
    ),
  ],
  ['complaint', fileCommand('complaint', 'Checks what somebody shows against a record.', '')],
  [
    'mirror',
    {
      summary: 'Copies the public record of a ledger into a folder.',
      usage: mirrorUsage
        .replaceAll('npm run mirror --', called('mirror'))
        .replaceAll('npm run verify --', called('verify')),
      examples: ['https://ledger.example.org my-copy', 'https://ledger.example.org my-copy --no-texts'],
      run: mirror,
    },
  ],
  [
    'explain',
    {
      summary: 'Says what a finding means, and what to do.',
      usage: explainUsage,
      examples: ['entry-changed', ''],
      run: explain,
    },
  ],
]);
