/** Files on their way in, as the form knows them. Who keeps them, and what is taken out of them before, is not the viewer's affair. */
import type { FileMediaType } from '@counterfoil/ledger/file-content';
import type { Sentence } from '@counterfoil/ledger/say';
import type { StoredFile } from './record.ts';

/** A file that was received and that nothing refers to yet. */
export interface SentFile {
  /** By which its sender refers to it. */
  readonly token: string;
  readonly bytes: number;
  readonly mediaType: FileMediaType;
}

/** What its sender can show of a file that is not public. */
export interface OwnFile {
  readonly digest: string;
  readonly salt: Uint8Array;
  readonly token: string;
}

export interface Uploads {
  /** Takes a file in, as fast as there is room for it; a refusal says why, and nothing is kept then. */
  receive(source: AsyncIterable<Uint8Array>): Promise<SentFile | { readonly refused: readonly Sentence[] }>;
  /** Undefined where nothing was received under this token, or so long ago that it was not kept. */
  find(token: string): Promise<SentFile | undefined>;
  /** For whoever sent it. */
  own(digest: string, token: string): Promise<StoredFile | undefined>;
}
