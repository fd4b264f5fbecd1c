/**
 * The text of a checkpoint (C2SP tlog-checkpoint): origin, tree size and root hash, each on a line. It is carried as a
 * signed note. Extension lines, which no monitor can audit, are never written, and read in the checkpoints of other logs only.
 */
import { base64, parseBase64 } from './bytes.ts';
import { FormatError } from './error.ts';
import { hasControlCharacter } from './note.ts';
import { HASH_BYTES, type Hash } from './tree.ts';
import { say, type Sentence } from './say.ts';

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
  if (lines.length !== 4 || rest !== '') throw malformed(say`It is not three lines, each with its newline.`);
  // Any text will do: the format asks for nothing more, although a log here always uses a key name.
  if (origin === '' || hasControlCharacter(origin) || !origin.isWellFormed())
    throw malformed(say`Its first line is not an origin.`);
  const size = Number(sizeText);
  if (!DECIMAL.test(sizeText) || !Number.isSafeInteger(size))
    throw malformed(say`Its second line is not the size of a tree.`);
  return { origin, size, root: parseRoot(rootText) };
}

/**
 * The same of any log, also one that writes extension lines: they are under its signature, and only their form is looked at.
 * @throws FormatError `checkpoint-malformed`.
 */
export function parseExtendedCheckpoint(text: string): Checkpoint {
  const lines = text.split('\n');
  if (lines.length < 4 || lines.at(-1) !== '' || lines.slice(3, -1).includes(''))
    throw malformed(say`A line is empty or cut short.`);
  return parseCheckpoint(`${lines.slice(0, 3).join('\n')}\n`);
}

function parseRoot(text: string): Hash {
  let root: Uint8Array;
  try {
    root = parseBase64(text);
  } catch (cause) {
    throw malformed(say`Its third line is not base64.`, { cause });
  }
  if (root.length !== HASH_BYTES) throw malformed(say`Its third line is not a hash of 32 bytes.`);
  return root;
}

function malformed(reason: Sentence, options?: ErrorOptions): FormatError {
  return new FormatError('checkpoint-malformed', say`This is not a checkpoint: ${reason}`, options);
}
