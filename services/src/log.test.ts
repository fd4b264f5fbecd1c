import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import postgres from 'postgres';
import { openLetters } from './content/testing/letters.ts';
import { isIn, spellings } from './testing/canary.ts';
import { until } from './testing/until.ts';

test('What people send, and from where, is not in the log of the service, whatever goes wrong', async () => {
  await using town = await openLetters({ COUNTERFOIL_PROXIES: '1' });
  const { service, city } = town;
  const secret = `canary ${randomUUID()} sings`;
  const network = '2001:db8:c0de:cafe:1234:5678:9abc:def0';
  const headers = {
    'X-Forwarded-For': network,
    'User-Agent': `Browser of ${secret}`,
    Referer: `https://example.org/${encodeURIComponent(secret)}`,
  };
  const send = async (path: string, body: string, more = {}): Promise<number> =>
    (
      await fetch(service.address + path, {
        method: 'POST',
        body,
        headers: { 'Content-Type': 'application/json', ...headers, ...more },
      })
    ).status;
  const input = (): string => JSON.stringify({ text: secret, lang: 'en', author: 'person', process: 'wishes' });

  assert.equal(await send('/api/v1/inputs', input()), 201);
  assert.equal(await send('/api/v1/inputs', `{"text": "${secret}`), 400);
  assert.equal(await send('/api/v1/inputs', JSON.stringify({ [secret]: secret })), 400);
  assert.equal(await send('/api/v1/statements', input(), { Authorization: `Bearer ${secret}` }), 400);
  for (const path of [
    `/${encodeURIComponent(secret)}`,
    `/cases?number=${encodeURIComponent(secret)}`,
    `/content/${encodeURIComponent(secret)}`,
    `/%ff${secret}`,
  ])
    await (await fetch(service.address + path, { headers })).arrayBuffer();
  const form = new URLSearchParams({ text: secret, lang: 'en', author: 'person', process: 'wishes' });
  await (await fetch(`${service.address}/inputs/new`, { method: 'POST', body: form, headers })).arrayBuffer();

  // The database says no, and quotes the row in its reason.
  const owner = postgres(service.databaseUrl, { max: 1 });
  await owner`alter table contents add constraint nothing_more check (octet_length(bytes) < 0) not valid`;
  assert.notEqual(await send('/api/v1/inputs', input()), 201);
  await owner`alter table contents drop constraint nothing_more`;
  await owner`alter table contents rename to elsewhere`;
  assert.notEqual(await send('/api/v1/inputs', input()), 201);
  await (await fetch(`${service.address}/cases/20?${new URLSearchParams({ q: secret })}`, { headers })).arrayBuffer();
  await owner`alter table elsewhere rename to contents`;
  await owner.end();
  // What came meanwhile was promised, and until the first of it is recorded what comes is promised as well.
  await until('an input that is recorded', async () => {
    const { status } = await city.input(secret, { process: 'wishes' });
    return status === 201;
  });

  const logged = service.logged.join('\n');
  assert.match(logged, /A batch could not be recorded/, 'something was logged');
  // A server cuts what it quotes short: the beginning is enough.
  for (const needle of [spellings(secret), spellings(secret.slice(0, 20)), spellings(network)])
    assert.ok(!isIn(logged, needle), logged);
  assert.ok(!logged.includes('cafe:1234'), logged);
  for (const line of service.logged) assert.equal(typeof (JSON.parse(line) as { msg: unknown }).msg, 'string', line);
});
