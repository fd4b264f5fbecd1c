/**
 * A walk over everything the database keeps, from the first entry on: bytes are hashed again, compared with the hashes and the tree
 * kept beside them, and texts with their commitments. SPEC 10.3.
 *
 * It reads what others write and locks nothing; each step is a few short queries, whose memory its length bounds.
 */
import { base64, equalBytes, hex } from '@counterfoil/ledger/bytes';
import { parseEntry, prevField, type Entry } from '@counterfoil/ledger/entry';
import { FormatError } from '@counterfoil/ledger/error';
import { checkLink } from '@counterfoil/ledger/rulebook';
import type { SelfCheckDamage } from '@counterfoil/ledger/self-check';
import type { Platform } from '@counterfoil/ledger/signature';
import { caseOf, contentRefs, fileRefs, openEnvelope } from '@counterfoil/ledger/statement';
import { leafHash, type Frontier, type Hash, type TreeNode } from '@counterfoil/ledger/tree';
import { sql } from 'kysely';
import type { Vault } from '../content/vault.ts';
import type { Db } from '../database/connect.ts';
import type { FileStore } from '../files/file-store.ts';
import { readFrontier, storedNode } from '../recorder/tree-store.ts';
import { lookAtFiles } from './files.ts';
import { lookAtPublished, type Published } from './published.ts';
import { lookAtTexts, type TextOf } from './texts.ts';

export type Found = Omit<SelfCheckDamage, 'since'>;

export interface Looked {
  readonly found: readonly Found[];
  /** Entries and texts that were read; files by their length. */
  readonly count: number;
  /** An entry is not there: the walk cannot go past it. */
  readonly isCutOff: boolean;
}

export interface WalkOptions {
  readonly db: Db;
  readonly platform: Platform;
  readonly vault: Vault;
  readonly files: Pick<FileStore, 'onRecord'>;
  /** Undefined where the record is published nowhere else. */
  readonly published: () => Published | undefined;
}

/** Bytes of a file that count as much as one more text. */
const BYTES_EACH = 50_000;

interface Row {
  readonly index: number;
  readonly bytes: Uint8Array;
  readonly leaf: Uint8Array;
  readonly statement: Uint8Array;
  readonly case_id: number | null;
}

export class Walk {
  readonly #options: WalkOptions;
  readonly #frontier: Frontier;
  #before: { readonly leaf: string; readonly time: string } | undefined;

  private constructor(options: WalkOptions, frontier: Frontier, before: Row | undefined) {
    this.#options = options;
    this.#frontier = frontier;
    if (before === undefined) return;
    this.#before = { leaf: prevField(before.leaf) ?? '', time: opened(before)?.entry.time ?? '' };
  }

  /** From this entry on. What lies before is taken as it is kept: the walk that came past it has compared it. @throws RangeError beyond the tree. */
  static async from(options: WalkOptions, position: number): Promise<Walk> {
    const frontier = await readFrontier(options.db, position, options.platform.sha256);
    const [before] = position === 0 ? [] : await readRows(options.db, position - 1, 1);
    return new Walk(options, frontier, before);
  }

  /** Entries behind it. */
  get position(): number {
    return this.#frontier.size;
  }

  /** Of the tree over them. */
  root(): Hash {
    return this.#frontier.root();
  }

