/**
 * The entries told anew to the rulebook: what the `state` table must hold follows from them, and from nothing else. SPEC 8.2, M16.
 *
 * Everything kept beside the entries is compared on the way: hashes, chain, tree, head. Signatures are not checked again; they were
 * when each entry was recorded, and `npm run verify` does it for whoever wants to know.
 */
import { base64, concatBytes, equalBytes, hex } from '@counterfoil/ledger/bytes';
import type { Checkpoint } from '@counterfoil/ledger/checkpoint';
import { parseEntry, prevField, type Entry } from '@counterfoil/ledger/entry';
import { FormatError } from '@counterfoil/ledger/error';
import { redactionsOf, type Redaction } from '@counterfoil/ledger/redactions';
import { admit, checkLink, type Candidate } from '@counterfoil/ledger/rulebook';
import { rules, type Finding } from '@counterfoil/ledger/rules';
import type { Platform } from '@counterfoil/ledger/signature';
import type { Change, State, StateKind, StateShapes } from '@counterfoil/ledger/state';
import { caseOf, openEnvelope } from '@counterfoil/ledger/statement';
import { Frontier, leafHash, type Hash } from '@counterfoil/ledger/tree';
import type { Connection, Db } from '../database/connect.ts';
import { writeRedactions } from '../redactions.ts';
import { PgState } from '../recorder/pg-state.ts';
import { readFrontier, storedNode } from '../recorder/tree-store.ts';
import { inEnglish } from '@counterfoil/ledger/say';

/** Why nothing was rebuilt, in a sentence: the entries are not what they must be. */
export class CannotReplay extends Error {
  override readonly name = 'CannotReplay';
}

export interface Head {
  readonly size: number;
  readonly time: string;
  readonly leaf: Uint8Array;
  readonly frontier: Uint8Array;
}

export interface ReplayOptions {
  /** Where the table `state` is the one to be filled: empty, and seen by this connection alone. */
  readonly connection: Connection;
  /** For what is read of the tree besides. */
  readonly db: Db;
  readonly platform: Platform;
  readonly head: Head;
  /** The newest checkpoint that was signed, if it is known. */
  readonly newest: Checkpoint | undefined;
  readonly onProgress: (entries: number) => void;
}

/** Entries held in memory at a time, and roots of recent sizes: what authors are most likely to have seen. */
const BATCH = 256;
const ROOTS_KEPT = 10_000;

interface Row {
  readonly index: number;
  readonly bytes: Uint8Array;
  readonly leaf: Uint8Array;
  readonly statement: Uint8Array;
  readonly case_id: number | null;
}

interface Told {
  readonly row: Row;
  readonly entry: Entry;
  readonly candidate: Candidate;
}

/** @throws CannotReplay naming the first entry that is not what it must be. */
export async function replay(options: ReplayOptions): Promise<void> {
  await new Replay(options).run();
}

class Replay {
  readonly #options: ReplayOptions;
  readonly #state: PgState;
  readonly #roots = new Map<number, Hash>();
  readonly #frontier: Frontier;
  #before: { readonly leaf: string; readonly time: string } | undefined;

  constructor(options: ReplayOptions) {
    this.#options = options;
    this.#frontier = Frontier.empty(options.platform.sha256);
    this.#state = new PgState((size) => this.#rootAt(size));
    this.#keepRoot();
  }

  async run(): Promise<void> {
    const { head, connection, onProgress } = this.#options;
    this.#compareRoot();
    for (let from = 0; from < head.size; from += BATCH) {
      const until = Math.min(from + BATCH, head.size);
      const rows = await connection<Row[]>`
        select index, bytes, leaf, statement, case_id from entries where index >= ${from} and index < ${until} order by index`;
      if (rows.length < until - from) throw new CannotReplay(`Of entries ${from} to ${until - 1} not all are there.`);
      await this.#batch(rows.map((row) => this.#read(row)));
      onProgress(until);
    }
    this.#compareHead();
  }

