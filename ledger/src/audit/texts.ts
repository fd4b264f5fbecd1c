/** Looks up the texts that the statements of a bundle refer to and compares each with its commitment. SPEC 6, M14. */
import { checkContent, parseContent, type ContentRef } from '../content.ts';
import { FormatError } from '../error.ts';
import { contentRefs } from '../statement.ts';
import type { Sha256 } from '../tree.ts';
import { auditFinding, type AuditFinding, type Place } from './findings.ts';
import type { ReadEntry, Said } from './read-entry.ts';
import { faultFinding, isFault, readFile, type FileFault } from './reading.ts';
import { contentPath, MAX_FILE_BYTES, type Source } from './source.ts';

/** Texts of one bundle that are being read at the same moment. */
const AT_ONCE = 16;

/** By position in the bundle. */
export interface TextsChecked {
  /** How many texts were found and fit; undefined for none. */
  readonly right: readonly (number | undefined)[];
  readonly findings: readonly (readonly AuditFinding[] | undefined)[];
  /** Texts that are not there; whether an entry says why is known at the end. */
  readonly missing: readonly MissingText[];
}

export interface MissingText {
  readonly digest: string;
  readonly place: Place;
}

interface Job {
  readonly position: number;
  readonly read: ReadEntry;
  readonly said: Said;
  readonly ref: ContentRef;
}

export async function checkTexts(source: Source, entries: readonly ReadEntry[], sha256: Sha256): Promise<TextsChecked> {
  const jobs: Job[] = [];
  for (const [position, read] of entries.entries()) {
    if (read.said === undefined) continue;
    for (const ref of contentRefs(read.said.statement)) jobs.push({ position, read, said: read.said, ref });
  }
  const right: (number | undefined)[] = [];
  const findings: (readonly AuditFinding[] | undefined)[] = [];
  const missing: MissingText[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let job = jobs[next++]; job !== undefined; job = jobs[next++]) {
      const bytes = await readFile(source, contentPath(job.ref.digest), MAX_FILE_BYTES.content);
      if (isFault(bytes) && bytes.fault === 'missing') {
        missing.push({ digest: job.ref.digest, place: placeOf(job) });
        continue;
      }
      const found = judgeText(job, bytes, sha256);
      const { position } = job;
      if (found === undefined) right[position] = (right[position] ?? 0) + 1;
      else findings[position] = [...(findings[position] ?? []), found];
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, jobs.length) }, work));
  missing.sort((a, b) => (a.place.entry ?? 0) - (b.place.entry ?? 0));
  return { right, findings, missing };
}

/** What is wrong with the text, if anything. */
function judgeText(job: Job, bytes: Uint8Array | FileFault, sha256: Sha256): AuditFinding | undefined {
  if (isFault(bytes)) return faultFinding(bytes, placeOf(job), 'It holds a text of this entry.');
  try {
    if (checkContent(job.ref, parseContent(bytes), sha256)) return undefined;
    return auditFinding('content-differs', 'Salt and text do not give the commitment in the entry.', placeOf(job));
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return auditFinding('content-malformed', error.message, placeOf(job));
  }
}

function placeOf({ read, said, ref }: Job): Place {
  return { ...read.place, field: pathTo(said.statement, ref), file: contentPath(ref.digest) };
}

/** Where in the statement this very reference stands. */
function pathTo(within: object, ref: ContentRef): string | undefined {
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
