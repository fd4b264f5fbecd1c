import type { RequestHandler } from 'express';

/**
 * Hangs up on a body that goes on and on. One that is too large is read to its end before its sender is told, as otherwise they would
 * not hear it; but not further than twice as far as the limit. To be put right before what reads the body.
 */
export function cutOff(limitBytes: number): RequestHandler {
  return (request, _response, next) => {
    let readBytes = 0;
    request.on('data', (chunk: Uint8Array) => {
      readBytes += chunk.length;
      if (readBytes > 2 * limitBytes) request.destroy();
    });
    next();
  };
}
