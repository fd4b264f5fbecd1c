/**
 * Checks a ledger from its public files alone, trusting nobody who runs it:
 *
 *     npm run verify -- https://ledger.example.org
 *
 * or a file that somebody kept, without asking anybody: `npm run verify -- receipt <file>`, `promise <file>`, `complaint <file>`.
 *
 * Exit code 0: verified. 1: something is wrong. 2: it could not be checked.
 */
import * as crypto from 'node:crypto';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { audit, type AuditOptions, type AuditResult, type Source } from '@counterfoil/ledger/audit';
import { CHECKPOINT_PATH, MAX_FILE_BYTES } from '@counterfoil/ledger/audit/source';
import type { VerifierKey } from '@counterfoil/ledger/note';
import { nodePlatformPooled } from '@counterfoil/ledger/platform-node';
import { createVerifier } from '@counterfoil/ledger/signature';
import type { Policy } from '@counterfoil/ledger/policy';
import { openAddress } from './address.ts';
import { startBundleWorkers, type BundleWorkers } from './bundle-workers.ts';
import { verifyComplaint } from './complaint-command.ts';
import { parseKey } from './file-arguments.ts';
import { defaultMemoryFolder, folderMemory, type Memory } from './memory.ts';
import { logKeyFor, parsePostQuantumKey, readPolicy } from './policy.ts';
import { showProgress } from './progress.ts';
import { verifyPromise } from './promise-command.ts';
import { verifyReceipt } from './receipt-command.ts';
import { formatJson, formatReport, type MemoryOutcome } from './report.ts';
import { resolvePath, runCommand, secondsOption } from './command.ts';
import { styleOf } from './style.ts';
import { UsageError } from './usage-error.ts';

export const verifyUsage = `Checks a ledger: every entry, signature, rule and text, and whether it has changed since the last visit.

  npm run verify -- <address or folder> [options]

  --key <key>        the log key, got elsewhere than from this address
  --policy <file>    whom you believe: log keys, witnesses, and how many of them have to have cosigned (C2SP tlog-policy)
  --post-quantum-key <key>
                     the log's ML-DSA-44 key: the checkpoint then has to bear its signature too
  --memory <folder>  where to keep what was seen (default: ${defaultMemoryFolder(process.env)})
  --no-memory        compare with nothing, keep nothing
  --no-texts         look at no texts and files: for a copy that keeps none
  --timeout <s>      the longest to wait for one file, in seconds (default: 20)
  --json             the answer for programs

Checks a receipt, a promise, or what somebody shows against a record, from the file alone:

  npm run verify -- receipt <file> [options]
  npm run verify -- promise <file> [options]
  npm run verify -- complaint <file> [options]

  --key <key>          a log key, got elsewhere than with the file; give several where it was replaced
  --against <address>  compare with the record there, or with a folder that holds a copy of it
  --file <file>        with a receipt: whether this picture or document is the one that was recorded
  --complaint <file>   with a receipt or promise: where to write what shows others that the record does not hold it
  --renew <file>       with a receipt: where to write it anew, under the newest checkpoint of the record
  --timeout, --json    as above

Exit code 0: verified. 1: something is wrong. 2: it could not be checked. (A complaint is verified when it proves what it says.)
`;

/** Entries; with fewer, starting threads takes longer than they save. */
const WORTH_THREADS = 20_000;

const EXIT_CODES = { verified: 0, wrong: 1, unchecked: 2 } as const;

/** What else can be checked, by its name; a folder of that name is called ./receipt. */
const FILES = { receipt: verifyReceipt, promise: verifyPromise, complaint: verifyComplaint } as const;

/** Gives the exit code. @throws UsageError */
export async function verify(argv: readonly string[]): Promise<number> {
  const [first = '', ...rest] = argv;
  if (first === 'receipt' || first === 'promise' || first === 'complaint')
    return FILES[first](rest, createVerifier(nodePlatformPooled(crypto)));
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      key: { type: 'string' },
      policy: { type: 'string' },
      'post-quantum-key': { type: 'string' },
      memory: { type: 'string' },
      'no-memory': { type: 'boolean', default: false },
      timeout: { type: 'string', default: '20' },
      'no-texts': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const [address, ...more] = positionals;
  if (address === undefined || more.length > 0) throw new UsageError('Give one address or folder.');
  const timeoutMs = secondsOption('--timeout', values.timeout) * 1000;
  const source = openAddress(address, { timeoutMs });
  const policy = values.policy === undefined ? undefined : readPolicy(values.policy);
  const quantumKey = values['post-quantum-key'];
  const postQuantumKey = quantumKey === undefined ? undefined : parsePostQuantumKey(quantumKey);
  const pinnedKey = values.key === undefined ? policy && (await logKeyFor(policy, source)) : parseKey(values.key);
  const memory = values['no-memory']
    ? undefined
    : folderMemory(values.memory === undefined ? defaultMemoryFolder(process.env) : resolvePath(values.memory));

  const begun = performance.now();
  const texts = values['no-texts'] ? ('pass-over' as const) : ('look-at' as const);
  const order = { address, timeoutMs, texts, source, pinnedKey, policy, postQuantumKey, memory };
  let result = await auditShowing(order);
  if (await mayHaveGrown(result, source)) result = await auditShowing(order);
  const seconds = (performance.now() - begun) / 1000;

  const circumstances = { address, seconds, memory: memory && (await keep(result, memory)) };
  process.stdout.write(
    values.json
      ? formatJson(result, circumstances)
      : formatReport(result, circumstances, styleOf(process.stdout, process.env)),
  );
  return EXIT_CODES[result.verdict];
}

export interface Order {
  readonly address: string;
  readonly timeoutMs: number;
  readonly texts: 'look-at' | 'pass-over';
  readonly source: Source;
  readonly pinnedKey: VerifierKey | undefined;
  readonly policy: Policy | undefined;
  readonly postQuantumKey: VerifierKey | undefined;
  readonly memory: Memory | undefined;
  readonly onAdmitted?: AuditOptions['onAdmitted'];
}

/** A text can be taken out of view while its record is being read: the entry that says so is under a newer checkpoint then. */
async function mayHaveGrown({ counts, codes, held }: AuditResult, source: Source): Promise<boolean> {
  if (counts.failure === 0 || counts.failure !== codes.get('content-missing')) return false;
  const note = await source.read(CHECKPOINT_PATH, MAX_FILE_BYTES.checkpoint).catch(() => undefined);
  return note !== undefined && held !== undefined && new TextDecoder().decode(note) !== held.note;
}

/** Audits, with a line that shows how far it is, on as many threads as are worth it. */
export async function auditShowing(order: Order): Promise<AuditResult> {
  const { address, timeoutMs, texts, source, pinnedKey, policy, postQuantumKey, memory } = order;
  const progress = showProgress(process.stderr);
  let workers: BundleWorkers | undefined;
  try {
    return await audit({
      source,
      platform: nodePlatformPooled(crypto),
      pinnedKey,
      policy,
      postQuantumKey,
      texts,
      onAdmitted: order.onAdmitted,
      remembered: async (origin) => (await memory?.recall(origin)) ?? [],
      onProgress: ({ entries, size }) => progress.show('Checking entries', entries, size),
      preparer(size) {
        if (size >= WORTH_THREADS) workers = startBundleWorkers({ address, timeoutMs, texts }, availableParallelism());
        return workers;
      },
    });
  } finally {
    progress.clear();
    await workers?.close();
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

if (import.meta.main) await runCommand(verifyUsage, verify);
