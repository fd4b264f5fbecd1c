import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { reasonHash } from '@counterfoil/ledger/reason';
import { openTestCity, type TestCity } from './testing/city.ts';
import { startTestService } from './testing/service.ts';

let service: Awaited<ReturnType<typeof startTestService>>;
let city: TestCity;
before(async () => {
  service = await startTestService();
  city = await openTestCity(service);
});
after(() => service[Symbol.asyncDispose]());

async function uses(query: string): Promise<{ status: number; body: { uses: number; inputs: number; code: string } }> {
  const response = await fetch(`${service.address}/api/v1/reason-uses?${query}`);
  return { status: response.status, body: (await response.json()) as { uses: number; inputs: number; code: string } };
}

async function dispose(caseId: number, inputs: readonly (readonly number[])[], reason: string): Promise<void> {
  const reasons = inputs.map(() => city.text(reason));
  const items = inputs.map((list, place) => ({ code: 'yes', inputs: [...list], reason: reasons[place]?.ref as never }));
  const said = { kind: 'dispositions', by: [city.mandate], case: caseId, items } as const;
  const { status, body } = await city.say(
    said as never,
    [city.official],
    reasons.map(({ content }) => content),
  );
  assert.equal(status, 201, body.detail);
}

test('a reason is found again by its words, whatever its salt, and with the inputs it was given to', async () => {
  const { body: first } = await city.input('A bench, please.');
  const { body: second } = await city.input('Two benches.', { case: first.index });
  const { body: third } = await city.input('A lamp.', { case: first.index });
  const sha256 = reasonHash('There is no money this year.');
  assert.equal((await uses(`sha256=${sha256}`)).body.uses, 0);
  await dispose(first.index, [[first.index, second.index]], 'There is no money this year.');
  assert.deepEqual((await uses(`sha256=${sha256}`)).body, { sha256, uses: 1, inputs: 2 });
  await dispose(first.index, [[third.index]], 'There is  no money this year. ');
  assert.deepEqual((await uses(`sha256=${sha256}`)).body, { sha256, uses: 2, inputs: 3 });
  const other = reasonHash('There is money this year.');
  assert.deepEqual((await uses(`sha256=${other}`)).body, { sha256: other, uses: 0, inputs: 0 });
});

test('a hash that is none is refused by name, and words are not asked for', async () => {
  for (const query of ['', 'sha256=xyz', `sha256=${'A'.repeat(64)}`, `sha256=${'a'.repeat(64)}&text=benches`]) {
    const { status, body } = await uses(query);
    assert.equal(status, 400, query);
    assert.equal(body.code, 'request-malformed', query);
  }
});
