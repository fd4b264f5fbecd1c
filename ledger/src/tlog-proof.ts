/**
 * A proof that travels alone (C2SP tlog-proof): the index of an entry, its inclusion proof, and the signed checkpoint that
 * both lead to. Nothing in it is to be believed before the checkpoint's signature and the inclusion have been checked,
 * and `extra` not even then: no signature covers it.
 */
import { base64, parseBase64 } from './bytes.ts';
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts';
import { Memo } from './memo.ts';
import { FormatError } from './error.ts';
import { MAX_NOTE_BYTES, parseNote } from './note.ts';
import { HASH_BYTES, type Hash } from './tree.ts';
import { say, type Sentence } from './say.ts';

export interface TlogProof {
  readonly index: number;
  /** From the leaf's sibling up to the root's child. */
  readonly proof: readonly Hash[];
  /** The signed note, verbatim. */
  readonly checkpoint: string;
  /** Not empty. */
  readonly extra?: Uint8Array;
}

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';
const INDEX_LINE = /^index (0|[1-9][0-9]{0,15})$/;
/** The height of the tallest tree whose size is a safe integer. */
const MAX_PROOF_HASHES = 53;

/** @throws FormatError for what `parseTlogProof` would not give back. */
export function formatTlogProof(proof: TlogProof): string {
  const extra = proof.extra === undefined ? '' : `extra ${base64(proof.extra)}\n`;
  const hashes = proof.proof.map((hash) => `${base64(hash)}\n`).join('');
  if (!Number.isSafeInteger(proof.index) || proof.index < 0) throw malformed(say`Its index is not a whole number.`);
  if (proof.extra?.length === 0) throw malformed(say`Its extra line is empty.`);
  if (proof.proof.length > MAX_PROOF_HASHES) throw malformed(say`It has more hashes than a tree has levels.`);
  if (proof.proof.some(({ length }) => length !== HASH_BYTES))
    throw malformed(say`One of its hashes has not 32 bytes.`);
  // Many proofs are made for the same checkpoint.
  sound.get(proof.checkpoint, () => requireCheckpoint(proof.checkpoint));
  return `${FIRST_LINE}\n${extra}index ${proof.index}\n${hashes}\n${proof.checkpoint}`;
}

const sound = new Memo<Checkpoint>(1);

function requireCheckpoint(checkpoint: string): Checkpoint {
  return parseCheckpoint(parseNote(checkpoint).text);
}

/** @throws FormatError `proof-malformed`; `note-malformed` and `checkpoint-malformed` for the checkpoint within. */
export function parseTlogProof(text: string): TlogProof {
  if (text.length > 2 * MAX_NOTE_BYTES) throw malformed(say`It is too large.`);
  // The checkpoint has empty lines of its own: the first one ends the proof.
  const end = text.indexOf('\n\n');
  if (end < 0) throw malformed(say`No empty line parts it from its checkpoint.`);
  const checkpoint = text.slice(end + 2);
  const lines = text.slice(0, end).split('\n');
  if (lines.shift() !== FIRST_LINE) throw malformed(say`Its first line is not ${FIRST_LINE}.`);
  const extra = lines[0]?.startsWith('extra ') ? parseExtra(lines.shift() as string) : undefined;
  const indexText = INDEX_LINE.exec(lines.shift() ?? '')?.[1];
  const index = Number(indexText);
  if (!Number.isSafeInteger(index)) throw malformed(say`It has no line that gives the index.`);
  if (lines.length > MAX_PROOF_HASHES) throw malformed(say`It has more hashes than a tree has levels.`);
  const proof = lines.map(parseHashLine);
  requireCheckpoint(checkpoint);
  return { index, proof, checkpoint, ...(extra === undefined ? {} : { extra }) };
}

function parseExtra(line: string): Uint8Array {
  const extra = decode(line.slice('extra '.length));
  if (extra.length === 0) throw malformed(say`Its extra line is empty.`);
  return extra;
}

function parseHashLine(line: string): Hash {
  const hash = decode(line);
  if (hash.length !== HASH_BYTES) throw malformed(say`One of its lines is not a hash of 32 bytes.`);
  return hash;
}

function decode(text: string): Uint8Array {
  try {
    return parseBase64(text);
  } catch (cause) {
    throw malformed(say`One of its lines is not base64.`, { cause });
  }
}

function malformed(reason: Sentence, options?: ErrorOptions): FormatError {
  return new FormatError('proof-malformed', say`This is not a transparency log proof: ${reason}`, options);
}
