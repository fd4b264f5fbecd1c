/**
 * Reads a ledger as somebody does who is going to sign: every entry is shown to be under the checkpoint, every text is held
 * against its commitment. What the service says besides (which entries belong to a case) only helps to find them.
 */
import nodeCrypto from 'node:crypto';
import { equalBytes, parseBase64 } from '@counterfoil/ledger/bytes';
import { checkContent, parseContent, type Content, type ContentRef } from '@counterfoil/ledger/content';
import { parseEntry } from '@counterfoil/ledger/entry';
import { FormatError } from '@counterfoil/ledger/error';
import { checkFile, type FileRef } from '@counterfoil/ledger/file-content';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { openEnvelope, type Kind, type Statement, type StatementOf } from '@counterfoil/ledger/statement';
import { parseBundle, parseTile, tileHashReader, tilePath, TILE_WIDTH } from '@counterfoil/ledger/tile';
import { checkConsistency, checkInclusion, leafHash, proveConsistency, proveInclusion } from '@counterfoil/ledger/tree';
import { ClientProblem, problem } from './client-problem.ts';
import type { Seen } from './evidence.ts';

export interface ReadEntry {
  readonly index: number;
  /** When it was recorded. */
  readonly time: string;
  readonly statement: Statement;
  readonly keyids: readonly string[];
}

export interface EntryOf<K extends Kind> extends ReadEntry {
  readonly statement: StatementOf<K>;
}

const { sha256 } = nodePlatform(nodeCrypto);

/** Texts fetched at the same time. */
const TEXTS_AT_ONCE = 64;

export class RecordReader {
  readonly seen: Seen;
  readonly #get: (path: string) => Promise<Uint8Array>;
  readonly #root: Uint8Array;
  readonly #files = new Map<string, Promise<Uint8Array>>();
  readonly #bundles = new Map<number, Promise<readonly Uint8Array[]>>();

  /** @param seen of a checkpoint whose signature holds */
  constructor(seen: Seen, get: (path: string) => Promise<Uint8Array>) {
    this.seen = seen;
    this.#root = parseBase64(seen.root);
    this.#get = get;
  }

