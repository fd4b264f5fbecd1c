/** What a program does with a promise: it waits until the words are on record, and goes on as if it had been told so at once. SPEC 11.2. */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseUtf8 } from '@counterfoil/ledger/bytes';
import { parseJson } from '@counterfoil/ledger/canonical-json';
import { openPromise } from '@counterfoil/ledger/promise';
import { parseReceipt } from '@counterfoil/ledger/receipt';
import { promiseStateSchema } from '../http/promises.ts';
import { promisedSchema } from '../http/schemas.ts';
import type { Recorded } from './client.ts';
import { ClientProblem, problem } from './client-problem.ts';

const [FIRST_PAUSE_MS, LONGEST_PAUSE_MS] = [100, 5000];
/** How long a program waits: whoever has to know later asks by the promise. */
const PATIENCE_MS = 600_000;

/**
 * @param body of an answer with the status 202.
 * @param get reads a file of the record, or an answer of the API.
 * @throws ClientProblem `promised` where it is not on record after ten minutes; and those of `get`.
 */
export async function awaitPromised(body: Uint8Array, get: (path: string) => Promise<Uint8Array>): Promise<Recorded> {
  const { promise } = promisedSchema.parse(parseJson(body));
  const { digest, deadline } = openPromise(promise).pledge;
  const endsMs = performance.now() + PATIENCE_MS;
  for (let pauseMs = FIRST_PAUSE_MS; performance.now() < endsMs; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    await sleep(pauseMs);
    const state = await stateOf(digest, get);
    if (state?.state !== 'recorded') continue;
    const { entry: index, case: caseId, time } = state;
    const proof = parseUtf8(await get(`api/v1/entries/${index}/proof`));
    const receipt = { ...parseReceipt(await get(`receipts/${index}.json`)), text: promise.text, salt: promise.salt };
    return { index, case: caseId, time, repeated: false, proof, receipt };
  }
  throw problem('promised', `The ledger could not record it yet, and promised to record it by ${deadline}.`);
}

/** Undefined where the service cannot tell just now. */
async function stateOf(digest: string, get: (path: string) => Promise<Uint8Array>) {
  try {
    return promiseStateSchema.parse(parseJson(await get(`api/v1/promises/${digest}`)));
  } catch (error) {
    if (error instanceof ClientProblem && (error.status === undefined || error.status >= 500)) return undefined;
    throw error;
  }
}
