/**
 * What all processes of a ledger must have in common: each would otherwise sign, seal and ask for what the others do not know. The database
 * keeps fingerprints, so that a process with other secrets does not start beside them.
 */
import { hash, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { concatBytes, equalBytes, parseBase64, utf8 } from '@counterfoil/ledger/bytes';
import { connectAsOwner, isServed } from '../database/connect.ts';

const SECRET_BYTES = 32;

/** Reads a secret, or makes it: 32 bytes in base64, for its own account only. @throws Error in a sentence for operators. */
export async function haveSecret(file: string): Promise<Uint8Array> {
  const options = { mode: 0o600, flag: 'wx', flush: true } as const;
  await writeFile(file, `${randomBytes(SECRET_BYTES).toString('base64')}\n`, options).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  });
  const text = (await readFile(file, 'utf8')).trim();
  try {
    const secret = parseBase64(text);
    if (secret.length === SECRET_BYTES) return secret;
  } catch {
    // Said below.
  }
  throw new Error(
    `${file} cannot be used: it is ${SECRET_BYTES} bytes in base64. Take it away, and a new one is made.`,
  );
}

export interface Shared {
  /** Within the data folder. */
  readonly file: string;
  readonly secret: Uint8Array;
}

/**
 * What nobody else works with may change from start to start: a lost key is replaced.
 * @throws Error in a sentence for operators, when another process works with another secret.
 */
export async function requireShared(url: string, secrets: readonly Shared[]): Promise<void> {
  const pool = connectAsOwner(url);
  try {
    const connection = await pool.reserve();
    try {
      for (const { file, secret } of secrets) {
        const fingerprint = new Uint8Array(hash('sha256', concatBytes(utf8(`${file}\n`), secret), 'buffer'));
        const [there] = await connection<{ fingerprint: Uint8Array }[]>`
          insert into shared_secrets (file, fingerprint) values (${file}, ${fingerprint})
          on conflict (file) do update set file = excluded.file returning fingerprint`;
        if (there === undefined || equalBytes(there.fingerprint, fingerprint)) continue;
        if (await isServed(connection))
          throw new Error(
            `Another process of this ledger works with another ${file}. Copy the file from its data folder into this one. If it is this one that is right, stop the other first.`,
          );
        await connection`update shared_secrets set fingerprint = ${fingerprint} where file = ${file}`;
      }
    } finally {
      connection.release();
    }
  } finally {
    await pool.close();
  }
}
