/**
 * Promises of inclusion: what people say while it cannot be recorded is kept, answered with a signed promise, and recorded by the code that
 * records everything as soon as that is possible. SPEC 11.2, M66.
 *
 * Nothing is promised that is not durable, and nothing that is seen to be refused later: form, language, length, process and kind of author
 * are judged by the rules as they were last known. Words are recorded once: an attempt that may still succeed is waited for, and under the
 * lock of the record it is asked whether they are there already.
 */
import { randomBytes } from 'node:crypto';
import { SALT_BYTES } from '@counterfoil/ledger/content';
import { makePromise, type PromiseFile } from '@counterfoil/ledger/promise';
import { say } from '@counterfoil/ledger/say';
import type { Signer } from '@counterfoil/ledger/signature';
import type { Logger } from 'pino';
import { Problem } from '../problem.ts';
import type { Given, Intake, Voice } from '../recorder/intake.ts';
import type { Heard, Recorder } from '../recorder/recorder.ts';
import { isAway } from './away.ts';
import { draftPledge, type DraftOptions } from './draft.ts';
import type { Journal } from './journal.ts';
import { promisableInput, promisableVoice, type Kept, type Said } from './kept.ts';
import { patiently, type Waited } from './patience.ts';
import type { Replay } from './replay.ts';
import type { RulesMemory } from './rules-memory.ts';

export interface PromisesOptions extends Omit<DraftOptions, 'note'> {
  readonly recorder: Pick<Recorder, 'receive' | 'hear' | 'vkey' | 'publisher'>;
  readonly intakeKey: Signer;
  readonly journal: Journal;
  readonly replay: Replay;
  /** How long a promise runs, milliseconds. */
  readonly runsMs: number;
  /** How long the record may do nothing at all before a promise is given, milliseconds. */
  readonly patienceMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Logger;
}

/** Beyond this it is better to say no: a record that is away for so long has other things to be told. */
const MAX_WAITING = 10_000;
/** How often it is asked whether a record that was away can record again: all who send something meanwhile are made to wait for theirs. */
const AWAY_PAUSE_MS = 250;
/** From one to the next where something else is wrong. */
const [FIRST_PAUSE_MS, LONGEST_PAUSE_MS] = [250, 30_000];
/** How often what the rules refused is tried again: they may change. */
const REFUSED_PAUSE_MS = 600_000;
/** How long another process is left to record what lies in the folder that both share. */
const OTHERS_PAUSE_MS = 2000;

interface Waiting {
  readonly kept: Kept;
  /** The first attempt, while nobody knows how it ends. */
  attempt: Promise<unknown> | undefined;
  /** Why the rules refuse it. */
  refused: Problem | undefined;
  /** By the clock of the service. */
  retryAtMs: number;
  isOverdue: boolean;
}

export interface PromiseFigures {
  readonly waiting: number;
  readonly refused: number;
  readonly overdue: number;
  readonly damaged: number;
}

export class Promises {
  readonly #options: PromisesOptions;
  readonly #waiting = new Map<string, Waiting>();
  readonly #damaged: number;
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  /** Whether the last that is known of the record is that nothing can be recorded. */
  #isAway = false;
  #wake: () => void = () => undefined;

  private constructor(options: PromisesOptions, kept: readonly Kept[], damaged: readonly string[]) {
    this.#options = options;
    this.#damaged = damaged.length;
    for (const one of kept) this.#waiting.set(one.digest, newlyWaiting(one));
    this.#running = this.#run();
  }

  /** Takes up what was promised before. @throws Error when the folder cannot be read. */
  static async start(options: PromisesOptions): Promise<Promises> {
    const { journal, log } = options;
    const { kept, damaged } = await journal.read();
    for (const name of damaged)
      log.error(
        { file: name, folder: journal.folder },
        'A promised submission cannot be read: its file is damaged, or the key in keys/content.key is not the one it was sealed with. It is left where it is; put the key or the file back from a backup.',
      );
    if (kept.length > 0) log.warn({ promised: kept.length }, 'Promised submissions are waiting to be recorded.');
    return new Promises(options, kept, damaged);
  }

  /** Records what somebody sent in, or promises to. @throws Problem */
  receive(intake: Intake): Promise<Heard | PromiseFile> {
    const { recorder } = this.#options;
    // It is known again by its source.
    if (intake.source !== undefined) return recorder.receive(intake);
    return this.#speak(promisableInput(intake), (given) => recorder.receive(intake, given));
  }

