/** Requests that show a desk pass: for what is seen by those alone who sign. SPEC M44. */
import { MAX_DESK_PASS_MS, signDeskPass } from '@counterfoil/ledger/desk-pass';
import type { Signer } from '@counterfoil/ledger/signature';
import { answered, forgetful, repeat, type Client } from './client.ts';
import { createTransport, type Answer } from './transport.ts';

export interface PassOptions {
  /** Makes the desk pass. */
  readonly holder: Signer;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Milliseconds without a byte before an answer is given up. */
  readonly timeoutMs?: number;
}

export interface PassTransport {
  /** Asked again where that may help: only for what may be said twice. @throws ClientProblem */
  ask(method: 'GET' | 'POST', path: string, body?: Uint8Array): Promise<Answer>;
  /** A file that everybody may read, over the same connections. @throws ClientProblem */
  get(path: string): Promise<Uint8Array>;
  close(): void;
}

/** How long a pass is made for, and how far before now it begins: clocks differ. */
const PASS_MS = 3_600_000;
const PASS_BEGINS_BEFORE_MS = 300_000;

/** @param client of the ledger at the same address: what it knows of the ledger is used here. */
export function createPassTransport(address: string, client: Client, options: PassOptions): PassTransport {
  const { holder, now = Date.now, timeoutMs = 30_000 } = options;
  const transport = createTransport(address, { concurrency: 4, timeoutMs });
  let pass: { readonly header: Promise<string>; readonly untilMs: number } | undefined;

  const passHeader = (): Promise<string> => {
    const nowMs = now();
    // Another in good time: one that ends on the way would be refused.
    if (pass !== undefined && nowMs < pass.untilMs - PASS_BEGINS_BEFORE_MS) return pass.header;
    const [fromMs, untilMs] = [nowMs - PASS_BEGINS_BEFORE_MS, nowMs + Math.min(PASS_MS, MAX_DESK_PASS_MS / 2)];
    const header = client.ledger().then(({ origin }) => {
      const hours = { from: new Date(fromMs).toISOString(), until: new Date(untilMs).toISOString() };
      return signDeskPass({ ...hours, origin }, holder);
    });
    pass = { header: forgetful(header, () => (pass = undefined)), untilMs };
    return header;
  };

  return {
    ask: (method, path, body) =>
      repeat(async () => answered(await transport.request(method, path, body, await passHeader()))),
    get: async (path) => answered(await transport.request('GET', path)).body,
    close: () => transport.close(),
  };
}
