/** Letters to people, by a real mail server, and what is left of an address when it is erased. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as crypto from 'node:crypto';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { signDeskPass } from '@counterfoil/ledger/desk-pass';
import { followSigner, formatFollowCode } from '@counterfoil/ledger/follow-code';
import { formatKeyName } from '@counterfoil/web-viewer/follow/key-name';
import pino from 'pino';
import { openVault } from '../content/vault.ts';
import { connect } from '../database/connect.ts';
import { openLetters, type Letters } from '../content/testing/letters.ts';
import { PgRecord } from '../pg-record.ts';
import { startLetters } from './start.ts';
import { MailServer } from './testing/mail-server.ts';
import { acknowledge, ADDRESS, CODE, envOf, send, tokenIn } from './testing/correspondence.ts';
import { until } from '../testing/until.ts';

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
  await noticed(letters, await acknowledge(letters, id));
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
  await noticed(letters, await acknowledge(letters, id));
  assert.equal((await fetch(`${address}/letters/${token}`)).status, 404);
  assert.deepEqual(await service.db.selectFrom('outbox').selectAll().execute(), []);
  assert.equal(mails.mails.length, 2);
});

/** Waits until the entry has been looked through for notices. */
async function noticed({ service }: Letters, entry: number): Promise<void> {
  const read = service.db.selectFrom('notices_read').select('size');
  await until('the look for notices', async () => (await read.executeTakeFirstOrThrow()).size > entry);
}

