/** Holds one tampered record to what the command would print of it. */
import * as crypto from 'node:crypto';
import { audit, type AuditResult, type Level } from '@counterfoil/ledger/audit';
import { parseUtf8 } from '@counterfoil/ledger/bytes';
import { parseVerifierKey } from '@counterfoil/ledger/note';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import type { Policy } from '@counterfoil/ledger/policy';
import { createVerifier, type Platform } from '@counterfoil/ledger/signature';
import { mapSource } from '@counterfoil/ledger/testing/map-source';
import { formatJson, formatReport } from '../../report.ts';
import type { Files } from './forger.ts';

/** One way to tamper, and what the first line has to name. */
export interface TamperCase {
  /** What is counted together. */
  readonly group: string;
  readonly name: string;
  readonly make: () => Promise<Files> | Files;
  /** The log key that the reader has. */
  readonly vkey: string;
  readonly policy?: Policy | undefined;
  /** Checkpoints that the reader's computer has kept. */
  readonly remembered?: readonly Uint8Array[];
  readonly level?: Level;
  /** What was touched. */
  readonly entry?: number | undefined;
  readonly file?: string | undefined;
  /** What must be found at first, where only one thing will do. */
  readonly code?: string;
}

export interface Outcome {
  readonly of: TamperCase;
  readonly detected: boolean;
  /** Whether what was remembered alone told. */
  readonly byMemory: boolean;
  readonly named: boolean;
  /** The first line. */
  readonly line: string;
  readonly result: AuditResult;
  readonly ms: number;
}

/** Checks each signature once: of thousands of records nearly all have nearly all of them in common. */
function remembering(of: Platform): Platform {
  const known = new Map<string, boolean>();
  return {
    ...of,
    verifyEd25519(publicKey, message, signature) {
      const question = [publicKey, of.sha256(message), signature]
        .map((bytes) => Buffer.from(bytes).toString('latin1'))
        .join('');
      const answer = known.get(question) ?? (of.verifyEd25519(publicKey, message, signature) as boolean);
      known.set(question, answer);
      return answer;
    },
  };
}

const platform = remembering(nodePlatform(crypto));
const verifier = createVerifier(platform);
const style = { colours: false, columns: 100 };

export async function run(of: TamperCase): Promise<Outcome> {
  const files = await of.make();
  const begun = performance.now();
  const result = await look(of, files);
  const circumstances = { address: 'copy', seconds: 1, memory: undefined };
  const report = formatReport(result, circumstances, style);
  JSON.parse(formatJson(result, circumstances));
  const ms = performance.now() - begun;
  const line = (report.split('\n\n')[0] ?? '').replaceAll('\n', ' ');
  const failed = result.findings.filter(({ severity }) => severity !== 'fact');
  const byMemory = failed.length > 0 && failed.every(({ code }) => code.startsWith('history-'));
  return { of, detected: result.verdict !== 'verified', byMemory, named: isNamed(of, line, result), line, result, ms };
}

async function look(of: TamperCase, files: Files): Promise<AuditResult> {
  return audit({
    source: mapSource(files),
    platform,
    verifier,
    pinnedKey: parseVerifierKey(of.vkey),
    policy: of.policy,
    ...(of.level === undefined ? {} : { level: of.level }),
    remembered: () => Promise.resolve((of.remembered ?? []).map((note) => parseUtf8(note))),
  });
}

/** By the file that was touched, or by the entry that it is about. */
function isNamed({ entry, file, code }: TamperCase, line: string, { findings }: AuditResult): boolean {
  if (code !== undefined && findings[0]?.code !== code) return false;
  if (file !== undefined && entry === undefined) return line.includes(file);
  if (file?.startsWith('tile/0/') === true && line.includes(file)) return true;
  return entry !== undefined && new RegExp(`\\bentry ${entry}\\b`).test(line);
}
