/** Files that go with what an official says: sent and read back before anything is signed. */
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { MAX_ATTACHED_BYTES, MAX_ATTACHED_FILES, type FileRef } from '@counterfoil/ledger/file-content';
import { CannotStart } from './command.ts';
import type { Desk } from './desk.ts';
import { filePath } from './hands.ts';

export const fileOption = { file: { type: 'string', multiple: true, default: [] as string[] } } as const;

export const FILE_USAGE =
  '  --file <file>          a picture (JPEG, PNG, WebP) or a PDF that goes with it; again for each';

const kinds: ReadonlySet<string> = new Set([
  ...['response', 'answer', 'question', 'decision', 'milestone', 'evidence-cited', 'correction'],
]);

export function takesFiles(kind: string): boolean {
  return kinds.has(kind);
}

export interface AttachedFiles {
  /** A field of the statement; empty where there are none. */
  readonly files: { readonly files?: readonly FileRef[] };
  readonly warnings: readonly string[];
}

/** @throws CannotStart where there is no such file; ClientProblem where the ledger does not take it */
export async function attachFiles(desk: Desk, kind: string, paths: readonly string[]): Promise<AttachedFiles> {
  if (paths.length === 0) return { files: {}, warnings: [] };
  if (!takesFiles(kind)) throw new CannotStart('No file can go with this: write where it is to be found.');
  if (paths.length > MAX_ATTACHED_FILES)
    throw new CannotStart(`At most ${MAX_ATTACHED_FILES} files can go with one statement.`);
  const files: FileRef[] = [];
  const warnings: string[] = [];
  for (const path of paths) {
    const bytes = await readAttachment(path);
    const ref = await desk.client.attach(bytes);
    files.push(ref);
    const name = basename(path);
    if (ref.mediaType === 'application/pdf')
      warnings.push(`${name} is kept as it is: a PDF may hold your name, or that of your computer.`);
    else if (ref.bytes !== bytes.length)
      warnings.push(`Of ${name}, what told where, when and with what it was taken was removed.`);
  }
  return { files: { files }, warnings };
}

async function readAttachment(path: string): Promise<Uint8Array> {
  const place = filePath(path);
  const found = await stat(place).catch((cause: unknown) => {
    throw new CannotStart(`There is no file ${path}.`, { cause });
  });
  if (!found.isFile()) throw new CannotStart(`${path} is no file.`);
  if (found.size > MAX_ATTACHED_BYTES)
    throw new CannotStart(`${path} has ${found.size} bytes; at most ${MAX_ATTACHED_BYTES} can be recorded.`);
  return new Uint8Array(await readFile(place));
}
