import type { RequestHandler } from 'express';

/** Where little is taken, somebody who errs sends more than twice as much. */
const SLACK_BYTES = 1_000_000;

/**
 * Hangs up on a body that goes on and on. One that is too large is read to its end before its sender is told, as otherwise they would
 * not hear it; but not further than a megabyte beyond the limit, or twice as far. To be put right before what reads the body.
 */
export function cutOff(limitBytes: number): RequestHandler {
  const endBytes = Math.max(2 * limitBytes, limitBytes + SLACK_BYTES);
  return (request, _response, next) => {
    let readBytes = 0;
    request.on('data', (chunk: Uint8Array) => {
      readBytes += chunk.length;
      if (readBytes > endBytes) request.destroy();
    });
    next();
  };
}
