/** Tables as CSV (RFC 4180) that no spreadsheet takes for formulas. */
import type { Cell, Table } from './accountability-tables.ts';

const DAY_MS = 86_400_000;

/** Of figures the next column names their entries; spans are in days. */
export function formatCsv({ columns, rows }: Table): string {
  const lines: Cell[][] = [
    columns.flatMap(({ key, isFigure }) => (isFigure ? [key, `${key}_entries`] : [key])),
    ...rows.map((row) => row.flatMap((cell, i) => (columns[i]?.isFigure === true ? [cell, entriesOf(cell)] : [cell]))),
  ];
  return lines.map((line) => `${line.map(formatField).join(',')}\r\n`).join('');
}

function entriesOf(cell: Cell): string | null {
  return typeof cell === 'object' && cell !== null && 'entries' in cell ? cell.entries.join(' ') : null;
}

function formatField(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  if (typeof cell === 'string') return quoted(harmless(cell));
  if ('entries' in cell) return String(cell.count);
  if ('entry' in cell) return String(cell.entry);
  if ('time' in cell) return cell.time;
  return cell.ms === null ? '' : String(Math.round((cell.ms / DAY_MS) * 1000) / 1000);
}

/** What begins so would be computed when the file is opened: an apostrophe before it says that it is text. */
function harmless(text: string): string {
  return /^[\s]*[=+\-@|%\t\r＝＋－＠]/u.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
