import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openLetters, type Letters } from '../content/testing/letters.ts';

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

async function read(address: string): Promise<readonly Sample[]> {
  const text = await (await fetch(`${address}/metrics`)).text();
  return text.split('\n').flatMap((line) => {
    const [, name = '', labels = '', value = ''] = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (name === '') return [];
    const pairs = [...labels.matchAll(/([a-z]+)="([^"]*)"/g)].map(([, key = '', of = '']) => [key, of] as const);
    return [{ name, labels: Object.fromEntries(pairs), value: Number(value) }];
  });
}

const find = (
  samples: readonly Sample[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined =>
  samples.find((one) => one.name === name && Object.entries(labels).every(([key, value]) => one.labels[key] === value))
    ?.value;

describe('The figures of a service', () => {
  let town: Letters;
  before(async () => {
    town = await openLetters({ COUNTERFOIL_SELF_CHECK_PER_SECOND: '1000' });
    await town.write('Benches by the river.', 'wishes');
  });
  after(() => town[Symbol.asyncDispose]());

  test('tell every stage between a request and its proof', async () => {
    const samples = await read(town.service.address);
    for (const stage of ['queue', 'batch', 'connection', 'lock', 'rules', 'write', 'publish', 'sign', 'second-place']) {
      assert.ok((find(samples, 'counterfoil_stage_seconds_count', { stage }) ?? 0) > 0, stage);
      assert.ok((find(samples, 'counterfoil_stage_seconds_sum', { stage }) ?? -1) >= 0, stage);
    }
    assert.equal(find(samples, 'counterfoil_entries'), town.service.recorder.publisher.size);
    assert.equal(find(samples, 'counterfoil_stopped'), 0);
    assert.equal(find(samples, 'counterfoil_queue_statements'), 0);
    assert.equal(find(samples, 'counterfoil_self_check_on'), 1);
    assert.equal(find(samples, 'counterfoil_self_check_damaged', { what: 'entry' }), 0);
    assert.ok((find(samples, 'counterfoil_memory_bytes') ?? 0) > 10_000_000);
  });

  test('name addresses by their pattern: as many labels as there are routes, whatever is asked for', async () => {
    const { address } = town.service;
    const ask = async (words: string): Promise<void> => {
      for (const path of [
        `/${words}`,
        `/cases/${words}`,
        `/entries/${words}`,
        `/content/${words}`,
        `/tile/${words}`,
        `/api/v1/${words}`,
        `/about?q=${words}`,
        '/about',
      ])
        await (await fetch(address + path)).arrayBuffer();
      await fetch(`${address}/api/v1/inputs`, { method: 'POST', body: words });
      await fetch(`${address}/${words}`, { method: 'PROPFIND' });
    };
    await ask('nightingale');
    const once = await read(address);
    for (let i = 0; i < 5; i++) await ask(`nightingale-${i}`);
    const often = await read(address);
    const series = (samples: readonly Sample[]): string[] =>
      samples.map(({ name, labels }) => `${name} ${JSON.stringify(labels)}`);
    assert.deepEqual(series(often), series(once));
    assert.doesNotMatch(JSON.stringify(often), /nightingale/);
    const routes = new Set(often.flatMap(({ labels }) => labels['route'] ?? []));
    for (const route of ['/about', '/cases/:id', '/content/:digest', '/tile/*path', 'other'])
      assert.ok(routes.has(route), route);
    const methods = new Set(often.flatMap(({ labels }) => labels['method'] ?? []));
    assert.deepEqual([...methods].sort(), ['GET', 'POST', 'other']);
    assert.equal(find(often, 'counterfoil_http_under_way'), 1, 'the one that asks for them');
  });
});
