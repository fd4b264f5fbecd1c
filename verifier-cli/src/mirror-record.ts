/**
 * Copies the public record of a ledger into a folder, so that it can be checked with the network gone.
 *
 * Nothing is judged here but sizes, and whether the rules let an entry take a text away: all else is what `verify` is for, and
 * a mirror must be able to hold evidence. Full tiles, full bundles and texts never change, so what is there is not fetched
 * again. The checkpoint comes last: until then the folder is the copy it was before. Then texts go that entries have taken out
 * of public view (SPEC M58, M69).
 */
import { splitBundle } from '@counterfoil/ledger/audit/bundle-file';
import {
  CHECKPOINT_PATH,
  contentPath,
  filePath,
  LEDGER_INFO_PATH,
  MAX_FILE_BYTES,
  type Source,
} from '@counterfoil/ledger/audit/source';
import { equalBytes } from '@counterfoil/ledger/bytes';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { parseContent, SALT_BYTES } from '@counterfoil/ledger/content';
import { parseEntry } from '@counterfoil/ledger/entry';
import { FormatError } from '@counterfoil/ledger/error';
import { parseNote } from '@counterfoil/ledger/note';
import { redactionsPath, REDACTIONS_WIDTH } from '@counterfoil/ledger/redactions';
import { contentRefs, fileRefs, openEnvelope, type Statement } from '@counterfoil/ledger/statement';
import { bundlesOf, TILE_WIDTH, tilePath, tilesOf, type EntryBundle, type HashTile } from '@counterfoil/ledger/tile';
import { HASH_BYTES } from '@counterfoil/ledger/tree';
import type { MirrorFolder } from './mirror-folder.ts';
import { CannotMirror, openKept, requireLeadsOn } from './mirror-history.ts';
import { refusedEntries } from './refused-entries.ts';
import { folderSource } from './source-folder.ts';
import { UnseenTexts } from './unseen-texts.ts';

export interface MirrorResult {
  readonly origin: string;
  readonly size: number;
  /** Entries that the folder held before; null where this is the first copy. */
  readonly before: number | null;
  /** Files that were not in the folder, or were others there. */
  readonly fetched: number;
  /** Paths that the source does not have, though no entry says why; checking the folder will say what that means. */
  readonly missing: readonly string[];
  /** Texts that are not in public view, and how many of them were taken out of the folder. */
  readonly unseen: number;
  readonly dropped: number;
}

export interface MirrorOptions {
  /** Without them the copy holds commitments, and none of the words. SPEC M69. */
  readonly texts: boolean;
  /** Where the source is, as it was typed: it stands in evidence. */
  readonly address: string;
  readonly onProgress: (entries: number, size: number) => void;
}

/** Texts that are fetched at the same moment. */
const AT_ONCE = 16;
/** Texts that wait to be fetched. */
const MAX_WANTED = 20_000;
/** How often it begins anew because texts were taken out while they were copied. */
const ATTEMPTS = 3;

/**
 * @throws SourceError when the source fails, FormatError when it has no checkpoint, MirrorRefusal when the folder holds
 * more, or something else, than the source now shows.
 */
export async function mirrorRecord(
  source: Source,
  folder: MirrorFolder,
  options: MirrorOptions,
): Promise<MirrorResult> {
  let [fetched, dropped] = [0, 0];
  let first: MirrorResult | undefined;
  for (let attempt = 1; ; attempt++) {
    const copied = await copyRecord(source, folder, options, first && (first.before ?? 0));
    first ??= copied;
    fetched += copied.fetched;
    dropped += copied.dropped;
    const isExplained = copied.missing.length === 0 || attempt === ATTEMPTS || !(await hasGrown(source, copied.size));
    if (isExplained) return { ...copied, before: first.before, fetched, dropped };
  }
}

/** Whether entries have come since that may say why something is gone. */
async function hasGrown(source: Source, size: number): Promise<boolean> {
  const note = await source.read(CHECKPOINT_PATH, MAX_FILE_BYTES.checkpoint);
  return note !== undefined && parseCheckpoint(parseNote(note).text).size > size;
}

