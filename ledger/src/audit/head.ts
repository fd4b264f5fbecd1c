/** The beginning of an audit: who the ledger says it is, which key signs for it, and the checkpoint to hold it to. SPEC 10.1, M8. */
import { parseUtf8 } from '../bytes.ts';
import { parseCheckpoint, type Checkpoint } from '../checkpoint.ts';
import { FormatError } from '../error.ts';
import { parseLedgerInfo, type LedgerInfo } from '../ledger-info.ts';
import { formatVerifierKey, parseNote, parseVerifierKey, verifyNote, type Note, type VerifierKey } from '../note.ts';
import type { SignatureVerifier } from '../signature.ts';
import { auditFinding, type AuditFinding, type Findings } from './findings.ts';
import { faultFinding, isFault, readFile, type FileFault } from './reading.ts';
import { CHECKPOINT_PATH, LEDGER_INFO_PATH, MAX_FILE_BYTES, type Source } from './source.ts';

export interface Head {
  /** Undefined when it could not be used; then the key was given. */
  readonly info: LedgerInfo | undefined;
  readonly key: VerifierKey;
  readonly keyFrom: KeyFrom;
  readonly checkpoint: Checkpoint;
  /** The signed note, verbatim. */
  readonly note: string;
}

/** Given by whoever asked for the audit, or believed because ledger.json says so. */
export type KeyFrom = 'given' | 'ledger.json';

/** Undefined when there is nothing that entries could be held to; the findings then say why. */
export async function readHead(
  source: Source,
  pinned: VerifierKey | undefined,
  verifier: SignatureVerifier,
  findings: Findings,
): Promise<Head | undefined> {
  // The checkpoint first: a ledger that is opened between the two readings has then nothing to contradict.
  const note = readNote(await readFile(source, CHECKPOINT_PATH, MAX_FILE_BYTES.checkpoint));
  if ('finding' in note && !note.nothing) {
    findings.add(note.finding);
    return undefined;
  }
  const info = readInfo(await readFile(source, LEDGER_INFO_PATH, MAX_FILE_BYTES.ledgerInfo));
  if (isNothing(note) && isNothing(info)) {
    findings.add(auditFinding('not-a-ledger', 'There is neither a ledger.json nor a checkpoint that can be read.', {}));
    return undefined;
  }
  if ('finding' in info) findings.add(info.finding);
  const key = chooseKey('info' in info ? info.info : undefined, pinned, findings);
  if ('finding' in note) findings.add(note.finding);
  const checkpoint =
    key === undefined || 'finding' in note ? undefined : await openCheckpoint(note.note, key, verifier, findings);
  if (key === undefined || checkpoint === undefined || 'finding' in note) {
    const detail = 'Only a checkpoint with the signature of the log says which there must be.';
    findings.add(auditFinding('entries-unseen', detail, {}));
    return undefined;
  }
  return {
    info: 'info' in info ? info.info : undefined,
    key,
    keyFrom: pinned === undefined ? 'ledger.json' : 'given',
    checkpoint,
    note: note.text,
  };
}

/** A file that cannot be used. `nothing`: not even in a way that shows that there is a ledger. */
interface Broken {
  readonly finding: AuditFinding;
  readonly nothing: boolean;
}

function isNothing(read: object): boolean {
  return 'nothing' in read && read.nothing === true;
}

function readNote(bytes: Uint8Array | FileFault): { readonly note: Note; readonly text: string } | Broken {
  if (isFault(bytes)) return brokenFile(bytes);
  try {
    return { note: parseNote(bytes), text: parseUtf8(bytes) };
  } catch (error) {
    const detail = messageOf(error);
    return { finding: auditFinding('checkpoint-malformed', detail, { file: CHECKPOINT_PATH }), nothing: true };
  }
}

function readInfo(bytes: Uint8Array | FileFault): { readonly info: LedgerInfo } | Broken {
  if (isFault(bytes)) return brokenFile(bytes);
  try {
    return { info: parseLedgerInfo(bytes) };
  } catch (error) {
    return { finding: infoFinding(messageOf(error)), nothing: true };
  }
}

function brokenFile(fault: FileFault): Broken {
  return { finding: faultFinding(fault), nothing: fault.fault !== 'unreadable' };
}

/** The key that was given, or else the one that ledger.json names; reports what is wrong with the latter. */
function chooseKey(
  info: LedgerInfo | undefined,
  pinned: VerifierKey | undefined,
  findings: Findings,
): VerifierKey | undefined {
  if (info === undefined) return pinned;
  let listed: VerifierKey;
  try {
    listed = parseVerifierKey(info.logKey);
  } catch (error) {
    findings.add(infoFinding(messageOf(error), 'logKey'));
    return pinned;
  }
  if (listed.name !== info.origin) {
    const detail = `It is for "${info.origin}", and the log key it names for "${listed.name}".`;
    findings.add(infoFinding(detail, 'origin'));
  }
  if (pinned !== undefined && formatKey(pinned) !== formatKey(listed)) {
    const detail = 'Either the key you gave is that of another ledger, or this is not the ledger it says it is.';
    findings.add(auditFinding('key-differs', detail, { file: LEDGER_INFO_PATH, field: 'logKey' }));
  }
  return pinned ?? listed;
}

/** The signature first: before it has been checked nothing in a note means anything. */
async function openCheckpoint(
  note: Note,
  key: VerifierKey,
  verifier: SignatureVerifier,
  findings: Findings,
): Promise<Checkpoint | undefined> {
  const place = { file: CHECKPOINT_PATH };
  const signed = await verifyNote(note, key, (...signature) => verifier.verify(...signature));
  if (signed === 'wrong') findings.add(auditFinding('checkpoint-signature', '', place));
  if (signed === 'unsigned') findings.add(auditFinding('checkpoint-unsigned', '', place));
  if (signed !== 'verified') return undefined;
  try {
    const checkpoint = parseCheckpoint(note.text);
    if (checkpoint.origin === key.name) return checkpoint;
    findings.add(auditFinding('checkpoint-origin', `It is that of "${checkpoint.origin}".`, place));
  } catch (error) {
    findings.add(auditFinding('checkpoint-malformed', messageOf(error), place));
  }
  return undefined;
}

export function formatKey(key: VerifierKey): string {
  return formatVerifierKey(key.name, key.publicKey);
}

function infoFinding(detail: string, field?: string): AuditFinding {
  return auditFinding('ledger-info-wrong', detail, { file: LEDGER_INFO_PATH, field });
}

/** The sentence of a FormatError; anything else is a fault of this program and is thrown on. */
function messageOf(error: unknown): string {
  if (error instanceof FormatError) return error.message;
  throw error;
}
