/**
 * The entries that a database lacks, as a mirror has them: found to be those that were published before anything is made of them. SPEC M84.
 */
import { equalBytes } from '@counterfoil/ledger/bytes';
import { parseCheckpoint, type Checkpoint } from '@counterfoil/ledger/checkpoint';
import { FormatError } from '@counterfoil/ledger/error';
import { parseNote } from '@counterfoil/ledger/note';
import type { Platform } from '@counterfoil/ledger/signature';
import { MAX_ENTRY_BYTES, parseBundle, TILE_WIDTH, tilePath } from '@counterfoil/ledger/tile';
import { leafHash, type Frontier, type Hash } from '@counterfoil/ledger/tree';
import { CannotRestore, type ReadMirror } from './mirror.ts';

const MAX_NOTE_BYTES = 1_000_000;
const MAX_BUNDLE_BYTES = TILE_WIDTH * (MAX_ENTRY_BYTES + 2);

export interface Missing {
  readonly from: number;
  readonly until: number;
  /** By index less `from`. */
  readonly leaves: readonly Hash[];
  /** Entries in order, read again and compared; bounded memory. */
  entries(): AsyncGenerator<{ readonly index: number; readonly bytes: Uint8Array }>;
}

/**
 * @param there the tree of the database, which they are appended to.
 * @param published the newest checkpoint that was signed.
 * @throws CannotRestore where they are not the entries that it covers.
 */
export async function findMissing(
  read: ReadMirror,
  there: Frontier,
  published: Checkpoint,
  sha256: Platform['sha256'],
): Promise<Missing> {
  const [from, until] = [there.size, published.size];
  const size = await sizeOf(read, published);
  const leaves: Hash[] = [];
  const tree = there.clone();
  for await (const { bytes } of entriesOf(read, size, from, until)) {
    const leaf = leafHash(bytes, sha256);
    leaves.push(leaf);
    tree.append(leaf);
  }
  if (!equalBytes(tree.root(), published.root))
    throw new CannotRestore(
      `The ${until - from} entries of this mirror do not lead from the ${from} entries of the database to the checkpoint over ${until} that was published. Either the mirror or the database holds another history. Try another mirror, or an older backup.`,
    );
  return {
    ...{ from, until, leaves },
    async *entries() {
      for await (const { index, bytes } of entriesOf(read, size, from, until)) {
        const leaf = leaves[index - from];
        if (leaf === undefined || !equalBytes(leafHash(bytes, sha256), leaf))
          throw new CannotRestore(`Entry ${index} of the mirror changed while it was being read.`);
        yield { index, bytes };
      }
    },
  };
}

/** How far the mirror reaches, as its own checkpoint says: whether it says so truly, the root will show. */
async function sizeOf(read: ReadMirror, { origin, size }: Checkpoint): Promise<number> {
  const bytes = await read('checkpoint', MAX_NOTE_BYTES);
  if (bytes === undefined) throw new CannotRestore('There is no checkpoint there: it is no mirror of a ledger.');
  let mirrored: Checkpoint;
  try {
    mirrored = parseCheckpoint(parseNote(bytes).text);
  } catch (cause) {
    throw new CannotRestore('The checkpoint of the mirror cannot be read.', { cause });
  }
  if (mirrored.origin !== origin)
    throw new CannotRestore(`It is a mirror of the ledger "${mirrored.origin}", not of "${origin}".`);
  if (mirrored.size < size)
    throw new CannotRestore(
      `The mirror ends at ${mirrored.size} entries; the record was published up to ${size}. Use a mirror that has them all: somebody else's will do.`,
    );
  if (mirrored.size > size)
    throw new CannotRestore(
      `The mirror has ${mirrored.size} entries, and the second place knows of ${size} only: it is not the newest. Put the newest there first: npm run second-place -- --set-from <the mirror>`,
    );
  return mirrored.size;
}

async function* entriesOf(
  read: ReadMirror,
  size: number,
  from: number,
  until: number,
): AsyncGenerator<{ readonly index: number; readonly bytes: Uint8Array }> {
  for (let bundle = Math.floor(from / TILE_WIDTH); bundle * TILE_WIDTH < until; bundle++) {
    const first = bundle * TILE_WIDTH;
    const width = Math.min(TILE_WIDTH, size - first);
    const path = tilePath('entries', bundle, width);
    const bytes = await read(path, MAX_BUNDLE_BYTES);
    if (bytes === undefined) throw new CannotRestore(`The mirror does not have ${path}.`);
    let entries: Uint8Array[];
    try {
      entries = parseBundle(bytes, width);
    } catch (cause) {
      if (!(cause instanceof FormatError)) throw cause;
      throw new CannotRestore(`${path} of the mirror cannot be read.`, { cause });
    }
    for (const [i, entry] of entries.entries())
      if (first + i >= from && first + i < until) yield { index: first + i, bytes: entry };
  }
}
