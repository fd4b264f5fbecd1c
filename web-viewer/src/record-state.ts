/** How far the record reaches, and who has signed that. */
import { base64, hex } from '@counterfoil/ledger/bytes';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import type { LedgerInfo } from '@counterfoil/ledger/ledger-info';
import { parseNote, type NoteSignature } from '@counterfoil/ledger/note';
import { PageError } from './page-error.ts';
import type { Reading, Time } from './reading.ts';

export interface RecordState {
  readonly info: LedgerInfo;
  readonly size: number;
  /** When the newest entry was recorded. */
  readonly newest: Time;
  /** The fingerprint of the whole, and its beginning in letters that can be read aloud. */
  readonly root: string;
  readonly rootShort: string;
  /** The signed note, verbatim. */
  readonly checkpoint: string;
  /** Names that stand under it besides the log's own, as the record gives them: nothing here has checked them. */
  readonly witnesses: readonly Witness[];
}

interface Witness {
  readonly name: string;
  /** By its own clock; undefined where its line says nothing that can be read. */
  readonly seen: Time | undefined;
}

/** @throws PageError `record-damaged` where the newest entry is not there. */
export async function readRecordState(reading: Reading): Promise<RecordState> {
  const [info, checkpoint] = await Promise.all([reading.record.info(), reading.record.checkpoint()]);
  const { text, signatures } = parseNote(checkpoint);
  const { size, root } = parseCheckpoint(text);
  const last = await reading.entry(size - 1);
  if (last === undefined) throw new PageError('record-damaged');
  return {
    ...{ info, size, newest: reading.time(last.entry.time), root: base64(root) },
    rootShort: hex(root.subarray(0, 8)).match(/.{4}/g)?.join(' ') ?? '',
    checkpoint,
    witnesses: signatures.filter(({ name }) => name !== info.origin).map((line) => readWitness(reading, line)),
  };
}

const TIMESTAMP_BYTES = 8;
/** Later than any clock that is meant seriously. */
const MAX_SECONDS = 253_402_300_799;

/** C2SP tlog-cosignature: the time stands before the signature. */
function readWitness(reading: Reading, { name, signature }: NoteSignature): Witness {
  if (signature.length <= TIMESTAMP_BYTES) return { name, seen: undefined };
  const seconds = new DataView(signature.buffer, signature.byteOffset, TIMESTAMP_BYTES).getBigUint64(0);
  const isTime = seconds > 0n && seconds <= BigInt(MAX_SECONDS);
  return { name, seen: isTime ? reading.time(new Date(Number(seconds) * 1000).toISOString()) : undefined };
}
