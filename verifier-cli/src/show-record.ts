/** What a place shows of a ledger, to be put beside what another one shows. */
import { NoRecord, openRecordNow } from '@counterfoil/ledger/audit/record-now';
import { CHECKPOINT_PATH, SourceError, type Source } from '@counterfoil/ledger/audit/source';
import { FormatError } from '@counterfoil/ledger/error';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { openSigned } from '@counterfoil/ledger/complaint';
import { parseNote } from '@counterfoil/ledger/note';
import type { SignatureVerifier } from '@counterfoil/ledger/signature';
import { findLogKey, openSide } from '@counterfoil/ledger/two-histories';
import type { Shown } from './compare-records.ts';

export interface Place {
  /** As it was typed. */
  readonly address: string;
  readonly source: Source;
  /** Log keys got elsewhere; without any, the one that the place itself names is believed. */
  readonly vkeys: readonly string[];
  /** The checkpoint that was read there already: it is not asked for again, and could be another one by now. */
  readonly note?: Uint8Array;
}

/** What the place shows under a checkpoint that the log has signed; or a sentence that says why that is nothing. */
export async function showRecord(place: Place, verifier: SignatureVerifier): Promise<Shown | string> {
  const { address, source, vkeys, note } = place;
  const read: Source['read'] = (path, maxBytes) =>
    path === CHECKPOINT_PATH && note !== undefined ? Promise.resolve(note) : source.read(path, maxBytes);
  try {
    const record = await openRecordNow({ read }, vkeys, verifier);
    const { origin } = parseCheckpoint(parseNote(record.checkpoint).text);
    const checkpoint = await openSigned(record, origin, verifier);
    if (checkpoint !== undefined && (vkeys.length === 0 || vkeys.includes(record.logKey)))
      return { record, checkpoint, shownBy: address, shownAt: new Date().toISOString() };
    const key = vkeys.length === 0 ? 'the log key that it names itself' : 'a log key that you gave';
    return `the checkpoint of ${address} is not signed with ${key}.`;
  } catch (error) {
    if (!(error instanceof SourceError || error instanceof NoRecord || error instanceof FormatError)) throw error;
    return `${address} shows no record. ${error.message}`;
  }
}

/** A checkpoint that was kept without the files it is of. Undefined where none of the keys has signed it. @throws FormatError */
export async function showNote(
  note: string,
  {
    origin,
    vkeys,
    shownBy,
    shownAt,
  }: Pick<Shown, 'shownBy' | 'shownAt'> & Pick<Place, 'vkeys'> & { readonly origin: string },
  verifier: SignatureVerifier,
): Promise<Shown | undefined> {
  const logKey = await findLogKey(note, origin, vkeys, verifier);
  const checkpoint = logKey && (await openSide({ checkpoint: note, logKey }, origin, verifier));
  if (logKey === undefined || !checkpoint) return undefined;
  const gone = (): Promise<never> => Promise.reject(new FormatError('tile-malformed', 'Its files were not kept.'));
  const record = { checkpoint: note, logKey, hashes: gone, entry: () => Promise.resolve(undefined) };
  return { record, checkpoint, shownBy, shownAt };
}
