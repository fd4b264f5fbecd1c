/** The tables as kysely sees them; made in `migrations`. */
import type { Generated } from 'kysely';

export interface Database {
  /** The record: append-only, by role and by trigger. */
  entries: { index: number; bytes: Uint8Array; leaf: Uint8Array; statement: Uint8Array; case_id: number | null };
  /** Texts as UTF-8. */
  contents: { digest: Uint8Array; salt: Uint8Array; bytes: Uint8Array };
  /** Roots of complete subtrees, by tile level (1, 2, …): what hash tiles above level 0 hold. */
  nodes: { level: number; index: number; hash: Uint8Array };
  /** What the rulebook knows (SPEC 8.2); follows from the entries. */
  state: { kind: string; id: string; value: unknown };
  /** One row, locked by whoever appends: the only sequencer. `leaf` is the hash of the last entry,
   * `frontier` holds those of the tree's complete subtrees, largest first. */
  head: { one: Generated<boolean>; size: number; time: string; leaf: Uint8Array; frontier: Uint8Array };
}
