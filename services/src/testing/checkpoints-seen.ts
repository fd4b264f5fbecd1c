/** Every checkpoint that was ever served, each compared with each: no two of them may be of different histories. */
import assert from 'node:assert/strict';
import { base64, equalBytes, hex, parseBase64 } from '@counterfoil/ledger/bytes';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { parseNote } from '@counterfoil/ledger/note';
import { Frontier, type Hash } from '@counterfoil/ledger/tree';
import type { Db } from '../database/connect.ts';

const AT_A_TIME = 4096;

export class CheckpointsSeen {
  /** Roots by size, base64. */
  readonly #roots = new Map<number, string>();

  get count(): number {
    return this.#roots.size;
  }

  /** @throws AssertionError at once for two of one size with two roots. */
  add(note: string): void {
    const { size, root } = parseCheckpoint(parseNote(note).text);
    const [known, text] = [this.#roots.get(size), base64(root)];
    assert.ok(known === undefined || known === text, `two checkpoints over ${size} entries`);
    this.#roots.set(size, text);
  }

  /** Every one is a beginning of the tree that the entries make by now, and so each of them of every larger one. */
  async check({ db }: { readonly db: Db }): Promise<void> {
    const frontier = Frontier.empty();
    const compare = (): void => {
      const seen = this.#roots.get(frontier.size);
      if (seen === undefined) return;
      const root: Hash = parseBase64(seen);
      assert.ok(
        equalBytes(root, frontier.root()),
        `the checkpoint over ${frontier.size} entries is of another history`,
      );
    };
    compare();
    for (;;) {
      const rows = await db
        .selectFrom('entries')
        .select(['index', 'leaf'])
        .where('index', '>=', frontier.size)
        .orderBy('index')
        .limit(AT_A_TIME)
        .execute();
      for (const { index, leaf } of rows) {
        assert.equal(index, frontier.size, `entry ${frontier.size} is missing before ${hex(leaf)}`);
        frontier.append(leaf);
        compare();
      }
      if (rows.length < AT_A_TIME) break;
    }
    const largest = Math.max(0, ...this.#roots.keys());
    assert.ok(largest <= frontier.size, `a checkpoint over ${largest} entries was seen; there are ${frontier.size}`);
  }
}
