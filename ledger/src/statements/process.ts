/** The rules a case is handled by, as versioned entries. SPEC 7.3. */
import { z } from 'zod';
import { spanField } from './calendar.ts';
import { codeField, commonFields, titleField } from './fields.ts';
import { caseKinds, type CaseKind } from './rights.ts';

/** Kinds of author, never mixed: what a sensor or a data set holds is not somebody's input. */
export const authorKinds = ['person', 'organisation', 'meeting', 'device', 'data-set', 'system'] as const;
export type AuthorKind = (typeof authorKinds)[number];

/** The levels of participation that an authority can promise, from least to most. */
export const participationLevels = ['inform', 'consult', 'involve', 'collaborate', 'empower'] as const;

/** What a process can ask a decision to state, besides outcome, legal basis, algorithms and data, which every decision states. */
export const decisionParts = ['goal', 'options', 'effect', 'interests'] as const;
export type DecisionPart = (typeof decisionParts)[number];

/** What a stage can admit or not; everything else can be said at every stage. */
export const stagedKinds = ['input-received', 'support-added', 'dispositions', 'decision'] as const;
export type StagedKind = (typeof stagedKinds)[number];

const signersField = z.strictObject({
  offices: z.array(codeField).min(1).max(50),
  signatures: z.int().min(1).max(16).meta({ description: 'How many different people must sign.' }),
});
const act = signersField.extend({
  countersigned: signersField
    .optional()
    .meta({ description: 'Further people, of these offices, who must sign as well.' }),
});
const once = (list: readonly { readonly code: string }[]): boolean =>
  new Set(list.map(({ code }) => code)).size === list.length;
const ONCE = { message: 'A code stands once: with two titles it would mean two things.' };
const choice = z.strictObject({ code: codeField, title: titleField });
const choices = z.array(choice).min(1).max(50).refine(once, ONCE);

export const processPublished = z.strictObject({
  kind: z.literal('process-published'),
  ...commonFields,
  process: codeField,
  version: z.int().min(1).max(1_000_000),
  title: titleField,
  level: z.enum(participationLevels),
  authors: z.array(z.enum(authorKinds)).min(1).max(authorKinds.length),
  stages: z
    .array(choice.extend({ admits: z.array(z.enum(stagedKinds)).max(stagedKinds.length) }))
    .min(1)
    .max(20)
    .refine(once, ONCE)
    .optional()
    .meta({ description: 'Opened one after the other; a case begins at the first.' }),
  // Not a record: zod passes over the key "__proto__" of a record, and nothing unknown may be passed over (SPEC M15).
  acts: z
    .strictObject(
      Object.fromEntries(caseKinds.map((kind) => [kind, act.optional()])) as Record<
        CaseKind,
        z.ZodOptional<typeof act>
      >,
    )
    .meta({ description: 'Who may do what. What is not listed, nobody may do.' }),
  outcomes: z
    .array(
      choice.extend({
        action: z
          .literal(true)
          .optional()
          .meta({ description: 'Such a decision has to be carried out and evaluated.' }),
      }),
    )
    .min(1)
    .max(50)
    .refine(once, ONCE)
    .meta({ description: 'How a decision can end a case.' }),
  dispositions: choices.meta({ description: 'What can become of an input.' }),
  accounting: z
    .enum(['refuse', 'record'])
    .meta({ description: 'A decision that leaves inputs without a disposition is refused, or recorded as such.' }),
  decisionStates: z
    .array(z.enum(decisionParts))
    .min(1)
    .max(decisionParts.length)
    .optional()
    .meta({ description: 'What every decision must state.' }),
  support: z
    .strictObject({ threshold: z.int().min(1).max(100_000_000) })
    .optional()
    .meta({ description: 'So many supporters start the clocks for answer and decision.' }),
  clocks: z
    .strictObject({
      acknowledge: spanField.optional(),
      respond: spanField.optional(),
      decide: spanField.optional(),
      'carry-out': spanField.optional(),
      evaluate: spanField.optional(),
      answer: spanField.optional(),
      moderate: spanField.optional(),
    })
    .meta({ description: 'By when each step is owed, by the calendar of the authority.' }),
  moderation: z
    .literal('before')
    .optional()
    .meta({ description: 'What people say is public once somebody has looked at it; at once where left out.' }),
  grounds: choices.optional().meta({ description: 'On which grounds a text can be taken out of public view.' }),
  retention: z
    .strictObject({ days: z.int().min(1).max(36_500), archive: z.literal('before').optional() })
    .optional()
    .meta({
      description:
        'Calendar days after the end of a case until its texts are erased; with "archive" an export comes first.',
    }),
});
