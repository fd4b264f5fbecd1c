/** How often a reason was given before on this ledger: the same reply to everybody shows. Requirement R5. */
import { reasonHash } from '@counterfoil/ledger/reason';
import { z } from 'zod';
import { ClientProblem } from './client-problem.ts';
import type { Desk } from './desk.ts';

const usesSchema = z.object({ uses: z.int().min(0), inputs: z.int().min(0) });

/** Under how many dispositions it stands, and for how many inputs; undefined where the ledger does not count. */
export async function reasonUses(desk: Desk, text: string): Promise<z.infer<typeof usesSchema> | undefined> {
  try {
    return await desk.ask(`api/v1/reason-uses?sha256=${reasonHash(text)}`, usesSchema);
  } catch (error) {
    if (error instanceof ClientProblem && error.status === 404) return undefined;
    throw error;
  }
}
