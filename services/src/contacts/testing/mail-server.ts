/** A real SMTP server on this machine that keeps what it is given. */
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { until } from '../../testing/until.ts';

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
    await until(`${count} letters`, () => this.mails.length >= count);
    return this.mails;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<void>((done) => this.#server.close(() => done()));
  }
}

/** Bodies come as they are, quoted-printable or in base64 (RFC 2045 sections 6.7 and 6.8). */
function decode(raw: string): string {
  const [head = '', ...body] = raw.split('\r\n\r\n');
  const lines = body.join('\r\n\r\n').replaceAll('\r\n', '\n');
  const [, encoding] = /^Content-Transfer-Encoding: (\S+)/im.exec(head) ?? [];
  if (encoding === 'base64') return Buffer.from(lines, 'base64').toString('utf8').replaceAll('\r\n', '\n');
  if (encoding !== 'quoted-printable') return lines;
  const bytes = lines
    .replaceAll('=\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
