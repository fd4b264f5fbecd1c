/** `/files/<digest>`: a file for people. A picture is shown, anything else is offered for saving, and nothing in it can run. SPEC M59. */
import { pipeline } from 'node:stream/promises';
import express, { type RequestHandler, type Response } from 'express';
import { detectFileType } from '@counterfoil/ledger/file-content';
import { fileRefs } from '@counterfoil/ledger/statement';
import { FORM_CACHE } from './headers.ts';
import { PageError } from './page-error.ts';
import type { Reading } from './reading.ts';
import type { StoredFile } from './record.ts';
import type { Uploads } from './uploads.ts';

/** Files can be taken down: nobody keeps them for long unasked. */
const FILE_CACHE = 'public, max-age=60';
/** As `file/…` has them. */
const POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'";
const MAX_FORM_BYTES = 1000;
const HEAD_BYTES = 12;

const endings = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp', 'application/pdf': 'pdf' } as const;

/** What is not there, not public, or not what it should be answers alike. */
export function serveFile(read: () => Reading): RequestHandler<{ digest: string }> {
  return async (request, response) => {
    const { digest } = request.params;
    const reading = read();
    const file = isDigest(digest) ? await reading.record.file(digest) : undefined;
    if (file === undefined) throw new PageError('page-unknown');
    response.set('Cache-Control', FILE_CACHE);
    await send(response, file, await nameOf(reading, digest, file), file.mediaType === 'application/pdf');
  };
}

/** The same for whoever sent it, before it is public or after it was taken out of public view; always to be saved. */
export function serveOwnFile(read: () => Reading, uploads: Uploads | undefined): RequestHandler<{ digest: string }>[] {
  return [
    express.urlencoded({ extended: false, limit: MAX_FORM_BYTES, inflate: false }),
    async (request, response) => {
      const { digest } = request.params;
      const token = (request.body as { token?: unknown } | undefined)?.token;
      const isAsked = isDigest(digest) && typeof token === 'string' && isDigest(token);
      const file = isAsked ? await uploads?.own(digest, token) : undefined;
      if (file === undefined) throw new PageError('page-unknown');
      response.set('Cache-Control', FORM_CACHE);
      await send(response, file, await nameOf(read(), digest, file), true);
    },
  ];
}

function isDigest(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

/** `entry-<n>-<k>`: never a name that somebody gave it. */
async function nameOf(reading: Reading, digest: string, { mediaType }: StoredFile): Promise<string> {
  const content = await reading.state('content', digest);
  const entry = content === undefined ? undefined : await reading.entry(content.entry);
  const place = entry === undefined ? -1 : fileRefs(entry.statement).findIndex((ref) => ref.digest === digest);
  const name = entry === undefined ? 'file' : `entry-${entry.index}-${place + 1}`;
  return `${name}.${endings[mediaType]}`;
}

async function send(response: Response, file: StoredFile, name: string, isSaved: boolean): Promise<void> {
  const parts = file.parts()[Symbol.asyncIterator]();
  const first = await parts.next();
  // Told by its bytes as well: what a record says of itself is not believed.
  if (first.done === true || detectFileType(first.value.subarray(0, HEAD_BYTES)) !== file.mediaType)
    throw new PageError('page-unknown');
  response.set({
    'Content-Type': file.mediaType,
    'Content-Length': String(file.bytes),
    'Content-Disposition': `${isSaved ? 'attachment' : 'inline'}; filename="${name}"`,
    'Content-Security-Policy': POLICY,
    'X-Content-Type-Options': 'nosniff',
  });
  // Whoever stops listening, or a file that goes away meanwhile, ends the answer short of the length it has said.
  await pipeline(resumed(first.value, parts), response).catch(() => response.destroy());
}

async function* resumed(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}
