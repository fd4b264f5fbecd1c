/** Who else vouches for the checkpoint: witnesses of a policy, and the log itself by its post-quantum key. SPEC 3.2, 3.3, M73, M79. */
import { ML_DSA_44_COSIGNATURE, parseLogKey, verifyLines } from '../cosignature.ts';
import { FormatError } from '../error.ts';
import type { VerifierKey } from '../note.ts';
import { asksForWitnesses, judgeWitnesses, type Policy, type WitnessJudgement } from '../policy.ts';
import type { SignatureVerifier } from '../signature.ts';
import { auditFinding, type Findings } from './findings.ts';
import type { Head } from './head.ts';
import { CHECKPOINT_PATH, LEDGER_INFO_PATH } from './source.ts';
import { say } from '../say.ts';

export interface Vouchers {
  /** Undefined where no policy was given. */
  readonly witnesses: WitnessJudgement | undefined;
  /** Signature lines that neither the log's keys nor those of a policy explain: nobody checked them. */
  readonly unknownLines: number;
  /** `verified`: by the key that was given or, where none was, by the one that ledger.json names; undefined where there is no such key. */
  readonly postQuantum: 'verified' | 'unsigned' | 'wrong' | undefined;
}

export interface VoucherQuestion {
  readonly head: Head;
  readonly policy: Policy | undefined;
  /** From elsewhere than the source: then the checkpoint has to bear its line. */
  readonly postQuantumKey: VerifierKey | undefined;
  /** That this log is known to sign with or to have signed with. */
  readonly logKeys: readonly VerifierKey[];
  readonly verifier: SignatureVerifier;
  readonly findings: Findings;
}

export async function judgeVouchers(question: VoucherQuestion): Promise<Vouchers> {
  const { head, policy, verifier } = question;
  const note = head.signed;
  const verify: SignatureVerifier['verify'] = (...signed) => verifier.verify(...signed);
  const listed = listedKey(question);
  const postQuantum = await judgePostQuantum(question, listed, verify);
  const known = new Set(
    [
      ...question.logKeys,
      ...[question.postQuantumKey, listed].filter((key) => key !== undefined),
      ...(policy?.witnesses ?? []).map(({ key }) => key),
      ...(policy?.logs ?? []).map(({ key }) => key),
    ].map((key) => `${key.name} ${key.id.toHex()}`),
  );
  const unknownLines = note.signatures.filter(({ name, keyId }) => !known.has(`${name} ${keyId.toHex()}`)).length;
  if (policy === undefined) return { witnesses: undefined, unknownLines, postQuantum };
  const witnesses = await judgeWitnesses(policy, note, verify);
  report(question, policy, witnesses);
  return { witnesses, unknownLines, postQuantum };
}

function report(
  { head, findings }: VoucherQuestion,
  policy: Policy,
  { reached, cosigned, missing, wrong }: WitnessJudgement,
): void {
  const place = { file: CHECKPOINT_PATH };
  const { origin } = head.checkpoint;
  if (policy.logs.length > 0 && !policy.logs.some(({ key }) => key.name === origin))
    findings.add(auditFinding('policy-foreign', [say`This is "${origin}".`], place));
  for (const name of wrong) findings.add(auditFinding('cosignature-wrong', [say`It is that of ${name}.`], place));
  if (reached || !asksForWitnesses(policy)) return;
  const have = cosigned.length === 0 ? say`None has.` : say`${namesOf(cosigned.map(({ name }) => name))} did.`;
  const lack = missing.length === 0 ? [] : [say`Missing: ${namesOf(missing)}.`];
  findings.add(auditFinding('quorum-missing', [have, ...lack], place));
}

/** Wrong lines of any of these keys are a failure; only of a key that was given is the lack of a line one. */
async function judgePostQuantum(
  { head, policy, postQuantumKey: given, findings }: VoucherQuestion,
  listed: VerifierKey | undefined,
  verify: SignatureVerifier['verify'],
): Promise<Vouchers['postQuantum']> {
  const { origin } = head.checkpoint;
  const inPolicy = (policy?.logs ?? [])
    .map(({ key }) => key)
    .filter(({ name, algorithm }) => name === origin && algorithm === ML_DSA_44_COSIGNATURE);
  const keys = given === undefined ? [...inPolicy, ...(listed === undefined ? [] : [listed])] : [given];
  let answer: Vouchers['postQuantum'];
  for (const key of keys) {
    const { verdict } = await verifyLines(head.signed, key, verify);
    if (verdict === 'wrong') {
      findings.add(auditFinding('post-quantum-wrong', [], { file: CHECKPOINT_PATH }));
      return verdict;
    }
    if (answer !== 'verified') answer = verdict;
  }
  if (given !== undefined && answer !== 'verified')
    findings.add(auditFinding('post-quantum-missing', [], { file: CHECKPOINT_PATH }));
  return answer;
}

/** The key that ledger.json names; reports what is wrong with it. */
function listedKey({ head, findings }: VoucherQuestion): VerifierKey | undefined {
  const vkey = head.info?.postQuantumKey;
  if (vkey === undefined) return undefined;
  const place = { file: LEDGER_INFO_PATH, field: 'postQuantumKey' };
  try {
    const key = parseLogKey(vkey);
    if (key.algorithm === ML_DSA_44_COSIGNATURE && key.name === head.checkpoint.origin) return key;
    findings.add(auditFinding('ledger-info-wrong', [say`It is not an ML-DSA-44 key of this ledger.`], place));
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    findings.add(auditFinding('ledger-info-wrong', [error.reason], place));
  }
  return undefined;
}

/**
 * The log key that a policy gives for this note: the one whose line it bears, else the first of that name, else any, so that a
 * ledger of another name is found out. Nothing is believed of the note for it.
 */
export function logKeyOf(
  { logs }: Policy,
  signatures: readonly { readonly name: string; readonly keyId: Uint8Array }[],
): VerifierKey | undefined {
  const keys = logs.map(({ key }) => key).filter(({ algorithm }) => algorithm !== ML_DSA_44_COSIGNATURE);
  const lines = new Set(signatures.map(({ name, keyId }) => `${name} ${keyId.toHex()}`));
  return (
    keys.find((key) => lines.has(`${key.name} ${key.id.toHex()}`)) ??
    keys.find(({ name }) => signatures.some((line) => line.name === name)) ??
    keys[0]
  );
}

function namesOf(names: readonly string[]): string {
  return names.join(', ');
}
