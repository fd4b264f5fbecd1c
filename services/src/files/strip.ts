/** What is kept of a file that somebody sends: told by its bytes what it is, and without what a picture tells of its maker. SPEC M59, M60. */
import { detectFileType, type FileMediaType } from '@counterfoil/ledger/file-content';
import { Problem } from '../problem.ts';
import { ByteReader } from './byte-reader.ts';
import { passPdf } from './pass-pdf.ts';
import { stripJpeg } from './strip-jpeg.ts';
import { stripPng } from './strip-png.ts';
import { stripWebp, type Patch } from './strip-webp.ts';

type Bytes = AsyncGenerator<Uint8Array, readonly Patch[] | void, undefined>;

export interface Stripped {
  readonly mediaType: FileMediaType;
  /** In parts as they come; throws Problem `file-malformed`. At the end comes what is to be written over the first bytes. */
  readonly parts: Bytes;
}

/** More than any type is told by. */
const HEAD_BYTES = 16;

const strippers: Readonly<Record<FileMediaType, (reader: ByteReader) => Bytes>> = {
  'image/jpeg': stripJpeg,
  'image/png': stripPng,
  'image/webp': stripWebp,
  'application/pdf': passPdf,
};

/** @throws Problem `file-type`, and what reading throws. */
export async function stripFile(source: AsyncIterable<Uint8Array>): Promise<Stripped> {
  const reader = new ByteReader(source);
  const mediaType = detectFileType(await reader.peek(HEAD_BYTES));
  if (mediaType === undefined) throw new Problem('file-type');
  return { mediaType, parts: strippers[mediaType](reader) };
}
