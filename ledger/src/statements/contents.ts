/** What becomes of texts in public view. SPEC 7.8. */
import { z } from 'zod';
import { codeField, contentField, digestField, indexField, officialFields, titleField } from './fields.ts';

/** A text of an entry of the case, by its commitment. */
const target = { entry: indexField, digest: digestField };
const targetsField = z.array(z.strictObject(target)).min(1).max(500);

const takenOutFields = {
  ...officialFields,
  ...target,
  ground: codeField.meta({ description: 'One of the grounds of the process.' }),
  basis: titleField.meta({ description: 'Legal basis.' }),
  told: z.enum(['yes', 'no', 'unreachable']).meta({ description: 'Whether the person whose words they are was told.' }),
  appeal: contentField.meta({ description: 'How to appeal.' }),
  text: contentField.optional(),
};

export const contentPublished = z.strictObject({
  kind: z.literal('content-published'),
  ...officialFields,
  items: targetsField.meta({ description: 'Texts that waited to be looked at.' }),
});

export const contentWithheld = z.strictObject({ kind: z.literal('content-withheld'), ...takenOutFields });

export const contentRedacted = z.strictObject({
  kind: z.literal('content-redacted'),
  ...takenOutFields,
  replacement: contentField.optional().meta({ description: 'The text with the passage blacked out.' }),
});

export const contentRestored = z.strictObject({
  kind: z.literal('content-restored'),
  ...officialFields,
  ...target,
  text: contentField.optional(),
});

export const retentionApplied = z.strictObject({
  kind: z.literal('retention-applied'),
  ...officialFields,
  items: targetsField.meta({ description: 'Texts that had been kept as long as the process says.' }),
});
