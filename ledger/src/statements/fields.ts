/** The fields that statements share, each with its one strict spelling. SPEC 7.1, M3, M15. */
import * as z from 'zod/mini';
import { described } from '../described.ts';
import { MAX_TEXT_BYTES } from '../content.ts';
import { fileMediaTypes, MAX_ATTACHED_BYTES, MAX_ATTACHED_FILES } from '../file-content.ts';
import { isKeyid, MAX_KEYID_CHARACTERS } from '../keyid.ts';
import { MAX_PLACE_BYTES } from '../place.ts';

/** Name of a log: a schema-less URL, as C2SP checkpoints want it. */
export const originField = described(z.string().check(z.regex(/^[a-z0-9](?:[a-z0-9.:/_-]{0,198}[a-z0-9])?$/)), {
  description: 'Name of the ledger: a schema-less URL.',
  example: 'ledger.example.org/city',
});

const TIME = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** Every month has 28 days; beyond them the calendar is asked. */
function isOfCalendar(time: string): boolean {
  if (time.slice(8, 10) <= '28') return true;
  const ms = Date.parse(time);
  return !Number.isNaN(ms) && new Date(ms).toISOString() === time;
}

/** Whether the text is what `timeField` takes. */
export function isTime(text: string): boolean {
  return TIME.test(text) && isOfCalendar(text);
}

/** UTC with milliseconds and nothing else: text order is time order. */
export const timeField = described(z.string().check(z.regex(TIME), z.refine(isOfCalendar)), {
  description: 'UTC time with milliseconds.',
  example: '2026-03-02T09:30:00.000Z',
});

export const indexField = described(z.int().check(z.minimum(0)), 'Index of an entry.');

/** 32 bytes in base64: 43 characters and one "=", the last character carrying two zero bits. */
export const hashField = described(
  z.string().check(z.regex(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/)),
  'SHA-256 hash in base64.',
);

/** See keyid.ts: the pattern shows the form, and what else a keyid must be is checked behind it. */
export const keyidField = described(
  z
    .string()
    .check(
      z.maxLength(MAX_KEYID_CHARACTERS),
      z.regex(/^(?:ed25519|sshsig|webauthn-(?:ed25519|es256):[a-z0-9.-]+):[A-Za-z0-9+/]+={0,2}$/),
      z.refine(isKeyid),
    ),
  'Signing key: scheme, for passkeys the relying party, and public key in base64.',
);

/** Offices, processes, codes, categories. */
export const codeField = described(z.string().check(z.regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/)), {
  description: 'Lower-case letters, digits and hyphens.',
  example: 'parks-office',
});

/** A person, as the log knows one: 16 random bytes, never a name. */
export const personField = described(z.string().check(z.regex(/^[0-9a-f]{32}$/)), 'Random identifier of a person.');

/** Where nothing else would tell two people apart who say the same at the same moment. */
export const nonceField = described(z.string().check(z.regex(/^[0-9a-f]{32}$/)), '16 random bytes in hexadecimal.');

/** BCP 47, in the short form that web pages use. */
export const langField = described(z.string().check(z.regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/)), {
  description: 'Language (BCP 47).',
  example: 'en',
});

/** A title for people to read; not a place for what a person wrote in their own words. */
export const titleField = z.string().check(
  z.minLength(1),
  z.maxLength(200),
  z.regex(/^[^\p{Cc}]*$/u),
  z.refine((text) => text.isWellFormed()),
);

export const digestField = described(z.string().check(z.regex(/^[0-9a-f]{64}$/)), 'Commitment to salt and text.');

export const contentField = z.strictObject({
  digest: digestField,
  bytes: z.int().check(z.minimum(1), z.maximum(MAX_TEXT_BYTES)),
  mediaType: z.literal('text/plain'),
  lang: langField,
});

/** Where something is, as content: SPEC M100. */
export const placeField = z.extend(contentField, { bytes: z.int().check(z.minimum(1), z.maximum(MAX_PLACE_BYTES)) });

const fileField = z.strictObject({
  digest: digestField,
  bytes: z.int().check(z.minimum(1), z.maximum(MAX_ATTACHED_BYTES)),
  mediaType: z.enum(fileMediaTypes),
});

/** Files that belong to a text. SPEC 6.1. */
export const filesField = z.optional(z.array(fileField).check(z.minLength(1), z.maxLength(MAX_ATTACHED_FILES)));

export const seenField = described(
  z.strictObject({ size: indexField, root: hashField }),
  'Size and root of the tree the author saw.',
);

/** What every statement says besides its own fields. */
export const commonFields = { origin: originField, at: timeField, seen: seenField };

export const MAX_MANDATES = 16;

/** The mandates acted under, one for each signature. */
export const mandatesField = z.array(indexField).check(z.minLength(1), z.maxLength(MAX_MANDATES));

/** On what people say: the mandates of the officials who said it or took it down; absent where the service took it in. */
export const takenField = z.optional(mandatesField);

/** The entry whose author speaks on: it names the key that signs. SPEC M61. */
export const speakerField = described(indexField, 'The entry whose author speaks on, with the key that it names.');

/** Officials take it down, or its author signs it: not both. */
export const TAKEN_ONCE = { message: 'It is taken down by officials or signed by its author: not both.' };
export function isTakenOnce({ by, speaker }: { readonly by?: unknown; readonly speaker?: unknown }): boolean {
  return by === undefined || speaker === undefined;
}

/** What every official's statement in a case says. */
export const officialFields = { ...commonFields, by: mandatesField, case: indexField };
