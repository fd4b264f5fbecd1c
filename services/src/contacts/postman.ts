/**
 * Sends what waits in the outbox. Whoever sends a letter holds its row locked meanwhile and deletes it in the same transaction, so several
 * processes never send the same one; only a crash between the mail server's yes and the commit could repeat it.
 */
import { createTransport } from 'nodemailer';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { PublicRecord } from '@counterfoil/web-viewer/record';
import type { Language } from '@counterfoil/web-viewer/language';
import { languageOf } from '@counterfoil/web-viewer/languages';
import { Reading } from '@counterfoil/web-viewer/reading';
import { readStepTitle } from '@counterfoil/web-viewer/step';
import type { Db } from '../database/connect.ts';
import type { Contacts } from './contacts.ts';
import { confirmLetter, noticeLetter, type Letter } from './letters.ts';
import { lookThrough } from './notices.ts';

/** After so many tries, some three days apart from the first, a letter is given up. */
const MOST_TRIES = 20;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 6 * 3_600_000;
const SMTP_TIMEOUT_MS = 15_000;
const LOOK_EVERY_MS = 2000;

export interface PostmanOptions {
  readonly db: Db;
  readonly contacts: Contacts;
  readonly record: PublicRecord;
  /** Of the newest checkpoint. */
  readonly size: () => number;
  readonly smtpUrl: string;
  /** Address that the letters come from. */
  readonly from: string;
  /** Where the pages are, with a slash at its end. */
  readonly site: string;
  readonly now: () => number;
  readonly onErased: () => void;
  readonly log: Logger;
}

export class Postman {
  readonly #options: PostmanOptions;
  readonly #transport: ReturnType<typeof createTransport>;
  readonly #timer: NodeJS.Timeout;
  #running: Promise<void> = Promise.resolve();
  #isWoken = false;
  #closed = false;

  constructor(options: PostmanOptions) {
    this.#options = options;
    this.#transport = createTransport({
      url: options.smtpUrl,
      connectionTimeout: SMTP_TIMEOUT_MS,
      greetingTimeout: SMTP_TIMEOUT_MS,
      socketTimeout: SMTP_TIMEOUT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    this.#timer = setInterval(() => this.wake(), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  /** Says that there may be something to send. */
  wake(): void {
    if (this.#closed || this.#isWoken) return;
    this.#isWoken = true;
    this.#running = this.#running.then(() => {
      this.#isWoken = false;
      return this.#round();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await this.#running;
    this.#transport.close();
  }

  async #round(): Promise<void> {
    const { contacts, log, onErased } = this.#options;
    try {
      for (let more = true; more && !this.#closed;) {
        const looked = await lookThrough(this.#options);
        more = looked.more;
        if (looked.erased) onErased();
      }
      await contacts.eraseUnconfirmed();
      while (!this.#closed && (await this.#sendOne()));
    } catch (error) {
      log.warn({ err: error }, 'Letters could not be looked after. It will be tried again.');
    }
  }

  /** @returns whether there was one to send. */
  async #sendOne(): Promise<boolean> {
    const { db, contacts, from, now, log, size } = this.#options;
    const due = new Date(now());
    return db.transaction().execute(async (tx) => {
      // Another process may have heard of the newest entries first: it can tell of them, this one could not yet.
      const { rows } = await sql<Row>`
        select o.id, o.entry, o.tries, c.id as contact, c.case_id, c.confirmed, c.key, c.sealed
        from outbox o join contacts c on c.id = o.contact
        where o.due <= ${due}::timestamptz and coalesce(o.entry, -1) < ${size()}::bigint
        order by o.due, o.id limit 1
        for update of o skip locked`.execute(tx);
      const [row] = rows;
      if (row === undefined) return false;
      const opened = contacts.open(row.contact, row);
      const language = languageOf(opened?.language ?? (await this.#ownLanguage()));
      const letter = opened && (await this.#write(row, opened.token, language));
      if (opened !== undefined && letter !== undefined) {
        try {
          await this.#transport.sendMail({
            ...{ from, to: { name: '', address: opened.address }, subject: letter.subject, text: letter.text },
            // RFC 3834: nobody's holiday answers these.
            headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': language.code },
          });
        } catch (error) {
          // What the mail server says may hold the address.
          const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
          const tries = row.tries + 1;
          if (tries < MOST_TRIES) {
            const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1));
            await tx
              .updateTable('outbox')
              .set({ tries, due: new Date(now() + pauseMs) })
              .where('id', '=', row.id)
              .execute();
            log.warn({ code, tries }, 'A letter could not be sent. It will be tried again.');
            return true;
          }
          log.error({ code, tries }, 'A letter was given up.');
        }
      }
      await tx.deleteFrom('outbox').where('id', '=', row.id).execute();
      return true;
    });
  }

  /** Of the authority: that of the pages whose addresses begin with none. */
  async #ownLanguage(): Promise<string | undefined> {
    return (await this.#options.record.info()).authority?.lang;
  }

  /** Undefined where there is nothing to write: an entry that nobody can be told of. */
  async #write({ entry, case_id: id, confirmed }: Row, token: string, language: Language): Promise<Letter | undefined> {
    const { record, site, now } = this.#options;
    const authority = (await record.info()).authority?.name ?? site;
    const isOwn = language === languageOf(await this.#ownLanguage());
    const pages = isOwn ? site : `${site}${language.code}/`;
    const facts = { language, authority, pages, case: id, token };
    if (entry === null) return confirmed ? undefined : confirmLetter(facts);
    const reading = new Reading(record, now(), language);
    const opened = await reading.entry(entry);
    const of = await reading.state('case', id);
    const rules = of && (await reading.state('rules', `${of.process}/${of.version}`));
    if (opened === undefined || rules === undefined) return undefined;
    return noticeLetter(facts, await readStepTitle(reading, opened, rules), opened.index);
  }
}

interface Row {
  readonly id: number;
  readonly entry: number | null;
  readonly tries: number;
  readonly contact: Uint8Array;
  readonly case_id: number;
  readonly confirmed: boolean;
  readonly key: Uint8Array;
  readonly sealed: Uint8Array;
}
