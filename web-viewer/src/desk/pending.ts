/** Texts that are not public, as those see them whose office decides about them: each held against the commitment in its entry. */
import { parseBase64 } from '@counterfoil/ledger/bytes';
import { checkContent, SALT_BYTES } from '@counterfoil/ledger/content';
import { checkFile, type FileRef } from '@counterfoil/ledger/file-content';
import { FormatError } from '@counterfoil/ledger/error';
import { contentRefs, fileRefs, type Statement } from '@counterfoil/ledger/statement';
import { digestField, hashField, indexField, timeField } from '@counterfoil/ledger/statements/fields';
import * as z from 'zod/mini';
import { DeskProblem } from './desk-problem.ts';
import { fileKind } from '../file-kind.ts';
import { language } from './language.ts';
import { askBytes, askJson } from './fetching.ts';
import type { Ledger, Text } from './ledger.ts';

export interface PendingText {
  readonly case: number;
  readonly entry: number;
  readonly digest: string;
  readonly since: string;
  readonly state: 'pending' | 'withheld';
  /** Why it was withheld: a ground of the process. */
  readonly ground: string | null;
  /** Missing where the service cannot open it any more. */
  readonly text: Text;
  readonly statement: Statement;
  /** Where it is a file: it comes when it is asked for. */
  readonly file: PendingFile | undefined;
}

export interface PendingFile extends FileRef {
  /** The file, held against its commitment. @throws DeskProblem `text-changed` where it is not the one that was recorded */
  read(): Promise<Uint8Array<ArrayBuffer>>;
}

const itemSchema = z.object({
  case: indexField,
  entry: indexField,
  digest: digestField,
  since: timeField,
  state: z.enum(['pending', 'withheld']),
  ground: z.nullable(z.string()),
  text: z.nullable(z.string()),
  salt: z.nullable(hashField),
});
type Item = z.infer<typeof itemSchema>;
const pageSchema = z.object({ items: z.array(itemSchema), next: z.nullable(z.string()) });

/** Of all these offices, each text once, the oldest first. @throws DeskProblem `text-changed` where one is not what was recorded */
export async function askPending(
  offices: readonly string[],
  pass: string,
  ledger: Ledger,
): Promise<readonly PendingText[]> {
  const told = new Map<string, Item & { readonly office: string }>();
  for (const office of offices) {
    for (let after: string | null = ''; after !== null;) {
      const path: string = `/api/v1/pending?office=${encodeURIComponent(office)}${after}`;
      const page: z.infer<typeof pageSchema> | undefined = await askJson(path, pageSchema, { pass });
      for (const item of page?.items ?? []) told.set(item.digest, { ...item, office });
      const next = page?.next ?? null;
      after = next === null ? null : `&after=${encodeURIComponent(next)}`;
    }
  }
  const inSight = [...told.values()].filter(({ entry }) => entry < ledger.size);
  const texts = await Promise.all(inSight.map((item) => checkItem(item, ledger, pass)));
  return texts.sort((a, b) => a.entry - b.entry);
}

async function checkItem(
  { text, salt, office, ...item }: Item & { readonly office: string },
  ledger: Ledger,
  pass: string,
): Promise<PendingText> {
  const { caseId, statement } = await ledger.entry(item.entry);
  const fileRef = fileRefs(statement).find(({ digest }) => digest === item.digest);
  if (fileRef !== undefined && caseId === item.case) {
    const path = `/api/v1/files/${item.digest}?office=${encodeURIComponent(office)}`;
    const read = async (): Promise<Uint8Array<ArrayBuffer>> => {
      const salted = await askBytes(path, { pass });
      if (salted === undefined || !checkFile(fileRef, salted)) throw changed();
      return salted.slice(SALT_BYTES);
    };
    const kind = `(${fileKind(language, fileRef)})`;
    return {
      ...item,
      statement,
      file: { ...fileRef, read },
      text: { status: 'there', text: kind, lang: language.code },
    };
  }
  const ref = contentRefs(statement).find(({ digest }) => digest === item.digest);
  if (ref === undefined || caseId !== item.case) throw changed();
  const { lang } = ref;
  if (text === null || salt === null) return { ...item, statement, file: undefined, text: { status: 'missing', lang } };
  try {
    if (!checkContent(ref, { text, salt: parseBase64(salt) })) throw changed();
  } catch (cause) {
    if (cause instanceof FormatError) throw changed(cause);
    throw cause;
  }
  return { ...item, statement, file: undefined, text: { status: 'there', text, lang } };
}

function changed(cause?: unknown): DeskProblem {
  return new DeskProblem('text-changed', language.phrase('problem-text-changed'), { cause });
}
