/**
 * Prepares bundles on threads of their own, one for each core: reading, parsing, hashing, signatures and texts. What is left
 * for the main thread, replaying the rules in order, is a fifth of the work.
 */
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { Level } from '@counterfoil/ledger/audit';
import { unpackPrepared, type PackedBundle } from '@counterfoil/ledger/audit/packed';
import type { PlainBundle } from '@counterfoil/ledger/audit/plain';
import type { Prepared, PrepareRequest, Preparer } from '@counterfoil/ledger/audit/prepare';
import { IS_BUNDLE } from './called-as.ts';
import type { Allowance, TimeLimit } from './time-limit.ts';

/** The bundle is one file: on a thread it begins with what the other file does (main.ts). */
const THREAD_FILE = IS_BUNDLE ? new URL(import.meta.url) : new URL('./bundle-worker.ts', import.meta.url);

/** A thread forgets a bundle as soon as it has handed it over. With less room at a time it is copied about before that; with more, only more is left lying. */
const YOUNG_MB = 12;

/** What a thread is started for. */
export interface WorkerTask {
  readonly address: string;
  readonly timeoutMs: number;
  readonly level: Level;
}

export interface WorkerRequest {
  readonly id: number;
  readonly index: number;
  readonly width: number;
  readonly whole: boolean;
  /** Keyids that the thread has not been told yet; undefined when any will do from now on. */
  readonly newKeys: readonly string[] | undefined;
  readonly allowance: Allowance | undefined;
}

export type WorkerAnswer =
  | { readonly id: number; readonly packed: PackedBundle | PlainBundle }
  | { readonly id: number; readonly error: unknown };

export interface BundleWorkers extends Preparer {
  /** Ends the threads, whatever they are doing. */
  close(): Promise<void>;
}

/** Under `node --permission` there are none without `--allow-worker`: then one thread does all the work. */
export function mayStartThreads(): boolean {
  const { permission }: { readonly permission?: NodeJS.ProcessPermission } = process;
  return permission?.has('worker') ?? true;
}

export function startBundleWorkers(task: WorkerTask, count: number, limit?: TimeLimit): BundleWorkers {
  setFlagsFromString(`--min-semi-space-size=${YOUNG_MB / 3}`);
  const threads = Array.from({ length: count }, () => new Thread(task, limit));
  return {
    ahead: 2 * count + 1,
    prepare(request) {
      const idlest = threads.reduce((a, b) => (b.waiting < a.waiting ? b : a));
      return idlest.prepare(request);
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

interface Waiting {
  readonly resolve: (prepared: Prepared | PlainBundle) => void;
  readonly reject: (error: unknown) => void;
}

class Thread {
  readonly #worker: Worker;
  readonly #limit: TimeLimit | undefined;
  readonly #waiting = new Map<number, Waiting>();
  #requests = 0;
  /** How many of the keys the thread knows. */
  #keysTold = 0;
  #failure: Error | undefined;

  constructor(task: WorkerTask, limit: TimeLimit | undefined) {
    this.#limit = limit;
    this.#worker = new Worker(THREAD_FILE, {
      workerData: task,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    this.#worker.on('message', (answer: WorkerAnswer) => this.#take(answer));
    this.#worker.on('error', (error: unknown) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('A thread of the verifier has ended.')));
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  prepare({ index, width, keys, whole = false }: PrepareRequest): Promise<Prepared | PlainBundle> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const id = this.#requests++;
    const request: WorkerRequest = {
      id,
      index,
      width,
      whole,
      newKeys: this.#newKeys(keys),
      allowance: this.#limit?.allowance,
    };
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage(request, []);
    });
  }

  async close(): Promise<void> {
    this.#worker.removeAllListeners();
    // What it had failed with comes when it ends; an error that nobody listens to would end the program.
    this.#worker.on('error', () => undefined);
    await this.#worker.terminate();
  }

  #newKeys(keys: ReadonlySet<string> | undefined): readonly string[] | undefined {
    if (keys === undefined) return undefined;
    // A set remembers the order in which it grew.
    const newKeys = keys.size === this.#keysTold ? [] : [...keys].slice(this.#keysTold);
    this.#keysTold = keys.size;
    return newKeys;
  }

  #take(answer: WorkerAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('packed' in answer) waiting?.resolve(unpackPrepared(answer.packed));
    else waiting?.reject(answer.error);
  }

  #fail(error: unknown): void {
    this.#failure ??= error instanceof Error ? error : new Error(String(error));
    for (const { reject } of this.#waiting.values()) reject(this.#failure);
    this.#waiting.clear();
  }
}
