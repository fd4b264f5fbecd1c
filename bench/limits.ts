/** What the machine can do by itself: the figures to hold ours against. */
import * as crypto from 'node:crypto';
import postgres from 'postgres';

const SECONDS = 2;

/** Ed25519 checks by the platform's crypto over messages of 600 bytes: on one core, and on all by the thread pool. */
export async function signatureChecks(): Promise<{ oneCore: number; allCores: number }> {
  const { publicKey, privateKey } = crypto.generateKeyPairSync('ed25519');
  const message = crypto.randomBytes(600);
  const signature = crypto.sign(null, message, privateKey);
  const oneCore = await perSecond(() => Promise.resolve(void crypto.verify(null, message, publicKey, signature)), 1);
  const allCores = await perSecond(
    () => new Promise<void>((done) => crypto.verify(null, message, publicKey, signature, () => done())),
    64,
  );
  return { oneCore, allCores };
}

/** Rows of about an entry's size into a table of their own: one durable transaction each, and 64 a transaction. */
export async function inserts(
  databaseUrl: string,
): Promise<{ single: number; batched: number; settings: Record<string, string> }> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
  try {
    await sql`create table bench_rows (id bigint generated always as identity primary key, bytes bytea not null)`;
    const bytes = crypto.randomBytes(900);
    const single = await perSecond(async () => void (await sql`insert into bench_rows (bytes) values (${bytes})`), 1);
    const batch = Array.from({ length: 64 }, () => ({ bytes }));
    const batched =
      64 * (await perSecond(async () => void (await sql`insert into bench_rows ${sql(batch, 'bytes')}`), 1));
    await sql`drop table bench_rows`;
    const settings: Record<string, string> = {};
    for (const name of ['server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'wal_sync_method']) {
      const [row] = await sql.unsafe<{ setting: string }[]>(`select current_setting('${name}') as setting`);
      settings[`postgresql ${name}`] = row?.setting ?? '';
    }
    return { single, batched, settings };
  } finally {
    await sql.end();
  }
}

async function perSecond(work: () => Promise<void>, concurrency: number): Promise<number> {
  const until = performance.now() + SECONDS * 1000;
  const started = performance.now();
  let done = 0;
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (performance.now() < until) {
        await work();
        done++;
      }
    }),
  );
  return done / ((performance.now() - started) / 1000);
}
