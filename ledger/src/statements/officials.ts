/** What officials say while a case is under way. SPEC 7.5. */
import { z } from 'zod';
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
  text: contentField.optional(),
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
  to: codeField.optional().meta({ description: 'The office asked; absent where the people who were heard are asked.' }),
  files: filesField,
  text: contentField,
});

/** How an appeal or a dispute ends. */
export const answerResults = ['upheld', 'partly', 'rejected'] as const;

export const answer = z
  .strictObject({
    kind: z.literal('answer'),
    ...commonFields,
    by: takenField.meta({
      description: 'The officials who answer; absent where somebody answers what they were asked.',
    }),
    speaker: speakerField.optional(),
    case: indexField,
    answers: indexField.meta({ description: 'A question, an appeal, a dispute or a request of the same case.' }),
    result: z.enum(answerResults).optional().meta({ description: 'For appeals and disputes, and only for them.' }),
    files: filesField,
    text: contentField,
  })
  .refine(isTakenOnce, TAKEN_ONCE);

export const referral = z
  .strictObject({
    kind: z.literal('referral'),
    ...officialFields,
    to: codeField.optional().meta({ description: 'The office that goes on with the case.' }),
    elsewhere: titleField.optional().meta({ description: 'Another authority, by name.' }),
    text: contentField.optional(),
  })
  .refine(({ to, elsewhere }) => (to === undefined) !== (elsewhere === undefined), {
    message: 'A case is passed to an office or elsewhere: exactly one of the two.',
  });

export const stageOpened = z.strictObject({
  kind: z.literal('stage-opened'),
  ...officialFields,
  stage: codeField,
  text: contentField.optional(),
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
  into: indexField.meta({ description: 'The case that takes over its inputs and what is owed to them.' }),
  text: contentField,
});

export const caseSplit = z.strictObject({
  kind: z.literal('case-split'),
  ...officialFields,
  inputs: z
    .array(indexField)
    .min(1)
    .max(5000)
    .meta({ description: 'Inputs that go on in a case of their own, whose number is the index of this entry.' }),
  text: contentField,
});

export const evidenceCited = z.strictObject({
  kind: z.literal('evidence-cited'),
  ...officialFields,
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .meta({ description: 'SHA-256 of what was found there.' }),
  retrieved: commonFields.at,
  files: filesField,
  text: contentField.meta({ description: 'The address, and what it shows.' }),
});
