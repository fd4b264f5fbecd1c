/**
 * Stands between a service and its PostgreSQL, reads the frontend's messages as they pass (PostgreSQL documentation, 54.7), and breaks the
 * connection at a chosen one: before it reaches the server, or after the server has carried it out and before its answer comes back.
 * It can also be led to another server, as a fail-over does.
 */
import { connect, createServer, type Socket } from 'node:net';

export type Cut = {
  /** A statement that begins like this, when it is carried out. */
  readonly statement: string;
  readonly moment: 'before' | 'after';
};

export interface FaultyPostgres extends AsyncDisposable {
  /** The same database by way of here. */
  readonly url: string;
  /** Breaks one connection, once. */
  cutOnce(cut: Cut): void;
  /** How often it has cut. */
  readonly cuts: number;
  /** From now on connections lead to the database of this address; those that stand are broken. Undefined: to none. */
  leadTo(url: string | undefined): void;
}

export async function startFaultyPostgres(url: string): Promise<FaultyPostgres> {
  let target: URL | undefined = new URL(url);
  let cut: Cut | undefined;
  let cuts = 0;
  const open = new Set<Socket>();
  const server = createServer((client) => {
    if (target === undefined) return void client.resetAndDestroy();
    const upstream = connect(Number(target.port), target.hostname);
    const end = (): void => {
      for (const socket of [client, upstream]) socket.destroy();
    };
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true);
      open.add(socket);
      socket.on('error', end);
      socket.once('close', () => {
        open.delete(socket);
        end();
      });
    }
    let lost = false;
    upstream.on('data', (data: Buffer) => {
      // The server has answered, so what was asked has taken effect.
      if (!lost) client.write(data);
      else if (/[CE].{4}(COMMIT|INSERT|UPDATE|SELECT|S)/s.test(data.toString('latin1'))) end();
    });
    const reader = new MessageReader(target.pathname.slice(1));
    client.on('data', (data: Buffer) => {
      for (const message of reader.read(data)) {
        if (cut !== undefined && message.carriesOut(cut.statement)) {
          const { moment } = cut;
          cut = undefined;
          cuts++;
          if (moment === 'before') return end();
          lost = true;
        }
        upstream.write(message.bytes);
      }
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const here = new URL(url);
  here.hostname = '127.0.0.1';
  here.port = String(typeof address === 'object' && address !== null ? address.port : 0);
  return {
    url: here.href,
    cutOnce: (wanted) => void (cut = wanted),
    get cuts() {
      return cuts;
    },
    leadTo(other) {
      target = other === undefined ? undefined : new URL(other);
      for (const socket of open) socket.destroy();
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((done) => server.close(done));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

interface Message {
  readonly bytes: Buffer;
  carriesOut(statement: string): boolean;
}

const [PARSE, BIND, QUERY] = ['P', 'B', 'Q'];

/** Frontend messages, whole. */
class MessageReader {
  readonly #statements = new Map<string, string>();
  readonly #database: string;
  #rest = Buffer.alloc(0);
  #started = false;

  /** @param database that is asked for, whatever the client says. */
  constructor(database: string) {
    this.#database = database;
  }

  *read(data: Buffer): Generator<Message> {
    this.#rest = Buffer.concat([this.#rest, data]);
    for (;;) {
      // The first one has no type.
      const offset = this.#started ? 1 : 0;
      if (this.#rest.length < offset + 4) return;
      const length = offset + this.#rest.readUInt32BE(offset);
      if (this.#rest.length < length) return;
      const read = this.#rest.subarray(0, length);
      const bytes = this.#started ? read : withDatabase(read, this.#database);
      this.#rest = this.#rest.subarray(length);
      const type = this.#started ? String.fromCharCode(bytes[0] ?? 0) : '';
      this.#started = true;
      const text = this.#textOf(type, bytes.subarray(5));
      yield { bytes, carriesOut: (statement) => text.trimStart().startsWith(statement) };
    }
  }

  /** What it makes the server carry out. */
  #textOf(type: string, body: Buffer): string {
    const [first = '', second = ''] = body.toString('latin1').split('\0', 2);
    if (type === PARSE) this.#statements.set(first, second);
    if (type === QUERY) return first;
    return type === BIND ? (this.#statements.get(second) ?? '') : '';
  }
}

/** The startup message, asking for this database: length, version, then names and values, each ended by a zero. */
function withDatabase(message: Buffer, database: string): Buffer {
  const words = message.subarray(8).toString().split('\0');
  const at = words.findIndex((word, i) => i % 2 === 0 && word === 'database');
  if (at < 0) return message;
  const changed = Buffer.concat([message.subarray(0, 8), Buffer.from(words.with(at + 1, database).join('\0'))]);
  changed.writeUInt32BE(changed.length, 0);
  return changed;
}
