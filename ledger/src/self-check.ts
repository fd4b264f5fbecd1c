/**
 * `/self-check.json`: what the service says of its own last look through everything it keeps. Nothing is proved by it: whoever wants
 * to know reads the record themselves. SPEC 10.3, M88.
 */
import * as z from 'zod/mini';
import { described } from './described.ts';
import { canonicalBytes, parseJson } from './canonical-json.ts';
import { FormatError } from './error.ts';
import { indexField, timeField } from './statements/fields.ts';

/** Faults of the record itself: what is kept is not what was signed, and the service signs no more. SPEC M89. */
const recordFaults = ['missing', 'entry', 'leaf', 'link', 'tree', 'root'] as const;
/** Faults beside it: something was lost or is kept that should not be, and recording goes on. */
const otherFaults = ['beside', 'text', 'text-missing', 'text-kept', 'published'] as const;

export type SelfCheckRecordFault = (typeof recordFaults)[number];
export type SelfCheckFault = SelfCheckRecordFault | (typeof otherFaults)[number];

/** What each means, said of an entry. */
export const selfCheckSentences: Readonly<Record<SelfCheckFault, string>> = {
  missing: 'The entry is not there.',
  entry: 'Its bytes are not those that were recorded.',
  leaf: 'The hash kept beside it is not that of its bytes.',
  link: 'It does not carry the hash of the entry before it.',
  tree: 'A hash of the tree kept for the entries that end with it is not theirs.',
  root: 'The entries up to it hash to another tree than the one that was signed.',
  beside: 'What is kept beside it to find it by (its digest, its case) is not what it says.',
  text: 'A text or file of it is not the one that was recorded, or cannot be opened.',
  'text-missing': 'A text or file of it is not there, and no entry says that it was erased.',
  'text-kept': 'A text or file of it was erased, and is still there.',
  published: 'A published tile or bundle that it completes is not the one of the record.',
};

export function stopsSigning(fault: SelfCheckFault): fault is SelfCheckRecordFault {
  return recordFaults.some((stopping) => stopping === fault);
}

const damageSchema = z.strictObject({
  entry: indexField,
  what: z.enum([...recordFaults, ...otherFaults]),
  digest: described(z.nullable(z.string().check(z.regex(/^[0-9a-f]{64}$/))), 'Of the text or file, where it is one.'),
  since: described(timeField, 'When it was first found.'),
});

/** The longest list of what is damaged; beyond it, only that there is more. */
export const MAX_SELF_CHECK_DAMAGES = 100;

const selfCheckSchema = z.strictObject({
  checked: described(
    z.nullable(z.strictObject({ size: indexField, time: timeField })),
    'The newest look through everything that came to its end; null before the first.',
  ),
  position: described(indexField, 'Entries looked at in the one under way.'),
  damaged: z.array(damageSchema).check(z.maxLength(MAX_SELF_CHECK_DAMAGES)),
  more: described(z.boolean(), 'Whether more is damaged than the list holds.'),
});
export type SelfCheckDamage = z.infer<typeof damageSchema>;
export type SelfCheckInfo = z.infer<typeof selfCheckSchema>;

/** Larger than any real one. */
export const MAX_SELF_CHECK_BYTES = 40_000;

export function formatSelfCheck(info: SelfCheckInfo): Uint8Array {
  return canonicalBytes(info);
}

/** @throws FormatError `json-invalid` and its kin, when the file is not what it must be. */
export function parseSelfCheck(bytes: Uint8Array): SelfCheckInfo {
  if (bytes.length > MAX_SELF_CHECK_BYTES)
    throw new FormatError('json-invalid', 'self-check.json is larger than it can be.');
  const parsed = selfCheckSchema.safeParse(parseJson(bytes));
  if (!parsed.success)
    throw new FormatError('json-invalid', 'self-check.json does not have the fields it must have.', {
      cause: parsed.error,
    });
  return parsed.data;
}