/** @param judgedTo entries whose redactions were judged on an earlier run; otherwise those that the folder holds. */
async function copyRecord(
  source: Source,
  folder: MirrorFolder,
  options: MirrorOptions,
  judgedTo?: number,
): Promise<MirrorResult> {
  const { texts, address, onProgress } = options;
  const note = await need(source, CHECKPOINT_PATH, MAX_FILE_BYTES.checkpoint);
  const info = await need(source, LEDGER_INFO_PATH, MAX_FILE_BYTES.ledgerInfo);
  const checkpoint = parseCheckpoint(parseNote(note).text);
  await folder.begin(checkpoint.origin);
  const kept = await folder.read(CHECKPOINT_PATH);
  if (kept !== undefined) await requireLeadsOn({ source: folder, note: kept }, { address, source, note }, checkpoint);

  const { origin, size } = checkpoint;
  const before = kept === undefined ? null : (openKept(kept)?.size ?? null);
  const copy = new Copy(source, folder);
  let reached = 0;
  for (const bundle of bundlesOf(size)) {
    const { index, width } = bundle;
    const [hashes, entries] = await Promise.all([copy.tile({ level: 0, index, width }), copy.bundle(bundle)]);
    // A checkpoint can claim any size: where there is nothing any more, nothing more is asked for.
    if (!hashes && entries === undefined) break;
    await copy.noteTexts(index * TILE_WIDTH, entries ?? [], texts);
    reached += width;
    onProgress(reached, size);
  }
  await copy.fetchTexts();
  for (const tile of upperTilesOf(size, reached)) await copy.tile(tile);
  // Costs as much as checking the record, so not where nothing is new and the copy is as entries say.
  if (copy.unseen.isSaidSince(judgedTo ?? before ?? 0) || (await copy.isOtherThanSaid(texts)))
    await copy.judgeUnseen(note, info);
  await copy.redactions();
  // Another copying that ended meanwhile has put a newer record here, and taken away tiles of this one.
  if (!isSame(await folder.read(CHECKPOINT_PATH), kept)) return copyRecord(source, folder, options, judgedTo);
  await folder.write(LEDGER_INFO_PATH, info);
  await folder.write(CHECKPOINT_PATH, note);
  // Only now: the checkpoint that was here before may have needed them.
  for (const tile of bundlesOf(reached)) await folder.removePartials(tile);
  for (const tile of tilesOf(reached)) await folder.removePartials(tile);
  const { digests } = copy.unseen;
  const unseen = new Set(digests.flatMap(pathsOf));
  let dropped = 0;
  for (const path of unseen) if (await folder.remove(path)) dropped++;
  await folder.tidy();
  const missing = copy.missing.filter((path) => !unseen.has(path));
  return { origin, size, before, fetched: copy.fetched, missing, unseen: digests.length + copy.waiting, dropped };
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : equalBytes(a, b);
}

/** The hash tiles above the leaves of a tree of that size, as far as the first `reached` entries lead to them. */
function* upperTilesOf(size: number, reached: number): Generator<HashTile, void, undefined> {
  for (let level = 1; TILE_WIDTH ** level <= reached; level++) {
    const count = Math.floor(size / TILE_WIDTH ** level);
    const known = Math.floor(reached / TILE_WIDTH ** level);
    for (let index = 0; index * TILE_WIDTH < known; index++)
      yield { level, index, width: Math.min(TILE_WIDTH, count - index * TILE_WIDTH) };
  }
}

async function need(source: Source, path: string, maxBytes: number): Promise<Uint8Array> {
  const bytes = await source.read(path, maxBytes);
  if (bytes === undefined) throw new CannotMirror(`There is no ledger at this address: it has no file "${path}".`);
  return bytes;
}

class Copy {
  readonly missing: string[] = [];
  /** Texts that are kept back until somebody has looked at them. */
  waiting = 0;
  readonly unseen = new UnseenTexts();
  readonly #wanted = new Set<string>();
  readonly #wantedFiles = new Set<string>();
  fetched = 0;
  readonly #source: Source;
  readonly #folder: MirrorFolder;

  constructor(source: Source, folder: MirrorFolder) {
    this.#source = source;
    this.#folder = folder;
  }

