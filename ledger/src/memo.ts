/** Remembers what was computed for a key, up to a limit; then the one remembered first is forgotten. It never changes an answer. */
export class Memo<Value extends string | object> {
  readonly #values = new Map<string, Value>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Nothing is remembered when `compute` throws. */
  get(key: string, compute: () => Value): Value {
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const value = compute();
    if (this.#values.size >= this.#limit) {
      const first = this.#values.keys().next();
      if (first.done !== true) this.#values.delete(first.value);
    }
    this.#values.set(key, value);
    return value;
  }

  forget(key: string): void {
    this.#values.delete(key);
  }

  get size(): number {
    return this.#values.size;
  }
}
