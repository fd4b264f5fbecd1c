/** Texts against their commitments, wherever they lie: in public view they must fit, sealed ones must open, erased ones must be gone. SPEC M56, M58. */
import { contentDigest } from '@counterfoil/ledger/content';
import { utf8 } from '@counterfoil/ledger/bytes';
import { FormatError } from '@counterfoil/ledger/error';
import type { Platform } from '@counterfoil/ledger/signature';
import type { StateShapes } from '@counterfoil/ledger/state';
import { sql } from 'kysely';
import type { Vault } from '../content/vault.ts';
import type { Db } from '../database/connect.ts';
import type { Found } from './walk.ts';

/** A text as an entry names it. */
export interface TextOf {
  readonly entry: number;
  readonly digest: string;
  readonly bytes: number;
}

export interface TextOptions {
  readonly db: Db;
  readonly vault: Vault;
  readonly sha256: Platform['sha256'];
}

/** Texts held in memory at a time: 50,000 bytes each at the most. */
const TEXTS = 64;

export async function lookAtTexts(options: TextOptions, texts: readonly TextOf[]): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (let from = 0; from < texts.length; from += TEXTS) {
    const some = texts.slice(from, from + TEXTS);
    const rows = await readTexts(options.db, some);
    for (const { entry, digest, bytes } of some) {
      const row = rows.get(digest);
      const what = row === undefined ? 'text-missing' : judge(options, { digest, bytes }, row);
      if (what !== undefined) found.push({ entry, what, digest });
    }
  }
  return found;
}

interface Row {
  readonly digest: string;
  readonly state: StateShapes['content'] | null;
  readonly salt: Uint8Array | null;
  readonly bytes: Uint8Array | null;
  readonly since: number | null;
  readonly key: Uint8Array | null;
  readonly sealed: Uint8Array | null;
}

/** One statement, one snapshot: where a text lies and where it should lie change together. */
async function readTexts(db: Db, texts: readonly TextOf[]): Promise<ReadonlyMap<string, Row>> {
  const wanted = JSON.stringify(texts.map(({ digest }) => digest));
  const { rows } = await sql<Row>`
    select w.digest, st.value as state, c.salt, c.bytes, c.since, s.key, s.sealed
    from (select distinct d as digest from json_array_elements_text(${wanted}::text::json) as d) w
    left join state st on st.kind = 'content' and st.id = w.digest
    left join contents c on c.digest = decode(w.digest, 'hex')
    left join sealed_contents s on s.digest = decode(w.digest, 'hex')`.execute(db);
  return new Map(rows.map((row) => [row.digest, row]));
}

function judge(
  { vault, sha256 }: TextOptions,
  { digest, bytes: length }: Pick<TextOf, 'digest' | 'bytes'>,
  { state, salt, bytes, since, key, sealed }: Row,
): Found['what'] | undefined {
  const fits = (ownSalt: Uint8Array, text: Uint8Array): boolean => {
    try {
      return text.length === length && contentDigest(ownSalt, text, sha256) === digest;
    } catch (error) {
      if (error instanceof FormatError) return false;
      throw error;
    }
  };
  const where = state?.state ?? 'public';
  // The same words, on record from before as something that nobody takes out, stay where they are.
  const isOlder = state !== null && since !== null && since < state.entry;
  if (where === 'erased') return (salt !== null && !isOlder) || sealed !== null ? 'text-kept' : undefined;
  if (salt !== null && bytes !== null) {
    if (!fits(salt, bytes)) return 'text';
    if (where === 'public' || isOlder) return undefined;
  } else if (where === 'public') return 'text-missing';
  if (key === null || sealed === null) return 'text-missing';
  const content = open(vault, digest, { key, sealed });
  return content !== undefined && fits(content.salt, utf8(content.text)) ? undefined : 'text';
}

function open(vault: Vault, digest: string, sealed: Parameters<Vault['open']>[1]): ReturnType<Vault['open']> {
  try {
    return vault.open(digest, sealed);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
