/**
 * The ledger as the desk believes it: a checkpoint that the log signed and that goes on from the one seen before, entries that
 * lead to its root, texts that are those the entries commit to. Nothing else is shown as what an official signs upon.
 */
import { base64, parseBase64, parseUtf8 } from '@counterfoil/ledger/bytes';
import { parseCheckpoint, type Checkpoint } from '@counterfoil/ledger/checkpoint';
import { checkContent, parseContent, type Content, type ContentRef } from '@counterfoil/ledger/content';
import { parseLedgerInfo, type LedgerInfo } from '@counterfoil/ledger/ledger-info';
import { parseNote, parseVerifierKey, verifyNote } from '@counterfoil/ledger/note';
import { noblePlatform } from '@counterfoil/ledger/platform-noble';
import { hasEd25519, webPlatform } from '@counterfoil/ledger/platform-web';
import { createVerifier, type SignatureVerifier } from '@counterfoil/ledger/signature';
import { parseBundle, tileHashReader, tilePath, TILE_WIDTH } from '@counterfoil/ledger/tile';
import { parseTlogProof } from '@counterfoil/ledger/tlog-proof';
import { checkConsistency, checkInclusion, leafHash, proveConsistency, proveInclusion } from '@counterfoil/ledger/tree';
import { openEntry, type OpenedEntry } from '../opened-entry.ts';
import { DeskProblem } from './desk-problem.ts';
import { askBytes, forEachAtOnce } from './fetching.ts';
import { readMemory, writeMemory, type Memory } from './memory.ts';
import { language } from './language.ts';

/** From so many entries of one bundle on the bundle is read instead of each of them. */
const WORTH_A_BUNDLE = 8;

export type Text =
  | { readonly status: 'there'; readonly text: string; readonly lang: string }
  | { readonly status: 'missing'; readonly lang: string };

let verifying: Promise<SignatureVerifier> | undefined;
/** The browser's own cryptography where it has Ed25519, noble's otherwise: the answers are the same. */
export function verifier(): Promise<SignatureVerifier> {
  verifying ??= hasEd25519(crypto.subtle).then((has) =>
    createVerifier(has ? webPlatform(crypto.subtle) : { ...noblePlatform }),
  );
  return verifying;
}

export class Ledger {
  readonly info: LedgerInfo;
  readonly #checkpoint: Checkpoint;
  readonly #tiles = new Map<string, Promise<Uint8Array>>();
  readonly #entries = new Map<number, Promise<OpenedEntry>>();
  readonly #texts = new Map<string, Promise<Text>>();

  private constructor(info: LedgerInfo, checkpoint: Checkpoint) {
    this.info = info;
    this.#checkpoint = checkpoint;
  }

