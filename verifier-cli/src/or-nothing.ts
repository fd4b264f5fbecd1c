/** Hashes of a tree that may not be there. */
import { FormatError } from '@counterfoil/ledger/error';

/** Undefined where a file of hashes is missing or damaged. */
export async function orNothing<Value>(reading: Promise<Value>): Promise<Value | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof FormatError && error.code === 'tile-malformed') return undefined;
    throw error;
  }
}
