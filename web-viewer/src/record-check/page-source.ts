/** Files of a record, fetched by the page for its worker: of the server of the page, or of another place that has a copy. */
import { say, type Sentence } from '@counterfoil/ledger/say';
import type { FileRead } from './order.ts';

const TIMEOUT_MS = 60_000;
/** As many as a browser opens connections to one server. */
const LANES = 6;

export interface PageSource {
  /** Whether the place has answered at all. */
  readonly hasAnswered: boolean;
  fetchFile(path: string, maxBytes: number): Promise<Omit<FileRead, 'id'>>;
}

/**
 * @param base address of the record, with a slash at its end.
 * @param signal to stop.
 */
export function openPageSource(base: string, signal: AbortSignal): PageSource {
  let hasAnswered = false;
  let free = LANES;
  const line: (() => void)[] = [];
  const take = async (): Promise<void> => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => line.push(resolve));
  };
  const give = (): void => {
    const next = line.shift();
    if (next === undefined) free++;
    else next();
  };
  return {
    get hasAnswered() {
      return hasAnswered;
    },
    async fetchFile(path, maxBytes) {
      await take();
      try {
        const response = await fetch(new URL(path, base), {
          signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
          // Nothing but the question: no cookie, no sender, and no copy that is not asked about.
          ...{ credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-cache' },
        });
        hasAnswered = true;
        if (response.status === 404) return {};
        if (!response.ok) return fault('refused', say`The server answers with ${response.status}.`);
        return await readCapped(response, maxBytes);
      } catch {
        return fault('unreachable', say`It did not come.`);
      } finally {
        give();
      }
    },
  };
}

async function readCapped(response: Response, maxBytes: number): Promise<Omit<FileRead, 'id'>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > maxBytes) return fault('too-large', say`It has more than ${{ count: maxBytes }} bytes.`);
    parts.push(part);
  }
  return { bytes: new Uint8Array(await new Blob(parts).arrayBuffer()) };
}

function fault(code: NonNullable<FileRead['fault']>['code'], reason: Sentence): Omit<FileRead, 'id'> {
  return { fault: { code, reason } };
}
