/** Runs a command of this package as a person would, in a process of its own. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The first line, joined again where it was wrapped. */
  readonly verdict: string;
}

/** @param command name of the file that is started; `main` has all of them. */
export function runCommandLine(
  command: 'verify' | 'mirror' | 'main',
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Ran> {
  const script = fileURLToPath(new URL(`../${command}.ts`, import.meta.url));
  return runProgram(process.execPath, [script, ...args], { env: { ...process.env, ...environment } });
}

export async function runProgram(
  program: string,
  args: readonly string[],
  options: { readonly env: NodeJS.ProcessEnv; readonly cwd?: string },
): Promise<Ran> {
  const child = spawn(program, args, options);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { code, stdout, stderr, verdict: firstParagraph(stdout) };
}

/** Of what a command printed, on one line. */
export function firstParagraph(stdout: string): string {
  return (stdout.split('\n\n')[0] ?? '').replaceAll('\n', ' ');
}
