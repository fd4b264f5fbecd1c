/**
 * Several processes behind one address answer as one. SPEC M83.
 *
 * Whoever read a checkpoint, a receipt or a page at one process is shown nothing older by another: before it answers a reader, each has
 * seen what the database holds by then. That is one query, shared by all who wait for it.
 */
import type { RequestHandler } from 'express';
import type { Publisher } from '../recorder/publisher.ts';

/** Where the database does not answer, what was published here is served as it is. */
const LONGEST_WAIT_MS = 2000;

/** For operators, and what is the same at all times. */
const APART = /^\/(health|metrics|assets|openapi\.json)(\/|$)/;

export function createTogether({
  publisher,
  isStopping,
}: {
  readonly publisher: Publisher;
  readonly isStopping: () => boolean;
}): RequestHandler {
  return async (request, response, next) => {
    // Who keeps a connection open would go on sending to a process that is about to go.
    if (isStopping()) response.set('Connection', 'close');
    if ((request.method === 'GET' || request.method === 'HEAD') && !APART.test(request.path))
      await within(publisher.caughtUp(), LONGEST_WAIT_MS);
    next();
  };
}

async function within(work: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([work, late]);
  clearTimeout(timer);
}
