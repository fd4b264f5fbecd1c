/**
 * Prepares bundles on threads of their own, one for each core: reading, parsing, hashing, signatures and texts. What is left
 * for the main thread, replaying the rules in order, is a sixth of the work.
 */
import { Worker } from 'node:worker_threads';
import { unpackPrepared, type PackedBundle } from '@counterfoil/ledger/audit/packed';
import type { Prepared, Preparer } from '@counterfoil/ledger/audit/prepare';
import { IS_BUNDLE } from './called-as.ts';

/** The bundle is one file: on a thread it begins with what the other file does (main.ts). */
const THREAD_FILE = IS_BUNDLE ? new URL(import.meta.url) : new URL('./bundle-worker.ts', import.meta.url);

/** What a thread is started for. */
export interface WorkerTask {
  readonly address: string;
  readonly timeoutMs: number;
  readonly texts: 'look-at' | 'pass-over';
}

export interface WorkerRequest {
  readonly id: number;
  readonly index: number;
  readonly width: number;
  /** Keyids that the thread has not been told yet; undefined when any will do from now on. */
  readonly newKeys: readonly string[] | undefined;
}

export type WorkerAnswer =
  { readonly id: number; readonly packed: PackedBundle } | { readonly id: number; readonly error: unknown };

export interface BundleWorkers extends Preparer {
  /** Ends the threads, whatever they are doing. */
  close(): Promise<void>;
}

export function startBundleWorkers(task: WorkerTask, count: number): BundleWorkers {
  const threads = Array.from({ length: count }, () => new Thread(task));
  return {
    ahead: 2 * count + 1,
    prepare({ index, width, keys }) {
      const idlest = threads.reduce((a, b) => (b.waiting < a.waiting ? b : a));
      return idlest.prepare(index, width, keys);
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

interface Waiting {
  readonly resolve: (prepared: Prepared) => void;
  readonly reject: (error: unknown) => void;
}

class Thread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #requests = 0;
  /** How many of the keys the thread knows. */
  #keysTold = 0;
  #failure: Error | undefined;

  constructor(task: WorkerTask) {
    this.#worker = new Worker(THREAD_FILE, { workerData: task });
    this.#worker.on('message', (answer: WorkerAnswer) => this.#take(answer));
    this.#worker.on('error', (error: unknown) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('A thread of the verifier has ended.')));
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  prepare(index: number, width: number, keys: ReadonlySet<string> | undefined): Promise<Prepared> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const id = this.#requests++;
    const request: WorkerRequest = { id, index, width, newKeys: this.#newKeys(keys) };
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage(request, []);
    });
  }

  async close(): Promise<void> {
    this.#worker.removeAllListeners();
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
