/**
 * Entries: the leaves of the tree. SPEC 4, M10.
 *
 * The log says `index`, `time` and `prev`; everything inside `envelope` was said and signed by somebody else.
 */
import * as z from 'zod/mini';
import { canonicalBytes, parseCanonicalJson } from './canonical-json.ts';
import { base64, parseUtf8 } from './bytes.ts';
import { envelopeSchema, type Envelope } from './envelope.ts';
import { FormatError } from './error.ts';
import { hashField, indexField, isTime, timeField } from './statements/fields.ts';
import { MAX_ENTRY_BYTES } from './tile.ts';
import type { Hash } from './tree.ts';
import { say } from './say.ts';

export const ENTRY_FORMAT = 1;

const entrySchema = z.strictObject({
  envelope: envelopeSchema,
  index: indexField,
  prev: z.nullable(hashField),
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

/** What chains an entry to its neighbours. */
export type Link = Pick<Entry, 'index' | 'prev' | 'time'>;

/** @throws FormatError `entry-too-large` when the leaf would not fit a bundle. */
export function formatEntry(entry: Entry): Uint8Array {
  const { index, time, prev, envelope } = entry;
  const bytes = canonicalBytes({ envelope, index, prev, time, v: ENTRY_FORMAT });
  if (bytes.length > MAX_ENTRY_BYTES) {
    throw new FormatError(
      'entry-too-large',
      say`The entry would take ${bytes.length} bytes; the log holds at most ${MAX_ENTRY_BYTES} each.`,
    );
  }
  return bytes;
}

/** @throws FormatError `entry-malformed`, `entry-too-large`, and those of canonical JSON. */
export function parseEntry(bytes: Uint8Array): Entry {
  if (bytes.length > MAX_ENTRY_BYTES)
    throw new FormatError('entry-too-large', say`The entry takes ${bytes.length} bytes.`);
  return readUsualEntry(bytes) ?? parseAnyEntry(bytes);
}

/**
 * An entry with one signature, in the canonical spelling, every field being what the schema asks for. Nearly every entry
 * matches, in a quarter of the time; what does not is left to `parseAnyEntry`, which also says what is wrong with it.
 */
const USUAL_ENTRY = new RegExp(
  [
    '^\\{"envelope":\\{"payload":"([A-Za-z0-9+/]{4}[A-Za-z0-9+/]*={0,2})","payloadType":"([!#-\\[\\]-~]{1,200})"',
    ',"signatures":\\[\\{"keyid":"(ed25519:[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)","sig":"([A-Za-z0-9+/]{85}[AQgw]==)"\\}\\]\\}',
    ',"index":(0|[1-9][0-9]{0,14}),"prev":(?:null|"([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)")',
    `,"time":"([0-9TZ:.-]{24})","v":${ENTRY_FORMAT}\\}$`,
  ].join(''),
);

function readUsualEntry(bytes: Uint8Array): Entry | undefined {
  const match = USUAL_ENTRY.exec(parseUtf8(bytes));
  if (match === null) return undefined;
  const [, payload = '', payloadType = '', keyid = '', sig = '', index = '', prev = null, time = ''] = match;
  if (!isTime(time)) return undefined;
  // What matched can be a view of the whole text, which whoever keeps the time would keep with it; parts this short are copied.
  const ownTime = `${time.slice(0, 12)}${time.slice(12)}`;
  return {
    index: Number(index),
    time: ownTime,
    prev,
    envelope: { payload, payloadType, signatures: [{ keyid, sig }] },
  };
}

/** What follows the envelope in the canonical spelling: no text within it can look like this, its quotation marks being escaped. */
const USUAL_LINK = new RegExp(
  [
    '\\}\\]\\},"index":(0|[1-9][0-9]{0,14}),"prev":(?:null|"([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)")',
    `,"time":"([0-9TZ:.-]{24})","v":${ENTRY_FORMAT}\\}$`,
  ].join(''),
);
/** Bytes at the end of an entry that hold its link, whatever the numbers in it. */
const LINK_BYTES = 140;
/** They may begin in the middle of a character; what matters is ASCII. */
const lenient = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });

/**
 * The link alone, from the end of the entry: of what comes before it, nothing but the hash is worth looking at when only the chain is
 * checked. What is not spelled as usual is parsed as a whole.
 * @throws FormatError as `parseEntry`.
 */
export function parseLink(bytes: Uint8Array): Link {
  if (bytes.length <= MAX_ENTRY_BYTES) {
    const match = USUAL_LINK.exec(lenient.decode(bytes.subarray(-LINK_BYTES)));
    const [, index = '', prev = null, time = ''] = match ?? [];
    if (match !== null && isTime(time)) return { index: Number(index), prev, time };
  }
  const { index, prev, time } = parseEntry(bytes);
  return { index, prev, time };
}

function parseAnyEntry(bytes: Uint8Array): Entry {
  const parsed = entrySchema.safeParse(parseCanonicalJson(bytes));
  if (!parsed.success)
    throw new FormatError('entry-malformed', say`The entry does not have the fields that an entry has.`, {
      cause: parsed.error,
    });
  const { index, time, prev, envelope } = parsed.data;
  return { index, time, prev, envelope };
}

/** What `prev` must be after an entry with this leaf hash. */
export function prevField(leaf: Hash | undefined): string | null {
  return leaf === undefined ? null : base64(leaf);
}
