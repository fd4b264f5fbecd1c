/** A long answer, as fast as its reader takes it and no faster; who takes nothing is cut off. */
import type { ServerResponse } from 'node:http';

export interface StreamLimits {
  /** How long a reader may take for one piece. */
  readonly stallMs: number;
  /** And for the whole. */
  readonly wholeMs: number;
}

/** Lines are sent together until there are so many characters of them. */
const PIECE_CHARS = 60_000;

/**
 * Ends the answer, or cuts it off so that whoever reads it notices: where the reader is too slow or gone, or the lines fail.
 * @throws what the lines throw; not for what readers do
 */
export async function sendLines(
  response: ServerResponse,
  lines: AsyncIterable<string>,
  { stallMs, wholeMs }: StreamLimits,
): Promise<void> {
  const endMs = performance.now() + wholeMs;
  let piece = '';
  try {
    for await (const line of lines) {
      piece += line;
      if (piece.length < PIECE_CHARS) continue;
      const isTaken = await take(response, piece, Math.min(stallMs, endMs - performance.now()));
      if (!isTaken) break;
      piece = '';
    }
  } catch (error) {
    response.destroy();
    throw error;
  }
  if (piece.length >= PIECE_CHARS || response.destroyed) response.destroy();
  else response.end(piece);
}

/** Whether the reader took it in time. */
function take(response: ServerResponse, piece: string, withinMs: number): Promise<boolean> {
  if (response.destroyed || withinMs <= 0) return Promise.resolve(false);
  if (response.write(piece)) return Promise.resolve(true);
  return new Promise((resolve) => {
    const done = (isTaken: boolean): void => {
      clearTimeout(timer);
      response.off('drain', onDrain).off('close', onClose);
      resolve(isTaken);
    };
    const onDrain = (): void => done(true);
    const onClose = (): void => done(false);
    const timer = setTimeout(() => done(false), withinMs);
    response.once('drain', onDrain).once('close', onClose);
  });
}
