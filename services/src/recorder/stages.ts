/** How long each stage between a request and its proof takes, for operators and benchmarks. Stages are few and fixed; nothing of what is recorded goes in. */
import { Histogram } from 'prom-client';
import type { SecondPlace } from '../second-place/second-place.ts';

export type Stage =
  /** A statement, from being sound until its batch is taken up. */
  | 'queue'
  /** A batch, from being taken up to its commit; the next four are within it. */
  | 'batch'
  /** Until a connection of the pool is free. */
  | 'connection'
  /** Until the head is locked and the state is read that the whole batch is judged by, which come together. */
  | 'lock'
  /** In the rulebook, with what it had to read besides. */
  | 'rules'
  /** Until what was written is durable. */
  | 'write'
  /** From reading back to handing out proofs; the last two are within it. */
  | 'publish'
  | 'sign'
  | 'second-place';

export class Stages {
  readonly histogram = new Histogram({
    name: 'counterfoil_stage_seconds',
    help: 'Time that each stage of recording takes: of statements in "queue", of batches in "batch" to "write", of checkpoints in "publish" to "second-place".',
    labelNames: ['stage'],
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [],
  });

  observe(stage: Stage, ms: number): void {
    this.histogram.observe({ stage }, ms / 1000);
  }

  /** Whether it succeeds or not; what is quick and answers without a promise stays so. */
  time<Result>(stage: Stage, work: () => Result): Result {
    const beganMs = performance.now();
    const observe = (): void => this.observe(stage, performance.now() - beganMs);
    const result = work();
    if (result instanceof Promise)
      result.then(
        () => observe(),
        () => observe(),
      );
    else observe();
    return result;
  }
}

/** The same place, each writing timed. */
export function timedPlace(place: SecondPlace, stages: Stages): SecondPlace {
  return {
    name: place.name,
    read: () => place.read(),
    swap: (note, before) => stages.time('second-place', () => place.swap(note, before)),
    close: () => place.close(),
  };
}
