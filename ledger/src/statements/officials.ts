/** The officials' half. SPEC 7.5. */
import { z } from 'zod';
import { codeField, contentField, indexField, officialFields, titleField } from './fields.ts';

export const acknowledgement = z.strictObject({
  kind: z.literal('acknowledgement'),
  ...officialFields,
  text: contentField.optional(),
});

export const response = z.strictObject({ kind: z.literal('response'), ...officialFields, text: contentField });

export const decision = z.strictObject({
  kind: z.literal('decision'),
  ...officialFields,
  outcome: codeField,
  basis: titleField.meta({ description: 'Legal basis.' }),
  text: contentField,
});

export const dispositions = z.strictObject({
  kind: z.literal('dispositions'),
  ...officialFields,
  items: z
    .array(z.strictObject({ code: codeField, inputs: z.array(indexField).min(1).max(5000), reason: contentField }))
    .min(1)
    .max(200),
});

export const correction = z.strictObject({
  kind: z.literal('correction'),
  ...officialFields,
  corrects: indexField.meta({ description: 'The entry that this one supersedes; it stays where it is.' }),
  text: contentField,
});
