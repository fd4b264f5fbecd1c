/** What registrars say: who the authority is, which offices it has, who holds them, with which keys. SPEC 7.2. */
import * as z from 'zod/mini';
import { described } from '../described.ts';
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
import { bodies, officialKinds } from './rights.ts';

const registrarsField = z
  .array(z.strictObject({ person: personField, key: keyidField }))
  .check(z.minLength(1), z.maxLength(50));
const thresholdField = described(
  z.int().check(z.minimum(1), z.maximum(50)),
  'How many different registrars must sign.',
);
const logKeyField = described(
  z.string().check(z.minLength(1), z.maxLength(300)),
  'Verifier key of the log (C2SP signed-note).',
);

export const ledgerOpened = z.strictObject({
  kind: z.literal('ledger-opened'),
  ...commonFields,
  authority: z.strictObject({ name: titleField, lang: langField }),
  licence: described(z.string().check(z.regex(/^[A-Za-z0-9.+-]{1,60}$/)), {
    description: 'Licence of the public record (SPDX identifier).',
    example: 'CC-BY-4.0',
  }),
  registrars: registrarsField,
  threshold: thresholdField,
  logKey: logKeyField,
  intakeKey: keyidField,
});

export const registrarsChanged = z.strictObject({
  kind: z.literal('registrars-changed'),
  ...commonFields,
  registrars: described(registrarsField, 'All of them from here on; who is not named is one no more.'),
  threshold: thresholdField,
});

export const officeDefined = z.strictObject({
  kind: z.literal('office-defined'),
  ...commonFields,
  office: codeField,
  title: titleField,
  body: described(z.optional(z.enum(bodies)), 'Whose office it is; the authority’s own where left out.'),
  may: z.array(z.enum(officialKinds)).check(z.minLength(1), z.maxLength(officialKinds.length)),
});

export const mandateGranted = z.strictObject({
  kind: z.literal('mandate-granted'),
  ...commonFields,
  office: codeField,
  person: personField,
  key: keyidField,
  from: timeField,
  until: z.optional(timeField),
  holder: described(z.optional(contentField), 'The name of the holder: content, so that it can be erased.'),
});

export const mandateEnded = z.strictObject({
  kind: z.literal('mandate-ended'),
  ...commonFields,
  mandate: indexField,
  reason: z.enum(['term-ended', 'resigned', 'dismissed', 'key-lost', 'other']),
});

export const keyRotated = z.strictObject({
  kind: z.literal('key-rotated'),
  ...commonFields,
  from: keyidField,
  to: described(keyidField, 'Takes the place of the other in everything: it signs this statement as well.'),
});

export const keyRevoked = z.strictObject({
  kind: z.literal('key-revoked'),
  ...commonFields,
  key: keyidField,
  reason: z.enum(['lost', 'stolen', 'replaced', 'other']),
});

export const logKeyRotated = z.strictObject({
  kind: z.literal('log-key-rotated'),
  ...commonFields,
  logKey: logKeyField,
});
