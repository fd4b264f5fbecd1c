/** `/api/v1`: writing, and reading what is handier than files. */
import { Router, type Response } from 'express';
import { z } from 'zod';
import { parseEntry } from '@counterfoil/ledger/entry';
import { obligations } from '@counterfoil/ledger/obligations';
import { openEnvelope } from '@counterfoil/ledger/statement';
import type { PublicRecord } from '@counterfoil/web-viewer/record';
import { Problem } from '../problem.ts';
import type { Receipt, Recorder } from '../recorder/recorder.ts';
import { check, jsonBody, parseBody } from './body.ts';
import { newInputSchema, newStatementSchema, type caseSchema, type recordedSchema } from './schemas.ts';

/** A text of 50,000 bytes, escaped in the worst way, with its fields. */
const INPUT_LIMIT_BYTES = 400_000;
/** An envelope and the longest list of reasons that is of any use. */
const STATEMENT_LIMIT_BYTES = 2_000_000;
const STEPS_A_PAGE = 100;

const indexParam = z
  .string()
  .regex(/^(0|[1-9]\d{0,14})$/, 'an index is a whole number')
  .transform(Number);
const pageQuery = z.object({ after: indexParam.optional() });

export interface ApiOptions {
  readonly recorder: Recorder;
  readonly record: PublicRecord;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Whether the request carries the operator's token, which opening the ledger takes. */
  readonly mayOpen: (authorization: string | undefined) => boolean;
}

export function createApi({ recorder, record, now, mayOpen }: ApiOptions): Router {
  const api = Router();

  api.post('/inputs', ...jsonBody(INPUT_LIMIT_BYTES), async (request, response) => {
    const receipt = await recorder.receive(parseBody(request, newInputSchema));
    sendRecorded(response, receipt);
  });

  api.post('/statements', ...jsonBody(STATEMENT_LIMIT_BYTES), async (request, response) => {
    const { envelope, contents } = parseBody(request, newStatementSchema);
    const opening = recorder.publisher.size === 0;
    if (opening && !mayOpen(request.get('authorization'))) throw new Problem('opening-token');
    const receipt = await recorder.submit(envelope, contents);
    sendRecorded(response, receipt);
  });

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
    if (index >= recorder.publisher.size) throw new Problem('entry-unknown');
    response
      .set('Cache-Control', 'no-cache')
      .type('text/plain')
      .send((await recorder.publisher.prove(index)).proof);
  });

  api.get('/cases/:id', async (request, response) => {
    const id = check(indexParam, request.params.id);
    const { after } = check(pageQuery, request.query);
    response.set('Cache-Control', 'no-cache').json(await readCase(record, id, after, now()));
  });

  return api;
}

/** Sent as it is: nobody asks again for what a POST answered, so no entity tag is computed. */
function sendRecorded(response: Response, { index, caseId, time, repeated, proof }: Receipt): void {
  const body: z.infer<typeof recordedSchema> = { index, case: caseId ?? null, time, repeated, proof };
  response
    .writeHead(repeated ? 200 : 201, { 'Content-Type': 'application/json; charset=utf-8' })
    .end(JSON.stringify(body));
}

async function readCase(
  record: PublicRecord,
  id: number,
  after: number | undefined,
  nowMs: number,
): Promise<z.infer<typeof caseSchema>> {
  const of = await record.state('case', String(id));
  const rules = of === undefined ? undefined : await record.state('rules', `${of.process}/${of.version}`);
  if (of === undefined || rules === undefined) throw new Problem('case-unknown', `Entry ${id} opened no case.`);
  const indexes = await record.caseSteps(id, STEPS_A_PAGE, after);
  const steps = (await record.entries(indexes)).map(({ index, bytes }) => {
    const entry = parseEntry(bytes);
    return { index, time: entry.time, statement: openEnvelope(entry.envelope).statement };
  });
  const { process, version, since, inputs, unaccounted, acknowledged, responded, decided } = of;
  return {
    case: id,
    ...{ process, version, since, inputs, unaccounted, acknowledged, responded, decided },
    obligations: obligations(of, rules, new Date(nowMs).toISOString()).map((owed) => ({
      ...owed,
      offices: [...owed.offices],
    })),
    steps,
    next: indexes.length === STEPS_A_PAGE ? (indexes.at(-1) ?? null) : null,
  };
}
