/** What is known of the self-check, in one row that all processes share: it goes on where it was after a restart. */
import {
  MAX_SELF_CHECK_DAMAGES,
  stopsSigning,
  type SelfCheckDamage,
  type SelfCheckInfo,
} from '@counterfoil/ledger/self-check';
import { sql } from 'kysely';
import type { Connection, Db } from '../database/connect.ts';
import type { Found } from './walk.ts';

/** In which pass it was last seen: what a whole pass did not find again is no longer there. */
export interface KeptDamage extends SelfCheckDamage {
  readonly pass: number;
}

export interface Kept {
  /** The pass under way. */
  readonly pass: number;
  /** Entries looked at in it. */
  readonly position: number;
  /** The newest pass that came to its end. */
  readonly size: number | null;
  readonly time: string | null;
  readonly damages: readonly KeptDamage[];
}

export const NOTHING_YET: Kept = { pass: 1, position: 0, size: null, time: null, damages: [] };

export async function readKept(db: Db): Promise<Kept> {
  const { rows } = await sql<Kept>`select pass, position, size, time, damages from self_check`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('The database has lost the row of its self-check.');
  return row;
}

/** @param connection the one that holds the lock: without it the row is somebody else's to write. */
export async function writeKept(connection: Connection, { pass, position, size, time, damages }: Kept): Promise<void> {
  await connection`
    update self_check set pass = ${pass}, position = ${position}, size = ${size}, time = ${time},
      damages = ${JSON.stringify(damages)}::text::jsonb`;
}

/** Takes down what was found: once each, with the time when it was found first, and no more than can be told. What stops the service goes before. */
export function keepFound(kept: Kept, found: readonly Found[], now: string): Kept {
  const damages = new Map(kept.damages.map((damage) => [nameOf(damage), damage]));
  for (const { entry, what, digest } of found) {
    const known = damages.get(nameOf({ entry, what, digest }));
    if (known === undefined && damages.size > MAX_SELF_CHECK_DAMAGES) {
      const lesser = stopsSigning(what) ? [...damages].findLast(([, damage]) => !stopsSigning(damage.what)) : undefined;
      if (lesser === undefined) continue;
      damages.delete(lesser[0]);
    }
    damages.set(nameOf({ entry, what, digest }), { entry, what, digest, since: known?.since ?? now, pass: kept.pass });
  }
  return { ...kept, damages: [...damages.values()] };
}

export function nameOf({ entry, what, digest }: Found): string {
  return `${entry} ${what} ${digest ?? ''}`;
}

export function infoOf({ position, size, time, damages }: Kept): SelfCheckInfo {
  return {
    checked: size === null || time === null ? null : { size, time },
    position,
    damaged: damages
      .toSorted((a, b) => Number(stopsSigning(b.what)) - Number(stopsSigning(a.what)) || a.entry - b.entry)
      .slice(0, MAX_SELF_CHECK_DAMAGES)
      .map(({ entry, what, digest, since }) => ({ entry, what, digest, since })),
    more: damages.length > MAX_SELF_CHECK_DAMAGES,
  };
}
