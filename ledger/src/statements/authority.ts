/** What registrars say: who the authority is, which offices it has, who holds them. SPEC 7.2. */
import { z } from 'zod';
import {
  codeField,
  commonFields,
  contentField,
  indexField,
  keyidField,
  langField,
  personField,
  timeField,
  titleField,
} from './fields.ts';

/** What an office can be given the right to sign. */
export const officialKinds = [
  'input-received',
  'acknowledgement',
  'response',
  'decision',
  'dispositions',
  'correction',
] as const;
export type OfficialKind = (typeof officialKinds)[number];

export const ledgerOpened = z.strictObject({
  kind: z.literal('ledger-opened'),
  ...commonFields,
  authority: z.strictObject({ name: titleField, lang: langField }),
  licence: z
    .string()
    .regex(/^[A-Za-z0-9.+-]{1,60}$/)
    .meta({ description: 'Licence of the public record (SPDX identifier).', example: 'CC-BY-4.0' }),
  registrars: z
    .array(z.strictObject({ person: personField, key: keyidField }))
    .min(1)
    .max(50),
  threshold: z.int().min(1).max(50).meta({ description: 'How many different registrars must sign.' }),
  logKey: z.string().min(1).max(300).meta({ description: 'Verifier key of the log (C2SP signed-note).' }),
  intakeKey: keyidField,
});

export const officeDefined = z.strictObject({
  kind: z.literal('office-defined'),
  ...commonFields,
  office: codeField,
  title: titleField,
  may: z.array(z.enum(officialKinds)).min(1).max(officialKinds.length),
});

export const mandateGranted = z.strictObject({
  kind: z.literal('mandate-granted'),
  ...commonFields,
  office: codeField,
  person: personField,
  key: keyidField,
  from: timeField,
  until: timeField.optional(),
  holder: contentField.optional().meta({ description: 'The name of the holder: content, so that it can be erased.' }),
});

export const mandateEnded = z.strictObject({
  kind: z.literal('mandate-ended'),
  ...commonFields,
  mandate: indexField,
  reason: z.enum(['term-ended', 'resigned', 'dismissed', 'key-lost', 'other']),
});