  /** The same for what else people say in a case. @throws Problem */
  hear(voice: Voice): Promise<Heard | PromiseFile> {
    const { recorder } = this.#options;
    return this.#speak(promisableVoice(voice), (given) => recorder.hear(voice, given));
  }

  /** What waits under this commitment. */
  waiting(
    digest: string,
  ): { readonly at: string; readonly deadline: string; readonly refused: string | null } | undefined {
    const waiting = this.#waiting.get(digest);
    if (waiting === undefined) return undefined;
    const { at, deadline } = waiting.kept;
    return { at, deadline, refused: waiting.refused?.code ?? null };
  }

  /** Whether it would be of no use to ask the record anything. */
  get isAway(): boolean {
    return this.#isAway;
  }

  /** Processes that new cases come under, by id, as they were read last. */
  get rules(): RulesMemory['known'] {
    return this.#options.rules.known;
  }

  get figures(): PromiseFigures {
    const all = [...this.#waiting.values()];
    const now = this.#iso();
    return {
      waiting: all.length,
      refused: all.filter(({ refused }) => refused !== undefined).length,
      overdue: all.filter(({ kept }) => kept.deadline < now).length,
      damaged: this.#damaged,
    };
  }

  /** What is under way is finished where the record answers; what is kept stays for the next start. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#wake();
    await Promise.race([this.#running, pause(CLOSE_MS)]);
  }

  async #speak(said: Said | undefined, record: (given?: Given) => Promise<Heard>): Promise<Heard | PromiseFile> {
    if (said === undefined)
      try {
        return await record();
      } catch (error) {
        throw spokenOnce(error);
      }
    const given = { salt: new Uint8Array(randomBytes(SALT_BYTES)), at: this.#iso() };
    const { recorder, patienceMs } = this.#options;
    if (this.#isAway) {
      if (recorder.publisher.stopped !== undefined) throw new Problem('service-stopped');
      return this.#promise(said, given, undefined);
    }
    const attempt = record(given);
    const answer = await patiently(attempt, patienceMs, () => recorder.publisher.size);
    if (answer.outcome === 'done') return answer.value;
    if (answer.outcome === 'failed' && !isAway(answer.error)) throw answer.error;
    this.#isAway = true;
    this.#wake();
    try {
      return await this.#promise(said, given, answer.outcome === 'late' ? attempt : undefined);
    } catch (error) {
      throw neither(answer, error);
    }
  }

  async #promise(said: Said, { salt, at }: Given, attempt: Promise<unknown> | undefined): Promise<PromiseFile> {
    const { recorder, journal, intakeKey, runsMs, log } = this.#options;
    const content = { salt, text: said.text };
    const deadline = new Date(Date.parse(at) + runsMs).toISOString();
    const pledge = draftPledge(said, content, { at, deadline }, { ...this.#options, note: recorder.publisher.note });
    if (this.#waiting.size >= MAX_WAITING) throw new Problem('not-recorded');
    const { digest } = pledge;
    const waiting = { ...newlyWaiting({ said, at, deadline, digest, salt }), attempt: attempt ?? Promise.resolve() };
    this.#waiting.set(digest, waiting);
    try {
      await journal.write(waiting.kept);
    } catch (cause) {
      this.#waiting.delete(digest);
      log.error({ err: cause }, 'A submission could be neither recorded nor kept.');
      throw new Problem('not-recorded', undefined, { cause });
    }
    this.#follow(digest, waiting, attempt);
    return makePromise({ pledge, content, logKey: recorder.vkey }, intakeKey);
  }

  /** From here on it is recorded by the attempt under way, or by the loop when that has failed. */
  #follow(digest: string, waiting: Waiting, attempt: Promise<unknown> | undefined): void {
    const retry = (): void => {
      waiting.attempt = undefined;
      this.#wake();
    };
    if (attempt === undefined) retry();
    else attempt.then(() => this.#kept(digest), retry).catch((error: unknown) => this.#notRemoved(digest, error));
  }

  async #run(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    while (!this.#closing.signal.aborted) {
      this.#noteOverdue();
      const due = this.#due();
      if (due.length === 0 && !this.#isAway) {
        await this.#idle();
        continue;
      }
      const end = await this.#round(due);
      this.#isAway = end === 'away';
      if (end === 'done') pauseMs = FIRST_PAUSE_MS;
      else if (end === 'away') await pause(AWAY_PAUSE_MS, this.#closing.signal);
      else {
        await pause(pauseMs, this.#closing.signal);
        pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
      }
    }
  }

  #due(): readonly Waiting[] {
    const now = this.#options.now();
    return [...this.#waiting.values()].filter(({ attempt, retryAtMs }) => attempt === undefined && retryAtMs <= now);
  }

  /** @returns `away` where the record could not be asked. */
  async #round(due: readonly Waiting[]): Promise<'done' | 'away' | 'failed'> {
    const { replay, log, now } = this.#options;
    try {
      const before = this.#waiting.size;
      const isOurs = await replay.run(
        due.map(({ kept }) => kept),
        {
          recorded: (digest) => {
            // It records again: nobody has to wait until all are done that came in meanwhile.
            this.#isAway = false;
            return this.#kept(digest);
          },
          refused: (digest, problem) => {
            this.#isAway = false;
            const waiting = this.#waiting.get(digest);
            if (waiting === undefined) return;
            waiting.retryAtMs = now() + REFUSED_PAUSE_MS;
            if (waiting.refused?.code !== problem.code)
              log.error(
                { promise: digest, code: problem.code, deadline: waiting.kept.deadline },
                'A promised submission is refused by the rules as they are now. It is kept and tried again; before its deadline somebody has to take it down at the counter, with the file that its sender has.',
              );
            waiting.refused = problem;
          },
        },
        this.#closing.signal,
      );
      if (!isOurs) for (const waiting of due) waiting.retryAtMs = now() + OTHERS_PAUSE_MS;
      const done = before - this.#waiting.size;
      if (done > 0) log.info({ recorded: done, left: this.#waiting.size }, 'Promised submissions were recorded.');
      return 'done';
    } catch (error) {
      if (isAway(error)) return 'away';
      log.error({ err: error }, 'Promised submissions could not be recorded.');
      return 'failed';
    }
  }

  async #kept(digest: string): Promise<void> {
    try {
      await this.#options.journal.remove(digest);
      this.#waiting.delete(digest);
    } catch (error) {
      this.#notRemoved(digest, error);
    }
  }

  /** The next round finds that it is recorded and tries again to remove it. */
  #notRemoved(digest: string, error: unknown): void {
    this.#options.log.error(
      { err: error, promise: digest },
      'What was recorded could not be taken out of the folder of promises.',
    );
    const waiting = this.#waiting.get(digest);
    if (waiting === undefined) return;
    waiting.attempt = undefined;
    waiting.retryAtMs = this.#options.now() + LONGEST_PAUSE_MS;
  }

  #noteOverdue(): void {
    const now = this.#iso();
    for (const waiting of this.#waiting.values()) {
      const { digest, deadline } = waiting.kept;
      if (waiting.isOverdue || deadline >= now) continue;
      waiting.isOverdue = true;
      this.#options.log.error(
        { promise: digest, deadline },
        'A promise was not kept in time. Its sender can show it to everybody.',
      );
    }
  }

  /** Until somebody wakes it, or something is worth a look. */
  #idle(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, LOOK_MS);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.#closing.signal.aborted) this.#wake();
    });
  }

  #iso(): string {
    return new Date(this.#options.now()).toISOString();
  }
}

