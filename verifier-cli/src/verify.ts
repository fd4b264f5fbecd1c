/**
 * Checks a ledger from its public files alone, trusting nobody who runs it:
 *
 *     npm run verify -- https://ledger.example.org
 *
 * Exit code 0: verified. 1: something is wrong. 2: it could not be checked.
 */
import * as crypto from 'node:crypto';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { audit, type AuditResult, type Source } from '@counterfoil/ledger/audit';
import { FormatError } from '@counterfoil/ledger/error';
import { parseVerifierKey, type VerifierKey } from '@counterfoil/ledger/note';
import { nodePlatformPooled } from '@counterfoil/ledger/platform-node';
import { openAddress } from './address.ts';
import { startBundleWorkers, type BundleWorkers } from './bundle-workers.ts';
import { defaultMemoryFolder, folderMemory, type Memory } from './memory.ts';
import { showProgress } from './progress.ts';
import { formatJson, formatReport, type MemoryOutcome } from './report.ts';
import { resolvePath, runCommand, secondsOption } from './command.ts';
import { styleOf } from './style.ts';
import { UsageError } from './usage-error.ts';

const USAGE = `Checks a ledger: every entry, signature, rule and text, and whether it has changed since the last visit.

  npm run verify -- <address or folder> [options]

  --key <key>        the log key, got elsewhere than from this address
  --memory <folder>  where to keep what was seen (default: ${defaultMemoryFolder(process.env)})
  --no-memory        compare with nothing, keep nothing
  --timeout <s>      the longest to wait for one file, in seconds (default: 20)
  --json             the answer for programs

Exit code 0: verified. 1: something is wrong. 2: it could not be checked.
`;

/** Entries; with fewer, starting threads takes longer than they save. */
const WORTH_THREADS = 20_000;

const EXIT_CODES = { verified: 0, wrong: 1, unchecked: 2 } as const;

await runCommand(USAGE, async (argv) => {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      key: { type: 'string' },
      memory: { type: 'string' },
      'no-memory': { type: 'boolean', default: false },
      timeout: { type: 'string', default: '20' },
      json: { type: 'boolean', default: false },
    },
  });
  const [address, ...more] = positionals;
  if (address === undefined || more.length > 0) throw new UsageError('Give one address or folder.');
  const timeoutMs = secondsOption('--timeout', values.timeout) * 1000;
  const source = openAddress(address, { timeoutMs });
  const pinnedKey = values.key === undefined ? undefined : parseKey(values.key);
  const memory = values['no-memory']
    ? undefined
    : folderMemory(values.memory === undefined ? defaultMemoryFolder(process.env) : resolvePath(values.memory));

  const begun = performance.now();
  const result = await auditShowing({ address, timeoutMs, source, pinnedKey, memory });
  const seconds = (performance.now() - begun) / 1000;

  const circumstances = { address, seconds, memory: memory && (await keep(result, memory)) };
  process.stdout.write(
    values.json
      ? formatJson(result, circumstances)
      : formatReport(result, circumstances, styleOf(process.stdout, process.env)),
  );
  return EXIT_CODES[result.verdict];
});

interface Order {
  readonly address: string;
  readonly timeoutMs: number;
  readonly source: Source;
  readonly pinnedKey: VerifierKey | undefined;
  readonly memory: Memory | undefined;
}

/** Audits, with a line that shows how far it is, on as many threads as are worth it. */
async function auditShowing({ address, timeoutMs, source, pinnedKey, memory }: Order): Promise<AuditResult> {
  const progress = showProgress(process.stderr);
  let workers: BundleWorkers | undefined;
  try {
    return await audit({
      source,
      platform: nodePlatformPooled(crypto),
      pinnedKey,
      remembered: async (origin) => (await memory?.recall(origin)) ?? [],
      onProgress: ({ entries, size }) => progress.show('Checking entries', entries, size),
      preparer(size) {
        if (size >= WORTH_THREADS) workers = startBundleWorkers({ address, timeoutMs }, availableParallelism());
        return workers;
      },
    });
  } finally {
    progress.clear();
    await workers?.close();
  }
}

function parseKey(text: string): VerifierKey {
  try {
    return parseVerifierKey(text);
  } catch (error) {
    if (error instanceof FormatError) throw new UsageError(`${error.message} Quote it: '…'.`);
    throw error;
  }
}

/** A checkpoint takes the place of the one remembered only when the record has been shown to contain both. */
async function keep({ verdict, held }: AuditResult, memory: Memory): Promise<MemoryOutcome> {
  const { folder } = memory;
  if (held === undefined) return { folder, kept: 'there is no checkpoint to keep.' };
  if (verdict === 'wrong') return { folder, kept: 'it is wrong.' };
  if (!held.extendsRemembered) return { folder, kept: 'what was seen before is kept instead.' };
  try {
    await memory.remember(held.origin, held.note);
    return { folder, kept: true };
  } catch (error) {
    return { folder, kept: `${error instanceof Error ? error.message : String(error)}.` };
  }
}
