/** Rows as lines of a file. */
import type { Cell } from './tables.ts';

export const forms = {
  csv: 'text/csv; charset=utf-8; header=present',
  jsonl: 'application/jsonl; charset=utf-8',
} as const;
export type Form = keyof typeof forms;
export const formNames = Object.keys(forms) as readonly Form[];
type Row = Readonly<Record<string, Cell>>;

/** What stands before the first row. */
export function formatHead(form: Form, columns: readonly string[]): string {
  return form === 'csv' ? `${columns.map(quoted).join(',')}\r\n` : '';
}

/** One line, with its end. */
export function formatRow(form: Form, columns: readonly string[], row: Row): string {
  if (form === 'csv') return `${columns.map((column) => csvField(row[column] ?? null)).join(',')}\r\n`;
  return `${JSON.stringify(Object.fromEntries(columns.map((column) => [column, row[column] ?? null])))}\n`;
}

/** RFC 4180; several values in one field are parted by spaces. */
function csvField(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  if (typeof cell === 'string') return quoted(harmless(cell));
  return quoted(harmless(Array.isArray(cell) ? cell.join(' ') : JSON.stringify(cell)));
}

/** What begins so a spreadsheet would compute, whatever stands around it: the apostrophe says that it is text. */
const FORMULA = /^[\s\p{Cc}]*[=+\-@|%＝＋－＠]|^[\t\r\n]/u;

function harmless(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
