/** The beginning of an audit: who the ledger says it is, which key signs for it, and the checkpoint to hold it to. SPEC 10.1, M8. */
import { parseUtf8 } from '../bytes.ts';
import { parseCheckpoint, type Checkpoint } from '../checkpoint.ts';
import { FormatError } from '../error.ts';
import { parseLedgerInfo, type LedgerInfo } from '../ledger-info.ts';
import { formatVerifierKey, parseNote, parseVerifierKey, verifyNote, type Note, type VerifierKey } from '../note.ts';
import type { SignatureVerifier } from '../signature.ts';
import { originField } from '../statements/fields.ts';
import { auditFinding, type AuditFinding, type Findings } from './findings.ts';
import { faultFinding, isFault, readFile, type FileFault } from './reading.ts';
import { CHECKPOINT_PATH, LEDGER_INFO_PATH, MAX_FILE_BYTES, type Source } from './source.ts';
import { say, type Sentence } from '../say.ts';

export interface Head {
  /** Undefined when it could not be used; then the key was given. */
  readonly info: LedgerInfo | undefined;
  /** By whoever asked for the audit. */
  readonly given: VerifierKey | undefined;
  /** By ledger.json. */
  readonly listed: VerifierKey | undefined;
  /** The one of the two that has signed the checkpoint, the one given before the other. Whether it is in force, the entries tell. */
  readonly key: VerifierKey;
  readonly checkpoint: Checkpoint;
  readonly signed: Note;
  /** The same note, verbatim. */
  readonly note: string;
}

/** Given by whoever asked for the audit, or what the record puts in its place, or believed because ledger.json says so. */
export type KeyFrom = 'given' | 'followed' | 'ledger.json';

/** Undefined when there is nothing that entries could be held to; the findings then say why. */
export async function readHead(
  source: Source,
  given: VerifierKey | undefined,
  verifier: SignatureVerifier,
  findings: Findings,
): Promise<Head | undefined> {
  // The checkpoint first: a ledger that is opened between the two readings has then nothing to contradict.
  const note = readNote(await readFile(source, CHECKPOINT_PATH, MAX_FILE_BYTES.checkpoint));
  if ('finding' in note && !note.nothing) {
    findings.add(note.finding);
    return undefined;
  }
  const read = readInfo(await readFile(source, LEDGER_INFO_PATH, MAX_FILE_BYTES.ledgerInfo));
  if (isNothing(note) && isNothing(read)) {
    findings.add(
      auditFinding('not-a-ledger', [say`There is neither a ledger.json nor a checkpoint that can be read.`], {}),
    );
    return undefined;
  }
  if ('finding' in read) findings.add(read.finding);
  const info = 'info' in read ? read.info : undefined;
  const listed = info === undefined ? undefined : listedKey(info, findings);
  if ('finding' in note) findings.add(note.finding);
  else {
    const opened = await openCheckpoint(source, note, { given, listed }, verifier, findings);
    if (opened !== undefined) return { info, given, listed, ...opened };
  }
  const detail = say`Only a checkpoint with the signature of the log says which there must be.`;
  findings.add(auditFinding('entries-unseen', [detail], {}));
  return undefined;
}

/** A file that cannot be used. `nothing`: not even in a way that shows that there is a ledger. */
interface Broken {
  readonly finding: AuditFinding;
  readonly nothing: boolean;
}

function isNothing(read: object): boolean {
  return 'nothing' in read && read.nothing === true;
}

interface ReadNote {
  readonly note: Note;
  readonly text: string;
}

function readNote(bytes: Uint8Array | FileFault): ReadNote | Broken {
  if (isFault(bytes)) return brokenFile(bytes);
  try {
    return { note: parseNote(bytes), text: parseUtf8(bytes) };
  } catch (error) {
    const reason = reasonOf(error);
    return { finding: auditFinding('checkpoint-malformed', [reason], { file: CHECKPOINT_PATH }), nothing: true };
  }
}

function readInfo(bytes: Uint8Array | FileFault): { readonly info: LedgerInfo } | Broken {
  if (isFault(bytes)) return brokenFile(bytes);
  try {
    return { info: parseLedgerInfo(bytes) };
  } catch (error) {
    return { finding: infoFinding(reasonOf(error)), nothing: true };
  }
}

