/** Runs at most so many tasks at a time; the others wait in the order in which they came. */
export type Limit = <Result>(task: () => Promise<Result>) => Promise<Result>;

export function createLimit(most: number): Limit {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await task();
    } finally {
      // The place goes straight to the next in line, so that nobody who comes later slips in between.
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
