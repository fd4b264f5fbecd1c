/** What a copy knows of itself beside its database: what it shows, and what it has still to fetch. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { originField } from '@counterfoil/ledger/statements/fields';
import { z } from 'zod';
import { writeWhole } from '../witness/whole-file.ts';

const index = z.int().min(0);

/** A text or file in public view that the copy does not have. */
const wantedSchema = z.strictObject({ entry: index, digest: z.string().regex(/^[0-9a-f]{64}$/) });
export type Wanted = z.infer<typeof wantedSchema>;

const keptSchema = z.strictObject({
  origin: originField,
  /** Log keys that were in force before; the first was believed when the copy was begun. */
  earlierKeys: z.array(z.string()),
  /** Of the post-quantum lines of checkpoints; null where they bear none. */
  postQuantumKey: z.string().nullable(),
  /** Where the original is, with a slash at its end. */
  original: z.string(),
  /** The checkpoint that is shown, as it was signed; every entry under it is in the database. Empty before there is one. */
  note: z.string(),
  /** The log key in force there. */
  logKey: z.string(),
  /** When it was last what the source showed. */
  readAt: z.iso.datetime(),
  /** Entries whose texts were looked for. */
  lookedThrough: index,
  wanted: z.array(wantedSchema),
  /** The file that proves two histories: once there is one, nothing new is taken. */
  evidence: z.string().nullable(),
});
export type Kept = z.infer<typeof keptSchema>;

const FILE = 'copy.json';

/** Undefined before the first look. @throws Error in a sentence for operators. */
export async function readKept(folder: string): Promise<Kept | undefined> {
  const file = join(folder, FILE);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return keptSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`${file} cannot be read. Remove the folder, and the copy is made anew from its source.`, { cause });
  }
}

export async function writeKept(folder: string, kept: Kept): Promise<void> {
  await writeWhole(join(folder, FILE), `${JSON.stringify(kept, undefined, 2)}\n`);
}
