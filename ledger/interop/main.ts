/**
 * Has a program that nobody here wrote check a ledger that Counterfoil's code has made: Go's `sumdb/note` and `sumdb/tlog`,
 * called by `main.go` beside this file. Needs `go`; without it nothing is checked, and that is what is said.
 *
 *   npm run interop                       makes ledgers, has them verified, tampers with them, has each tampering named
 *   npm run interop -- <folder> <vkey>    has a mirrored folder verified
 *
 * Exit code 0: all as it should be. 1: something is not. 2: called wrongly, or there is no `go`, or `main.go` cannot be built.
 */
import { spawnSync } from 'node:child_process';
import * as crypto from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { base64 } from '../src/bytes.ts';
import { canonicalBytes } from '../src/canonical-json.ts';
import { formatCheckpoint } from '../src/checkpoint.ts';
import { formatVerifierKey, parseVerifierKey, signNote } from '../src/note.ts';
import { nodePlatform } from '../src/platform-node.ts';
import { bundlesOf, formatBundle, formatTile, MAX_ENTRY_BYTES, TILE_WIDTH, tilePath, tilesOf } from '../src/tile.ts';
import { Frontier, leafHash, type Hash } from '../src/tree.ts';

const ORIGIN = 'interop.example/ledger';
const SIZE = 70_000;
/** Around the borders between partial, full and higher tiles. */
const SMALL_SIZES = [1, 2, 255, 256, 257, 65_535, 65_536, 65_537];

const platform = nodePlatform(crypto);
const sha256 = (data: Uint8Array) => platform.sha256(data);

interface LogKey {
  readonly vkey: string;
  readonly sign: (message: Uint8Array) => Uint8Array;
}

function createLogKey(): LogKey {
  const { publicKey, privateKey } = crypto.generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  return {
    vkey: formatVerifierKey(ORIGIN, Uint8Array.fromBase64(x, { alphabet: 'base64url' })),
    sign: (message) => crypto.sign(null, message, privateKey),
  };
}

/** Leaves in the likeness of entries, each with the hash of the one before; one as large as an entry can be. */
function createEntries(count: number): { entries: Uint8Array[]; leaves: Hash[] } {
  const entries: Uint8Array[] = [];
  const leaves: Hash[] = [];
  let prev: string | null = null;
  for (let index = 0; index < count; index++) {
    let entry = canonicalBytes({ index, note: 'x'.repeat(index % 97), prev });
    if (index === 300) {
      entry = canonicalBytes({ index, note: 'x'.repeat((index % 97) + MAX_ENTRY_BYTES - entry.length), prev });
    }
    const leaf = leafHash(entry, sha256);
    entries.push(entry);
    leaves.push(leaf);
    prev = base64(leaf);
  }
  return { entries, leaves };
}

function write(folder: string, path: string, data: Uint8Array | string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, data);
}

/** Writes the ledger as a mirror has it and gives back the root. */
async function writeMirror(folder: string, entries: Uint8Array[], leaves: Hash[], key: LogKey): Promise<Hash> {
  const frontier = Frontier.empty(sha256);
  const nodes = new Map<string, Hash>();
  for (const leaf of leaves) frontier.append(leaf, ({ level, index }, hash) => nodes.set(`${level}/${index}`, hash));
  const { size } = frontier;
  for (const { level, index, width } of tilesOf(size)) {
    const first = index * TILE_WIDTH;
    const hashes = Array.from({ length: width }, (_, i) => nodes.get(`${8 * level}/${first + i}`) as Hash);
    write(folder, tilePath(level, index, width), formatTile(hashes));
  }
  for (const { level, index, width } of bundlesOf(size)) {
    const first = index * TILE_WIDTH;
    write(folder, tilePath(level, index, width), formatBundle(entries.slice(first, first + width)));
  }
  const root = frontier.root();
  write(folder, 'checkpoint', await signedCheckpoint(size, root, key));
  return root;
}

function signedCheckpoint(size: number, root: Hash, key: LogKey): Promise<string> {
  return signNote(formatCheckpoint({ origin: ORIGIN, size, root }), parseVerifierKey(key.vkey), key.sign);
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  return Uint8Array.from(bytes, (byte, i) => (i === at ? byte ^ 0x01 : byte));
}

let passed = 0;
let failed = 0;

