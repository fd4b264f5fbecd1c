/** A real SMTP server on this machine that keeps what it is given. */
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

export interface Mail {
  readonly to: readonly string[];
  /** Head and body as they came. */
  readonly raw: string;
  /** The body's lines, decoded. */
  readonly body: string;
}

export class MailServer implements AsyncDisposable {
  readonly mails: Mail[] = [];
  /** While set, mail is refused for now. */
  isBusy = false;
  readonly #server: SMTPServer;
  readonly #waiting: (() => void)[] = [];

  private constructor() {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onData: (stream, session, done) => {
        void this.#take(
          stream,
          session.envelope.rcptTo.map(({ address }) => address),
          done,
        );
      },
    });
    this.#server.on('error', () => undefined);
  }

  async #take(stream: Readable, to: readonly string[], done: (error?: Error) => void): Promise<void> {
    const raw = await text(stream);
    if (this.isBusy) {
      done(Object.assign(new Error('Try again later.'), { responseCode: 451 }));
      return;
    }
    this.mails.push({ to, raw, body: decode(raw) });
    done();
    for (const wake of this.#waiting.splice(0)) wake();
  }

  static async start(): Promise<MailServer> {
    const mails = new MailServer();
    await new Promise<void>((done) => mails.#server.listen(0, '127.0.0.1', done));
    return mails;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.#server.server.address() as AddressInfo).port}`;
  }

  /** Until so many have come. */
  async received(count: number): Promise<readonly Mail[]> {
    while (this.mails.length < count) await new Promise<void>((wake) => this.#waiting.push(wake));
    return this.mails;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<void>((done) => this.#server.close(() => done()));
  }
}

/** Bodies come as they are or quoted-printable (RFC 2045 section 6.7). */
function decode(raw: string): string {
  const [head = '', ...body] = raw.split('\r\n\r\n');
  const lines = body.join('\r\n\r\n').replaceAll('\r\n', '\n');
  if (!/^Content-Transfer-Encoding: quoted-printable/im.test(head)) return lines;
  const bytes = lines
    .replaceAll('=\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
