/**
 * The text of a checkpoint (C2SP tlog-checkpoint): origin, tree size and root hash, each on a line. It is carried as a
 * signed note. Extension lines, which no monitor can audit, are neither written nor read.
 */
import { base64, parseBase64 } from './bytes.ts';
import { FormatError } from './error.ts';
import { hasControlCharacter } from './note.ts';
import { HASH_BYTES, type Hash } from './tree.ts';

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
}

const DECIMAL = /^(?:0|[1-9][0-9]{0,15})$/;

/** @throws FormatError `checkpoint-malformed` for what `parseCheckpoint` would not give back. */
export function formatCheckpoint(checkpoint: Checkpoint): string {
  const { origin, size, root } = checkpoint;
  const text = `${origin}\n${size}\n${base64(root)}\n`;
  parseCheckpoint(text);
  return text;
}

/**
 * @param text of the note, with its final newline.
 * @throws FormatError `checkpoint-malformed`.
 */
export function parseCheckpoint(text: string): Checkpoint {
  const lines = text.split('\n');
  const [origin = '', sizeText = '', rootText = '', rest] = lines;
  if (lines.length !== 4 || rest !== '') throw malformed('It is not three lines, each with its newline.');
  // Any text will do: the format asks for nothing more, although a log here always uses a key name.
  if (origin === '' || hasControlCharacter(origin) || !origin.isWellFormed())
    throw malformed('Its first line is not an origin.');
  const size = Number(sizeText);
  if (!DECIMAL.test(sizeText) || !Number.isSafeInteger(size))
    throw malformed('Its second line is not the size of a tree.');
  return { origin, size, root: parseRoot(rootText) };
}

function parseRoot(text: string): Hash {
  let root: Uint8Array;
  try {
    root = parseBase64(text);
  } catch (cause) {
    throw malformed('Its third line is not base64.', { cause });
  }
  if (root.length !== HASH_BYTES) throw malformed('Its third line is not a hash of 32 bytes.');
  return root;
}

function malformed(reason: string, options?: ErrorOptions): FormatError {
  return new FormatError('checkpoint-malformed', `This is not a checkpoint: ${reason}`, options);
}
