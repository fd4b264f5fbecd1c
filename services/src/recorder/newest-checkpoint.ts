/**
 * What was signed last, and the one way to sign more: only what goes on from it, and only after it lies in the second place.
 * SPEC 3.5, M80, M81, M82.
 *
 * Any number of processes do this at once. Each knows what it read or wrote last; the compare-and-set of the second place tells it
 * when somebody else was there in between. A note that lost is thrown away: nobody has seen it.
 */
import { equalBytes } from '@counterfoil/ledger/bytes';
import { formatCheckpoint, type Checkpoint } from '@counterfoil/ledger/checkpoint';
import { parseVerifierKey, verifyNote } from '@counterfoil/ledger/note';
import { createVerifier, type Platform } from '@counterfoil/ledger/signature';
import type { Hash } from '@counterfoil/ledger/tree';
import type { Kept, SecondPlace } from '../second-place/second-place.ts';
import { Fork } from './fork.ts';
import { MissingLogKey, type LogKeys } from './log-keys.ts';

/** What signs: the text of a checkpoint becomes a note. */
export type SignCheckpoint = (text: string, vkey: string) => Promise<string>;

export interface NewestOptions {
  readonly origin: string;
  readonly logKeys: Pick<LogKeys, 'all' | 'signerOf'>;
  readonly sign: SignCheckpoint;
  readonly secondPlace: SecondPlace;
  readonly platform: Platform;
}

/** A tree that the database holds, and is asked to be signed for. */
export interface Tree {
  readonly size: number;
  readonly root: Hash;
  /** Root of its first `size` entries, from the hashes it was built of. */
  rootAt(size: number): Promise<Hash | undefined>;
}

/** The note; or how large a tree somebody else has published meanwhile, which the caller's does not reach yet. */
export type Advanced = { readonly note: string } | { readonly behind: number };

export class NewestCheckpoint {
  readonly #options: NewestOptions;
  #kept: Kept | undefined;

  private constructor(options: NewestOptions, kept: Kept | undefined) {
    this.#options = options;
    this.#kept = kept;
  }

  /** Reads the second place, and judges nothing yet: `keyInForce` does. */
  static async open(options: NewestOptions): Promise<NewestCheckpoint> {
    return new NewestCheckpoint(options, await options.secondPlace.read());
  }

  get kept(): Kept | undefined {
    return this.#kept;
  }

  get checkpoint(): Checkpoint | undefined {
    return this.#kept?.checkpoint;
  }

  /**
   * Signs for the tree and keeps the note.
   * @param vkey of the log key in force at its end.
   * @throws Fork when the tree does not go on from what is kept. Anything else that is thrown leaves it open whether the note was kept.
   */
  async advance(tree: Tree, vkey: string): Promise<Advanced> {
    const { origin, sign } = this.#options;
    for (;;) {
      const kept = this.#kept;
      if (kept !== undefined && kept.checkpoint.size > tree.size) return { behind: kept.checkpoint.size };
      await this.#requirePrefix(tree);
      const note = await sign(formatCheckpoint({ origin, size: tree.size, root: tree.root }), vkey);
      if (kept?.checkpoint.size === tree.size) return { note };
      const swapped = await this.#swap(note, kept);
      if (swapped !== undefined) {
        this.#kept = swapped;
        return { note };
      }
      await this.#reread();
    }
  }

  /** A full disk says no more than that it is full: the operator has several. */
  async #swap(note: string, kept: Kept | undefined): Promise<Kept | undefined> {
    const { secondPlace } = this.#options;
    try {
      return await secondPlace.swap(note, kept);
    } catch (cause) {
      throw new Error(`The second place, ${secondPlace.name}, cannot be written.`, { cause });
    }
  }

  async #reread(): Promise<void> {
    const { secondPlace } = this.#options;
    const [before, now] = [this.#kept, await secondPlace.read()];
    if (now === undefined)
      throw new Fork('second-place-lost', `The second place, ${secondPlace.name}, is empty all of a sudden.`, {
        kept: before?.text,
      });
    await requireOwn(now, this.#options);
    if (before !== undefined && now.checkpoint.size < before.checkpoint.size)
      throw new Fork(
        'second-place-went-back',
        `The second place, ${secondPlace.name}, holds a checkpoint over ${now.checkpoint.size} entries, after it held one over ${before.checkpoint.size}.`,
        { kept: before.text },
      );
    this.#kept = now;
  }

  /** What is kept must be a beginning of the tree. */
  async #requirePrefix(tree: Tree): Promise<void> {
    const kept = this.#kept;
    if (kept === undefined) return;
    const { size } = kept.checkpoint;
    const root = size === tree.size ? tree.root : await tree.rootAt(size);
    if (root !== undefined && equalBytes(root, kept.checkpoint.root)) return;
    throw new Fork(
      'another-history',
      `The database holds another history than the checkpoint over ${size} entries that was signed and published.`,
      { kept: kept.text, database: { origin: this.#options.origin, size: tree.size, root: tree.root } },
    );
  }

  /**
   * The log key in force at what is kept: what was recorded and not published yet may be the entry that replaces it.
   * @param named by the newest entry of the database; null before the opening.
   * @throws MissingLogKey when it is not in the folder. @throws Fork when what is kept is not of this ledger.
   */
  async keyInForce(named: string | null, first: string): Promise<string> {
    const { logKeys } = this.#options;
    if (named !== null && !logKeys.all.some(({ vkey }) => vkey === named)) throw new MissingLogKey(named);
    if (this.#kept !== undefined) await requireOwn(this.#kept, this.#options);
    const signer = this.#kept === undefined ? undefined : logKeys.signerOf(this.#kept.note);
    return signer?.vkey ?? named ?? first;
  }
}

/**
 * Somebody else's checkpoint there would stop this ledger for good, or be taken for its own.
 * @throws Fork when what is kept is not of this ledger, or bears no line of these keys.
 */
export async function requireOwn(
  { note, checkpoint, text }: Kept,
  { origin, logKeys, secondPlace, platform }: Pick<NewestOptions, 'origin' | 'logKeys' | 'secondPlace' | 'platform'>,
): Promise<void> {
  if (checkpoint.origin !== origin)
    throw new Fork(
      'second-place-foreign',
      `The second place, ${secondPlace.name}, belongs to the ledger "${checkpoint.origin}", not to "${origin}".`,
      { kept: text },
    );
  const verifier = createVerifier(platform);
  for (const { vkey } of logKeys.all) {
    const verdict = await verifyNote(note, parseVerifierKey(vkey), (...signed) => verifier.verify(...signed));
    if (verdict === 'verified') return;
  }
  throw new Fork(
    'second-place-foreign',
    `The checkpoint in the second place, ${secondPlace.name}, is signed by none of the log keys of the data folder.`,
    { kept: text },
  );
}
