/** What this browser saw of a ledger last: whoever shows it less, or another past, is found out. */
import { base64, parseBase64 } from '@counterfoil/ledger/bytes';
import { hashField, indexField } from '@counterfoil/ledger/statements/fields';
import type { Hash } from '@counterfoil/ledger/tree';
import * as z from 'zod/mini';
import { forget, read, replace } from './database.ts';

export interface Memory {
  readonly size: number;
  readonly root: Hash;
  readonly logKey: string;
}

const memorySchema = z.strictObject({ size: indexField, root: hashField, logKey: z.string() });

export async function readMemory(origin: string): Promise<Memory | undefined> {
  const there = await read('memory', origin);
  if (there === undefined) return undefined;
  const { size, root, logKey } = memorySchema.parse(there);
  return { size, root: parseBase64(root), logKey };
}

/** @returns false where another page of this browser remembers something else than `before` by now: that stays. */
export function writeMemory(origin: string, before: Memory | undefined, now: Memory): Promise<boolean> {
  const known = JSON.stringify(before && kept(before));
  return replace('memory', origin, kept(now), (there) => JSON.stringify(there) === known);
}

function kept({ size, root, logKey }: Memory): z.infer<typeof memorySchema> {
  return { size, root: base64(root), logKey };
}

export function forgetMemory(origin: string): Promise<void> {
  return forget('memory', origin);
}
