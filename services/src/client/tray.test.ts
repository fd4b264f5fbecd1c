import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { base64, utf8 } from '@counterfoil/ledger/bytes';
import { sql } from 'kysely';
import { openTrayCity, type TrayCity } from '../tray/testing/tray-city.ts';
import { ClientProblem } from './client-problem.ts';
import { startFlakyProxy, type Fate } from './testing/flaky-proxy.ts';

describe('A client of the tray', () => {
  let city: TrayCity;
  let id = '';
  before(async () => {
    city = await openTrayCity();
    const tray = city.tray(city.helen);
    const placed = await tray.propose(await city.decision(await city.openCase(), [city.helen]));
    assert.ok('proposal' in placed);
    id = placed.proposal.id;
    tray.close();
  });
  after(() => city[Symbol.asyncDispose]());

  /** What a reader says of an answer changed on the way, or before it was sent. */
  const readThrough = async (change: (told: Told) => unknown): Promise<unknown> => {
    const fate = (body: string): string => JSON.stringify(change(JSON.parse(body) as Told));
    await using proxy = await startFlakyProxy(city.service.address, ({ path }): Fate =>
      path.startsWith('/api/v1/proposals') ? fate : 'pass',
    );
    const tray = city.tray(city.oskar, proxy.address);
    try {
      return await tray.readProposal(id).catch((error: unknown) => error);
    } finally {
      tray.close();
    }
  };

  const changes: readonly (readonly [string, (told: Told) => unknown])[] = [
    [
      'another payload',
      ({ envelope, ...told }) => ({
        ...told,
        envelope: { ...envelope, payload: respelled(envelope.payload, (text) => text.replace('adopted', 'given-up')) },
      }),
    ],
    [
      'another payload under its own name',
      ({ envelope, ...told }) => ({
        ...told,
        envelope: {
          ...envelope,
          payload: respelled(envelope.payload, (text) => text.replace('section 7', 'section 8')),
        },
      }),
    ],
    [
      'a payload that is no statement',
      ({ envelope, ...told }) => ({ ...told, envelope: { ...envelope, payload: base64(utf8('{}')) } }),
    ],
    ['another kind', (told) => ({ ...told, kind: 'response' })],
    ['another name', (told) => ({ ...told, id: '0'.repeat(64) })],
    [
      'another text',
      ({ contents, ...told }) => ({
        ...told,
        contents: contents.map((content) => ({ ...content, text: 'The bridge is not built.' })),
      }),
    ],
    ['no text', (told) => ({ ...told, contents: [] })],
    [
      'one text more',
      ({ contents, ...told }) => ({
        ...told,
        contents: [...contents, { salt: base64(new Uint8Array(32)), text: 'And that.' }],
      }),
    ],
    [
      'a signature that does not fit',
      ({ envelope, ...told }) => ({
        ...told,
        envelope: {
          ...envelope,
          signatures: envelope.signatures.map(({ keyid }) => ({ keyid, sig: base64(new Uint8Array(64).fill(7)) })),
        },
      }),
    ],
    [
      'a signature that nobody made',
      ({ signed, ...told }) => ({
        ...told,
        signed: [...signed, { keyid: city.oskar.keyid, time: '2026-01-01T00:00:00.000Z' }],
      }),
    ],
  ];
  for (const [name, change] of changes) {
    test(`neither shows nor signs ${name}`, async () => {
      const said = await readThrough(change);
      assert.ok(said instanceof ClientProblem, `it was shown: ${JSON.stringify(said)}`);
      assert.equal(said.code, 'proposal-foreign', said.detail);
    });
  }

  test('reads what nobody changed, also through others', async () => {
    const said = await readThrough((told) => told);
    assert.ok(!(said instanceof Error), String(said));
  });

  test('is told of bytes changed where they are stored, does not show them, and its signature would not be taken', async () => {
    const { rows } = await sql<{ payload: Uint8Array }>`select payload from proposals where id = ${id}`.execute(
      city.service.db,
    );
    const payload = rows[0]?.payload ?? new Uint8Array();
    const changed = utf8(new TextDecoder().decode(payload).replace('section 7', 'section 8'));
    const tray = city.tray(city.oskar);
    const read = await tray.readProposal(id);
    await sql`update proposals set payload = ${changed} where id = ${id}`.execute(city.service.db);
    try {
      await assert.rejects(tray.readProposal(id), { code: 'proposal-foreign' });
      await assert.rejects(tray.addSignature(read, city.oskar), { code: 'signature-wrong' });
    } finally {
      await sql`update proposals set payload = ${payload} where id = ${id}`.execute(city.service.db);
      tray.close();
    }
  });

  test('signs again after a lost answer, and it is recorded once', async () => {
    await using proxy = await startFlakyProxy(city.service.address, ({ method, before: times }) =>
      method === 'POST' && times === 0 ? 'lose' : 'pass',
    );
    const tray = city.tray(city.oskar, proxy.address);
    const size = city.service.recorder.publisher.size;
    const placed = await tray.addSignature(await tray.readProposal(id), city.oskar);
    assert.ok('recorded' in placed);
    assert.deepEqual([placed.recorded.index, placed.recorded.repeated], [size, true]);
    assert.equal(city.service.recorder.publisher.size, size + 1);
    tray.close();
  });
});

interface Told {
  readonly envelope: { readonly payload: string; readonly signatures: readonly { readonly keyid: string }[] };
  readonly contents: readonly object[];
  readonly signed: readonly object[];
}

function respelled(payload: string, change: (text: string) => string): string {
  return Buffer.from(change(Buffer.from(payload, 'base64').toString())).toString('base64');
}
