/**
 * Where an audit reads the public record from: a server, a folder, anything with the same paths. SPEC 10.
 *
 * What a source gives is never believed. All that is asked of it is that it tells "there is no such file" from "I could not
 * find out", because the first is a finding about the ledger and the second is not.
 */
import { MAX_TEXT_BYTES, SALT_BYTES } from '../content.ts';
import { MAX_ATTACHED_BYTES } from '../file-content.ts';
import { MAX_LEDGER_INFO_BYTES } from '../ledger-info.ts';
import { MAX_NOTE_BYTES } from '../note.ts';
import { LENGTH_BYTES, MAX_ENTRY_BYTES, TILE_WIDTH } from '../tile.ts';
import { HASH_BYTES } from '../tree.ts';
import { asSentence, inEnglish, type Sentence } from '../say.ts';

export interface Source {
  /**
   * The bytes of a file of the public layout, or undefined when it is not there. The caller does not change them, and the
   * source does not change them either once they are handed over. Must settle in bounded time.
   * @throws SourceError `too-large` for a file of more than `maxBytes`; every other code when nothing can be said about it.
   */
  read(path: string, maxBytes: number): Promise<Uint8Array | undefined>;
}

/**
 * - `too-large`: the file is there and larger than it can be;
 * - `unreachable`: no connection, a broken disk, a server that fails;
 * - `timeout`: no answer, or no complete one, in the time allowed;
 * - `refused`: an answer, and it is no.
 */
export type SourceCode = 'too-large' | 'unreachable' | 'timeout' | 'refused';

/** `message` is a sentence for people, `reason` the same as other languages can say it. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly code: SourceCode;
  readonly reason: Sentence;
  constructor(code: SourceCode, reason: Sentence | string, options?: ErrorOptions) {
    const sentence = asSentence(reason);
    super(inEnglish(sentence), options);
    this.code = code;
    this.reason = sentence;
  }
}

/** JSON writes a control character in six bytes. */
const MAX_JSON_GROWTH = 6;

/** The largest each kind of file can be. */
export const MAX_FILE_BYTES = {
  ledgerInfo: MAX_LEDGER_INFO_BYTES,
  checkpoint: MAX_NOTE_BYTES,
  tile: TILE_WIDTH * HASH_BYTES,
  bundle: TILE_WIDTH * (LENGTH_BYTES + MAX_ENTRY_BYTES),
  content: MAX_TEXT_BYTES * MAX_JSON_GROWTH + 100,
  file: SALT_BYTES + MAX_ATTACHED_BYTES,
} as const;

export const LEDGER_INFO_PATH = 'ledger.json';
export const CHECKPOINT_PATH = 'checkpoint';

export function contentPath(digest: string): string {
  return `content/${digest}`;
}

/** Of a photograph, a scan, a plan: salt and bytes. */
export function filePath(digest: string): string {
  return `file/${digest}`;
}
