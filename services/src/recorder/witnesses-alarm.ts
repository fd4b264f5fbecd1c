/** What happens when a witness says that a checkpoint does not follow from what it has seen. SPEC 3.4, M75. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { parseUtf8 } from '@counterfoil/ledger/bytes';
import { parseExtendedCheckpoint } from '@counterfoil/ledger/checkpoint';
import { FormatError } from '@counterfoil/ledger/error';
import { parseNote } from '@counterfoil/ledger/note';
import { findLogKey, historyProof, makeTwoHistories } from '@counterfoil/ledger/two-histories';
import type { WitnessesOptions } from './witnesses.ts';
import { judgeShown, keepAlarm, type Alarm } from './witnesses-evidence.ts';
import { getCheckpoint } from './witnesses-http.ts';
import type { Outcome, OwnCheckpoint, WitnessPeer } from './witnesses-peer.ts';

const ALARMS_FOLDER = 'witness-alarms';

const SENTENCES = {
  'two-histories':
    'A witness refuses the newest checkpoint, and shows another history that bears the signature of this log: two histories were signed. Stop the service, keep what shows it, and find out where the log key was used.',
  'witness-wrong':
    'A witness refuses the newest checkpoint, though what it shows of this ledger is contained in it: the witness is at fault. Tell those who run it.',
  unclear:
    'A witness says that the newest checkpoint does not follow from what it has seen, and does not show what that was: ask those who run it at once.',
} as const;

interface AlarmOptions extends Pick<
  WitnessesOptions,
  'log' | 'folder' | 'origin' | 'logKeys' | 'verify' | 'rootAt' | 'prove' | 'now' | 'timeoutMs'
> {
  readonly signal: AbortSignal;
}

/** Asks the witness what it shows to everybody, keeps all of it in a file, and says in the log what it means. Rejects only where the database fails. */
export async function raiseAlarm(
  options: AlarmOptions,
  witness: WitnessPeer['witness'],
  own: OwnCheckpoint,
  { request, answer }: Extract<Outcome, { kind: 'alarm' }>,
): Promise<void> {
  const { log, folder, origin, logKeys, verify, rootAt, now } = options;
  const { size } = own;
  const shown = await shownBy(witness.url, options);
  const verdict = await judgeShown(shown, origin, logKeys(), verify, rootAt);
  const evidence =
    shown === undefined || verdict === 'witness-wrong'
      ? undefined
      : await evidenceFor(own, shown, witness.name, options);
  try {
    const alarm = { origin, witness, timeMs: now(), size, request, answer, shown, verdict, evidence };
    const kept = await keepAlarm(join(folder, ALARMS_FOLDER), alarm);
    if (kept === undefined) return;
    log.error({ witness: witness.name, status: answer.status, size, verdict, kept }, SENTENCES[verdict]);
  } catch (error) {
    log.error({ err: error, witness: witness.name, verdict }, `${SENTENCES[verdict]} What shows it could not be kept.`);
  }
}

/** Both checkpoints, and how this record began where it is the longer one: proof of two histories, or what somebody can still complete. */
async function evidenceFor(
  own: OwnCheckpoint,
  shown: string,
  witness: string,
  { origin, logKeys, verify, rootAt, prove, now }: AlarmOptions,
): Promise<Alarm['evidence']> {
  const [ownKey, logKey] = [
    await logKeyOf(own.note, origin, logKeys(), verify),
    await logKeyOf(shown, origin, logKeys(), verify),
  ];
  if (ownKey === undefined || logKey === undefined) return undefined;
  const { size } = parseExtendedCheckpoint(parseNote(shown).text);
  const root = size > 0 && size < own.size ? await rootAt(size) : undefined;
  const shownAt = new Date(now()).toISOString();
  return makeTwoHistories({
    origin,
    a: { checkpoint: shown, logKey, shownBy: `witness ${witness}`, shownAt },
    b: { checkpoint: own.note, logKey: ownKey, shownBy: 'the service that records', shownAt },
    history: root === undefined ? null : historyProof(root, await prove(size, own.size)),
  });
}

async function logKeyOf(
  note: string,
  origin: string,
  keys: readonly string[],
  verify: AlarmOptions['verify'],
): Promise<string | undefined> {
  try {
    return await findLogKey(note, origin, keys, { verify });
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

async function shownBy(url: string, { origin, timeoutMs, signal }: AlarmOptions): Promise<string | undefined> {
  try {
    const hash = createHash('sha256').update(origin).digest('hex');
    const within = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const { status, body } = await getCheckpoint(url, hash, within);
    return status === 200 ? parseUtf8(body) : undefined;
  } catch {
    // That it shows nothing is an answer of its own.
    return undefined;
  }
}
