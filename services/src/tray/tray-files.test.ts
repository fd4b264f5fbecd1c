/** Files of a statement that waits for signatures: kept as long as it waits, shown to those who sign, recorded with it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJson } from '@counterfoil/ledger/canonical-json';
import type { FileRef } from '@counterfoil/ledger/file-content';
import { pdf } from '../files/testing/pictures.ts';
import { openTrayCity, type Asked } from './testing/tray-city.ts';

const DAY_MS = 86_400_000;

test('a plan waits with its decision for days, is read by who signs next, and is public once both have signed', async () => {
  await using city = await openTrayCity();
  const { address, files } = city.service;
  const sent = await fetch(`${address}/api/v1/files`, { method: 'POST', body: Buffer.from(pdf()) });
  const { digest, bytes, mediaType, token } = (await sent.json()) as FileRef & { token: string };
  const prepared = await city.decision(await city.openCase(), [city.helen], { files: [{ digest, bytes, mediaType }] });
  const body = parseJson(prepared.body) as object;
  const pass = await city.pass(city.helen);
  const lapses = new Date(city.now() + 5 * DAY_MS).toISOString();
  const propose = (tokens: readonly string[]): Promise<Asked> => city.ask('', pass, { ...body, lapses, files: tokens });
  for (const tokens of [[], ['0'.repeat(64)]]) {
    const refused = await propose(tokens);
    assert.deepEqual([refused.status, refused.body['code']], [422, 'file-unknown']);
  }
  const placed = await propose([token]);
  assert.equal(placed.status, 202);
  assert.deepEqual(placed.body['files'], [token]);

  city.aheadMs = 3 * DAY_MS;
  await files.sweep();
  assert.equal((await fetch(`${address}/file/${digest}`)).status, 404);
  const tray = city.tray(city.oskar);
  const read = await tray.readProposal(String(placed.body['id']));
  const shown = { authorization: `Counterfoil-Upload ${read.files[0] ?? ''}` };
  const kept = await (await fetch(`${address}/api/v1/files/${digest}`, { headers: shown })).bytes();
  assert.deepEqual(Buffer.from(kept.subarray(32)), pdf());
  const last = await tray.addSignature(read, city.oskar);
  assert.ok('recorded' in last);
  assert.deepEqual(await (await fetch(`${address}/file/${digest}`)).bytes(), kept);
  tray.close();
});

test('what lapsed takes its files along', async () => {
  await using city = await openTrayCity();
  const { address, files, db } = city.service;
  const sent = await fetch(`${address}/api/v1/files`, { method: 'POST', body: Buffer.from(pdf()) });
  const { digest, bytes, mediaType, token } = (await sent.json()) as FileRef & { token: string };
  const prepared = await city.decision(await city.openCase(), [city.helen], { files: [{ digest, bytes, mediaType }] });
  const body = parseJson(prepared.body) as object;
  const lapses = new Date(city.now() + DAY_MS).toISOString();
  const placed = await city.ask('', await city.pass(city.helen), { ...body, lapses, files: [token] });
  assert.equal(placed.status, 202);
  city.aheadMs = 2 * DAY_MS;
  await files.sweep();
  assert.deepEqual(await db.selectFrom('files').select('id').execute(), []);
});
