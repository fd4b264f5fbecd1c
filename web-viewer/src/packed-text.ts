/** A page or a feed as it goes out: packed at once, and once for all who take it. */
import { hash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Request, Response } from 'express';
import { FORM_CACHE } from './headers.ts';

/** Bytes below which it is not worth it. */
const PACKED_FROM = 1024;

export class PackedText {
  readonly #bytes: Buffer;
  /** Weak, as one and the same for all encodings has to be (RFC 9110, section 8.8.3). */
  readonly #etag: string;
  #packed: Buffer | undefined;

  constructor(text: string) {
    this.#bytes = Buffer.from(text);
    this.#etag = `W/"${hash('sha256', this.#bytes, 'base64url')}"`;
  }

  /**
   * What somebody typed, or gets for a secret of theirs, goes out as it is: how small it gets would tell of it to whoever listens and makes them
   * ask (BREACH).
   */
  send(request: Request, response: Response): void {
    const isSecret = response.get('Cache-Control') === FORM_CACHE;
    if (isSecret || this.#bytes.length < PACKED_FROM) {
      response.send(this.#bytes);
      return;
    }
    response.set('ETag', this.#etag).vary('Accept-Encoding');
    if (request.acceptsEncodings('gzip', 'identity') !== 'gzip') {
      response.send(this.#bytes);
      return;
    }
    // Brotli would make a page a twentieth smaller, in twice the time (tried at its levels 3 and 4, as pages come: one now and then).
    this.#packed ??= gzipSync(this.#bytes);
    response.set('Content-Encoding', 'gzip').send(this.#packed);
  }
}
