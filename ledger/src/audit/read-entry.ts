/** One entry out of its bytes: its leaf hash, and everything in it that can be judged without knowing the others. */
import { base64, hex } from '../bytes.ts';
import { parseEntry, parseLink, type Entry, type Link } from '../entry.ts';
import { decodeSigned, type Envelope } from '../envelope.ts';
import { FormatError } from '../error.ts';
import { caseOf, parseStatement, requirePayloadType, type Statement } from '../statement.ts';
import { leafHash, type Hash, type Sha256 } from '../tree.ts';
import { auditFinding, type AuditFinding, type Place } from './findings.ts';
import { looksAt, type Level } from './level.ts';

export interface ReadEntry {
  readonly leaf: Hash;
  /** `leaf` as the next entry must name it. */
  readonly leafText: string;
  /** What the log says. As much as could be read; with `said` the whole of it, unless there is a finding. */
  readonly link?: Link | undefined;
  readonly said?: Said | undefined;
  readonly finding?: AuditFinding | undefined;
  readonly place: Place;
}

export interface Said {
  readonly statement: Statement;
  /** SHA-256 of the payload, hexadecimal. */
  readonly digest: string;
  /** Keyids. */
  readonly signers: readonly string[];
  /** Undefined only where the signatures have been checked already. */
  readonly signed?: Signed | undefined;
}

/** What there is to verify. */
export interface Signed {
  /** The pre-authentication encoding, with the payload at its end. */
  readonly message: Uint8Array;
  readonly payload: Uint8Array;
  readonly signatures: Envelope['signatures'];
}

export interface Reading {
  readonly sha256: Sha256;
  /** Below `signatures` only what chains the entry to its neighbours is read. */
  readonly level: Level;
}

/**
 * @param index of the place where the bytes were found.
 * @param room as long as the bytes; the entry keeps it.
 */
export function readEntry(index: number, bytes: Uint8Array, room: Uint8Array, { sha256, level }: Reading): ReadEntry {
  const leaf = leafHash(bytes, sha256);
  const read = { leaf, leafText: base64(leaf) };
  if (!looksAt(level, 'signatures')) return readLink(index, bytes, read);
  let entry: Entry;
  try {
    entry = parseEntry(bytes);
  } catch (error) {
    const place = placeOf(index, undefined, undefined);
    return { ...read, place, finding: malformed('entry-malformed', error, place) };
  }
  const link = { index: entry.index, prev: entry.prev, time: entry.time };
  try {
    requirePayloadType(entry.envelope);
    const { signatures } = entry.envelope;
    const { message, payload } = decodeSigned(entry.envelope, room);
    const said = {
      statement: parseStatement(payload),
      digest: hex(sha256(payload)),
      signers: signatures.map(({ keyid }) => keyid),
      signed: { message, payload, signatures },
    };
    return { ...read, link, said, place: placeOf(index, link, said) };
  } catch (error) {
    const place = placeOf(index, link, undefined);
    return { ...read, link, place, finding: malformed('statement-malformed', error, place) };
  }
}

function readLink(
  index: number,
  bytes: Uint8Array,
  { leaf, leafText }: Pick<ReadEntry, 'leaf' | 'leafText'>,
): ReadEntry {
  try {
    const link = parseLink(bytes);
    return { leaf, leafText, link, place: { entry: index, time: link.time } };
  } catch (error) {
    const place = placeOf(index, undefined, undefined);
    return { leaf, leafText, place, finding: malformed('entry-malformed', error, place) };
  }
}

export function placeOf(index: number, link: Link | undefined, said: Said | undefined): Place {
  const { statement } = said ?? {};
  const about = statement === undefined ? {} : { kind: statement.kind, case: caseOf(statement, index) };
  return { entry: index, ...about, time: link?.time };
}

function malformed(code: 'entry-malformed' | 'statement-malformed', error: unknown, place: Place): AuditFinding {
  if (!(error instanceof FormatError)) throw error;
  return auditFinding(code, [error.reason], { ...place, field: fieldOf(error.cause) });
}

/** The path of the first issue of a ZodError. */
function fieldOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error) || !('issues' in cause) || !Array.isArray(cause.issues)) return undefined;
  const [issue] = cause.issues as readonly { readonly path?: readonly PropertyKey[] }[];
  const path = issue?.path?.join('.') ?? '';
  return path === '' ? undefined : path;
}
