/**
 * One round of publishing: what the checkpoint needs, then what changes, then what must not lie there any more, and the checkpoint last.
 * SPEC M85, M86.
 */
import { CHECKPOINT_PATH } from '@counterfoil/ledger/audit/source';
import { equalBytes, utf8 } from '@counterfoil/ledger/bytes';
import type { Platform } from '@counterfoil/ledger/signature';
import type { Logger } from 'pino';
import type { ObjectStore } from '../objects/store.ts';
import type { LogKeys } from '../recorder/log-keys.ts';
import { readFrontier } from '../recorder/tree-store.ts';
import type { ChangingFiles } from './changing-files.ts';
import { copyTree, createSame, inTurns } from './copy-tree.ts';
import { PartialTiles } from './partial-tiles.ts';
import { publicHeaders } from './public-headers.ts';
import { isNews, readCheckpoint, readStanding, requireBeginning, type SignedCheckpoint } from './standing.ts';
import { sweepTexts } from './sweep.ts';
import {
  endWithdrawals,
  familyNames,
  forgetRestored,
  newTexts,
  readText,
  readWithdrawals,
  type Texts,
} from './texts.ts';

export interface RoundOptions extends Texts {
  readonly store: ObjectStore;
  readonly origin: string;
  readonly logKeys: Pick<LogKeys, 'all'>;
  readonly platform: Platform;
  readonly checkpoint: () => Promise<string>;
  readonly changing: Pick<ChangingFiles, 'read'>;
  readonly partialsKeptMs: number;
  readonly sweepMs: number;
  readonly log: Logger;
  /** @throws when the service closes, or when it is another process's turn by now. */
  readonly goOn: () => Promise<void>;
}

/** A text waits so long for the checkpoint that says why it is gone, and no longer. */
const WITHDRAW_WAIT_S = 2;
const LOOK_MS = 1000;
/** Small files that change without a new checkpoint. */
const CHANGING_EVERY_MS = 60_000;
/** Digests by their first byte. */
const PARTS = 256;
/** Parts in one round after a start, until all have been compared once. */
const PARTS_AT_START = 16;

export class Round {
  readonly #options: RoundOptions;
  readonly #partials: PartialTiles;
  /** What was published last; undefined when it is not known. */
  #published: SignedCheckpoint | undefined;
  #hasBegun = false;
  #lookedMs = 0;
  #changedMs = -Infinity;
  /** What changing files were last known to hold there. */
  readonly #known = new Map<string, Uint8Array>();
  /** Parts compared since the start. */
  #swept = 0;
  #sweptMs = 0;

  constructor(options: RoundOptions) {
    this.#options = options;
    this.#partials = new PartialTiles(options.store, options.partialsKeptMs);
  }

