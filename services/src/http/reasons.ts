/** `GET /api/v1/reason-uses`: how often a reason was given before, by the hash of its words. */
import { Router } from 'express';
import { z } from 'zod';
import type { Reasons } from '../reasons.ts';
import { check } from './body.ts';

export const reasonQuery = z.strictObject({
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'it is 64 hexadecimal digits')
    .meta({
      description:
        'SHA-256 of the reason in Unicode form C, in lower case, with every run of white space as one space and none at the ends.',
    }),
});

export const reasonUsesSchema = z
  .strictObject({
    sha256: reasonQuery.shape.sha256,
    uses: z.int().meta({ description: 'How many dispositions on this ledger give this reason.' }),
    inputs: z.int().meta({ description: 'How many inputs they account for.' }),
  })
  .meta({ id: 'ReasonUses' });

export function createReasons(reasons: Reasons): Router {
  const router = Router();
  router.get('/reason-uses', async (request, response) => {
    const { sha256 } = check(reasonQuery, request.query);
    const { uses, inputs } = await reasons.uses(sha256);
    response.set('Cache-Control', 'no-cache').json({ sha256, uses, inputs } satisfies z.infer<typeof reasonUsesSchema>);
  });
  return router;
}
