import { constants } from 'node:fs';

/**
 * How `writeFile` writes so that the bytes are on the disk when it comes back. `node --permission` gives nobody leave to ask for that
 * afterwards (`fsync`), so there each write itself waits for the disk, where the system has such writes (else `O_SYNC` is undefined, and
 * adds nothing).
 */
export function durably(flag: 'w' | 'wx' = 'w'): { readonly flag: string | number; readonly flush: boolean } {
  const { permission }: { readonly permission?: unknown } = process;
  if (permission === undefined) return { flag, flush: true };
  const { O_WRONLY, O_CREAT, O_EXCL, O_TRUNC, O_SYNC } = constants;
  return { flag: O_WRONLY | O_CREAT | O_SYNC | (flag === 'wx' ? O_EXCL : O_TRUNC), flush: false };
}
