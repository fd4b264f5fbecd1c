/** Texts that are not in public view, for those whose office decides about them. SPEC 7.8. */
import type { Content } from '@counterfoil/ledger/content';
import type { FileMediaType } from '@counterfoil/ledger/file-content';
import { parseEntry } from '@counterfoil/ledger/entry';
import type { StateShapes } from '@counterfoil/ledger/state';
import { sql } from 'kysely';
import type { Db } from '../database/connect.ts';
import type { Vault } from './vault.ts';

/** Whoever may sign one of these in a case is shown what waits there. */
export type DecidingKind = 'content-published' | 'content-withheld';

export interface UnseenText {
  readonly digest: string;
  /** The entry that it is a text of. */
  readonly entry: number;
  readonly case: number;
  readonly state: 'pending' | 'withheld';
  /** When the entry that made it so was recorded. */
  readonly since: string;
  readonly ground: string | null;
  /** Where it is a file: read by itself. */
  readonly file: { readonly bytes: number; readonly mediaType: FileMediaType } | null;
  /** Undefined for a file, and where it cannot be opened any more. */
  readonly content: Content | undefined;
}

export interface UnseenQuery {
  readonly office: string;
  /** What the office may sign, by its definition; the rules of each case have to say so too. */
  readonly kinds: readonly DecidingKind[];
  /** Under which checkpoint: the size of the tree. */
  readonly size: number;
  /** The last one of the page before. */
  readonly after: { readonly entry: number; readonly digest: string } | undefined;
  readonly limit: number;
}

/** In the order of the record. */
export async function readUnseen(db: Db, vault: Vault, query: UnseenQuery): Promise<readonly UnseenText[]> {
  const { office, kinds, size, after, limit } = query;
  const { rows } = await sql<Row>`
    select c.id as digest, c.value, s.key, s.sealed, e.bytes, f.bytes as file_bytes, f.media_type
    from state c
    join state k on k.kind = 'case' and k.id = c.value->>'case'
    join state r on r.kind = 'rules' and r.id = (k.value->>'process') || '/' || (k.value->>'version')
    join entries e on e.index = coalesce((c.value->>'by')::bigint, (c.value->>'entry')::bigint)
    left join sealed_contents s on s.digest = decode(c.id, 'hex')
    left join files f on f.digest = decode(c.id, 'hex')
    where c.kind = 'content' and c.value->>'state' in ('pending', 'withheld')
      and (c.value->>'entry')::bigint < ${size}::bigint
      and ((c.value->>'entry')::bigint, c.id collate "C") > (${after?.entry ?? -1}::bigint, ${after?.digest ?? ''}::text)
      and exists (
        select from jsonb_each(r.value->'acts') as act (kind, rule)
        where kind in (select json_array_elements_text(${JSON.stringify(kinds)}::text::json)) and rule->'offices' ? ${office}
      )
    order by (c.value->>'entry')::bigint, c.id collate "C"
    limit ${limit}::bigint`.execute(db);
  return rows.map(
    ({ digest, value: { entry, case: id, state, ground }, key, sealed, bytes, file_bytes, media_type }) => ({
      // Texts outside cases never wait, and are taken out by registrars.
      ...{ digest, entry, case: id ?? entry, ground },
      file: file_bytes === null ? null : { bytes: file_bytes, mediaType: media_type as FileMediaType },
      state: state === 'withheld' ? state : 'pending',
      since: parseEntry(bytes).time,
      content: key === null || sealed === null ? undefined : vault.open(digest, { key, sealed }),
    }),
  );
}

interface Row {
  readonly digest: string;
  readonly value: StateShapes['content'];
  readonly key: Uint8Array | null;
  readonly sealed: Uint8Array | null;
  readonly bytes: Uint8Array;
  readonly file_bytes: number | null;
  readonly media_type: string | null;
}
