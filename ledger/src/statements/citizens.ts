/** The citizens' half. SPEC 7.4. Without `by` it was taken in by the service and is signed with its intake key. */
import { z } from 'zod';
import {
  codeField,
  commonFields,
  contentField,
  digestField,
  filesField,
  indexField,
  isTakenOnce,
  keyidField,
  nonceField,
  speakerField,
  TAKEN_ONCE,
  takenField,
} from './fields.ts';
import { authorKinds } from './process.ts';

export const channels = ['web', 'app', 'email', 'phone', 'counter', 'paper', 'meeting', 'visit', 'other'] as const;
export type Channel = (typeof channels)[number];

/** Where a record was taken from, when it was not said here: the importer's name for the source, and the source's own identifier. */
export const sourceField = z.strictObject({
  name: codeField,
  id: z.string().regex(/^[!-~]{1,128}$/),
});

/** What whoever says something in their own words can add, and by which key they can come back to it. */
const authoredFields = {
  speaker: speakerField.optional(),
  followKey: keyidField
    .optional()
    .meta({ description: 'A key of whoever said this, made for this alone: it signs what they say on.' }),
  files: filesField,
};

const voiceFields = { ...commonFields, by: takenField, channel: z.enum(channels), author: z.enum(authorKinds) };

export const inputReceived = z
  .strictObject({
    kind: z.literal('input-received'),
    ...voiceFields,
    process: z
      .strictObject({ id: codeField, version: z.int().min(1) })
      .optional()
      .meta({ description: 'Opens a case under this process.' }),
    case: indexField.optional().meta({ description: 'Joins this case.' }),
    category: codeField.optional(),
    source: sourceField.optional(),
    ...authoredFields,
    text: contentField,
  })
  .refine((input) => (input.process === undefined) !== (input.case === undefined), {
    message: 'An input opens a case under a process or joins a case: exactly one of the two.',
  })
  .refine((input) => input.speaker === undefined || input.case !== undefined, {
    message: 'Who speaks on does so in the case.',
  })
  .refine((input) => input.speaker === undefined || input.source === undefined, {
    message: 'What was taken from a source was said there, and by nobody here.',
  })
  .refine(isTakenOnce, TAKEN_ONCE);

export const supportAdded = z.strictObject({
  kind: z.literal('support-added'),
  ...voiceFields,
  case: indexField,
  nonce: nonceField,
  count: z.int().min(1).max(10_000_000).meta({ description: 'How many; more than one only where officials counted.' }),
});

const againstField = indexField.meta({ description: 'The official act of the same case that it turns against.' });

export const appeal = z
  .strictObject({
    kind: z.literal('appeal'),
    ...voiceFields,
    case: indexField,
    against: againstField,
    ...authoredFields,
    text: contentField,
  })
  .refine(isTakenOnce, TAKEN_ONCE);

export const dispute = z
  .strictObject({
    kind: z.literal('dispute'),
    ...voiceFields,
    case: indexField,
    against: againstField,
    ...authoredFields,
    text: contentField,
  })
  .refine(isTakenOnce, TAKEN_ONCE);

/** What is asked of both sides in the end, and how it can be answered. */
export const evaluationAnswers = ['yes', 'partly', 'no', 'unknown'] as const;
const answerField = z.enum(evaluationAnswers);

export const evaluation = z
  .strictObject({
    kind: z.literal('evaluation'),
    ...commonFields,
    by: takenField.meta({
      description: 'Officials who compare the outcome with what was expected; absent for citizens.',
    }),
    speaker: speakerField.optional(),
    case: indexField,
    nonce: nonceField,
    heard: answerField.meta({ description: 'Was what was said taken into account?' }),
    explained: answerField.meta({ description: 'Was it said understandably why it was decided so?' }),
    achieved: answerField.meta({ description: 'Did the decision do what it was meant to do?' }),
    text: contentField.optional(),
  })
  .refine(isTakenOnce, TAKEN_ONCE);

export const withdrawal = z.strictObject({
  kind: z.literal('withdrawal'),
  ...commonFields,
  case: indexField,
  speaker: speakerField.meta({ description: 'The entry that its own author takes back.' }),
});

export const erasureRequest = z.strictObject({
  kind: z.literal('erasure-request'),
  ...commonFields,
  speaker: speakerField
    .optional()
    .meta({ description: 'The entry of whoever asks; absent where the service took it in from somebody else.' }),
  case: indexField,
  entry: indexField,
  digest: digestField.meta({ description: 'The text or file of that entry which is to be erased.' }),
});

/** Kinds with a `nonce`: they may have no text, whose salt would tell two of them apart. */
export const noncedKinds: ReadonlySet<string> = new Set(['support-added', 'evaluation']);
