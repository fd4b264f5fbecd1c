/** One line that is written over again and again, on a terminal only: how far it is, how fast, and how long it will take. */
import { sayCount } from '@counterfoil/ledger/audit/words';

export interface Progress {
  show(what: string, done: number, of: number): void;
  clear(): void;
}

const PAUSE_MS = 100;
/** Before that a rate says nothing. */
const RATE_AFTER_MS = 2000;
const CLEAR_LINE = '\r\u001b[K';
const USUAL_COLUMNS = 80;

export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** @param clockMs monotonic. */
export function showProgress(stream: ProgressStream, clockMs = (): number => performance.now()): Progress {
  if (stream.isTTY !== true) return { show: () => undefined, clear: () => undefined };
  let shownMs: number | undefined;
  /** What runs, since when, and how much was done then. */
  let run: { readonly what: string; readonly sinceMs: number; readonly from: number } | undefined;
  return {
    show(what, done, of) {
      const nowMs = clockMs();
      if (run?.what !== what || done < run.from) run = { what, sinceMs: nowMs, from: done };
      if (shownMs !== undefined && nowMs - shownMs < PAUSE_MS && done < of) return;
      shownMs = nowMs;
      const percent = of === 0 ? 100 : Math.floor((done / of) * 100);
      const far = `${what}: ${sayCount(done)} of ${sayCount(of)} (${percent} %)`;
      const line = `${far}${pace(done - run.from, of - done, nowMs - run.sinceMs)}`;
      // A line that is broken cannot be written over.
      const columns = stream.columns === undefined || stream.columns === 0 ? USUAL_COLUMNS : stream.columns;
      stream.write(`${CLEAR_LINE}${line.slice(0, columns - 1)}`);
    },
    clear() {
      if (shownMs !== undefined) stream.write(CLEAR_LINE);
      shownMs = undefined;
    },
  };
}

function pace(done: number, left: number, tookMs: number): string {
  if (tookMs < RATE_AFTER_MS || done === 0) return '';
  const perSecond = (done / tookMs) * 1000;
  const rate = perSecond < 10 ? perSecond.toFixed(1) : sayCount(Math.round(perSecond));
  return `, ${rate} a second${left === 0 ? '' : `, ${formatDuration(left / perSecond)} left`}`;
}

/** "45 s", "3 min", "2 h": nobody can know it better. */
function formatDuration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return seconds < 360_000 ? `${Math.round(seconds / 3600)} h` : 'days';
}
