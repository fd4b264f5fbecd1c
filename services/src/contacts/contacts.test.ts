/** Letters to people, by a real mail server, and what is left of an address when it is erased. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { followSigner, formatFollowCode, makeFollowCode } from '@counterfoil/ledger/follow-code';
import { startTestService } from '../testing/service.ts';
import { openLetters, type Letters } from '../content/testing/letters.ts';
import { MailServer } from './testing/mail-server.ts';
import { Postman } from './postman.ts';
import { Contacts } from './contacts.ts';

const ADDRESS = 'canary.sings@example.org';
const CODE = makeFollowCode(new Uint8Array(29).fill(5));

function envOf(mails: MailServer): Readonly<Record<string, string>> {
  return {
    COUNTERFOIL_SMTP_URL: mails.url,
    COUNTERFOIL_MAIL_FROM: 'record@city.example',
    COUNTERFOIL_PUBLIC_ADDRESS: 'https://record.city.example',
  };
}

async function send(letters: Letters, path: string, fields: Record<string, string>): Promise<string> {
  const response = await fetch(letters.service.address + path, { method: 'POST', body: new URLSearchParams(fields) });
  const page = await response.text();
  assert.equal(response.status, 200, page);
  return page;
}

function tokenIn(body: string): string {
  return /https:\/\/record\.city\.example\/letters\/([A-Za-z0-9_-]{32})/.exec(body)?.[1] ?? '';
}

async function acknowledge(letters: Letters, id: number): Promise<number> {
  return letters.done({ kind: 'acknowledgement', by: [letters.city.mandate], case: id });
}

test('whoever confirms their address is told of what officials do, until they erase it', async () => {
  await using mails = await MailServer.start();
  await using letters = await openLetters(envOf(mails));
  const { address } = letters.service;
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
  await acknowledge(letters, id);
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

test('a mail server that is busy or away gets each letter once, later', async () => {
  await using mails = await MailServer.start();
  await using letters = await openLetters(envOf(mails));
  mails.isBusy = true;
  const { body } = await letters.city.input('A bench.', {
    ...{ process: 'wishes', followKey: followSigner(CODE).keyid },
  });
  const page = await send(letters, '/follow', { code: CODE, act: 'contact', mail: ADDRESS });
  assert.match(page, /We have sent you a letter/);
  const failed = /A letter could not be sent/;
  while (!letters.service.logged.some((line) => failed.test(line))) await new Promise((done) => setTimeout(done, 50));
  assert.ok(letters.service.logged.every((line) => !line.includes('canary')));
  mails.isBusy = false;
  letters.aheadMs += 60_000;
  const [asked] = await mails.received(1);
  await send(letters, `/letters/${tokenIn(asked?.body ?? '')}`, { do: 'confirm' });
  await acknowledge(letters, body.index);
  await mails.received(2);
  assert.match(mails.mails[1]?.raw ?? '', /confirmed receipt/);
});

test('several processes send each letter once', async () => {
  await using mails = await MailServer.start();
  await using service = await startTestService();
  const { db, recorder, config } = service;
  const { openTestCity } = await import('../testing/city.ts');
  const city = await openTestCity(service);
  const { openVault } = await import('../content/vault.ts');
  const vault = await openVault(service.folder, () => Promise.resolve(false));
  const pino = (await import('pino')).default;
  const log = pino({ level: 'silent' });
  const now = Date.now;
  const read = (): Promise<undefined> => Promise.resolve(undefined);
  const contacts = new Contacts({ db, vault, read, now, onLetter: () => undefined, onErased: () => undefined });
  const ids: number[] = [];
  for (let i = 0; i < 12; i++) ids.push((await city.input(`Bench ${i}`)).body.index);
  for (const [i, id] of ids.entries()) await contacts.add(id, `person${i}@example.org`);
  await db.updateTable('contacts').set({ confirmed: true }).execute();
  await db.deleteFrom('outbox').execute();
  for (const id of ids)
    assert.equal((await city.say({ kind: 'acknowledgement', by: [city.mandate], case: id }, [city.official])).status, 201);
  const { PgRecord } = await import('../pg-record.ts');
  const { nodePlatform } = await import('@counterfoil/ledger/platform-node');
  const record = new PgRecord({
    ...{ db, publisher: recorder.publisher, origin: config.origin, selfCheck: service.selfCheck },
    platform: nodePlatform(await import('node:crypto')),
  });
  const size = (): number => recorder.publisher.size;
  const common = { db, contacts, record, size, now, log, onErased: () => undefined };
  const postmen = Array.from(
    { length: 4 },
    () => new Postman({ ...common, smtpUrl: mails.url, from: 'record@city.example', site: 'https://c.example/', lookEveryMs: 20 }),
  );
  await mails.received(ids.length);
  await new Promise((done) => setTimeout(done, 300));
  for (const postman of postmen) await postman.close();
  assert.deepEqual(
    mails.mails.map(({ to }) => to[0]).sort(),
    ids.map((_, i) => `person${i}@example.org`).sort(),
  );
});

test('an address goes with the words it came with, and is in no table, log or figure', async () => {
  await using mails = await MailServer.start();
  await using letters = await openLetters(envOf(mails));
  const letter = await letters.write('A wish.', 'wishes');
  const { db } = letters.service;
  const { sql } = await import('kysely');
  const { body } = await letters.city.input('Another wish.', {
    ...{ case: letter.case, followKey: followSigner(CODE).keyid },
  });
  await send(letters, '/follow', { code: CODE, act: 'contact', mail: ADDRESS });
  await mails.received(1);
  const dump = async (): Promise<string> => {
    const { rows } = await sql<{ line: string }>`select contacts::text as line from contacts`.execute(db);
    return rows.map(({ line }) => line).join('\n');
  };
  const hex = Buffer.from(ADDRESS).toString('hex');
  for (const text of [await dump(), letters.service.logged.join('\n'), (await letters.get('/metrics')).body])
    assert.ok(!text.includes(ADDRESS) && !text.includes(hex) && !text.includes('canary'));
  await letters.decide(letter);
  letters.aheadMs += 11 * 86_400_000;
  const bytes = await (await fetch(`${letters.service.address}/api/v1/entries/${body.index}`)).json();
  const digest = /"digest":"([0-9a-f]{64})/.exec(
    Buffer.from((bytes as { envelope: { payload: string } }).envelope.payload, 'base64').toString(),
  )?.[1];
  await letters.done({
    ...{ kind: 'retention-applied', by: [letters.city.mandate], case: letter.case },
    items: [{ entry: body.index, digest: digest ?? '' }],
  });
  while ((await dump()) !== '') await new Promise((done) => setTimeout(done, 50));
});

test('without a mail server no address is asked for, and one without a sender is refused at the start', async () => {
  await using letters = await openLetters();
  assert.doesNotMatch((await letters.get('/inputs/new?process=wishes')).body, /name="mail"/);
  await assert.rejects(
    openLetters({ COUNTERFOIL_SMTP_URL: 'smtp://127.0.0.1:25' }).then((opened) => opened[Symbol.asyncDispose]()),
    /COUNTERFOIL_MAIL_FROM/,
  );
});
