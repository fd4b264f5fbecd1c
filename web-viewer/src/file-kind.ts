/** What kind of file it is and how large: `JPEG picture, 1.2 MB`. */
import type { FileRef } from '@counterfoil/ledger/file-content';
import type { Language } from './language.ts';

const types = {
  'image/jpeg': 'file-type-jpeg',
  'image/png': 'file-type-png',
  'image/webp': 'file-type-webp',
  'application/pdf': 'file-type-pdf',
} as const;

export function fileKind(language: Language, { mediaType, bytes }: Pick<FileRef, 'mediaType' | 'bytes'>): string {
  return language.phrase('file-kind', { type: language.phrase(types[mediaType]), size: language.size(bytes) });
}
