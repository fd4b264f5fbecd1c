/**
 * What is kept of a large ledger that was verified, so that the next visit reads what is new: the session of the audit, and the state of
 * the rulebook in files of their own. A file that names all of them, with their checksums, is written last and takes the place of the one
 * before at once; until then that one and what it names are untouched. Two that work at the same time write different files.
 */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Level } from '@counterfoil/ledger/audit';
import type { KeptSession } from '@counterfoil/ledger/audit/session';
import { BlockFile, type Segment } from './block-file.ts';
import { DamagedState } from './damaged-state.ts';
import { durably } from './durably.ts';
import { makeFolder } from './make-folder.ts';
import { isRunning } from './monitor-state.ts';
import { StateIndex } from './state-index.ts';

const HEAD = 'audit';
const HASH_HEX = 64;
/** The state was written so many times over: what is read anew is tidy again. */
const MOST_BYTES_A_VALUE = 4096;
const MIN_TIDY_BYTES = 256 * 1024 * 1024;

/** What a visit has to have in common with the one before to go on from it. */
export interface Terms {
  readonly origin: string;
  readonly level: Level;
  /** Of the program that kept it. */
  readonly program: string;
}

/** When what was looked at; UTC. */
export interface Visits {
  readonly size: number;
  /** The visit that looked at everything. */
  readonly since: string;
  /** The last one. */
  readonly until: string;
}

interface Head extends Terms {
  readonly visits: Visits;
  readonly seed: number;
  readonly segments: readonly Segment[];
  /** Base64. */
  readonly sums: string;
  readonly index: { readonly name: string; readonly sha256: string };
  readonly since: readonly number[];
  readonly session: KeptSession;
}

/** A state that can be added to. */
export interface Shelf {
  readonly blocks: BlockFile;
  readonly index: StateIndex;
  /** Undefined where it is empty. */
  readonly kept: { readonly session: KeptSession; readonly visits: Visits } | undefined;
}

export class KeptAudit {
  readonly #folder: string;
  readonly #terms: Terms;
  #head: Head | undefined;

  constructor(folder: string, terms: Terms) {
    this.#folder = folder;
    this.#terms = terms;
  }

  /** @param remembered size of the checkpoint that this computer remembers. Gives a sentence where what is kept is not gone on from, undefined where nothing is. */
  recall(remembered: number | undefined): Shelf | string | undefined {
    try {
      if (!existsSync(this.#folder)) return undefined;
      this.#removeLost();
      const head = readHead(join(this.#folder, HEAD));
      if (head === undefined) return undefined;
      const { origin, level, program } = this.#terms;
      if (head.program !== program) return 'another version of this program has kept it.';
      if (head.origin !== origin) return 'it is of another ledger.';
      if (head.level !== level) return `it was looked at with --level ${head.level} then.`;
      if (remembered === undefined || remembered < head.visits.size)
        return 'the checkpoint that belongs to it is not there.';
      const sums = Buffer.from(head.sums, 'base64');
      const index = this.#readIndex(head);
      const bytes = head.segments.reduce((all, one) => all + one.bytes, 0);
      if (bytes > Math.max(MIN_TIDY_BYTES, index.count * MOST_BYTES_A_VALUE)) return 'it has grown too large.';
      const blocks = new BlockFile(this.#folder, nameOf('data'), { segments: head.segments, sums });
      this.#head = head;
      return { blocks, index, kept: { session: head.session, visits: head.visits } };
    } catch (error) {
      if (error instanceof DamagedState || isOfFiles(error)) return `it is damaged (${error.message}).`;
      throw error;
    }
  }

  /** @throws whatever the file system throws. */
  begin(): Shelf {
    this.#head = undefined;
    makeFolder(this.#folder, 0o700);
    const blocks = new BlockFile(this.#folder, nameOf('data'), { segments: [], sums: Buffer.alloc(0) });
    return { blocks, index: new StateIndex(randomBytes(4).readUInt32LE()), kept: undefined };
  }

  /** The state has been flushed. @returns false where another visit has put away what this one went on from. @throws whatever the file system throws. */
  async keep({ blocks, index }: Shelf, session: KeptSession, visits: Visits): Promise<boolean> {
    blocks.sync();
    const old = this.#head;
    const head: Head = {
      ...this.#terms,
      visits,
      seed: index.seed,
      segments: blocks.segments.filter(({ bytes }) => bytes > 0),
      sums: blocks.sums.toString('base64'),
      index: old === undefined || index.since === undefined ? await this.#writeIndex(index) : old.index,
      since: old === undefined ? [] : (index.since ?? []),
      session,
    };
    const text = JSON.stringify(head);
    const unfinished = join(this.#folder, nameOf('audit'));
    await writeFile(unfinished, `${sha256(Buffer.from(text))}\n${text}`, durably('wx'));
    // From here on nothing comes between, so that two that work at the same time keep one whole visit or the other.
    const used = namesIn(head);
    if ([...used].some((name) => !existsSync(join(this.#folder, name)))) {
      rmSync(unfinished, { force: true });
      return false;
    }
    const replaced = this.#filesInUse();
    renameSync(unfinished, join(this.#folder, HEAD));
    for (const name of replaced) if (!used.has(name)) rmSync(join(this.#folder, name), { force: true });
    return true;
  }

  #readIndex({ index: { name, sha256: sum }, seed, since }: Head): StateIndex {
    const bytes = readFileSync(join(this.#folder, name));
    if (sha256(bytes) !== sum) throw new DamagedState('The index is damaged.');
    return new StateIndex(seed, new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4), since);
  }

  async #writeIndex({ slots }: StateIndex): Promise<Head['index']> {
    const bytes = Buffer.from(slots.buffer, slots.byteOffset, slots.byteLength);
    const name = nameOf('index');
    await writeFile(join(this.#folder, name), bytes, durably('wx'));
    return { name, sha256: sha256(bytes) };
  }

  #filesInUse(): ReadonlySet<string> {
    try {
      return namesIn(readHead(join(this.#folder, HEAD)));
    } catch {
      return new Set();
    }
  }

  /** What a visit that was interrupted has left. */
  #removeLost(): void {
    const lost = readdirSync(this.#folder).filter((name) => {
      const pid = /^(?:data|index|audit)-(\d+)-/.exec(name)?.[1];
      return pid !== undefined && !own.has(name) && !isOther(Number(pid));
    });
    // After that: one that has just ended may have put away its visit as its last act.
    const used = this.#filesInUse();
    for (const name of lost) if (!used.has(name)) rmSync(join(this.#folder, name), { force: true });
  }
}

/** Written by this process: in a container every process can have the same number. */
const own = new Set<string>();

function nameOf(what: string): string {
  const name = `${what}-${process.pid}-${randomBytes(6).toString('hex')}`;
  own.add(name);
  return name;
}

function isOther(pid: number): boolean {
  return pid !== process.pid && isRunning(pid);
}

function namesIn(head: Head | undefined): ReadonlySet<string> {
  return new Set(head === undefined ? [] : [head.index.name, ...head.segments.map(({ name }) => name)]);
}

/** Undefined where there is none. @throws DamagedState */
function readHead(file: string): Head | undefined {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  const json = text.slice(HASH_HEX + 1);
  if (text[HASH_HEX] !== '\n' || sha256(Buffer.from(json)) !== text.slice(0, HASH_HEX))
    throw new DamagedState('Its checksum is wrong.');
  return JSON.parse(json) as Head;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function isOfFiles(error: unknown): error is Error {
  return error instanceof Error && 'code' in error;
}
