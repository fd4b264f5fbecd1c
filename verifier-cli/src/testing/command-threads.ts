/** Runs commands of this package on threads, each of which takes one after the other. */
import { Worker } from 'node:worker_threads';

export interface ThreadAnswer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandThreads {
  /** Rejects when the thread ends, whatever ended it. */
  run(...argv: readonly string[]): Promise<ThreadAnswer>;
  close(): Promise<void>;
}

export function startCommandThreads(count: number, environment: Readonly<Record<string, string>>): CommandThreads {
  const env = { ...process.env, ...environment };
  const threads = Array.from(
    { length: count },
    () => new Worker(new URL('./command-thread.ts', import.meta.url), { env }),
  );
  const free = [...threads];
  const waiting: ((thread: Worker) => void)[] = [];
  return {
    async run(...argv) {
      const thread = free.pop() ?? (await new Promise<Worker>((resolve) => waiting.push(resolve)));
      try {
        return await answerOf(thread, argv);
      } finally {
        const next = waiting.shift();
        if (next === undefined) free.push(thread);
        else next(thread);
      }
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}

function answerOf(thread: Worker, argv: readonly string[]): Promise<ThreadAnswer> {
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error(`The thread ended during "${argv.join(' ')}".`));
    thread.once('exit', ended).once('error', reject);
    thread.once('message', (answer: ThreadAnswer) => {
      thread.off('exit', ended).off('error', reject);
      resolve(answer);
    });
    thread.postMessage(argv, []);
  });
}