const LOOK_MS = 5000;
const CLOSE_MS = 5000;

function newlyWaiting(kept: Kept): Waiting {
  return { kept, attempt: undefined, refused: undefined, retryAtMs: 0, isOverdue: false };
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    timer.unref();
    signal?.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}

/**
 * What is answered where words were not promised either.
 * @param attempt to record them; `late` where it is still under way
 * @param error why they were not promised
 */
export function neither(attempt: Exclude<Waited<unknown>, { outcome: 'done' }>, error: unknown): unknown {
  if (attempt.outcome === 'late') return spokenOnce(new Problem('maybe-recorded', undefined, { cause: error }));
  // By the rules as they were last known, only what is surely not on record can be refused.
  const isRefusal = error instanceof Problem && error.status < 500;
  return isRefusal && !isUnsure(attempt.error) ? error : spokenOnce(attempt.error);
}

function isUnsure(error: unknown): error is Problem {
  return error instanceof Problem && error.code === 'maybe-recorded';
}

/** What people say has no signature by which it would be known again. */
function spokenOnce(error: unknown): unknown {
  if (!isUnsure(error)) return error;
  const reason = say`It may or may not have been recorded. Look whether it is on record before you send it again: it would be recorded twice.`;
  return new Problem('maybe-recorded', reason, { cause: error });
}
