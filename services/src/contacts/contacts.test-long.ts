/** Letters when the mail server is away and when several processes send them, and what is left of an address when its words are erased. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { followSigner, makeFollowCode } from '@counterfoil/ledger/follow-code';
import { contentRefs } from '@counterfoil/ledger/statement';
import { openEntry } from '@counterfoil/web-viewer/opened-entry';
import pino from 'pino';
import postgres from 'postgres';
import { startService } from '../service.ts';
import { openLetters } from '../content/testing/letters.ts';
import { filesWith, isIn, spellings } from '../testing/canary.ts';
import { MailServer } from './testing/mail-server.ts';
import { acknowledge, ADDRESS, CODE, envOf, send, tokenIn } from './testing/correspondence.ts';
import { until } from '../testing/until.ts';

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
  await until('a letter that fails', () => letters.service.logged.some((line) => failed.test(line)));
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
  await using letters = await openLetters(envOf(mails));
  const { service, city } = letters;
  const log = pino({ level: 'silent' });
  await using others = new AsyncDisposableStack();
  for (let i = 0; i < 2; i++) {
    const other = await startService(service.config, log, () => letters.now());
    others.defer(() => other.close());
  }
  const count = 12;
  const { body } = await city.input('A bench.', { process: 'wishes' });
  for (let i = 1; i <= count; i++) {
    const code = makeFollowCode(new Uint8Array(29).fill(i));
    await city.input(`Bench ${i}`, { case: body.index, followKey: followSigner(code).keyid });
    await send(letters, '/follow', { code, act: 'contact', mail: `person${i}@example.org` });
  }
  await mails.received(count);
  await service.db.updateTable('contacts').set({ confirmed: true }).execute();
  await acknowledge(letters, body.index);
  await mails.received(2 * count);
  // Time enough for each of them to look once more.
  await new Promise((done) => setTimeout(done, 4000));
  assert.deepEqual(
    mails.mails
      .slice(count)
      .map(({ to }) => to[0])
      .toSorted(byText),
    Array.from({ length: count }, (_, i) => `person${i + 1}@example.org`).toSorted(byText),
  );
});

test('an address is in no table, log or figure, and when it is erased nothing is left of what it was sealed as', async () => {
  await using mails = await MailServer.start();
  await using letters = await openLetters(envOf(mails));
  const { db, databaseUrl, logged, folder } = letters.service;
  await letters.city.input('A wish.', { process: 'wishes', followKey: followSigner(CODE).keyid });
  await send(letters, '/follow', { code: CODE, act: 'contact', mail: ADDRESS });
  await mails.received(1);
  const kept = await db.selectFrom('contacts').select(['key', 'sealed']).executeTakeFirstOrThrow();
  for (const text of [logged.join('\n'), (await letters.get('/metrics')).body])
    assert.equal(isIn(text, spellings(ADDRESS)), false);
  assert.deepEqual(await databaseFiles(databaseUrl, spellings(ADDRESS)), []);
  assert.notDeepEqual(await databaseFiles(databaseUrl, spellings(kept.sealed)), []);

  await send(letters, '/follow', { code: CODE, act: 'contact-stop' });
  assert.deepEqual(await db.selectFrom('contacts').select('id').execute(), []);
  const due = (): Promise<{ times: number; cleared: number }> =>
    db.selectFrom('taken_away').select(['times', 'cleared']).executeTakeFirstOrThrow();
  await until('the clearing of what was taken away', async () => {
    const { times, cleared } = await due();
    return times === cleared;
  });
  const needles = [kept.key, kept.sealed].flatMap((bytes) => spellings(bytes));
  assert.deepEqual(await databaseFiles(databaseUrl, needles), []);
  assert.deepEqual((await filesWith(folder, spellings(ADDRESS))).found, []);
});

test('an address goes with the words it came with', async () => {
  await using mails = await MailServer.start();
  await using letters = await openLetters(envOf(mails));
  const { db, address } = letters.service;
  const letter = await letters.write('A wish.', 'wishes');
  const { body } = await letters.city.input('Another wish.', {
    ...{ case: letter.case, followKey: followSigner(CODE).keyid },
  });
  await send(letters, '/follow', { code: CODE, act: 'contact', mail: ADDRESS });
  await mails.received(1);
  await letters.decide(letter);
  const entry = openEntry(body.index, await (await fetch(`${address}/api/v1/entries/${body.index}`)).bytes());
  const digest = contentRefs(entry.statement)[0]?.digest ?? '';
  letters.aheadMs += 11 * 86_400_000;
  await letters.done({
    ...{ kind: 'retention-applied', by: [letters.city.mandate], case: letter.case },
    items: [{ entry: body.index, digest }],
  });
  const contacts = db.selectFrom('contacts').select('id');
  await until('that the address is gone', async () => (await contacts.execute()).length === 0);
});

/** Files of the database that hold one of the spellings. */
async function databaseFiles(url: string, needles: readonly Buffer[]): Promise<readonly string[]> {
  const owner = postgres(url, { max: 1 });
  try {
    await owner`checkpoint`;
    const [row] = await owner<{ data_directory: string }[]>`show data_directory`;
    const { found, looked } = await filesWith(row?.data_directory ?? '', needles);
    assert.ok(looked > 0);
    return found;
  } finally {
    await owner.end();
  }
}

function byText(a = '', b = ''): number {
  return a < b ? -1 : 1;
}
