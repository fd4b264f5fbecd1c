/** What the API takes and gives: these schemas validate, and describe themselves in `/openapi.json`. */
import { z } from 'zod';
import { described } from '@counterfoil/ledger/described';
import { MAX_TEXT_BYTES, SALT_BYTES } from '@counterfoil/ledger/content';
import { fileMediaTypes, MAX_ATTACHED_FILES } from '@counterfoil/ledger/file-content';
import { envelopeSchema } from '@counterfoil/ledger/envelope';
import { ledgerInfoSchema } from '@counterfoil/ledger/ledger-info';
import { parseBase64 } from '@counterfoil/ledger/bytes';
import { isPlace, MAX_PLACE_CHARACTERS } from '@counterfoil/ledger/place';
import { promiseSchema } from '@counterfoil/ledger/promise';
import { receiptSchema } from '@counterfoil/ledger/receipt';
import { sentenceSchema } from '@counterfoil/ledger/sentence-schema';
import { channels, evaluationAnswers, sourceField } from '@counterfoil/ledger/statements/citizens';
import {
  codeField,
  digestField,
  hashField,
  indexField,
  keyidField,
  langField,
  timeField,
} from '@counterfoil/ledger/statements/fields';
import { authorKinds } from '@counterfoil/ledger/statements/process';

const textField = z
  .string()
  .min(1)
  .max(MAX_TEXT_BYTES)
  .meta({ description: `Plain text, at most ${MAX_TEXT_BYTES} bytes in UTF-8.` });

const placeField = z
  .string()
  .refine(isPlace, {
    message: `it is one line of 1 to ${MAX_PLACE_CHARACTERS} characters, without white space around it`,
  })
  .meta({
    description: `Where it is, in words or as an address: one line of at most ${MAX_PLACE_CHARACTERS} characters. It becomes public as the text does.`,
  });

const followKeyField = z.optional(keyidField).meta({
  description:
    'A key of whoever says it, made for this alone: it signs what they say on (`POST /api/v1/follow`). SPEC 5.7 says how it follows from a code.',
});

export const tokenField = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'it is what was given for the file')
  .meta({ description: 'What `POST /api/v1/files` gave for a file.' });
export const tokensField = z.array(tokenField).max(MAX_ATTACHED_FILES);
const filesField = tokensField.optional().meta({ description: 'Files that were sent before, in this order.' });

/** `POST /api/v1/files` */
export const uploadSchema = z
  .strictObject({
    digest: digestField,
    bytes: z.int(),
    mediaType: z.enum(fileMediaTypes),
    salt: described(hashField, `${SALT_BYTES} random bytes in base64.`),
    token: tokenField,
  })
  .meta({ id: 'Upload', description: 'The file as it is kept: of a picture, without what it told of its maker.' });

/** Of what people send in. */
export const receiptQuery = z.object({
  receipt: z.literal('1').optional().meta({ description: 'The answer also holds the receipt, as a file to keep.' }),
});

/** `POST /api/v1/inputs` */
export const newInputSchema = z
  .strictObject({
    text: textField,
    lang: langField,
    author: z.enum(authorKinds),
    channel: z.enum(channels).default('web'),
    process: z
      .optional(codeField)
      .meta({ description: 'Opens a case under the version of this process that is in force.' }),
    case: z.optional(indexField).meta({ description: 'Joins this case.' }),
    category: z.optional(codeField),
    area: z.optional(codeField).meta({ description: 'One of the areas that the rules of the process name.' }),
    place: placeField.optional(),
    files: filesField,
    followKey: followKeyField,
    source: z
      .optional(sourceField)
      .meta({ description: 'For records taken from elsewhere: the same identifier is recorded once.' }),
    at: z.optional(timeField).meta({ description: 'When it happened at its source; only together with `source`.' }),
  })
  .refine((input) => (input.process === undefined) !== (input.case === undefined), {
    message: 'name either "process" (to open a case) or "case" (to join one)',
  })
  .refine((input) => input.at === undefined || input.source !== undefined, {
    message: '"at" goes with "source": what is said here happens now',
    path: ['at'],
  })
  .meta({ id: 'NewInput' });

