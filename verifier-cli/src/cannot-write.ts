/** A file that cannot be written is nobody's fault here: it is said in a sentence, and the command ends with "could not". */

/** The message is for people, whole. */
export class CannotWrite extends Error {
  override readonly name = 'CannotWrite';
}

const reasons: { readonly [code: string]: string } = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'there is no room left for this user',
  EROFS: 'the disk can only be read',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  ENOENT: 'there is no such folder',
  ENOTDIR: 'what should be a folder is a file',
  EEXIST: 'what should be a folder is a file',
  EISDIR: 'it is a folder',
  EIO: 'the disk reports an error',
  EFBIG: 'a file may not become that large there',
  ERR_ACCESS_DENIED: 'Node was started without leave to write there',
};

/** Why, as the end of a sentence; undefined where the system did not say that it is the disk. */
export function whyNotWritten(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code === '' ? undefined : (reasons[code] ?? code);
}

/**
 * @param what was to be written, as the beginning of a sentence.
 * @param advice what follows from it and what to do, in whole sentences.
 * @throws CannotWrite
 */
export async function writing<Value>(
  { what, file, advice }: { readonly what: string; readonly file: string; readonly advice: string },
  write: () => Promise<Value>,
): Promise<Value> {
  try {
    return await write();
  } catch (cause) {
    const why = whyNotWritten(cause);
    if (why === undefined) throw cause;
    throw new CannotWrite(`${what} cannot be written to ${file}: ${why}. ${advice}`, { cause });
  }
}
