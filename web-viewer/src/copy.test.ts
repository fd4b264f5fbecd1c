import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import express, { type ErrorRequestHandler } from 'express';
import { describeCopy, readOnly, toOriginal, type Copy } from './copy.ts';
import { languageOf } from './languages.ts';
import { PageError } from './page-error.ts';

const english = languageOf('en');
const copy: Copy = {
  ...{ keptBy: 'The Courier', from: 'https://files.example/', original: 'https://record.example/city/' },
  ...{ size: 1234, readAt: '2026-11-22T04:05:06.000Z', trouble: undefined },
};

test('a copy says whose it is, where from, how far it reaches and where the original is', () => {
  const { sentence, original, trouble } = describeCopy(english, copy);
  assert.equal(
    sentence,
    'This is a copy kept by The Courier, read from https://files.example/; as of the checkpoint over 1,234 entries, at 22 November 2026, 04:05 UTC.',
  );
  assert.deepEqual([original, trouble], ['https://record.example/city/', undefined]);
  const unnamed = describeCopy(english, { ...copy, keptBy: undefined, from: undefined, trouble: 'forked' });
  assert.match(unnamed.sentence, /kept by whoever runs this address, read from a folder;/);
  assert.match(unnamed.trouble ?? '', /two histories/);
});

test('links of a copy to what only the original does lead there, in the language of the page, and no others do', () => {
  const links = (html: string): string => toOriginal(html, copy.original);
  for (const path of ['inputs/new', 'inputs/new?case=5', 'nl/follow', 'follow#code', 'desk', 'self-check.json'])
    assert.equal(links(`<a href="/${path}">`), `<a href="https://record.example/city/${path}">`);
  for (const path of ['', 'cases', 'nl/cases/7', 'followers', 'cases/inputs', 'check', 'content/follow'])
    assert.equal(links(`<a href="/${path}">`), `<a href="/${path}">`);
  assert.equal(
    toOriginal('<a href="/desk">', 'https://a.example/"$&/'),
    '<a href="https://a.example/&quot;$&amp;/desk">',
  );
});

test('a copy reads, and what would be sent or done elsewhere leads to the original', async () => {
  const app = express();
  app.use(readOnly(() => copy, english));
  app.use((_request, response) => void response.send('read'));
  const answer: ErrorRequestHandler = (error: unknown, _request, response, next) => {
    if (!(error instanceof PageError)) return next(error);
    response.json([error.code, error.instead?.href]);
  };
  app.use(answer);
  const server = app.listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const { port } = server.address() as AddressInfo;
  const ask = async (path: string, method = 'GET'): Promise<[string, string | null]> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method });
    return [await response.text(), response.headers.get('allow')];
  };
  try {
    for (const path of ['/', '/cases/5', '/files/ab', '/followers', '/receipts/3'])
      assert.deepEqual(await ask(path), ['read', null], path);
    const elsewhere = {
      '/inputs/new?case=5': 'inputs/new?case=5',
      '/follow': 'follow',
      '/desk': 'desk',
      '/letters/a': 'letters/a',
    };
    for (const [path, there] of Object.entries(elsewhere))
      assert.equal((await ask(path))[0], JSON.stringify(['copy-elsewhere', copy.original + there]));
    assert.equal(
      (await ask('/inputs/..%2f..%2f'))[0],
      JSON.stringify(['copy-elsewhere', `${copy.original}inputs/..%2f..%2f`]),
    );
    for (const [path, method] of [
      ['/inputs/new', 'POST'],
      ['/cases/5', 'PUT'],
      ['/', 'DELETE'],
    ] as const)
      assert.deepEqual(await ask(path, method), [JSON.stringify(['copy-takes-nothing', copy.original]), 'GET, HEAD']);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});
