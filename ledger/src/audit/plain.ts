/**
 * A bundle of which there is nothing to say: it holds the entries whose hashes the tile gives, each naming its own place and the entry before
 * it, none earlier than that. An audit of the structure alone needs no more of it than this; any other bundle is read as a whole.
 */
import { base64, concatBytes, equalBytes, utf8 } from '../bytes.ts';
import { ENTRY_FORMAT, parseLink, type Link } from '../entry.ts';
import { FormatError } from '../error.ts';
import { isTime } from '../statements/fields.ts';
import { completeRoot, TILE_WIDTH } from '../tile.ts';
import { leafHash, type Hash, type Sha256 } from '../tree.ts';
import { splitBundle } from './bundle-file.ts';
import { readTileFile, readTileHashes } from './reading.ts';
import type { Source } from './source.ts';

export interface PlainBundle {
  /** Of its first entry; whether that goes on from the entry before it is for whoever knows that one. */
  readonly first: Link;
  /** Its last entry, as the next must name it and go on from it. */
  readonly last: { readonly leaf: string; readonly time: string };
  /** One after the other. */
  readonly leaves: Uint8Array;
  /** The root over all of them; undefined where they are no full tile. */
  readonly top: Hash | undefined;
}

interface EntryBefore {
  readonly leaf: Hash;
  readonly time: string;
}

/** Undefined where there is anything to say. */
export async function readPlain(
  source: Source,
  index: number,
  width: number,
  sha256: Sha256,
): Promise<PlainBundle | undefined> {
  const [file, tile] = await Promise.all([
    readTileFile(source, 'entries', index, width),
    readTileHashes(source, 0, index, width),
  ]);
  if ('fault' in file || 'path' in tile) return undefined;
  const { entries, damage } = splitBundle(file.bytes, width, file.grown);
  if (damage !== undefined) return undefined;
  let first: Link | undefined;
  let last: EntryBefore | undefined;
  for (const [position, bytes] of entries.entries()) {
    const leaf = leafHash(bytes, sha256);
    if (!equalBytes(leaf, tile[position] ?? leaf.subarray(1))) return undefined;
    const at = index * TILE_WIDTH + position;
    const time = last === undefined ? (first = linkOf(bytes))?.time : nextTime(bytes, at, last);
    if (time === undefined) return undefined;
    last = { leaf, time };
  }
  const top = width === TILE_WIDTH ? completeRoot(tile, sha256) : undefined;
  return first && last && { first, last: { ...last, leaf: base64(last.leaf) }, leaves: concatBytes(...tile), top };
}

function linkOf(bytes: Uint8Array): Link | undefined {
  try {
    return parseLink(bytes);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

const BEFORE_INDEX = utf8('}]},"index":');
const BEFORE_PREV = utf8(',"prev":"');
const BEFORE_TIME = utf8('","time":"');
const AFTER_TIME = utf8(`","v":${ENTRY_FORMAT}}`);
const TIME_BYTES = 24;
const PREV_BYTES = 44;
const ZERO = 0x30;
const BASE64 = utf8('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const PADDING = 0x3d;
const ascii = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });

/**
 * The time of an entry that stands at `index`, names that and the entry before it in the canonical spelling, and is no earlier than that one;
 * otherwise undefined. To compare its end byte by byte is a fraction of the work of reading it.
 */
function nextTime(entry: Uint8Array, index: number, before: EntryBefore): string | undefined {
  const timeAt = entry.length - AFTER_TIME.length - TIME_BYTES;
  const prevAt = timeAt - BEFORE_TIME.length - PREV_BYTES;
  if (
    !standsBefore(AFTER_TIME, entry, entry.length) ||
    !standsBefore(BEFORE_TIME, entry, timeAt) ||
    !isBase64(before.leaf, entry, prevAt) ||
    !standsBefore(BEFORE_PREV, entry, prevAt)
  )
    return undefined;
  let at = prevAt - BEFORE_PREV.length - 1;
  for (let rest = index; ; at--, rest = Math.floor(rest / 10)) {
    if (entry[at] !== ZERO + (rest % 10)) return undefined;
    if (rest < 10) break;
  }
  if (!standsBefore(BEFORE_INDEX, entry, at)) return undefined;
  const time = ascii.decode(entry.subarray(timeAt, timeAt + TIME_BYTES));
  return time === before.time || (time > before.time && isTime(time)) ? time : undefined;
}

function standsBefore(part: Uint8Array, bytes: Uint8Array, end: number): boolean {
  const start = end - part.length;
  for (let i = 0; i < part.length; i++) if (bytes[start + i] !== part[i]) return false;
  return true;
}

/** RFC 4648 section 4. */
function isBase64(hash: Hash, bytes: Uint8Array, start: number): boolean {
  let at = start;
  for (let i = 0; i < hash.length; i += 3) {
    const three = ((hash[i] ?? 0) << 16) | ((hash[i + 1] ?? 0) << 8) | (hash[i + 2] ?? 0);
    if (
      bytes[at] !== BASE64[three >> 18] ||
      bytes[at + 1] !== BASE64[(three >> 12) & 63] ||
      bytes[at + 2] !== BASE64[(three >> 6) & 63] ||
      bytes[at + 3] !== (i + 2 < hash.length ? BASE64[three & 63] : PADDING)
    )
      return false;
    at += 4;
  }
  return true;
}
