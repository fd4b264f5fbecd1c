/** Every public file, damaged in every way that does not ask what is in it. */
import { concatBytes } from '@counterfoil/ledger/bytes';
import { splitBundle } from '@counterfoil/ledger/audit/bundle-file';
import { parseTilePath, TILE_WIDTH } from '@counterfoil/ledger/tile';
import { HASH_BYTES } from '@counterfoil/ledger/tree';
import { treeFiles, type Files } from './forger.ts';
import { numbers } from './numbers.ts';
import type { BatteryRecord } from './record.ts';
import type { TamperCase } from './run.ts';

/** Of one file at most. */
const MAX_FLIPS = 32;
/** Texts and files of the record that are damaged: among so many one is like the other. */
const TEXTS = 8;

/** @param path of the file with other bytes, or without. */
function replaced(files: Files, path: string, bytes: Uint8Array | undefined): Files {
  const changed = new Map(files);
  if (bytes === undefined) changed.delete(path);
  else changed.set(path, bytes);
  return changed;
}

export function byteCases(record: BatteryRecord): readonly TamperCase[] {
  const random = numbers(20260105);
  const { files, owners } = record;
  const texts = [...owners.keys()].filter((path) => files.has(path));
  const chosen = new Set([
    ...[...files.keys()].filter((path) => !path.startsWith('content/')),
    ...texts.filter((_, i) => i % Math.ceil(texts.length / TEXTS) === 0),
  ]);
  const cases: TamperCase[] = [];
  for (const [path, bytes] of files) {
    if (!chosen.has(path)) continue;
    const add = (how: string, changed: Uint8Array | undefined, at: number, more: Partial<TamperCase> = {}): void => {
      const { vkey, policy } = record;
      const named = placeIn(record, path, Math.min(at, bytes.length - 1));
      const make = (): Files => replaced(files, path, changed);
      cases.push({ group: `bytes: ${kindOf(path)}`, name: `${path} ${how}`, make, vkey, policy, ...named, ...more });
    };
    for (let i = 0; i < Math.min(MAX_FLIPS, bytes.length, kindOf(path) === 'text' ? 8 : MAX_FLIPS); i++) {
      const at = random(bytes.length);
      add(`flipped at ${at}`, bytes.with(at, (bytes[at] ?? 0) ^ (1 + random(255))), at);
    }
    for (const left of [bytes.length - 1, bytes.length >> 1, 1])
      add(`cut to ${left}`, bytes.subarray(0, left), path.startsWith('tile/entries') ? left : 0);
    add('emptied', new Uint8Array(), 0);
    add('gone', undefined, 0, whole(record, path));
    const end = bytes.length - 1;
    add('one longer', concatBytes(bytes, Uint8Array.of(0)), end, whole(record, path));
    add('twice', concatBytes(bytes, bytes), end, path.startsWith('tile/entries') ? {} : whole(record, path));
    add('huge', new Uint8Array(path.startsWith('tile/entries') ? 17_000_000 : 11_000_000), 0, whole(record, path));
    const other = [...files.keys()].find((one) => one !== path && kindOf(one) === kindOf(path) && chosen.has(one));
    const another = files.get(other ?? 'ledger.json') ?? bytes;
    if (path !== 'ledger.json') add('with the bytes of another', another, 0);
  }
  return cases;
}

/** Files as they were when the record had fewer entries. */
export function oldFileCases(record: BatteryRecord): readonly TamperCase[] {
  const { files, entries, vkey } = record;
  const newest = record.checkpointAt(entries.length);
  const cases: TamperCase[] = [];
  for (const size of [40, 60, 255, 256, 257, entries.length - 1]) {
    const checkpoint = record.checkpointAt(size);
    const name = `as it was with ${size} entries`;
    const common = { group: 'old versions', vkey, remembered: [newest], file: 'checkpoint', code: 'history-shortened' };
    cases.push({ ...common, name: `checkpoint ${name}`, make: () => replaced(files, 'checkpoint', checkpoint) });
    const before = new Map([...files].filter(([path]) => !path.startsWith('tile/')));
    for (const [path, bytes] of treeFiles(entries.slice(0, size)).files) before.set(path, bytes);
    cases.push({ ...common, name: `everything ${name}`, make: () => before.set('checkpoint', checkpoint) });
    for (const path of [...before.keys()].filter((one) => one.startsWith('tile/') && !files.has(one))) {
      const { level, index } = parseTilePath(path) ?? { level: 0, index: 0 };
      const current = [...files.keys()].find((one) => {
        const is = parseTilePath(one);
        return is?.level === level && is.index === index;
      });
      if (current === undefined) continue;
      const entry = level === 'entries' ? size : undefined;
      const make = (): Files => replaced(files, current, before.get(path));
      cases.push({ group: 'old versions', vkey, name: `${current} ${name}`, make, entry, file: current });
    }
  }
  return cases;
}

function kindOf(path: string): string {
  if (path.startsWith('content/') || path.startsWith('file/')) return 'text';
  if (path.startsWith('tile/entries')) return 'entries';
  return path.startsWith('tile/') ? 'hashes' : path;
}

/** What stands for the file as a whole. */
function whole({ owners }: BatteryRecord, path: string): Pick<TamperCase, 'entry' | 'file'> {
  return { entry: owners.get(path), file: path };
}

/** Whose bytes lie at that place. */
function placeIn(record: BatteryRecord, path: string, offset: number): Pick<TamperCase, 'entry' | 'file'> {
  const tile = parseTilePath(path);
  if (tile?.level === 0) return { entry: tile.index * TILE_WIDTH + Math.floor(offset / HASH_BYTES), file: path };
  if (tile?.level !== 'entries') return whole(record, path);
  let end = 0;
  for (const [position, entry] of splitBundle(
    record.files.get(path) ?? new Uint8Array(),
    tile.width,
  ).entries.entries()) {
    end += 2 + entry.length;
    if (offset < end) return { entry: tile.index * TILE_WIDTH + position, file: path };
  }
  return { file: path };
}
