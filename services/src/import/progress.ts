/** How far an import is, on the terminal: one line written over, or a line every few seconds where the output is a file. */
import type { Tally } from './runner.ts';

export interface Progress {
  show(tally: Readonly<Tally>): void;
  /** Leaves the terminal as it was. */
  end(): void;
}

export interface ProgressOptions {
  readonly stream: { readonly isTTY?: boolean; write(text: string): unknown };
  readonly fileName: string;
  readonly sizeBytes: number;
  /** Milliseconds, never going back. */
  readonly now: () => number;
}

const REDRAW_MS = 100;
const LINE_MS = 5000;

export function createProgress({ stream, fileName, sizeBytes, now }: ProgressOptions): Progress {
  const tty = stream.isTTY === true;
  const startMs = now();
  let shownMs = startMs;
  let drawn = false;
  return {
    show(tally) {
      const nowMs = now();
      if (nowMs - shownMs < (tty ? REDRAW_MS : LINE_MS)) return;
      shownMs = nowMs;
      drawn = true;
      const line = describeTally(tally, { fileName, sizeBytes, elapsedMs: nowMs - startMs });
      // Carriage return, then erase to the end of the line.
      stream.write(tty ? `\r${line}\u001b[K` : `${line}\n`);
    },
    end() {
      if (tty && drawn) stream.write('\r\u001b[K');
    },
  };
}

function describeTally(
  tally: Readonly<Tally>,
  {
    fileName,
    sizeBytes,
    elapsedMs,
  }: { readonly fileName: string; readonly sizeBytes: number; readonly elapsedMs: number },
): string {
  const percent = Math.floor((100 * tally.readBytes) / Math.max(1, sizeBytes));
  const rate = Math.round((tally.rows * 1000) / Math.max(1, elapsedMs));
  const refused = tally.refused.length === 0 ? '' : `, ${number(tally.refused.length)} refused`;
  return `${fileName}: ${percent} %, ${number(tally.rows)} rows${refused}, ${number(rate)} a second`;
}

export function number(value: number): string {
  return value.toLocaleString('en');
}
