/** A record as it is served now, to be held against what somebody kept of it. */
import { parseUtf8 } from '../bytes.ts';
import { parseCheckpoint } from '../checkpoint.ts';
import type { SearchedRecord } from '../promise-search.ts';
import { FormatError } from '../error.ts';
import { parseLedgerInfo } from '../ledger-info.ts';
import { formatVerifierKey, parseNote, parseVerifierKey, verifyNote, type Note } from '../note.ts';
import type { SignatureVerifier } from '../signature.ts';
import { tileHashReader, TILE_WIDTH } from '../tile.ts';
import { HASH_BYTES } from '../tree.ts';
import { splitBundle } from './bundle-file.ts';
import { isFault, readFile, readTileFile } from './reading.ts';
import { CHECKPOINT_PATH, LEDGER_INFO_PATH, MAX_FILE_BYTES, SourceError, type Source } from './source.ts';
import { inEnglish, say, type Sentence } from '../say.ts';

/**
 * Under the first of the keys that signed its checkpoint, or else under the one that its own ledger.json names.
 * @param keys verifier keys.
 * @throws SourceError when it cannot be read; NoRecord when there is nothing that could be compared.
 */
export async function openRecordNow(
  source: Source,
  keys: readonly string[],
  verifier: SignatureVerifier,
): Promise<SearchedRecord> {
  const checkpoint = await readText(source, CHECKPOINT_PATH, MAX_FILE_BYTES.checkpoint);
  const note = understand('checkpoint', () => parseNote(checkpoint));
  const { size } = understand('checkpoint', () => parseCheckpoint(note.text));
  const logKey = (await findSigner(note, keys, verifier)) ?? (await listedKey(source));
  return {
    checkpoint,
    logKey,
    hashes: tileHashReader(size, (level, index, width) => readHashTile(source, level, index, width)),
    entry: async (index) => (await readEntries(source, Math.floor(index / TILE_WIDTH), size))[index % TILE_WIDTH],
    bundle: (index) => readEntries(source, index, size),
  };
}

/** There is nothing at the address that a receipt could be held against; the message is a sentence, as is its reason. */
export class NoRecord extends Error {
  override readonly name = 'NoRecord';
  readonly reason: Sentence;
  constructor(reason: Sentence, options?: ErrorOptions) {
    super(inEnglish(reason), options);
    this.reason = reason;
  }
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
  if (bytes.fault === 'unreadable')
    throw new SourceError('unreachable', bytes.reason ?? say`A file could not be read.`);
  throw new NoRecord(
    bytes.fault === 'missing' ? say`There is no ${path}.` : say`The ${path} is larger than it can be.`,
  );
}

function understand<Value>(path: string, parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new NoRecord(say`The ${path} is damaged: ${error.reason}`, { cause: error });
  }
}

async function readHashTile(source: Source, level: number, index: number, width: number): Promise<Uint8Array> {
  const file = await readTileFile(source, level, index, width);
  if (!('fault' in file)) return file.grown ? file.bytes.subarray(0, width * HASH_BYTES) : file.bytes;
  if (file.fault === 'unreadable') throw new SourceError('unreachable', file.reason ?? say`A file could not be read.`);
  throw new FormatError('tile-malformed', say`There is no ${file.path}.`);
}

async function readEntries(source: Source, bundle: number, size: number): Promise<readonly Uint8Array[]> {
  const width = Math.min(TILE_WIDTH, size - bundle * TILE_WIDTH);
  const file = await readTileFile(source, 'entries', bundle, width);
  if (!('fault' in file)) return splitBundle(file.bytes, width, file.grown).entries;
  if (file.fault === 'unreadable') throw new SourceError('unreachable', file.reason ?? say`A file could not be read.`);
  return [];
}
