/** Files by the form of the pages, as a browser without scripts sends them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openLetters, type Letters } from '../content/testing/letters.ts';
import { jpeg, pdf, png, SECRET, talkativeJpeg } from '../files/testing/pictures.ts';

interface Chosen {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly type?: string;
}

/** What browsers send where no file was chosen. */
const NONE: Chosen = { name: '', bytes: new Uint8Array(), type: 'application/octet-stream' };

async function send(
  town: Letters,
  files: readonly Chosen[],
  fields: Record<string, string | string[]> = {},
  prefix = '',
) {
  const form = new FormData();
  const all = { process: 'wishes', text: 'Look at this.', lang: 'en', author: 'person', mail: '', ...fields };
  for (const [name, values] of Object.entries(all)) for (const value of [values].flat()) form.append(name, value);
  for (const { name, bytes, type = 'image/jpeg' } of files)
    form.append('files', new Blob([Buffer.from(bytes)], { type }), name);
  const response = await fetch(`${town.service.address}${prefix}/inputs/new`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
  });
  const location = response.headers.get('location');
  return { status: response.status, location, html: await response.text() };
}

async function page(town: Letters, path: string): Promise<string> {
  return (await town.get(path)).body;
}

function tokens(html: string): string[] {
  return [...html.matchAll(/name="kept"[^>]*value="([0-9a-f]{64})"/g)].map(([, token = '']) => token);
}

test('Pictures and a PDF are sent with the words, shown with them, and offered to be kept', async () => {
  await using town = await openLetters();
  assert.match(await page(town, '/inputs/new?process=wishes'), /type="file"[^>]*multiple/);
  const sent = await send(town, [
    { name: '../../etc/passwd', bytes: talkativeJpeg(), type: 'text/html' },
    { name: 'plan.pdf\0.exe', bytes: pdf(), type: 'image/png' },
  ]);
  assert.equal(sent.status, 303, sent.html);
  const entry = Number(/\d+$/.exec(sent.location ?? '')?.[0]);
  const receipt = await page(town, sent.location ?? '');
  const [picture = '', plan = ''] = [...receipt.matchAll(/\/files\/[0-9a-f]{64}/g)].map(([href]) => href);
  const shown = await page(town, `/cases/${entry}`);
  assert.match(
    shown,
    new RegExp(`<img[^>]*src="${picture}"[^>]*alt="Picture 1 with entry ${entry}"[^>]*loading="lazy"`),
  );
  assert.match(shown, new RegExp(`href="${plan}" download`));
  for (const html of [receipt, shown]) assert.doesNotMatch(html, /passwd|plan\.pdf/);

  const image = await fetch(town.service.address + picture);
  assert.equal(image.headers.get('content-type'), 'image/jpeg');
  assert.equal(image.headers.get('x-content-type-options'), 'nosniff');
  assert.match(image.headers.get('content-security-policy') ?? '', /^sandbox;/);
  assert.ok(!Buffer.from(await image.arrayBuffer()).includes(SECRET));
  const document = await fetch(town.service.address + plan);
  assert.equal(document.headers.get('content-disposition'), `attachment; filename="entry-${entry}-2.pdf"`);
  assert.deepEqual(Buffer.from(await document.arrayBuffer()), pdf());
});

