/** What a source shows beside what a copy has: whether the log has signed both, and they cannot both be true. SPEC 11.3. */
import { equalBytes, parseBase64 } from '@counterfoil/ledger/bytes';
import type { Checkpoint } from '@counterfoil/ledger/checkpoint';
import { MAX_FILE_BYTES } from '@counterfoil/ledger/audit/source';
import { FormatError } from '@counterfoil/ledger/error';
import { tileHashReader, tilePath, TILE_WIDTH } from '@counterfoil/ledger/tile';
import type { ReadHashes } from '@counterfoil/ledger/tree';
import { makeTwoHistories, proveHistory, type HistorySide, type TwoHistories } from '@counterfoil/ledger/two-histories';
import { CannotRestore, type ReadMirror } from '../restore/mirror.ts';

/** A checkpoint with its signature. */
export interface Signed {
  readonly checkpoint: Checkpoint;
  readonly side: HistorySide;
}

/** Evidence of two histories; undefined where there is none in what the two show. @param hashes of what is here. */
export async function findTwoHistories(
  here: Signed,
  there: Signed,
  hashes: ReadHashes,
  read: ReadMirror,
): Promise<TwoHistories | undefined> {
  const { origin, size } = here.checkpoint;
  const parts = { origin, a: here.side, b: there.side };
  if (there.checkpoint.size === size)
    return equalBytes(here.checkpoint.root, there.checkpoint.root) ? undefined : makeTwoHistories(parts);
  const [shorter, longer, of] =
    there.checkpoint.size < size
      ? [there.checkpoint, here.checkpoint, hashes]
      : [here.checkpoint, there.checkpoint, tileHashReader(there.checkpoint.size, tileReader(read))];
  let history: TwoHistories['history'] | undefined;
  try {
    history = await proveHistory(shorter.size, longer, of);
  } catch (error) {
    // Hashes that are missing or none: nothing follows from them.
    if (!(error instanceof CannotRestore || error instanceof FormatError)) throw error;
  }
  if (history == null || equalBytes(parseBase64(history.root), shorter.root)) return undefined;
  return makeTwoHistories({ ...parts, history });
}

function tileReader(read: ReadMirror): (level: number, index: number, width: number) => Promise<Uint8Array> {
  return async (level, index, width) => {
    const path = tilePath(level, index, width);
    const bytes = await read(path, MAX_FILE_BYTES.tile);
    if (bytes !== undefined) return bytes;
    const full = width === TILE_WIDTH ? undefined : await read(tilePath(level, index), MAX_FILE_BYTES.tile);
    if (full === undefined) throw new CannotRestore(`The mirror does not have ${path}.`);
    return full.subarray(0, width * (MAX_FILE_BYTES.tile / TILE_WIDTH));
  };
}
