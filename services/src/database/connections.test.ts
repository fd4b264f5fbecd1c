import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDatabase } from '../testing/database.ts';
import { startFaultyPostgres } from '../testing/faulty-postgres.ts';
import { until } from '../testing/until.ts';
import { Connections, oneConnection, rollback } from './connections.ts';
import { isUnreachable } from './unreachable.ts';

test('queries are carried out in the order in which they were asked for, whoever waits for which', async () => {
  const connections = new Connections(oneConnection(await createDatabase(), {}), 1);
  const connection = await connections.reserve();
  const later = async (): Promise<unknown> => (await connection`select txid_current()::text as id`)[0]?.['id'];
  const [, first] = await Promise.all([connection.unsafe('begin; set local enable_seqscan = off'), later()]);
  assert.equal(await later(), first, 'both are of one transaction');
  await connection`rollback`;
  assert.notEqual(await later(), first);
  connection.release();
  await connections.end();
});

test('what is asked of a connection that broke fails at once, and the next one who takes it has a whole one', async () => {
  await using wire = await startFaultyPostgres(await createDatabase());
  const connections = new Connections(oneConnection(wire.url, {}), 1);
  const connection = await connections.reserve();
  await connection`begin`;
  wire.cutOnce({ statement: 'select 1', moment: 'before' });
  const asked = await Promise.allSettled([connection`select 1`, connection`select ${2}::int`, connection`commit`]);
  assert.deepEqual(
    asked.map(({ status }) => status),
    ['rejected', 'rejected', 'rejected'],
  );
  assert.ok(connection.isBroken);
  await assert.rejects(async () => connection`select 3`, /gone/);
  await rollback(connection);
  const next = connections.reserve();
  connection.release();
  connection.release();
  const whole = await next;
  assert.deepEqual([...(await whole`select 4 as n`)], [{ n: 4 }]);
  whole.discard();
  await assert.rejects(async () => whole`select 5`, /gone/);
  whole.release();
  await connections.end();
});

test('a server that cannot be reached is an error for who asks now, and none for who asks later', async () => {
  const url = await createDatabase();
  await using wire = await startFaultyPostgres(url);
  const connections = new Connections(oneConnection(wire.url, { connect_timeout: 5 }), 1);
  (await connections.reserve()).release();
  wire.leadTo(undefined);
  await assert.rejects(async () => {
    const connection = await connections.reserve();
    try {
      await connection`select 1`;
    } finally {
      connection.release();
    }
  });
  wire.leadTo(url);
  const connection = await connections.reserve();
  assert.deepEqual([...(await connection`select 1 as n`)], [{ n: 1 }]);
  connection.release();
  await connections.end();
});

test('a server that takes every connection and closes it again is one that cannot be reached', async () => {
  let taken = 0;
  const server = createServer((socket) => {
    taken++;
    socket.on('error', () => undefined);
    // What it sent is read, so that the end is an orderly one.
    socket.once('data', () => socket.end());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const connections = new Connections(oneConnection(`postgres://nobody@127.0.0.1:${port}/none`, {}), 1, 300);
  for (let attempt = 0; attempt < 2; attempt++) await assert.rejects(() => connections.reserve(), isUnreachable);
  await until('the driver to give up', async () => {
    const before = taken;
    await sleep(100);
    return taken === before;
  });
  await connections.end();
  server.close();
});
