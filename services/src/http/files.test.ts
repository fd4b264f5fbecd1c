/** What whoever stands between the record and its readers may keep, and how it travels. */
import assert from 'node:assert/strict';
import { request as sendRequest, type IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { openLetters } from '../content/testing/letters.ts';

interface Given {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly bytes: Buffer;
}

/** As it comes, without unpacking. */
function get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Given> {
  return new Promise((resolve, reject) => {
    sendRequest(url, { headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes: Buffer.concat(parts) }),
      );
    })
      .once('error', reject)
      .end();
  });
}

test('public files say how long they may be kept, and what has not changed is not sent again', async () => {
  await using town = await openLetters();
  const { address, recorder } = town.service;
  const wish = await town.write('A bench.', 'wishes');
  const { size } = recorder.publisher;
  const immutable = 'public, max-age=31536000, immutable';
  const expected = {
    checkpoint: 'no-cache',
    'ledger.json': 'no-cache',
    [`tile/0/000.p/${size}`]: immutable,
    [`tile/entries/000.p/${size}`]: immutable,
    [`content/${wish.digest}`]: 'public, max-age=60',
  };
  for (const [path, cacheControl] of Object.entries(expected)) {
    const { status, headers } = await get(`${address}/${path}`);
    assert.deepEqual([status, headers['cache-control']], [200, cacheControl], path);
    // Pages elsewhere read it, and have to tell what is not there from what they may not see.
    assert.equal(headers['access-control-allow-origin'], '*', path);
    const { etag = '' } = headers;
    assert.match(etag, /^"/, path);
    assert.equal((await get(`${address}/${path}`, { 'if-none-match': etag })).status, 304, path);
  }
  for (const path of [
    'tile/0/001',
    `tile/0/000.p/${size + 1}`,
    'tile/0/0',
    `content/${'ab'.repeat(32)}`,
    'content/x',
  ]) {
    const { status, headers } = await get(`${address}/${path}`);
    assert.deepEqual([status, headers['cache-control']], [404, 'no-store'], path);
    assert.equal(headers['access-control-allow-origin'], '*', path);
  }
  // What is no file of the record is for this site alone: a page elsewhere could read it out of an intranet by the browser of who is there.
  for (const path of ['', 'record', 'metrics', 'health/ready', 'inputs/new', 'follow', 'nothing']) {
    const { headers } = await get(`${address}/${path}`);
    assert.equal(headers['access-control-allow-origin'], undefined, path);
  }
  const before = (await get(`${address}/checkpoint`)).headers.etag;
  await town.write('A tree.', 'wishes');
  const after = await get(`${address}/checkpoint`, { 'if-none-match': before ?? '' });
  assert.equal(after.status, 200);
});

test('bundles travel packed to whoever takes that, and are the same bytes', async () => {
  await using town = await openLetters();
  const { address, recorder } = town.service;
  const bundle = `${address}/tile/entries/000.p/${recorder.publisher.size}`;
  const [plain, packed] = [await get(bundle), await get(bundle, { 'accept-encoding': 'gzip' })];
  assert.equal(plain.headers['content-encoding'], undefined);
  assert.equal(packed.headers['content-encoding'], 'gzip');
  for (const { headers } of [plain, packed]) assert.equal(headers.vary, 'Accept-Encoding');
  assert.notEqual(plain.headers.etag, packed.headers.etag);
  assert.ok(packed.bytes.length < plain.bytes.length / 2);
  assert.deepEqual(gunzipSync(packed.bytes), plain.bytes);
  for (const taken of ['identity', 'gzip;q=0', 'br'])
    assert.equal((await get(bundle, { 'accept-encoding': taken })).headers['content-encoding'], undefined, taken);
  // Hashes cannot be packed.
  const tile = await get(bundle.replace('entries', '0'), { 'accept-encoding': 'gzip' });
  assert.equal(tile.headers['content-encoding'], undefined);
});
