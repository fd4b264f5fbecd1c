/** Judges a record, or the part of it that is asked for, with the ledger's own audit: how much is read depends on how large the record is. */
import type { AuditFinding } from '@counterfoil/ledger/audit';
import { Findings } from '@counterfoil/ledger/audit/findings';
import { readHead } from '@counterfoil/ledger/audit/head';
import { CHECKPOINT_PATH, MAX_FILE_BYTES, SourceError, type Source } from '@counterfoil/ledger/audit/source';
import { logKeyOf, type Vouchers } from '@counterfoil/ledger/audit/vouchers';
import { FormatError } from '@counterfoil/ledger/error';
import { parseNote, parseVerifierKey, type VerifierKey } from '@counterfoil/ledger/note';
import { asksForWitnesses, type Policy } from '@counterfoil/ledger/policy';
import { createVerifier, type Platform, type SignatureVerifier } from '@counterfoil/ledger/signature';
import { checkIds, checkOf, type CheckId } from './check-of.ts';
import { judgeEntries } from './judge-entries.ts';
import { judgeWhole } from './judge-whole.ts';
import { MOST_REPLAYED } from './limits.ts';
import type { Answer, CheckState, Facts, Order, Verdict } from './order.ts';

export interface JudgeOptions {
  readonly source: Source;
  readonly platform: Platform;
  /** Told of what is wrong and of what could not be seen, as soon as it is found. */
  readonly onFinding: (found: AuditFinding, check: CheckId) => void;
  readonly onProgress: (progress: { readonly entries: number; readonly size: number }) => void;
  /** Other than the usual. */
  readonly mostReplayed?: number;
}

/** Whom the reader believes. */
interface Trusted {
  readonly key?: VerifierKey | undefined;
  readonly policy?: Policy | undefined;
}

export interface Task extends JudgeOptions {
  readonly order: Order;
  readonly trusted: Trusted;
  readonly verifier: SignatureVerifier;
  /** Takes every finding. */
  readonly note: (found: AuditFinding) => void;
}

/** What came of it, beside the findings. */
export interface Looked {
  readonly vouchers: Vouchers | undefined;
  /** Checks that were not made to the end. */
  readonly unseen: readonly CheckId[];
  /** Checks that would have needed the whole record. */
  readonly needAll: readonly CheckId[];
  readonly facts: Facts;
}

/** @throws FormatError where what the reader gave is neither a key nor a policy. */
export async function judgeRecord(order: Order, options: JudgeOptions): Promise<Answer> {
  const { source, platform, onFinding, mostReplayed = MOST_REPLAYED } = options;
  const trusted = await readTrusted(order.trusted.trim(), source);
  const verifier = createVerifier(platform);
  const [wrong, unseen] = [new Set<CheckId>(), new Set<CheckId>()];
  const note = (found: AuditFinding): void => {
    if (found.severity === 'fact') return;
    const check = checkOf(found);
    (found.severity === 'failure' ? wrong : unseen).add(check);
    onFinding(found, check);
  };
  const task = { ...options, order, trusted, verifier, note };
  const head = await readHead(source, trusted.key, verifier, new Findings());
  // Where there is none, the audit says why.
  const isSmall = head === undefined || head.checkpoint.size <= mostReplayed;
  const looked = isSmall ? await judgeWhole(task) : await judgeEntries(task, head);
  const stateOf = (check: CheckId): CheckState => {
    if (wrong.has(check)) return 'wrong';
    if (check === 'witnesses' && !(trusted.policy !== undefined && asksForWitnesses(trusted.policy))) return 'unasked';
    if (unseen.has(check) || looked.unseen.includes(check)) return 'unseen';
    return looked.needAll.includes(check) ? 'needs-all' : 'holds';
  };
  const states = Object.fromEntries(checkIds.map((check) => [check, stateOf(check)])) as Answer['states'];
  return { verdict: verdictOf(Object.values(states)), states, facts: looked.facts };
}

function verdictOf(states: readonly CheckState[]): Verdict {
  if (states.includes('wrong')) return 'wrong';
  if (states.includes('unseen')) return 'unseen';
  return states.includes('needs-all') ? 'part' : 'holds';
}

/** A policy has a line that says how many witnesses are enough; a key has none. */
async function readTrusted(text: string, source: Source): Promise<Trusted> {
  if (text === '') return {};
  if (!/^\s*quorum\s/m.test(text)) return { key: parseVerifierKey(text) };
  const policy = await readPolicy(`${text}\n`);
  return { policy, key: logKeyOf(policy, await readSigners(source)) };
}

/** Few readers bring one, so what reads it is fetched by those alone. */
async function readPolicy(text: string): Promise<Policy> {
  const { parsePolicy } = await import('@counterfoil/ledger/policy');
  try {
    return parsePolicy(text);
  } catch (cause) {
    // Fetched apart, it has a FormatError of its own.
    throw new FormatError('policy-malformed', cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** As the checkpoint names them, believed for nothing but to choose the right one among the logs of a policy. */
async function readSigners(source: Source): Promise<Parameters<typeof logKeyOf>[1]> {
  try {
    const bytes = await source.read(CHECKPOINT_PATH, MAX_FILE_BYTES.checkpoint);
    return bytes === undefined ? [] : parseNote(bytes).signatures;
  } catch (error) {
    // What it is, is found when it is judged.
    if (error instanceof SourceError || error instanceof FormatError) return [];
    throw error;
  }
}
