/** `--policy <file>`: whom the reader believes, besides or in place of `--key`. SPEC 3.2. */
import { readFileSync } from 'node:fs';
import { logKeyOf } from '@counterfoil/ledger/audit/vouchers';
import { CHECKPOINT_PATH, MAX_FILE_BYTES, SourceError, type Source } from '@counterfoil/ledger/audit/source';
import { FormatError } from '@counterfoil/ledger/error';
import { parseNote, type VerifierKey } from '@counterfoil/ledger/note';
import { parseLogKey, ML_DSA_44_COSIGNATURE } from '@counterfoil/ledger/cosignature';
import { parsePolicy, type Policy } from '@counterfoil/ledger/policy';
import { resolvePath } from './command.ts';
import { keySlip } from './file-arguments.ts';
import { UsageError } from './usage-error.ts';

/** @throws UsageError */
export function readPolicy(path: string): Policy {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(resolvePath(path));
  } catch (cause) {
    throw new UsageError(`The policy ${path} cannot be read.`, { cause });
  }
  try {
    return parsePolicy(bytes);
  } catch (error) {
    if (error instanceof FormatError) throw new UsageError(`${error.message} (${path})`);
    throw error;
  }
}

/** Ed25519 keys of the logs that the policy names, where none was given beside it. */
export function logKeysOr(given: readonly VerifierKey[], policy: Policy | undefined): readonly VerifierKey[] {
  if (given.length > 0) return given;
  return (policy?.logs ?? []).map(({ key }) => key).filter(({ algorithm }) => algorithm !== ML_DSA_44_COSIGNATURE);
}

/** The log key that the policy gives for what is there. Undefined where it gives none, or where nothing can be read: then the audit says so. */
export async function logKeyFor(policy: Policy, source: Source): Promise<VerifierKey | undefined> {
  try {
    const note = await source.read(CHECKPOINT_PATH, MAX_FILE_BYTES.checkpoint);
    return logKeyOf(policy, note === undefined ? [] : parseNote(note).signatures);
  } catch (error) {
    if (error instanceof SourceError || error instanceof FormatError) return logKeyOf(policy, []);
    throw error;
  }
}

/** @throws UsageError */
export function parsePostQuantumKey(text: string): VerifierKey {
  try {
    const key = parseLogKey(text);
    if (key.algorithm === ML_DSA_44_COSIGNATURE) return key;
  } catch (error) {
    throw keySlip(error, text);
  }
  throw new UsageError('--post-quantum-key takes an ML-DSA-44 key; what you gave belongs to --key.');
}
