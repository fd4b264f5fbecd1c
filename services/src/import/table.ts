/** A CSV file with a header: rows by the names of their columns. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { CannotStart } from '../client/command.ts';
import { readCsv } from './csv.ts';

export type Cells = Readonly<Record<string, string>>;

/** One row, with the line it begins on; `refused` says why it cannot be used. */
export type TableRow = { readonly line: number; readonly endBytes: number } & (
  { readonly cells: Cells } | { readonly refused: string }
);

export interface Table {
  readonly columns: readonly string[];
  readonly sizeBytes: number;
  /** From the first row, at every call anew: nothing of the file is kept in memory. */
  rows(): AsyncGenerator<TableRow>;
}

/** @throws CannotStart when there is no such file or its first line is no header. */
export async function openTable(file: string): Promise<Table> {
  const found = await stat(file).catch((cause: unknown) => {
    throw new CannotStart(`There is no file ${file}.`, { cause });
  });
  if (!found.isFile()) throw new CannotStart(`${file} is not a file.`);
  const columns = await readHeader(file);
  return {
    columns,
    sizeBytes: found.size,
    async *rows() {
      let header = true;
      for await (const row of readCsv(createReadStream(file))) {
        if (header) header = false;
        else if ('refused' in row) yield row;
        else yield { line: row.line, endBytes: row.endBytes, ...byName(columns, row.fields) };
      }
    },
  };
}

async function readHeader(file: string): Promise<readonly string[]> {
  for await (const row of readCsv(createReadStream(file))) {
    if ('refused' in row) throw new CannotStart(`The first line of ${file} is no header. ${row.refused}`);
    const twice = row.fields.find((name, i) => row.fields.indexOf(name) !== i);
    if (twice !== undefined) throw new CannotStart(`The header of ${file} names the column "${twice}" twice.`);
    return row.fields;
  }
  throw new CannotStart(`${file} is empty.`);
}

function byName(
  columns: readonly string[],
  fields: readonly string[],
): { readonly cells: Cells } | { readonly refused: string } {
  if (fields.length !== columns.length)
    return { refused: `The row has ${fields.length} cells; the header has ${columns.length}.` };
  return { cells: Object.fromEntries(columns.map((name, i) => [name, fields[i] ?? ''])) };
}
