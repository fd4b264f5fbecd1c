/**
 * One witness, as the recorder knows it: how far it has seen, learnt from its answers. SPEC 3.4, M74, M75.
 *
 * Nothing that a witness answers is believed before it is checked, and nothing in it ends this process.
 */
import { parseUtf8 } from '@counterfoil/ledger/bytes';
import { linesOf, verifyLines } from '@counterfoil/ledger/cosignature';
import { formatAddCheckpoint } from '@counterfoil/ledger/cosignature-request';
import { FormatError } from '@counterfoil/ledger/error';
import { MAX_NOTE_SIGNATURES, parseSignatureLine, type NoteSignature } from '@counterfoil/ledger/note';
import type { PolicyWitness } from '@counterfoil/ledger/policy';
import type { SignatureVerifier } from '@counterfoil/ledger/signature';
import type { Hash } from '@counterfoil/ledger/tree';
import { postCheckpoint, type WitnessAnswer } from './witnesses-http.ts';

/** A checkpoint of this log, as it is put to a witness. */
export interface OwnCheckpoint {
  /** The signed note. */
  readonly note: string;
  /** What is signed. */
  readonly text: string;
  readonly size: number;
}

/**
 * - `cosigned`: with the lines of its key, checked;
 * - `ahead`: it has cosigned more of this log than this process has published;
 * - `alarm`: it says that the checkpoint does not follow from what it has seen: two histories, or a faulty witness;
 * - `failed`: nothing is known, for a reason of the closed list below.
 */
export type Outcome =
  | { readonly kind: 'cosigned'; readonly lines: readonly NoteSignature[]; readonly timestamp: number }
  | { readonly kind: 'ahead'; readonly size: number }
  | { readonly kind: 'alarm'; readonly request: string; readonly answer: WitnessAnswer }
  | { readonly kind: 'failed'; readonly reason: Failure; readonly detail: string };

export type Failure =
  /** No complete answer in time. */
  | 'unreachable'
  /** 404. */
  | 'not-watched'
  /** 403. */
  | 'key-refused'
  /** Any other status. */
  | 'status'
  /** 409, again and again. */
  | 'conflict'
  /** 200, and no line of the key that the policy has. */
  | 'no-cosignature'
  /** 200, and a line of that key that does not hold, or bears no time. */
  | 'wrong-cosignature';

export interface PeerOptions {
  readonly witness: PolicyWitness & { readonly url: string };
  readonly timeoutMs: number;
  readonly verify: SignatureVerifier['verify'];
  /** The consistency proof from one size of this log to a later one, neither of them 0. */
  readonly prove: (size1: number, size2: number) => Promise<readonly Hash[]>;
}

/** Sizes that a witness may name in turn before it is taken not to know what it says. */
const ATTEMPTS = 3;
const SIZE_BODY = /^(0|[1-9][0-9]{0,15})\n?$/;

export class WitnessPeer {
  readonly #options: PeerOptions;
  /** Of the newest checkpoint of this log that it has cosigned, as far as is known. */
  #size = 0;

  constructor(options: PeerOptions) {
    this.#options = options;
  }

  get name(): string {
    return this.#options.witness.name;
  }

  get witness(): PeerOptions['witness'] {
    return this.#options.witness;
  }

  get size(): number {
    return this.#size;
  }

  /** What is known from before. */
  expect(size: number): void {
    this.#size = size;
  }

  /** Never rejects for anything that the witness does. */
  async ask(checkpoint: OwnCheckpoint, signal: AbortSignal): Promise<Outcome> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (this.#size > checkpoint.size) {
        // It may have been started anew: ask from nothing, and it says where it stands.
        const { request, answer, error } = await this.#send({ ...checkpoint, oldSize: 0 }, signal);
        if (answer === undefined) return failed('unreachable', error ?? NO_ANSWER);
        const told = sizeIn(answer);
        if (told === undefined) return this.#judge(checkpoint, request, answer);
        if (told > checkpoint.size) {
          this.#size = told;
          return { kind: 'ahead', size: told };
        }
        this.#size = told;
      }
      const { request, answer, error } = await this.#send({ ...checkpoint, oldSize: this.#size }, signal);
      if (answer === undefined) return failed('unreachable', error ?? NO_ANSWER);
      const told = sizeIn(answer);
      if (told === undefined) return this.#judge(checkpoint, request, answer);
      if (told === this.#size) return failed('conflict', `It refuses the size ${told} and names the same.`);
      this.#size = told;
      if (told > checkpoint.size) return { kind: 'ahead', size: told };
    }
    return failed('conflict', `It has named ${ATTEMPTS} sizes in turn.`);
  }

  async #send(
    { note, size, oldSize }: OwnCheckpoint & { readonly oldSize: number },
    signal: AbortSignal,
  ): Promise<{ request: string; answer?: WitnessAnswer; error?: string }> {
    const { witness, timeoutMs, prove } = this.#options;
    const proof = oldSize === 0 || oldSize === size ? [] : await prove(oldSize, size);
    const request = formatAddCheckpoint({ oldSize, proof, checkpoint: note });
    try {
      const within = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
      return { request, answer: await postCheckpoint(witness.url, request, within) };
    } catch (error) {
      const { cause, message } = error instanceof Error ? error : new Error(String(error));
      return { request, error: cause instanceof Error ? cause.message : message };
    }
  }

  /** Any answer but a 409 that says where the witness stands. */
  async #judge(checkpoint: OwnCheckpoint, request: string, answer: WitnessAnswer): Promise<Outcome> {
    const { status } = answer;
    if (status === 200) return this.#cosignature(checkpoint, answer);
    if (status === 409 || status === 422) return { kind: 'alarm', request, answer };
    if (status === 404) return failed('not-watched', 'It does not watch this ledger (404).');
    if (status === 403) return failed('key-refused', 'It knows this ledger by another key (403).');
    return failed('status', `It answered with status ${status}.`);
  }

  async #cosignature({ text, size }: OwnCheckpoint, { body }: WitnessAnswer): Promise<Outcome> {
    const { witness, verify } = this.#options;
    let lines: NoteSignature[];
    try {
      const all = parseUtf8(body).split('\n');
      if (all.pop() !== '' || all.length > MAX_NOTE_SIGNATURES) return failed('no-cosignature', NOT_LINES);
      lines = all.map(parseSignatureLine);
    } catch (error) {
      if (error instanceof FormatError) return failed('no-cosignature', NOT_LINES);
      throw error;
    }
    const { key } = witness;
    const own = linesOf(lines, key);
    const judged = await verifyLines({ text, signatures: own }, key, verify);
    if (judged.verdict === 'unsigned')
      return failed('no-cosignature', 'Its answer holds no line of the key that the policy gives it.');
    if (judged.verdict !== 'verified' || judged.timestamp === 0)
      return failed('wrong-cosignature', 'Its answer holds a line of its key that is not its cosignature.');
    this.#size = size;
    return { kind: 'cosigned', lines: own, timestamp: judged.timestamp };
  }
}

const NO_ANSWER = 'There was no complete answer in time.';
const NOT_LINES = 'Its answer is not made of signature lines.';

function failed(reason: Failure, detail: string): Outcome {
  return { kind: 'failed', reason, detail };
}

/** What a 409 says in the way of the standard. */
function sizeIn({ status, contentType, body }: WitnessAnswer): number | undefined {
  if (status !== 409 || contentType !== 'text/x.tlog.size' || body.length > 20) return undefined;
  const size = Number(SIZE_BODY.exec(Buffer.from(body).toString('latin1'))?.[1]);
  return Number.isSafeInteger(size) ? size : undefined;
}
