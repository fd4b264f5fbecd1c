/** A form with files as browsers send it (RFC 7578), read as it comes: fields are held, files are handed on. */
import type { Request } from 'express';
import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy';
import { parseUtf8 } from '@counterfoil/ledger/bytes';
import { MAX_ATTACHED_BYTES, MAX_ATTACHED_FILES } from '@counterfoil/ledger/file-content';
import { pipeline } from 'node:stream/promises';
import type { FormDoor } from './form-door.ts';
import type { Language } from './language.ts';
import { joinMarkup, type Markup } from './markup.ts';
import { PageError } from './page-error.ts';
import { tellRefused } from './tell-refused.ts';
import type { ToldError } from './told-error.ts';
import type { SentFile, Uploads } from './uploads.ts';

export const FILES_FORM_TYPE = 'multipart/form-data';
/** More than the longest form of files; what goes beyond is cut off. */
export const MAX_FORM_BYTES = MAX_ATTACHED_FILES * MAX_ATTACHED_BYTES + 1_000_000;

/** Fields are short, but for the words. */
const [MAX_FIELDS, MAX_FIELD_BYTES, MAX_NAME_BYTES] = [30, 400_000, 100];
/** Of fields that name files received before. */
const KEPT_FIELD = 'kept';

export interface FormFiles {
  readonly fields: ReadonlyMap<string, string>;
  /** Those received now, and those received before that the sender leaves marked. */
  readonly files: readonly SentFile[];
  /** Sentences about those that were not taken. */
  readonly errors: readonly ToldError['message'][];
}

/** @throws PageError `form-malformed`, `form-too-large` for what no browser would send. */
export async function readFormFiles(
  request: Request,
  uploads: Uploads,
  door: FormDoor | undefined,
  language: Language,
): Promise<FormFiles> {
  const { 'content-type': type = '' } = request.headers;
  const fields = new Map<string, string>();
  const kept = new Set<string>();
  const errors: ToldError['message'][] = [];
  const received: SentFile[] = [];
  const tooMany = language.phrase('input-error-files-many', { most: MAX_ATTACHED_FILES });
  let fault: PageError | undefined;
  let [number, waiting]: [number, Promise<void>] = [0, Promise.resolve()];

  const take = async (stream: BusboyFileStream): Promise<void> => {
    const taken = await takeFile(stream, ++number);
    if (taken === undefined) number--;
    else if ('token' in taken) received.push(taken);
    else errors.push(taken.refused);
    // What is left of it is read to its end, so that what follows can be.
    stream.resume();
  };
  const takeFile = async (
    stream: AsyncIterable<Uint8Array>,
    place: number,
  ): Promise<SentFile | { refused: ToldError['message'] } | undefined> => {
    const parts = stream[Symbol.asyncIterator]();
    // Where nothing was chosen a browser sends a file of no bytes.
    const first = await parts.next();
    if (first.done === true) return undefined;
    const refusal = door?.admitFile(request);
    if (refusal !== undefined) {
      const wait = language.unit(refusal.retryAfterS, 'second');
      return { refused: language.phrase('input-error-files-wait', { wait }) };
    }
    const taken = await uploads.receive(resumed(first.value, parts));
    if ('token' in taken) return taken;
    const why = { html: joinMarkup(tellRefused(taken.refused, language)) };
    return { refused: language.parts<Markup>('input-error-file', { number: place, why }, {}) };
  };

  const parser = makeParser(type);
  parser.on('field', (name: string, bytes: string, nameCut: boolean, valueCut: boolean) => {
    const value = decode(bytes);
    if (valueCut) fault ??= new PageError('form-too-large');
    else if (fields.has(name) || nameCut || value === undefined) fault ??= new PageError('form-malformed');
    else if (name === KEPT_FIELD && kept.size < MAX_ATTACHED_FILES) kept.add(value);
    else fields.set(name, value);
  });
  parser.on('file', (_name: string, stream: BusboyFileStream) => {
    // What breaks off breaks the whole form off, which says so.
    stream.on('error', () => undefined);
    waiting = waiting.then(() => take(stream));
    waiting.catch(() => undefined);
  });
  parser.on('filesLimit', () => void errors.push(tooMany));
  parser.on('fieldsLimit', () => void (fault ??= new PageError('form-malformed')));
  try {
    await pipeline(request, parser);
  } catch (cause) {
    throw new PageError('form-malformed', { cause });
  }
  await waiting;
  if (fault !== undefined) throw fault;
  const before: SentFile[] = [];
  for (const token of kept) {
    const file = /^[0-9a-f]{64}$/.test(token) ? await uploads.find(token) : undefined;
    if (file === undefined) errors.push(language.phrase('input-error-file-gone'));
    else before.push(file);
  }
  const files = [...before, ...received];
  if (files.length > MAX_ATTACHED_FILES) errors.push(tooMany);
  return { fields, files: files.slice(0, MAX_ATTACHED_FILES), errors };
}

function makeParser(type: string): BusboyInstance {
  try {
    return new Busboy({
      headers: { 'content-type': type },
      // Each byte as one character: what is no UTF-8 is refused here, not replaced there.
      defCharset: 'latin1',
      limits: {
        fields: MAX_FIELDS,
        fieldNameSize: MAX_NAME_BYTES,
        fieldSize: MAX_FIELD_BYTES,
        files: MAX_ATTACHED_FILES,
        // One more, so that what is too large is seen to be.
        fileSize: MAX_ATTACHED_BYTES + 1,
        headerPairs: 20,
      },
    });
  } catch (cause) {
    throw new PageError('form-malformed', { cause });
  }
}

function decode(bytes: string): string | undefined {
  try {
    return parseUtf8(new Uint8Array(Buffer.from(bytes, 'latin1')));
  } catch {
    return undefined;
  }
}

async function* resumed(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}