  /** The newest checkpoint, held against what this browser remembers, and remembered from here on. @throws DeskProblem */
  static async open(): Promise<Ledger> {
    for (;;) {
      const info = read('/ledger.json', parseLedgerInfo, await required('/ledger.json'));
      // First: while the checkpoint is on its way another page of this browser may come to see a newer one.
      const before = await readMemory(info.origin);
      const note = parseUtf8(await required('/checkpoint'));
      const ledger = new Ledger(info, await verify(info.origin, info.logKey, note));
      if (await ledger.#goesOn(before, note)) return ledger;
    }
  }

  get origin(): string {
    return this.info.origin;
  }

  /** Of the authority’s own words: titles of offices, of rules and of what stands in them. */
  get lang(): string | undefined {
    return this.info.authority?.lang;
  }

  get size(): number {
    return this.#checkpoint.size;
  }

  /** What a statement made here has seen. */
  get seen(): { readonly size: number; readonly root: string } {
    return { size: this.size, root: base64(this.#checkpoint.root) };
  }

  /** The entry, shown to be under the checkpoint. @throws DeskProblem `entry-foreign`. */
  async entry(index: number): Promise<OpenedEntry> {
    const [entry] = await this.entries([index]);
    if (entry === undefined)
      throw new DeskProblem('entry-foreign', language.phrase('problem-entry-foreign', { entry: index }));
    return entry;
  }

  /** In the order asked for. @throws DeskProblem `entry-foreign`. */
  async entries(indexes: readonly number[]): Promise<OpenedEntry[]> {
    const wanted = Map.groupBy(
      indexes.filter((index) => index < this.size && !this.#entries.has(index)),
      (index) => Math.floor(index / TILE_WIDTH),
    );
    for (const [bundle, members] of wanted) {
      const reading = members.length < WORTH_A_BUNDLE ? undefined : this.#readBundle(bundle);
      for (const index of members) {
        const bytes = reading?.then((entries) => entries[index % TILE_WIDTH]) ?? askBytes(`/api/v1/entries/${index}`);
        this.#entries.set(index, this.#check(index, bytes));
      }
    }
    return Promise.all(
      indexes.map((index) => {
        const known = this.#entries.get(index);
        if (known === undefined)
          throw new DeskProblem('entry-foreign', language.phrase('problem-entry-foreign', { entry: index }));
        return known;
      }),
    );
  }

  /** The text that the reference commits to; `missing` where the server has none. @throws DeskProblem `text-changed`. */
  text(ref: ContentRef): Promise<Text> {
    const known = this.#texts.get(ref.digest);
    if (known !== undefined) return known;
    const reading = readText(ref);
    this.#texts.set(ref.digest, reading);
    return reading;
  }

  texts(refs: readonly ContentRef[], onProgress?: (done: number, all: number) => void): Promise<Text[]> {
    return forEachAtOnce(refs, (ref) => this.text(ref), onProgress);
  }

  /** A proof that came with an answer leads from the entry to a root that the log signed. @throws DeskProblem `entry-foreign`. */
  async checkProof({ index, bytes }: OpenedEntry, text: string): Promise<void> {
    const proof = read('tlog-proof', parseTlogProof, text);
    const { size, root } = await verify(this.origin, this.info.logKey, proof.checkpoint);
    const claim = { index, size, root, proof: proof.proof, leafHash: leafHash(bytes) };
    if (proof.index !== index || !checkInclusion(claim))
      throw new DeskProblem('entry-foreign', language.phrase('problem-entry-foreign', { entry: index }));
  }

  /** What a statement of somebody else says it has seen is the beginning of this very ledger. @throws DeskProblem `ledger-forked`. */
  async checkSeen({ size, root }: { readonly size: number; readonly root: string }): Promise<void> {
    if (size === 0) return;
    const claim = { size1: size, root1: parseBase64(root), size2: this.size, root2: this.#checkpoint.root };
    const isBeginning =
      size <= this.size &&
      checkConsistency({ ...claim, proof: await proveConsistency(size, this.size, this.#hashes()) });
    if (!isBeginning) throw new DeskProblem('ledger-forked', language.phrase('problem-proposal-seen'));
  }

  async #check(index: number, reading: Promise<Uint8Array | undefined>): Promise<OpenedEntry> {
    const bytes = await reading;
    if (bytes === undefined)
      throw new DeskProblem('entry-foreign', language.phrase('problem-entry-foreign', { entry: index }));
    const { size, root } = this.#checkpoint;
    const proof = await proveInclusion(index, size, this.#hashes());
    if (!checkInclusion({ index, size, root, proof, leafHash: leafHash(bytes) }))
      throw new DeskProblem('entry-foreign', language.phrase('problem-entry-foreign', { entry: index }));
    return read(`/api/v1/entries/${index}`, (entry) => openEntry(index, entry), bytes);
  }

  async #readBundle(bundle: number): Promise<readonly Uint8Array[]> {
    const width = Math.min(TILE_WIDTH, this.size - bundle * TILE_WIDTH);
    const path = `/${tilePath('entries', bundle, width)}`;
    return read(path, (bytes) => parseBundle(bytes, width), await required(path));
  }

  #hashes(): ReturnType<typeof tileHashReader> {
    return tileHashReader(this.size, (level, index, width) => {
      const path = `/${tilePath(level, index, width)}`;
      const known = this.#tiles.get(path);
      if (known !== undefined) return known;
      const reading = required(path);
      this.#tiles.set(path, reading);
      return reading;
    });
  }

  /**
   * @returns false where another page of this browser has seen something newer meanwhile, which this was not held against
   * @throws DeskProblem `ledger-shrunk`, `ledger-forked`, `log-key-changed`: what was seen before stays remembered.
   */
  async #goesOn(before: Memory | undefined, note: string): Promise<boolean> {
    const { origin, logKey } = this.info;
    const { size, root } = this.#checkpoint;
    if (before !== undefined) {
      // Where the key of the log was replaced, the one before goes on signing beside it.
      if (before.logKey !== logKey) await verify(origin, before.logKey, note, 'log-key-changed');
      if (size < before.size)
        throw new DeskProblem('ledger-shrunk', language.phrase('problem-shrunk', { before: before.size, now: size }));
      if (before.size > 0) {
        const claim = { size1: before.size, root1: before.root, size2: size, root2: root };
        const proof = await proveConsistency(before.size, size, this.#hashes());
        if (!checkConsistency({ ...claim, proof }))
          throw new DeskProblem('ledger-forked', language.phrase('problem-forked', { size: before.size }));
      }
    }
    return writeMemory(origin, before, { size, root, logKey });
  }
}

/** The checkpoint on a note that this key signed, or else the problem. */
async function verify(
  origin: string,
  logKey: string,
  text: string,
  otherwise: 'checkpoint-wrong' | 'log-key-changed' = 'checkpoint-wrong',
): Promise<Checkpoint> {
  const note = read('/checkpoint', parseNote, text);
  const key = read('/ledger.json', parseVerifierKey, logKey);
  const checks = await verifier();
  const verdict = await verifyNote(note, key, (publicKey, message, signature) =>
    checks.verify(publicKey, message, signature),
  );
  const checkpoint = read('/checkpoint', parseCheckpoint, note.text);
  if (verdict === 'verified' && checkpoint.origin === origin) return checkpoint;
  throw new DeskProblem(otherwise, language.phrase(`problem-${otherwise}`));
}

async function readText(ref: ContentRef): Promise<Text> {
  const bytes = await askBytes(`/content/${ref.digest}`);
  if (bytes === undefined) return { status: 'missing', lang: ref.lang };
  const content: Content = read(`/content/${ref.digest}`, parseContent, bytes);
  if (!checkContent(ref, content)) throw new DeskProblem('text-changed', language.phrase('problem-text-changed'));
  return { status: 'there', text: content.text, lang: ref.lang };
}

async function required(path: string): Promise<Uint8Array> {
  const bytes = await askBytes(path);
  if (bytes === undefined)
    throw new DeskProblem('answer-unreadable', language.phrase('problem-unreadable', { what: path }));
  return bytes;
}

/** @throws DeskProblem `answer-unreadable` where the bytes are not what they should be. */
function read<Input, Output>(what: string, parse: (input: Input) => Output, input: Input): Output {
  try {
    return parse(input);
  } catch (cause) {
    throw new DeskProblem('answer-unreadable', language.phrase('problem-unreadable', { what }), { cause });
  }
}
