/**
 * The verifier as people get it, one file, over a folder: every entry, tile, signature, mandate, rule and text. The time is what the command
 * itself reports, start-up of the process left out and given beside. A second visit, of what is new, is one in a process of its own too.
 */
import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { formatReceipt } from '@counterfoil/ledger/receipt';
import { honestHistory, receiptFor } from '@counterfoil/ledger/testing/receipts';
import { LargeLedger } from '../verifier-cli/src/testing/large-ledger.ts';
import type { Figures } from './figures.ts';
import { ownProcessorTimeMs } from './processor-time.ts';
import { signatureChecks } from './limits.ts';

const root = resolve(import.meta.dirname, '..');
const program = join(root, 'verifier-cli', 'dist', 'counterfoil.mjs');

export interface VerifyOptions {
  readonly entries: number;
  readonly runs: number;
  readonly machine: Readonly<Record<string, string>>;
}

/** Entries that a second visit finds. */
const NEW = 1000;

export async function benchVerify({ entries, runs, machine }: VerifyOptions): Promise<Figures> {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-bench-'));
  const [record, memory] = [join(folder, 'record'), join(folder, 'memory')];
  try {
    await promisify(execFile)(process.execPath, ['verifier-cli/build.ts'], { cwd: root });
    process.stderr.write(`Making a ledger of ${entries.toLocaleString('en')} entries …\n`);
    const ledger = await LargeLedger.open(record);
    await ledger.growTo(entries);
    const signatures = await signatureChecks();
    const rows: Record<string, string | number>[] = [];
    const row = async (visit: string, checked: number, ...options: readonly string[]): Promise<void> => {
      process.stderr.write(`${visit} …\n`);
      const { seconds, whole, processorMs, peakMegabytes } = await verify(record, ...options);
      rows.push({
        visit,
        entries: checked,
        'entries/s': Math.round(checked / seconds),
        seconds,
        'whole command s': whole,
        'processor s': processorMs / 1000,
        'most memory MB': peakMegabytes,
        'of one core’s signature checks': checked / seconds / signatures.oneCore,
        'of all cores’': checked / seconds / signatures.allCores,
      });
    };
    for (let run = 1; run <= runs; run++) await row(`everything, run ${run}`, entries, '--no-memory');
    await row('everything but texts', entries, '--no-memory', '--level', 'rules');
    await row('structure alone', entries, '--no-memory', '--level', 'structure');
    await row('everything, and kept', entries, '--memory', memory);
    await row('nothing is new', 0, '--memory', memory);
    await ledger.growTo(entries + NEW);
    await row(`${NEW} entries are new`, NEW, '--memory', memory);
    const receipt = await receiptMs(join(folder, 'receipt.json'));
    return {
      title: 'Entries verified from a folder',
      settings: {
        ...machine,
        entries,
        'signatures per entry': 1,
        'texts per entry': 1,
        threads: 'one a core from 20,000 new entries on, else the thread pool; node:crypto',
        'one receipt, from start to exit, ms (median of 11)': receipt,
        'kept for the next visit, MB': Math.round((await sizeOf(memory)) / 1e6),
      },
      limits: {
        'Ed25519 checks, one core': signatures.oneCore,
        'Ed25519 checks, all cores': signatures.allCores,
        'processes of this Node that do nothing, one by one': 1000 / (await emptyMs()),
      },
      rows,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const STARTS = 11;

/** Median, in milliseconds, of a whole process. */
async function medianMs(args: readonly string[]): Promise<number> {
  const times: number[] = [];
  for (let start = 0; start < STARTS; start++) {
    const begun = performance.now();
    await promisify(execFile)(process.execPath, args, { cwd: root });
    times.push(performance.now() - begun);
  }
  return times.toSorted((a, b) => a - b)[STARTS >> 1] ?? NaN;
}

async function receiptMs(file: string): Promise<number> {
  const { ledger, id } = await honestHistory();
  await writeFile(file, formatReceipt(await receiptFor(ledger, id, id + 3)));
  return Math.round(await medianMs([program, 'verify', file]));
}

function emptyMs(): Promise<number> {
  return medianMs(['-e', '']);
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((all, size) => all + size, 0);
}

interface Measured {
  /** As the command itself reports, and from its start to its end. */
  readonly seconds: number;
  readonly whole: number;
  /** All threads together; NaN where the system does not tell. */
  readonly processorMs: number;
  /** 0 where the system does not tell. */
  readonly peakMegabytes: number;
}

function verify(folder: string, ...options: readonly string[]): Promise<Measured> {
  return new Promise((done, failed) => {
    const started = performance.now();
    const child = spawn(process.execPath, [program, 'verify', folder, '--json', ...options], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    let [peakMegabytes, processorMs] = [0, NaN];
    const watch = setInterval(() => {
      peakMegabytes = Math.max(peakMegabytes, peakOf(child.pid));
      const soFar = ownProcessorTimeMs(child.pid);
      if (!Number.isNaN(soFar)) processorMs = soFar;
    }, 20);
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('close', (code) => {
      clearInterval(watch);
      if (code !== 0) return failed(new Error(`The verifier ended with ${code}: ${output.slice(0, 500)}`));
      const { figures } = JSON.parse(output) as { figures: { seconds: number } };
      done({ seconds: figures.seconds, whole: (performance.now() - started) / 1000, processorMs, peakMegabytes });
    });
  });
}

/** The most memory that a process has had, where /proc tells. */
function peakOf(pid: number | undefined): number {
  try {
    const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Math.round((Number(kilobytes ?? 0) * 1024) / 1e6);
  } catch {
    return 0;
  }
}
