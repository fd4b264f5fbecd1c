/**
 * A ledger of any size in a folder, written as it is made: one case with answers by an official, each with a text of its own. What is
 * in memory does not grow with it.
 */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { base64, utf8 } from '@counterfoil/ledger/bytes';
import { formatCheckpoint } from '@counterfoil/ledger/checkpoint';
import { commitContent, formatContent } from '@counterfoil/ledger/content';
import { formatEntry, prevField } from '@counterfoil/ledger/entry';
import { signEnvelope } from '@counterfoil/ledger/envelope';
import { formatNote, parseVerifierKey } from '@counterfoil/ledger/note';
import { ed25519Signer, type Signer } from '@counterfoil/ledger/signature';
import { formatStatement, PAYLOAD_TYPE, type Statement } from '@counterfoil/ledger/statement';
import type { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { openCity } from '@counterfoil/ledger/testing/city';
import { bundlesOf, formatBundle, formatTile, TILE_WIDTH, tilePath } from '@counterfoil/ledger/tile';
import { Frontier, leafHash, type Hash } from '@counterfoil/ledger/tree';

/** Entries between two lines that say how far it is. */
const SHOWN_EVERY = 100_000;

/** Signs ten times faster than the actors of the city. */
function quickSigner(): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return ed25519Signer({
    publicKey: Uint8Array.from(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)),
    signBytes: (message) => Uint8Array.from(sign(null, message, privateKey)),
  });
}

const sha256 = (bytes: Uint8Array): Uint8Array => Uint8Array.from(createHash('sha256').update(bytes).digest());

export class LargeLedger {
  readonly #folder: string;
  readonly #city: LedgerBuilder;
  readonly #official: Signer;
  readonly #mandate: number;
  readonly #case: number;
  readonly #frontier = Frontier.empty(sha256);
  /** Of the bundle that is not full yet. */
  #entries: Uint8Array[] = [];
  /** Of the tile of each level that is not full yet. */
  readonly #tiles: Hash[][] = [];
  readonly #folders = new Set<string>();
  #leaf: Hash | undefined;
  #nowMs: number;

  private constructor(folder: string, city: LedgerBuilder, official: Signer, mandate: number, id: number) {
    this.#folder = folder;
    this.#city = city;
    this.#official = official;
    this.#mandate = mandate;
    this.#case = id;
    this.#nowMs = city.nowMs;
  }

  static async open(folder: string): Promise<LargeLedger> {
    const { ledger, registrars, parks } = await openCity();
    const official = quickSigner();
    const [anna, bela] = registrars;
    const grant = { kind: 'mandate-granted', office: 'parks', person: parks.person, key: official.keyid } as const;
    const mandate = await ledger.say({ ...grant, from: '2026-01-01T00:00:00.000Z' }, anna, bela);
    const process = { id: 'service-request', version: 1 };
    const text = ledger.text('The one case of the benchmark.');
    const input = { kind: 'input-received', process, channel: 'web', author: 'person', text } as const;
    const id = await ledger.say(input, ledger.intakeKey);
    const large = new LargeLedger(folder, ledger, official, mandate, id);
    for (const [path, bytes] of await ledger.files())
      if (!path.startsWith('tile/') && path !== 'checkpoint') large.#write(path, bytes);
    for (const bytes of ledger.entries) large.#append(bytes);
    return large;
  }

  get size(): number {
    return this.#frontier.size;
  }

  /** Says answers until there are so many entries, and publishes a checkpoint of them. */
  async growTo(size: number): Promise<void> {
    while (this.size < size) {
      await this.#answer();
      if (this.size % SHOWN_EVERY === 0) process.stderr.write(`  ${this.size.toLocaleString('en')} entries\n`);
    }
    for (const { index, width } of bundlesOf(this.size, Math.floor(this.size / TILE_WIDTH)))
      this.#write(tilePath('entries', index, width), this.#entries);
    for (const [level, hashes] of this.#tiles.entries()) {
      if (hashes.length === 0) continue;
      const index = Math.floor(this.size / TILE_WIDTH ** (level + 1));
      this.#write(tilePath(level, index, hashes.length), hashes);
    }
    const { origin, vkey, logKey } = this.#city;
    const text = formatCheckpoint({ origin, size: this.size, root: this.#frontier.root() });
    const { name, id } = parseVerifierKey(vkey);
    const line = { name, keyId: id, signature: await logKey.signBytes(utf8(text)) };
    this.#write('checkpoint', utf8(formatNote(text, [line])));
  }

  async #answer(): Promise<void> {
    const time = new Date((this.#nowMs += 1000)).toISOString();
    const words = `Answer ${this.size}. ${'It is being looked into. '.repeat(7)}`;
    const content = { salt: Uint8Array.from(randomBytes(32)), text: words };
    const ref = commitContent(content, 'en');
    this.#write(`content/${ref.digest}`, formatContent(content));
    const { origin } = this.#city;
    const seen = { size: this.size, root: base64(this.#frontier.root()) };
    const about = { by: [this.#mandate], case: this.#case, text: ref };
    const statement: Statement = { kind: 'response', origin, at: time, seen, ...about };
    const signed = { payloadType: PAYLOAD_TYPE, payload: formatStatement(statement), origin };
    const envelope = await signEnvelope(signed, [this.#official]);
    this.#append(formatEntry({ index: this.size, time, prev: prevField(this.#leaf), envelope }));
  }

  #append(bytes: Uint8Array): void {
    this.#leaf = leafHash(bytes, sha256);
    this.#entries.push(bytes);
    const bundle = Math.floor(this.size / TILE_WIDTH);
    this.#frontier.append(this.#leaf, ({ level, index }, hash) => {
      if (level % 8 !== 0) return;
      const tile = (this.#tiles[level / 8] ??= []);
      tile.push(hash);
      if (tile.length < TILE_WIDTH) return;
      this.#write(tilePath(level / 8, Math.floor(index / TILE_WIDTH)), tile);
      tile.length = 0;
    });
    if (this.#entries.length < TILE_WIDTH) return;
    this.#write(tilePath('entries', bundle), this.#entries);
    this.#entries = [];
  }

  #write(path: string, what: Uint8Array | readonly Uint8Array[]): void {
    const bytes =
      what instanceof Uint8Array ? what : path.startsWith('tile/entries/') ? formatBundle(what) : formatTile(what);
    const file = join(this.#folder, path);
    if (!this.#folders.has(dirname(file))) mkdirSync(dirname(file), { recursive: true });
    this.#folders.add(dirname(file));
    writeFileSync(file, bytes);
  }
}
