import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { parseNote } from '@counterfoil/ledger/note';
import type { Said } from '@counterfoil/ledger/testing/builder';
import { parseTlogProof } from '@counterfoil/ledger/tlog-proof';
import { checkInclusion, leafHash } from '@counterfoil/ledger/tree';
import { sql } from 'kysely';
import postgres from 'postgres';
import pino from 'pino';
import { createLog } from '../log.ts';
import { startService } from '../service.ts';
import { openTestCity } from '../testing/city.ts';
import { createDatabase } from '../testing/database.ts';
import { startTestService } from '../testing/service.ts';
import { until } from '../testing/until.ts';

const silent = pino({ level: 'silent' });

describe('The recorder', () => {
  test('answers with an index and a proof that leads from the entry to a signed checkpoint', async () => {
    await using service = await startTestService();
    const city = await openTestCity(service);
    const answers = await Promise.all(Array.from({ length: 300 }, (_, i) => city.input(`Input ${i}.`)));
    for (const { status, body } of answers) {
      assert.equal(status, 201);
      const bytes = new Uint8Array(
        await (await fetch(`${service.address}/api/v1/entries/${body.index}`)).arrayBuffer(),
      );
      const { index, proof, checkpoint } = parseTlogProof(body.proof);
      const { size, root } = parseCheckpoint(parseNote(checkpoint).text);
      assert.equal(index, body.index);
      assert.ok(checkInclusion({ index, size, leafHash: leafHash(bytes), proof, root }));
    }
    assert.equal(new Set(answers.map(({ body }) => body.index)).size, 300);
  });

  test('records a statement once, however often it is sent, and says so', async () => {
    await using service = await startTestService();
    const city = await openTestCity(service);
    const theCase = (await city.input('A lamp is out.')).body.index;
    const envelope = await city.sign({ kind: 'acknowledgement', by: [city.mandate], case: theCase }, [city.official]);
    const send = () => city.post('/api/v1/statements', JSON.stringify({ envelope }));
    const answers = await Promise.all([send(), send(), send()]);
    const later = await send();
    assert.deepEqual(
      answers.map(({ status }) => status).sort((a, b) => a - b),
      [200, 200, 201],
    );
    assert.equal(later.status, 200);
    assert.equal(new Set([...answers, later].map(({ body }) => body.index)).size, 1);
  });

  test('records a record of a source once', async () => {
    await using service = await startTestService();
    const city = await openTestCity(service);
    const fields = { author: 'data-set', source: { name: 'register', id: '7' }, at: '2019-03-01T10:00:00.000Z' };
    const first = await city.input('From elsewhere.', fields);
    const again = await city.input('From elsewhere.', fields);
    assert.deepEqual(
      [first.status, again.status, again.body.index, again.body.repeated],
      [201, 200, first.body.index, true],
    );
  });

  test('says a decision must account for what its author saw, and not for what came after', async () => {
    await using service = await startTestService();
    const city = await openTestCity(service);
    const theCase = (await city.input('A bench, please.', { process: 'strict' })).body.index;
    const { ref, content } = city.text('Because it is needed.');
    const decide = async (seen: { size: number; root: string }) =>
      city.say(
        {
          kind: 'decision',
          by: [city.mandate],
          case: theCase,
          outcome: 'yes',
          basis: 'By-law 1',
          algorithms: 'none',
          data: 'none',
          text: ref,
          seen,
        },
        [city.official],
        [content],
      );
    assert.equal((await decide(await city.seen())).body.code, 'inputs-unaccounted');
    await city.say(
      {
        kind: 'dispositions',
        by: [city.mandate],
        case: theCase,
        items: [{ code: 'yes', inputs: [theCase], reason: ref }],
      },
      [city.official],
      [content],
    );
    const seen = await city.seen();
    await city.input('Late.', { case: theCase });
    assert.equal((await decide(await city.seen())).body.code, 'inputs-unaccounted');
    assert.equal((await decide(seen)).status, 201);
  });

  test('goes on after a restart where it ended, and takes signed statements made before it', async () => {
    await using service = await startTestService();
    const city = await openTestCity(service);
    const before = (await city.input('Before.')).body;
    const envelope = await city.sign({ kind: 'acknowledgement', by: [city.mandate], case: before.index }, [
      city.official,
    ]);
    const other = await startService({ ...service.config, databaseUrl: service.databaseUrl }, silent);
    try {
      const response = await fetch(`${other.address}/api/v1/statements`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ envelope }),
      });
      assert.equal(response.status, 201);
      assert.equal(((await response.json()) as { index: number }).index, before.index + 1);
    } finally {
      await other.close();
    }
  });

  test('times never go backwards, even when the clock does', async () => {
    let now = Date.now();
    await using service = await startTestService({ now: () => now });
    const city = await openTestCity(service);
    const first = (await city.input('One.')).body;
    now -= 3_600_000;
    const second = (await city.input('Two.')).body;
    assert.equal(second.time, first.time);
  });
});

describe('The database', () => {
  test('refuses UPDATE, DELETE and TRUNCATE on entries by role', async () => {
    await using service = await startTestService();
    for (const statement of [sql`update entries set bytes = ''`, sql`delete from entries`, sql`truncate entries`]) {
      await assert.rejects(statement.execute(service.db), { code: '42501' });
    }
  });

  test('refuses them by trigger to its owner, who is above roles', async () => {
    await using service = await startTestService();
    await openTestCity(service);
    const owner = postgres(service.databaseUrl, { max: 1 });
    try {
      for (const statement of [
        `update entries set bytes = ''`,
        'delete from entries where index = 0',
        'truncate entries',
        'truncate entries cascade',
      ]) {
        await assert.rejects(owner.unsafe(statement), /append-only/);
      }
    } finally {
      await owner.end();
    }
  });
});

