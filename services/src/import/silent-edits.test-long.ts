/**
 * Real input on a ledger, edited afterwards by whoever owns the database, with its guards switched off: what somebody thought was
 * turned into its opposite, a text replaced, an event removed. The service goes on publishing, and the verifier names each.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { base64, hex, parseBase64, parseUtf8, utf8 } from '@counterfoil/ledger/bytes';
import { formatEntry, parseEntry, type Entry } from '@counterfoil/ledger/entry';
import { contentRefs, openEnvelope } from '@counterfoil/ledger/statement';
import { leafHash } from '@counterfoil/ledger/tree';
import postgres from 'postgres';
import { openRivermouth } from '../client/testing/open-rivermouth.ts';
import { runProgram } from '../client/testing/run-program.ts';
import { startTestService } from '../testing/service.ts';

const file = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data', 'polis-vtaiwan-uberx-comments.csv');
const skip = existsSync(file) ? false : 'the real input beside the repository (../shared/data) is not here';

interface Edit {
  readonly name: string;
  readonly sql: (owner: postgres.Sql, at: number, entry: Entry) => Promise<unknown>;
  /** First line of the verdict. */
  readonly says: (at: number) => RegExp;
}

/** The entry with another statement under the old signature, as a row. */
function otherwise(entry: Entry, from: string, to: string): Uint8Array {
  const payload = parseUtf8(parseBase64(entry.envelope.payload));
  assert.ok(payload.includes(from), payload);
  const envelope = { ...entry.envelope, payload: base64(utf8(payload.replace(from, to))) };
  return formatEntry({ ...entry, envelope });
}

const edits: readonly Edit[] = [
  {
    name: 'who spoke was turned into somebody else',
    sql: (owner, at, entry) =>
      owner`update entries set bytes = ${otherwise(entry, '"author":"data-set"', '"author":"person"')} where index = ${at}`,
    says: (at) => new RegExp(`^ALTERED: entry ${at}, which calls itself an input .*is not what was recorded\\.$`),
  },
  {
    name: 'the same, with the hash beside it made to fit',
    sql: (owner, at, entry) => {
      const bytes = otherwise(entry, '"author":"data-set"', '"author":"person"');
      return owner`update entries set bytes = ${bytes}, leaf = ${leafHash(bytes)} where index = ${at}`;
    },
    says: (at) => new RegExp(`^(?:ALTERED|NOT SIGNED): entry ${at}\\b`),
  },
  {
    name: 'a text was replaced',
    sql: (owner, _at, entry) => {
      const [text] = contentRefs(openEnvelope(entry.envelope).statement);
      const digest = Uint8Array.fromHex(text?.digest ?? '');
      assert.equal(hex(digest), text?.digest);
      return owner`update contents set bytes = ${utf8('I have always been for it.')} where digest = ${digest}`;
    },
    says: (at) => new RegExp(`^ALTERED: entry ${at}, an input .*: A text is not the one that was signed\\.$`),
  },
  {
    name: 'an event was removed, and what came after moved up',
    sql: async (owner, at) => {
      await owner`delete from entries where index = ${at}`;
      await owner`update entries set index = -index where index > ${at}`;
      return owner`update entries set index = -index - 1 where index < 0`;
    },
    says: (at) => new RegExp(`^(?:ALTERED|MISSING): entry ${at}\\b`),
  },
];

test('what is edited in the database afterwards is named by the verifier, entry by entry', { skip }, async (t) => {
  await using service = await startTestService();
  const opened = await openRivermouth(service);
  opened.client.close();
  const imported = await runProgram('import/main.ts', [file, '--preset', 'polis', '--to', service.address, '--json']);
  assert.equal(imported.exitCode, 0, imported.stderr + imported.stdout);
  const verify = () =>
    runProgram(join('..', '..', 'verifier-cli', 'src', 'verify.ts'), [service.address, '--no-memory']);
  const before = await verify();
  assert.equal(before.exitCode, 0, before.stdout + before.stderr);

  const owner = postgres(service.databaseUrl, { max: 1, onnotice: () => undefined });
  try {
    await owner`set session_replication_role = replica`;
    await owner`create table kept_entries as table entries`;
    await owner`create table kept_contents as table contents`;
    for (const at of [opened.entries + 3, opened.entries + 150]) {
      for (const { name, sql, says } of edits) {
        await t.test(`${name}, entry ${at}`, async () => {
          const [row] = await owner<{ bytes: Buffer }[]>`select bytes from entries where index = ${at}`;
          assert.ok(row);
          await sql(owner, at, parseEntry(Uint8Array.from(row.bytes)));
          const { exitCode, stdout, stderr } = await verify();
          const [line = ''] = stdout.split('\n\n');
          assert.match(line.replaceAll('\n', ' '), says(at), stdout + stderr);
          assert.equal(exitCode, 1);
          for (const table of ['entries', 'contents']) {
            await owner.unsafe(`delete from ${table}`);
            await owner.unsafe(`insert into ${table} select * from kept_${table}`);
          }
        });
      }
    }
    const after = await verify();
    assert.equal(after.exitCode, 0, after.stdout);
  } finally {
    await owner.end();
  }
});
