/**
 * What an archive takes over before the ledger erases it: one file of lines, which proves by itself that this was said and recorded.
 *
 * The first line names the ledger, its log key and a signed checkpoint; every other one is an entry with its inclusion proof under that
 * checkpoint, and the texts and files of it that are going to be erased, with their salts. Binary values are in base64. The statement that
 * erases them names the SHA-256 of this file. SPEC 7.8, M64.
 */
import { mkdir, open, rename } from 'node:fs/promises';
import nodeCrypto from 'node:crypto';
import { join } from 'node:path';
import { base64 } from '@counterfoil/ledger/bytes';
import { canonicalBytes } from '@counterfoil/ledger/canonical-json';
import { SALT_BYTES, type Content } from '@counterfoil/ledger/content';
import { contentRefs, fileRefs } from '@counterfoil/ledger/statement';
import { formatTlogProof } from '@counterfoil/ledger/tlog-proof';
import { CannotStart } from './command.ts';
import type { Desk } from './desk.ts';
import { filePath } from './hands.ts';
import type { PendingText } from './pending.ts';
import type { TextName } from './say-many.ts';

const ARCHIVE_TYPE = 'counterfoil-archive';

export interface Archived {
  /** Of the file. */
  readonly path: string;
  /** Hexadecimal. */
  readonly sha256: string;
}

/**
 * Writes the file, and has it on the disk when it returns.
 * @param unseen texts that are not in public view, which only those may read who look after them
 * @throws CannotStart where a text cannot be had: an archive with gaps is none
 */
export async function writeArchive(
  desk: Desk,
  { id, items, folder }: { readonly id: number; readonly items: readonly TextName[]; readonly folder: string },
  unseen: readonly PendingText[],
): Promise<Archived> {
  const place = filePath(folder);
  await mkdir(place, { recursive: true });
  const unfinished = join(place, `.case-${id}.unfinished`);
  const file = await open(unfinished, 'w', 0o600);
  const hash = nodeCrypto.createHash('sha256');
  const write = async (line: Parameters<typeof canonicalBytes>[0]): Promise<void> => {
    const bytes = Buffer.concat([canonicalBytes(line), Buffer.from('\n')]);
    hash.update(bytes);
    await file.write(bytes);
  };
  try {
    const { origin, logKey } = desk.info;
    await write({ type: ARCHIVE_TYPE, v: 1, origin, case: id, logKey, checkpoint: desk.note });
    for (const entry of [...new Set(items.map((item) => item.entry))].sort((a, b) => a - b)) {
      const { bytes, proof } = await desk.reader.proved(entry);
      const digests = new Set(items.filter((item) => item.entry === entry).map(({ digest }) => digest));
      const [texts, files] = await readContents(desk, entry, digests, unseen);
      const proved = formatTlogProof({ index: entry, proof, checkpoint: desk.note });
      await write({ entry, bytes: base64(bytes), proof: proved, texts, files });
    }
    await file.sync();
  } finally {
    await file.close();
  }
  const sha256 = hash.digest('hex');
  const path = join(place, `case-${id}-${sha256.slice(0, 16)}.jsonl`);
  await rename(unfinished, path);
  return { path, sha256 };
}

type Kept = { readonly digest: string; readonly salt: string };

async function readContents(
  desk: Desk,
  entry: number,
  digests: ReadonlySet<string>,
  unseen: readonly PendingText[],
): Promise<[(Kept & { readonly text: string })[], (Kept & { readonly mediaType: string; readonly bytes: string })[]]> {
  const { statement } = await desk.reader.entry(entry);
  const texts = [];
  for (const ref of contentRefs(statement)) {
    if (!digests.has(ref.digest)) continue;
    const kept: Content | undefined =
      (await desk.reader.content(ref)) ?? unseen.find(({ digest }) => digest === ref.digest)?.content;
    if (kept === undefined) throw gap(entry);
    texts.push({ digest: ref.digest, salt: base64(kept.salt), text: kept.text });
  }
  const files = [];
  for (const ref of fileRefs(statement)) {
    if (!digests.has(ref.digest)) continue;
    const salted = await desk.reader.file(ref);
    if (salted === undefined) throw gap(entry);
    const [salt, bytes] = [salted.subarray(0, SALT_BYTES), salted.subarray(SALT_BYTES)];
    files.push({ digest: ref.digest, mediaType: ref.mediaType, salt: base64(salt), bytes: base64(bytes) });
  }
  return [texts, files];
}

function gap(entry: number): CannotStart {
  return new CannotStart(
    `A text or file of entry ${entry} cannot be read with the keys at hand, so the archive would have a gap. Nothing was signed. Those who look after texts that are not in public view have to do this.`,
  );
}