function brokenFile(fault: FileFault): Broken {
  return { finding: faultFinding(fault), nothing: fault.fault !== 'unreadable' };
}

/** The key that ledger.json names; reports what is wrong with it. */
function listedKey(info: LedgerInfo, findings: Findings): VerifierKey | undefined {
  try {
    const listed = parseVerifierKey(info.logKey);
    if (listed.name === info.origin) return listed;
    const detail = say`It is for "${info.origin}", and the log key it names for "${listed.name}".`;
    findings.add(infoFinding(detail, 'origin'));
    return listed;
  } catch (error) {
    findings.add(infoFinding(reasonOf(error), 'logKey'));
    return undefined;
  }
}

type Keys = Pick<Head, 'given' | 'listed'>;
type Opened = Pick<Head, 'key' | 'checkpoint' | 'signed' | 'note'>;

/** The signature first: before it has been checked nothing in a note means anything. */
async function openCheckpoint(
  source: Source,
  first: ReadNote,
  keys: Keys,
  verifier: SignatureVerifier,
  findings: Findings,
): Promise<Opened | undefined> {
  const place = { file: CHECKPOINT_PATH };
  let [note, key] = [first, await findSigner(first.note, keys, verifier)];
  if (key === 'unsigned') {
    // The log key may have been replaced between the two readings: ledger.json then names one that came later.
    const again = readNote(await readFile(source, CHECKPOINT_PATH, MAX_FILE_BYTES.checkpoint));
    if (!('finding' in again)) [note, key] = [again, await findSigner(again.note, keys, verifier)];
  }
  if (key === undefined) return undefined;
  if (key === 'wrong') findings.add(auditFinding('checkpoint-signature', [], place));
  if (key === 'unsigned') {
    const { given, listed } = keys;
    if (given !== undefined && listed !== undefined && !isSameKey(given, listed)) findings.add(differsFinding());
    findings.add(auditFinding('checkpoint-unsigned', [], place));
  }
  if (key === 'wrong' || key === 'unsigned') return undefined;
  try {
    const checkpoint = parseCheckpoint(note.note.text);
    // The name of a key can be nearly anything, and this one is shown, and remembered by: M8.
    if (!originField.safeParse(checkpoint.origin).success) {
      findings.add(auditFinding('checkpoint-malformed', [say`Its first line is not an origin.`], place));
      return undefined;
    }
    if (checkpoint.origin === key.name) return { key, checkpoint, signed: note.note, note: note.text };
    findings.add(auditFinding('checkpoint-origin', [say`It is that of "${checkpoint.origin}".`], place));
  } catch (error) {
    findings.add(auditFinding('checkpoint-malformed', [reasonOf(error)], place));
  }
  return undefined;
}

/** Undefined where there is no key to ask. A wrong signature of either key is not passed over for the sake of the other. */
async function findSigner(
  note: Note,
  { given, listed }: Keys,
  verifier: SignatureVerifier,
): Promise<VerifierKey | 'wrong' | 'unsigned' | undefined> {
  let signer: VerifierKey | undefined;
  for (const key of [given, listed]) {
    if (key === undefined) continue;
    const verdict = await verifyNote(note, key, (...signature) => verifier.verify(...signature));
    if (verdict === 'wrong') return verdict;
    if (verdict === 'verified') signer ??= key;
  }
  if (signer !== undefined) return signer;
  return given === undefined && listed === undefined ? undefined : 'unsigned';
}

/** The two sources of the key do not agree, and the record does not say that one took the place of the other. */
export function differsFinding(): AuditFinding {
  const detail = say`Either the key you gave is that of another ledger, or this is not the ledger it says it is.`;
  return auditFinding('key-differs', [detail], { file: LEDGER_INFO_PATH, field: 'logKey' });
}

export function isSameKey(one: VerifierKey, other: VerifierKey): boolean {
  return formatKey(one) === formatKey(other);
}

export function formatKey(key: VerifierKey): string {
  return formatVerifierKey(key.name, key.publicKey);
}

function infoFinding(detail: Sentence, field?: string): AuditFinding {
  return auditFinding('ledger-info-wrong', [detail], { file: LEDGER_INFO_PATH, field });
}

/** That of a FormatError; anything else is a fault of this program and is thrown on. */
function reasonOf(error: unknown): Sentence {
  if (error instanceof FormatError) return error.reason;
  throw error;
}