  async #batch(batch: readonly Told[]): Promise<void> {
    const { connection } = this.#options;
    const [changes, nodes] = [new Map<string, Change>(), [] as { level: number; index: number; hash: string }[]];
    const redactions: Redaction[] = [];
    await this.#state.begin(
      connection,
      batch.map(({ candidate }) => candidate),
    );
    await this.#state.checkSize(this.#frontier.size);
    for (const told of batch) {
      for (const change of await this.#admit(told))
        if (change.kind !== 'statement') changes.set(`${change.kind} ${change.id}`, change);
      redactions.push(...redactionsOf(told.candidate.statement, told.candidate.index));
      this.#frontier.append(told.row.leaf, (node, hash) => {
        const stored = storedNode(node, hash);
        if (stored !== undefined) nodes.push({ ...stored, hash: base64(stored.hash) });
      });
      this.#keepRoot();
      this.#compareRoot();
    }
    await this.#compareNodes(nodes);
    if (redactions.length > 0) await writeRedactions(connection, redactions);
    await connection`
      insert into state (kind, id, value)
      select kind, id, value
      from json_to_recordset(${JSON.stringify([...changes.values()])}::text::json) as r(kind text, id text, value jsonb)
      on conflict (kind, id) do update set value = excluded.value`;
    this.#state.committed(this.#frontier.size);
  }

  #read(row: Row): Told {
    const { sha256 } = this.#options.platform;
    try {
      const entry = parseEntry(row.bytes);
      const { statement, payload } = openEnvelope(entry.envelope);
      const signers = entry.envelope.signatures.map(({ keyid }) => keyid);
      return {
        row,
        entry,
        candidate: { index: row.index, time: entry.time, statement, digest: hex(sha256(payload)), signers },
      };
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      throw new CannotReplay(`Entry ${row.index} cannot be read: ${error.message}`, { cause: error });
    }
  }

  async #admit({ row, entry, candidate }: Told): Promise<readonly Change[]> {
    const { index } = row;
    if (!equalBytes(leafHash(row.bytes, this.#options.platform.sha256), row.leaf))
      throw new CannotReplay(`Entry ${index} does not have the hash that was kept when it was recorded.`);
    if (hex(row.statement) !== candidate.digest || row.case_id !== (caseOf(candidate.statement, index) ?? null))
      throw new CannotReplay(`What is kept beside entry ${index} (its digest, its case) is not what it says.`);
    const unlinked = checkLink(this.#before, entry, index);
    if (unlinked !== undefined) throw refusal(index, unlinked);
    const admission = await admit(before(this.#state, index), candidate);
    if ('refused' in admission) throw refusal(index, admission.refused);
    this.#state.apply(admission.changes);
    this.#before = { leaf: prevField(row.leaf) ?? '', time: entry.time };
    return admission.changes;
  }

  async #rootAt(size: number): Promise<Hash | undefined> {
    const kept = this.#roots.get(size);
    if (kept !== undefined || size > this.#frontier.size) return kept;
    // Of hashes that were compared when the replay came past them.
    return (await readFrontier(this.#options.db, size, this.#options.platform.sha256)).root();
  }

  #keepRoot(): void {
    this.#roots.set(this.#frontier.size, this.#frontier.root());
    if (this.#roots.size > ROOTS_KEPT) this.#roots.delete(this.#frontier.size - ROOTS_KEPT);
  }

  #compareRoot(): void {
    const { newest } = this.#options;
    if (newest?.size !== this.#frontier.size || equalBytes(newest.root, this.#frontier.root())) return;
    throw new CannotReplay(
      `The first ${newest.size} entries are another history than the one that the newest checkpoint was signed for.`,
    );
  }

  async #compareNodes(nodes: readonly object[]): Promise<void> {
    if (nodes.length === 0) return;
    const same = await this.#options.connection`
      select from nodes join json_to_recordset(${JSON.stringify(nodes)}::text::json) as r(level smallint, index bigint, hash text)
      on nodes.level = r.level and nodes.index = r.index and nodes.hash = decode(r.hash, 'base64')`;
    if (same.length === nodes.length) return;
    throw new CannotReplay(
      `The hashes kept for the tree are not those of the entries, somewhere in the ${BATCH} before entry ${this.#frontier.size}.`,
    );
  }

  #compareHead(): void {
    const { head } = this.#options;
    const [leaf, frontier] = [this.#before?.leaf ?? '', base64(concatBytes(...this.#frontier.hashes))];
    if (
      base64(head.leaf) === leaf &&
      base64(head.frontier) === frontier &&
      (this.#before?.time ?? head.time) === head.time
    )
      return;
    throw new CannotReplay('The head of the ledger is not that of its last entry.');
  }
}

/** The database knows every statement; at an entry only those before it have been made. */
function before(state: State, index: number): State {
  return {
    rootAt: (size) => state.rootAt(size),
    async get<K extends StateKind>(kind: K, id: string): Promise<StateShapes[K] | undefined> {
      const value = await state.get(kind, id);
      const own = kind === 'statement' && (value as StateShapes['statement'] | undefined)?.entry === index;
      return own ? undefined : value;
    },
  };
}

function refusal(index: number, { code, detail }: Finding): CannotReplay {
  return new CannotReplay(
    `Entry ${index} is refused by the rules (${code}): ${rules[code].sentence} ${inEnglish(detail)}`,
  );
}
