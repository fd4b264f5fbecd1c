/** Full tiles and bundles as they were published, against the record: a bucket or a web server's disk can change them as well. SPEC M87. */
import { TILE_WIDTH, tilePath } from '@counterfoil/ledger/tile';
import type { ReadBack } from '../publishing/read-back.ts';
import type { Found } from './walk.ts';

export interface Published {
  /** Entries under the published checkpoint, where this process knows. */
  readonly size: number | undefined;
  readBack(path: string): Promise<ReadBack | undefined>;
}

/** Those that an entry completes. A place that cannot be reached says nothing of them: that it cannot be, publishing says. */
export async function lookAtPublished(published: Published, entry: number): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const path of completedBy(entry)) {
    const state = await published.readBack(path).catch(() => undefined);
    // What is not there yet may still come.
    const isLost = state === 'missing' && published.size !== undefined && published.size > entry;
    if (state === 'different' || isLost) found.push({ entry, what: 'published', digest: null });
  }
  return found.slice(0, 1);
}

function completedBy(entry: number): string[] {
  const paths: string[] = [];
  for (let [level, end] = [0, entry + 1]; end % TILE_WIDTH === 0; level++) {
    end /= TILE_WIDTH;
    if (level === 0) paths.push(tilePath('entries', end - 1));
    paths.push(tilePath(level, end - 1));
  }
  return paths;
}
