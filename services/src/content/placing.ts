/**
 * Where the texts of a batch lie once it is recorded: in public view, sealed, or nowhere, as the rulebook's state says. SPEC M56, M58.
 * Files stay where they are, sealed: of them it is written from which entry on they are in public view.
 *
 * What becomes of a text is written in the transaction that records the entry which says so: after a crash there is either both or
 * neither.
 */
import { base64, hex, parseUtf8, utf8 } from '@counterfoil/ledger/bytes';
import type { Content } from '@counterfoil/ledger/content';
import type { FileRef } from '@counterfoil/ledger/file-content';
import type { Change, State } from '@counterfoil/ledger/state';
import type { Connection } from '../database/connect.ts';
import { tokenHash } from '../files/file-store.ts';
import type { Vault } from './vault.ts';

/** A row of `contents` as it travels: digest in hexadecimal, bytes in base64. */
export interface ContentRow {
  readonly digest: string;
  readonly salt: string;
  readonly bytes: string;
  readonly since: number;
}

/** A row of `sealed_contents`, likewise. */
interface SealedRow {
  readonly digest: string;
  readonly key: string;
  readonly sealed: string;
}

/** What becomes of a file that stays. */
interface FileRow {
  readonly digest: string;
  /** The entry that refers to it, where that is one of the batch. */
  readonly entry: number | null;
  /** The entry that brought it into public view; null where it is not. */
  readonly since: number | null;
}

export interface Moves {
  readonly files: readonly FileRow[];
  readonly sealed: readonly SealedRow[];
  /** Digests that are not in public view, no more, or not yet, each from that entry on: what is on record from before is public there. */
  readonly unseen: readonly { readonly digest: string; readonly from: number }[];
  /** Digests that need not be sealed any more. */
  readonly opened: readonly string[];
  readonly erased: readonly string[];
  /** Whether the files of the database have something to be cleared of. */
  readonly takesAway: boolean;
}

export interface Placed {
  readonly contents: readonly ContentRow[];
  /** Undefined where all texts are new and in public view. */
  readonly moves: Moves | undefined;
}

export class Placing {
  readonly #connection: Connection;
  readonly #vault: Vault;
  /** Texts that came with the batch, and the entry they came with. */
  readonly #sent = new Map<string, { readonly content: Content; readonly index: number }>();
  /** Texts that were here before and are to lie elsewhere. */
  readonly #moved = new Set<string>();
  readonly #read = new Map<string, Content | undefined>();
  /** Files that the batch refers to first, and the entry. */
  readonly #claimed = new Map<string, number>();
  /** Files that were on record before. */
  readonly #files = new Set<string>();

  /** Whether what is on record already is told again, of which some may be lost. */
  readonly #isRestoring: boolean;

  /** @param connection holds the lock on the head. */
  constructor(connection: Connection, vault: Vault, { isRestoring = false } = {}) {
    this.#connection = connection;
    this.#vault = vault;
    this.#isRestoring = isRestoring;
  }

