/** How a case is decided, what becomes of each input, and what is said against it or to set it right. SPEC 7.5. */
import { z } from 'zod';
import { dateField } from './calendar.ts';
import { codeField, contentField, filesField, indexField, officialFields, titleField } from './fields.ts';

/** Entries of a register, each a version of something; or the signed word that none was used. */
const usedField = z.union([z.literal('none'), z.array(indexField).min(1).max(50)]);

export const decision = z.strictObject({
  kind: z.literal('decision'),
  ...officialFields,
  outcome: codeField,
  basis: titleField.meta({ description: 'Legal basis.' }),
  files: filesField,
  text: contentField,
  goal: contentField.optional(),
  options: z.array(contentField).min(1).max(20).optional().meta({ description: 'Options that were considered.' }),
  effect: z
    .strictObject({ expected: contentField, measure: contentField })
    .optional()
    .meta({ description: 'What it is expected to do, and how that will be measured.' }),
  interests: z
    .union([z.literal('none'), contentField])
    .optional()
    .meta({ description: 'Interests that those who decided declare, or the signed word that there are none.' }),
  algorithms: usedField.meta({ description: 'Entries that registered the algorithms used, or "none".' }),
  data: usedField.meta({ description: 'Entries that registered the data uses relied on, or "none".' }),
  review: z
    .strictObject({
      reviewer: indexField.meta({ description: 'Mandate of the person who reviewed what the algorithm said.' }),
      appeal: contentField.meta({ description: 'How to appeal.' }),
    })
    .optional(),
});

export const dispositions = z.strictObject({
  kind: z.literal('dispositions'),
  ...officialFields,
  items: z
    .array(z.strictObject({ code: codeField, inputs: z.array(indexField).min(1).max(5000), reason: contentField }))
    .min(1)
    .max(200),
});

export const dissent = z.strictObject({
  kind: z.literal('dissent'),
  ...officialFields,
  from: indexField.meta({ description: 'A decision of the same case.' }),
  text: contentField,
});

export const correction = z.strictObject({
  kind: z.literal('correction'),
  ...officialFields,
  corrects: indexField.meta({ description: 'The entry that this one supersedes; it stays where it is.' }),
  files: filesField,
  text: contentField,
});

/** How far a commitment has come. */
export const progressSteps = ['not-started', 'limited', 'substantial', 'complete'] as const;
export type Progress = (typeof progressSteps)[number];

export const commitment = z.strictObject({
  kind: z.literal('commitment'),
  ...officialFields,
  office: codeField.meta({ description: 'The office that answers for it.' }),
  carrier: z
    .enum(['authority', 'supplier', 'citizens', 'other'])
    .meta({ description: 'Who does the work. Handing it to citizens needs a decision.' }),
  decision: indexField.optional().meta({ description: 'The decision of the same case that it carries out.' }),
  term: dateField.meta({ description: 'The last day, by the calendar of the authority.' }),
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
