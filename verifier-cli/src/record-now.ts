/** A record as it is served now, to be held against a receipt. */
import { parseUtf8 } from '@counterfoil/ledger/bytes';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import type { RecordNow } from '@counterfoil/ledger/complaint';
import { FormatError } from '@counterfoil/ledger/error';
import { parseLedgerInfo } from '@counterfoil/ledger/ledger-info';
import { formatVerifierKey, parseNote, parseVerifierKey, verifyNote, type Note } from '@counterfoil/ledger/note';
import type { SignatureVerifier } from '@counterfoil/ledger/signature';
import { tileHashReader, TILE_WIDTH } from '@counterfoil/ledger/tile';
import { HASH_BYTES } from '@counterfoil/ledger/tree';
import { splitBundle } from '@counterfoil/ledger/audit/bundle-file';
import { isFault, readFile, readTileFile } from '@counterfoil/ledger/audit/reading';
import {
  CHECKPOINT_PATH,
  LEDGER_INFO_PATH,
  MAX_FILE_BYTES,
  SourceError,
  type Source,
} from '@counterfoil/ledger/audit/source';

/**
 * Under the first of the keys that signed its checkpoint, or else under the one that its own ledger.json names.
 * @param keys verifier keys.
 * @throws SourceError when it cannot be read; NoRecord when there is nothing that could be compared.
 */
export async function openRecordNow(
  source: Source,
  keys: readonly string[],
  verifier: SignatureVerifier,
): Promise<RecordNow> {
  const checkpoint = await readText(source, CHECKPOINT_PATH, MAX_FILE_BYTES.checkpoint);
  const note = understand('checkpoint', () => parseNote(checkpoint));
  const { size } = understand('checkpoint', () => parseCheckpoint(note.text));
  const logKey = (await findSigner(note, keys, verifier)) ?? (await listedKey(source));
  return {
    checkpoint,
    logKey,
    hashes: tileHashReader(size, (level, index, width) => readHashTile(source, level, index, width)),
    entry: (index) => readEntry(source, index, size),
  };
}

/** There is nothing at the address that a receipt could be held against; the message is a sentence. */
export class NoRecord extends Error {
  override readonly name = 'NoRecord';
}

async function findSigner(
  note: Note,
  keys: readonly string[],
  verifier: SignatureVerifier,
): Promise<string | undefined> {
  for (const vkey of keys) {
    const verdict = await verifyNote(note, parseVerifierKey(vkey), (...signature) => verifier.verify(...signature));
    if (verdict === 'verified') return vkey;
  }
  return undefined;
}

async function listedKey(source: Source): Promise<string> {
  const text = await readText(source, LEDGER_INFO_PATH, MAX_FILE_BYTES.ledgerInfo);
  return understand('ledger.json', () => {
    const { name, publicKey } = parseVerifierKey(parseLedgerInfo(new TextEncoder().encode(text)).logKey);
    return formatVerifierKey(name, publicKey);
  });
}

async function readText(source: Source, path: string, maxBytes: number): Promise<string> {
  const bytes = await readFile(source, path, maxBytes);
  if (!isFault(bytes)) return understand(path, () => parseUtf8(bytes));
  if (bytes.fault === 'unreadable') throw new SourceError('unreachable', bytes.detail);
  throw new NoRecord(bytes.fault === 'missing' ? `There is no ${path}.` : `The ${path} is larger than it can be.`);
}

function understand<Value>(path: string, parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new NoRecord(`The ${path} is damaged: ${error.message}`, { cause: error });
  }
}

async function readHashTile(source: Source, level: number, index: number, width: number): Promise<Uint8Array> {
  const file = await readTileFile(source, level, index, width);
  if (!('fault' in file)) return file.grown ? file.bytes.subarray(0, width * HASH_BYTES) : file.bytes;
  if (file.fault === 'unreadable') throw new SourceError('unreachable', file.detail);
  throw new FormatError('tile-malformed', `There is no ${file.path}.`);
}

async function readEntry(source: Source, index: number, size: number): Promise<Uint8Array | undefined> {
  const bundle = Math.floor(index / TILE_WIDTH);
  const width = Math.min(TILE_WIDTH, size - bundle * TILE_WIDTH);
  const file = await readTileFile(source, 'entries', bundle, width);
  if (!('fault' in file)) return splitBundle(file.bytes, width, file.grown).entries[index % TILE_WIDTH];
  if (file.fault === 'unreadable') throw new SourceError('unreachable', file.detail);
  return undefined;
}
