/**
 * The recorder: statements in, index and proof out. Answers only when the entry is durable and under a signed checkpoint.
 */
import type { Content } from '@counterfoil/ledger/content';
import { signEnvelope, type Envelope } from '@counterfoil/ledger/envelope';
import { createVerifier, type Platform, type Signer } from '@counterfoil/ledger/signature';
import type { StateShapes } from '@counterfoil/ledger/state';
import { fileRefs, PAYLOAD_TYPE, type Statement, type StatementOf } from '@counterfoil/ledger/statement';
import { say } from '@counterfoil/ledger/say';
import type { Logger } from 'pino';
import type { Vault } from '../content/vault.ts';
import type { Db, Pool } from '../database/connect.ts';
import { Problem, problemOf } from '../problem.ts';
import type { FileStore, Upload } from '../files/file-store.ts';
import { IntakeOffice, type Given, type Intake, type Voice } from './intake.ts';
import { judge } from './judge.ts';
import type { ServiceKeys } from './service-keys.ts';
import { PgState } from './pg-state.ts';
import { Publisher, type Publication } from './publisher.ts';
import type { SecondPlace } from '../second-place/second-place.ts';
import type { SignCheckpoint } from './newest-checkpoint.ts';
import { Sequencer } from './sequencer.ts';
import type { Stages } from './stages.ts';
import {
  checkSubmission,
  openSubmission,
  type Opened,
  type Rotation,
  type Submission,
  type SubmissionChecks,
} from './submission.ts';

export interface RecorderOptions {
  readonly pool: Pool;
  readonly origin: string;
  readonly keys: ServiceKeys;
  readonly platform: Platform;
  /** Checks the signatures of what comes in: by the platform, unless said otherwise. */
  readonly verifyEd25519?: Platform['verifyEd25519'] | undefined;
  readonly secondPlace: SecondPlace;
  /** Signs checkpoints: by the log keys, unless said otherwise. */
  readonly sign?: SignCheckpoint | undefined;
  /** Told once when it stops writing for good, while running or at the start. */
  readonly onStop?: ((error: Error) => void) | undefined;
  /** How far the clock may lie behind the newest entry, milliseconds. */
  readonly clockBehindMs: number;
  /** Seals texts that are not in public view. */
  readonly vault: Vault;
  /** Where files lie that statements refer to. */
  readonly files: Pick<FileStore, 'uploaded' | 'hold'>;
  /** Told when texts were taken out of public view. */
  readonly onTakenAway: () => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told how long each stage takes. */
  readonly stages?: Stages | undefined;
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

/** What somebody gets who sent words in: also the words with their salt, which the record may not show to others (yet). */
export interface Heard extends Receipt {
  /** Undefined where there are no words, and where they were recorded before. */
  readonly content?: Content | undefined;
  /** Where it is, if that was said. */
  readonly place?: Content | undefined;
  /** The files that came with it. */
  readonly files?: readonly Upload[] | undefined;
}

export class Recorder {
  readonly publisher: Publisher;
  readonly intakeKeyid: string;
  readonly #options: RecorderOptions;
  readonly #sequencer: Sequencer;
  readonly #checks: SubmissionChecks;
  readonly #intake: IntakeOffice;
  readonly #keysKnown = new Set<string>();
  /** Log key that was asked for last and is not here. */
  #keyMissed: string | undefined;

