/** What waits for signatures, read from the service and believed only as far as it fits its own name. */
import { envelopePayload, envelopeSchema, findWrongSignature } from '@counterfoil/ledger/envelope';
import { hex, parseBase64 } from '@counterfoil/ledger/bytes';
import { FormatError } from '@counterfoil/ledger/error';
import { noblePlatform } from '@counterfoil/ledger/platform-noble';
import { hashField, indexField, keyidField, timeField } from '@counterfoil/ledger/statements/fields';
import { PAYLOAD_TYPE } from '@counterfoil/ledger/statement';
import * as z from 'zod/mini';
import { DeskProblem } from './desk-problem.ts';
import { openDraft, type Draft, type Signature } from './draft.ts';
import { askJson } from './fetching.ts';
import { verifier, type Ledger } from './ledger.ts';
import { refusalSchema } from './refusal.ts';
import { bodyOf, checkRecorded, type Recorded } from './sending.ts';
import { language } from './language.ts';

const summarySchema = z.object({
  id: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  kind: z.string(),
  case: z.nullable(indexField),
  state: z.enum(['waiting', 'recorded', 'lapsed']),
  entry: z.nullable(indexField),
  created: timeField,
  lapses: timeField,
  signed: z.array(z.object({ keyid: keyidField })),
  waitsFor: z.object({
    mandates: z.array(z.object({ mandate: indexField, key: keyidField })),
    registrars: z.int(),
  }),
});
export type Summary = z.infer<typeof summarySchema>;

const proposalSchema = z.extend(summarySchema, {
  envelope: z.nullable(envelopeSchema),
  contents: z.array(z.object({ salt: hashField, text: z.string() })),
  obstacle: z.nullable(refusalSchema),
});
const recordedSchema = z.object({
  index: indexField,
  case: z.nullable(indexField),
  time: timeField,
  proof: z.string(),
});
const placedSchema = z.union([recordedSchema, proposalSchema]);

export interface Proposal extends Omit<z.infer<typeof proposalSchema>, 'contents' | 'envelope'> {
  /** What is to be signed; undefined once it waits no more. */
  readonly draft: Draft | undefined;
}

/** Recorded as an entry, or waiting on. */
export type Placed = { readonly recorded: Recorded } | { readonly waiting: Summary };

export async function askTray(pass: string): Promise<readonly Summary[]> {
  const answer = await askJson('/api/v1/proposals', z.object({ proposals: z.array(summarySchema) }), { pass });
  return answer?.proposals ?? [];
}

/** @throws DeskProblem `proposal-foreign` where bytes, texts, signatures or what it has seen do not fit. */
export async function askProposal(id: string, pass: string, ledger: Ledger): Promise<Proposal | undefined> {
  const told = await askJson(`/api/v1/proposals/${id}`, proposalSchema, { pass });
  if (told === undefined) return undefined;
  const { envelope, contents, ...rest } = told;
  if (told.id !== id) throw foreign();
  if (envelope === null) return { ...rest, draft: undefined };
  try {
    const payload = envelopePayload(envelope);
    if (envelope.payloadType !== PAYLOAD_TYPE || hex(noblePlatform.sha256(payload)) !== id) throw foreign();
    const texts = contents.map(({ salt, text }) => ({ salt: parseBase64(salt), text }));
    const draft = openDraft(payload, texts, ledger.origin);
    const { origin, seen } = draft.statement;
    if (origin !== ledger.origin) throw foreign();
    if ((await findWrongSignature(envelope, { payload, origin }, await verifier())) !== undefined) throw foreign();
    await ledger.checkSeen(seen);
    return { ...rest, draft };
  } catch (cause) {
    if (cause instanceof FormatError) throw foreign(cause);
    throw cause;
  }
}

export function propose(draft: Draft, signature: Signature, pass: string): Promise<Placed> {
  return place('/api/v1/proposals', bodyOf(draft, [signature]), draft, pass);
}

export function addSignature(id: string, draft: Draft, signature: Signature, pass: string): Promise<Placed> {
  return place(`/api/v1/proposals/${id}/signatures`, signature, draft, pass);
}

async function place(path: string, body: object, { payload }: Draft, pass: string): Promise<Placed> {
  const placed = await askJson(path, placedSchema, { method: 'POST', body, pass });
  if (placed === undefined)
    throw new DeskProblem('answer-unreadable', language.phrase('problem-unreadable', { what: path }));
  if (!('index' in placed)) return { waiting: placed };
  await checkRecorded(payload, placed);
  return { recorded: placed };
}

function foreign(cause?: unknown): DeskProblem {
  return new DeskProblem('proposal-foreign', language.phrase('problem-proposal-foreign'), { cause });
}
