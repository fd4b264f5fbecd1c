/**
 * Whether a record keeps a promise: its entries are looked through for one with the commitment of the words. Absence is only said
 * where every entry was seen and all of them together lead to the signed root. SPEC 11.2, M67.
 */
import { base64, equalBytes, utf8 } from './bytes.ts';
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts';
import type { RecordNow } from './complaint.ts';
import { parseEntry, type Entry } from './entry.ts';
import { envelopePayload } from './envelope.ts';
import { FormatError } from './error.ts';
import { parseNote, parseVerifierKey, verifyNote } from './note.ts';
import { keepsPromise, openPromise, type Pledge, type PromiseFile } from './promise.ts';
import type { SignatureVerifier } from './signature.ts';
import { caseOf, openEnvelope, type Statement } from './statement.ts';
import { TILE_WIDTH } from './tile.ts';
import { checkInclusion, Frontier, leafHash, proveInclusion, type Sha256 } from './tree.ts';

/** A record whose entries can be read in a row. Nothing of it is believed. */
export interface SearchedRecord extends RecordNow {
  /** The entries of a bundle, as far as its file shows them; none where there is no file. */
  bundle(index: number): Promise<readonly Uint8Array[]>;
}

/** An entry with the list of hashes that leads from it to a checkpoint. */
export interface ProvedEntry {
  readonly index: number;
  readonly bytes: Uint8Array;
  /** Each in base64. */
  readonly proof: readonly string[];
}

/**
 * - `kept`: the entry is there; `isLate` when it was recorded after the deadline;
 * - `absent`: every entry was looked at, and it is not among them. `newest` is the last one, `keys` those that show whose intake key signed;
 * - `key-foreign`: not there, and the key that promised was not the intake key of this record when it did;
 * - `unseen`: not found, and not all entries could be seen: `from` is the first of which nobody knows;
 * - `foreign`: the record shows no checkpoint that its key signed under the name in the promise.
 */
export type PromiseSearch =
  | {
      readonly outcome: 'kept';
      readonly entry: Entry;
      readonly caseId: number | undefined;
      readonly isLate: boolean;
      readonly size: number;
    }
  | {
      readonly outcome: 'absent';
      readonly checkpoint: Checkpoint;
      readonly newest: ProvedEntry;
      readonly newestTime: string;
      readonly keys: readonly ProvedEntry[];
    }
  | { readonly outcome: 'key-foreign' }
  | { readonly outcome: 'unseen'; readonly from: number; readonly size: number }
  | { readonly outcome: 'foreign' };

export interface SearchTools {
  readonly verifier: SignatureVerifier;
  readonly sha256?: Sha256;
  readonly onProgress?: (entries: number, size: number) => void;
}

/** How long before the promise its entry may have been recorded: the answer of the database may be lost, and clocks differ. */
const EARLIER_MS = 3_600_000;

/**
 * @param file one that holds.
 * @throws FormatError where the checkpoint or the key is malformed; whatever else the record throws.
 */
export async function searchPromise(
  file: PromiseFile,
  record: SearchedRecord,
  tools: SearchTools,
): Promise<PromiseSearch> {
  const { pledge, intakeKey } = openPromise(file);
  const note = parseNote(record.checkpoint);
  const key = parseVerifierKey(record.logKey);
  const verdict = await verifyNote(note, key, (...signature) => tools.verifier.verify(...signature));
  const checkpoint = parseCheckpoint(note.text);
  if (verdict !== 'verified' || key.name !== pledge.origin || checkpoint.origin !== pledge.origin)
    return { outcome: 'foreign' };
  return (await findKept(pledge, checkpoint, record)) ?? lookThrough({ pledge, intakeKey, checkpoint, record, tools });
}

/** Where the times of the record say that it should be: quick, and no proof of anything where it is not found. */
async function findKept(
  pledge: Pledge,
  checkpoint: Checkpoint,
  record: SearchedRecord,
): Promise<PromiseSearch | undefined> {
  const from = new Date(Date.parse(pledge.at) - EARLIER_MS).toISOString();
  const bundles = Math.ceil(checkpoint.size / TILE_WIDTH);
  for (let bundle = await firstBundle(from, bundles, record); bundle < bundles; bundle++) {
    for (const [position, bytes] of (await record.bundle(bundle)).entries()) {
      const found = bundle * TILE_WIDTH + position;
      const kept = keepingEntry(pledge, found, bytes);
      if (kept !== undefined && (await prove(found, bytes, checkpoint, record)) !== undefined)
        return keptBy(pledge, kept, checkpoint.size);
    }
  }
  return undefined;
}

/** The bundle in which the entries from that time on begin, if recording times grow as they must. */
async function firstBundle(from: string, bundles: number, record: SearchedRecord): Promise<number> {
  let [low, high] = [0, bundles];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const [first] = await record.bundle(middle);
    const time = first === undefined ? undefined : openEntry(first)?.time;
    if (time !== undefined && time < from) low = middle;
    else high = middle;
  }
  return low;
}

interface Looking {
  readonly pledge: Pledge;
  readonly intakeKey: string;
  readonly checkpoint: Checkpoint;
  readonly record: SearchedRecord;
  readonly tools: SearchTools;
}