  /** @returns the size of the published checkpoint. @throws Conflict, Fork, or what store and database throw: then nothing is lost but time. */
  async run(): Promise<number> {
    const target = readCheckpoint(await this.#options.checkpoint());
    if (this.#published === undefined || isNews(target, this.#published)) {
      // Asked again after whatever goes wrong from here on.
      const wasInterrupted = this.#published === undefined;
      this.#published = undefined;
      this.#published = await this.#advance(target, wasInterrupted);
    } else {
      if (performance.now() - this.#changedMs > CHANGING_EVERY_MS) await this.#publishChanging();
      await this.#withdraw(this.#published.checkpoint.size);
    }
    const { size } = this.#published.checkpoint;
    await this.#partials.clear();
    await this.#sweep(size);
    return size;
  }

  /** @param wasInterrupted whether a process before this one, or a round that failed, may have left what no checkpoint needed. */
  async #advance(target: SignedCheckpoint, wasInterrupted: boolean): Promise<SignedCheckpoint> {
    const { store } = this.#options;
    const standing = await readStanding(store);
    const from = standing?.checkpoint.size ?? 0;
    try {
      if (standing !== undefined) await requireBeginning(this.#options, standing);
    } catch (error) {
      // Whatever is wrong with the rest, what was taken out of public view has to go; in another ledger's place there is none of it.
      if (standing?.checkpoint.origin === this.#options.origin) await this.#withdraw(from);
      throw error;
    }
    if (!this.#hasBegun) this.#partials.lookBack(from);
    this.#hasBegun = true;
    // Another process has signed more, and published that when it was its turn: this one will follow.
    if (standing !== undefined && standing.checkpoint.size > target.checkpoint.size) {
      await this.#withdraw(from);
      return standing;
    }
    if (target.checkpoint.size > from) {
      await this.#requireRoot(target);
      await this.#copy(from, target.checkpoint.size);
    }
    await this.#publishChanging();
    await this.#withdraw(target.checkpoint.size);
    if (standing !== undefined && !isNews(target, standing)) return standing;
    await this.#options.goOn();
    const headers = publicHeaders(CHECKPOINT_PATH);
    if (!(await store.swap(CHECKPOINT_PATH, utf8(target.text), standing?.version, headers)))
      throw new Error(
        `Somebody else has published in ${store.name} meanwhile. What they published is looked at first.`,
      );
    this.#partials.filled(from, target.checkpoint.size, wasInterrupted);
    return target;
  }

  /** The tree in the database is the one that was signed. */
  async #requireRoot({ checkpoint: { size, root } }: SignedCheckpoint): Promise<void> {
    const { db, platform } = this.#options;
    if (!equalBytes((await readFrontier(db, size, platform.sha256)).root(), root))
      throw new Error(`The database does not hold the tree of ${size} entries that was signed.`);
  }

  async #copy(from: number, to: number): Promise<void> {
    const { store, db, platform } = this.#options;
    const pause = (): Promise<void> => this.#look(from);
    this.#lookedMs = performance.now();
    try {
      await copyTree({ store, db, platform, pause }, from, to);
      for (const family of familyNames) {
        for await (const paths of newTexts(db, family, from, to)) {
          await inTurns(paths, pause, async (path) => {
            // It may have been taken away while others were on their way.
            const bytes = await readText(this.#options, path);
            if (bytes !== undefined) await createSame(store, path, bytes);
          });
        }
      }
    } finally {
      await this.#withdraw(from).catch(() => undefined);
    }
  }

  /** While much is on its way: what was taken out of public view does not wait for the end. */
  async #look(size: number): Promise<void> {
    if (performance.now() - this.#lookedMs < LOOK_MS) return;
    await this.#options.goOn();
    await this.#withdraw(size);
    this.#lookedMs = performance.now();
  }

  async #withdraw(size: number): Promise<void> {
    const { store, db } = this.#options;
    await forgetRestored(db);
    for (;;) {
      const due = await readWithdrawals(db, size, WITHDRAW_WAIT_S);
      if (due.length === 0) return;
      await this.#options.goOn();
      await Promise.all(due.flatMap(({ paths }) => paths.map((path) => store.remove(path))));
      await endWithdrawals(db, due);
    }
  }

  async #publishChanging(): Promise<void> {
    const { store, changing } = this.#options;
    for await (const { path, bytes } of changing.read()) {
      const known = this.#known.get(path);
      if (known !== undefined && equalBytes(known, bytes)) continue;
      const found = await store.get(path);
      const isThere = found !== undefined && equalBytes(found.bytes, bytes);
      if (!isThere && !(await store.swap(path, bytes, found?.version, publicHeaders(path))))
        throw new Error(`Somebody else writes ${path} in ${store.name}.`);
      this.#known.set(path, bytes);
    }
    this.#changedMs = performance.now();
  }

  /** All texts that lie there are compared once after a start, and then again and again, spread over the time. */
  async #sweep(size: number): Promise<void> {
    const { store, sweepMs, log } = this.#options;
    const isStart = this.#swept < PARTS;
    if (!isStart && performance.now() - this.#sweptMs < sweepMs / PARTS) return;
    if (this.#swept > 0 && this.#swept % PARTS === 0) await store.tidy();
    for (let parts = isStart ? PARTS_AT_START : 1; parts > 0; parts--) {
      await this.#options.goOn();
      const { removed, restored } = await sweepTexts(store, this.#options, this.#swept % PARTS, size);
      if (removed + restored > 0)
        log.warn({ removed, restored }, 'Texts that are published were not those in public view; now they are.');
      this.#swept++;
    }
    this.#sweptMs = performance.now();
  }
}
