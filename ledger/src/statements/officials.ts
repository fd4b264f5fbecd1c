/** What officials say while a case is under way. SPEC 7.5. */
import * as z from 'zod/mini';
import { described } from '../described.ts';
import {
  codeField,
  commonFields,
  contentField,
  filesField,
  indexField,
  isTakenOnce,
  officialFields,
  speakerField,
  TAKEN_ONCE,
  takenField,
  titleField,
} from './fields.ts';

export const acknowledgement = z.strictObject({
  kind: z.literal('acknowledgement'),
  ...officialFields,
  text: z.optional(contentField),
});

export const response = z.strictObject({
  kind: z.literal('response'),
  ...officialFields,
  files: filesField,
  text: contentField,
});

export const question = z.strictObject({
  kind: z.literal('question'),
  ...officialFields,
  to: described(z.optional(codeField), 'The office asked; absent where the people who were heard are asked.'),
  files: filesField,
  text: contentField,
});

/** How an appeal or a dispute ends. */
export const answerResults = ['upheld', 'partly', 'rejected'] as const;

export const answer = z
  .strictObject({
    kind: z.literal('answer'),
    ...commonFields,
    by: described(takenField, 'The officials who answer; absent where somebody answers what they were asked.'),
    speaker: z.optional(speakerField),
    case: indexField,
    answers: described(indexField, 'A question, an appeal, a dispute or a request of the same case.'),
    result: described(z.optional(z.enum(answerResults)), 'For appeals and disputes, and only for them.'),
    files: filesField,
    text: contentField,
  })
  .check(z.refine(isTakenOnce, TAKEN_ONCE));

export const referral = z
  .strictObject({
    kind: z.literal('referral'),
    ...officialFields,
    to: described(z.optional(codeField), 'The office that goes on with the case.'),
    elsewhere: described(z.optional(titleField), 'Another authority, by name.'),
    text: z.optional(contentField),
  })
  .check(
    z.refine(({ to, elsewhere }) => (to === undefined) !== (elsewhere === undefined), {
      message: 'A case is passed to an office or elsewhere: exactly one of the two.',
    }),
  );

export const stageOpened = z.strictObject({
  kind: z.literal('stage-opened'),
  ...officialFields,
  stage: codeField,
  text: z.optional(contentField),
});

export const caseLinked = z.strictObject({
  kind: z.literal('case-linked'),
  ...officialFields,
  other: indexField,
  relation: z.enum(['related', 'follows', 'same-place', 'contradicts']),
});

export const casesMerged = z.strictObject({
  kind: z.literal('cases-merged'),
  ...officialFields,
  into: described(indexField, 'The case that takes over its inputs and what is owed to them.'),
  text: contentField,
});

export const caseSplit = z.strictObject({
  kind: z.literal('case-split'),
  ...officialFields,
  inputs: described(
    z.array(indexField).check(z.minLength(1), z.maxLength(5000)),
    'Inputs that go on in a case of their own, whose number is the index of this entry.',
  ),
  text: contentField,
});

export const evidenceCited = z.strictObject({
  kind: z.literal('evidence-cited'),
  ...officialFields,
  sha256: described(z.string().check(z.regex(/^[0-9a-f]{64}$/)), 'SHA-256 of what was found there.'),
  retrieved: commonFields.at,
  files: filesField,
  text: described(contentField, 'The address, and what it shows.'),
});
