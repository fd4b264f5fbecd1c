/**
 * Addresses to which letters about one's own words go. They lie apart from the record, each sealed under a key of its own beside it, and
 * never come back out of this folder: neither into an answer nor into a log. To erase one is to delete its row.
 */
import { hash, randomBytes } from 'node:crypto';
import type { StateShapes } from '@counterfoil/ledger/state';
import type { ContactOffice } from '@counterfoil/web-viewer/follow/office';
import { sql, type Transaction } from 'kysely';
import { z } from 'zod';
import type { Vault } from '../content/vault.ts';
import type { Db } from '../database/connect.ts';
import type { Database } from '../database/schema.ts';
import { FirstLetters } from './first-letters.ts';

/** An address that nobody has confirmed is erased after so long. */
const UNCONFIRMED_MS = 7 * 86_400_000;
const SALT = new Uint8Array(32);
const sealedSchema = z.strictObject({ address: z.string(), token: z.string(), language: z.optional(z.string()) });

/** What a letter is addressed with. */
export interface Opened {
  readonly address: string;
  /** What the links in letters hold: whoever has it confirms and erases. */
  readonly token: string;
  /** Of the page on which it was asked for (BCP 47); undefined where nobody said. */
  readonly language?: string | undefined;
}

export interface ContactsOptions {
  readonly db: Db;
  readonly vault: Vault;
  readonly read: <K extends 'case' | 'input' | 'speaker'>(kind: K, id: string) => Promise<StateShapes[K] | undefined>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told when a letter is to be sent. */
  readonly onLetter: () => void;
  /** Told when an address was erased: the files of the database still hold what it was sealed as. */
  readonly onErased: () => void;
}

export class Contacts implements ContactOffice {
  readonly #options: ContactsOptions;
  readonly #firstLetters: FirstLetters;

  constructor(options: ContactsOptions) {
    this.#options = options;
    this.#firstLetters = new FirstLetters(options.now);
  }

  async add(entry: number, address: string, language?: string): Promise<void> {
    // Whoever asks is not told: it is no business of theirs who else asked for that address.
    if (!this.#firstLetters.take(address)) return;
    const { db, vault, now, onLetter } = this.#options;
    const id = new Uint8Array(randomBytes(16));
    const token = randomBytes(24).toString('base64url');
    const { key, sealed } = vault.seal(nameOf(id), { salt: SALT, text: JSON.stringify({ address, token, language }) });
    const caseId = await this.#caseOf(entry);
    const created = new Date(now());
    await db.transaction().execute(async (tx) => {
      await tx.deleteFrom('contacts').where('entry', '=', entry).execute();
      await tx
        .insertInto('contacts')
        .values({ id, entry, case_id: caseId, token: hashOf(token), key, sealed, created })
        .execute();
      await tx.insertInto('outbox').values({ contact: id, entry: null, due: created }).execute();
    });
    onLetter();
  }

  async stop(entries: readonly number[]): Promise<void> {
    if (entries.length === 0) return;
    const { numDeletedRows } = await this.#options.db
      .deleteFrom('contacts')
      .where('entry', 'in', [...entries])
      .executeTakeFirst();
    if (numDeletedRows > 0n) await this.#erased();
  }

  async known(entries: readonly number[]): Promise<ReadonlySet<number>> {
    if (entries.length === 0) return new Set();
    const rows = await this.#options.db
      .selectFrom('contacts')
      .select('entry')
      .where('entry', 'in', [...entries])
      .execute();
    return new Set(rows.map(({ entry }) => entry));
  }

  async byToken(token: string): Promise<{ readonly case: number; readonly confirmed: boolean } | undefined> {
    const row = await this.#options.db
      .selectFrom('contacts')
      .select(['case_id', 'confirmed'])
      .where('token', '=', hashOf(token))
      .executeTakeFirst();
    return row && { case: row.case_id, confirmed: row.confirmed };
  }

  async confirm(token: string): Promise<boolean> {
    const { numUpdatedRows } = await this.#options.db
      .updateTable('contacts')
      .set({ confirmed: true })
      .where('token', '=', hashOf(token))
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async erase(token: string): Promise<boolean> {
    const { numDeletedRows } = await this.#options.db
      .deleteFrom('contacts')
      .where('token', '=', hashOf(token))
      .executeTakeFirst();
    if (numDeletedRows > 0n) await this.#erased();
    return numDeletedRows > 0n;
  }

  async eraseById(id: Uint8Array): Promise<void> {
    await this.#options.db.deleteFrom('contacts').where('id', '=', id).execute();
    await this.#erased();
  }

  async eraseUnconfirmed(): Promise<void> {
    const before = new Date(this.#options.now() - UNCONFIRMED_MS);
    const { numDeletedRows } = await this.#options.db
      .deleteFrom('contacts')
      .where('confirmed', '=', false)
      .where('created', '<', before)
      .executeTakeFirst();
    if (numDeletedRows > 0n) await this.#erased();
  }

  /** Undefined where the key of the data folder is not the one that sealed it. */
  open(id: Uint8Array, sealed: { readonly key: Uint8Array; readonly sealed: Uint8Array }): Opened | undefined {
    const content = this.#options.vault.open(nameOf(id), sealed);
    return content === undefined ? undefined : sealedSchema.parse(JSON.parse(content.text));
  }

  /** The case where the entry belongs by now. */
  async #caseOf(entry: number): Promise<number> {
    const { read } = this.#options;
    const name = String(entry);
    let id = (await read('input', name))?.case ?? (await read('speaker', name))?.case ?? entry;
    for (let mergers = 0; mergers < 50; mergers++) {
      const merged = (await read('case', String(id)))?.merged ?? null;
      if (merged === null) return id;
      id = merged.into;
    }
    return id;
  }

  async #erased(): Promise<void> {
    await countErased(this.#options.db);
    this.#options.onErased();
  }
}

/** What was sealed lies in the files of the database until they are cleared, as texts do: content/clearing.ts. */
export async function countErased(db: Db | Transaction<Database>): Promise<void> {
  await sql`update taken_away set times = times + 1`.execute(db);
}

function nameOf(id: Uint8Array): string {
  return `contact ${id.toHex()}`;
}

function hashOf(token: string): Uint8Array {
  return new Uint8Array(hash('sha256', `counterfoil letters\n${token}`, 'buffer'));
}
