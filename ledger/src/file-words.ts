/** What is said of a file that somebody kept and now has checked: why it cannot be read, and when what it is about was recorded. */
import type { Entry } from './entry.ts';
import type { FormatError } from './error.ts';

type FileName = 'receipt' | 'complaint' | 'promise';

/** One sentence, or two: a file that breaks off is told from one that never was what it is taken for. */
export function fileProblem(name: FileName, bytes: Uint8Array, { code, message }: FormatError): string {
  if (bytes.length === 0) return `This is not a ${name} that can be read: the file is empty.`;
  if (code === 'json-invalid' || code === 'utf8-invalid') {
    return bytes.at(-1) === CLOSING || bytes.at(-2) === CLOSING
      ? `This is not a ${name} that can be read: the file is damaged, or is something else.`
      : `This is not a ${name} that can be read: the file breaks off before its end, or is something else.`;
  }
  if (code === `${name}-malformed`) return `This is not a ${name}: ${message}`;
  return `This is not a ${name} that can be read: a part of it is damaged. ${message}`;
}

/** `}`, perhaps with a newline after it. */
const CLOSING = 0x7d;

/** "2026-03-02 09:30:00 UTC" */
export function entryTime({ time }: Pick<Entry, 'time'>): string {
  return fileTime(time);
}

/** The same for any time. */
export function fileTime(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`;
}
