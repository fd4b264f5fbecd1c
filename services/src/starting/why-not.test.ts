import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { connectAsOwner, migrate } from '../database/connect.ts';
import { parseConfig } from '../config.ts';
import { listen } from '../http/server.ts';
import { createDatabase } from '../testing/database.ts';
import { whyNot } from './why-not.ts';

const refusal = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'It did.',
    (error: unknown) => whyNot(error),
  );

test('a port that is taken is told with what to do', async () => {
  const taken: Server = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as AddressInfo;
  const config = parseConfig({ PORT: String(port) });
  assert.match(
    await refusal(listen(() => undefined, config)),
    /address already in use[^]*\nWhat to do: Another program listens there already\./,
  );
  taken.close();
});

test('a database that cannot be reached, or lacks something, is told with what to do', async () => {
  const url = new URL(await createDatabase());
  const none = new URL(url);
  none.pathname = '/nowhere';
  assert.match(await refusal(migrate(none.href)), /Because: .*does not exist\nWhat to do: Make the database as/);
  const away = new URL(url);
  away.port = '1';
  assert.match(await refusal(migrate(away.href)), /ECONNREFUSED.*\nWhat to do: The database cannot be reached\./);
  await migrate(url.href);
  const owner = connectAsOwner(url.href);
  const connection = await owner.reserve();
  await connection.unsafe(`alter database "${url.pathname.slice(1)}" set default_transaction_read_only = on`);
  connection.release();
  await owner.close();
  const reader = connectAsOwner(url.href);
  const session = await reader.reserve();
  assert.match(await refusal(session`create table one ()`), /\nWhat to do: The database takes no changes/);
  session.release();
  await reader.close();
});

test('a cause that the sentence has already is not said twice, and what is no error of the system goes without advice', () => {
  assert.equal(whyNot(new Error('The disk: gone', { cause: new Error('gone') })), 'It did not start. The disk: gone');
  assert.equal(whyNot(new Error('It', { cause: new Error('why') })), 'It did not start. It\nBecause: why');
});