test('What is wrong is said, nothing is recorded, and what was received need not be chosen again', async () => {
  await using town = await openLetters();
  const size = town.service.recorder.publisher.size;
  const first = await send(town, [
    { name: 'a.jpg', bytes: jpeg() },
    { name: 'b.jpg', bytes: Buffer.from('<script>alert(1)</script>') },
    { name: 'c.png', bytes: png().subarray(0, 60) },
  ]);
  assert.equal(first.status, 400);
  assert.match(first.html, /File 2 was not taken: This is none of the files that are taken/);
  assert.match(first.html, /File 3 was not taken: /);
  assert.match(first.html, /Look at this\./);
  const kept = tokens(first.html);
  assert.equal(kept.length, 1);
  // Something else is wrong now: it is kept on.
  const second = await send(town, [NONE], { kept, text: '' });
  assert.deepEqual([second.status, tokens(second.html)], [400, kept]);
  const gone = await send(town, [NONE], { kept: '0'.repeat(64) });
  assert.match(gone.html, /not here any more/);
  assert.equal(town.service.recorder.publisher.size, size);
  const third = await send(town, [{ name: 'd.pdf', bytes: pdf() }], { kept });
  assert.equal(third.status, 303);
  const receipt = await page(town, third.location ?? '');
  assert.equal(new Set(receipt.match(/\/files\/[0-9a-f]{64}/g)).size, 2);
  // Who takes the mark away sends none.
  const fourth = await send(town, [NONE]);
  assert.equal(fourth.status, 303);
  assert.doesNotMatch(await page(town, fourth.location ?? ''), /\/files\//);
});

test('What is wrong with a file is said in the language of the form', async () => {
  await using town = await openLetters();
  for (const [prefix, first, second] of [
    [
      '/nl',
      'Bestand 1 is niet aangenomen: Dit is geen bestand dat wordt aangenomen: dat zijn JPEG-, PNG- en WebP-foto’s, en pdf.',
      'Bestand 2 is niet aangenomen: Dit is geen JPEG-foto zoals het moet. Er zit geen foto in.',
    ],
    [
      '/ar',
      'لم يُقبل الملف 1: ليس من الملفات المقبولة، وهي صور JPEG وPNG وWebP، وملفات PDF.',
      'لم يُقبل الملف 2: ليست هذه صورة JPEG كما يجب. ليس فيها صورة.',
    ],
  ] as const) {
    const files = [
      { name: 'a.jpg', bytes: Buffer.from('<script>alert(1)</script>') },
      { name: 'b.jpg', bytes: Buffer.from([0xff, 0xd8, 0xff, 0xd9]) },
    ];
    const { status, html } = await send(town, files, {}, prefix);
    assert.equal(status, 400);
    for (const told of [first, second]) assert.ok(html.includes(`<a href="#files">${told}</a>`), told);
  }
});

test('A file that waits can be saved by its sender from the answer, and by nobody else', async () => {
  await using town = await openLetters();
  const sent = await send(town, [{ name: 'a.jpg', bytes: jpeg() }], { process: 'letters' });
  assert.equal(sent.status, 200, 'the receipt itself');
  const [, href = '', token = ''] =
    /action="(\/files\/[0-9a-f]{64})"><input type="hidden" name="token" value="([0-9a-f]{64})"/.exec(sent.html) ?? [];
  const save = async (shown: string) =>
    fetch(town.service.address + href, { method: 'POST', body: new URLSearchParams({ token: shown }) });
  const saved = await save(token);
  assert.equal(saved.headers.get('cache-control'), 'no-store');
  assert.match(saved.headers.get('content-disposition') ?? '', /^attachment; filename="entry-\d+-1.jpg"$/);
  assert.deepEqual(Buffer.from(await saved.arrayBuffer()), jpeg());
  for (const other of ['0'.repeat(64), '', href.slice(7)]) assert.equal((await save(other)).status, 404);
  const asked = await fetch(town.service.address + href);
  const unknown = await fetch(`${town.service.address}/files/${'0'.repeat(64)}`);
  const without = async (response: Response): Promise<string> =>
    (await response.text()).replaceAll(/\/files\/[0-9a-f]{64}/g, '/files/…');
  assert.deepEqual([asked.status, await without(asked)], [404, await without(unknown)]);
});

test('Forms that no browser sends are refused, and leave nothing behind', async () => {
  await using town = await openLetters();
  const size = town.service.recorder.publisher.size;
  const post = async (form: string | Buffer, type = 'multipart/form-data; boundary=cut') => {
    const response = await fetch(`${town.service.address}/inputs/new`, {
      ...{ method: 'POST', body: Buffer.from(form) },
      headers: { 'content-type': type },
    });
    return response.status;
  };
  const part = (name: string, value: string | Buffer, more = ''): Buffer =>
    Buffer.concat([
      Buffer.from(`--cut\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`),
      Buffer.from(value),
      Buffer.from('\r\n'),
    ]);
  const end = Buffer.from('--cut--\r\n');
  const fields = [part('process', 'wishes'), part('text', 'Words.'), part('lang', 'en'), part('author', 'person')];
  const wrong: Record<string, Buffer> = {
    'no end': Buffer.concat(fields),
    'a field twice': Buffer.concat([...fields, part('text', 'Others.'), end]),
    'words that are no UTF-8': Buffer.concat([...fields.slice(1), part('process', Buffer.of(0xc3, 0x28)), end]),
    'a field too many': Buffer.concat([...fields, part('colour', 'red'), end]),
    'very many fields': Buffer.concat([...fields, ...Array.from({ length: 40 }, (_, i) => part(`f${i}`, 'x')), end]),
    'no fields': end,
  };
  for (const [what, body] of Object.entries(wrong)) assert.equal(await post(body), 400, what);
  assert.equal(await post('x', 'multipart/form-data'), 400);
  const many = Array.from({ length: 12 }, (_, i) => part('files', jpeg(), `; filename="${i}.jpg"`));
  assert.equal(await post(Buffer.concat([...fields, ...many, end])), 400);
  assert.equal(town.service.recorder.publisher.size, size);
  assert.equal(
    (await town.service.db.selectFrom('files').select('id').where('entry', 'is not', null).execute()).length,
    0,
  );
});
