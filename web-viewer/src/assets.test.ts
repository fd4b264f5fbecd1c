import assert from 'node:assert/strict';
import { request as ask } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { test } from 'node:test';
import { viewerAssets } from './assets.ts';
import { serveViewer } from '../testing/serve.ts';
import { tellStory } from '../testing/story.ts';

interface Raw {
  readonly encoding: string | undefined;
  readonly vary: string | undefined;
  readonly bytes: Buffer;
}

function get(address: string, accepted: string): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const request = ask(address, { headers: { 'accept-encoding': accepted } }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const { 'content-encoding': encoding, vary } = response.headers;
        resolve({ encoding, vary, bytes: Buffer.concat(parts) });
      });
    });
    request.on('error', reject).end();
  });
}

test('pages, styles and scripts go out packed for whoever can unpack them, and are the same', async () => {
  const { ledger } = await tellStory();
  await using served = await serveViewer(ledger);
  const page = await get(`${served.address}/about`, 'identity');
  assert.equal(page.encoding, undefined);
  const styles = /href="(\/assets\/main-[^"]+\.css)"/.exec(page.bytes.toString())?.[1] ?? '';
  // Files are packed once for all; a page each time that it is made.
  for (const [path, best] of [
    ['/about', 'gzip'],
    [styles, 'br'],
  ] as const) {
    const plain = await get(served.address + path, 'identity');
    // As browsers ask, who name the oldest first.
    const packed = await get(served.address + path, 'gzip, deflate, br, zstd');
    const gzip = await get(served.address + path, 'gzip, br;q=0');
    assert.deepEqual([packed.encoding, gzip.encoding], [best, 'gzip'], path);
    assert.match(packed.vary ?? '', /accept-encoding/i);
    assert.deepEqual((best === 'br' ? brotliDecompressSync : gunzipSync)(packed.bytes), plain.bytes);
    assert.deepEqual(gunzipSync(gzip.bytes), plain.bytes);
    assert.ok(packed.bytes.length < plain.bytes.length / 2);
    assert.equal((await get(served.address + path, 'br;q=0, gzip;q=0')).encoding, undefined);
  }
});

test('what checks a case in the browser of its reader is fetched with at most 60 kB', async (t) => {
  const { ledger } = await tellStory();
  await using served = await serveViewer(ledger);
  const assets = viewerAssets();
  let bytes = 0;
  for (const name of ['record-check.js', 'record-check-work.js']) {
    const { encoding, bytes: packed } = await get(served.address + assets.href(name), 'br, gzip');
    assert.equal(encoding, 'br');
    t.diagnostic(`${name}: ${packed.length} bytes`);
    bytes += packed.length;
  }
  assert.ok(bytes <= 60_000, `${bytes} bytes`);
});

test('what somebody typed is not packed: its size would tell of it', async () => {
  const { ledger } = await tellStory();
  await using served = await serveViewer(ledger);
  assert.equal((await get(`${served.address}/search?q=road`, 'br, gzip')).encoding, undefined);
});
