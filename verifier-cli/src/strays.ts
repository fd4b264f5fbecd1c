/** Files in the folder of a copy that are no part of its record: nothing is wrong with the record for that, but nobody has looked at them. */
import { opendirSync, type Dir } from 'node:fs';
import { join, relative } from 'node:path';
import type { AuditResult, Source } from '@counterfoil/ledger/audit';
import { plainText, sayCount } from '@counterfoil/ledger/audit/words';
import { parseTilePath, TILE_WIDTH } from '@counterfoil/ledger/tile';
import { isPublicPath } from './public-path.ts';
import { count } from './sentence.ts';

export interface Strays {
  readonly count: number;
  /** The first few paths, in the order of their letters. */
  readonly first: readonly string[];
}

const MAX_NAMED = 5;
/** Texts and files of which it is remembered that the audit asked for them. */
const MAX_ASKED = 100_000;
const TEXT = /^(?:content|file)\//;

/** A folder as the audit reads it, and what lies in it besides. */
export class StraySearch implements Source {
  readonly #folder: string;
  readonly #source: Source;
  readonly #asked = new Set<string>();
  #hasAskedAll = true;

  constructor(folder: string, source: Source) {
    this.#folder = folder;
    this.#source = source;
  }

  read(path: string, maxBytes: number): Promise<Uint8Array | undefined> {
    if (TEXT.test(path)) {
      if (this.#asked.size < MAX_ASKED) this.#asked.add(path);
      else this.#hasAskedAll = false;
    }
    return this.#source.read(path, maxBytes);
  }

  /** @param looksAtTexts whether the audit has asked for every text that its record shows; where not, none that could be one is named. */
  find({ held, tally }: AuditResult, looksAtTexts: boolean): Strays | undefined {
    if (held === undefined) return undefined;
    // Threads read texts by themselves; then nobody here knows which.
    const knowsTexts = looksAtTexts && this.#hasAskedAll && this.#asked.size >= tally.texts;
    let found = 0;
    let first: string[] = [];
    // To walk through a million texts takes longer than to verify what is new.
    const isFew = held.size <= MAX_ASKED;
    for (const path of filesBelow(this.#folder, (folder) => isFew || !TEXT.test(`${folder}/`))) {
      const isText = TEXT.test(path);
      if (isPublicPath(path) && (isText ? !knowsTexts || this.#asked.has(path) : isWithin(path, held.size))) continue;
      found++;
      first = [...first, path].toSorted().slice(0, MAX_NAMED);
    }
    return found === 0 ? undefined : { count: found, first };
  }
}

export function strayLine({ count: found, first }: Strays): string {
  // A digest is told by its beginning, by which the file is found.
  const names = plainText(first.join(', ').replaceAll(/(?<=[0-9a-f]{8})[0-9a-f]{8,}/g, '…'));
  const rest = found - first.length;
  return `${count(found, 'file', 'files')} in the folder that ${found === 1 ? 'is' : 'are'} no part of the record: ${names}${rest > 0 ? ` and ${sayCount(rest)} more` : ''}.`;
}

/** A file of hashes or entries beyond the end of the record is no part of it. */
function isWithin(path: string, size: number): boolean {
  const tile = parseTilePath(path);
  if (tile === undefined) return true;
  const each = tile.level === 'entries' ? 1 : TILE_WIDTH ** tile.level;
  return (tile.index * TILE_WIDTH + tile.width) * each <= size;
}

/** By paths with slashes. @param enters whether to look into that folder. A folder that cannot be read, or went meanwhile, holds nothing that can be named. */
function* filesBelow(root: string, enters: (folder: string) => boolean, folder = root): Generator<string> {
  let opened: Dir | undefined;
  try {
    opened = opendirSync(folder);
    for (let entry = opened.readSync(); entry !== null; entry = opened.readSync()) {
      const path = join(folder, entry.name);
      const name = relative(root, path).replaceAll('\\', '/');
      if (!entry.isDirectory()) yield name;
      else if (enters(name)) yield* filesBelow(root, enters, path);
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  } finally {
    opened?.closeSync();
  }
}
