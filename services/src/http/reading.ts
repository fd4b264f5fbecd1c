/** What `/api/v1` gives everybody to read that is handier than files. */
import { Router } from 'express';
import { z } from 'zod';
import type { PublicRecord } from '@counterfoil/web-viewer/record';
import { Problem } from '../problem.ts';
import type { Publisher } from '../recorder/publisher.ts';
import { check } from './body.ts';
import { readCase } from './case-view.ts';
import { createObligations } from './obligations.ts';

const indexParam = z
  .string()
  .regex(/^(0|[1-9]\d{0,14})$/, 'an index is a whole number')
  .transform(Number);
const pageQuery = z.object({ after: indexParam.optional() });

export interface ReadingOptions {
  readonly record: PublicRecord;
  readonly publisher: Pick<Publisher, 'size' | 'prove'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function createReading({ record, publisher, now }: ReadingOptions): Router {
  const api = Router();

  // The very bytes: they hash to the leaf.
  api.get('/entries/:index', async (request, response) => {
    const index = check(indexParam, request.params.index);
    const bytes = await record.entry(index);
    if (bytes === undefined) throw new Problem('entry-unknown');
    response
      .set('Cache-Control', 'public, max-age=31536000, immutable')
      .type('application/json')
      .send(Buffer.from(bytes));
  });

  api.get('/entries/:index/proof', async (request, response) => {
    const index = check(indexParam, request.params.index);
    if (index >= publisher.size) throw new Problem('entry-unknown');
    response
      .set('Cache-Control', 'no-cache')
      .type('text/plain')
      .send((await publisher.prove(index)).proof);
  });

  api.get('/cases/:id', async (request, response) => {
    const id = check(indexParam, request.params.id);
    const { after } = check(pageQuery, request.query);
    response.set('Cache-Control', 'no-cache').json(await readCase(record, id, after, now()));
  });

  api.use(createObligations({ record, now }));
  return api;
}
