/**
 * The verifier's own command over a folder: every entry, tile, signature, mandate, rule and text. The time is what the command
 * itself reports, start-up of the process left out and given beside.
 */
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { openCity } from '@counterfoil/ledger/testing/city';
import { signerOf } from '../services/src/recorder/keys.ts';
import { signatureChecks } from './limits.ts';
import type { Figures } from './figures.ts';

const root = resolve(import.meta.dirname, '..');

export interface VerifyOptions {
  readonly entries: number;
  readonly runs: number;
  readonly machine: Readonly<Record<string, string>>;
}

export async function benchVerify({ entries, runs, machine }: VerifyOptions): Promise<Figures> {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-bench-'));
  try {
    process.stderr.write(`Making a ledger of ${entries.toLocaleString('en')} entries …\n`);
    await makeLedger(folder, entries);
    const signatures = await signatureChecks();
    const rows = [];
    for (let run = 1; run <= runs; run++) {
      process.stderr.write(`Run ${run} …\n`);
      const started = performance.now();
      const { seconds, checked } = await verify(folder);
      const whole = (performance.now() - started) / 1000;
      rows.push({
        run,
        'entries/s': Math.round(checked / seconds),
        seconds,
        'whole command s': whole,
        'of one core’s signature checks': checked / seconds / signatures.oneCore,
        'of all cores’': checked / seconds / signatures.allCores,
      });
    }
    return {
      title: 'Entries verified from a folder',
      settings: {
        ...machine,
        entries,
        'signatures per entry': 1,
        'texts per entry': 1,
        threads: 'one a core from 20,000 entries on, else the thread pool; node:crypto',
      },
      limits: { 'Ed25519 checks, one core': signatures.oneCore, 'Ed25519 checks, all cores': signatures.allCores },
      rows,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One case with answers by an official, each with a text of its own. */
async function makeLedger(folder: string, entries: number): Promise<void> {
  const { ledger, registrars, parks } = await openCity();
  const fast = signerOf(generateKeyPairSync('ed25519').privateKey);
  const mandate = await ledger.say(
    {
      kind: 'mandate-granted',
      office: 'parks',
      person: parks.person,
      key: fast.keyid,
      from: '2026-01-01T00:00:00.000Z',
    },
    registrars[0],
    registrars[1],
  );
  const theCase = await ledger.say(
    {
      kind: 'input-received',
      process: { id: 'service-request', version: 1 },
      channel: 'web',
      author: 'person',
      text: ledger.text('The one case of the benchmark.'),
    },
    ledger.intakeKey,
  );
  while (ledger.entries.length < entries) {
    const text = ledger.text(`Answer ${ledger.entries.length}. ${'It is being looked into. '.repeat(7)}`);
    await ledger.say({ kind: 'response', by: [mandate], case: theCase, text }, fast);
  }
  for (const [path, bytes] of await ledger.files()) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
}

function verify(folder: string): Promise<{ seconds: number; checked: number }> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, ['verifier-cli/src/verify.ts', folder, '--no-memory', '--json'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('exit', (code) => {
      if (code !== 0) return failed(new Error(`The verifier ended with ${code}: ${output.slice(0, 500)}`));
      const { figures } = JSON.parse(output) as { figures: { seconds: number; entries: number } };
      done({ seconds: figures.seconds, checked: figures.entries });
    });
  });
}