  /** Looks at the next `entries` entries; all of them have been recorded. */
  async step(entries: number): Promise<Looked> {
    const { db, platform } = this.#options;
    const from = this.position;
    // One more: it says what the last of them was when it was recorded.
    const rows = await readRows(db, from, entries + 1);
    const [found, nodes]: [Found[], { node: TreeNode; hash: Hash; entry: number }[]] = [[], []];
    const [texts, files]: [TextOf[], TextOf[]] = [[], []];
    let isCutOff = false;
    for (let index = from; index < from + entries; index++) {
      const row = rows[index - from];
      if (row?.index !== index) {
        found.push({ entry: index, what: 'missing', digest: null });
        isCutOff = true;
        break;
      }
      const { leaf, what, inside } = this.#look(row, rows[index - from + 1]);
      found.push(...what.map((fault) => ({ entry: index, what: fault, digest: null })));
      texts.push(...(inside?.texts ?? []));
      files.push(...(inside?.files ?? []));
      this.#frontier.append(leaf, (node, hash) => {
        const stored = storedNode(node, hash);
        if (stored !== undefined) nodes.push({ node: stored, hash, entry: index });
      });
    }
    for (const { node, hash, entry } of nodes)
      if (!(await isKept(db, node, hash))) found.push({ entry, what: 'tree', digest: null });
    found.push(...(await lookAtTexts({ db, vault: this.#options.vault, sha256: platform.sha256 }, texts)));
    const published = this.#options.published();
    if (published !== undefined)
      for (let entry = from; entry < this.position; entry++) found.push(...(await lookAtPublished(published, entry)));
    found.push(...(await lookAtFiles({ db, files: this.#options.files }, files)));
    const size = files.reduce((sum, { bytes }) => sum + 1 + Math.floor(bytes / BYTES_EACH), 0);
    return { found, count: this.position - from + texts.length + size, isCutOff };
  }

  /** @param next tells which of the two was changed where bytes and hash do not agree: it carries the hash. */
  #look(row: Row, next: Row | undefined): { leaf: Hash; what: Found['what'][]; inside: Opened | undefined } {
    const { sha256 } = this.#options.platform;
    const hash = leafHash(row.bytes, sha256);
    const inside = opened(row);
    if (!equalBytes(hash, row.leaf)) {
      const isLeafWrong = next !== undefined && opened(next)?.entry.prev === base64(hash);
      const leaf = isLeafWrong ? hash : row.leaf;
      this.#before = { leaf: base64(leaf), time: isLeafWrong ? (inside?.entry.time ?? '') : '' };
      return { leaf, what: [isLeafWrong ? 'leaf' : 'entry'], inside: isLeafWrong ? inside : undefined };
    }
    const link = inside && checkLink(this.#before, inside.entry, row.index);
    this.#before = { leaf: base64(hash), time: inside?.entry.time ?? '' };
    if (inside === undefined) return { leaf: hash, what: ['entry'], inside };
    const isFiled = row.case_id === inside.caseId && hex(row.statement) === hex(sha256(inside.payload));
    return {
      leaf: hash,
      what: [...(link === undefined ? [] : (['link'] as const)), ...(isFiled ? [] : (['beside'] as const))],
      inside,
    };
  }
}

interface Opened {
  readonly entry: Entry;
  readonly payload: Uint8Array;
  readonly caseId: number | null;
  readonly texts: readonly TextOf[];
  readonly files: readonly TextOf[];
}

function opened({ index, bytes }: Row): Opened | undefined {
  try {
    const entry = parseEntry(bytes);
    const { statement, payload } = openEnvelope(entry.envelope);
    const named = ({ digest, bytes: length }: { digest: string; bytes: number }): TextOf => ({
      entry: index,
      digest,
      bytes: length,
    });
    const [texts, files] = [contentRefs(statement).map(named), fileRefs(statement).map(named)];
    return { entry, payload, caseId: caseOf(statement, index) ?? null, texts, files };
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

async function readRows(db: Db, from: number, count: number): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select index, bytes, leaf, statement, case_id from entries
    where index >= ${from}::bigint and index < ${from + count}::bigint order by index`.execute(db);
  return rows;
}

async function isKept(db: Db, { level, index }: TreeNode, hash: Hash): Promise<boolean> {
  const { rows } = await sql<{ hash: Uint8Array }>`
    select hash from nodes where level = ${level}::smallint and index = ${index}::bigint`.execute(db);
  const [row] = rows;
  return row !== undefined && equalBytes(row.hash, hash);
}
