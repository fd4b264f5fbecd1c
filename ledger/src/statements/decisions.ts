/** How a case is decided, what becomes of each input, and what is said against it or to set it right. SPEC 7.5. */
import * as z from 'zod/mini';
import { described } from '../described.ts';
import { dateField } from './calendar.ts';
import { codeField, contentField, filesField, indexField, officialFields, titleField } from './fields.ts';

/** Entries of a register, each a version of something; or the signed word that none was used. */
const usedField = z.union([z.literal('none'), z.array(indexField).check(z.minLength(1), z.maxLength(50))]);

export const decision = z.strictObject({
  kind: z.literal('decision'),
  ...officialFields,
  outcome: codeField,
  basis: described(titleField, 'Legal basis.'),
  files: filesField,
  text: contentField,
  goal: z.optional(contentField),
  options: described(
    z.optional(z.array(contentField).check(z.minLength(1), z.maxLength(20))),
    'Options that were considered.',
  ),
  effect: described(
    z.optional(z.strictObject({ expected: contentField, measure: contentField })),
    'What it is expected to do, and how that will be measured.',
  ),
  interests: described(
    z.optional(z.union([z.literal('none'), contentField])),
    'Interests that those who decided declare, or the signed word that there are none.',
  ),
  algorithms: described(usedField, 'Entries that registered the algorithms used, or "none".'),
  data: described(usedField, 'Entries that registered the data uses relied on, or "none".'),
  review: z.optional(
    z.strictObject({
      reviewer: described(indexField, 'Mandate of the person who reviewed what the algorithm said.'),
      appeal: described(contentField, 'How to appeal.'),
    }),
  ),
});

export const dispositions = z.strictObject({
  kind: z.literal('dispositions'),
  ...officialFields,
  items: z
    .array(
      z.strictObject({
        code: codeField,
        inputs: z.array(indexField).check(z.minLength(1), z.maxLength(5000)),
        reason: contentField,
      }),
    )
    .check(z.minLength(1), z.maxLength(200)),
});

export const dissent = z.strictObject({
  kind: z.literal('dissent'),
  ...officialFields,
  from: described(indexField, 'A decision of the same case.'),
  text: contentField,
});

export const correction = z.strictObject({
  kind: z.literal('correction'),
  ...officialFields,
  corrects: described(indexField, 'The entry that this one supersedes; it stays where it is.'),
  files: filesField,
  text: contentField,
});

/** How far a commitment has come. */
export const progressSteps = ['not-started', 'limited', 'substantial', 'complete'] as const;
export type Progress = (typeof progressSteps)[number];

export const commitment = z.strictObject({
  kind: z.literal('commitment'),
  ...officialFields,
  office: described(codeField, 'The office that answers for it.'),
  carrier: described(
    z.enum(['authority', 'supplier', 'citizens', 'other']),
    'Who does the work. Handing it to citizens needs a decision.',
  ),
  decision: described(z.optional(indexField), 'The decision of the same case that it carries out.'),
  term: described(dateField, 'The last day, by the calendar of the authority.'),
  funding: contentField,
  text: contentField,
});

export const milestone = z.strictObject({
  kind: z.literal('milestone'),
  ...officialFields,
  commitment: indexField,
  progress: z.enum(progressSteps),
  files: filesField,
  text: contentField,
});
