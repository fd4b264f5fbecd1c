/** `GET /api/v1/retention`: which texts are to be erased because of their age, and from when on. Digests and dates, never words. */
import { Router } from 'express';
import { z } from 'zod';
import { described } from '@counterfoil/ledger/described';
import { codeField, digestField, indexField, timeField } from '@counterfoil/ledger/statements/fields';
import type { PublicRecord } from '@counterfoil/web-viewer/record';
import { readRetention } from '../content/retention.ts';
import type { Db } from '../database/connect.ts';
import { check } from './body.ts';

/** Decided cases looked at for one page. */
const CASES_A_PAGE = 50;

const placeField = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z_(?:0|[1-9]\d{0,14})$/, 'it is what a page before gave as "next"')
  .transform((text) => ({ time: text.slice(0, 24), id: Number(text.slice(25)) }));

export const retentionQuery = z.strictObject({
  office: z.optional(codeField).meta({ description: 'Only what this office may sign "retention-applied" for.' }),
  after: placeField.optional().meta({ description: '`next` of the page before.', type: 'string' }),
});

export const retentionSchema = z
  .strictObject({
    items: z
      .array(
        z.strictObject({
          case: indexField,
          process: codeField,
          decided: described(timeField, 'When the case was decided, or the one where the texts belong by now.'),
          due: described(timeField, 'From when on its texts are to be erased.'),
          items: z
            .array(z.strictObject({ entry: indexField, digest: digestField }))
            .meta({ description: 'Its texts, as a statement "retention-applied" names them.' }),
          more: z.boolean().meta({ description: 'Whether it has more texts than are listed.' }),
        }),
      )
      .meta({ description: 'In the order in which the cases were decided. A page can be empty and have a next.' }),
    next: z.string().nullable().meta({ description: 'Ask again with `after` set to this for more; null at the end.' }),
  })
  .meta({ id: 'Retention' });

export interface RetentionOptions {
  readonly db: Db;
  readonly record: PublicRecord;
  /** Of the newest checkpoint. */
  readonly size: () => number;
}

export function createRetention({ db, record, size }: RetentionOptions): Router {
  const router = Router();
  router.get('/retention', async (request, response) => {
    const { office, after } = check(retentionQuery, request.query);
    const { due, next } = await readRetention(db, record, { office, after, size: size(), limit: CASES_A_PAGE });
    response.set('Cache-Control', 'no-cache').json({
      items: due.map((one) => ({ ...one, items: [...one.items] })),
      next: next === null ? null : `${next.time}_${next.id}`,
    } satisfies z.infer<typeof retentionSchema>);
  });
  return router;
}
