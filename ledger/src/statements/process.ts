/** The rules a case is handled by, as versioned entries. SPEC 7.3. */
import { z } from 'zod';
import type { OfficialKind } from './authority.ts';
import { codeField, commonFields, titleField } from './fields.ts';

/** Kinds of author, never mixed: what a sensor or a data set holds is not somebody's input. */
export const authorKinds = ['person', 'organisation', 'meeting', 'device', 'data-set', 'system'] as const;
export type AuthorKind = (typeof authorKinds)[number];

/** The levels of participation that an authority can promise, from least to most. */
export const participationLevels = ['inform', 'consult', 'involve', 'collaborate', 'empower'] as const;

const act = z.strictObject({
  offices: z.array(codeField).min(1).max(50),
  signatures: z.int().min(1).max(16).meta({ description: 'How many different people must sign.' }),
});
const choices = z
  .array(z.strictObject({ code: codeField, title: titleField }))
  .min(1)
  .max(50)
  .refine((list) => new Set(list.map(({ code }) => code)).size === list.length, {
    message: 'A code stands once: with two titles it would mean two things.',
  });
const days = z.int().min(1).max(3650);

export const processPublished = z.strictObject({
  kind: z.literal('process-published'),
  ...commonFields,
  process: codeField,
  version: z.int().min(1).max(1_000_000),
  title: titleField,
  level: z.enum(participationLevels),
  authors: z.array(z.enum(authorKinds)).min(1).max(authorKinds.length),
  // Not a record: zod passes over the key "__proto__" of a record, and nothing unknown may be passed over (SPEC M15).
  acts: z
    .strictObject({
      'input-received': act.optional(),
      acknowledgement: act.optional(),
      response: act.optional(),
      decision: act.optional(),
      dispositions: act.optional(),
      correction: act.optional(),
    } satisfies Record<OfficialKind, unknown>)
    .meta({ description: 'Who may do what. What is not listed, nobody may do.' }),
  outcomes: choices.meta({ description: 'How a decision can end a case.' }),
  dispositions: choices.meta({ description: 'What can become of an input.' }),
  accounting: z
    .enum(['refuse', 'record'])
    .meta({ description: 'A decision that leaves inputs without a disposition is refused, or recorded as such.' }),
  clocks: z
    .strictObject({ acknowledge: days.optional(), respond: days.optional(), decide: days.optional() })
    .meta({ description: 'Days after the case was opened by which each step is owed.' }),
});
