/** What is kept of words that were promised to be recorded: all that it takes to record them later, by the code that records others. */
import type { PromisedKind } from '@counterfoil/ledger/promise';
import { channels } from '@counterfoil/ledger/statements/citizens';
import { codeField, indexField, keyidField, langField, timeField } from '@counterfoil/ledger/statements/fields';
import { authorKinds } from '@counterfoil/ledger/statements/process';
import { z } from 'zod';
import type { Intake, Voice } from '../recorder/intake.ts';

const wordFields = { text: z.string(), lang: langField };
const authored = { channel: z.enum(channels), author: z.enum(authorKinds), followKey: z.optional(keyidField) };
const contest = { ...wordFields, ...authored, case: indexField, against: indexField };

const saidSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('input-received'),
    ...wordFields,
    ...authored,
    category: z.optional(codeField),
    area: z.optional(codeField),
    place: z.optional(z.string()),
    process: z.optional(codeField),
    case: z.optional(indexField),
  }),
  z.strictObject({ kind: z.literal('appeal'), ...contest }),
  z.strictObject({ kind: z.literal('dispute'), ...contest }),
  z.strictObject({ kind: z.literal('answer'), ...wordFields, case: indexField, answers: indexField }),
]);
/** What was said, with its kind: always words, no files. */
export type Said = z.infer<typeof saidSchema>;

export const keptSchema = z.strictObject({ said: saidSchema, at: timeField, deadline: timeField });

export interface Kept extends z.infer<typeof keptSchema> {
  /** Commitment of the words. */
  readonly digest: string;
  /** 32 bytes. */
  readonly salt: Uint8Array;
}

/** As what can be promised, or undefined: files are not kept here. */
export function promisableInput(intake: Intake): Said | undefined {
  const parsed = saidSchema.safeParse({ kind: 'input-received' satisfies PromisedKind, ...present(intake) });
  return parsed.success ? parsed.data : undefined;
}

export function promisableVoice(voice: Voice): Said | undefined {
  const parsed = saidSchema.safeParse(present(voice));
  return parsed.success ? parsed.data : undefined;
}

/** Without fields that are there and empty. */
function present(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );
}
