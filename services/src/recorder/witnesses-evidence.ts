/**
 * What is kept when a witness says that a checkpoint does not follow from what it has seen: the request, its answer, and the
 * checkpoint that it shows to everybody instead; and beside it a file of SPEC 11.3, where both are signed. SPEC 3.4, M75.
 */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { base64, equalBytes } from '@counterfoil/ledger/bytes';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { parseLogKey, verifyLines } from '@counterfoil/ledger/cosignature';
import { FormatError } from '@counterfoil/ledger/error';
import { formatTypedKey, parseNote } from '@counterfoil/ledger/note';
import type { PolicyWitness } from '@counterfoil/ledger/policy';
import type { SignatureVerifier } from '@counterfoil/ledger/signature';
import type { Hash } from '@counterfoil/ledger/tree';
import { formatTwoHistories, type TwoHistories } from '@counterfoil/ledger/two-histories';
import { writeWhole } from '../witness/whole-file.ts';
import type { WitnessAnswer } from './witnesses-http.ts';

/**
 * - `two-histories`: the witness shows a checkpoint that this log's key has signed, and that this record does not contain;
 * - `witness-wrong`: what it shows is contained in this record, so it should have cosigned;
 * - `unclear`: it shows nothing that says either.
 */
export type AlarmVerdict = 'two-histories' | 'witness-wrong' | 'unclear';

export interface Alarm {
  readonly origin: string;
  readonly witness: PolicyWitness;
  readonly timeMs: number;
  readonly size: number;
  readonly request: string;
  readonly answer: WitnessAnswer;
  /** What the witness serves of this log, if it serves anything. */
  readonly shown: string | undefined;
  readonly verdict: AlarmVerdict;
  /** Where it shows a checkpoint that this log has signed, and that is not known to be contained in this record. */
  readonly evidence: TwoHistories | undefined;
}

/** Files in the folder, up to two for each alarm; beyond it alarms are counted and logged only. */
const MAX_KEPT = 500;
const MAX_BODY_KEPT = 4000;

/**
 * Gives the file, or undefined where the same was kept before or there is no more room.
 * @throws Error when it cannot be written.
 */
export async function keepAlarm(folder: string, alarm: Alarm): Promise<string | undefined> {
  const { witness, answer, size, timeMs, origin, request, shown, verdict, evidence } = alarm;
  await mkdir(folder, { recursive: true });
  const names = await readdir(folder);
  const stem = `${encodeURIComponent(witness.name).slice(0, 100)}-${size}-${answer.status}`;
  const [name, evidenceName] = [`${stem}.json`, `${stem}-two-histories.json`];
  if (names.includes(name) || names.length >= MAX_KEPT) return undefined;
  const file = join(folder, name);
  const kept = {
    type: 'counterfoil-witness-alarm',
    v: 1,
    origin,
    at: new Date(timeMs).toISOString(),
    verdict,
    witness: { name: witness.name, key: formatTypedKey(witness.key), address: witness.url ?? null },
    request,
    answer: {
      status: answer.status,
      contentType: answer.contentType,
      body: base64(answer.body.subarray(0, MAX_BODY_KEPT)),
    },
    shown: shown ?? null,
    // SPEC 11.3: whoever has the log key checks it without asking anybody.
    evidence: evidence === undefined ? null : evidenceName,
  };
  if (evidence !== undefined && !names.includes(evidenceName))
    await writeWhole(join(folder, evidenceName), formatTwoHistories(evidence));
  await writeFile(file, `${JSON.stringify(kept, null, 2)}\n`, { flush: true });
  return file;
}

/**
 * What a checkpoint says that a witness shows: whether it is this log's, and whether this record contains it.
 * @param logKeys verifier keys that this log has ever signed with.
 * @param rootAt of this record; undefined where it does not reach as far.
 */
export async function judgeShown(
  shown: string | undefined,
  origin: string,
  logKeys: readonly string[],
  verify: SignatureVerifier['verify'],
  rootAt: (size: number) => Promise<Hash | undefined>,
): Promise<AlarmVerdict> {
  if (shown === undefined) return 'unclear';
  try {
    const note = parseNote(shown);
    const checkpoint = parseCheckpoint(note.text);
    const verdicts = await Promise.all(logKeys.map((vkey) => verifyLines(note, parseLogKey(vkey), verify)));
    if (checkpoint.origin !== origin || !verdicts.some(({ verdict }) => verdict === 'verified')) return 'unclear';
    const root = await rootAt(checkpoint.size);
    if (root === undefined) return 'unclear';
    return equalBytes(root, checkpoint.root) ? 'witness-wrong' : 'two-histories';
  } catch (error) {
    if (error instanceof FormatError) return 'unclear';
    throw error;
  }
}
