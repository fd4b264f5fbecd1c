/**
 * A ledger in memory, with fixed keys, salts and clock: the same calls give the same bytes. For tests, vectors and the
 * worked example of the SPEC; it admits by the rulebook, and can be told to record what the rulebook refuses.
 */
import { getPublicKeyAsync, signAsync } from '@noble/ed25519';
import { base64, concatBytes, hex, utf8 } from '../bytes.ts';
import { formatCheckpoint } from '../checkpoint.ts';
import { commitContent, formatContent, type Content, type ContentRef } from '../content.ts';
import { formatEntry, prevField } from '../entry.ts';
import { signEnvelope, type Envelope } from '../envelope.ts';
import { fileDigest, type FileMediaType, type FileRef } from '../file-content.ts';
import { formatLedgerInfo } from '../ledger-info.ts';
import { formatNote, formatVerifierKey, parseVerifierKey, type NoteSignature } from '../note.ts';
import { admit, type Admission } from '../rulebook.ts';
import { ed25519Signer, type Ed25519Signer, type NoteSigner, type Signer } from '../signature.ts';
import { MemoryState } from '../state.ts';
import { formatRedactions, REDACTIONS_WIDTH, redactionsOf, redactionsPath, type Redaction } from '../redactions.ts';
import { formatStatement, PAYLOAD_TYPE, type Statement } from '../statement.ts';
import { noncedKinds } from '../statements/citizens.ts';
import { bundlesOf, formatBundle, formatTile, tilePath, tilesOf } from '../tile.ts';
import { EMPTY_ROOT, Frontier, leafHash, type Hash } from '../tree.ts';
import { sha256 } from '@noble/hashes/sha2.js';
import { inEnglish } from '../say.ts';

type Omitted = 'origin' | 'at' | 'seen' | 'nonce';
type Distribute<S> = S extends Statement ? Omit<S, Omitted> & Partial<Pick<S, Omitted & keyof S>> : never;
/** A statement without what the builder fills in. */
export type Said = Distribute<Statement>;

export interface Actor extends Ed25519Signer {
  readonly person: string;
}

export const ORIGIN = 'ledger.example.org/rivermouth';

export class LedgerBuilder {
  readonly origin: string;
  readonly entries: Uint8Array[] = [];
  readonly leaves: Hash[] = [];
  readonly contents = new Map<string, Content>();
  readonly attached = new Map<
    string,
    Pick<Content, 'salt'> & { readonly bytes: Uint8Array; readonly mediaType: FileMediaType }
  >();
  readonly state = new MemoryState((size) => Promise.resolve(this.rootAt(size)));
  /** UTC; every entry comes a second after the one before. */
  nowMs = Date.UTC(2026, 0, 5, 8, 0, 0);
  readonly logKey: Actor;
  readonly intakeKey: Actor;
  readonly #roots: Hash[] = [EMPTY_ROOT];
  readonly #frontier = Frontier.empty();
  readonly #actors = new Map<string, Actor>();
  readonly #nodes = new Map<string, Hash>();
  readonly #redactions: Redaction[] = [];

  private constructor(origin: string, logKey: Actor, intakeKey: Actor) {
    this.origin = origin;
    this.logKey = logKey;
    this.intakeKey = intakeKey;
  }

  static async create(origin = ORIGIN): Promise<LedgerBuilder> {
    return new LedgerBuilder(origin, await makeActor('log'), await makeActor('intake'));
  }

  get vkey(): string {
    return this.vkeyOf(this.logKey);
  }

  /** As a log key of this ledger. */
  vkeyOf({ publicKey }: NoteSigner): string {
    return formatVerifierKey(this.origin, publicKey);
  }

  get now(): string {
    return new Date(this.nowMs).toISOString();
  }

  rootAt(size: number): Hash | undefined {
    return this.#roots[size];
  }

  seen(size = this.entries.length): { size: number; root: string } {
    return { size, root: base64(this.rootAt(size) ?? EMPTY_ROOT) };
  }

  /** The person of this name, with a key made from the name. */
  async actor(name: string): Promise<Actor> {
    const known = this.#actors.get(name) ?? (await makeActor(name));
    this.#actors.set(name, known);
    return known;
  }

  /** Commits a text under a salt made from its number, and keeps it for `files`. */
  text(text: string, lang = 'en'): ContentRef {
    const content = { salt: sha256(utf8(`salt ${this.contents.size}`)), text };
    const ref = commitContent(content, lang);
    this.contents.set(ref.digest, content);
    return ref;
  }

  /** Commits a file likewise. */
  attach(bytes: Uint8Array, mediaType: FileMediaType): FileRef {
    const salt = sha256(utf8(`salt of file ${this.attached.size}`));
    const digest = fileDigest(concatBytes(salt, bytes));
    this.attached.set(digest, { salt, bytes, mediaType });
    return { digest, bytes: bytes.length, mediaType };
  }

