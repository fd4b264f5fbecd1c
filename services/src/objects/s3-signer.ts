/** Signs requests to an object store with AWS Signature Version 4, the whole body included. */
import { createHash, createHmac, hash, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';

export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of keys that were lent for some hours. */
  readonly sessionToken?: string | undefined;
}

export interface S3Request {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | undefined;
}

/** @returns the headers to send. */
export type SignRequest = (request: S3Request) => Promise<Record<string, string>>;

export function createSigner(credentials: S3Credentials, region: string): SignRequest {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
    region,
    service: 's3',
    sha256: Sha256,
    // S3 takes the path as it is sent.
    uriEscapePath: false,
  });
  return async ({ method, url, headers, body }) => {
    const signed = await signer.sign({
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: {
        ...headers,
        host: url.host,
        'x-amz-content-sha256': hash('sha256', body ?? new Uint8Array(), 'hex'),
      },
    });
    // `fetch` sends its own.
    const { host: _, ...sent } = signed.headers;
    return sent;
  };
}

/** The hash and its keyed form as the signer wants them. */
class Sha256 {
  readonly #secret: Parameters<typeof createHmac>[1] | undefined;
  #state: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#secret = secret === undefined ? undefined : typeof secret === 'string' ? secret : bytesOf(secret);
    this.#state = this.#begin();
  }

  update(chunk: string | ArrayBuffer | ArrayBufferView): void {
    this.#state.update(typeof chunk === 'string' ? chunk : bytesOf(chunk));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.#state.digest()));
  }

  reset(): void {
    this.#state = this.#begin();
  }

  #begin(): Hash | Hmac {
    return this.#secret === undefined ? createHash('sha256') : createHmac('sha256', this.#secret);
  }
}

function bytesOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
