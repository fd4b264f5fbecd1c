/** Looks up the texts a statement refers to and compares each with its commitment. SPEC 6. */
import { checkContent, parseContent, type ContentRef } from '../content.ts';
import { FormatError } from '../error.ts';
import { contentRefs, type Statement } from '../statement.ts';
import type { Sha256 } from '../tree.ts';
import { auditFinding, type AuditFinding, type Place } from './findings.ts';
import type { Limit } from './limit.ts';
import { faultFinding, isFault, readFile } from './reading.ts';
import { contentPath, MAX_FILE_BYTES, type Source } from './source.ts';

export interface TextReader {
  readonly source: Source;
  readonly sha256: Sha256;
  readonly limit: Limit;
}

/** How many texts there are, and what is wrong with them. */
export interface TextsChecked {
  readonly right: number;
  readonly findings: readonly AuditFinding[];
}

const NOTHING: TextsChecked = { right: 0, findings: [] };

export async function checkTexts(reader: TextReader, statement: Statement, place: Place): Promise<TextsChecked> {
  const refs = contentRefs(statement);
  if (refs.length === 0) return NOTHING;
  const checked = await Promise.all(
    refs.map((ref, i) => reader.limit(() => checkText(reader, ref, { ...place, field: textField(statement, i) }))),
  );
  const findings = checked.filter((found) => found !== undefined);
  return { right: refs.length - findings.length, findings };
}

async function checkText(reader: TextReader, ref: ContentRef, place: Place): Promise<AuditFinding | undefined> {
  const file = contentPath(ref.digest);
  const bytes = await readFile(reader.source, file, MAX_FILE_BYTES.content);
  if (isFault(bytes)) {
    if (bytes.fault === 'missing') return auditFinding('content-missing', '', { ...place, file });
    return faultFinding(bytes, place, 'It holds a text of this entry.');
  }
  try {
    if (checkContent(ref, parseContent(bytes), reader.sha256)) return undefined;
    return auditFinding('content-differs', 'Salt and text do not give the commitment.', { ...place, file });
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return auditFinding('content-malformed', error.message, { ...place, file });
  }
}

/** The field of the n-th of `contentRefs`. */
function textField(statement: Statement, n: number): string {
  if (statement.kind === 'dispositions') return `items.${n}.reason`;
  return statement.kind === 'mandate-granted' ? 'holder' : 'text';
}
