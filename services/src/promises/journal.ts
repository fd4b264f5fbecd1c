/**
 * What was promised and is not recorded yet, in a folder of its own: one file each, which holds the words under the key of the data folder.
 * A promise is given when its file is durable, and the file goes when the entry is. SPEC M66.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { base64, parseBase64 } from '@counterfoil/ledger/bytes';
import { canonicalBytes, parseJson, type Json } from '@counterfoil/ledger/canonical-json';
import { FormatError } from '@counterfoil/ledger/error';
import { z } from 'zod';
import type { Vault } from '../content/vault.ts';
import { keptSchema, type Kept } from './kept.ts';

const NAME = /^([0-9a-f]{64})\.promise$/;
const DRAFT = /\.draft$/;
const GONE = /\.gone$/;
/** What was said with its fields, escaped, sealed, in base64. */
const MAX_FILE_BYTES = 2_000_000;

const fileSchema = z.strictObject({ v: z.literal(1), key: z.string(), sealed: z.string() });

export interface JournalContents {
  readonly kept: readonly Kept[];
  /** Names of files that cannot be read: torn, changed, or sealed under another key. They stay where they are. */
  readonly damaged: readonly string[];
}

export class Journal {
  readonly folder: string;
  readonly #vault: Vault;

  private constructor(folder: string, vault: Vault) {
    this.folder = folder;
    this.#vault = vault;
  }

  /** @param dataFolder of the service. @throws Error when the folder cannot be made. */
  static async open(dataFolder: string, vault: Vault): Promise<Journal> {
    const folder = join(dataFolder, 'promises');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return new Journal(folder, vault);
  }

  /**
   * Everything that waits, oldest first. What was being written when the service died was never promised, and goes. Another process may
   * record some of it meanwhile: what is not there any more does not wait.
   */
  async read(): Promise<JournalContents> {
    const kept: Kept[] = [];
    const damaged: string[] = [];
    for (const name of await readdir(this.folder)) {
      if (DRAFT.test(name)) await rm(join(this.folder, name), { force: true });
      if (GONE.test(name)) await this.#wipe(join(this.folder, name));
      const [, digest] = NAME.exec(name) ?? [];
      const bytes = digest === undefined ? undefined : await this.#bytes(digest);
      if (digest === undefined || bytes === undefined) continue;
      const one = this.#open(digest, bytes);
      if (one === undefined) damaged.push(name);
      else kept.push(one);
    }
    kept.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    return { kept, damaged };
  }

  /** Durable when it resolves: the bytes first, then the name. @throws Error where the disk does not take it; nothing is left behind then. */
  async write(kept: Kept): Promise<void> {
    const { digest, salt, ...rest } = kept;
    const { key, sealed } = this.#vault.seal(digest, {
      salt,
      text: new TextDecoder().decode(canonicalBytes(rest as unknown as Json)),
    });
    const bytes = canonicalBytes({ v: 1, key: base64(key), sealed: base64(sealed) });
    const draft = join(this.folder, `${digest}.${randomBytes(8).toString('hex')}.draft`);
    try {
      const file = await open(draft, 'wx', 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, this.#path(digest));
      await this.#syncFolder();
    } catch (error) {
      await rm(draft, { force: true }).catch(() => undefined);
      await rm(this.#path(digest), { force: true }).catch(() => undefined);
      throw error;
    }
  }

  /** What is being taken away is for nobody to read any more. */
  async remove(digest: string): Promise<void> {
    const gone = `${this.#path(digest)}.gone`;
    await unlessGone(rename(this.#path(digest), gone));
    await this.#wipe(gone);
  }

  /** Writes over the file before its name goes, so that the words are not left in it for whoever has the key. */
  async #wipe(path: string): Promise<void> {
    const file = await unlessGone(open(path, 'r+'));
    if (file === undefined) return;
    try {
      const { size } = await file.stat();
      await file.write(new Uint8Array(size), 0, size, 0);
      await file.sync();
    } finally {
      await file.close();
    }
    await rm(path, { force: true });
  }

  /** Empty for a file that is too large to be one of these; undefined where there is none. */
  async #bytes(digest: string): Promise<Uint8Array | undefined> {
    const path = this.#path(digest);
    const found = await unlessGone(stat(path));
    if (found !== undefined && found.size > MAX_FILE_BYTES) return new Uint8Array();
    return unlessGone(readFile(path));
  }

  /** Undefined where it is damaged. */
  #open(digest: string, bytes: Uint8Array): Kept | undefined {
    try {
      const { key, sealed } = fileSchema.parse(parseJson(bytes));
      const opened = this.#vault.open(digest, { key: parseBase64(key), sealed: parseBase64(sealed) });
      if (opened === undefined) return undefined;
      const rest = parseJson(new TextEncoder().encode(opened.text));
      return { ...keptSchema.parse(rest), digest, salt: opened.salt };
    } catch (error) {
      if (error instanceof FormatError || error instanceof z.ZodError) return undefined;
      throw error;
    }
  }

  #path(digest: string): string {
    return join(this.folder, `${digest}.promise`);
  }

  async #syncFolder(): Promise<void> {
    // Windows opens no folders; there the system flushes names by itself.
    if (process.platform === 'win32') return;
    const handle = await open(this.folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}

async function unlessGone<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