/** Every entry from the first on. */
async function lookThrough({ pledge, intakeKey, checkpoint, record, tools }: Looking): Promise<PromiseSearch> {
  const { size, root } = checkpoint;
  const frontier = Frontier.empty(tools.sha256);
  const keys = new IntakeKeys(intakeKey, pledge);
  let kept: Kept | undefined;
  let last: Uint8Array = new Uint8Array();
  for (let bundle = 0; frontier.size < size; bundle++) {
    const entries = await record.bundle(bundle);
    for (const bytes of entries) {
      const index = frontier.size;
      kept ??= keepingEntry(pledge, index, bytes);
      keys.read(index, bytes);
      frontier.append(leafHash(bytes, tools.sha256));
      last = bytes;
    }
    if (entries.length < Math.min(TILE_WIDTH, size - bundle * TILE_WIDTH))
      return { outcome: 'unseen', from: frontier.size, size };
    tools.onProgress?.(frontier.size, size);
  }
  // Somewhere among them stand other bytes than those that were signed.
  if (!equalBytes(frontier.root(), root)) return { outcome: 'unseen', from: 0, size };
  if (kept !== undefined) return keptBy(pledge, kept, size);
  const newest = size === 0 ? undefined : await prove(size - 1, last, checkpoint, record);
  if (newest === undefined) return { outcome: 'unseen', from: 0, size };
  if (!keys.isKnown) return { outcome: 'key-foreign' };
  const proved: ProvedEntry[] = [];
  for (const { index, bytes } of keys.entries) {
    const one = await prove(index, bytes, checkpoint, record);
    if (one === undefined) return { outcome: 'unseen', from: index, size };
    proved.push(one);
  }
  return { outcome: 'absent', checkpoint, newest, newestTime: openEntry(last)?.time ?? '', keys: proved };
}

/** The opening of the ledger and the rotations that lead from its intake key to the one that promised. */
class IntakeKeys {
  readonly entries: { readonly index: number; readonly bytes: Uint8Array }[] = [];
  readonly #wanted: string;
  readonly #pledge: Pledge;
  #now: string | undefined;
  #isKnown = false;
  #isReplaced = false;

  constructor(wanted: string, pledge: Pledge) {
    this.#wanted = wanted;
    this.#pledge = pledge;
  }

  get isKnown(): boolean {
    return this.#isKnown;
  }

  read(index: number, bytes: Uint8Array): void {
    if (this.#isReplaced || (index > 0 && this.#now === undefined)) return;
    const next = nextIntakeKey(index, bytes, this.#now);
    if (next === undefined) return;
    this.#isReplaced = this.#now === this.#wanted;
    if (this.#isReplaced) {
      // What is dated later than its end was not promised by the service.
      this.#isKnown = next.time >= this.#pledge.at;
      return;
    }
    this.entries.push({ index, bytes });
    this.#now = next.key;
    this.#isKnown = next.key === this.#wanted;
  }
}

/** The intake key that an entry puts into force: the opening one, or a rotation of the one in force. */
export function nextIntakeKey(
  index: number,
  bytes: Uint8Array,
  now: string | undefined,
): { readonly key: string; readonly time: string } | undefined {
  // Hardly any entry is one of them, and opening all of them would take long.
  if (index > 0 && !payloadIncludes(bytes, '"key-rotated"')) return undefined;
  const opened = openWhole(index, bytes);
  if (opened === undefined) return undefined;
  const { statement, entry } = opened;
  if (index === 0)
    return statement.kind === 'ledger-opened' ? { key: statement.intakeKey, time: entry.time } : undefined;
  return statement.kind === 'key-rotated' && statement.from === now
    ? { key: statement.to, time: entry.time }
    : undefined;
}

interface Kept {
  readonly entry: Entry;
  readonly statement: Statement;
}

function keepingEntry(pledge: Pledge, index: number, bytes: Uint8Array): Kept | undefined {
  if (!payloadIncludes(bytes, pledge.digest)) return undefined;
  const opened = openWhole(index, bytes);
  return opened !== undefined && keepsPromise(pledge, opened.statement) ? opened : undefined;
}

function keptBy({ deadline }: Pledge, { entry, statement }: Kept, size: number): PromiseSearch {
  const caseId = caseOf(statement, entry.index);
  return { outcome: 'kept', entry, caseId, isLate: entry.time > deadline, size };
}

async function prove(
  index: number,
  bytes: Uint8Array,
  { size, root }: Checkpoint,
  record: RecordNow,
): Promise<ProvedEntry | undefined> {
  try {
    const proof = await proveInclusion(index, size, record.hashes);
    if (!checkInclusion({ index, size, leafHash: leafHash(bytes), proof, root })) return undefined;
    return { index, bytes, proof: proof.map((hash) => base64(hash)) };
  } catch (error) {
    if (error instanceof FormatError && error.code === 'tile-malformed') return undefined;
    throw error;
  }
}

/** Whether the payload holds the text, which is one that JSON does not escape; false for what is no entry. */
function payloadIncludes(bytes: Uint8Array, text: string): boolean {
  const entry = openEntry(bytes);
  if (entry === undefined) return false;
  try {
    return includes(envelopePayload(entry.envelope), utf8(text));
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}

function includes(bytes: Uint8Array, wanted: Uint8Array): boolean {
  const [first = 0] = wanted;
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1))
    if (equalBytes(bytes.subarray(at, at + wanted.length), wanted)) return true;
  return false;
}

/** Undefined for what is no entry. */
function openEntry(bytes: Uint8Array): Entry | undefined {
  return orUndefined(() => parseEntry(bytes));
}

/** Undefined for what is no entry of that place. */
function openWhole(index: number, bytes: Uint8Array): Kept | undefined {
  return orUndefined(() => {
    const entry = parseEntry(bytes);
    return entry.index === index ? { entry, ...openEnvelope(entry.envelope) } : undefined;
  });
}

function orUndefined<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
