/** The repository's own checks: each a tool, what it is given, and how to tell that it looked at what it was to look at. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { isTest, listSourceFiles } from './source-files.ts';

export interface Check {
  readonly name: string;
  /** Program and arguments of our own Node. */
  readonly command: readonly string[];
  /** A tool that passes because it looked at nothing has not passed: says what it missed. */
  readonly overlooked?: (output: string) => string | undefined;
  /** Whether an output is worth showing when the tool failed; without it, all of it is. */
  readonly show?: (line: string) => boolean;
}

export interface Outcome {
  readonly passed: boolean;
  readonly output: string;
  readonly seconds: number;
}

/** Ten times what the slowest takes on a slow machine: a tool that hangs is ended and has failed. */
const LIMIT_MS = 300_000;

/** @throws Error when a tool is not installed. */
export function listChecks(root: string): Check[] {
  const sources = listSourceFiles(root, '.ts');
  const pure = sources.filter((file) => file.startsWith('ledger/src/') && !isTest(file));
  const isOwn = (line: string): boolean => !(line.startsWith(root + sep) || line.startsWith('/'));
  return [
    // The longest first: it takes one core for as long as all others together take theirs.
    { name: 'format', command: [findTool(root, 'prettier', 'prettier'), '--check', '.'] },
    {
      name: 'types',
      command: [findTool(root, 'typescript', 'tsc'), '-p', 'tsconfig.json', '--listFiles', '--pretty', 'false'],
      overlooked: (output) => findUnlisted(root, output, sources),
      show: isOwn,
    },
    {
      name: 'types of the pure core',
      command: [findTool(root, 'typescript', 'tsc'), '-p', 'ledger', '--listFiles', '--pretty', 'false'],
      overlooked: (output) =>
        findUnlisted(root, output, pure) ??
        (/\/@types\/node\/|\/lib\.dom\./.test(output) ? 'It was given the types of Node or of browsers.' : undefined),
      show: isOwn,
    },
    {
      name: 'lint',
      // A folder whose name begins with a dot has to be named.
      command: [
        findTool(root, 'oxlint', 'oxlint'),
        '--type-aware',
        '--report-unused-disable-directives-severity=error',
        '.',
        ...(existsSync(join(root, '.ci')) ? ['.ci'] : []),
      ],
      overlooked: (output) => {
        const seen = Number(/ on (\d+) files? with \d+ rules/.exec(output)?.[1] ?? 0);
        return seen < sources.length ? `It looked at ${seen} of ${sources.length} files.` : undefined;
      },
    },
    { name: 'unused code', command: [findTool(root, 'knip', 'knip'), '--no-progress', '--no-config-hints'] },
    { name: 'layers', command: [join(import.meta.dirname, 'layers.ts'), root] },
    { name: 'SPEC', command: [join(import.meta.dirname, 'spec.ts'), root] },
  ];
}

/** The script behind a command of an installed package. */
function findTool(root: string, packageName: string, command: string): string {
  const folder = join(root, 'node_modules', packageName);
  const file = join(folder, 'package.json');
  if (!existsSync(file)) throw new Error(`${packageName} is not installed. Run "npm install" first.`);
  const { bin } = JSON.parse(readFileSync(file, 'utf8')) as { bin?: string | Record<string, string> };
  const script = typeof bin === 'string' ? bin : bin?.[command];
  if (script === undefined) throw new Error(`${packageName} brings no command "${command}" along.`);
  return join(folder, script);
}

function findUnlisted(root: string, output: string, wanted: readonly string[]): string | undefined {
  const listed = new Set(output.split('\n').map((line) => relative(root, line.trim()).replaceAll(sep, '/')));
  const missing = wanted.filter((file) => !listed.has(file));
  if (wanted.length > 0 && missing.length === 0) return undefined;
  return `It did not look at ${missing.length} of ${wanted.length} files: ${missing.slice(0, 5).join(', ')}`;
}

/** Runs it to its end; the outcome of one that cannot run is that it failed. */
export async function runCheck(root: string, { command, overlooked, show }: Check): Promise<Outcome> {
  const begun = performance.now();
  const { code, output } = await run(root, command);
  const missed = code === 0 ? overlooked?.(output) : undefined;
  const lines = missed === undefined ? output.split('\n').filter((line) => show?.(line) ?? true) : [missed];
  return {
    passed: code === 0 && missed === undefined,
    output: lines.join('\n').trim(),
    seconds: (performance.now() - begun) / 1000,
  };
}

function run(root: string, command: readonly string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: '1' };
    const child = spawn(process.execPath, command, { cwd: root, env, timeout: LIMIT_MS });
    child.stdin.end();
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', (error) => resolve({ code: null, output: error.message }));
    child.once('close', (code, signal) =>
      resolve({ code, output: signal === null ? output : `${output}\nIt was ended by ${signal}.` }),
    );
  });
}