  private constructor(options: RecorderOptions, publisher: Publisher) {
    const { pool, platform, now, log, keys } = options;
    this.#options = options;
    this.publisher = publisher;
    this.intakeKeyid = keys.intake.keyid;
    this.#intake = new IntakeOffice({
      ...{ origin: options.origin, publisher, now, sha256: platform.sha256, uploads: options.files },
      state: (kind, id) => this.#state(kind, id),
    });
    const state = new PgState((size) => publisher.rootAt(size));
    const { vault, onTakenAway } = options;
    this.#sequencer = new Sequencer({
      ...{ pool, state, platform, vault, now, log, onTakenAway, clockBehindMs: options.clockBehindMs },
      stages: options.stages,
      requireHead: (head, written) => publisher.requireHead(head, written),
      onCommit: () => publisher.wake(),
    });
    this.#checks = {
      platform,
      verifier: createVerifier({ ...platform, verifyEd25519: options.verifyEd25519 ?? platform.verifyEd25519 }),
      keyIsKnown: (keyid) => this.#keyIsKnown(keyid),
      keyOfSpeaker: async (entry) => (await this.#state('speaker', String(entry)))?.key,
      countersign: (envelope, rotation) => this.#countersign(envelope, rotation),
    };
  }

  /** Verifier key of the log: the one in force. */
  get vkey(): string {
    return this.publisher.vkey;
  }

  /** A text other than a checkpoint, signed by the log: a note. */
  sign(text: string): Promise<string> {
    return this.#options.keys.log.sign(text, this.vkey);
  }

  /** @throws Error when going on from what the database holds would make a second history, or nobody could verify it. */
  static async start(options: RecorderOptions): Promise<Recorder> {
    const { origin, keys, platform, secondPlace, sign, onStop, log } = options;
    const { db } = options.pool;
    const head = await db.selectFrom('head').select('time').executeTakeFirstOrThrow();
    const behindMs = Date.parse(head.time) - options.now();
    if (behindMs > options.clockBehindMs)
      throw new Error(
        `The clock of this machine is ${Math.floor(behindMs / 3_600_000)} hours behind the newest entry, recorded at ${head.time}. Set the clock right. If it is the entry's time that is wrong, say with COUNTERFOIL_CLOCK_BEHIND_HOURS how far the clock may lie behind.`,
      );
    const publisher = await Publisher.start({
      ...{ db, origin, logKeys: keys.log, platform, secondPlace, sign, onStop, log },
      stages: options.stages,
    });
    return new Recorder(options, publisher);
  }

  /** Everything that can be said of a statement without the rulebook: form, texts, signatures. @throws Problem */
  async check(
    envelope: Envelope,
    contents: readonly Content[],
    files: readonly string[] = [],
    opened: Opened = openSubmission(envelope),
  ): Promise<Submission> {
    // What was found wrong lies in the database: nothing more is written on top of it.
    if (this.publisher.stopped !== undefined) throw new Problem('service-stopped');
    const submission = await checkSubmission(envelope, contents, files, opened, this.#checks);
    if (submission.statement.kind === 'ledger-opened') this.#checkOpening(submission.statement);
    return submission;
  }

  /** Why the rulebook would refuse it just now, or undefined; nothing is recorded. */
  async judge(submission: Pick<Submission, 'statement' | 'digest' | 'signers'>): Promise<Problem | undefined> {
    const { pool, now } = this.#options;
    const refused = await judge({ pool, now, rootAt: (size) => this.publisher.rootAt(size) }, submission);
    return refused === undefined ? undefined : this.#explain(problemOf(refused), submission.statement);
  }

  /** Records a signed statement with its texts. @throws Problem */
  async submit(
    envelope: Envelope,
    contents: readonly Content[],
    files: readonly string[] = [],
    opened: Opened = openSubmission(envelope),
  ): Promise<Receipt> {
    const submission = await this.check(envelope, contents, files, opened);
    try {
      return await this.#finish(await this.#sequencer.record(submission));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code !== 'statement-repeated') throw this.#explain(error, submission.statement);
      return this.receipt(await this.#indexOf(submission.digest));
    }
  }

  /** Keeps the files of a statement that waits for signatures. @throws Problem `file-unknown` where one of them is not here. */
  async holdFiles({ statement, files }: Submission, until: string): Promise<void> {
    await this.#options.files.hold(fileRefs(statement), files, until);
  }

  /** Signs with the intake key what somebody sent in, and records it. @throws Problem */
  async receive(intake: Intake, given?: Given): Promise<Heard> {
    const before = await this.#known(intake);
    if (before !== undefined) return before;
    const { payload, contents, files } = await this.#intake.input(intake, given);
    const envelope = await this.#sign(payload);
    const [content, place] = contents;
    try {
      return { ...(await this.submit(envelope, contents, tokensOf(files))), content, place, files };
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'source-repeated') throw error;
      const meanwhile = await this.#known(intake);
      if (meanwhile === undefined) throw error;
      return meanwhile;
    }
  }

  /** The same for what else people say in a case. @throws Problem */
  async hear(voice: Voice, given?: Given): Promise<Heard> {
    const { payload, contents, files } = await this.#intake.voice(voice, given);
    const receipt = await this.submit(await this.#sign(payload), contents, tokensOf(files));
    return { ...receipt, content: contents[0], files };
  }

  /** The rotation that registrars signed, with the signatures that only the service can give: of its log keys, or of its new intake key. */
  async #countersign(envelope: Envelope, { statement, payload }: Rotation): Promise<Envelope> {
    const { origin } = this.#options;
    if (statement.origin !== origin) return envelope;
    const missing = (await this.#rotated(statement)).filter(({ keyid }) =>
      envelope.signatures.every((made) => made.keyid !== keyid),
    );
    const { signatures } = await signEnvelope({ payloadType: envelope.payloadType, payload, origin }, missing);
    return { ...envelope, signatures: [...envelope.signatures, ...signatures] };
  }

  async #rotated(statement: Rotation['statement']): Promise<readonly Signer[]> {
    const { keys } = this.#options;
    if (statement.kind === 'key-rotated') return statement.to === this.intakeKeyid ? [keys.intake] : [];
    await keys.log.refresh();
    const [old, next] = [keys.log.find(this.vkey), keys.log.find(statement.logKey)];
    // Another key than one that the operator has put there is none of ours to sign for.
    return old === undefined || next === undefined ? [] : [old, next];
  }

  /** Where this process was not given the log key that is to come, the rulebook sees only that log keys have not signed. */
  #explain(problem: Problem, statement: Statement): Problem {
    const { keys, log } = this.#options;
    if (problem.code !== 'rotation-unsigned' || statement.kind !== 'log-key-rotated') return problem;
    if (keys.log.find(statement.logKey) !== undefined) return problem;
    const { logKey } = statement;
    // Whoever sends it again and again has the line written once.
    if (this.#keyMissed !== logKey)
      log.warn(
        { logKey, folder: keys.log.folder },
        'A new log key was asked for, which is not in the folder of this process. Copy its file into the folder of every process, and have the statement sent again.',
      );
    this.#keyMissed = logKey;
    return problemOf({
      code: 'rotation-unsigned',
      detail: say`The process that answers was not given the new log key, ${logKey}, and cannot sign with it: its log names the folder. The operator copies the file of the key into the folder "keys" of every process, and then the same statement is sent again.`,
    });
  }

  #sign(payload: Uint8Array): Promise<Envelope> {
    const { origin, keys } = this.#options;
    return signEnvelope({ payloadType: PAYLOAD_TYPE, payload, origin }, [keys.intake]);
  }

  /** A record of a source that is in already, whatever else would stand in its way by now. */
  async #known({ source }: Intake): Promise<Receipt | undefined> {
    const known = source === undefined ? undefined : await this.#state('source', `${source.name}/${source.id}`);
    return known === undefined ? undefined : this.receipt(known.entry);
  }

  get #db(): Db {
    return this.#options.pool.db;
  }

  /** Statements that wait for their batch. */
  get queued(): number {
    return this.#sequencer.queued;
  }

  async close(): Promise<void> {
    await this.#sequencer.close();
    await this.publisher.close();
  }

  /** The opening must name the keys that this service signs with, or nothing it does could be verified. */
  #checkOpening(opening: StatementOf<'ledger-opened'>): void {
    if (opening.origin !== this.#options.origin)
      throw new Problem('origin-foreign', say`This ledger is named "${this.#options.origin}".`);
    if (opening.logKey !== this.vkey)
      throw new Problem('log-key-foreign', say`The log key of this service is ${this.vkey}.`);
    if (opening.intakeKey !== this.intakeKeyid)
      throw new Problem('key-unknown', say`The intake key of this service is ${this.intakeKeyid}.`);
  }

  async #finish(recorded: { index: number; time: string; caseId: number | undefined }): Promise<Receipt> {
    return { ...recorded, ...(await this.publisher.published(recorded.index)), repeated: false };
  }

  /** What a client is told of an entry that is on record already. */
  async receipt(index: number): Promise<Receipt> {
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

function tokensOf(files: readonly Upload[]): readonly string[] {
  return files.map(({ token }) => token);
}
