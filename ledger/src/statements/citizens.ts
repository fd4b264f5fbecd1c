/** The citizens' half. SPEC 7.4. Without `by` it was taken in by the service and is signed with its intake key. */
import * as z from 'zod/mini';
import { described } from '../described.ts';
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
  placeField,
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
  id: z.string().check(z.regex(/^[!-~]{1,128}$/)),
});

/** What whoever says something in their own words can add, and by which key they can come back to it. */
const authoredFields = {
  speaker: z.optional(speakerField),
  followKey: described(
    z.optional(keyidField),
    'A key of whoever said this, made for this alone: it signs what they say on.',
  ),
  files: filesField,
};

const voiceFields = { ...commonFields, by: takenField, channel: z.enum(channels), author: z.enum(authorKinds) };

export const inputReceived = z
  .strictObject({
    kind: z.literal('input-received'),
    ...voiceFields,
    process: described(
      z.optional(z.strictObject({ id: codeField, version: z.int().check(z.minimum(1)) })),
      'Opens a case under this process.',
    ),
    case: described(z.optional(indexField), 'Joins this case.'),
    category: z.optional(codeField),
    area: described(z.optional(codeField), 'In which of the areas of the process.'),
    source: z.optional(sourceField),
    ...authoredFields,
    text: contentField,
    place: described(z.optional(placeField), 'Where it is, in words or as an address.'),
  })
  .check(
    z.refine((input) => (input.process === undefined) !== (input.case === undefined), {
      message: 'An input opens a case under a process or joins a case: exactly one of the two.',
    }),
    z.refine((input) => input.speaker === undefined || input.case !== undefined, {
      message: 'Who speaks on does so in the case.',
    }),
    z.refine((input) => input.speaker === undefined || input.source === undefined, {
      message: 'What was taken from a source was said there, and by nobody here.',
    }),
    z.refine(isTakenOnce, TAKEN_ONCE),
  );

export const supportAdded = z.strictObject({
  kind: z.literal('support-added'),
  ...voiceFields,
  case: indexField,
  nonce: nonceField,
  count: described(
    z.int().check(z.minimum(1), z.maximum(10_000_000)),
    'How many; more than one only where officials counted.',
  ),
});

const againstField = described(indexField, 'The official act of the same case that it turns against.');

export const appeal = z
  .strictObject({
    kind: z.literal('appeal'),
    ...voiceFields,
    case: indexField,
    against: againstField,
    ...authoredFields,
    text: contentField,
  })
  .check(z.refine(isTakenOnce, TAKEN_ONCE));

export const dispute = z
  .strictObject({
    kind: z.literal('dispute'),
    ...voiceFields,
    case: indexField,
    against: againstField,
    ...authoredFields,
    text: contentField,
  })
  .check(z.refine(isTakenOnce, TAKEN_ONCE));

/** What is asked of both sides in the end, and how it can be answered. */
export const evaluationAnswers = ['yes', 'partly', 'no', 'unknown'] as const;
const answerField = z.enum(evaluationAnswers);

export const evaluation = z
  .strictObject({
    kind: z.literal('evaluation'),
    ...commonFields,
    by: described(takenField, 'Officials who compare the outcome with what was expected; absent for citizens.'),
    speaker: z.optional(speakerField),
    case: indexField,
    nonce: nonceField,
    heard: described(answerField, 'Was what was said taken into account?'),
    explained: described(answerField, 'Was it said understandably why it was decided so?'),
    achieved: described(answerField, 'Did the decision do what it was meant to do?'),
    text: z.optional(contentField),
  })
  .check(z.refine(isTakenOnce, TAKEN_ONCE));

export const withdrawal = z.strictObject({
  kind: z.literal('withdrawal'),
  ...commonFields,
  case: indexField,
  speaker: described(speakerField, 'The entry that its own author takes back.'),
});

export const erasureRequest = z.strictObject({
  kind: z.literal('erasure-request'),
  ...commonFields,
  speaker: described(
    z.optional(speakerField),
    'The entry of whoever asks; absent where the service took it in from somebody else.',
  ),
  case: indexField,
  entry: indexField,
  digest: described(digestField, 'The text or file of that entry which is to be erased.'),
});

/** Kinds with a `nonce`: they may have no text, whose salt would tell two of them apart. */
export const noncedKinds: ReadonlySet<string> = new Set(['support-added', 'evaluation']);