test('While the second place cannot be written nobody is sent here, words are promised, and all goes on by itself', async () => {
  const secondPlace = await createDatabase();
  await using first = await startTestService({ env: { COUNTERFOIL_SECOND_PLACE: secondPlace } });
  const city = await openTestCity(first);
  await first.close();
  const logged: string[] = [];
  const log = createLog('info', { write: (line: string) => void logged.push(line) });
  // Rules are read at the start; the city knows this address.
  const service = await startService({ ...first.config, port: Number(new URL(first.address).port) }, log);
  const ready = async (): Promise<[number, string | undefined]> => {
    const response = await fetch(`${service.address}/health/ready`);
    return [response.status, ((await response.json()) as { code?: string }).code];
  };
  try {
    const signed = (await city.seen()).size;
    assert.deepEqual(await ready(), [200, undefined]);
    await withOwner(secondPlace, async (owner) => {
      await owner`create function full_disk() returns trigger language plpgsql as 'begin raise disk_full; end'`;
      await owner`create trigger full_disk before update on counterfoil_second_place for each row execute function full_disk()`;
    });
    assert.equal((await city.input('A lamp is out.')).status, 202);
    const office: Said = { kind: 'office-defined', office: 'parks', title: 'Parks', may: ['answer'] };
    assert.equal((await city.say(office, [city.registrar])).body.code, 'maybe-recorded');
    for (let probe = 0; probe < 3; probe++) assert.deepEqual(await ready(), [503, 'not-signed']);
    for (const path of ['/', '/health/live', '/inputs/new?process=request'])
      assert.equal((await fetch(service.address + path)).status, 200, path);
    assert.equal((await city.seen()).size, signed);
    const told = logged.filter((line) => line.includes('could not be published yet'));
    assert.equal(told.length, 1, 'once, however long it lasts');
    assert.match(told[0] ?? '', /The second place, postgres:.* cannot be written\./);
    await withOwner(secondPlace, async (owner) => void (await owner`drop function full_disk cascade`));
    await until('readiness', async () => (await ready())[0] === 200);
    assert.equal((await city.seen()).size, signed + 2, 'each once');
  } finally {
    await service.close();
  }
});

describe('The service stops rather than forks', () => {
  test('when the database is behind a checkpoint that was signed', async () => {
    await using service = await startTestService();
    const city = await openTestCity(service);
    await city.input('One.');
    await withOwner(service.databaseUrl, async (owner) => {
      await owner`alter table entries disable trigger all`;
      await owner`delete from entries where index >= 3`;
      await owner`update head set size = 3`;
    });
    await assert.rejects(
      startService({ ...service.config, databaseUrl: service.databaseUrl }, silent),
      /would make a second history/,
    );
  });

  test('when the database holds another history than the one that was signed', async () => {
    await using service = await startTestService();
    const city = await openTestCity(service);
    await city.input('One.');
    await withOwner(service.databaseUrl, async (owner) => {
      await owner`alter table entries disable trigger all`;
      await owner`update entries set leaf = sha256(leaf) where index = 2`;
    });
    await assert.rejects(
      startService({ ...service.config, databaseUrl: service.databaseUrl }, silent),
      /another history/,
    );
  });

  test('when an entry changed between being recorded and being signed', async () => {
    await using service = await startTestService();
    const city = await openTestCity(service);
    const signed = (await city.seen()).size;
    // Records without publishing, as a crash between the two would, and then a bit flips.
    await withOwner(service.databaseUrl, async (owner) => {
      const [last] = await owner`select bytes from entries order by index desc limit 1`;
      await owner`create function flip() returns trigger language plpgsql as 'begin new.bytes = set_byte(new.bytes, 40, 35); return new; end'`;
      await owner`create trigger flip before insert on entries for each row execute function flip()`;
      assert.ok(last);
    });
    const refused = await city.input('Two.');
    assert.deepEqual([refused.status, refused.body.code], [503, 'service-stopped']);
    assert.equal((await city.seen()).size, signed, 'no checkpoint covers it');
    assert.equal((await fetch(`${service.address}/health/ready`)).status, 503);
    const head = await service.db.selectFrom('head').select('size').executeTakeFirstOrThrow();
    assert.equal((await city.input('Three.')).body.code, 'service-stopped');
    const after = await service.db.selectFrom('head').select('size').executeTakeFirstOrThrow();
    assert.equal(after.size, head.size, 'nothing more is recorded on top of it');
  });

  test('when the data folder holds the keys of another ledger', async () => {
    await using service = await startTestService();
    await openTestCity(service);
    await service.close();
    const folder = await mkdtemp(join(tmpdir(), 'counterfoil-other-'));
    try {
      await assert.rejects(
        startService({ ...service.config, dataFolder: folder, databaseUrl: service.databaseUrl }, silent),
        /log key/,
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

async function withOwner(url: string, work: (owner: postgres.Sql) => Promise<void>): Promise<void> {
  const owner = postgres(url, { max: 1 });
  try {
    await work(owner);
  } finally {
    await owner.end();
  }
}
