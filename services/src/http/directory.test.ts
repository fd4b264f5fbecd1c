import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { makeKeyFile } from '../client/key-file.ts';
import { openRivermouth, type Rivermouth } from '../client/testing/open-rivermouth.ts';
import { castIn } from '../demo/cast.ts';
import { startTestService, type TestService } from '../testing/service.ts';
import { directorySchema, type Directory } from './directory-schema.ts';
import { join } from 'node:path';

describe('GET /api/v1/directory', () => {
  let service: TestService & AsyncDisposable;
  let city: Rivermouth;
  before(async () => {
    service = await startTestService();
    city = await openRivermouth(service);
  });
  after(async () => {
    city.client.close();
    await service[Symbol.asyncDispose]();
  });
  const ask = async (): Promise<Directory> => {
    const response = await fetch(`${service.address}/api/v1/directory`);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('cache-control'), 'no-cache');
    return directorySchema.parse(await response.json());
  };

  test('lists offices, mandates, every version of the rules and the registers, each with its entry', async () => {
    const { offices, mandates, processes, calendar, threshold } = await ask();
    assert.ok(offices.some(({ office, title }) => office === 'parks' && title === 'Parks and playgrounds'));
    assert.ok(mandates.some(({ entry }) => entry === city.hold('ines').mandate));
    assert.deepEqual(
      processes.flatMap(({ process, version, inForce }) => (process === 'service-request' ? [[version, inForce]] : [])),
      [
        [1, false],
        [2, true],
      ],
    );
    assert.equal(calendar?.version, 1);
    assert.equal(threshold, 2);
  });

  test('names no mandate that was ended, and the key that took the place of another', async () => {
    const people = join(service.folder, 'people');
    const { registrars } = await castIn(people);
    const known = await ask();
    const signing = [...registrars.values()]
      .filter(({ keyid }) => known.registrars.some(({ key }) => key === keyid))
      .slice(0, 2);
    const { key: old, mandate } = city.hold('ines');
    const next = await makeKeyFile(join(people, 'next.pem'), { person: old.person });
    await city.client.submit({ kind: 'key-rotated', from: old.keyid, to: next.keyid }, [...signing, old, next]);
    assert.equal((await ask()).mandates.find(({ entry }) => entry === mandate)?.key, next.keyid);
    await city.client.submit({ kind: 'mandate-ended', mandate, reason: 'resigned' }, signing);
    assert.equal(
      (await ask()).mandates.some(({ entry }) => entry === mandate),
      false,
    );
  });
});