  /** Takes down what an admitted entry moves. @returns false where it would publish a text that cannot be read any more: nothing is taken down. */
  async move(index: number, changes: readonly Change[]): Promise<boolean> {
    const moves = changes.flatMap((change) =>
      change.kind === 'content' && change.value.by === index ? [{ digest: change.id, to: change.value.state }] : [],
    );
    if (moves.length === 0) return true;
    const kept = moves.filter(({ to }) => to !== 'erased').map(({ digest }) => digest);
    await this.#findFiles(moves.map(({ digest }) => digest));
    await this.#load(kept.filter((digest) => !this.#sent.has(digest) && !this.#read.has(digest)));
    const isHere = (digest: string): boolean => this.#isFile(digest) || this.#textOf(digest) !== undefined;
    if (!this.#isRestoring && moves.some(({ digest, to }) => to === 'public' && !isHere(digest))) return false;
    for (const { digest } of moves) this.#moved.add(digest);
    return true;
  }

  /** Takes down the texts that came with an admitted entry. */
  add(index: number, contents: ReadonlyMap<string, Content>): void {
    for (const [digest, content] of contents) if (!this.#sent.has(digest)) this.#sent.set(digest, { content, index });
  }

  /**
   * Takes up the files that an admitted entry refers to: those that were sent with these tokens, or that are in public view already.
   * @returns false where one of them is not here, is another's, or is not what the entry says: nothing is taken up.
   */
  async claim(index: number, refs: readonly FileRef[], tokens: readonly string[]): Promise<boolean> {
    if (refs.length === 0) return tokens.length === 0;
    const [connection, wanted] = [this.#connection, JSON.stringify(refs.map(({ digest }) => digest))];
    // Held until the end of the batch: nobody removes meanwhile what has waited too long.
    const rows = await connection<UploadRow[]>`
      select encode(digest, 'hex') as digest, bytes, media_type, token, entry, since from files
      where digest in (select decode(d, 'hex') from json_array_elements_text(${wanted}::text::json) as d)
      for update`;
    const hashes = new Set(tokens.map((token) => hex(tokenHash(token))));
    const first: string[] = [];
    for (const { digest, bytes, mediaType } of refs) {
      const row = rows.find((one) => one.digest === digest);
      if (row === undefined && this.#isRestoring) continue;
      if (row === undefined || row.bytes !== bytes || row.media_type !== mediaType) return false;
      const isOwn = this.#isRestoring || (row.token !== null && hashes.has(hex(row.token)));
      if (!isOwn && row.since === null) return false;
      if (row.entry === null && !this.#claimed.has(digest)) first.push(digest);
    }
    for (const digest of first) this.#claimed.set(digest, index);
    return true;
  }

  /** @param state after the whole batch. */
  async place(state: Pick<State, 'get'>): Promise<Placed> {
    const contents: ContentRow[] = [];
    const moves = {
      files: [] as FileRow[],
      sealed: [] as SealedRow[],
      unseen: [] as Moves['unseen'][number][],
      opened: [] as string[],
      erased: [] as string[],
    };
    for (const digest of new Set([...this.#sent.keys(), ...this.#claimed.keys(), ...this.#moved])) {
      const known = await state.get('content', digest);
      const where = known?.state ?? 'public';
      if (this.#isFile(digest)) {
        const entry = this.#claimed.get(digest) ?? null;
        const since = where === 'public' ? Math.max(known?.by ?? 0, entry ?? 0) : null;
        if (where === 'erased') moves.erased.push(digest);
        else moves.files.push({ digest, entry, since });
        continue;
      }
      const content = this.#textOf(digest);
      if (where === 'public') {
        const since = Math.max(known?.by ?? 0, this.#sent.get(digest)?.index ?? 0);
        if (content !== undefined) contents.push(formatRow(digest, content, since));
        if (this.#moved.has(digest)) moves.opened.push(digest);
        continue;
      }
      moves.unseen.push({ digest, from: known?.entry ?? 0 });
      if (where === 'erased') moves.erased.push(digest);
      else if (content !== undefined) moves.sealed.push(this.#seal(digest, content));
    }
    const { files, unseen, opened, erased } = moves;
    if (files.length + unseen.length + opened.length + erased.length === 0) return { contents, moves: undefined };
    const takesAway = erased.length > 0 || unseen.some(({ digest }) => this.#moved.has(digest));
    return { contents, moves: { ...moves, takesAway } };
  }

  #isFile(digest: string): boolean {
    return this.#claimed.has(digest) || this.#files.has(digest);
  }

  async #findFiles(digests: readonly string[]): Promise<void> {
    const [connection, wanted] = [this.#connection, JSON.stringify(digests)];
    const rows = await connection<{ digest: string }[]>`
      select encode(digest, 'hex') as digest from files
      where digest in (select decode(d, 'hex') from json_array_elements_text(${wanted}::text::json) as d)
        and entry is not null`;
    for (const { digest } of rows) this.#files.add(digest);
  }

  #textOf(digest: string): Content | undefined {
    return this.#sent.get(digest)?.content ?? this.#read.get(digest);
  }

  #seal(digest: string, content: Content): SealedRow {
    const { key, sealed } = this.#vault.seal(digest, content);
    return { digest, key: base64(key), sealed: base64(sealed) };
  }

  async #load(digests: readonly string[]): Promise<void> {
    if (digests.length === 0) return;
    const [connection, wanted] = [this.#connection, JSON.stringify(digests)];
    const rows = await connection<Row[]>`
      select w.digest, c.salt, c.bytes, s.key, s.sealed
      from (select distinct d as digest from json_array_elements_text(${wanted}::text::json) as d) w
      left join contents c on c.digest = decode(w.digest, 'hex')
      left join sealed_contents s on s.digest = decode(w.digest, 'hex')`;
    for (const { digest, salt, bytes, key, sealed } of rows) {
      if (salt !== null && bytes !== null) this.#read.set(digest, { salt, text: parseUtf8(bytes) });
      else if (key !== null && sealed !== null) this.#read.set(digest, this.#vault.open(digest, { key, sealed }));
    }
  }
}

interface Row {
  readonly digest: string;
  readonly salt: Uint8Array | null;
  readonly bytes: Uint8Array | null;
  readonly key: Uint8Array | null;
  readonly sealed: Uint8Array | null;
}

interface UploadRow {
  readonly digest: string;
  readonly bytes: number | null;
  readonly media_type: string | null;
  readonly token: Uint8Array | null;
  readonly entry: number | null;
  readonly since: number | null;
}

function formatRow(digest: string, { salt, text }: Content, since: number): ContentRow {
  return { digest, salt: base64(salt), bytes: base64(utf8(text)), since };
}

/** Everything that moves, in one statement. What has to be cleared out of the files is counted with it. */
export async function writeMoves(
  connection: Connection,
  { files, sealed, unseen, opened, erased }: Moves,
): Promise<void> {
  const away = JSON.stringify([...opened, ...erased]);
  await connection`
    with new_sealed as (
      insert into sealed_contents (digest, key, sealed)
      select decode(digest, 'hex'), decode(key, 'base64'), decode(sealed, 'base64')
      from json_to_recordset(${JSON.stringify(sealed)}::text::json) as r(digest text, key text, sealed text)
      on conflict do nothing
    ), hidden as (
      delete from contents c using (
        select decode(digest, 'hex') as digest, "from"
        from json_to_recordset(${JSON.stringify(unseen)}::text::json) as r(digest text, "from" bigint)
      ) u
      where c.digest = u.digest and (c.since is null or c.since >= u."from")
      returning c.digest
    ), withdrawn as (
      insert into withdrawals (digest, size) select hidden.digest, head.size from hidden, head
    ), withdrawn_files as (
      insert into withdrawals (digest, size) select f.digest, head.size from files f, head
      where f.since is not null and f.digest in (
        select decode(p.digest, 'hex')
        from json_to_recordset(${JSON.stringify(files)}::text::json) as p(digest text, since bigint) where p.since is null
        union all select decode(d, 'hex') from json_array_elements_text(${JSON.stringify(erased)}::text::json) as d)
    ), unsealed as (
      delete from sealed_contents where digest in (
        select decode(d, 'hex') from json_array_elements_text(${away}::text::json) as d)
    ), placed as (
      update files f set since = p.since, entry = coalesce(f.entry, p.entry)
      from json_to_recordset(${JSON.stringify(files)}::text::json) as p(digest text, entry bigint, since bigint)
      where f.digest = decode(p.digest, 'hex')
    ), unkept as (
      delete from files where digest in (
        select decode(d, 'hex') from json_array_elements_text(${JSON.stringify(erased)}::text::json) as d)
      returning id
    ), unlocked as (
      delete from file_keys where id in (select id from unkept)
    ), unchunked as (
      delete from file_chunks where id in (select id from unkept)
    ), unreasoned as (
      delete from reasons where digest in (
        select decode(d, 'hex') from json_array_elements_text(${JSON.stringify(erased)}::text::json) as d)
    )
    update taken_away set times = times + 1
    where exists (select from hidden) or json_array_length(${JSON.stringify(erased)}::text::json) > 0`;
}
