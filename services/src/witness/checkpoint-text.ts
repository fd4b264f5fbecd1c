/** Checkpoints of any log, those with extension lines as well: a witness looks at the first three lines, whatever its own log writes. */
import { parseExtendedCheckpoint, type Checkpoint } from '@counterfoil/ledger/checkpoint';

export interface Witnessed extends Checkpoint {
  /** Of the note, verbatim. */
  readonly text: string;
}

/** @throws FormatError `checkpoint-malformed`. */
export function parseWitnessed(text: string): Witnessed {
  return { ...parseExtendedCheckpoint(text), text };
}
