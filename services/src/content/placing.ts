/**
 * Where the texts of a batch lie once it is recorded: in public view, sealed, or nowhere, as the rulebook's state says. SPEC M56, M58.
 *
 * What becomes of a text is written in the transaction that records the entry which says so: after a crash there is either both or
 * neither.
 */
import { base64, parseUtf8, utf8 } from '@counterfoil/ledger/bytes';
import type { Content } from '@counterfoil/ledger/content';
import type { Change, State } from '@counterfoil/ledger/state';
import type { Connection } from '../database/connect.ts';
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

export interface Moves {
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

  /** @param connection holds the lock on the head. */
  constructor(connection: Connection, vault: Vault) {
    this.#connection = connection;
    this.#vault = vault;
  }

  /** Takes down what an admitted entry moves. @returns false where it would publish a text that cannot be read any more: nothing is taken down. */
  async move(index: number, changes: readonly Change[]): Promise<boolean> {
    const moves = changes.flatMap((change) =>
      change.kind === 'content' && change.value.by === index ? [{ digest: change.id, to: change.value.state }] : [],
    );
    if (moves.length === 0) return true;
    const kept = moves.filter(({ to }) => to !== 'erased').map(({ digest }) => digest);
    await this.#load(kept.filter((digest) => !this.#sent.has(digest) && !this.#read.has(digest)));
    if (moves.some(({ digest, to }) => to === 'public' && this.#textOf(digest) === undefined)) return false;
    for (const { digest } of moves) this.#moved.add(digest);
    return true;
  }

  /** Takes down the texts that came with an admitted entry. */
  add(index: number, contents: ReadonlyMap<string, Content>): void {
    for (const [digest, content] of contents) if (!this.#sent.has(digest)) this.#sent.set(digest, { content, index });
  }

  /** @param state after the whole batch. */
  async place(state: Pick<State, 'get'>): Promise<Placed> {
    const contents: ContentRow[] = [];
    const moves = {
      sealed: [] as SealedRow[],
      unseen: [] as Moves['unseen'][number][],
      opened: [] as string[],
      erased: [] as string[],
    };
    for (const digest of new Set([...this.#sent.keys(), ...this.#moved])) {
      const known = await state.get('content', digest);
      const where = known?.state ?? 'public';
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
    if (moves.unseen.length + moves.opened.length === 0) return { contents, moves: undefined };
    return { contents, moves: { ...moves, takesAway: moves.unseen.some(({ digest }) => this.#moved.has(digest)) } };
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

function formatRow(digest: string, { salt, text }: Content, since: number): ContentRow {
  return { digest, salt: base64(salt), bytes: base64(utf8(text)), since };
}

/** Everything that moves, in one statement. What has to be cleared out of the files is counted with it. */
export async function writeMoves(connection: Connection, { sealed, unseen, opened, erased }: Moves): Promise<void> {
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
    ), unsealed as (
      delete from sealed_contents where digest in (
        select decode(d, 'hex') from json_array_elements_text(${away}::text::json) as d)
    ), unreasoned as (
      delete from reasons where digest in (
        select decode(d, 'hex') from json_array_elements_text(${JSON.stringify(erased)}::text::json) as d)
    )
    update taken_away set times = times + 1
    where exists (select from hidden) or json_array_length(${JSON.stringify(erased)}::text::json) > 0`;
}
