/** What becomes of texts in public view. SPEC 7.8. */
import * as z from 'zod/mini';
import { described } from '../described.ts';
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
const targetsField = z.array(z.strictObject(target)).check(z.minLength(1), z.maxLength(500));

/** In a case by its officials; outside any case by the registrars. */
const placeFields = { ...commonFields, by: z.optional(mandatesField), case: z.optional(indexField) };
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
  ground: described(codeField, 'One of the grounds of the process, or of those that registrars have.'),
  basis: described(titleField, 'Legal basis.'),
  told: described(z.enum(['yes', 'no', 'unreachable']), 'Whether the person whose words they are was told.'),
  appeal: described(contentField, 'How to appeal.'),
  text: z.optional(contentField),
};

export const contentPublished = z.strictObject({
  kind: z.literal('content-published'),
  ...officialFields,
  items: described(targetsField, 'Texts that waited to be looked at.'),
});

export const contentWithheld = z
  .strictObject({ kind: z.literal('content-withheld'), ...takenOutFields })
  .check(z.refine(isPlaced, BOTH));

export const contentRedacted = z
  .strictObject({
    kind: z.literal('content-redacted'),
    ...takenOutFields,
    replacement: described(z.optional(contentField), 'The text with the passage blacked out.'),
  })
  .check(z.refine(isPlaced, BOTH));

export const contentRestored = z
  .strictObject({
    kind: z.literal('content-restored'),
    ...placeFields,
    ...target,
    text: z.optional(contentField),
  })
  .check(z.refine(isPlaced, BOTH));

export const retentionApplied = z.strictObject({
  kind: z.literal('retention-applied'),
  ...officialFields,
  items: described(targetsField, 'Texts that had been kept as long as the process says.'),
  archive: described(
    z.optional(z.strictObject({ sha256: digestField })),
    'Hash of the export that an archive took over before.',
  ),
});
