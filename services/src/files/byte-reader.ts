/** Reads what comes in as so many bytes at a time, holding no more than was asked for and one part of what arrived. */
import { concatBytes } from '@counterfoil/ledger/bytes';
import { say } from '@counterfoil/ledger/say';
import { Problem } from '../problem.ts';

export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Uint8Array = new Uint8Array();

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** What is at hand without being taken: at least so many bytes, fewer only at the end. */
  async peek(least: number): Promise<Uint8Array> {
    const parts = [this.#held];
    let length = this.#held.length;
    while (length < least) {
      const next = await this.#source.next();
      if (next.done === true) break;
      parts.push(next.value);
      length += next.value.length;
    }
    if (parts.length > 1) this.#held = concatBytes(...parts);
    return this.#held;
  }

  /** Takes what `peek` has shown. */
  drop(bytes: number): void {
    this.#held = this.#held.subarray(bytes);
  }

  /** Exactly so many bytes. @throws Problem `file-malformed` where it ends before. */
  async take(bytes: number): Promise<Uint8Array> {
    const held = await this.peek(bytes);
    if (held.length < bytes) throw truncated();
    this.drop(bytes);
    return held.subarray(0, bytes);
  }

  /** Exactly so many bytes, in parts. @throws Problem `file-malformed` where it ends before. */
  async *pass(bytes: number): AsyncGenerator<Uint8Array, void, undefined> {
    for (let left = bytes; left > 0;) {
      const held = await this.peek(1);
      if (held.length === 0) throw truncated();
      const part = held.subarray(0, left);
      this.drop(part.length);
      left -= part.length;
      yield part;
    }
  }

  /** Takes so many bytes and gives them to nobody. */
  async skip(bytes: number): Promise<void> {
    for await (const part of this.pass(bytes)) void part;
  }

  /** The same to the end: however much there is. */
  async drain(): Promise<void> {
    for (let held = await this.peek(1); held.length > 0; held = await this.peek(1)) this.drop(held.length);
  }
}

function truncated(): Problem {
  return new Problem('file-malformed', say`The file ends before its end: it was cut off. Send it again, whole.`);
}
