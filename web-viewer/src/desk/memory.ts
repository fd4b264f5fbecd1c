/** What this browser saw of a ledger last: whoever shows it less, or another past, is found out. */
import { base64, parseBase64 } from '@counterfoil/ledger/bytes';
import { hashField, indexField } from '@counterfoil/ledger/statements/fields';
import type { Hash } from '@counterfoil/ledger/tree';
import { z } from 'zod';
import { forget, keep, read } from './database.ts';

export interface Memory {
  readonly size: number;
  readonly root: Hash;
  readonly logKey: string;
}

const memorySchema = z.strictObject({ size: indexField, root: hashField, logKey: z.string() });

export async function readMemory(origin: string): Promise<Memory | undefined> {
  const kept = await read('memory', origin);
  if (kept === undefined) return undefined;
  const { size, root, logKey } = memorySchema.parse(kept);
  return { size, root: parseBase64(root), logKey };
}

export function writeMemory(origin: string, { size, root, logKey }: Memory): Promise<void> {
  return keep('memory', origin, { size, root: base64(root), logKey });
}

export function forgetMemory(origin: string): Promise<void> {
  return forget('memory', origin);
}
