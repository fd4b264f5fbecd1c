/** One line that is written over again and again, on a terminal only. */
export interface Progress {
  show(what: string, done: number, of?: number): void;
  clear(): void;
}

const PAUSE_MS = 100;
/** Carriage return, then erase to the end of the line. */
const CLEAR_LINE = '\r\u001b[K';

export function showProgress(stream: { readonly isTTY?: boolean; write(text: string): unknown }): Progress {
  if (stream.isTTY !== true) return { show: () => undefined, clear: () => undefined };
  let shownMs = -Infinity;
  return {
    show(what, done, of) {
      const nowMs = performance.now();
      if (nowMs - shownMs < PAUSE_MS && done !== of) return;
      shownMs = nowMs;
      stream.write(
        `${CLEAR_LINE}${what}: ${done.toLocaleString('en')}${of === undefined ? '' : ` of ${of.toLocaleString('en')}`} …`,
      );
    },
    clear() {
      if (shownMs > 0) stream.write(CLEAR_LINE);
    },
  };
}