/** One verdict of Go's: the exit code and the beginning of what it says must be those. */
function expectVerdict(checker: string, what: string, args: readonly string[], status: number, start: string): void {
  const run = spawnSync(checker, args, { encoding: 'utf8' });
  const said = run.stdout.trim();
  const right = run.status === status && said.startsWith(start);
  if (right) passed++;
  else failed++;
  console.log(`${right ? 'ok    ' : 'FAILED'} ${what}: "${said}"`);
  if (!right) console.log(`       wanted exit code ${status} and "${start}...", got ${run.status} ${run.stderr}`);
}

async function checkOwnLedgers(checker: string, work: string): Promise<void> {
  const key = createLogKey();
  const { entries, leaves } = createEntries(SIZE);
  for (const size of SMALL_SIZES) {
    const folder = join(work, String(size));
    await writeMirror(folder, entries.slice(0, size), leaves.slice(0, size), key);
    expectVerdict(checker, `${size} entries`, [folder, key.vkey], 0, `verified ${size} entries`);
  }

  const folder = join(work, String(SIZE));
  const args = [folder, key.vkey];
  const root = await writeMirror(folder, entries, leaves, key);
  expectVerdict(checker, `${SIZE} entries`, args, 0, `verified ${SIZE} entries`);
  expectVerdict(checker, 'the key of another log', [folder, createLogKey().vkey], 1, 'checkpoint: ');

  const tampered = (what: string, path: string, change: (bytes: Uint8Array) => Uint8Array | string, named: string) => {
    const file = join(folder, path);
    const original = readFileSync(file);
    writeFileSync(file, change(original));
    expectVerdict(checker, what, args, 1, named);
    writeFileSync(file, original);
  };
  const lastByte = (bytes: Uint8Array) => flipped(bytes, bytes.length - 1);
  const bundle = tilePath('entries', 100);
  const lastBundle = tilePath('entries', 273, 112);
  tampered('a byte of the last entry of a full bundle', bundle, lastByte, 'entry 25855:');
  tampered('a byte of the last entry of the partial bundle', lastBundle, lastByte, 'entry 69999:');
  tampered('the length of the first entry of a bundle', bundle, (bytes) => flipped(bytes, 1), 'entry 25600:');
  tampered('a bundle cut short', bundle, (bytes) => bytes.subarray(0, -1), 'entry 25855:');
  for (const path of [tilePath(0, 7), tilePath(1, 0), tilePath(0, 273, 112), tilePath(1, 1, 17), tilePath(2, 0, 1)]) {
    tampered(`a byte of ${path}`, path, (bytes) => flipped(bytes, 20), `${path}:`);
  }
  const wrongRoot = flipped(root, 0);
  const signed = readFileSync(join(folder, 'checkpoint'), 'utf8');
  tampered(
    'the root in the checkpoint',
    'checkpoint',
    () => signed.replace(base64(root), base64(wrongRoot)),
    'checkpoint:',
  );
  const resigned = await signedCheckpoint(SIZE, wrongRoot, key);
  tampered('another root, signed by the log', 'checkpoint', () => resigned, 'checkpoint: its root');
  expectVerdict(checker, 'everything put back', args, 0, `verified ${SIZE} entries`);
}

async function main(args: readonly string[]): Promise<number> {
  if (args.length !== 0 && args.length !== 2) {
    console.error('usage: npm run interop [-- <folder> <verifier key>]');
    return 2;
  }
  if (spawnSync('go', ['version']).error !== undefined) {
    console.log(
      'Not checked: our tiles and proofs by Go\'s packages. There is no Go on this machine (no "go" on PATH).',
    );
    return 2;
  }
  const work = mkdtempSync(join(tmpdir(), 'counterfoil-interop-'));
  try {
    const checker = join(work, 'checker');
    const build = spawnSync('go', ['build', '-o', checker, '.'], { cwd: import.meta.dirname, encoding: 'utf8' });
    if (build.status !== 0) {
      console.log("Not checked: our tiles and proofs by Go's packages. Their program cannot be built here.");
      console.error(build.stderr);
      return 2;
    }
    if (args.length === 2) return spawnSync(checker, args, { stdio: 'inherit' }).status ?? 2;
    await checkOwnLedgers(checker, work);
    console.log(`${passed} passed, ${failed} failed`);
    return failed === 0 && passed > 0 ? 0 : 1;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

process.exitCode = await main(process.argv.slice(2));
