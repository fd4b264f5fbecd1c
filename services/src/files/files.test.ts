/** Files through the API: sent, referred to, looked at before they are public, taken out, gone. */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { base64 } from '@counterfoil/ledger/bytes';
import { checkFile, MAX_ATTACHED_BYTES, type FileRef } from '@counterfoil/ledger/file-content';
import { checkReceipt, matchFile, type Receipt } from '@counterfoil/ledger/receipt';
import { createVerifier } from '@counterfoil/ledger/signature';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import * as crypto from 'node:crypto';
import { openLetters, type Letters } from '../content/testing/letters.ts';
import { jpeg, pdf, png, SECRET, talkativeJpeg } from './testing/pictures.ts';
import { until } from '../testing/until.ts';

interface Sent {
  readonly status: number;
  readonly body: FileRef & { readonly salt: string; readonly token: string; readonly code: string };
}

async function send(town: Letters, bytes: Uint8Array, headers: Record<string, string> = {}): Promise<Sent> {
  const response = await fetch(`${town.service.address}/api/v1/files`, {
    method: 'POST',
    body: Buffer.from(bytes),
    headers,
  });
  return { status: response.status, body: (await response.json()) as Sent['body'] };
}

/** An input with files. */
async function say(town: Letters, tokens: readonly string[], process = 'wishes') {
  const body = { text: 'Here is a picture.', lang: 'en', author: 'person', process, files: tokens };
  return town.city.post('/api/v1/inputs?receipt=1', JSON.stringify(body));
}

async function file(town: Letters, path: string, headers: Record<string, string> = {}) {
  const response = await fetch(town.service.address + path, { headers });
  return { status: response.status, headers: response.headers, bytes: new Uint8Array(await response.arrayBuffer()) };
}

async function counts(town: Letters): Promise<Record<'files' | 'file_keys' | 'file_chunks', number>> {
  const count = async (table: 'files' | 'file_keys' | 'file_chunks'): Promise<number> =>
    (await town.service.db.selectFrom(table).select('id').execute()).length;
  return { files: await count('files'), file_keys: await count('file_keys'), file_chunks: await count('file_chunks') };
}

const NOTHING = { files: 0, file_keys: 0, file_chunks: 0 };

test('A picture is sent, referred to, served with its salt, and proved by the receipt', async () => {
  await using town = await openLetters();
  const sent = await send(town, talkativeJpeg(), { 'content-type': 'text/html' });
  assert.equal(sent.status, 201);
  const { digest, bytes, mediaType, salt, token } = sent.body;
  assert.equal(mediaType, 'image/jpeg');
  assert.equal((await file(town, `/file/${digest}`)).status, 404, 'nobody has referred to it');
  const own = await file(town, `/api/v1/files/${digest}`, { authorization: `Counterfoil-Upload ${token}` });
  assert.ok(checkFile({ digest, bytes, mediaType }, own.bytes));
  assert.equal(base64(own.bytes.subarray(0, 32)), salt);
  assert.ok(!Buffer.from(own.bytes).includes(SECRET));
  for (const headers of [{}, { authorization: `Counterfoil-Upload ${'0'.repeat(64)}` }])
    assert.ok([401, 404].includes((await file(town, `/api/v1/files/${digest}`, headers)).status));

  const said = await say(town, [token]);
  assert.equal(said.status, 201);
  const served = await file(town, `/file/${digest}`);
  assert.deepEqual(served.bytes, own.bytes);
  assert.equal(served.headers.get('content-type'), 'application/octet-stream');
  assert.equal(served.headers.get('content-disposition'), 'attachment');
  assert.equal(served.headers.get('x-content-type-options'), 'nosniff');
  assert.match(served.headers.get('content-security-policy') ?? '', /^sandbox/);

  const { receipt } = said.body as unknown as { receipt: Receipt };
  assert.deepEqual(receipt.files, [salt]);
  assert.equal(await checkReceipt(receipt, createVerifier(nodePlatform(crypto))), 'holds');
  assert.equal(matchFile(receipt, own.bytes.subarray(32)), 0);
  assert.equal(matchFile(receipt, talkativeJpeg()), undefined, 'what was taken out of it makes it another file');
});

