/**
 * The judgement of a witness on what it is sent (C2SP tlog-witness, add-checkpoint). SPEC 3.4, M76, M77, M78.
 *
 * It answers for one log after the other: a checkpoint is compared, kept and answered before the next one of its log is
 * looked at, so two requests at once can never both lead on from the same record.
 */
import { equalBytes, parseUtf8 } from '@counterfoil/ledger/bytes';
import { cosignedMessage, linesOf, parseLogKey, signCosignature, verifyLines } from '@counterfoil/ledger/cosignature';
import { parseAddCheckpoint, type AddCheckpoint } from '@counterfoil/ledger/cosignature-request';
import { FormatError } from '@counterfoil/ledger/error';
import { formatNote, formatSignatureLine, parseNote, type Note, type NoteSignature } from '@counterfoil/ledger/note';
import type { SignatureVerifier } from '@counterfoil/ledger/signature';
import { checkConsistency, EMPTY_ROOT } from '@counterfoil/ledger/tree';
import { checkTwoHistories, findLogKey, historyIn, makeTwoHistories } from '@counterfoil/ledger/two-histories';
import { parseWitnessed, type Witnessed } from './checkpoint-text.ts';
import type { Identity, WatchedLog } from './identity.ts';
import type { Cosigned, WitnessStore } from './store.ts';

/** `why` is a sentence for whoever runs the log; nothing depends on it. */
export type Answer =
  | { readonly status: 200; readonly lines: string }
  | { readonly status: 409; readonly size: number }
  | { readonly status: 400 | 403 | 404 | 422; readonly why: string };

export interface WitnessOptions {
  readonly identity: Identity;
  readonly store: WitnessStore;
  readonly verify: SignatureVerifier['verify'];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export class Witness {
  readonly #options: WitnessOptions;
  /** By origin, when the request before is done with. */
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(options: WitnessOptions) {
    this.#options = options;
  }

  async addCheckpoint(bytes: Uint8Array): Promise<Answer> {
    let request: AddCheckpoint;
    let checkpoint: Witnessed;
    try {
      request = parseAddCheckpoint(parseUtf8(bytes));
      checkpoint = parseWitnessed(textOf(request.checkpoint));
    } catch (error) {
      if (error instanceof FormatError) return { status: 400, why: error.message };
      throw error;
    }
    const log = this.#options.identity.logs.find(({ origin }) => origin === checkpoint.origin);
    if (log === undefined) return { status: 404, why: 'This witness does not watch a log of that origin.' };
    const signatures = await this.#signaturesOf(log, request.checkpoint);
    if (signatures === undefined)
      return { status: 403, why: 'The checkpoint is not signed with a key that this witness knows for its origin.' };
    return this.#inTurn(checkpoint.origin, () => this.#judge(request, checkpoint, signatures, log));
  }

  /** The lines of the log's known keys; undefined where there is none, one does not verify, or the lines cannot be read. */
  async #signaturesOf(log: WatchedLog, text: string): Promise<readonly NoteSignature[] | undefined> {
    let note: Note;
    try {
      note = parseNote(text);
    } catch (error) {
      if (error instanceof FormatError) return undefined;
      throw error;
    }
    const own: NoteSignature[] = [];
    for (const key of log.keys.map(parseLogKey)) {
      const { verdict } = await verifyLines(note, key, this.#options.verify);
      if (verdict === 'wrong') return undefined;
      if (verdict === 'verified') own.push(...linesOf(note.signatures, key));
    }
    return own.length === 0 ? undefined : own;
  }

  /** In the order in which the standard has the questions. */
  async #judge(
    request: AddCheckpoint,
    checkpoint: Witnessed,
    signatures: readonly NoteSignature[],
    log: WatchedLog,
  ): Promise<Answer> {
    const { oldSize, proof } = request;
    const { size, root } = checkpoint;
    const known = this.#options.store.cosigned(checkpoint.origin);
    if (oldSize > size) return { status: 400, why: 'The old size is greater than that of the checkpoint.' };
    if (oldSize !== (known?.size ?? 0)) {
      if (known?.size === size && !equalBytes(known.root, root))
        await this.#keepRefused(log, known, request, checkpoint);
      return { status: 409, size: known?.size ?? 0 };
    }
    const fault = faultOf(known, checkpoint, proof);
    if (fault !== undefined) {
      if (known !== undefined) await this.#keepRefused(log, known, request, checkpoint);
      return { status: 422, why: fault };
    }
    return { status: 200, lines: await this.#cosign(checkpoint, signatures, known === undefined) };
  }

  /** The checkpoint beside the record. What was sent as a proof may itself show that the log has another history (SPEC M96). */
  async #keepRefused(log: WatchedLog, known: Cosigned, request: AddCheckpoint, checkpoint: Witnessed): Promise<void> {
    const { identity, store, verify, now } = this.#options;
    const { origin, keys } = log;
    const [before, since] = [known.note, request.checkpoint];
    const [keyBefore, keySince] = await Promise.all(
      [before, since].map((note) => findLogKey(note, origin, keys, { verify })),
    );
    if (keyBefore === undefined || keySince === undefined) return;
    const at = (timeMs: number): string => new Date(timeMs).toISOString();
    const evidence = makeTwoHistories({
      origin,
      a: {
        checkpoint: before,
        logKey: keyBefore,
        shownBy: `witness ${identity.name}`,
        shownAt: at(known.timestamp * 1000),
      },
      b: { checkpoint: since, logKey: keySince, shownBy: 'whoever asked for its cosignature', shownAt: at(now()) },
      history: historyIn(request.proof, known.size, checkpoint) ?? null,
    });
    const verdict = await checkTwoHistories(evidence, { verify });
    // As when somebody sends once more, with a proof, what it has cosigned already.
    if (verdict === 'one-history') return;
    await store.keepRefused(verdict === 'proved' ? 'two-histories' : 'unproved', checkpoint, evidence);
  }

