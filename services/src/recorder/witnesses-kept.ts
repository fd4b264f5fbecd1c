/** The newest cosigned checkpoint of this process, in a file: so that a restart shows it again without asking. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { linesOf, verifyLines } from '@counterfoil/ledger/cosignature';
import { FormatError } from '@counterfoil/ledger/error';
import { parseNote, type NoteSignature } from '@counterfoil/ledger/note';
import type { Policy } from '@counterfoil/ledger/policy';
import type { SignatureVerifier } from '@counterfoil/ledger/signature';
import { writeWhole } from '../witness/whole-file.ts';

const FILE = 'cosigned-checkpoint';

interface Kept {
  readonly text: string;
  readonly size: number;
  /** By the names that the policy gives the witnesses. */
  readonly lines: Map<string, readonly NoteSignature[]>;
}

/** Whole or not at all. @throws Error when it cannot be written. */
export function writeKept(folder: string, note: string): Promise<void> {
  return writeWhole(join(folder, FILE), note);
}

/** Every line is checked again. Undefined where there is nothing, or nothing that can be read: then the witnesses are asked anew. */
export async function readKept(
  folder: string,
  origin: string,
  policy: Policy,
  verify: SignatureVerifier['verify'],
): Promise<Kept | undefined> {
  try {
    const note = parseNote(await readFile(join(folder, FILE), 'utf8'));
    const checkpoint = parseCheckpoint(note.text);
    if (checkpoint.origin !== origin) return undefined;
    const lines = new Map<string, readonly NoteSignature[]>();
    for (const { name, key } of policy.witnesses) {
      const judged = await verifyLines(note, key, verify);
      if (judged.verdict !== 'verified' || judged.timestamp === 0) continue;
      lines.set(name, linesOf(note.signatures, key));
    }
    return { text: note.text, size: checkpoint.size, lines };
  } catch (error) {
    if (error instanceof FormatError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
