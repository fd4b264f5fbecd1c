import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { base64 } from '@counterfoil/ledger/bytes';
import { startTestService, type TestService } from '../testing/service.ts';
import { readCaseFile } from './case-file.ts';
import { ClientProblem } from './client-problem.ts';
import { openDesk, type Desk } from './desk.ts';
import { RecordReader } from './record-reader.ts';
import { startFlakyProxy, type Fate, type Passing } from './testing/flaky-proxy.ts';
import { openRivermouth, type Rivermouth } from './testing/open-rivermouth.ts';

/** What an official sees through a server that lies. */
describe('the desk of an official', () => {
  let service: TestService & AsyncDisposable;
  let city: Rivermouth;
  let id = 0;
  let folders = 0;
  before(async () => {
    service = await startTestService();
    city = await openRivermouth(service);
    const input = { text: 'A tree at the corner.', lang: 'en', author: 'person' as const };
    id = (await city.client.sendInput({ ...input, process: 'service-request' })).index;
    const more = { ...input, case: id, category: 'trees' };
    await Promise.all(Array.from({ length: 300 }, () => city.client.sendInput(more)));
  });
  after(async () => {
    city.client.close();
    await service[Symbol.asyncDispose]();
  });

  const open = (address: string, memory = join(service.folder, `memory-${++folders}`)): Promise<Desk> =>
    openDesk({
      ...{ key: [join(service.folder, 'people', 'ines.pem')], ssh: [], to: address, memory },
      ...{ 'dry-run': true, raw: false, yes: true },
    });
  const refused = async (lie: (passing: Passing) => Fate, work: (desk: Desk) => Promise<unknown>): Promise<string> => {
    await using proxy = await startFlakyProxy(service.address, lie);
    const visit = async (): Promise<void> => {
      using desk = await open(proxy.address);
      await work(desk);
    };
    const error = await visit().catch((thrown: unknown) => thrown);
    assert.ok(error instanceof ClientProblem, String(error));
    return error.code;
  };

  test('reads 301 inputs over more than one bundle, each under the checkpoint, and their texts', async () => {
    using desk = await open(service.address);
    const file = await readCaseFile(desk, id);
    assert.equal(file.inputs.length, 301);
    assert.equal(file.unaccounted.length, 301);
    const texts = await desk.reader.texts(file.inputs.map(({ said }) => said.text));
    assert.ok(texts.every((text) => text === 'A tree at the corner.'));
  });

  test('a text that was changed is not shown', async () => {
    const lie = ({ path }: Passing): Fate =>
      path.startsWith('/content/') ? (body) => body.replace('A tree', 'No tree') : 'pass';
    const code = await refused(lie, async (desk) => {
      const { inputs } = await readCaseFile(desk, id);
      await desk.reader.texts(inputs.slice(0, 1).map(({ said }) => said.text));
    });
    assert.equal(code, 'content-foreign');
  });

  test('an entry that was changed is not believed, whatever the list of steps says', async () => {
    // One letter within a statement, so that the lengths stay.
    const lie = ({ path }: Passing): Fate =>
      path.startsWith('/tile/entries/')
        ? { bytes: (body) => Buffer.from(body.toString('latin1').replace('"index":9', '"index":8'), 'latin1') }
        : 'pass';
    assert.equal(await refused(lie, (desk) => readCaseFile(desk, id)), 'entry-foreign');
  });

  test('hashes that do not lead to the checkpoint are not believed', async () => {
    await using proxy = await startFlakyProxy(service.address, () => 'pass');
    using desk = await open(proxy.address);
    const other = { size: desk.reader.seen.size, root: base64(new Uint8Array(32)) };
    const reader = new RecordReader(other, (path) => desk.client.get(path));
    await assert.rejects(reader.entry(0), (error) => error instanceof ClientProblem && error.code === 'entry-foreign');
  });

  test('a step of another case is not passed off as one of this', async () => {
    const { index } = await city.client.sendInput({
      ...{ text: 'Something else.', lang: 'en', author: 'person', process: 'service-request' },
    });
    const lie = ({ path }: Passing): Fate =>
      path.startsWith(`/api/v1/cases/${id}`)
        ? (body) => body.replace(/"steps":\[\{"index":\d+/, `"steps":[{"index":${index}`)
        : 'pass';
    assert.equal(await refused(lie, (desk) => readCaseFile(desk, id)), 'entry-foreign');
  });

  test('a ledger that has shrunk since it was last seen is not signed for', async () => {
    const memory = join(service.folder, 'memory-shrunk');
    const early = await (await fetch(`${service.address}/checkpoint`)).text();
    await city.client.sendInput({ text: 'More.', lang: 'en', author: 'person', case: id });
    (await open(service.address, memory))[Symbol.dispose]();
    await using proxy = await startFlakyProxy(service.address, ({ path }) =>
      path === '/checkpoint' ? () => early : 'pass',
    );
    await assert.rejects(
      open(proxy.address, memory),
      (error) => error instanceof ClientProblem && error.code === 'history-shortened',
    );
  });

  test('another history than the one seen before is not signed for', async () => {
    const memory = join(service.folder, 'memory-forked');
    (await open(service.address, memory))[Symbol.dispose]();
    await city.client.sendInput({ text: 'And more.', lang: 'en', author: 'person', case: id });
    // The tiles no longer lead from what was seen to what is there now.
    await using proxy = await startFlakyProxy(service.address, ({ path }) =>
      path.startsWith('/tile/0/') ? { bytes: (body) => Buffer.from(body).fill(7, 0, 32) } : 'pass',
    );
    await assert.rejects(
      open(proxy.address, memory),
      (error) => error instanceof ClientProblem && error.code === 'two-histories',
    );
    (await open(service.address, memory))[Symbol.dispose]();
  });

  test('a log key that is not the one given, or not the one from before, is not taken', async () => {
    const { config } = service;
    const other = `${config.origin}+00000000+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`;
    const values = { key: [], ssh: [], to: service.address, 'dry-run': true, raw: false, yes: true };
    await assert.rejects(
      openDesk({ ...values, memory: join(service.folder, 'memory-key'), 'log-key': other }),
      (error) => error instanceof ClientProblem && error.code === 'log-key-changed',
    );
  });
});
