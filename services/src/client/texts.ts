/** Texts and lists as they are given to a command. */
import { readFile } from 'node:fs/promises';
import type { Words } from '@counterfoil/ledger/compose';
import { parseUtf8 } from '@counterfoil/ledger/bytes';
import { CannotStart } from './command.ts';
import { filePath } from './hands.ts';

/** How a text is given; for the usage of commands. */
export const TEXT_USAGE = 'A text is given as it is, as @file for the text in a file, or as - for standard input.';

let stdin: Promise<string> | undefined;

/** @throws CannotStart where there is no such file, or nothing in it */
export async function readText(value: string, lang: string): Promise<Words> {
  const text = (await source(value)).replace(/\r\n/g, '\n').trim();
  if (text === '') throw new CannotStart(value === '-' ? 'Standard input held no text.' : `"${value}" gives no text.`);
  return { text, lang };
}

async function source(value: string): Promise<string> {
  if (value === '-') return (stdin ??= readStdin());
  if (!value.startsWith('@')) return value;
  const bytes = await readFile(filePath(value.slice(1))).catch((cause: unknown) => {
    throw new CannotStart(`There is no file ${value.slice(1)}.`, { cause });
  });
  return parseUtf8(new Uint8Array(bytes));
}

async function readStdin(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('Write the text, and end it with Ctrl-D on a line of its own:\n');
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) chunks.push(chunk);
  return parseUtf8(new Uint8Array(Buffer.concat(chunks)));
}

/** @throws CannotStart naming what the number is of */
export function readIndex(text: string | undefined, what: string): number {
  if (text === undefined || !/^(?:0|[1-9]\d{0,14})$/.test(text))
    throw new CannotStart(
      text === undefined ? `Say ${what}, by its number.` : `"${text}" is not the number of ${what}.`,
    );
  return Number(text);
}

/** "12,15-20,31". */
export function readIndexes(text: string, what: string): number[] {
  return text.split(',').flatMap((part) => {
    const [, from = '', to = from] = /^\s*(\d+)(?:-(\d+))?\s*$/.exec(part) ?? [];
    const [first, last] = [readIndex(from === '' ? part : from, what), readIndex(to, what)];
    if (last < first || last - first > 1_000_000) throw new CannotStart(`"${part}" is no range of numbers.`);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}
