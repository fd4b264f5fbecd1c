/** The wire format of SSH: numbers and strings, one after the other. RFC 4251 section 5. */
import { concatBytes, parseUtf8, utf8 } from './bytes.ts';
import { FormatError, type FormatCode } from './error.ts';

/** Four bytes, the most significant first. */
export function sshUint32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

/** Length and bytes of each. */
export function sshStrings(...values: readonly (Uint8Array | string)[]): Uint8Array {
  const parts = values.map((value) => (typeof value === 'string' ? utf8(value) : value));
  return concatBytes(...parts.flatMap((part) => [sshUint32(part.length), part]));
}

/** Reads from front to back; everything it gives are views of the bytes. Every method throws FormatError with the code given. */
export class SshReader {
  readonly #bytes: Uint8Array;
  readonly #code: FormatCode;
  readonly #what: string;
  #at = 0;

  /** @param what begins the sentence of an error: "The SSH key". */
  constructor(bytes: Uint8Array, code: FormatCode, what: string) {
    this.#bytes = bytes;
    this.#code = code;
    this.#what = what;
  }

  bytes(count: number): Uint8Array {
    const end = this.#at + count;
    if (end > this.#bytes.length) throw this.fault('ends too early');
    const bytes = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return bytes;
  }

  uint32(): number {
    return this.bytes(4).reduce((value, byte) => value * 256 + byte, 0);
  }

  string(): Uint8Array {
    return this.bytes(this.uint32());
  }

  /** A string that is UTF-8. */
  text(): string {
    const bytes = this.string();
    try {
      return parseUtf8(bytes);
    } catch (cause) {
      throw this.fault('holds a name that is not UTF-8', { cause });
    }
  }

  end(): void {
    if (this.#at < this.#bytes.length) throw this.fault('has bytes behind its end');
  }

  fault(reason: string, options?: ErrorOptions): FormatError {
    return new FormatError(this.#code, `${this.#what} ${reason}.`, options);
  }
}
