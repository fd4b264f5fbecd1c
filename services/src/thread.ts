/** A thread that answers questions in the order in which they come. One that ended, for whatever reason, is started anew with the next question. */
import { Worker, type ResourceLimits, type Transferable } from 'node:worker_threads';

interface Waiting<Answer> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** What the thread posts for each question. */
export type Said<Answer> = { readonly answer: Answer } | { readonly error: unknown };

export class Thread<Question, Answer> {
  readonly #file: URL;
  readonly #limits: ResourceLimits;
  #worker: Worker | undefined;
  #waiting: Waiting<Answer>[] = [];

  /** @param limits beyond which it ends, and `hadTooLittleMemory` says so of the error. */
  constructor(file: URL, limits: ResourceLimits = {}) {
    this.#file = file;
    this.#limits = limits;
  }

  /** @throws Error what the thread threw, or that it ended: whether the work was done is not known then. */
  ask(question: Question, moved: readonly Transferable[] = []): Promise<Answer> {
    const worker = (this.#worker ??= this.#start());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      worker.ref();
      worker.postMessage(question, moved);
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(this.#file, { resourceLimits: this.#limits });
    const waiting: Waiting<Answer>[] = [];
    this.#waiting = waiting;
    let failure: Error | undefined;
    worker.on('message', (said: Said<Answer>) => {
      const first = waiting.shift();
      if (waiting.length === 0) worker.unref();
      if ('answer' in said) first?.resolve(said.answer);
      else first?.reject(said.error instanceof Error ? said.error : new Error(String(said.error)));
    });
    worker.on('error', (error) => (failure = error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
      for (const { reject } of waiting.splice(0)) reject(failure ?? new Error('A thread of the service has ended.'));
    });
    // By itself it keeps no program running; what waits for an answer does.
    worker.unref();
    return worker;
  }
}

export function hadTooLittleMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