  /** Whether it is here now. */
  async tile(tile: HashTile): Promise<boolean> {
    const full = tilePath(tile.level, tile.index);
    if ((await this.#folder.sizeBytes(full)) === TILE_WIDTH * HASH_BYTES) return true;
    return (await this.#fetchTile(tile, MAX_FILE_BYTES.tile)) !== undefined;
  }

  /** Its entries, as far as they can be told apart; undefined when there is no such file. */
  async bundle(bundle: EntryBundle): Promise<readonly Uint8Array[] | undefined> {
    const kept = await this.#folder.read(tilePath('entries', bundle.index));
    if (kept !== undefined) {
      const split = splitBundle(kept, TILE_WIDTH);
      if (split.damage === undefined) return split.entries.slice(0, bundle.width);
    }
    const bytes = await this.#fetchTile(bundle, MAX_FILE_BYTES.bundle);
    return bytes === undefined ? undefined : splitBundle(bytes, bundle.width, true).entries;
  }

  /**
   * Notes which of their texts are to be fetched. Later entries may say that some of them are not to be had: so they wait until there
   * are many, or `fetchTexts` is called at the end.
   * @param first index of the first of these entries.
   */
  async noteTexts(first: number, entries: readonly Uint8Array[], wanted: boolean): Promise<void> {
    const digests: string[] = [];
    for (const [place, bytes] of entries.entries()) {
      const statement = openStatement(bytes);
      if (statement === undefined) continue;
      this.unseen.note(first + place, statement);
      if (!wanted) continue;
      digests.push(...contentRefs(statement).map(({ digest }) => digest));
      for (const { digest, bytes: length } of fileRefs(statement))
        if ((await this.#folder.sizeBytes(filePath(digest))) !== SALT_BYTES + length) this.#wantedFiles.add(digest);
    }
    await atOnce(digests, async (digest) => {
      const kept = await this.#folder.read(contentPath(digest));
      if (kept === undefined || !isContent(kept)) this.#wanted.add(digest);
    });
    if (this.#wanted.size + this.#wantedFiles.size >= MAX_WANTED) await this.fetchTexts();
  }

  async fetchTexts(): Promise<void> {
    const digests = [...this.#wanted].filter((digest) => !this.unseen.has(digest));
    await atOnce(digests, async (digest) => {
      this.#wanted.delete(digest);
      await this.#fetchContent(digest, contentPath(digest), MAX_FILE_BYTES.content);
    });
    // One at a time: each may have ten megabytes.
    for (const digest of [...this.#wantedFiles].filter((one) => !this.unseen.has(one))) {
      this.#wantedFiles.delete(digest);
      await this.#fetchContent(digest, filePath(digest), MAX_FILE_BYTES.file);
    }
  }

  async #fetchContent(digest: string, path: string, maxBytes: number): Promise<void> {
    if ((await this.#fetch(path, maxBytes)) !== undefined) return;
    if (this.unseen.mayWait(digest)) this.waiting++;
    else this.missing.push(path);
  }

  /** Whether the folder has what entries have taken out of public view, or with texts has not what they have put into it. */
  async isOtherThanSaid(texts: boolean): Promise<boolean> {
    for (const digest of this.unseen.named) {
      const sizes = await Promise.all(pathsOf(digest).map((path) => this.#folder.sizeBytes(path)));
      const isHere = sizes.some((size) => size !== undefined);
      if (isHere ? this.unseen.has(digest) : texts && !this.unseen.has(digest)) return true;
    }
    return false;
  }

  /**
   * Holds on to what entries say is to go and the rules do not let go: a copy that followed every entry would lose what the operator
   * wants gone. All of it stays where the entries cannot be judged to the last.
   */
  async judgeUnseen(note: Uint8Array, info: Uint8Array): Promise<void> {
    const { path: folder } = this.#folder;
    const files = folderSource(folder);
    const heads = new Map([
      [CHECKPOINT_PATH, note],
      [LEDGER_INFO_PATH, info],
    ]);
    const refused = await refusedEntries(folder, {
      read: async (path, maxBytes) => heads.get(path) ?? files.read(path, maxBytes),
    });
    this.unseen.judge((entry) => refused?.has(entry) === false);
    await this.fetchTexts();
  }

  /** As many pages as the entries fill. Whether they say what they must is for checking the folder to tell. */
  async redactions(): Promise<void> {
    for (let page = 0; page * REDACTIONS_WIDTH < this.unseen.count; page++) {
      const path = redactionsPath(page);
      // Fetched anew each time, also a full one: the log key may have been replaced, and signs it then.
      if ((await this.#fetch(path, MAX_FILE_BYTES.checkpoint)) === undefined) this.missing.push(path);
    }
  }

  /** C2SP tlog-tiles: where a partial tile is gone, the full one has taken its place. */
  async #fetchTile({ level, index, width }: HashTile | EntryBundle, maxBytes: number): Promise<Uint8Array | undefined> {
    const path = tilePath(level, index, width);
    const bytes =
      (await this.#fetch(path, maxBytes)) ??
      (width === TILE_WIDTH ? undefined : await this.#fetch(tilePath(level, index), maxBytes));
    if (bytes === undefined) this.missing.push(path);
    return bytes;
  }

  async #fetch(path: string, maxBytes: number): Promise<Uint8Array | undefined> {
    const bytes = await this.#source.read(path, maxBytes);
    if (bytes === undefined) return undefined;
    const kept = await this.#folder.read(path);
    if (kept !== undefined && equalBytes(kept, bytes)) return bytes;
    this.fetched++;
    await this.#folder.write(path, bytes);
    return bytes;
  }
}

function pathsOf(digest: string): readonly string[] {
  return [contentPath(digest), filePath(digest)];
}

async function atOnce(digests: readonly string[], task: (digest: string) => Promise<void>): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    for (let digest = digests[next++]; digest !== undefined; digest = digests[next++]) await task(digest);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** Undefined where the entry cannot be read: checking the folder names it. */
function openStatement(entry: Uint8Array): Statement | undefined {
  try {
    return openEnvelope(parseEntry(entry).envelope).statement;
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

function isContent(bytes: Uint8Array): boolean {
  try {
    parseContent(bytes);
    return true;
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}
