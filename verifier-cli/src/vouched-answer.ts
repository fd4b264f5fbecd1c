/** `--policy` for what stands under one signed checkpoint or two: whether enough of the reader's witnesses have cosigned it. SPEC 3.2, M73. */
import { asksForWitnesses, judgeWitnesses, type Policy, type WitnessJudgement } from '@counterfoil/ledger/policy';
import { parseNote } from '@counterfoil/ledger/note';
import type { SignatureVerifier } from '@counterfoil/ledger/signature';
import type { Answer, Section } from './file-answer.ts';
import { witnessLines } from './policy-report.ts';

/** A checkpoint that the log was found to have signed. */
export interface Signed {
  /** "the receipt", or an address as it was typed. */
  readonly of: string;
  readonly note: string;
}

/** The answer, with what the witnesses say of each: it is never better than their word, and a fault that was found stays what is said first. */
export async function withWitnesses(
  answer: Answer,
  policy: Policy | undefined,
  signed: readonly Signed[],
  verifier: SignatureVerifier,
): Promise<Answer> {
  if (policy === undefined) return answer;
  const judged: (Signed & WitnessJudgement)[] = [];
  for (const one of signed) {
    const judgement = await judgeWitnesses(policy, parseNote(one.note), (...line) => verifier.verify(...line));
    judged.push({ ...one, ...judgement });
  }
  const sections: Section[] = judged.map((one) => ({
    heading: judged.length === 1 ? 'Whether others see the same' : `Whether others see the same as ${one.of} shows`,
    lines: witnessLines(one),
  }));
  const json = judged.map(({ of, reached, cosigned, missing, wrong }) => ({ of, reached, cosigned, missing, wrong }));
  const vouched = {
    ...answer,
    sections: [...answer.sections, ...sections],
    json: { ...answer.json, witnesses: json },
  };
  const lying = judged.find(({ wrong }) => wrong.length > 0);
  if (answer.exitCode !== 1 && lying !== undefined) {
    const names = lying.wrong.join(', ');
    const sentence = `Not sound: the checkpoint of ${lying.of} bears a line under the name and key of ${names}, and it is not the cosignature of that witness.`;
    return { ...vouched, exitCode: 1, code: 'cosignature-wrong', sentence: `${sentence} ${answer.sentence}` };
  }
  const lacking = asksForWitnesses(policy) ? judged.filter(({ reached }) => !reached) : [];
  if (answer.exitCode !== 0 || lacking.length === 0) return vouched;
  const places = lacking.map(({ of }) => of).join(' and of ');
  const sentence = `${answer.sentence} But too few of the witnesses you named have cosigned the checkpoint of ${places}.`;
  return { ...vouched, exitCode: 2, code: 'quorum-missing', sentence };
}
