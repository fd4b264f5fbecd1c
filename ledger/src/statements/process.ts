/** The rules a case is handled by, as versioned entries. SPEC 7.3. */
import * as z from 'zod/mini';
import { described } from '../described.ts';
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
  offices: z.array(codeField).check(z.minLength(1), z.maxLength(50)),
  signatures: described(z.int().check(z.minimum(1), z.maximum(16)), 'How many different people must sign.'),
});
const act = z.extend(signersField, {
  countersigned: described(z.optional(signersField), 'Further people, of these offices, who must sign as well.'),
});
const once = (list: readonly { readonly code: string }[]): boolean =>
  new Set(list.map(({ code }) => code)).size === list.length;
const ONCE = { message: 'A code stands once: with two titles it would mean two things.' };
const choice = z.strictObject({ code: codeField, title: titleField });
const choices = z.array(choice).check(z.minLength(1), z.maxLength(50), z.refine(once, ONCE));
const areas = z.array(choice).check(z.minLength(1), z.maxLength(200), z.refine(once, ONCE));

export const processPublished = z.strictObject({
  kind: z.literal('process-published'),
  ...commonFields,
  process: codeField,
  version: z.int().check(z.minimum(1), z.maximum(1_000_000)),
  title: titleField,
  level: z.enum(participationLevels),
  authors: z.array(z.enum(authorKinds)).check(z.minLength(1), z.maxLength(authorKinds.length)),
  stages: described(
    z.optional(
      z
        .array(z.extend(choice, { admits: z.array(z.enum(stagedKinds)).check(z.maxLength(stagedKinds.length)) }))
        .check(z.minLength(1), z.maxLength(20), z.refine(once, ONCE)),
    ),
    'Opened one after the other; a case begins at the first.',
  ),
  // Not a record: zod passes over the key "__proto__" of a record, and nothing unknown may be passed over (SPEC M15).
  acts: described(
    z.strictObject(
      Object.fromEntries(caseKinds.map((kind) => [kind, z.optional(act)])) as Record<
        CaseKind,
        z.ZodMiniOptional<typeof act>
      >,
    ),
    'Who may do what. What is not listed, nobody may do.',
  ),
  outcomes: described(
    z
      .array(
        z.extend(choice, {
          action: described(z.optional(z.literal(true)), 'Such a decision has to be carried out and evaluated.'),
        }),
      )
      .check(z.minLength(1), z.maxLength(50), z.refine(once, ONCE)),
    'How a decision can end a case.',
  ),
  dispositions: described(choices, 'What can become of an input.'),
  areas: described(z.optional(areas), 'Districts or the like that an input can name, never a place.'),
  accounting: described(
    z.enum(['refuse', 'record']),
    'A decision that leaves inputs without a disposition is refused, or recorded as such.',
  ),
  decisionStates: described(
    z.optional(z.array(z.enum(decisionParts)).check(z.minLength(1), z.maxLength(decisionParts.length))),
    'What every decision must state.',
  ),
  support: described(
    z.optional(z.strictObject({ threshold: z.int().check(z.minimum(1), z.maximum(100_000_000)) })),
    'So many supporters start the clocks for answer and decision.',
  ),
  clocks: described(
    z.strictObject({
      acknowledge: z.optional(spanField),
      respond: z.optional(spanField),
      decide: z.optional(spanField),
      'carry-out': z.optional(spanField),
      evaluate: z.optional(spanField),
      answer: z.optional(spanField),
      moderate: z.optional(spanField),
    }),
    'By when each step is owed, by the calendar of the authority.',
  ),
  moderation: described(
    z.optional(z.literal('before')),
    'What people say is public once somebody has looked at it; at once where left out.',
  ),
  grounds: described(z.optional(choices), 'On which grounds a text can be taken out of public view.'),
  retention: described(
    z.optional(
      z.strictObject({
        days: z.int().check(z.minimum(1), z.maximum(36_500)),
        archive: z.optional(z.literal('before')),
      }),
    ),
    'Calendar days after the end of a case until its texts are erased; with "archive" an export comes first.',
  ),
});
