/** What the API takes and gives: these schemas validate, and describe themselves in `/openapi.json`. */
import { z } from 'zod';
import { MAX_TEXT_BYTES, SALT_BYTES } from '@counterfoil/ledger/content';
import { envelopeSchema } from '@counterfoil/ledger/envelope';
import { ledgerInfoSchema } from '@counterfoil/ledger/ledger-info';
import { parseBase64 } from '@counterfoil/ledger/bytes';
import { statementSchema } from '@counterfoil/ledger/statement';
import { channels, sourceField } from '@counterfoil/ledger/statements/citizens';
import { codeField, hashField, indexField, langField, timeField } from '@counterfoil/ledger/statements/fields';
import { authorKinds } from '@counterfoil/ledger/statements/process';

const textField = z
  .string()
  .min(1)
  .max(MAX_TEXT_BYTES)
  .meta({ description: `Plain text, at most ${MAX_TEXT_BYTES} bytes in UTF-8.` });

/** `POST /api/v1/inputs` */
export const newInputSchema = z
  .strictObject({
    text: textField,
    lang: langField,
    author: z.enum(authorKinds),
    channel: z.enum(channels).default('web'),
    process: codeField
      .optional()
      .meta({ description: 'Opens a case under the version of this process that is in force.' }),
    case: indexField.optional().meta({ description: 'Joins this case.' }),
    category: codeField.optional(),
    source: sourceField
      .optional()
      .meta({ description: 'For records taken from elsewhere: the same identifier is recorded once.' }),
    at: timeField.optional().meta({ description: 'When it happened at its source; only together with `source`.' }),
  })
  .refine((input) => (input.process === undefined) !== (input.case === undefined), {
    message: 'name either "process" (to open a case) or "case" (to join one)',
  })
  .refine((input) => input.at === undefined || input.source !== undefined, {
    message: '"at" goes with "source": what is said here happens now',
    path: ['at'],
  })
  .meta({ id: 'NewInput' });

/** `POST /api/v1/statements` */
export const newStatementSchema = z
  .strictObject({
    envelope: envelopeSchema.meta({ id: 'Envelope', description: 'DSSE envelope over a statement.' }),
    contents: z
      .array(
        z.strictObject({
          salt: hashField
            .meta({ description: `${SALT_BYTES} random bytes in base64.` })
            .transform((text) => parseBase64(text)),
          text: textField,
        }),
      )
      .max(200)
      .default([])
      .meta({ description: 'The texts that the statement refers to.' }),
  })
  .meta({ id: 'NewStatement' });

export const recordedSchema = z
  .strictObject({
    index: indexField,
    case: indexField.nullable(),
    time: timeField.meta({ description: 'When it was recorded.' }),
    repeated: z.boolean().meta({ description: 'True when the very same had been recorded before.' }),
    proof: z.string().meta({ description: 'C2SP tlog-proof: inclusion proof and signed checkpoint.' }),
  })
  .meta({ id: 'Recorded' });

export const contentSchema = z.strictObject({ salt: hashField, text: z.string() }).meta({ id: 'Content' });

const stepSchema = z.strictObject({ entry: indexField, time: timeField });
export const caseSchema = z
  .strictObject({
    case: indexField,
    process: codeField,
    version: z.int(),
    since: timeField,
    inputs: z.int(),
    unaccounted: z.int().meta({ description: 'Inputs without a disposition.' }),
    acknowledged: stepSchema.nullable(),
    responded: stepSchema.nullable(),
    decided: stepSchema.extend({ outcome: codeField }).nullable(),
    obligations: z.array(
      z.strictObject({
        kind: z.enum(['acknowledge', 'respond', 'decide']),
        offices: z.array(codeField),
        since: timeField,
        due: timeField,
        met: stepSchema.nullable(),
        overdue: z.boolean(),
      }),
    ),
    steps: z.array(z.strictObject({ index: indexField, time: timeField, statement: statementSchema })),
    next: indexField
      .nullable()
      .meta({ description: 'Ask again with `after` set to this for more steps; null at the end.' }),
  })
  .meta({ id: 'Case' });

export const problemSchema = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().meta({ description: 'Stable: for programs.' }),
    detail: z.string().meta({ description: 'For people.' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem document.' });

export const infoSchema = ledgerInfoSchema.meta({ id: 'Ledger' });