  complete(said: Said): Statement {
    // By the place it is said at: whoever says the same twice there says one thing.
    const nonce = hex(sha256(utf8(`nonce ${this.entries.length}`)).subarray(0, 16));
    const nonced = noncedKinds.has(said.kind) ? { nonce } : {};
    return { origin: this.origin, at: this.now, seen: this.seen(), ...nonced, ...said } as Statement;
  }

  async sign(said: Said, signers: readonly Signer[]): Promise<Envelope> {
    const statement = this.complete(said);
    const { origin } = statement;
    return signEnvelope({ payloadType: PAYLOAD_TYPE, payload: formatStatement(statement), origin }, signers);
  }

  /** Judges without recording. */
  async judge(said: Said, signers: readonly Signer[]): Promise<Admission> {
    const statement = this.complete(said);
    const digest = hex(sha256(formatStatement(statement)));
    const signerIds = signers.map(({ keyid }) => keyid);
    return admit(this.state, { index: this.entries.length, time: this.now, statement, digest, signers: signerIds });
  }

  /** Records what the rulebook admits, and gives its index. @throws Error when it is refused. */
  async say(said: Said, ...signers: readonly Signer[]): Promise<number> {
    const statement = this.complete(said);
    const admission = await this.judge(statement, signers);
    if ('refused' in admission) throw new Error(`${admission.refused.code}: ${inEnglish(admission.refused.detail)}`);
    this.state.apply(admission.changes);
    this.#redactions.push(...redactionsOf(statement, this.entries.length));
    return this.record(await this.sign(statement, signers));
  }

  /** Records without asking the rulebook, as an operator could who holds the log key. */
  record(envelope: Envelope): number {
    const index = this.entries.length;
    const bytes = formatEntry({ index, time: this.now, prev: prevField(this.leaves[index - 1]), envelope });
    this.append(bytes);
    return index;
  }

  /** Appends any bytes as a leaf. */
  append(bytes: Uint8Array): void {
    const leaf = leafHash(bytes);
    this.entries.push(bytes);
    this.leaves.push(leaf);
    this.#frontier.append(leaf, ({ level, index }, hash) => this.#nodes.set(`${level}/${index}`, hash));
    this.#roots.push(this.#frontier.root());
    this.nowMs += 1000;
  }

  /** The checkpoint for the first `size` entries, signed by the log, or by whichever keys. */
  async checkpoint(size = this.entries.length, keys: readonly NoteSigner[] = [this.logKey]): Promise<string> {
    return this.#signed(formatCheckpoint({ origin: this.origin, size, root: this.rootAt(size) ?? EMPTY_ROOT }), keys);
  }

  async #signed(text: string, keys: readonly NoteSigner[] = [this.logKey]): Promise<string> {
    const lines: NoteSignature[] = [];
    for (const key of keys) {
      const { name, id } = parseVerifierKey(this.vkeyOf(key));
      lines.push({ name, keyId: id, signature: await key.signBytes(utf8(text)) });
    }
    return formatNote(text, lines);
  }

  node(level: number, index: number): Hash {
    const hash = this.#nodes.get(`${level}/${index}`);
    if (hash === undefined) throw new RangeError(`The tree has no complete node ${level}/${index}.`);
    return hash;
  }

  /** The public record, path by path, as a mirror holds it. */
  async files(size = this.entries.length): Promise<Map<string, Uint8Array>> {
    const files = new Map<string, Uint8Array>();
    files.set(
      'ledger.json',
      formatLedgerInfo({
        origin: this.origin,
        logKey: this.vkey,
        authority: { name: 'City of Rivermouth', lang: 'en' },
        licence: 'CC-BY-4.0',
        links: {},
      }),
    );
    files.set('checkpoint', utf8(await this.checkpoint(size)));
    for (const { index, width } of bundlesOf(size)) {
      files.set(tilePath('entries', index, width), formatBundle(this.entries.slice(index * 256, index * 256 + width)));
    }
    for (const { level, index, width } of tilesOf(size)) {
      const hashes = Array.from({ length: width }, (_, i) => this.node(level * 8, index * 256 + i));
      files.set(tilePath(level, index, width), formatTile(hashes));
    }
    const redactions = this.#redactions.filter(({ entry }) => entry < size);
    for (let page = 0; page * REDACTIONS_WIDTH < redactions.length; page++) {
      const lines = redactions.slice(page * REDACTIONS_WIDTH, (page + 1) * REDACTIONS_WIDTH);
      const text = formatRedactions({ origin: this.origin, page, size, redactions: lines });
      files.set(redactionsPath(page), utf8(await this.#signed(text)));
    }
    for (const [digest, content] of this.contents) files.set(`content/${digest}`, formatContent(content));
    for (const [digest, { salt, bytes }] of this.attached) files.set(`file/${digest}`, concatBytes(salt, bytes));
    return files;
  }
}

async function makeActor(name: string): Promise<Actor> {
  const seed = sha256(utf8(`key of ${name}`));
  const publicKey = await getPublicKeyAsync(seed);
  return {
    ...ed25519Signer({ publicKey, signBytes: (message) => signAsync(message, seed) }),
    person: hex(sha256(utf8(`person ${name}`)).subarray(0, 16)),
  };
}
