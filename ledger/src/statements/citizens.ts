/** The citizens' half. SPEC 7.4. */
import { z } from 'zod';
import { codeField, commonFields, contentField, indexField } from './fields.ts';
import { authorKinds } from './process.ts';

export const channels = ['web', 'app', 'email', 'phone', 'counter', 'paper', 'meeting', 'visit', 'other'] as const;
export type Channel = (typeof channels)[number];

/** Where a record was taken from, when it was not said here: the importer's name for the source, and the source's own identifier. */
export const sourceField = z.strictObject({
  name: codeField,
  id: z.string().regex(/^[!-~]{1,128}$/),
});

export const inputReceived = z
  .strictObject({
    kind: z.literal('input-received'),
    ...commonFields,
    process: z
      .strictObject({ id: codeField, version: z.int().min(1) })
      .optional()
      .meta({ description: 'Opens a case under this process.' }),
    case: indexField.optional().meta({ description: 'Joins this case.' }),
    by: z
      .array(indexField)
      .min(1)
      .max(16)
      .optional()
      .meta({ description: 'Mandates of the officials who took it down; absent when the service did.' }),
    channel: z.enum(channels),
    author: z.enum(authorKinds),
    category: codeField.optional(),
    source: sourceField.optional(),
    text: contentField,
  })
  .refine((input) => (input.process === undefined) !== (input.case === undefined), {
    message: 'An input opens a case under a process or joins a case: exactly one of the two.',
  });
