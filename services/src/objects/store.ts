/**
 * A place that keeps files by name, elsewhere than the database: a folder, or a bucket of an object store.
 *
 * Each call is one step: it happens wholly or not at all, also where several processes make it at once, and it is durable once its promise
 * resolves. A call that throws may have happened all the same: whoever makes it looks again before going on.
 */

/** How readers over HTTP are told of a file; a folder keeps neither. */
export interface ObjectOptions {
  readonly contentType: string;
  readonly cacheControl: string;
}

export interface StoredObject {
  readonly bytes: Uint8Array;
  /** Changes whenever the bytes do; made by the store, compared and nothing else. */
  readonly version: string;
}

export interface ObjectStore {
  /** What operators know it by: a folder, or an address without credentials. */
  readonly name: string;
  /** @returns undefined where there is none. @throws Error when it cannot be known. */
  get(key: string): Promise<StoredObject | undefined>;
  /** Writes what is not there yet. @returns false where there is something already, whatever its bytes. */
  create(key: string, bytes: Uint8Array, options: ObjectOptions): Promise<boolean>;
  /**
   * Compare and set: writes only where the newest version is still the one that was read.
   * @param version as `get` gave it; undefined where there was none
   * @returns false where somebody else was first.
   */
  swap(key: string, bytes: Uint8Array, version: string | undefined, options: ObjectOptions): Promise<boolean>;
  /** What is not there counts as removed. */
  remove(key: string): Promise<void>;
  /** Keys that begin with the prefix, in no order; what comes or goes meanwhile may be among them or not. */
  list(prefix: string): AsyncIterable<string>;
  /** Takes away what interrupted writes left behind, where they leave anything. */
  tidy(): Promise<void>;
  /** Gives back what it holds open. */
  close(): Promise<void>;
}

/** The largest object that is read; what is longer was not written here. */
export const MAX_OBJECT_BYTES = 64 * 1024 * 1024;

/** What can be the name of a file in a folder and in a bucket alike, whatever the system: parts of [a-z 0-9 . _ -], none of them "." or "..". */
export function isKey(key: string): boolean {
  return key.length <= 500 && /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/.test(key);
}