  /** Whether the ledger of an earlier checkpoint is the beginning of this one. @throws ClientProblem when the ledger does not give the tiles */
  async extends(earlier: { readonly size: number; readonly root: Uint8Array }): Promise<boolean> {
    const { size } = this.seen;
    if (earlier.size > size) return false;
    if (earlier.size === 0) return true;
    const proof = await readable('its hashes', () => proveConsistency(earlier.size, size, this.#hashes(), sha256));
    const claim = { size1: earlier.size, root1: earlier.root, size2: size, root2: this.#root, proof };
    return checkConsistency(claim, sha256);
  }

  /** @throws ClientProblem `entry-foreign` where there is none under the checkpoint, or it is not what the tree holds */
  async entry(index: number): Promise<ReadEntry> {
    if (index >= this.seen.size)
      throw problem('entry-foreign', `There is no entry ${index}: the ledger has ${this.seen.size}.`);
    const number = Math.floor(index / TILE_WIDTH);
    const bundle = this.#bundles.get(number) ?? this.#readBundle(number);
    this.#bundles.set(number, bundle);
    return readable(`entry ${index}`, async () => {
      const { time, envelope } = parseEntry((await bundle)[index % TILE_WIDTH] ?? new Uint8Array());
      const { statement } = openEnvelope(envelope);
      return { index, time, statement, keyids: envelope.signatures.map(({ keyid }) => keyid) };
    });
  }

  async entries(indexes: readonly number[]): Promise<readonly ReadEntry[]> {
    const read = [];
    for (const index of indexes) read.push(await this.entry(index));
    return read;
  }

  /** @throws ClientProblem `entry-foreign` where the entry says something else */
  async entryOf<K extends Kind>(index: number, kind: K): Promise<EntryOf<K>> {
    const { statement, ...entry } = await this.entry(index);
    if (statement.kind !== kind)
      throw problem('entry-foreign', `Entry ${index} is of the kind "${statement.kind}", not "${kind}".`);
    return { ...entry, statement: statement as StatementOf<K> };
  }

  /** Undefined for a text that was taken out of public view. @throws ClientProblem `content-foreign` for one that was changed */
  async text(ref: ContentRef): Promise<string | undefined> {
    return (await this.content(ref))?.text;
  }

  /** The same with its salt. */
  async content(ref: ContentRef): Promise<Content | undefined> {
    const bytes = await this.#public(`content/${ref.digest}`);
    if (bytes === undefined) return undefined;
    const content = await readable('a text', () => Promise.resolve(parseContent(bytes)));
    if (!checkContent(ref, content, sha256)) throw foreign('text');
    return content;
  }

  /** A file behind its salt. Undefined and @throws as for a text */
  async file(ref: FileRef): Promise<Uint8Array | undefined> {
    const salted = await this.#public(`file/${ref.digest}`);
    if (salted !== undefined && !checkFile(ref, salted, sha256)) throw foreign('file');
    return salted;
  }

  /** The exact bytes of an entry, and the proof that they are under the checkpoint. @throws as `entry` */
  async proved(index: number): Promise<{ readonly bytes: Uint8Array; readonly proof: readonly Uint8Array[] }> {
    await this.entry(index);
    const bytes = (await this.#bundles.get(Math.floor(index / TILE_WIDTH)))?.[index % TILE_WIDTH] ?? new Uint8Array();
    return { bytes, proof: await proveInclusion(index, this.seen.size, this.#hashes(), sha256) };
  }

  /** Undefined for what is not in public view. */
  async #public(path: string): Promise<Uint8Array | undefined> {
    try {
      return await this.#get(path);
    } catch (error) {
      if (error instanceof ClientProblem && (error.status === 404 || error.status === 410)) return undefined;
      throw error;
    }
  }

  /** In the order asked for. @param onText told after each */
  async texts(
    refs: readonly ContentRef[],
    onText: (done: number) => void = () => undefined,
  ): Promise<(string | undefined)[]> {
    const texts: (string | undefined)[] = Array.from({ length: refs.length });
    let [next, done] = [0, 0];
    const work = async (): Promise<void> => {
      for (let i = next++; i < refs.length; i = next++) {
        texts[i] = await this.text(refs[i] as ContentRef);
        onText(++done);
      }
    };
    await Promise.all(Array.from({ length: Math.min(TEXTS_AT_ONCE, refs.length) }, work));
    return texts;
  }

  /**
   * One inclusion proof shows a whole bundle to be right: the hashes beside the path are computed from all the other leaf
   * hashes of the tile, and these are compared with the entries.
   */
  async #readBundle(number: number): Promise<readonly Uint8Array[]> {
    const { size } = this.seen;
    const width = Math.min(TILE_WIDTH, size - number * TILE_WIDTH);
    const [bundle, tile] = await Promise.all([
      this.#file(tilePath('entries', number, width)),
      this.#file(tilePath(0, number, width)),
    ]);
    const [entries, leaves] = [parseBundle(bundle, width), parseTile(tile, width)];
    const index = number * TILE_WIDTH;
    const [first] = leaves;
    const proof = await proveInclusion(index, size, this.#hashes(), sha256);
    const holds =
      first !== undefined &&
      entries.every((entry, i) => equalBytes(leafHash(entry, sha256), leaves[i] ?? new Uint8Array())) &&
      checkInclusion({ index, size, root: this.#root, proof, leafHash: first }, sha256);
    if (!holds)
      throw problem(
        'entry-foreign',
        `What the ledger gives out as entries ${index} to ${index + width - 1} is not what its checkpoint stands for. Sign nothing here.`,
      );
    return entries;
  }

  #hashes(): ReturnType<typeof tileHashReader> {
    return tileHashReader(this.seen.size, (level, index, width) => this.#file(tilePath(level, index, width)), sha256);
  }

  #file(path: string): Promise<Uint8Array> {
    const known = this.#files.get(path) ?? this.#get(path);
    this.#files.set(path, known);
    return known;
  }
}

function foreign(what: 'text' | 'file'): ClientProblem {
  const detail = `A ${what} that the ledger gives out is not the one that was recorded. Sign nothing here.`;
  return problem('content-foreign', detail);
}

/** What cannot be read is not what was recorded, whoever garbled it. @param what the ledger gave */
async function readable<T>(what: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    const detail = `What the ledger gives out as ${what} cannot be read: ${cause.message} Sign nothing here.`;
    throw problem('entry-foreign', detail, { cause });
  }
}
