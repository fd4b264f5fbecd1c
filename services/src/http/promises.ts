/** `/api/v1/promises/<digest>`: what became of words for which a promise was given, for whoever holds its commitment. */
import { Router } from 'express';
import { z } from 'zod';
import { described } from '@counterfoil/ledger/described';
import { digestField, indexField, timeField } from '@counterfoil/ledger/statements/fields';
import { Problem } from '../problem.ts';
import type { PromiseLookup } from '../promises/lookup.ts';
import { check } from './body.ts';

export const promiseStateSchema = z
  .discriminatedUnion('state', [
    z.strictObject({
      state: z.literal('recorded'),
      entry: indexField,
      case: z.nullable(indexField),
      time: described(timeField, 'When it was recorded.'),
    }),
    z.strictObject({
      state: z.literal('waiting'),
      at: described(timeField, 'When it was promised.'),
      deadline: timeField,
      refused: z
        .string()
        .nullable()
        .meta({ description: 'The rule that stands in its way for now, where there is one.' }),
    }),
  ])
  .meta({ id: 'PromiseState' });

export function createPromises(lookup: PromiseLookup): Router {
  const api = Router();
  api.get('/promises/:digest', async (request, response) => {
    const found = await lookup(check(digestField, request.params.digest));
    if (found === undefined) throw new Problem('promise-unknown');
    if (found.state === 'away') throw new Problem('record-away');
    response.set('Cache-Control', 'no-cache').json(found);
  });
  return api;
}
