/**
 * Partial tiles and bundles go some time after the full one is there, which begins with the same hashes or entries (C2SP tlog-tiles):
 * whoever holds an older checkpoint is reading them still.
 */
import { tilePath, TILE_WIDTH } from '@counterfoil/ledger/tile';
import type { ObjectStore } from '../objects/store.ts';
import { filledTiles } from './new-files.ts';

/** Full tiles looked at before going on with something else. */
const AT_ONCE = 16;
/** Full tiles before the newest that are looked at after a start: their turn may have been forgotten. */
const LOOKED_BACK = 64;

export class PartialTiles {
  readonly #store: ObjectStore;
  readonly #keptMs: number;
  /** Paths of full tiles, in the order in which their turn comes. */
  readonly #waiting: { readonly path: string; readonly dueMs: number }[] = [];

  constructor(store: ObjectStore, keptMs: number) {
    this.#store = store;
    this.#keptMs = keptMs;
  }

  /**
   * Says that tiles became full under a published checkpoint.
   * @param wasInterrupted whether something of a checkpoint that never came may lie there; else only the first that was filled on each
   * level was partial before.
   */
  filled(from: number, to: number, wasInterrupted: boolean): void {
    const dueMs = performance.now() + this.#keptMs;
    for (const { level, index } of filledTiles(from, to)) {
      const span = TILE_WIDTH ** (level === 'entries' ? 1 : level + 1);
      if (wasInterrupted || index === Math.floor(from / span))
        this.#waiting.push({ path: tilePath(level, index), dueMs });
    }
  }

  /** Looks back at what may have been left when the process before this one ended. */
  lookBack(size: number): void {
    const tiles = Math.floor(size / TILE_WIDTH);
    this.filled(Math.max(0, tiles - LOOKED_BACK) * TILE_WIDTH, tiles * TILE_WIDTH, true);
  }

  /** Takes away what is due, a part of it each time. */
  async clear(): Promise<void> {
    for (let done = 0; done < AT_ONCE; done++) {
      const [next] = this.#waiting;
      if (next === undefined || next.dueMs > performance.now()) return;
      for await (const key of this.#store.list(`${next.path}.p/`)) await this.#store.remove(key);
      this.#waiting.shift();
    }
  }
}
