/** Why the service stops for good: going on would make a second history, or one that nobody could verify. SPEC M82. */
import type { Checkpoint } from '@counterfoil/ledger/checkpoint';

/** What was found, and what the operator does first. */
const advice = {
  'database-behind':
    'It looks like an old copy: a restored backup, or a replica that had not caught up. Nothing may be recorded on it. Bring the missing entries back with: npm run restore -- --from <address or folder of a mirror>',
  'another-history':
    'Two databases have been written under this name: a copy that was started beside the original, a promoted replica, or changed rows. Keep both, stop both, and find out which one the published record goes on from.',
  'second-place-lost':
    'Put the second place back where COUNTERFOIL_SECOND_PLACE says. If it is gone for good, or has moved, tell the service what was published last: npm run second-place -- --set-from <file, or address of a mirror or witness>',
  'second-place-foreign':
    'Check COUNTERFOIL_SECOND_PLACE, COUNTERFOIL_ORIGIN and the keys of the data folder: they belong together.',
  'second-place-went-back':
    'Somebody has put an older file, object or row there. Put the newest back, or set it anew: npm run second-place -- --set-from <file, or address of a mirror or witness>',
  'entry-changed':
    'The disk, the memory or somebody has changed it. Look at the hardware; then restore the database from a backup and bring the entries since then back with: npm run restore',
  'tree-changed':
    'The disk, the memory or somebody has changed what lies beside the entries. Look at the hardware; then compare with: npm run rebuild -- --check',
  'entries-missing':
    'The database was restored in part, or rows were taken away. Restore it as a whole, and bring the entries since then back with: npm run restore',
} as const;

export type ForkReason = keyof typeof advice;

export interface Evidence {
  /** The signed note of the second place. */
  readonly kept: string | undefined;
  /** The tree that the database holds; nobody has signed it. */
  readonly database: Checkpoint | undefined;
}

/** Evidence of two histories, or of bytes that changed after they were recorded. */
export class Fork extends Error {
  override readonly name = 'Fork';
  readonly reason: ForkReason;
  readonly evidence: Evidence;

  /** @param found a sentence. */
  constructor(reason: ForkReason, found: string, evidence: Partial<Evidence> = {}) {
    super(`${found} ${advice[reason]}`);
    this.reason = reason;
    this.evidence = { kept: undefined, database: undefined, ...evidence };
  }
}
