/** The rows of the tray. Every change says what it expects to find, so that two at the same moment cannot undo each other. */
import { base64, parseBase64 } from '@counterfoil/ledger/bytes';
import { canonicalBytes, parseCanonicalJson } from '@counterfoil/ledger/canonical-json';
import type { Content } from '@counterfoil/ledger/content';
import type { Envelope } from '@counterfoil/ledger/envelope';
import { sql, type Selectable } from 'kysely';
import type { Db } from '../database/connect.ts';
import type { Database } from '../database/schema.ts';
import type { Holder } from './parties.ts';

export interface Signed {
  readonly keyid: string;
  /** When it was added, UTC with milliseconds. */
  readonly time: string;
}

/** What is kept of a proposal, open or closed. */
export interface Proposal {
  /** SHA-256 of the payload, hexadecimal. */
  readonly id: string;
  readonly kind: string;
  readonly caseId: number | null;
  /** Null for what registrars sign. */
  readonly mandates: readonly number[] | null;
  readonly signed: readonly Signed[];
  readonly created: string;
  readonly lapses: string;
  readonly closed: string | null;
  readonly state: 'waiting' | 'recorded' | 'lapsed';
  readonly entry: number | null;
  /** What is to be signed; null once it is closed. */
  readonly waiting: {
    readonly envelope: Envelope;
    readonly contents: readonly Content[];
    /** Tokens of files: files/file-store.ts. */
    readonly files: readonly string[];
  } | null;
}

/** More than this many would be a heap, not a tray. */
const MAX_WAITING = 1000;
/** Closed ones that are listed, the newest first. */
const CLOSED_LISTED = 200;

type Row = Selectable<Database['proposals']> & { readonly on_record: number | null };
type New = Pick<Proposal, 'id' | 'kind' | 'caseId' | 'mandates' | 'created' | 'lapses'> &
  NonNullable<Proposal['waiting']>;

