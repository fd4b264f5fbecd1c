/** Letters to people, by a real mail server, and what is left of an address when it is erased. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { followSigner, formatFollowCode } from '@counterfoil/ledger/follow-code';
import { openLetters } from '../content/testing/letters.ts';
import { MailServer } from './testing/mail-server.ts';
import { acknowledge, ADDRESS, CODE, envOf, send, tokenIn } from './testing/correspondence.ts';

test('whoever confirms their address is told of what officials do, until they erase it', async () => {
  await using mails = await MailServer.start();
  await using letters = await openLetters(envOf(mails));
  const { service } = letters;
  const { address } = service;
  const form = { process: 'wishes', text: 'A bench.', lang: 'en', author: 'person', mail: ADDRESS };
  await send(letters, '/inputs/new', { ...form, follow: followSigner(CODE).keyid });
  const id = letters.service.recorder.publisher.size - 1;

  const [asked] = await mails.received(1);
  assert.deepEqual(asked?.to, [ADDRESS]);
  assert.match(asked.raw, /^From: record@city\.example\r$/m);
  assert.match(asked.raw, /^Auto-Submitted: auto-generated\r$/m);
  assert.doesNotMatch(asked.body, /A bench/);
  const token = tokenIn(asked.body);

  // Not confirmed yet: nothing more is sent. Looking at the link does nothing, as programs do that look at links.
  const looked = await fetch(`${address}/letters/${token}`);
  assert.match(await looked.text(), new RegExp(`what becomes of case ${id}`));
  const early = await acknowledge(letters, id);
  while ((await service.db.selectFrom('notices_read').select('size').executeTakeFirstOrThrow()).size <= early)
    await new Promise((done) => setTimeout(done, 100));
  await send(letters, `/letters/${token}`, { do: 'confirm' });
  const words = letters.city.text('It comes in May.');
  const response = await letters.done({ kind: 'response', by: [letters.city.mandate], case: id, text: words.ref }, [
    words.content,
  ]);
  const [, told] = await mails.received(2);
  assert.match(told?.raw ?? '', new RegExp(`^Subject: Case ${id}: Desk answered\r$`, 'm'));
  assert.match(told?.body ?? '', new RegExp(`This is entry ${response} on the public record of Testville`));
  assert.match(told?.body ?? '', new RegExp(`https://record\\.city\\.example/cases/${id}\n`));
  assert.doesNotMatch(told?.body ?? '', /It comes in May/);
  assert.equal(tokenIn(told?.body ?? ''), token);

  // What other people say, and what concerns others, is none of it.
  await letters.city.input('And another.', { case: id });
  const stopped = await send(letters, '/follow', { code: formatFollowCode(CODE), act: 'contact-stop' });
  assert.match(stopped, /The address is erased/);
  await acknowledge(letters, id);
  assert.equal((await fetch(`${address}/letters/${token}`)).status, 404);
  await new Promise((done) => setTimeout(done, 300));
  assert.equal(mails.mails.length, 2);
});

test('without a mail server no address is asked for, and one without a sender is refused at the start', async () => {
  await using letters = await openLetters();
  assert.doesNotMatch((await letters.get('/inputs/new?process=wishes')).body, /name="mail"/);
  await assert.rejects(
    openLetters({ COUNTERFOIL_SMTP_URL: 'smtp://127.0.0.1:25' }).then((opened) => opened[Symbol.asyncDispose]()),
    /COUNTERFOIL_MAIL_FROM/,
  );
});
