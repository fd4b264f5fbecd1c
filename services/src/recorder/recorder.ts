/**
 * The recorder: statements in, index and proof out. Answers only when the entry is durable and under a signed checkpoint.
 */
import { randomBytes } from 'node:crypto';
import { formatVerifierKey } from '@counterfoil/ledger/note';
import { commitContent, SALT_BYTES, type Content } from '@counterfoil/ledger/content';
import { signEnvelope, type Envelope } from '@counterfoil/ledger/envelope';
import { formatKeyid } from '@counterfoil/ledger/keyid';
import { createVerifier, type Platform } from '@counterfoil/ledger/signature';
import type { StateShapes } from '@counterfoil/ledger/state';
import { formatStatement, PAYLOAD_TYPE, type StatementOf } from '@counterfoil/ledger/statement';
import { base64 } from '@counterfoil/ledger/bytes';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { parseNote } from '@counterfoil/ledger/note';
import type { Logger } from 'pino';
import type { Db, Pool } from '../database/connect.ts';
import { asProblem, Problem } from '../problem.ts';
import type { ServiceKeys } from './keys.ts';
import { PgState } from './pg-state.ts';
import { Publisher, type Publication } from './publisher.ts';
import type { SecondPlace } from './second-place.ts';
import { Sequencer } from './sequencer.ts';
import { checkSubmission, type SubmissionChecks } from './submission.ts';

export interface RecorderOptions {
  readonly pool: Pool;
  readonly origin: string;
  readonly keys: ServiceKeys;
  readonly platform: Platform;
  readonly secondPlace: SecondPlace;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Logger;
}

/** What a client is told of an entry. */
export interface Receipt extends Publication {
  readonly index: number;
  readonly time: string;
  readonly caseId: number | undefined;
  /** True when the very same had been recorded before: nothing was added. */
  readonly repeated: boolean;
}

/** What somebody sends in, in plain words; the service makes the statement of it. */
export interface Intake extends Pick<StatementOf<'input-received'>, 'channel' | 'author' | 'category' | 'source'> {
  readonly text: string;
  readonly lang: string;
  /** Opens a case under the version in force. */
  readonly process?: string | undefined;
  readonly case?: number | undefined;
  /** When it happened at its source; absent for what is said here and now. */
  readonly at?: string | undefined;
}

export class Recorder {
  readonly publisher: Publisher;
  readonly vkey: string;
  readonly intakeKeyid: string;
  readonly #options: RecorderOptions;
  readonly #sequencer: Sequencer;
  readonly #checks: SubmissionChecks;
  readonly #keysKnown = new Set<string>();

  private constructor(options: RecorderOptions, vkey: string, publisher: Publisher) {
    const { pool, platform, now, log, keys } = options;
    this.#options = options;
    this.vkey = vkey;
    this.publisher = publisher;
    this.intakeKeyid = formatKeyid(keys.intake.publicKey);
    const state = new PgState((size) => publisher.rootAt(size));
    this.#sequencer = new Sequencer({ pool, state, platform, now, log, onCommit: () => publisher.wake() });
    this.#checks = { platform, verifier: createVerifier(platform), keyIsKnown: (keyid) => this.#keyIsKnown(keyid) };
  }

  /** @throws Error when going on from what the database holds would make a second history. */
  static async start(options: RecorderOptions): Promise<Recorder> {
    const { origin, keys, platform, secondPlace, log } = options;
    const { db } = options.pool;
    const vkey = formatVerifierKey(origin, keys.log.publicKey);
    const opened = await db.selectFrom('state').select('value').where('kind', '=', 'ledger').executeTakeFirst();
    const ledger = opened?.value as StateShapes['ledger'] | undefined;
    if (ledger !== undefined && ledger.logKey !== vkey) {
      throw new Error(
        `The ledger in this database is signed with the log key "${ledger.logKey}"; the key in the data folder is another ("${vkey}"). Put the right keys and COUNTERFOIL_ORIGIN in place.`,
      );
    }
    const publisher = await Publisher.start({ db, origin, vkey, logKey: keys.log, platform, secondPlace, log });
    return new Recorder(options, vkey, publisher);
  }

  /** Records a signed statement with its texts. @throws Problem */
  async submit(envelope: Envelope, contents: readonly Content[]): Promise<Receipt> {
    // What was found wrong lies in the database: nothing more is written on top of it.
    if (this.publisher.stopped !== undefined) throw new Problem('service-stopped');
    const submission = await checkSubmission(envelope, contents, this.#checks);
    if (submission.statement.kind === 'ledger-opened') this.#checkOpening(submission.statement);
    try {
      return await this.#finish(await this.#sequencer.record(submission));
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'statement-repeated') throw error;
      return this.#repeated(await this.#indexOf(submission.digest));
    }
  }

