/** What people send in, in plain words, made into statements: the service signs them with its intake key. SPEC 7.4. */
import { randomBytes } from 'node:crypto';
import { base64 } from '@counterfoil/ledger/bytes';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { commitContent, SALT_BYTES, type Content } from '@counterfoil/ledger/content';
import { parseNote } from '@counterfoil/ledger/note';
import type { FileRef } from '@counterfoil/ledger/file-content';
import type { Platform } from '@counterfoil/ledger/signature';
import type { StateKind, StateShapes } from '@counterfoil/ledger/state';
import { formatStatement, type Statement, type StatementOf } from '@counterfoil/ledger/statement';
import { noncedKinds } from '@counterfoil/ledger/statements/citizens';
import { say } from '@counterfoil/ledger/say';
import { asProblem, Problem } from '../problem.ts';
import type { FileStore, Upload } from '../files/file-store.ts';
import type { Publisher } from './publisher.ts';

/** An input: it opens a case under the version in force, or joins one. */
export interface Intake extends Pick<
  StatementOf<'input-received'>,
  'channel' | 'author' | 'category' | 'area' | 'source' | 'followKey'
> {
  readonly text: string;
  readonly lang: string;
  /** Where it is, in words of the same language (SPEC M100). */
  readonly place?: string | undefined;
  /** Tokens of files that were sent before. */
  readonly files?: readonly string[] | undefined;
  readonly process?: string | undefined;
  readonly case?: number | undefined;
  /** When it happened at its source; absent for what is said here and now. */
  readonly at?: string | undefined;
}

type VoiceKind = 'support-added' | 'appeal' | 'dispute' | 'answer' | 'evaluation';
type Common = 'origin' | 'at' | 'seen' | 'by' | 'text' | 'files' | 'count' | 'result' | 'nonce';
type Spoken<K> = K extends VoiceKind
  ? Omit<StatementOf<K>, Common> & {
      readonly text?: string | undefined;
      readonly lang?: string | undefined;
      readonly files?: readonly string[] | undefined;
    }
  : never;
/** What else people say in a case that is there. */
export type Voice = Spoken<VoiceKind>;

/** What was fixed when the words came in, where a promise was given for them: their salt, and when they were said. */
export interface Given {
  /** 32 random bytes. */
  readonly salt: Uint8Array;
  /** UTC with milliseconds. */
  readonly at: string;
}

/** Ready to be signed. */
export interface Taken {
  readonly payload: Uint8Array;
  readonly contents: readonly Content[];
  readonly files: readonly Upload[];
}

export interface IntakeOptions {
  readonly origin: string;
  readonly publisher: Publisher;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sha256: Platform['sha256'];
  readonly uploads: Pick<FileStore, 'uploaded'>;
  readonly state: <K extends StateKind>(kind: K, id: string) => Promise<StateShapes[K] | undefined>;
}

export class IntakeOffice {
  readonly #options: IntakeOptions;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /** @throws Problem `process-unknown`, and those of a malformed statement. */
  async input(intake: Intake, given?: Given): Promise<Taken> {
    const { text, lang, place, process, at, case: joined, files = [], ...fields } = intake;
    const inForce = process === undefined ? undefined : await this.#options.state('process', process);
    if (process !== undefined && inForce === undefined)
      throw new Problem('process-unknown', say`There is no process "${process}".`);
    const { content, ref } = this.#commit(text, lang, given);
    const placed = place === undefined ? undefined : this.#commit(place, lang);
    const under =
      process === undefined || inForce === undefined ? {} : { process: { id: process, version: inForce.version } };
    const into = joined === undefined ? {} : { case: await this.#caseNow(joined) };
    const uploads = await this.#options.uploads.uploaded(files);
    const common = await this.#common(at ?? given?.at);
    return {
      payload: format({
        kind: 'input-received',
        ...common,
        ...fields,
        ...under,
        ...into,
        ...refer(uploads),
        text: ref,
        ...(placed === undefined ? {} : { place: placed.ref }),
      }),
      contents: [content, ...(placed === undefined ? [] : [placed.content])],
      files: uploads,
    };
  }

  /** @throws Problem for a malformed statement. */
  async voice(voice: Voice, given?: Given): Promise<Taken> {
    const { text, lang, files = [], ...said } = voice;
    const committed = text === undefined ? undefined : this.#commit(text, lang ?? '', given);
    await this.#inSight(said.case);
    const uploads = await this.#options.uploads.uploaded(files);
    const fields = {
      ...(await this.#common(given?.at)),
      ...said,
      ...refer(uploads),
      ...(said.kind === 'support-added' ? { count: 1 } : {}),
      ...(noncedKinds.has(said.kind) ? { nonce: randomBytes(16).toString('hex') } : {}),
    };
    // Whether the fields fit the kind is for the strict parser to say.
    const statement = (committed === undefined ? fields : { ...fields, text: committed.ref }) as Statement;
    return { payload: format(statement), contents: committed === undefined ? [] : [committed.content], files: uploads };
  }

  /** The case to which a case belongs by now: where the two were made one, what is said belongs to the whole. */
  async #caseNow(id: number): Promise<number> {
    await this.#inSight(id);
    let now = id;
    for (;;) {
      const merged = (await this.#options.state('case', String(now)))?.merged ?? null;
      if (merged === null) return now;
      now = merged.into;
      await this.#inSight(now);
    }
  }

  /** What names the case must be made in sight of it (SPEC M18); another process may have recorded it just now. */
  async #inSight(id: number): Promise<void> {
    const { publisher, state } = this.#options;
    if (id >= publisher.size && (await state('case', String(id))) !== undefined) await publisher.published(id);
  }

  async #common(at?: string): Promise<Pick<Statement, 'origin' | 'at' | 'seen'>> {
    const { size, root } = parseCheckpoint(parseNote(this.#options.publisher.note).text);
    return {
      origin: this.#options.origin,
      at: at ?? new Date(this.#options.now()).toISOString(),
      seen: { size, root: base64(root) },
    };
  }

  #commit(
    text: string,
    lang: string,
    given?: Given,
  ): { readonly content: Content; readonly ref: StatementOf<'response'>['text'] } {
    const content: Content = { salt: given?.salt ?? new Uint8Array(randomBytes(SALT_BYTES)), text };
    try {
      return { content, ref: commitContent(content, lang, this.#options.sha256) };
    } catch (error) {
      throw asProblem(error);
    }
  }
}

function refer(uploads: readonly Upload[]): { files?: FileRef[] } {
  if (uploads.length === 0) return {};
  return { files: uploads.map(({ digest, bytes, mediaType }) => ({ digest, bytes, mediaType })) };
}

function format(statement: Statement): Uint8Array {
  try {
    return formatStatement(statement);
  } catch (error) {
    throw asProblem(error);
  }
}
