import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { base64 } from '@counterfoil/ledger/bytes';
import pino from 'pino';
import { auditService } from '../client/testing/audit-service.ts';
import { startService } from '../service.ts';
import { openTestCity } from '../testing/city.ts';
import { startTestService } from '../testing/service.ts';

test('a lost intake key is replaced by registrars: the service makes a new one and signs for it', async () => {
  await using first = await startTestService();
  const opened = await openTestCity(first);
  const from = first.recorder.intakeKeyid;
  assert.equal((await opened.input('Before.')).status, 201);
  await first.close();
  await rm(join(first.folder, 'keys', 'intake.pem'));

  const { address, recorder, close } = await startService(first.config, pino({ level: 'silent' }));
  try {
    const to = recorder.intakeKeyid;
    assert.notEqual(to, from);
    const send = async (path: string, body: object): Promise<{ status: number; code?: string }> => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(address + path, { method: 'POST', headers, body: JSON.stringify(body) });
      return { status: response.status, ...((await response.json()) as object) };
    };
    const input = (): ReturnType<typeof send> =>
      send('/api/v1/inputs', { text: 'After.', lang: 'en', author: 'person', process: 'request' });
    const refused = await input();
    assert.deepEqual([refused.status, refused.code], [403, 'key-unknown']);

    const { size } = recorder.publisher;
    const root = base64((await recorder.publisher.rootAt(size)) ?? new Uint8Array());
    const said = { kind: 'key-rotated', from, to, seen: { size, root } } as const;
    const envelope = await opened.sign(said, [opened.registrar]);
    const rotated = await send('/api/v1/statements', { envelope, contents: [] });
    assert.equal(rotated.status, 201, JSON.stringify(rotated));
    assert.equal((await input()).status, 201);
    assert.equal((await auditService({ address })).verdict, 'verified');
  } finally {
    await close();
  }
});
