/** Hands a signed statement over, and believes the answer when the entry is under a checkpoint that goes on from the last one. */
import { base64, equalBytes } from '@counterfoil/ledger/bytes';
import { indexField, timeField } from '@counterfoil/ledger/statements/fields';
import * as z from 'zod/mini';
import { DeskProblem } from './desk-problem.ts';
import type { Draft, Signature } from './draft.ts';
import { askJson } from './fetching.ts';
import { Ledger } from './ledger.ts';
import { language } from './language.ts';

const recordedSchema = z.object({
  index: indexField,
  case: z.nullable(indexField),
  time: timeField,
  proof: z.string(),
});
export type Recorded = z.infer<typeof recordedSchema>;

/** The body by which statements and proposals travel. */
export function bodyOf({ payload, signed, contents }: Draft, signatures: readonly Signature[]): object {
  return {
    envelope: { payload: base64(payload), payloadType: signed.payloadType, signatures },
    contents: contents.map(({ salt, text }) => ({ salt: base64(salt), text })),
  };
}

/** Records it. @throws DeskProblem `refused` with the service's own sentence, and those of the checks. */
export async function record(draft: Draft, signature: Signature): Promise<Recorded> {
  const recorded = await askJson('/api/v1/statements', recordedSchema, {
    method: 'POST',
    body: bodyOf(draft, [signature]),
  });
  if (recorded === undefined)
    throw new DeskProblem('answer-unreadable', language.phrase('problem-unreadable', { what: '/api/v1/statements' }));
  await checkRecorded(draft.payload, recorded);
  return recorded;
}

/** The proof holds, and the entry there holds these very bytes. @throws DeskProblem */
export async function checkRecorded(
  payload: Uint8Array,
  { index, proof }: Pick<Recorded, 'index' | 'proof'>,
): Promise<void> {
  const ledger = await Ledger.open();
  const entry = await ledger.entry(index);
  if (!equalBytes(entry.payload, payload))
    throw new DeskProblem('entry-foreign', language.phrase('problem-entry-other', { entry: index }));
  await ledger.checkProof(entry, proof);
}
