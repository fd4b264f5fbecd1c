/** Every command by its name: what it is for, how it is used, what it does. */
import { levels } from '@counterfoil/ledger/audit/level';
import { answerExplanations } from './answer-explanations.ts';
import { called } from './called-as.ts';
import { caseUsage, tellCase } from './case-command.ts';
import { completionUsage, printCompletion, SHELLS } from './completion-command.ts';
import { compare, compareUsage } from './compare-command.ts';
import { checkEvidence, evidenceUsage } from './evidence-command.ts';
import { explain, explainUsage } from './explain-command.ts';
import { explanations } from './explanations.ts';
import { mirror, mirrorUsage } from './mirror.ts';
import { monitor, monitorUsage } from './monitor.ts';
import { report, reportUsage } from './report-command.ts';
import { verify, verifyUsage } from './verify.ts';

export interface Command {
  /** One line. */
  readonly summary: string;
  readonly usage: string;
  /** What is typed after the name of the command, with nothing made up that would not work. */
  readonly examples: readonly string[];
  /** What may stand first after its name, besides addresses and files. */
  readonly words?: readonly string[];
  /** What an option takes, by its name, where that is one of a few words. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
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
  --give-up-after <s>  the longest to wait for everything together
  --json               the answer for programs
`;

const EXIT_CODES = `Exit code 0: it holds. 1: something is wrong. 2: it could not be checked.\n`;

export const commands: ReadonlyMap<string, Command> = new Map<string, Command>([
  [
    'verify',
    {
      summary: 'Checks a ledger: every entry, signature, rule and text.',
      usage: verifyUsage.replaceAll('npm run verify --', called('verify')),
      examples: [
        'https://ledger.example.org',
        "https://ledger.example.org --key '<log key>'",
        'https://ledger.example.org --policy witnesses.txt',
        'https://ledger.example.org --give-up-after 600',
        'my-copy --json',
        'my-copy --level structure',
        "my-copy/checkpoint --key '<log key>'",
      ],
      words: ['receipt', 'promise', 'complaint'],
      values: { '--level': levels },
      run: verify,
    },
  ],
  [
    'case',
    {
      summary: 'Tells the story of one case, after checking the whole record.',
      usage: caseUsage,
      examples: ['1201 https://ledger.example.org', "1201 my-copy --key '<log key>'", '1201 my-copy --json'],
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
      summary: 'Says whether a file proves that a log has signed two histories.',
      usage: evidenceUsage,
      examples: ['fork.json', "fork.json --key '<log key>'", 'fork.json --complete my-copy --evidence complete.json'],
      run: checkEvidence,
    },
  ],
  [
    'receipt',
    fileCommand(
      'receipt',
      'Checks a receipt, from the file alone.',
      `  --policy <file>      whom you believe: log keys, witnesses, and how many of them have to have cosigned (C2SP tlog-policy)
  --file <file>        whether this picture or document is the one that was recorded
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
    'report',
    {
      summary: 'Reports what an authority has to account for: answers, silence, takedowns.',
      usage: reportUsage,
      examples: ['https://ledger.example.org --out report', 'my-copy --office parks --from 2026-01-01 --html'],
      run: report,
    },
  ],
  [
    'monitor',
    {
      summary: 'Keeps watching a ledger, and tells what is new, overdue or wrong.',
      usage: monitorUsage,
      examples: [
        'https://ledger.example.org',
        'https://ledger.example.org https://mirror.example.net --jsonl events.jsonl',
        'https://ledger.example.org --once --webhook https://newsroom.example.com/hook',
      ],
      run: monitor,
    },
  ],
  [
    'explain',
    {
      summary: 'Says what a finding means, and what to do.',
      usage: explainUsage,
      examples: ['entry-changed', 'record-cut', ''],
      words: [...new Set([...Object.keys(explanations), ...Object.keys(answerExplanations)])],
      run: explain,
    },
  ],
  [
    'completion',
    {
      summary: 'Prints a script by which your shell completes all this.',
      usage: completionUsage,
      examples: SHELLS,
      words: SHELLS,
      run: (argv) => printCompletion(argv, commands),
    },
  ],
]);
