/**
 * Comma-separated values (RFC 4180), read strictly from bytes: a row is taken whole or refused whole, with the line it begins on.
 *
 * Written out here because of what happens after a bad row. A stray quotation mark turns inside and outside about, so a reader
 * that goes on from where it noticed swallows good rows in silence. This one goes back to the line after the one on which the
 * bad row began: every line of the file is part of a row that was read or of one that was refused.
 */

export interface Row {
  /** The line on which the row begins; the first line of the file is 1. */
  readonly line: number;
  readonly fields: readonly string[];
  /** Bytes of the file up to the end of this row. */
  readonly endBytes: number;
}

export interface BadRow {
  readonly line: number;
  /** Why, in a sentence. */
  readonly refused: string;
  readonly endBytes: number;
}

/** Longer than any row that could be recorded; bounds memory, and how far an unclosed quotation mark is followed. */
export const MAX_ROW_BYTES = 262_144;

const [LF, CR, QUOTE, COMMA] = [0x0a, 0x0d, 0x22, 0x2c];
const BOM = [0xef, 0xbb, 0xbf];

/** Lines end in CRLF, LF or CR. Empty lines are passed over, and so is a byte order mark. Text is UTF-8. */
export async function* readCsv(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Row | BadRow> {
  let bytes = new Uint8Array();
  let before = 0;
  let line = 1;
  let skipping = false;
  let begun = false;

  function* take(final: boolean): Generator<Row | BadRow> {
    if (!begun) {
      if (bytes.length < BOM.length && !final) return;
      begun = true;
      if (BOM.every((byte, i) => bytes[i] === byte)) drop(BOM.length);
    }
    let at = 0;
    while (at < bytes.length) {
      if (skipping) {
        const next = nextLine(bytes, at, final);
        if (next === undefined) {
          // A CR that may be half of a line end waits for the other half.
          at = bytes.length - (bytes[bytes.length - 1] === CR && !final ? 1 : 0);
          break;
        }
        skipping = false;
        at = next;
        line++;
        continue;
      }
      const scanned = scanRow(bytes, at, final);
      if (scanned === 'more') break;
      if ('fields' in scanned) {
        const { fields, end } = scanned;
        if (bytes[at] !== LF && bytes[at] !== CR) yield { line, fields, endBytes: before + end };
        line += countLines(bytes, at, end);
        at = end;
      } else {
        yield { line, refused: scanned.refused, endBytes: before + (nextLine(bytes, at, final) ?? bytes.length) };
        skipping = true;
      }
    }
    drop(at);
  }

  function drop(count: number): void {
    bytes = bytes.slice(count);
    before += count;
  }

  for await (const chunk of chunks) {
    const joined = new Uint8Array(bytes.length + chunk.length);
    joined.set(bytes);
    joined.set(chunk, bytes.length);
    bytes = joined;
    yield* take(false);
  }
  yield* take(true);
}

type Scanned = { readonly fields: readonly string[]; readonly end: number } | { readonly refused: string };

/** One row from `start`, or `more` when its end is not in sight yet. */
function scanRow(bytes: Uint8Array, start: number, final: boolean): Scanned | 'more' {
  const parts: Field[] = [];
  let at = start;
  for (;;) {
    const field = bytes[at] === QUOTE ? quotedField(bytes, at, final) : plainField(bytes, at, final);
    if (field === 'stray')
      return { refused: 'A quotation mark stands where none can be: cells that hold one are quoted, and double it.' };
    if (field === 'open') {
      if (!final && bytes.length - start <= MAX_ROW_BYTES) return 'more';
      return final && bytes.length - start <= MAX_ROW_BYTES
        ? { refused: 'A quotation mark that opens in this row is never closed.' }
        : tooLong;
    }
    parts.push(field);
    at = field.next;
    if (bytes[at] === COMMA) {
      at++;
      continue;
    }
    // A CR at the very end may be half of a line end.
    if (!final && (at === bytes.length || (bytes[at] === CR && at + 1 === bytes.length)))
      return bytes.length - start > MAX_ROW_BYTES ? tooLong : 'more';
    const end = nextLine(bytes, at, final) ?? bytes.length;
    return end - start > MAX_ROW_BYTES ? tooLong : decodeRow(bytes, parts, end);
  }
}

const tooLong = {
  refused: `The row is longer than ${MAX_ROW_BYTES} bytes, or a quotation mark in it is never closed.`,
};

interface Field {
  readonly from: number;
  readonly to: number;
  /** Where the separator after it stands. */
  readonly next: number;
  readonly doubled: boolean;
}

function plainField(bytes: Uint8Array, from: number, final: boolean): Field | 'stray' | 'open' {
  let to = from;
  while (to < bytes.length && !endsField(bytes[to])) {
    if (bytes[to] === QUOTE) return 'stray';
    to++;
  }
  if (to === bytes.length && !final) return 'open';
  return { from, to, next: to, doubled: false };
}

function quotedField(bytes: Uint8Array, quote: number, final: boolean): Field | 'stray' | 'open' {
  let doubled = false;
  let at = quote + 1;
  for (;;) {
    const to = bytes.indexOf(QUOTE, at);
    if (to === -1 || (to + 1 === bytes.length && !final)) return 'open';
    if (bytes[to + 1] !== QUOTE) {
      if (to + 1 < bytes.length && !endsField(bytes[to + 1])) return 'stray';
      return { from: quote + 1, to, next: to + 1, doubled };
    }
    doubled = true;
    at = to + 2;
  }
}

function endsField(byte: number | undefined): boolean {
  return byte === COMMA || byte === LF || byte === CR;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeRow(bytes: Uint8Array, parts: readonly Field[], end: number): Scanned {
  const fields: string[] = [];
  for (const { from, to, doubled } of parts) {
    let text: string;
    try {
      text = decoder.decode(bytes.subarray(from, to));
    } catch {
      return { refused: 'The row is not UTF-8 text: save the file in this encoding.' };
    }
    if (text.includes('\0')) return { refused: 'The row holds a NUL character, which no text has.' };
    fields.push(doubled ? text.replaceAll('""', '"') : text);
  }
  return { fields, end };
}

/** Where the next line begins, or undefined when that is not in sight. */
function nextLine(bytes: Uint8Array, from: number, final: boolean): number | undefined {
  for (let at = from; at < bytes.length; at++) {
    if (bytes[at] === LF) return at + 1;
    if (bytes[at] !== CR) continue;
    if (at + 1 === bytes.length) return final ? at + 1 : undefined;
    return bytes[at + 1] === LF ? at + 2 : at + 1;
  }
  return undefined;
}

function countLines(bytes: Uint8Array, from: number, to: number): number {
  let lines = 0;
  for (let at = from; at < to; at++) if (bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] !== LF)) lines++;
  return lines;
}
