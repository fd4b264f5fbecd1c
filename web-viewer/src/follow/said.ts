/** From the forms of the follow-up page to what is signed: the same in the browser and, where it runs no scripts, on the server. SPEC 7.4. */
import { MAX_TEXT_BYTES } from '@counterfoil/ledger/content';
import { utf8 } from '@counterfoil/ledger/bytes';
import type { Said } from '@counterfoil/ledger/compose';
import { evaluationAnswers } from '@counterfoil/ledger/statements/citizens';
import { digestField, langField } from '@counterfoil/ledger/statements/fields';
import { authorKinds } from '@counterfoil/ledger/statements/process';
import * as z from 'zod/mini';
import { indexSchema } from '../parameters.ts';

const place = { case: indexSchema, speaker: indexSchema };
/** Browsers send line ends as carriage return and line feed (HTML, form submission). */
const textSchema = z.pipe(
  z.string(),
  z.transform((text) => text.replaceAll('\r\n', '\n')),
);
const words = { text: textSchema, lang: langField };
const voice = { ...place, ...words, author: z.enum(authorKinds) };
const judgement = z.optional(z.enum(evaluationAnswers));

const followFormSchema = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('add'), ...voice }),
  z.strictObject({ act: z.literal('appeal'), ...voice, against: indexSchema }),
  z.strictObject({ act: z.literal('dispute'), ...voice, against: z.optional(indexSchema) }),
  z.strictObject({ act: z.literal('answer'), ...place, ...words, answers: indexSchema }),
  z.strictObject({
    ...{ act: z.literal('evaluate'), ...place, ...words },
    ...{ heard: judgement, explained: judgement, achieved: judgement },
  }),
  z.strictObject({ act: z.literal('withdraw'), ...place }),
  z.strictObject({ act: z.literal('erase'), ...place, entry: indexSchema, digest: digestField }),
]);
export type FollowForm = z.infer<typeof followFormSchema>;
export type FollowAct = FollowForm['act'];

/** What is missing before it can be signed. */
export type FollowLack = 'empty' | 'too-long' | 'encoding' | 'against' | 'judgements';

/** Names of the fields in which something is missing, where that is not the text. */
export const LACKING_FIELDS: Partial<Record<FollowLack, string>> = { against: 'against', judgements: 'heard' };

/** Undefined for fields that no form of the page has. A step that was not chosen comes as nothing. */
export function parseFollowForm(fields: ReadonlyMap<string, string>): FollowForm | undefined {
  const given = [...fields].filter(([name, value]) => name !== 'against' || value !== '');
  const parsed = followFormSchema.safeParse(Object.fromEntries(given));
  return parsed.success ? parsed.data : undefined;
}

/** @param keyid the key that signs it, and that signs what is said on to it as well. */
export function followSaid(form: FollowForm, keyid: string): Said | { readonly lacks: FollowLack } {
  const { act, case: id, speaker } = form;
  const there = { case: id, speaker };
  if (act === 'withdraw') return { kind: 'withdrawal', ...there };
  if (act === 'erase') return { kind: 'erasure-request', ...there, entry: form.entry, digest: form.digest };
  const { text: written, lang } = form;
  const isEmpty = written.trim() === '';
  if (isEmpty && act !== 'evaluate') return { lacks: 'empty' };
  if (!written.isWellFormed() || written.includes('\0')) return { lacks: 'encoding' };
  if (utf8(written).length > MAX_TEXT_BYTES) return { lacks: 'too-long' };
  const text = { text: written, lang };
  if (act === 'evaluate') {
    const { heard, explained, achieved } = form;
    if (heard === undefined || explained === undefined || achieved === undefined) return { lacks: 'judgements' };
    return { kind: 'evaluation', ...there, heard, explained, achieved, ...(isEmpty ? {} : { text }) };
  }
  if (act === 'answer') return { kind: 'answer', ...there, answers: form.answers, text };
  const said = { ...there, channel: 'web', author: form.author, followKey: keyid, text } as const;
  if (act === 'add') return { kind: 'input-received', ...said };
  const { against } = form;
  return against === undefined ? { lacks: 'against' } : { kind: act, ...said, against };
}
