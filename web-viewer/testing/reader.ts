/** Somebody without a browser, who reads the pages of one viewer as they come over the wire. */
import { request, type OutgoingHttpHeaders } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly html: string;
  readonly headers: Headers;
  /** What a reader reads: no tags, entities resolved, white space folded. */
  readonly text: string;
}

export class Reader {
  readonly #address: () => string;

  /** @param address without a slash at its end; asked for when it is needed, as a test's server starts late. */
  constructor(address: () => string) {
    this.#address = address;
  }

  async get(path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(this.#address() + path, { redirect: 'manual', ...init });
    const html = await response.text();
    const main = /<main[^]*<\/main>/.exec(html)?.[0] ?? html;
    const text = unescape(main.replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ');
    return { status: response.status, html, headers: response.headers, text };
  }

  /** With exactly these headers; `fetch` sets some of its own. */
  ask(path: string, headers: OutgoingHttpHeaders): Promise<{ status: number | undefined; html: string }> {
    return new Promise((resolve, reject) => {
      request(this.#address() + path, { headers }, (response) => {
        let html = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (html += part));
        response.on('end', () => resolve({ status: response.statusCode, html }));
      })
        .on('error', reject)
        .end();
    });
  }

  /** Sends the form. */
  send(fields: Readonly<Record<string, string>>): Promise<Answer> {
    return this.get('/inputs/new', { method: 'POST', body: new URLSearchParams(fields) });
  }
}

function unescape(html: string): string {
  const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", '#96': '`', amp: '&' };
  return html.replace(/&([a-z]+|#\d+);/g, (whole, name: string) => entities[name] ?? whole);
}
