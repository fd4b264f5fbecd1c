/**
 * Connections that may break while somebody holds them, as they do when the server restarts, fails over or is killed.
 *
 * The driver gives a broken connection back to its own pool, where the next one who takes it writes into nothing and the process ends, or
 * to a connection that was made anew, outside the transaction that was begun; and what waited its turn behind another query waits for
 * ever. So each driver here has one connection, and is thrown away with it; what is asked of a broken one fails at once.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import postgres, { type ReservedSql, type Sql } from 'postgres';

/**
 * One connection taken out of the pool. A query begins when it is asked for: those that are not waited for one by one travel together and
 * are carried out in order. So none can be a part of another.
 */
export type Connection = ReservedSql & {
  /** Whether it is gone: whatever was begun on it the server takes back. */
  readonly isBroken: boolean;
  /** Lets go of it for good: nobody is to have it again in the state in which it is. */
  discard(): void;
};

interface Slot {
  readonly sql: Sql;
  broken: boolean;
  isConnected: boolean;
  /** Fails what waits for an answer. */
  readonly waiting: Set<(error: Error) => void>;
}

/** @param onClose called when its connection is gone. */
export type MakeDriver = (onClose: () => void) => Sql;

const END_TIMEOUT_S = 5;
/** For a connection to be there. */
const CONNECT_MS = 10_000;

export class Connections {
  readonly #make: MakeDriver;
  readonly #most: number;
  readonly #connectMs: number;
  #count = 0;
  readonly #idle: Slot[] = [];
  readonly #held = new Set<Slot>();
  readonly #waiting: ((slot: Slot) => void)[] = [];

  /** @param make gives a driver with one connection. */
  constructor(make: MakeDriver, most: number, connectMs = CONNECT_MS) {
    this.#make = make;
    this.#most = most;
    this.#connectMs = connectMs;
  }

  /** @throws Error when the server cannot be reached. */
  async reserve(): Promise<Connection> {
    const slot = await this.#take();
    this.#held.add(slot);
    try {
      if (!slot.isConnected) await this.#connect(slot);
      return this.#hand(slot, await slot.sql.reserve());
    } catch (error) {
      slot.broken = true;
      this.#giveBack(slot);
      throw error;
    }
  }

  /** What is held has some time to be released. */
  async end(): Promise<void> {
    const slots = [...this.#idle.splice(0), ...this.#held];
    await Promise.all(slots.map(({ sql }) => sql.end({ timeout: END_TIMEOUT_S })));
  }

  async #take(): Promise<Slot> {
    for (let slot = this.#idle.pop(); slot !== undefined; slot = this.#idle.pop()) {
      if (!slot.broken) return slot;
      this.#drop(slot);
    }
    if (this.#count < this.#most) return this.#open();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #open(): Slot {
    this.#count++;
    const slot: Slot = {
      broken: false,
      isConnected: false,
      waiting: new Set(),
      sql: this.#make(() => breakSlot(slot)),
    };
    return slot;
  }

  /** The driver goes on for ever where every connection is accepted and closed again, as a balancer with nothing behind it does. */
  async #connect(slot: Slot): Promise<void> {
    const late = new AbortController();
    const limit = sleep(this.#connectMs, undefined, late).then(() => {
      throw Object.assign(new Error('The database did not let the service in.'), { code: 'CONNECT_TIMEOUT' });
    });
    try {
      // Whoever reserves first, and asks for no types, is never told that the connection is there: a query is.
      await Promise.race([slot.sql`select`, limit]);
      slot.isConnected = true;
    } finally {
      limit.catch(() => undefined);
      late.abort();
    }
  }

  #drop({ sql }: Slot): void {
    this.#count--;
    sql.end({ timeout: 0 }).catch(() => undefined);
  }

  #giveBack(slot: Slot): void {
    this.#held.delete(slot);
    if (slot.broken) this.#drop(slot);
    const next = this.#waiting.shift();
    if (next !== undefined) next(slot.broken ? this.#open() : slot);
    else if (!slot.broken) this.#idle.push(slot);
  }

  #hand(slot: Slot, reserved: ReservedSql): Connection {
    let held = true;
    const ask = (query: () => PromiseLike<unknown>): Promise<unknown> =>
      slot.broken || !held ? failed() : watched(slot, query());
    const own = {
      release: (): void => {
        if (!held) return;
        held = false;
        if (!slot.broken) reserved.release();
        this.#giveBack(slot);
      },
      discard: (): void => breakSlot(slot),
      unsafe: (...query: Parameters<ReservedSql['unsafe']>): Promise<unknown> => ask(() => reserved.unsafe(...query)),
    };
    return new Proxy(reserved, {
      apply: (target, self, args: unknown[]): unknown => {
        const call = (): unknown => Reflect.apply(target, self, args);
        return isTemplate(args[0]) ? ask(() => call() as PromiseLike<unknown>) : call();
      },
      get: (target, name): unknown => {
        if (name === 'isBroken') return slot.broken;
        if (name === 'release' || name === 'discard' || name === 'unsafe') return own[name];
        return Reflect.get(target, name);
      },
    }) as Connection;
  }
}

function gone(): Error {
  const message = 'The connection to the database is gone, and what was begun on it with it.';
  // As the driver names it.
  return Object.assign(new Error(message), { code: 'CONNECTION_CLOSED' });
}

function failed(): Promise<never> {
  return Promise.reject(gone());
}

function breakSlot(slot: Slot): void {
  slot.broken = true;
  for (const fail of slot.waiting) fail(gone());
  slot.waiting.clear();
}

/**
 * The query, begun: the driver would begin each when somebody waits for it, so that a `begin` that is waited for last comes after what it
 * was meant to hold together. Whoever waits hears when the connection is gone.
 */
async function watched(slot: Slot, query: PromiseLike<unknown>): Promise<unknown> {
  const broken = Promise.withResolvers<never>();
  slot.waiting.add(broken.reject);
  try {
    return await Promise.race([query, broken.promise]);
  } finally {
    slot.waiting.delete(broken.reject);
  }
}

/** Takes back what was begun, or, where the connection is gone, leaves that to the server. Never throws. */
export async function rollback(connection: Connection): Promise<void> {
  if (connection.isBroken) return;
  await connection`rollback`.catch(() => connection.discard());
}

/** A driver of one connection. */
export function oneConnection(
  url: string,
  options: postgres.Options<Record<string, postgres.PostgresType>>,
): MakeDriver {
  return (onclose) =>
    postgres(url, {
      ...options,
      max: 1,
      // A connection that breaks while the driver asks for the types of arrays would end the process. No query here gives or takes any.
      fetch_types: false,
      // It would end a connection in the middle of what is done on it.
      max_lifetime: null,
      onnotice: () => undefined,
      onclose,
    });
}

/** A query, rather than a value or an identifier for one. */
function isTemplate(first: unknown): boolean {
  return Array.isArray(first) && 'raw' in first;
}
