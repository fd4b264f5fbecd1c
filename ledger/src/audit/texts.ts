/** Looks up the texts that the statements of a bundle refer to and compares each with its commitment. SPEC 6, M14. */
import { checkContent, parseContent, type ContentRef } from '../content.ts';
import { FormatError } from '../error.ts';
import { contentRefs } from '../statement.ts';
import type { Sha256 } from '../tree.ts';
import { auditFinding, type AuditFinding } from './findings.ts';
import type { ReadEntry, Said } from './read-entry.ts';
import { faultFinding, isFault, readFile } from './reading.ts';
import { contentPath, MAX_FILE_BYTES, type Source } from './source.ts';

/** Texts of one bundle that are being read at the same moment. */
const AT_ONCE = 16;

/** By position in the bundle. */
export interface TextsChecked {
  /** How many texts were found and fit; undefined for none. */
  readonly right: readonly (number | undefined)[];
  readonly findings: readonly (readonly AuditFinding[] | undefined)[];
}

interface Job {
  readonly position: number;
  readonly read: ReadEntry;
  readonly said: Said;
  readonly ref: ContentRef;
  /** Which of the statement's references it is. */
  readonly n: number;
}

export async function checkTexts(source: Source, entries: readonly ReadEntry[], sha256: Sha256): Promise<TextsChecked> {
  const jobs: Job[] = [];
  for (const [position, read] of entries.entries()) {
    if (read.said === undefined) continue;
    for (const [n, ref] of contentRefs(read.said.statement).entries())
      jobs.push({ position, read, said: read.said, ref, n });
  }
  const right: (number | undefined)[] = [];
  const findings: (readonly AuditFinding[] | undefined)[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let job = jobs[next++]; job !== undefined; job = jobs[next++]) {
      const found = await checkText(source, job, sha256);
      const { position } = job;
      if (found === undefined) right[position] = (right[position] ?? 0) + 1;
      else findings[position] = [...(findings[position] ?? []), found];
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, jobs.length) }, work));
  return { right, findings };
}

async function checkText(source: Source, job: Job, sha256: Sha256): Promise<AuditFinding | undefined> {
  const file = contentPath(job.ref.digest);
  const bytes = await readFile(source, file, MAX_FILE_BYTES.content);
  const place = () => ({ ...job.read.place, field: textField(job), file });
  if (isFault(bytes)) {
    if (bytes.fault === 'missing') return auditFinding('content-missing', '', place());
    return faultFinding(bytes, place(), 'It holds a text of this entry.');
  }
  try {
    if (checkContent(job.ref, parseContent(bytes), sha256)) return undefined;
    return auditFinding('content-differs', 'Salt and text do not give the commitment in the entry.', place());
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return auditFinding('content-malformed', error.message, place());
  }
}

function textField({ said: { statement }, n }: Job): string {
  if (statement.kind === 'dispositions') return `items.${n}.reason`;
  return statement.kind === 'mandate-granted' ? 'holder' : 'text';
}
