/** Registers of what decisions rest on, and what suppliers and devices say. SPEC 7.6. */
import * as z from 'zod/mini';
import { described } from '../described.ts';
import { codeField, commonFields, contentField, indexField, mandatesField, titleField } from './fields.ts';

const ownFields = { ...commonFields, by: mandatesField };

/** Each version is an entry; citing the entry cites the version. */
const registeredFields = {
  ...ownFields,
  id: codeField,
  version: z.int().check(z.minimum(1), z.maximum(1_000_000)),
  title: titleField,
  status: z.enum(['pilot', 'in-use', 'retired']),
  text: described(contentField, 'What it does, for whom, and how it is watched.'),
};

export const algorithmRegistered = z.strictObject({
  kind: z.literal('algorithm-registered'),
  ...registeredFields,
  impact: described(z.enum(['high', 'limited']), 'Whether what it says weighs heavily on people.'),
  supplier: described(z.optional(codeField), 'The supplier’s office on this ledger.'),
});

export const dataUseRegistered = z.strictObject({
  kind: z.literal('data-use-registered'),
  ...registeredFields,
  basis: described(titleField, 'Legal basis.'),
});

export const nudgeRegistered = z.strictObject({ kind: z.literal('nudge-registered'), ...registeredFields });

export const supplierStatement = z.strictObject({
  kind: z.literal('supplier-statement'),
  ...ownFields,
  about: z.enum(['deployment', 'incident', 'change', 'other']),
  concerns: described(z.optional(z.array(indexField).check(z.minLength(1), z.maxLength(50))), 'Entries of registers.'),
  text: contentField,
});

export const deviceObservation = z.strictObject({
  kind: z.literal('device-observation'),
  ...ownFields,
  case: z.optional(indexField),
  quantity: codeField,
  value: described(z.int(), 'What was measured, times 10 to the power of `scale`.'),
  scale: z.int().check(z.minimum(0), z.maximum(9)),
  unit: titleField,
  area: described(z.optional(codeField), 'A district or the like, never a precise place.'),
});
