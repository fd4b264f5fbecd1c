/**
 * `/api/v1/files`: files on their way in, and what is not in public view for those who may see it. SPEC 6.1, M59, M60.
 *
 * A file comes by itself, as it is; what it is, its bytes say. The answer holds a token: whoever has it can refer to the file in what
 * they say next, and read it as it is kept.
 */
import { pipeline } from 'node:stream/promises';
import { Router, type RequestHandler, type Response } from 'express';
import type { z } from 'zod';
import { base64 } from '@counterfoil/ledger/bytes';
import { MAX_ATTACHED_BYTES } from '@counterfoil/ledger/file-content';
import { codeField } from '@counterfoil/ledger/statements/fields';
import { say } from '@counterfoil/ledger/say';
import type { PublicRecord, StoredFile } from '@counterfoil/web-viewer/record';
import { networkOf } from '../door/network.ts';
import type { FileStore, Upload } from '../files/file-store.ts';
import { Problem } from '../problem.ts';
import type { Holder } from '../tray/parties.ts';
import { check } from './body.ts';
import { mayDecide } from './pending.ts';
import { tokenField, type uploadSchema } from './schemas.ts';

/** How a program shows, in the header `Authorization`, that it was the one who sent a file. */
const SCHEME = 'Counterfoil-Upload ';
/** From one network at the same time. */
const MAX_FROM_NETWORK = 4;

export interface UploadsOptions {
  readonly files: FileStore;
  readonly record: PublicRecord;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Who shows the pass in this header. @throws Problem `pass-missing`, `pass-refused`. */
  readonly admitHolder: (authorization: string | undefined) => Promise<Holder>;
}

export function createUploads({ files, record, now, admitHolder }: UploadsOptions): Router {
  const router = Router();

  router.post('/files', limitNetworks(), async (request, response) => {
    // What says beforehand that it is too large need not be sent.
    if (Number(request.get('content-length') ?? 0) > MAX_ATTACHED_BYTES) throw new Problem('file-too-large');
    if ((request.get('content-encoding') ?? 'identity') !== 'identity') throw new Problem('file-type');
    const upload = await files.receive(request as AsyncIterable<Uint8Array>);
    response.set('Cache-Control', 'no-store').status(201).json(describe(upload));
  });

  router.get('/files/:digest', async (request, response) => {
    response.set({ 'Cache-Control': 'no-store', Vary: 'Authorization' });
    const { digest } = request.params;
    if (!/^[0-9a-f]{64}$/.test(digest)) throw new Problem('content-unknown');
    const authorization = request.get('authorization') ?? '';
    const file = authorization.startsWith(SCHEME)
      ? await files.own(digest, check(tokenField, authorization.slice(SCHEME.length)))
      : await forDeciding(authorization, request.query['office'], digest);
    await sendSalted(response, file);
  });

  return router;

  /** To those whose office decides about what people say in that case. */
  async function forDeciding(authorization: string, asked: unknown, digest: string) {
    const holder = await admitHolder(authorization === '' ? undefined : authorization);
    const office = check(codeField, asked);
    const kinds = await mayDecide(record, holder, office, new Date(now()).toISOString());
    const content = await record.state('content', digest);
    const of = content?.case == null ? undefined : await record.state('case', String(content.case));
    const rules = of && (await record.state('rules', `${of.process}/${of.version}`));
    const decides = kinds.some((kind) => rules?.acts[kind]?.offices.includes(office) === true);
    return decides ? files.onRecord(digest) : undefined;
  }
}

/** Salt and bytes as they are served to everybody, or nothing that tells why not. @throws Problem `content-unknown` */
export async function sendSalted(response: Response, file: StoredFile | undefined): Promise<void> {
  if (file === undefined) throw new Problem('content-unknown', say`No file with this digest is part of the record.`);
  response.set({
    'Content-Type': 'application/octet-stream',
    'Content-Length': String(file.salt.length + file.bytes),
    'Content-Disposition': 'attachment',
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'X-Content-Type-Options': 'nosniff',
  });
  // Whoever stops listening, or a file that goes away meanwhile, ends the answer short of the length it has said.
  await pipeline(salted(file), response).catch(() => response.destroy());
}

async function* salted({ salt, parts }: StoredFile): AsyncGenerator<Uint8Array, void, undefined> {
  yield salt;
  yield* parts();
}

function describe({ digest, bytes, mediaType, salt, token }: Upload): z.infer<typeof uploadSchema> {
  return { digest, bytes, mediaType, salt: base64(salt), token };
}

/** A network is known for as long as something comes in from it. */
function limitNetworks(): RequestHandler {
  const comingIn = new Map<string, number>();
  return (request, response, next) => {
    const network = networkOf(request.ip);
    const count = (comingIn.get(network) ?? 0) + 1;
    if (count > MAX_FROM_NETWORK) return next(new Problem('uploads-full', undefined, { retryAfterS: 1 }));
    comingIn.set(network, count);
    response.once('close', () => {
      const left = (comingIn.get(network) ?? 1) - 1;
      if (left === 0) comingIn.delete(network);
      else comingIn.set(network, left);
    });
    next();
  };
}
