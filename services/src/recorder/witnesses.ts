/**
 * The witnesses of this log: asks those of a policy to cosign its checkpoints, one checkpoint after the other, and says which one
 * to show. SPEC 3.4, M74, M75.
 *
 * Recording never waits for them: the publisher says that there is a new checkpoint, and everything here happens beside it.
 * All witnesses are asked about the same checkpoint, because a quorum is one of one text; the next one is the newest of
 * those that came meanwhile. A witness that fails is asked again after a growing pause.
 */
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { formatNote, parseNote, type NoteSignature } from '@counterfoil/ledger/note';
import { asksForWitnesses, quorumReached, type Policy } from '@counterfoil/ledger/policy';
import type { SignatureVerifier } from '@counterfoil/ledger/signature';
import type { Hash } from '@counterfoil/ledger/tree';
import type { Logger } from 'pino';
import { raiseAlarm } from './witnesses-alarm.ts';
import { readKept, writeKept } from './witnesses-kept.ts';
import { WitnessPeer, type Failure, type Outcome, type OwnCheckpoint } from './witnesses-peer.ts';

export interface WitnessesOptions {
  readonly policy: Policy;
  readonly origin: string;
  /** Where the newest cosigned checkpoint and what alarms leave behind are kept. */
  readonly folder: string;
  readonly verify: SignatureVerifier['verify'];
  readonly prove: (size1: number, size2: number) => Promise<readonly Hash[]>;
  /** Of this record. */
  readonly rootAt: (size: number) => Promise<Hash | undefined>;
  /** Verifier keys that this log signs with. */
  readonly logKeys: () => readonly string[];
  /** How long a reader of the newest checkpoint waits for its quorum. */
  readonly waitMs: number;
  /** Between two checkpoints that are put to the witnesses. */
  readonly paceMs: number;
  readonly timeoutMs: number;
  /** The first pause after a failure; each further one is twice as long, up to three hundred times the first. */
  readonly pauseMs: number;
  /** From 0 to 1, to keep those who fail together from being asked together. */
  readonly random: () => number;
  readonly now: () => number;
  readonly log: Logger;
}

/** For metrics and operators. */
export interface WitnessStatus {
  readonly name: string;
  /** Of the newest checkpoint that it has cosigned, as far as is known. */
  readonly size: number;
  /** `ok` before anything went wrong. */
  readonly state: 'ok' | 'ahead' | 'alarm' | Failure;
  readonly failures: Readonly<Record<string, number>>;
  readonly alarms: number;
}

interface Watcher {
  readonly peer: WitnessPeer;
  state: WitnessStatus['state'];
  readonly failures: Record<string, number>;
  alarms: number;
  /** In a row. */
  inARow: number;
  asking: boolean;
  /** The text it has answered about, for better or worse. */
  answered: string | undefined;
  pause: NodeJS.Timeout | undefined;
}

/** A checkpoint under way, and what has come of it. */
interface Round extends OwnCheckpoint {
  readonly lines: Map<string, readonly NoteSignature[]>;
}

const MOST_PAUSES = 300;
/** Likewise, for a witness that has seen more: that mends itself when this process has caught up with another one. */
const AHEAD_PAUSES = 10;
/** Answers in a row, after which it is not a matter of moments any more. */
const AHEAD_FOR_LONG = 10;
/** After an alarm, or where the witness has to be set up first, in pauses. */
const LONG_PAUSE = 30;
const SAVE_MS = 1000;

export class Witnesses {
  readonly #options: WitnessesOptions;
  readonly #watchers: readonly Watcher[];
  readonly #stopping = new AbortController();
  #newest: (OwnCheckpoint & { readonly atMs: number }) | undefined;
  #round: Round | undefined;
  /** The newest that has reached the quorum. */
  #complete: Round | undefined;
  #roundAtMs = -Infinity;
  #nextRound: NodeJS.Timeout | undefined;
  #save: NodeJS.Timeout | undefined;
  #saving: Promise<void> = Promise.resolve();
  #changed = Promise.withResolvers<void>();
  readonly #working = new Set<Promise<void>>();