test('What is no file that is taken leaves nothing behind', async () => {
  await using town = await openLetters();
  const large = png({ width: 4000, height: 2500 });
  assert.ok(large.length > MAX_ATTACHED_BYTES);
  const refused: [string, Buffer, string, number][] = [
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>'), 'file-type', 415],
    ['an archive', Buffer.from('PK\x03\x04'), 'file-type', 415],
    ['nothing', Buffer.alloc(0), 'file-type', 415],
    ['a picture cut off', jpeg().subarray(0, -2), 'file-malformed', 422],
    ['a PDF with an archive behind it', Buffer.concat([pdf(), Buffer.from('PK\x05\x06')]), 'file-malformed', 422],
    ['one byte too many', large, 'file-too-large', 413],
    ['a picture cut off after many chunks', large.subarray(0, 3_000_000), 'file-malformed', 422],
  ];
  for (const [what, bytes, code, status] of refused) {
    const answer = await send(town, bytes);
    assert.deepEqual([answer.body.code, answer.status], [code, status], what);
    assert.deepEqual(await counts(town), NOTHING, what);
  }
  const packed = await send(town, jpeg(), { 'content-encoding': 'gzip' });
  assert.equal(packed.status, 415);
  // Its length is not said beforehand.
  const parts = new ReadableStream({
    start: (to) => {
      to.enqueue(large);
      to.close();
    },
  });
  const halfDuplex = { method: 'POST', body: parts, duplex: 'half' } as RequestInit;
  const streamed = await fetch(`${town.service.address}/api/v1/files`, halfDuplex);
  assert.equal(streamed.status, 413);
  assert.deepEqual(await counts(town), NOTHING);
  const exact = pdf('x'.repeat(MAX_ATTACHED_BYTES - pdf('').length));
  assert.equal(exact.length, MAX_ATTACHED_BYTES);
  assert.equal((await send(town, exact)).status, 201);
});

test('Whoever breaks off leaves nothing behind', async () => {
  await using town = await openLetters();
  const { port } = new URL(town.service.address);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write('POST /api/v1/files HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000\r\n\r\n');
  socket.write(png({ width: 900, height: 900 }).subarray(0, 300_000));
  await until('what was sent of it', async () => (await counts(town)).file_chunks >= 2);
  socket.destroy();
  await until('its end', async () => (await counts(town)).files === 0);
  assert.deepEqual(await counts(town), NOTHING);
});

test('Whoever sends too slowly is cut off, and nothing is left of it', async () => {
  await using town = await openLetters({ COUNTERFOIL_REQUEST_SECONDS: '2' });
  const { port } = new URL(town.service.address);
  const socket = connect(Number(port), '127.0.0.1');
  const closed = new Promise((done) => socket.once('close', done));
  socket.on('error', () => undefined);
  socket.write('POST /api/v1/files HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n');
  const drip = setInterval(() => socket.write(png().subarray(0, 1)), 50);
  await closed;
  clearInterval(drip);
  await until('its end', async () => (await counts(town)).files === 0);
  assert.deepEqual(await counts(town), NOTHING);
});

test('Only so many come in from one network at the same time, and the next when one has ended', async () => {
  await using town = await openLetters();
  const { port } = new URL(town.service.address);
  const slow = Array.from({ length: 4 }, () => connect(Number(port), '127.0.0.1'));
  for (const socket of slow) {
    socket.on('error', () => undefined);
    socket.write('POST /api/v1/files HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n');
    socket.write(png().subarray(0, 40));
  }
  await until('four uploads', async () => (await counts(town)).files >= 4);
  const fifth = await send(town, jpeg());
  assert.deepEqual([fifth.status, fifth.body.code], [503, 'uploads-full']);
  slow[0]?.destroy();
  await until('room for one more', async () => (await send(town, jpeg())).status !== 503);
  for (const socket of slow) socket.destroy();
});