export class Proposals {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** @returns whether there was room for it. What is there already is left as it is. */
  async insert({ id, kind, caseId, mandates, created, lapses, envelope, contents, files }: New): Promise<boolean> {
    const signatures = envelope.signatures.map((signature) => ({ ...signature, time: created }));
    const { rows } = await sql<{ room: boolean }>`
      with room as (select count(*) < ${MAX_WAITING}::bigint as room from proposals where state = 'waiting' and lapses > ${created}),
      added as (
        insert into proposals (id, kind, case_id, mandates, payload_type, payload, contents, signatures, created, lapses)
        select ${id}, ${kind}, ${caseId}::bigint, ${bigints(mandates)}, ${envelope.payloadType},
          decode(${envelope.payload}, 'base64'), ${formatContents(contents, files)}::bytea, ${json(signatures)}, ${created}, ${lapses}
        from room where room
        on conflict do nothing
      )
      select room from room`.execute(this.#db);
    return rows[0]?.room === true;
  }

  async find(id: string): Promise<Proposal | undefined> {
    const { rows } = await sql<Row>`${SELECT} where p.id = ${id}`.execute(this.#db);
    return rows[0] === undefined ? undefined : proposalOf(rows[0]);
  }

  /** Those in which the holder has a part: what waits, the newest first, then what is closed. */
  async of({ keyid, registrar, mandates }: Holder): Promise<readonly Proposal[]> {
    const { rows } = await sql<Row>`${SELECT}
      where p.mandates && ${bigints(mandates)} or (p.mandates is null and ${registrar}::boolean)
        or p.signatures @> ${json([{ keyid }])}
      order by p.state <> 'waiting', coalesce(p.closed, p.created) desc, p.id
      limit ${MAX_WAITING + CLOSED_LISTED}::bigint`.execute(this.#db);
    return rows.map(proposalOf);
  }

  async waiting(): Promise<readonly string[]> {
    const rows = await this.#db.selectFrom('proposals').select('id').where('state', '=', 'waiting').execute();
    return rows.map(({ id }) => id);
  }

  /** @param before how many signatures were there: @returns false when that has changed, or it waits no more. */
  async addSignature(id: string, before: number, signature: Signed & { readonly sig: string }): Promise<boolean> {
    const { numAffectedRows } = await sql`
      update proposals set signatures = signatures || ${json([signature])}
      where id = ${id} and state = 'waiting' and jsonb_array_length(signatures) = ${before}::int
        and lapses > ${signature.time}`.execute(this.#db);
    return numAffectedRows === 1n;
  }

  /** Recorded is recorded, whatever it was taken for before. */
  async recorded(id: string, entry: number, time: string): Promise<void> {
    await this.#close(sql`id = ${id} and state <> 'recorded'`, sql`'recorded'`, sql`${entry}::bigint`, time);
  }

  /** Closes what lapsed by this time and is not on record. */
  async lapse(time: string): Promise<void> {
    await this.#close(
      sql`state = 'waiting' and lapses <= ${time} and not exists (select from entries e where e.statement = decode(id, 'hex'))`,
      sql`'lapsed'`,
      sql`null`,
      sql`lapses`,
    );
  }

  /** Takes away what is left of those that were closed before. */
  async forget(closedBefore: string): Promise<void> {
    await this.#db.deleteFrom('proposals').where('closed', '<', closedBefore).execute();
  }

  async #close(which: Sql, state: Sql, entry: Sql, closed: Sql | string): Promise<void> {
    await sql`update proposals set state = ${state}, entry = ${entry}, closed = coalesce(closed, ${closed}),
      payload = null, contents = null,
      signatures = (select coalesce(jsonb_agg(s - 'sig' order by n), '[]') from jsonb_array_elements(signatures) with ordinality as t(s, n))
      where ${which}`.execute(this.#db);
  }
}

type Sql = ReturnType<typeof sql>;

/** A statement that is on record has been recorded, even where a crash kept the tray from noting it. */
const SELECT = sql`select p.id, p.kind, p.case_id, to_json(p.mandates) as mandates, p.payload_type, p.payload, p.contents,
  p.signatures, p.created, p.lapses, p.state, p.entry, p.closed, e.index as on_record
  from proposals p left join entries e on p.state <> 'recorded' and e.statement = decode(p.id, 'hex')`;

function proposalOf(row: Row): Proposal {
  const { id, kind, case_id, mandates, signatures, created, lapses, closed } = row;
  const entry = row.entry ?? row.on_record;
  const state = entry === null ? row.state : 'recorded';
  const signed = signatures.map(({ keyid, time }) => ({ keyid, time }));
  const waiting = state === 'waiting' ? waitingOf(row) : null;
  return { id, kind, caseId: case_id, mandates, signed, created, lapses, closed, state, entry, waiting };
}

function waitingOf({ payload, payload_type, contents, signatures }: Row): Proposal['waiting'] {
  if (payload === null || contents === null) return null;
  const envelope = {
    payload: base64(payload),
    payloadType: payload_type,
    signatures: signatures.map(({ keyid, sig = '' }) => ({ keyid, sig })),
  };
  return { envelope, ...parseContents(contents) };
}

/** The list of texts where there are no files. */
function formatContents(contents: readonly Content[], files: readonly string[]): Uint8Array {
  const texts = contents.map(({ salt, text }) => ({ salt: base64(salt), text }));
  return canonicalBytes(files.length === 0 ? texts : { contents: texts, files });
}

interface Text {
  readonly salt: string;
  readonly text: string;
}

function parseContents(bytes: Uint8Array): Pick<NonNullable<Proposal['waiting']>, 'contents' | 'files'> {
  const kept = parseCanonicalJson(bytes) as unknown as
    readonly Text[] | { contents: readonly Text[]; files: readonly string[] };
  const { contents, files } = 'files' in kept ? kept : { contents: kept, files: [] };
  return { contents: contents.map(({ salt, text }) => ({ salt: parseBase64(salt), text })), files };
}

function json(value: unknown): Sql {
  return sql`${JSON.stringify(value)}::text::jsonb`;
}

function bigints(values: readonly number[] | null): Sql {
  return values === null
    ? sql`null::bigint[]`
    : sql`array(select value::bigint from json_array_elements_text(${JSON.stringify(values)}::text::json))`;
}
