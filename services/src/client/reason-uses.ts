/** How often a reason was given before on this ledger: the same reply to everybody shows. Requirement R5. */
import { hash } from 'node:crypto';
import { z } from 'zod';
import { ClientProblem } from './client-problem.ts';
import type { Desk } from './desk.ts';

const usesSchema = z.object({ uses: z.int().min(0) });

/** Undefined where the ledger does not count. */
export async function reasonUses(desk: Desk, text: string): Promise<number | undefined> {
  const normal = text.trim().replaceAll(/\s+/g, ' ').toLowerCase();
  try {
    return (await desk.ask(`api/v1/reason-uses?sha256=${hash('sha256', normal)}`, usesSchema)).uses;
  } catch (error) {
    if (error instanceof ClientProblem && error.status === 404) return undefined;
    throw error;
  }
}