  /** Kept before it is given away. */
  async #cosign(checkpoint: Witnessed, signatures: readonly NoteSignature[], isFirst: boolean): Promise<string> {
    const { identity, store, now } = this.#options;
    const timestamp = Math.floor(now() / 1000);
    const { text, origin } = checkpoint;
    const own: NoteSignature[] = [];
    for (const { key, sign } of identity.keys)
      // ML-DSA-44 covers three lines: of a log that writes more it says nothing.
      if (cosignedMessage(key, text, timestamp) !== undefined)
        own.push(await signCosignature(text, key, timestamp, sign));
    await store.keep({ ...checkpoint, note: formatNote(text, [...signatures, ...own]), timestamp });
    if (isFirst) await identity.markBegun(origin);
    return own.map(formatSignatureLine).join('');
  }

  async #inTurn(origin: string, work: () => Promise<Answer>): Promise<Answer> {
    const before = this.#turns.get(origin) ?? Promise.resolve();
    const turn = before.then(work, work);
    this.#turns.set(origin, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(origin) === turn) this.#turns.delete(origin);
    }
  }
}

const SECOND_HISTORY = 'This witness has cosigned another checkpoint of the same size: the log has two histories.';

/** Why the checkpoint does not follow from the record, if it does not. */
function faultOf(
  known: Cosigned | undefined,
  { size, root }: Witnessed,
  proof: AddCheckpoint['proof'],
): string | undefined {
  if (size === 0 && !equalBytes(root, EMPTY_ROOT)) return 'The root of a tree without leaves is another one.';
  if (known === undefined || known.size === 0)
    return proof.length === 0 ? undefined : 'From size 0 there is nothing to prove, and a proof was sent.';
  if (known.size === size && !equalBytes(known.root, root)) return SECOND_HISTORY;
  const claim = { size1: known.size, root1: known.root, size2: size, root2: root, proof };
  return checkConsistency(claim)
    ? undefined
    : `The proof does not lead from what this witness has cosigned, ${known.size} entries.`;
}

function textOf(note: string): string {
  const split = note.lastIndexOf('\n\n');
  if (split < 0) throw new FormatError('note-malformed', 'No empty line parts the checkpoint from its signatures.');
  return note.slice(0, split + 1);
}