  /** Signs with the intake key what somebody sent in, and records it. @throws Problem */
  async receive(intake: Intake): Promise<Receipt> {
    const before = await this.#known(intake);
    if (before !== undefined) return before;
    const content: Content = { salt: new Uint8Array(randomBytes(SALT_BYTES)), text: intake.text };
    const statement = await this.#inputStatement(intake, content);
    const envelope = await signEnvelope(PAYLOAD_TYPE, statement, [this.#options.keys.intake]);
    try {
      return await this.submit(envelope, [content]);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'source-repeated') throw error;
      const meanwhile = await this.#known(intake);
      if (meanwhile === undefined) throw error;
      return meanwhile;
    }
  }

  /** A record of a source that is in already, whatever else would stand in its way by now. */
  async #known({ source }: Intake): Promise<Receipt | undefined> {
    const known = source === undefined ? undefined : await this.#state('source', `${source.name}/${source.id}`);
    return known === undefined ? undefined : this.#repeated(known.entry);
  }

  get #db(): Db {
    return this.#options.pool.db;
  }

  async close(): Promise<void> {
    await this.#sequencer.close();
    await this.publisher.close();
  }

  async #inputStatement(intake: Intake, content: Content): Promise<Uint8Array> {
    const { text: _, lang, process, at, ...fields } = intake;
    const inForce = process === undefined ? undefined : await this.#state('process', process);
    if (process !== undefined && inForce === undefined)
      throw new Problem('process-unknown', `There is no process "${process}".`);
    // What names the case must be made in sight of it (SPEC M18); another process may have recorded it just now.
    const joined = fields.case;
    if (joined !== undefined && joined >= this.publisher.size && (await this.#state('case', String(joined))))
      await this.publisher.published(joined);
    const { size, root } = parseCheckpoint(parseNote(this.publisher.note).text);
    try {
      return formatStatement({
        kind: 'input-received',
        origin: this.#options.origin,
        at: at ?? new Date(this.#options.now()).toISOString(),
        seen: { size, root: base64(root) },
        ...fields,
        ...(inForce === undefined || process === undefined
          ? {}
          : { process: { id: process, version: inForce.version } }),
        text: commitContent(content, lang, this.#options.platform.sha256),
      });
    } catch (error) {
      throw asProblem(error);
    }
  }

  /** The opening must name the keys that this service signs with, or nothing it does could be verified. */
  #checkOpening(opening: StatementOf<'ledger-opened'>): void {
    if (opening.origin !== this.#options.origin)
      throw new Problem('origin-foreign', `This ledger is named "${this.#options.origin}".`);
    if (opening.logKey !== this.vkey)
      throw new Problem('log-key-foreign', `The log key of this service is ${this.vkey}.`);
    if (opening.intakeKey !== this.intakeKeyid)
      throw new Problem('key-unknown', `The intake key of this service is ${this.intakeKeyid}.`);
  }

  async #finish(recorded: { index: number; time: string; caseId: number | undefined }): Promise<Receipt> {
    return { ...recorded, ...(await this.publisher.published(recorded.index)), repeated: false };
  }

  async #repeated(index: number): Promise<Receipt> {
    const row = await this.#db
      .selectFrom('entries')
      .select(['bytes', 'case_id'])
      .where('index', '=', index)
      .executeTakeFirstOrThrow();
    const { time } = JSON.parse(new TextDecoder().decode(row.bytes)) as { time: string };
    return {
      index,
      time,
      caseId: row.case_id ?? undefined,
      ...(await this.publisher.published(index)),
      repeated: true,
    };
  }

  async #indexOf(digest: string): Promise<number> {
    const row = await this.#db
      .selectFrom('entries')
      .select('index')
      .where('statement', '=', Uint8Array.fromHex(digest))
      .executeTakeFirstOrThrow();
    return row.index;
  }

  async #keyIsKnown(keyid: string): Promise<boolean> {
    if (this.#keysKnown.has(keyid)) return true;
    const known = (await this.#state('key', keyid)) !== undefined;
    // Keys are never taken off the ledger, so a yes stays a yes.
    if (known) this.#keysKnown.add(keyid);
    return known;
  }

  async #state<K extends keyof StateShapes>(kind: K, id: string): Promise<StateShapes[K] | undefined> {
    const row = await this.#db
      .selectFrom('state')
      .select('value')
      .where('kind', '=', kind)
      .where('id', '=', id)
      .executeTakeFirst();
    return row?.value as StateShapes[K] | undefined;
  }
}
