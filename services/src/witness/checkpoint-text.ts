/** Checkpoints of any log, those with extension lines as well: a witness looks at the first three lines, whatever its own log writes. */
import { parseCheckpoint, type Checkpoint } from '@counterfoil/ledger/checkpoint';
import { FormatError } from '@counterfoil/ledger/error';

export interface Witnessed extends Checkpoint {
  /** Of the note, verbatim. */
  readonly text: string;
}

/** @throws FormatError `checkpoint-malformed`. */
export function parseWitnessed(text: string): Witnessed {
  const lines = text.split('\n');
  const extensions = lines.slice(3, -1);
  if (lines.length < 4 || lines.at(-1) !== '' || extensions.includes(''))
    throw new FormatError('checkpoint-malformed', 'This is not a checkpoint: a line is empty or cut short.');
  return { ...parseCheckpoint(`${lines.slice(0, 3).join('\n')}\n`), text };
}