const voiceFields = { case: indexField, channel: z.enum(channels).default('web'), author: z.enum(authorKinds) };
const spokenFields = { text: textField, lang: langField };
const contestFields = {
  ...voiceFields,
  ...spokenFields,
  files: filesField,
  followKey: followKeyField,
  against: described(indexField, 'The official act of the case that it turns against.'),
};

/** `POST /api/v1/voices`: what people say in a case besides input. */
export const newVoiceSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('support-added'), ...voiceFields }),
    z.strictObject({ kind: z.literal('appeal'), ...contestFields }),
    z.strictObject({ kind: z.literal('dispute'), ...contestFields }),
    z.strictObject({
      kind: z.literal('answer'),
      case: indexField,
      answers: described(indexField, 'A question to the people who were heard.'),
      ...spokenFields,
      files: filesField,
    }),
    z
      .strictObject({
        kind: z.literal('evaluation'),
        case: indexField,
        heard: z.enum(evaluationAnswers),
        explained: z.enum(evaluationAnswers),
        achieved: z.enum(evaluationAnswers),
        text: textField.optional(),
        lang: z.optional(langField),
      })
      .refine(({ text, lang }) => (text === undefined) === (lang === undefined), {
        message: '"lang" goes with "text"',
        path: ['lang'],
      }),
  ])
  .meta({ id: 'NewVoice' });

/** `POST /api/v1/statements` */
export const newStatementSchema = z
  .strictObject({
    envelope: described(envelopeSchema, { description: 'DSSE envelope over a statement.', id: 'Envelope' }),
    contents: z
      .array(
        z.strictObject({
          salt: z.pipe(
            described(hashField, `${SALT_BYTES} random bytes in base64.`),
            z.transform((text: string) => parseBase64(text)),
          ),
          text: textField,
        }),
      )
      .max(200)
      .default([])
      .meta({ description: 'The texts that the statement refers to.' }),
    files: tokensField.default([]).meta({ description: 'Tokens of the files that it refers to.' }),
  })
  .meta({ id: 'NewStatement' });

export const keptReceiptSchema = described(receiptSchema, {
  description: 'A file to keep: it proves by itself what was recorded.',
  id: 'Receipt',
});

export const recordedSchema = z
  .strictObject({
    index: indexField,
    case: z.nullable(indexField),
    time: described(timeField, 'When it was recorded.'),
    repeated: z.boolean().meta({ description: 'True when the very same had been recorded before.' }),
    proof: z.string().meta({ description: 'C2SP tlog-proof: inclusion proof and signed checkpoint.' }),
    receipt: z.optional(keptReceiptSchema).meta({ description: 'Where it was asked for, with `?receipt=1`.' }),
  })
  .meta({ id: 'Recorded' });

/** What is answered where it could not be recorded just now. */
export const promisedSchema = z
  .strictObject({
    promise: described(promiseSchema, {
      description: 'A file to keep: it proves that the words are to be on record by its deadline.',
      id: 'Promise',
    }),
  })
  .meta({ id: 'Promised' });

export const contentSchema = z.strictObject({ salt: hashField, text: z.string() }).meta({ id: 'Content' });

export const saidField = z.array(sentenceSchema).meta({
  description:
    'The detail, sentence by sentence, with what is filled in kept apart: for telling it in another language.',
});

export const problemSchema = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().meta({ description: 'Stable: for programs.' }),
    detail: z.string().meta({ description: 'For people.' }),
    said: saidField,
    challenge: z.string().optional().meta({ description: 'With `work-needed` and `work-wrong`: what to solve.' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem document.' });

export const infoSchema = described(ledgerInfoSchema, { id: 'Ledger' });
