/**
 * Several processes behind one address answer as one. SPEC M83.
 *
 * Whoever read a checkpoint, a receipt or a page at one process is shown nothing older by another: before it answers a reader, each has
 * seen what the database holds by then. That is one query, shared by all who wait for it.
 */
import type { RequestHandler, Response } from 'express';
import type { Publisher } from '../recorder/publisher.ts';

/** Where the database does not answer, what was published here is served as it is. */
const LONGEST_WAIT_MS = 2000;

/** For operators, and what is the same at all times. */
const APART = /^\/(health|metrics|assets|openapi\.json)(\/|$)/;

/** Answers to readers before which this process has seen what there was. */
const current = new WeakSet<Response>();

/** Whether what this process has in memory of the record is no older than the request. */
export function isCurrent(response: Response): boolean {
  return current.has(response);
}

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
      if (await within(publisher.caughtUp(), LONGEST_WAIT_MS)) current.add(response);
    next();
  };
}

/** False where it takes longer. */
async function within(work: Promise<boolean>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), ms)));
  const done = await Promise.race([work, late]);
  clearTimeout(timer);
  return done;
}
