/** Makes public records out of any list of entries, as somebody could who holds the files, or the log key as well. */
import * as crypto from 'node:crypto';
import { base64, utf8 } from '@counterfoil/ledger/bytes';
import { formatCheckpoint } from '@counterfoil/ledger/checkpoint';
import { formatNote, parseVerifierKey } from '@counterfoil/ledger/note';
import { nodePlatformPooled } from '@counterfoil/ledger/platform-node';
import type { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { seedOf } from '@counterfoil/ledger/testing/signers';
import {
  bundlesOf,
  formatTile,
  LENGTH_BYTES,
  parseTilePath,
  tilePath,
  tilesOf,
  TILE_WIDTH,
} from '@counterfoil/ledger/tile';
import { Frontier, leafHash, type Hash } from '@counterfoil/ledger/tree';

export type Files = ReadonlyMap<string, Uint8Array>;

/**
 * How far an attacker goes: `bytes` changes bundles alone; `chained` makes the entries after it, the hashes and the tree fit;
 * `signed` has the log sign that too.
 */
export const reaches = ['bytes', 'chained', 'signed'] as const;
export type Reach = (typeof reaches)[number];

/** Who publishes. */
export interface Log {
  readonly origin: string;
  readonly vkey: string;
  sign(message: Uint8Array): Uint8Array;
}

/** The log with the key that the builder makes of that name. */
export async function logNamed(ledger: LedgerBuilder, name: string): Promise<Log> {
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seedOf(name)]);
  const key = crypto.createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const vkey = ledger.vkeyOf(await ledger.actor(name));
  return { origin: ledger.origin, vkey, sign: (message) => new Uint8Array(crypto.sign(null, message, key)) };
}

const { sha256 } = nodePlatformPooled(crypto);

/** A bundle of anything, also of what no recorder would put into one. */
function bundleOf(entries: readonly Uint8Array[]): Uint8Array {
  const bundle = Buffer.alloc(entries.reduce((sum, { length }) => sum + LENGTH_BYTES + length, 0));
  let offset = 0;
  for (const entry of entries) {
    offset = bundle.writeUInt16BE(entry.length, offset);
    bundle.set(entry, offset);
    offset += entry.length;
  }
  return new Uint8Array(bundle);
}

const LINK = /"index":\d+,"prev":(?:null|"[^"]*")/;

/** The entries with index and `prev` made to fit, from the given one on. */
export function rechained(entries: readonly Uint8Array[], from: number): Uint8Array[] {
  const chained = entries.slice(0, from);
  for (let index = from; index < entries.length; index++) {
    const before = chained[index - 1];
    const prev = before === undefined ? 'null' : `"${base64(leafHash(before, sha256))}"`;
    // Bytes as they are, whether they are text or not.
    const text = Buffer.from(entries[index] ?? []).toString('latin1');
    chained.push(new Uint8Array(Buffer.from(text.replace(LINK, `"index":${index},"prev":${prev}`), 'latin1')));
  }
  return chained;
}

/** Tiles and bundles. */
export function treeFiles(entries: readonly Uint8Array[]): {
  readonly files: Map<string, Uint8Array>;
  readonly root: Hash;
} {
  const nodes = new Map<string, Hash>();
  const frontier = Frontier.empty(sha256);
  for (const entry of entries)
    frontier.append(leafHash(entry, sha256), ({ level, index }, hash) => nodes.set(`${level}/${index}`, hash));
  const files = new Map<string, Uint8Array>();
  for (const { index, width } of bundlesOf(entries.length)) {
    const first = index * TILE_WIDTH;
    files.set(tilePath('entries', index, width), bundleOf(entries.slice(first, first + width)));
  }
  for (const { level, index, width } of tilesOf(entries.length)) {
    const hashes = Array.from({ length: width }, (_, i) => nodes.get(`${level * 8}/${index * TILE_WIDTH + i}`) as Hash);
    files.set(tilePath(level, index, width), formatTile(hashes));
  }
  return { files, root: frontier.root() };
}

export function signedNote({ vkey, sign }: Log, text: string): Uint8Array {
  const { name, id } = parseVerifierKey(vkey);
  return utf8(formatNote(text, [{ name, keyId: id, signature: sign(utf8(text)) }]));
}

export function signedCheckpoint(log: Log, size: number, root: Hash): Uint8Array {
  return signedNote(log, formatCheckpoint({ origin: log.origin, size, root }));
}

/**
 * The record with these entries in place of its own, which have a checkpoint for them only where the log signs: without it they
 * stand in the files that the checkpoint of the record asks for, be they too few or too many for those.
 * @param from the first that is not the recorded one. Without a chain nothing moves in the bundles after its own.
 */
export function forged(
  record: { readonly files: Files; readonly log: Log; readonly entries: readonly Uint8Array[] },
  entries: readonly Uint8Array[],
  from: number,
  reach: Reach,
): Files {
  const files = new Map(record.files);
  const size = record.entries.length;
  if (reach === 'bytes') {
    const start = from - (from % TILE_WIDTH);
    const width = Math.min(TILE_WIDTH, size - start);
    const own = entries.slice(start, Math.max(from, start + width + entries.length - size));
    return files.set(tilePath('entries', start / TILE_WIDTH, width), bundleOf(own));
  }
  for (const path of files.keys()) if (path.startsWith('tile/')) files.delete(path);
  const tree = treeFiles(entries);
  if (reach === 'signed') {
    for (const [path, bytes] of tree.files) files.set(path, bytes);
    return files.set('checkpoint', signedCheckpoint(record.log, entries.length, tree.root));
  }
  for (const [path, bytes] of tree.files) files.set(underSize(path, size), bytes);
  return files;
}

/** The path that the file has in a record of that size. */
function underSize(path: string, size: number): string {
  const tile = parseTilePath(path);
  if (tile === undefined) return path;
  const level = tile.level === 'entries' ? 0 : tile.level;
  const width = Math.min(TILE_WIDTH, Math.floor(size / TILE_WIDTH ** level) - tile.index * TILE_WIDTH);
  return width > 0 ? tilePath(tile.level, tile.index, width) : path;
}
