/** Reads files of the record, turning whatever keeps one from being read into words. */
import { FormatError } from '../error.ts';
import { parseTile, tilePath, TILE_WIDTH } from '../tile.ts';
import { HASH_BYTES, type Hash } from '../tree.ts';
import { auditFinding, type AuditFinding, type Place } from './findings.ts';
import { MAX_FILE_BYTES, SourceError, type Source } from './source.ts';
import { say, type Sentence } from '../say.ts';

/** Why there are no bytes. `missing` and `too-large` are the ledger's fault, `unreadable` nobody's that is known. */
export interface FileFault {
  readonly path: string;
  readonly fault: 'missing' | 'too-large' | 'unreadable';
  /** None where the fault says it all. */
  readonly reason?: Sentence;
}

export function isFault(read: Uint8Array | readonly unknown[] | FileFault): read is FileFault {
  return 'fault' in read;
}

const codeOfFault = { missing: 'file-missing', 'too-large': 'file-too-large', unreadable: 'file-unreadable' } as const;

export function faultFinding(of: FileFault, place: Place = {}, more?: Sentence): AuditFinding {
  const details = [of.reason, more].filter((part) => part !== undefined);
  return auditFinding(codeOfFault[of.fault], details, { file: of.path, ...place });
}

export async function readFile(source: Source, path: string, maxBytes: number): Promise<Uint8Array | FileFault> {
  try {
    return (await source.read(path, maxBytes)) ?? { path, fault: 'missing' };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    if (error.code === 'too-large') return { path, fault: 'too-large' };
    return { path, fault: 'unreadable', reason: error.reason };
  }
}

/** A file of a tile or bundle, and whether it is the full one that has taken the place of the partial one asked for. */
export interface TileFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly grown: boolean;
}

/** C2SP tlog-tiles: a partial tile may be gone once the full one is there, which begins with the same hashes or entries. */
export async function readTileFile(
  source: Source,
  level: number | 'entries',
  index: number,
  width: number,
): Promise<TileFile | FileFault> {
  const maxBytes = level === 'entries' ? MAX_FILE_BYTES.bundle : MAX_FILE_BYTES.tile;
  const path = tilePath(level, index, width);
  const bytes = await readFile(source, path, maxBytes);
  if (!isFault(bytes)) return { path, bytes, grown: false };
  if (bytes.fault !== 'missing' || width === TILE_WIDTH) return bytes;
  const fullPath = tilePath(level, index);
  const full = await readFile(source, fullPath, maxBytes);
  if (!isFault(full)) return { path: fullPath, bytes: full, grown: true };
  return full.fault === 'missing' ? bytes : full;
}

/** The hashes of a tile, as many as asked for; a FormatError `tile-malformed` is a value here. */
export async function readTileHashes(
  source: Source,
  level: number,
  index: number,
  width: number,
): Promise<readonly Hash[] | FileFault | { readonly path: string; readonly malformed: Sentence }> {
  const file = await readTileFile(source, level, index, width);
  if ('fault' in file) return file;
  try {
    if (file.grown) return parseTile(file.bytes, TILE_WIDTH).slice(0, width);
    return parseTile(file.bytes, width);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return {
      path: file.path,
      malformed: say`It takes ${file.bytes.length} bytes and should take ${width * HASH_BYTES}.`,
    };
  }
}
