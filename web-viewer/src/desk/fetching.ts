/** Asks the server. What it answers is capped and read strictly, and means nothing until it has been checked. */
import { parseJson } from '@counterfoil/ledger/canonical-json';
import { FormatError } from '@counterfoil/ledger/error';
import type * as z from 'zod/mini';
import { DeskProblem, refusedBy } from './desk-problem.ts';
import { language } from './language.ts';
import { refusalSchema } from './refusal.ts';

const MAX_ANSWER_BYTES = 40_000_000;
const TIMEOUT_MS = 60_000;

export interface Ask {
  readonly method?: 'GET' | 'POST';
  readonly body?: unknown;
  /** Value of the Authorization header. */
  readonly pass?: string;
}

/** The bytes, or undefined where there is nothing at the address. @throws DeskProblem `unreachable`, `refused`. */
export async function askBytes(path: string, ask: Ask = {}): Promise<Uint8Array | undefined> {
  const { method = 'GET', body, pass } = ask;
  let response: Response;
  let bytes: Uint8Array;
  try {
    response = await fetch(path, {
      method,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      // A page of one origin talks to that origin alone, and carries nothing along but what stands here.
      credentials: 'omit',
      headers: {
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(pass === undefined ? {} : { Authorization: pass }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    bytes = new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    throw new DeskProblem('unreachable', language.phrase('problem-unreachable'), { cause });
  }
  if (response.ok) {
    if (bytes.length > MAX_ANSWER_BYTES) throw unreadable(path);
    return bytes;
  }
  if (response.status === 404 && method === 'GET') return undefined;
  const told = refusalSchema.safeParse(tryJson(bytes));
  if (!told.success) throw unreadable(path);
  throw refusedBy(told.data);
}

/** @throws DeskProblem as `askBytes`, and `answer-unreadable` for what does not fit. */
export async function askJson<Schema extends z.ZodMiniType>(
  path: string,
  schema: Schema,
  ask?: Ask,
): Promise<z.infer<Schema> | undefined> {
  const bytes = await askBytes(path, ask);
  if (bytes === undefined) return undefined;
  const parsed = schema.safeParse(tryJson(bytes));
  if (!parsed.success) throw unreadable(path, parsed.error);
  return parsed.data;
}

function tryJson(bytes: Uint8Array): unknown {
  try {
    return parseJson(bytes);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

function unreadable(path: string, cause?: unknown): DeskProblem {
  return new DeskProblem('answer-unreadable', language.phrase('problem-unreadable', { what: path }), { cause });
}

/** So many requests at the same time as a browser opens connections to one server, and some to wait in line. */
const LANES = 12;

/** Does the same for each, several at once, and gives the results in their order. */
export async function forEachAtOnce<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  onProgress: (done: number, all: number) => void = () => undefined,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  let done = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length) {
      const place = next++;
      results[place] = await work(items[place] as Item);
      onProgress(++done, items.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(LANES, items.length) }, lane));
  return results;
}