test('Only whoever sent a file can refer to it, and nothing is recorded where it is not here', async () => {
  await using town = await openLetters();
  const { city, service } = town;
  const { digest, bytes, mediaType, token } = (await send(town, pdf())).body;
  const size = service.recorder.publisher.size;
  for (const wrong of ['0'.repeat(64), digest]) {
    const answer = await say(town, [wrong]);
    assert.deepEqual([answer.status, answer.body.code], [422, 'file-unknown']);
  }
  const opened = await town.write('A wish.', 'wishes');
  const words = city.text('The plan is attached.');
  const response = { kind: 'response' as const, by: [city.mandate], case: opened.case, text: words.ref };
  const post = async (ref: FileRef, files: readonly string[]) => {
    const envelope = await city.sign({ ...response, files: [ref] }, [city.official]);
    const contents = [{ salt: base64(words.content.salt), text: words.content.text }];
    const sent = JSON.stringify({ envelope, contents, files });
    return { sent, ...(await city.post('/api/v1/statements', sent)) };
  };
  const ref = { digest, bytes, mediaType };
  const refused = [
    await post(ref, []),
    await post(ref, ['1'.repeat(64)]),
    await post({ ...ref, bytes: bytes + 1 }, [token]),
    await post({ ...ref, mediaType: 'image/png' }, [token]),
    await post({ ...ref, digest: '2'.repeat(64) }, [token]),
  ];
  for (const { status, body } of refused) assert.deepEqual([status, body.code], [422, 'file-unknown']);
  assert.equal(service.recorder.publisher.size, size + 1, 'the wish alone');
  const taken = await post(ref, [token]);
  assert.equal(taken.status, 201);
  // The very same again, as after a lost answer: on record once.
  const again = await city.post('/api/v1/statements', taken.sent);
  assert.deepEqual([again.status, again.body.index], [200, taken.body.index]);
  // What is in public view can be referred to by anybody who signs.
  assert.equal((await post(ref, [])).status, 201);
});

test('A file that waits is for its sender and for those who decide; what is hidden, erased or unknown answers alike', async () => {
  await using town = await openLetters();
  const { city } = town;
  const { digest, token } = (await send(town, jpeg())).body;
  const said = await say(town, [token], 'letters');
  const letter = { case: said.body.index, entry: said.body.index, digest };
  const unknown = await file(town, `/file/${'0'.repeat(64)}`);
  const hidden = async (state: string): Promise<void> => {
    const answer = await file(town, `/file/${digest}`);
    assert.deepEqual([answer.status, answer.bytes], [unknown.status, unknown.bytes], state);
    const heads = [answer, unknown].map(({ headers }) => [...headers].filter(([name]) => name !== 'date'));
    assert.deepEqual(heads[0], heads[1], state);
  };
  await hidden('pending');
  assert.equal(
    (await file(town, `/api/v1/files/${digest}`, { authorization: `Counterfoil-Upload ${token}` })).status,
    200,
  );
  const pass = await town.pass(city.official);
  const path = `/api/v1/files/${digest}?office=desk`;
  assert.equal((await file(town, path, { authorization: pass })).bytes.length, 32 + jpeg().length);
  const stranger = await town.pass(town.archivist);
  assert.equal((await file(town, `/api/v1/files/${digest}?office=archive`, { authorization: stranger })).status, 404);
  assert.equal((await file(town, path)).status, 401);
  const { items } = JSON.parse((await town.get('/api/v1/pending?office=desk', pass)).body) as {
    items: { digest: string; file: object | null; text: string | null }[];
  };
  assert.deepEqual(
    items.find((item) => item.digest === digest),
    {
      ...items.find((item) => item.digest === digest),
      file: { bytes: jpeg().length, mediaType: 'image/jpeg' },
      text: null,
    },
  );
  await town.publish(letter);
  assert.equal((await file(town, `/file/${digest}`)).status, 200);
  await town.withhold(letter);
  await hidden('withheld');
  await town.restore(letter);
  assert.equal((await file(town, `/file/${digest}`)).status, 200);
  await town.redact(letter);
  await hidden('erased');
  assert.deepEqual(await counts(town), NOTHING);
  assert.equal(
    (await file(town, `/api/v1/files/${digest}`, { authorization: `Counterfoil-Upload ${token}` })).status,
    404,
  );
  assert.equal((await file(town, path, { authorization: pass })).status, 404);
});

test('What nobody refers to is gone after an hour, what is on record stays', async () => {
  await using town = await openLetters();
  const kept = (await send(town, jpeg())).body;
  await say(town, [kept.token]);
  const left = (await send(town, pdf())).body;
  town.aheadMs = 59 * 60_000;
  await town.service.files.sweep();
  assert.equal((await counts(town)).files, 2);
  town.aheadMs = 61 * 60_000;
  await town.service.files.sweep();
  assert.equal((await counts(town)).files, 1);
  assert.equal((await say(town, [left.token])).body.code, 'file-unknown');
  assert.equal((await file(town, `/file/${kept.digest}`)).status, 200);
  assert.equal(
    (await file(town, `/api/v1/files/${kept.digest}`, { authorization: `Counterfoil-Upload ${kept.token}` })).status,
    404,
  );
});
