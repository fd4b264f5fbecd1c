/** Whether what an address shows leads on from the copy that there is. SPEC M97. */
import * as crypto from 'node:crypto';
import { equalBytes } from '@counterfoil/ledger/bytes';
import { parseCheckpoint, type Checkpoint } from '@counterfoil/ledger/checkpoint';
import type { Source } from '@counterfoil/ledger/audit/source';
import { FormatError } from '@counterfoil/ledger/error';
import { parseNote } from '@counterfoil/ledger/note';
import { nodePlatformPooled } from '@counterfoil/ledger/platform-node';
import { createVerifier } from '@counterfoil/ledger/signature';
import type { TwoHistories } from '@counterfoil/ledger/two-histories';
import { compareRecords, evidenceOf } from './compare-records.ts';
import { showRecord, type Place } from './show-record.ts';

/** Why the folder was left as it was. The message is for people. */
export class MirrorRefusal extends Error {
  override readonly name = 'MirrorRefusal';
  /** Where both, the copy and what is shown, are signed by the log. */
  readonly evidence: TwoHistories | undefined;
  constructor(message: string, evidence?: TwoHistories) {
    super(message);
    this.evidence = evidence;
  }
}

/** Nothing is wrong with the record: there is none at the address, or the folder is not one to write it to. */
export class CannotMirror extends MirrorRefusal {}

interface Copy {
  readonly source: Source;
  readonly note: Uint8Array;
}

/**
 * Where the hashes that a longer record shows do not lead to its own checkpoint, nothing is known of it: that is for `verify` to say.
 * @throws MirrorRefusal, and SourceError when the address fails.
 */
export async function requireLeadsOn(copy: Copy, place: Omit<Place, 'vkeys'>, now: Checkpoint): Promise<void> {
  const before = openKept(copy.note);
  if (before === undefined || (before.size === now.size && equalBytes(before.root, now.root))) return;
  const verifier = createVerifier(nodePlatformPooled(crypto));
  const [here, there] = [
    await showRecord({ ...copy, address: 'a copy made before', vkeys: [] }, verifier),
    await showRecord({ ...place, vkeys: [] }, verifier),
  ];
  if (typeof here === 'string' || typeof there === 'string') return requireNotLess(before, now);
  const compared = await compareRecords(here, there);
  if (compared.outcome === 'parted') throw new MirrorRefusal(REWRITTEN, evidenceOf(here, there, compared.parting));
  if (compared.outcome === 'ahead' && compared.longer === 'a')
    throw new MirrorRefusal(
      `The address shows ${now.size} entries, unchanged, of the ${before.size} that this folder holds: the record has been shortened, or an old copy of it is shown. That alone proves nothing against it. Keep the folder as it is.`,
    );
  if (compared.outcome === 'broken' && compared.which === 'a')
    throw new MirrorRefusal(shortened(before, now), evidenceOf(here, there));
}

const REWRITTEN =
  'The address shows other entries than those in this folder: the record has been rewritten. The folder is evidence of that; keep it.';

function shortened(before: Checkpoint, now: Checkpoint): string {
  return `The address shows ${now.size} entries, and this folder holds ${before.size}: the record has been shortened. Keep the folder as it is.`;
}

/** Where the log has not signed both of them, or the folder is damaged. */
function requireNotLess(before: Checkpoint, now: Checkpoint): void {
  if (before.size > now.size) throw new MirrorRefusal(shortened(before, now));
  if (before.size === now.size) throw new MirrorRefusal(REWRITTEN);
}

/** Undefined for what is no checkpoint. */
export function openKept(note: Uint8Array): Checkpoint | undefined {
  try {
    return parseCheckpoint(parseNote(note).text);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
