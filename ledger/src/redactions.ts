/**
 * What has come into public view and gone out of it, in the order of the log, in signed pages: for copies that keep texts and do
 * not replay entries. Like everything here it follows from the log, and an audit compares the two. SPEC 10.4, M68.
 */
import { FormatError } from './error.ts';
import { parseNote, type Note } from './note.ts';
import type { Statement } from './statement.ts';
import { originField } from './statements/fields.ts';
import { say } from './say.ts';

export const REDACTIONS_TYPE = 'counterfoil/redactions/v1';
/** Lines of a page. A full page never changes, but for the signatures of later log keys. */
export const REDACTIONS_WIDTH = 4096;

export interface Redaction {
  /** Index of the entry that says so. */
  readonly entry: number;
  /** What the text or file is from there on. */
  readonly state: 'public' | 'withheld' | 'erased';
  readonly digest: string;
}

export interface RedactionsPage {
  readonly origin: string;
  readonly page: number;
  /** Entries that were looked through for it; for a full page up to the one of its last line. */
  readonly size: number;
  readonly redactions: readonly Redaction[];
}

/** In the order in which the statement names them. */
export function redactionsOf(statement: Statement, entry: number): readonly Redaction[] {
  switch (statement.kind) {
    case 'content-published':
      return statement.items.map(({ digest }) => ({ entry, state: 'public', digest }));
    case 'retention-applied':
      return statement.items.map(({ digest }) => ({ entry, state: 'erased', digest }));
    case 'content-withheld':
      return [{ entry, state: 'withheld', digest: statement.digest }];
    case 'content-redacted':
      return [{ entry, state: 'erased', digest: statement.digest }];
    case 'content-restored':
      return [{ entry, state: 'public', digest: statement.digest }];
    default:
      return [];
  }
}

export function redactionsPath(page: number): string {
  return `redactions/${page}`;
}

/** The text to be signed as a note. */
export function formatRedactions({ origin, page, size, redactions }: RedactionsPage): string {
  const head = [REDACTIONS_TYPE, origin, String(page), String(size)];
  return `${[...head, ...redactions.map(formatRedaction)].join('\n')}\n`;
}

export function formatRedaction({ entry, state, digest }: Redaction): string {
  return `${entry} ${state} ${digest}`;
}

const NUMBER = /^(?:0|[1-9]\d{0,15})$/;
const LINE = /^(0|[1-9]\d{0,15}) (public|withheld|erased) ([0-9a-f]{64})$/;

/** Says nothing about who signed it. @throws FormatError `redactions-malformed` and `note-malformed`. */
export function parseRedactions(bytes: Uint8Array | string): { readonly note: Note; readonly page: RedactionsPage } {
  const note = parseNote(bytes);
  const [type, origin = '', page = '', size = '', ...lines] = note.text.slice(0, -1).split('\n');
  if (type !== REDACTIONS_TYPE || !originField.safeParse(origin).success || !NUMBER.test(page) || !NUMBER.test(size))
    throw new FormatError('redactions-malformed', say`It does not begin as a page of redactions does.`);
  if (lines.length === 0 || lines.length > REDACTIONS_WIDTH)
    throw new FormatError('redactions-malformed', say`A page has 1 to ${REDACTIONS_WIDTH} lines.`);
  let before = 0;
  const redactions = lines.map((line) => {
    const [, entry, state, digest = ''] = LINE.exec(line) ?? [];
    if (entry === undefined) throw new FormatError('redactions-malformed', say`A line of it is not one.`);
    if (Number(entry) < before || Number(entry) >= Number(size))
      throw new FormatError('redactions-malformed', say`Its lines are not in the order of the log.`);
    before = Number(entry);
    return { entry: before, state: state as Redaction['state'], digest };
  });
  return { note, page: { origin, page: Number(page), size: Number(size), redactions } };
}
