/** `/api/v1`: writing, and reading what is handier than files. */
import { Router, type Response } from 'express';
import type { z } from 'zod';
import type { PromiseFile } from '@counterfoil/ledger/promise';
import type { Receipt as CitizenReceipt } from '@counterfoil/ledger/receipt';
import type { PublicRecord } from '@counterfoil/web-viewer/record';
import { Problem } from '../problem.ts';
import type { Promises } from '../promises/promises.ts';
import type { Heard, Receipt, Recorder } from '../recorder/recorder.ts';
import { openSubmission } from '../recorder/submission.ts';
import { check, jsonBody, parseBody } from './body.ts';
import { isSpokenOn } from './follow.ts';
import { createReading } from './reading.ts';
import { receiptOf } from './receipt.ts';
import {
  newInputSchema,
  newStatementSchema,
  newVoiceSchema,
  receiptQuery,
  type promisedSchema,
  type recordedSchema,
} from './schemas.ts';

/** A text of 50,000 bytes, escaped in the worst way, with its fields. */
const INPUT_LIMIT_BYTES = 400_000;
/** An envelope and the longest list of reasons that is of any use. */
export const STATEMENT_LIMIT_BYTES = 2_000_000;

export interface ApiOptions {
  readonly recorder: Recorder;
  /** Takes in what people say. */
  readonly promises: Pick<Promises, 'receive' | 'hear'>;
  readonly record: PublicRecord;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Whether the request carries the operator's token, which opening the ledger takes. */
  readonly mayOpen: (authorization: string | undefined) => boolean;
}

export function createApi({ recorder, promises, record, now, mayOpen }: ApiOptions): Router {
  const api = Router();

  api.post('/inputs', ...jsonBody(INPUT_LIMIT_BYTES), async (request, response) => {
    const wanted = check(receiptQuery, request.query).receipt;
    await sendHeard(response, await promises.receive(parseBody(request, newInputSchema)), wanted);
  });

  api.post('/voices', ...jsonBody(INPUT_LIMIT_BYTES), async (request, response) => {
    const wanted = check(receiptQuery, request.query).receipt;
    await sendHeard(response, await promises.hear(parseBody(request, newVoiceSchema)), wanted);
  });

  api.post('/statements', ...jsonBody(STATEMENT_LIMIT_BYTES), async (request, response) => {
    const { envelope, contents, files } = parseBody(request, newStatementSchema);
    const opened = openSubmission(envelope);
    if (isSpokenOn(opened.statement)) throw new Problem('follow-elsewhere');
    const opening = recorder.publisher.size === 0;
    if (opening && !mayOpen(request.get('authorization'))) throw new Problem('opening-token');
    const receipt = await recorder.submit(envelope, contents, files, opened);
    sendRecorded(response, receipt);
  });

  api.use(createReading({ record, publisher: recorder.publisher, now }));
  return api;

  /** With `?receipt=1` the answer carries the receipt too: it can be kept as it is. */
  async function sendHeard(response: Response, heard: Heard | PromiseFile, wanted: '1' | undefined): Promise<void> {
    if ('promise' in heard) sendPromised(response, heard);
    else if (wanted === undefined) sendRecorded(response, heard);
    else sendRecorded(response, heard, await receiptOf(record, heard, recorder.vkey));
  }
}

/** Accepted and not recorded yet: the promise is what its sender has in hand until then. */
function sendPromised(response: Response, promise: PromiseFile): void {
  const body: z.infer<typeof promisedSchema> = { promise };
  response.status(202).set('Cache-Control', 'no-store').json(body);
}

/** Sent as it is: nobody asks again for what a POST answered, so no entity tag is computed. */
export function sendRecorded(response: Response, recorded: Receipt, receipt?: CitizenReceipt): void {
  const { index, caseId, time, repeated, proof } = recorded;
  const body: z.infer<typeof recordedSchema> = {
    ...{ index, case: caseId ?? null, time, repeated, proof },
    ...(receipt === undefined ? {} : { receipt }),
  };
  const text = JSON.stringify(body);
  response
    .writeHead(repeated ? 200 : 201, {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': Buffer.byteLength(text),
    })
    .end(text);
}