test('letters are in the language of the page on which they were asked for', async () => {
  await using mails = await MailServer.start();
  await using letters = await openLetters(envOf(mails));
  const form = { process: 'wishes', text: 'Een bank.', lang: 'nl', author: 'person', mail: ADDRESS };
  await send(letters, '/nl/inputs/new', form);
  const id = letters.service.recorder.publisher.size - 1;
  const [asked] = await mails.received(1);
  assert.match(asked?.raw ?? '', new RegExp(`^Subject: Bevestig alstublieft: brieven over zaak ${id}\r$`, 'm'));
  assert.match(asked?.raw ?? '', /^Content-Language: nl\r$/m);
  assert.match(asked?.body ?? '', /https:\/\/record\.city\.example\/nl\/letters\//);
  const token = tokenIn(asked?.body ?? '');
  assert.match(await send(letters, `/nl/letters/${token}`, { do: 'confirm' }), /Bevestigd/);
  await acknowledge(letters, id);
  const [, told] = await mails.received(2);
  assert.match(told?.raw ?? '', new RegExp(`^Subject: Zaak ${id}: Ontvangst bevestigd door Desk\r$`, 'm'));
  assert.match(told?.body ?? '', new RegExp(`https://record\\.city\\.example/nl/cases/${id}\n`));
  assert.doesNotMatch(told?.body ?? '', /This is entry|Een bank/);
});

test('a letter in Arabic is one, and one in a language that is not known is in that of the authority', async () => {
  await using mails = await MailServer.start();
  await using letters = await openLetters(envOf(mails));
  const signer = followSigner(CODE);
  await letters.city.input('A bench.', { process: 'wishes', followKey: signer.keyid });
  await send(letters, '/ar/follow', { code: CODE, act: 'contact', mail: ADDRESS });
  const [arabic] = await mails.received(1);
  assert.match(arabic?.raw ?? '', /^Content-Language: ar\r$/m);
  assert.match(arabic?.raw ?? '', /^Content-Type: text\/plain; charset=utf-8\r$/m);
  assert.match(arabic?.body ?? '', /طلب شخص أن يُبلَّغ هذا العنوان/);
  assert.match(arabic?.body ?? '', /^https:\/\/record\.city\.example\/ar\/letters\/[A-Za-z0-9_-]{32}$/m);
  const { address, config } = letters.service;
  const [from, last] = [-60_000, 60_000].map((ms) => new Date(letters.now() + ms).toISOString()) as [string, string];
  const kept = await fetch(`${address}/api/v1/follow/${formatKeyName(signer.keyid)}/contact`, {
    method: 'PUT',
    headers: {
      'Content-Type': 'application/json',
      Authorization: await signDeskPass({ origin: config.origin, from, until: last }, signer),
    },
    body: JSON.stringify({ address: ADDRESS, language: 'tlh' }),
  });
  assert.equal(kept.status, 202);
  const [, english] = await mails.received(2);
  assert.match(english?.raw ?? '', /^Content-Language: en\r$/m);
  assert.match(english?.body ?? '', /^https:\/\/record\.city\.example\/letters\/[A-Za-z0-9_-]{32}$/m);
});

test('a process that has not heard of the newest entry yet leaves the letters about it to those that have', async () => {
  await using mails = await MailServer.start();
  await using letters = await openLetters(envOf(mails));
  const { folder, recorder, files, config, databaseUrl } = letters.service;
  const { body } = await letters.city.input('A bench.', {
    ...{ process: 'wishes', followKey: followSigner(CODE).keyid },
  });
  await send(letters, '/follow', { code: CODE, act: 'contact', mail: ADDRESS });
  const [asked] = await mails.received(1);
  await send(letters, `/letters/${tokenIn(asked?.body ?? '')}`, { do: 'confirm' });
  mails.isBusy = true;
  await acknowledge(letters, body.index);
  const words = letters.city.text('It comes in May.');
  const newest = await letters.done(
    { kind: 'response', by: [letters.city.mandate], case: body.index, text: words.ref },
    [words.content],
  );
  await using pool = Object.assign(connect(databaseUrl), { [Symbol.asyncDispose]: () => pool.close() });
  const { db } = pool;
  const waiting = db.selectFrom('outbox').select('entry').orderBy('entry');
  await until('both letters', async () => (await waiting.where('tries', '>', 0).execute()).length === 2);
  const { note, vkey } = recorder.publisher;
  await letters.service.close();
  mails.isBusy = false;
  // So that it comes first.
  await db
    .updateTable('outbox')
    .set({ due: new Date(0) })
    .where('entry', '=', newest)
    .execute();

  const vault = await openVault(folder, () => Promise.resolve(true));
  /** @param size of the record, as far as the process has heard of it */
  const deliver = async (size: number, count: number): Promise<void> => {
    const own = { origin: config.origin, platform: nodePlatform(crypto), selfCheck: { info: undefined } };
    const record = new PgRecord({ db, files, publisher: { size, note, vkey }, ...own });
    const office = startLetters({
      ...{ db, vault, record, read: (kind, id) => record.state(kind, id), size: () => size },
      ...{ now: () => letters.now() + 3_600_000, log: pino({ level: 'silent' }), onErased: () => undefined },
      ...{ smtpUrl: config.smtpUrl, from: config.mailFrom, site: config.publicAddress },
    });
    office.wake();
    await mails.received(count);
    await office.close();
    await record.close();
  };
  await deliver(newest, 2);
  assert.deepEqual(await waiting.execute(), [{ entry: newest }]);
  await deliver(newest + 1, 3);
  assert.deepEqual(await waiting.execute(), []);
  assert.match(mails.mails[1]?.raw ?? '', /confirmed receipt/);
  assert.match(mails.mails[2]?.raw ?? '', /Desk answered/);
});

test('without a mail server no address is asked for, and one without a sender is refused at the start', async () => {
  await using letters = await openLetters();
  assert.doesNotMatch((await letters.get('/inputs/new?process=wishes')).body, /name="mail"/);
  await assert.rejects(
    openLetters({ COUNTERFOIL_SMTP_URL: 'smtp://127.0.0.1:25' }).then((opened) => opened[Symbol.asyncDispose]()),
    /COUNTERFOIL_MAIL_FROM/,
  );
});
