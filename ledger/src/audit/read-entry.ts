/** One entry out of its bytes: its leaf hash, and everything in it that can be judged without knowing the others. */
import { base64, hex } from '../bytes.ts';
import { parseEntry, type Entry } from '../entry.ts';
import { FormatError } from '../error.ts';
import { decodeSigned } from '../envelope.ts';
import { caseOf, parseStatement, requirePayloadType, type Statement } from '../statement.ts';
import { leafHash, type Hash, type Sha256 } from '../tree.ts';
import { auditFinding, type AuditFinding, type Place } from './findings.ts';

export interface ReadEntry {
  readonly leaf: Hash;
  /** `leaf` as the next entry must name it. */
  readonly leafText: string;
  /** As much as could be read; the whole of it unless there is a finding. */
  readonly entry?: Entry;
  readonly said?: Said;
  readonly finding?: AuditFinding;
  readonly place: Place;
}

export interface Said {
  readonly statement: Statement;
  /** What was signed. */
  readonly message: Uint8Array;
  /** SHA-256 of the payload, hexadecimal. */
  readonly digest: string;
  /** Keyids. */
  readonly signers: readonly string[];
}

/**
 * @param index of the place where the bytes were found.
 * @param room as long as the bytes; the entry keeps it.
 */
export function readEntry(index: number, bytes: Uint8Array, room: Uint8Array, sha256: Sha256): ReadEntry {
  const leaf = leafHash(bytes, sha256);
  const read = { leaf, leafText: base64(leaf) };
  let entry: Entry;
  try {
    entry = parseEntry(bytes);
  } catch (error) {
    const place = { entry: index };
    return { ...read, place, finding: malformed('entry-malformed', error, place) };
  }
  try {
    requirePayloadType(entry.envelope);
    const { message, payload } = decodeSigned(entry.envelope, room);
    const statement = parseStatement(payload);
    const said = {
      statement,
      message,
      digest: hex(sha256(payload)),
      signers: entry.envelope.signatures.map(({ keyid }) => keyid),
    };
    return { ...read, entry, said, place: { entry: index, case: caseOf(statement, index), time: entry.time } };
  } catch (error) {
    const place = { entry: index, time: entry.time };
    return { ...read, entry, place, finding: malformed('statement-malformed', error, place) };
  }
}

function malformed(code: 'entry-malformed' | 'statement-malformed', error: unknown, place: Place): AuditFinding {
  if (!(error instanceof FormatError)) throw error;
  return auditFinding(code, error.message, { ...place, field: fieldOf(error.cause) });
}

/** The path of the first issue of a ZodError. */
function fieldOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error) || !('issues' in cause) || !Array.isArray(cause.issues)) return undefined;
  const [issue] = cause.issues as readonly { readonly path?: readonly PropertyKey[] }[];
  const path = issue?.path?.join('.') ?? '';
  return path === '' ? undefined : path;
}
