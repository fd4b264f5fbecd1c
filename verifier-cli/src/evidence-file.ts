/** Writes evidence of two histories: every command here writes it through this. SPEC M97. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hex } from '@counterfoil/ledger/bytes';
import { parseExtendedCheckpoint } from '@counterfoil/ledger/checkpoint';
import { parseNote } from '@counterfoil/ledger/note';
import { formatTwoHistories, type TwoHistories } from '@counterfoil/ledger/two-histories';
import { writeNewFile } from './kept-file.ts';

export interface WrittenEvidence {
  /** Null where it could not be written. */
  readonly file: string | null;
  readonly failure: string | undefined;
}

/** Never over another file: that may be evidence too. */
export async function writeEvidence(file: string, evidence: TwoHistories): Promise<WrittenEvidence> {
  const failure = await writeNewFile(file, formatTwoHistories(evidence));
  return { file: failure === undefined ? file : null, failure };
}

/** The same name for the same two checkpoints. */
function evidenceName({ a, b }: TwoHistories): string {
  const parts = [a, b].map(({ checkpoint }) => {
    const { size, root } = parseExtendedCheckpoint(parseNote(checkpoint).text);
    return `${size}-${hex(root).slice(0, 8)}`;
  });
  return `two-histories-${parts.join('-')}.json`;
}

/** Into a folder, under a name made from what is in it: found again, it is there already. */
export async function keepEvidence(folder: string, evidence: TwoHistories): Promise<WrittenEvidence> {
  const file = join(folder, evidenceName(evidence));
  return existsSync(file) ? { file, failure: undefined } : writeEvidence(file, evidence);
}