  private constructor(options: WitnessesOptions) {
    this.#options = options;
    const { timeoutMs, verify, prove } = options;
    this.#watchers = options.policy.witnesses.flatMap((witness) =>
      witness.url === undefined
        ? []
        : [watcherOf(new WitnessPeer({ witness: { ...witness, url: witness.url }, timeoutMs, verify, prove }))],
    );
  }

  /** @param note the newest own-signed checkpoint; what witnesses said of it before is shown again. */
  static async start(options: WitnessesOptions, note: string): Promise<Witnesses> {
    const witnesses = new Witnesses(options);
    await witnesses.#recall(ownCheckpoint(note));
    witnesses.offer(note);
    return witnesses;
  }

  /** Says that there is a newer checkpoint, signed by the log. Returns at once. */
  offer(note: string): void {
    if (this.#newest?.note === note || this.#stopping.signal.aborted) return;
    const own = ownCheckpoint(note);
    if (own.text === this.#newest?.text) return;
    this.#newest = { ...own, atMs: performance.now() };
    // Another process had been quicker; now this one has come as far.
    for (const watcher of this.#watchers)
      if (watcher.state === 'ahead' && watcher.peer.size <= own.size) this.#wakeUp(watcher);
    this.#advance();
  }

  /** This note, with whatever cosignatures there are of just what it says. */
  withLines(note: string): string {
    const { text, signatures } = parseNote(note);
    const round = [this.#round, this.#complete].find((one) => one?.text === text);
    if (round === undefined || round.lines.size === 0) return note;
    return formatNote(text, [...signatures, ...[...round.lines.values()].flat()]);
  }

  /**
   * What to show as the newest checkpoint: one with its quorum that covers all that was signed when this was called, as soon as
   * there is one; after the wait, or where no quorum is to be expected, the newest one with what there is.
   */
  async checkpoint(): Promise<string> {
    const asked = this.#newest;
    if (asked === undefined) throw new Error('No checkpoint was offered yet.');
    if (!asksForWitnesses(this.#options.policy)) return this.withLines(asked.note);
    const deadline = asked.atMs + this.#options.waitMs;
    for (;;) {
      const complete = this.#complete;
      if (complete !== undefined && complete.size >= asked.size) return this.withLines(complete.note);
      const left = deadline - performance.now();
      if (left <= 0 || !this.#mayReachQuorum() || this.#stopping.signal.aborted)
        return this.withLines(this.#newest?.note ?? asked.note);
      await Promise.race([this.#changed.promise, pause(left)]);
    }
  }

  /** Size of the newest checkpoint that has reached the quorum since the start; 0 for none. */
  get cosignedSize(): number {
    return this.#complete?.size ?? 0;
  }

  get status(): readonly WitnessStatus[] {
    return this.#watchers.map(({ peer, state, failures, alarms }) => ({
      name: peer.name,
      size: peer.size,
      state,
      failures,
      alarms,
    }));
  }

  /** Ends what is under way; nothing is asked any more. */
  async close(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#nextRound);
    for (const { pause: timer } of this.#watchers) clearTimeout(timer);
    await Promise.all(this.#working);
    if (this.#save !== undefined) this.#saveNow();
    await this.#saving;
  }

  /** Begins the next round when the one before is settled and its pace has passed. */
  #advance(): void {
    const newest = this.#newest;
    if (newest === undefined || this.#stopping.signal.aborted) return;
    if (this.#round?.text !== newest.text && this.#isSettled()) {
      const due = this.#roundAtMs + this.#options.paceMs - performance.now();
      if (due > 0) {
        this.#nextRound ??= setTimeout(() => {
          this.#nextRound = undefined;
          this.#advance();
        }, due).unref();
        return;
      }
      this.#roundAtMs = performance.now();
      // What was recalled, or cosigned before the log signed it anew, is not asked for again.
      this.#round = {
        ...newest,
        lines:
          this.#complete?.text === newest.text ? this.#complete.lines : new Map<string, readonly NoteSignature[]>(),
      };
      if (this.#complete?.text === newest.text) this.#complete = this.#round;
    }
    for (const watcher of this.#watchers) this.#wake(watcher);
  }

  /** Nothing more is to be expected of the round, or nothing more is needed. */
  #isSettled(): boolean {
    const round = this.#round;
    if (round === undefined || this.#complete === round) return true;
    return this.#watchers.every(
      ({ answered, pause: timer, peer }) => answered === round.text || timer !== undefined || peer.size > round.size,
    );
  }

  #wake(watcher: Watcher): void {
    const round = this.#round;
    if (round === undefined || watcher.asking || watcher.pause !== undefined || watcher.answered === round.text) return;
    if (round.lines.has(watcher.peer.name)) {
      watcher.answered = round.text;
      return;
    }
    watcher.asking = true;
    const work = this.#ask(watcher, round).finally(() => {
      watcher.asking = false;
      this.#working.delete(work);
      this.#advance();
    });
    this.#working.add(work);
  }

  async #ask(watcher: Watcher, round: Round): Promise<void> {
    try {
      const outcome = await watcher.peer.ask(round, this.#stopping.signal);
      if (this.#stopping.signal.aborted) return;
      if (outcome.kind === 'cosigned') this.#accept(watcher, round, outcome);
      else await this.#reject(watcher, round, outcome);
    } catch (error) {
      // The database may be away: it is this side that failed.
      this.#options.log.error({ err: error, witness: watcher.peer.name }, 'A witness could not be asked.');
      this.#rest(watcher, 1);
    }
  }

  #accept(watcher: Watcher, round: Round, { lines }: Extract<Outcome, { kind: 'cosigned' }>): void {
    const { policy, log } = this.#options;
    const { name } = watcher.peer;
    if (watcher.state !== 'ok') log.info({ witness: name, size: round.size }, 'A witness cosigns again.');
    watcher.state = 'ok';
    watcher.inARow = 0;
    watcher.answered = round.text;
    round.lines.set(name, lines);
    const isNewer = round.size >= (this.#complete?.size ?? 0);
    if (isNewer && quorumReached(policy, new Set(round.lines.keys()))) this.#complete = round;
    this.#save ??= setTimeout(() => this.#saveNow(), SAVE_MS).unref();
    this.#tell();
  }

  async #reject(watcher: Watcher, round: Round, outcome: Exclude<Outcome, { kind: 'cosigned' }>): Promise<void> {
    const { log } = this.#options;
    const { name } = watcher.peer;
    const state = outcome.kind === 'failed' ? outcome.reason : outcome.kind;
    const isNew = watcher.state !== state;
    // To be ahead is no failure: it is counted apart from those.
    if (isNew && (state === 'ahead' || watcher.state === 'ahead')) watcher.inARow = 0;
    watcher.state = state;
    const needsSetting = state === 'not-watched' || state === 'key-refused';
    this.#rest(
      watcher,
      outcome.kind === 'alarm' || needsSetting ? LONG_PAUSE : 1,
      state === 'ahead' ? AHEAD_PAUSES : MOST_PAUSES,
    );
    this.#tell();
    if (outcome.kind === 'alarm') {
      watcher.alarms++;
      return raiseAlarm({ ...this.#options, signal: this.#stopping.signal }, watcher.peer.witness, round, outcome);
    }
    watcher.failures[state] = (watcher.failures[state] ?? 0) + 1;
    if (outcome.kind === 'ahead') {
      if (watcher.inARow !== AHEAD_FOR_LONG) return;
      log.warn(
        { witness: name, itsSize: outcome.size, size: round.size },
        'A witness has seen more of this ledger than this process has published. Another process may be further on; if there is none, the database was put back to an older state.',
      );
    } else if (isNew) log.warn({ witness: name, reason: state, detail: outcome.detail }, 'A witness has not cosigned.');
  }

  #wakeUp(watcher: Watcher): void {
    clearTimeout(watcher.pause);
    watcher.pause = undefined;
  }

  #rest(watcher: Watcher, times: number, most = MOST_PAUSES): void {
    const { pauseMs, random } = this.#options;
    const pauses = Math.min(times * 2 ** Math.min(watcher.inARow++, 20), most);
    clearTimeout(watcher.pause);
    watcher.pause = setTimeout(
      () => {
        watcher.pause = undefined;
        this.#advance();
      },
      pauseMs * pauses * (0.5 + random()),
    ).unref();
  }

  /** Whether those that have not failed would be enough; who is ahead cosigns as soon as this process has caught up. */
  #mayReachQuorum(): boolean {
    const willing = this.#watchers
      .filter(({ state }) => state === 'ok' || state === 'ahead')
      .map(({ peer }) => peer.name);
    return quorumReached(this.#options.policy, new Set(willing));
  }

  #tell(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }

  /** Takes up the cosignatures of before. */
  async #recall(own: OwnCheckpoint): Promise<void> {
    const { folder, policy, verify, origin } = this.#options;
    const kept = await readKept(folder, origin, policy, verify);
    if (kept === undefined) return;
    for (const name of kept.lines.keys()) this.#watchers.find(({ peer }) => peer.name === name)?.peer.expect(kept.size);
    if (kept.text !== own.text) return;
    this.#round = { ...own, lines: kept.lines };
    if (quorumReached(policy, new Set(kept.lines.keys()))) this.#complete = this.#round;
  }

  #saveNow(): void {
    clearTimeout(this.#save);
    this.#save = undefined;
    const round = this.#complete ?? this.#round;
    if (round === undefined) return;
    const { folder, log } = this.#options;
    const text = this.withLines(round.note);
    this.#saving = this.#saving
      .then(() => writeKept(folder, text))
      .catch((error: unknown) => log.warn({ err: error }, 'The cosigned checkpoint could not be kept.'));
  }
}

function watcherOf(peer: WitnessPeer): Watcher {
  return {
    peer,
    state: 'ok',
    failures: {},
    alarms: 0,
    inARow: 0,
    asking: false,
    answered: undefined,
    pause: undefined,
  };
}

function ownCheckpoint(note: string): OwnCheckpoint {
  const { text } = parseNote(note);
  return { note, text, size: parseCheckpoint(text).size };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
