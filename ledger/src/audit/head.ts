/** The beginning of an audit: who the ledger says it is, which key signs for it, and the checkpoint to hold it to. */
import { parseCheckpoint, type Checkpoint } from '../checkpoint.ts';
import { FormatError } from '../error.ts';
import { parseLedgerInfo, type LedgerInfo } from '../ledger-info.ts';
import { formatVerifierKey, parseNote, parseVerifierKey, verifyNote, type Note, type VerifierKey } from '../note.ts';
import type { SignatureVerifier } from '../signature.ts';
import { parseUtf8 } from '../bytes.ts';
import { auditFinding, type Findings } from './findings.ts';
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
  const info = readInfo(await readFile(source, LEDGER_INFO_PATH, MAX_FILE_BYTES.ledgerInfo));
  const note = readNote(await readFile(source, CHECKPOINT_PATH, MAX_FILE_BYTES.checkpoint));
  const broken = [info, note].filter((read) => 'broken' in read);
  if (broken.length === 2 && broken.every(({ broken: of }) => of === 'absent' || of === 'malformed')) {
    findings.add(auditFinding('not-a-ledger', 'Neither ledger.json nor a checkpoint was found.', {}));
    return undefined;
  }
  const usable = 'info' in info ? readKey(info.info) : info;
  if ('finding' in usable) findings.add(usable.finding);
  const listed = 'key' in usable ? usable.key : undefined;
  if (pinned !== undefined && listed !== undefined && vkeyOf(listed) !== vkeyOf(pinned)) {
    findings.add(
      auditFinding('key-differs', 'Either the key you gave belongs to another ledger, or this one is not genuine.', {
        file: LEDGER_INFO_PATH,
        field: 'logKey',
      }),
    );
  }
  const key = pinned ?? listed;
  if ('finding' in note) findings.add(note.finding);
  if (key === undefined || 'finding' in note) {
    const why = 'Without a log key and a checkpoint nobody can say what must be here.';
    findings.add(auditFinding('entries-unseen', why, {}));
    return undefined;
  }
  const checkpoint = await openCheckpoint(note.note, key, verifier, findings);
  if (checkpoint === undefined) {
    findings.add(auditFinding('entries-unseen', 'Only a sound checkpoint says how many there must be, and which.', {}));
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

interface Broken {
  readonly broken: 'absent' | 'malformed' | 'unread';
  readonly finding: ReturnType<typeof auditFinding>;
}

function readInfo(bytes: Uint8Array | FileFault): { readonly info: LedgerInfo } | Broken {
  if (isFault(bytes)) return brokenFile(bytes);
  try {
    return { info: parseLedgerInfo(bytes) };
  } catch (error) {
    return { broken: 'malformed', finding: wrongInfo(messageOf(error)) };
  }
}

function readNote(bytes: Uint8Array | FileFault): { readonly note: Note; readonly text: string } | Broken {
  if (isFault(bytes)) return brokenFile(bytes);
  try {
    return { note: parseNote(bytes), text: parseUtf8(bytes) };
  } catch (error) {
    const finding = auditFinding('checkpoint-malformed', messageOf(error), { file: CHECKPOINT_PATH });
    return { broken: 'malformed', finding };
  }
}

function brokenFile(fault: FileFault): Broken {
  const broken = fault.fault === 'missing' ? 'absent' : fault.fault === 'too-large' ? 'malformed' : 'unread';
  return { broken, finding: faultFinding(fault) };
}

/** The log key of ledger.json, which must carry the name of the ledger. */
function readKey(info: LedgerInfo): { readonly key: VerifierKey; readonly finding?: never } | { finding: ReturnType<typeof auditFinding> } | KeyOfAnotherName {
  let key: VerifierKey;
  try {
    key = parseVerifierKey(info.logKey);
  } catch (error) {
    return { finding: wrongInfo(messageOf(error), 'logKey') };
  }
  if (key.name === info.origin) return { key };
  return { key, finding: wrongInfo(`It is for "${info.origin}", and its log key for "${key.name}".`, 'origin') };
}

interface KeyOfAnotherName {
  readonly key: VerifierKey;
  readonly finding: ReturnType<typeof auditFinding>;
}

function vkeyOf(key: VerifierKey): string {
  return formatVerifierKey(key.name, key.publicKey);
}

/** The signature first: before it has been checked nothing in a note means anything. */
export async function openCheckpoint(
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
    findings.add(auditFinding('checkpoint-origin', `It is for "${checkpoint.origin}".`, place));
  } catch (error) {
    findings.add(auditFinding('checkpoint-malformed', messageOf(error), place));
  }
  return undefined;
}

function wrongInfo(detail: string, field?: string): ReturnType<typeof auditFinding> {
  return auditFinding('ledger-info-wrong', detail, { file: LEDGER_INFO_PATH, field });
}

/** The sentence of a FormatError; anything else is a fault of this program and is thrown on. */
function messageOf(error: unknown): string {
  if (error instanceof FormatError) return error.message;
  throw error;
}
