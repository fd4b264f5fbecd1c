/** Looks up the texts and files that the statements of a bundle refer to and compares each with its commitment. SPEC 6, M14, M59. */
import { checkContent, parseContent, SALT_BYTES, type ContentRef } from '../content.ts';
import { FormatError } from '../error.ts';
import { checkFile, type FileRef } from '../file-content.ts';
import { contentRefs, fileRefs } from '../statement.ts';
import type { Sha256 } from '../tree.ts';
import { auditFinding, type AuditFinding, type Place } from './findings.ts';
import type { Said } from './read-entry.ts';
import { faultFinding, isFault, readFile, type FileFault } from './reading.ts';
import { contentPath, filePath, MAX_FILE_BYTES, type Source } from './source.ts';
import { say } from '../say.ts';

/** Texts of one bundle that are being read at the same moment. */
const AT_ONCE = 16;

/** By position in the bundle. */
export interface TextsChecked {
  /** How many texts were found and fit; undefined for none. */
  readonly right: readonly (number | undefined)[];
  readonly findings: readonly (readonly AuditFinding[] | undefined)[];
  /** Texts that are not there; whether an entry says why is known at the end. */
  readonly missing: readonly MissingText[];
  /** Digests that are those of files. */
  readonly files: readonly string[];
}

export interface MissingText {
  readonly digest: string;
  readonly ref: ContentRef | FileRef;
  readonly place: Place;
}

interface Job {
  readonly position: number;
  readonly place: Place;
  readonly ref: ContentRef | FileRef;
}

/** What became of texts that were missing on an earlier visit. */
export interface LookedAgain {
  /** How many were found and fit. */
  readonly right: number;
  readonly missing: readonly MissingText[];
  /** To be looked at once more; a finding says why. */
  readonly unread: readonly MissingText[];
  readonly findings: readonly AuditFinding[];
}

export async function lookAgain(source: Source, texts: readonly MissingText[], sha256: Sha256): Promise<LookedAgain> {
  const looked = {
    right: 0,
    missing: [] as MissingText[],
    unread: [] as MissingText[],
    findings: [] as AuditFinding[],
  };
  for (const text of texts) {
    const { path, maxBytes } = fileOf(text.ref);
    const bytes = await readFile(source, path, maxBytes);
    if (isFault(bytes) && bytes.fault === 'missing') {
      looked.missing.push(text);
      continue;
    }
    if (isFault(bytes) && bytes.fault === 'unreadable') looked.unread.push(text);
    const found = judge({ ...text, position: 0 }, bytes, sha256);
    if (found === undefined) looked.right++;
    else looked.findings.push(found);
  }
  return looked;
}

/** An entry, as far as it has texts. */
export interface WithTexts {
  readonly place: Place;
  /** Without it the entry is passed over. */
  readonly said?: Pick<Said, 'statement'> | undefined;
}

export async function checkTexts(source: Source, entries: readonly WithTexts[], sha256: Sha256): Promise<TextsChecked> {
  const [texts, files]: [Job[], Job[]] = [[], []];
  for (const [position, read] of entries.entries()) {
    if (read.said === undefined) continue;
    for (const ref of contentRefs(read.said.statement)) texts.push(jobFor(position, read, read.said, ref));
    for (const ref of fileRefs(read.said.statement)) files.push(jobFor(position, read, read.said, ref));
  }
  const right: (number | undefined)[] = [];
  const findings: (readonly AuditFinding[] | undefined)[] = [];
  const missing: MissingText[] = [];
  const look = async (job: Job): Promise<void> => {
    const { path, maxBytes } = fileOf(job.ref);
    const bytes = await readFile(source, path, maxBytes);
    if (isFault(bytes) && bytes.fault === 'missing') {
      missing.push({ digest: job.ref.digest, ref: job.ref, place: job.place });
      return;
    }
    const found = judge(job, bytes, sha256);
    const { position } = job;
    if (found === undefined) right[position] = (right[position] ?? 0) + 1;
    else findings[position] = [...(findings[position] ?? []), found];
  };
  let next = 0;
  const work = async (): Promise<void> => {
    for (let job = texts[next++]; job !== undefined; job = texts[next++]) await look(job);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, texts.length) }, work));
  for (const job of files) await inTurn(source, () => look(job));
  missing.sort((a, b) => (a.place.entry ?? 0) - (b.place.entry ?? 0));
  return { right, findings, missing, files: files.map(({ ref }) => ref.digest) };
}

/** The last file asked for of each source. */
const turns = new WeakMap<Source, Promise<void>>();

/** However many bundles are looked at: of the files of a source one at a time is in memory. */
async function inTurn(source: Source, look: () => Promise<void>): Promise<void> {
  const turn = (turns.get(source) ?? Promise.resolve()).then(look);
  // Whoever comes next begins whatever became of this one.
  turns.set(
    source,
    turn.catch(() => undefined),
  );
  await turn;
}

function isFile(ref: ContentRef | FileRef): ref is FileRef {
  return ref.mediaType !== 'text/plain';
}

function fileOf(ref: ContentRef | FileRef): { readonly path: string; readonly maxBytes: number } {
  if (isFile(ref)) return { path: filePath(ref.digest), maxBytes: MAX_FILE_BYTES.file };
  return { path: contentPath(ref.digest), maxBytes: MAX_FILE_BYTES.content };
}

/** What is wrong with the text or file, if anything. */
function judge(job: Job, bytes: Uint8Array | FileFault, sha256: Sha256): AuditFinding | undefined {
  const { ref } = job;
  if (isFault(bytes)) return faultFinding(bytes, job.place, say`It holds a text of this entry.`);
  if (isFile(ref)) {
    if (checkFile(ref, bytes, sha256)) return undefined;
    if (bytes.length > SALT_BYTES)
      return auditFinding('content-differs', [say`Salt and file do not give the commitment in the entry.`], job.place);
    return auditFinding('content-malformed', [say`It is shorter than a salt and a file.`], job.place);
  }
  try {
    if (checkContent(ref, parseContent(bytes), sha256)) return undefined;
    return auditFinding('content-differs', [say`Salt and text do not give the commitment in the entry.`], job.place);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return auditFinding('content-malformed', [error.reason], job.place);
  }
}

function jobFor(position: number, { place }: WithTexts, { statement }: Pick<Said, 'statement'>, ref: Job['ref']): Job {
  return {
    position,
    ref,
    // For nearly every text there is nothing to say, so where it stands is not looked for before somebody asks.
    get place() {
      return { ...place, field: pathTo(statement, ref), file: fileOf(ref).path };
    },
  };
}

/** Where in the statement this very reference stands. */
function pathTo(within: object, ref: object): string | undefined {
  // Lists of inputs can be long, and hold numbers alone.
  if (Array.isArray(within) && typeof within[0] !== 'object') return undefined;
  for (const [key, member] of Object.entries(within) as [string, unknown][]) {
    if (typeof member !== 'object' || member === null) continue;
    if (member === ref) return key;
    const path = pathTo(member, ref);
    if (path !== undefined) return `${key}.${path}`;
  }
  return undefined;
}
