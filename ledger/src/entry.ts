/**
 * Entries: the leaves of the tree. SPEC 4, M10.
 *
 * The log says `index`, `time` and `prev`; everything inside `envelope` was said and signed by somebody else.
 */
import { z } from 'zod';
import { canonicalBytes, parseCanonicalJson } from './canonical-json.ts';
import { base64 } from './bytes.ts';
import { envelopeSchema, type Envelope } from './envelope.ts';
import { FormatError } from './error.ts';
import { hashField, indexField, timeField } from './statements/fields.ts';
import { MAX_ENTRY_BYTES } from './tile.ts';
import type { Hash } from './tree.ts';

export const ENTRY_FORMAT = 1;

const entrySchema = z.strictObject({
  envelope: envelopeSchema,
  index: indexField,
  prev: hashField.nullable(),
  time: timeField,
  v: z.literal(ENTRY_FORMAT),
});

export interface Entry {
  readonly index: number;
  /** When it was recorded, UTC with milliseconds: said by the log, never earlier than the entry before. */
  readonly time: string;
  /** Leaf hash of the entry before, base64; null for the first. */
  readonly prev: string | null;
  readonly envelope: Envelope;
}

/** @throws FormatError `entry-too-large` when the leaf would not fit a bundle. */
export function formatEntry(entry: Entry): Uint8Array {
  const { index, time, prev, envelope } = entry;
  const bytes = canonicalBytes({ envelope, index, prev, time, v: ENTRY_FORMAT });
  if (bytes.length > MAX_ENTRY_BYTES) {
    throw new FormatError(
      'entry-too-large',
      `The entry would take ${bytes.length} bytes; the log holds at most ${MAX_ENTRY_BYTES} each.`,
    );
  }
  return bytes;
}

/** @throws FormatError `entry-malformed`, `entry-too-large`, and those of canonical JSON. */
export function parseEntry(bytes: Uint8Array): Entry {
  if (bytes.length > MAX_ENTRY_BYTES)
    throw new FormatError('entry-too-large', `The entry takes ${bytes.length} bytes.`);
  const parsed = entrySchema.safeParse(parseCanonicalJson(bytes));
  if (!parsed.success)
    throw new FormatError('entry-malformed', 'The entry does not have the fields that an entry has.', {
      cause: parsed.error,
    });
  return parsed.data;
}

/** What `prev` must be after an entry with this leaf hash. */
export function prevField(leaf: Hash | undefined): string | null {
  return leaf === undefined ? null : base64(leaf);
}
