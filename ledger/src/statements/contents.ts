/** What becomes of texts in public view. SPEC 7.8. */
import { z } from 'zod';
import {
  codeField,
  commonFields,
  contentField,
  digestField,
  indexField,
  mandatesField,
  officialFields,
  titleField,
} from './fields.ts';

/** A text or file of an entry, by its commitment. */
const target = { entry: indexField, digest: digestField };
const targetsField = z.array(z.strictObject(target)).min(1).max(500);

/** In a case by its officials; outside any case by the registrars. */
const placeFields = { ...commonFields, by: mandatesField.optional(), case: indexField.optional() };
const BOTH = { message: 'Officials act in a case, registrars outside any: "by" and "case" come together.' };
function isPlaced({ by, case: id }: { readonly by?: unknown; readonly case?: unknown }): boolean {
  return (by === undefined) === (id === undefined);
}

/** On which grounds registrars take out what was not said in a case, where no process names any. SPEC M57. */
export const registrarGrounds = {
  'erasure-request': 'The person concerned asked for it',
  'third-party': 'It says something about somebody else',
  defamation: 'It is defamatory',
  'court-order': 'A court ordered it',
  retention: 'It has been kept as long as it may be',
  mistake: 'It should not have been published',
} as const;

/** In words; the code itself where registrars have no such ground. */
export function registrarGround(code: string): string {
  return Object.entries(registrarGrounds).find(([known]) => known === code)?.[1] ?? code;
}

const takenOutFields = {
  ...placeFields,
  ...target,
  ground: codeField.meta({ description: 'One of the grounds of the process, or of those that registrars have.' }),
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

export const contentWithheld = z
  .strictObject({ kind: z.literal('content-withheld'), ...takenOutFields })
  .refine(isPlaced, BOTH);

export const contentRedacted = z
  .strictObject({
    kind: z.literal('content-redacted'),
    ...takenOutFields,
    replacement: contentField.optional().meta({ description: 'The text with the passage blacked out.' }),
  })
  .refine(isPlaced, BOTH);

export const contentRestored = z
  .strictObject({
    kind: z.literal('content-restored'),
    ...placeFields,
    ...target,
    text: contentField.optional(),
  })
  .refine(isPlaced, BOTH);

export const retentionApplied = z.strictObject({
  kind: z.literal('retention-applied'),
  ...officialFields,
  items: targetsField.meta({ description: 'Texts that had been kept as long as the process says.' }),
  archive: z
    .strictObject({ sha256: digestField })
    .optional()
    .meta({ description: 'Hash of the export that an archive took over before.' }),
});
