/** Registers of what decisions rest on, and what suppliers and devices say. SPEC 7.6. */
import { z } from 'zod';
import { codeField, commonFields, contentField, indexField, mandatesField, titleField } from './fields.ts';

const ownFields = { ...commonFields, by: mandatesField };

/** Each version is an entry; citing the entry cites the version. */
const registeredFields = {
  ...ownFields,
  id: codeField,
  version: z.int().min(1).max(1_000_000),
  title: titleField,
  status: z.enum(['pilot', 'in-use', 'retired']),
  text: contentField.meta({ description: 'What it does, for whom, and how it is watched.' }),
};

export const algorithmRegistered = z.strictObject({
  kind: z.literal('algorithm-registered'),
  ...registeredFields,
  impact: z.enum(['high', 'limited']).meta({ description: 'Whether what it says weighs heavily on people.' }),
  supplier: codeField.optional().meta({ description: 'The supplier’s office on this ledger.' }),
});

export const dataUseRegistered = z.strictObject({
  kind: z.literal('data-use-registered'),
  ...registeredFields,
  basis: titleField.meta({ description: 'Legal basis.' }),
});

export const nudgeRegistered = z.strictObject({ kind: z.literal('nudge-registered'), ...registeredFields });

export const supplierStatement = z.strictObject({
  kind: z.literal('supplier-statement'),
  ...ownFields,
  about: z.enum(['deployment', 'incident', 'change', 'other']),
  concerns: z.array(indexField).min(1).max(50).optional().meta({ description: 'Entries of registers.' }),
  text: contentField,
});

export const deviceObservation = z.strictObject({
  kind: z.literal('device-observation'),
  ...ownFields,
  case: indexField.optional(),
  quantity: codeField,
  value: z.int().meta({ description: 'What was measured, times 10 to the power of `scale`.' }),
  scale: z.int().min(0).max(9),
  unit: titleField,
  area: codeField.optional().meta({ description: 'A district or the like, never a precise place.' }),
});
