import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { reasonHash } from '@counterfoil/ledger/reason';
import { sql } from 'kysely';
import { auditService } from '../client/testing/audit-service.ts';
import { openLetters, type Letter, type Letters } from './testing/letters.ts';

interface Unseen {
  readonly digest: string;
  readonly state: string;
  readonly text: string;
  readonly salt: string;
}

async function pending(town: Letters, query = ''): Promise<{ items: Unseen[]; next: string | null }> {
  const { status, body } = await town.get(`/api/v1/pending?office=desk${query}`, await town.pass(town.city.official));
  assert.equal(status, 200, body);
  return JSON.parse(body) as { items: Unseen[]; next: string | null };
}

async function statusOf(town: Letters, { digest }: Pick<Letter, 'digest'>): Promise<number> {
  return (await town.get(`/content/${digest}`)).status;
}

/** In which table the text lies, and how many derived rows there are. */
async function placeOf(town: Letters, { digest }: Letter): Promise<string> {
  const { rows } = await sql<{ place: string }>`
    select concat_ws(' ', case when exists (select from contents where digest = decode(${digest}, 'hex')) then 'public' end,
      case when exists (select from sealed_contents where digest = decode(${digest}, 'hex')) then 'sealed' end) as place`.execute(
    town.service.db,
  );
  return rows[0]?.place ?? '';
}

describe('A text', () => {
  test('lies where its state says, through every change', async () => {
    await using town = await openLetters();
    const letter = await town.write('The path behind the mill is flooded.');
    assert.deepEqual([await placeOf(town, letter), await statusOf(town, letter)], ['sealed', 404]);
    await town.publish(letter);
    assert.deepEqual([await placeOf(town, letter), await statusOf(town, letter)], ['public', 200]);
    await town.withhold(letter);
    assert.deepEqual([await placeOf(town, letter), await statusOf(town, letter)], ['sealed', 404]);
    await town.restore(letter);
    assert.deepEqual([await placeOf(town, letter), await statusOf(town, letter)], ['public', 200]);
    assert.match((await town.get(`/content/${letter.digest}`)).body, /behind the mill/);
    await town.withhold(letter);
    await town.redact(letter);
    assert.deepEqual([await placeOf(town, letter), await statusOf(town, letter)], ['', 404]);
    await assert.rejects(town.restore(letter), /content-state/);
    const unread = await town.write('Never read.');
    await town.redact(unread);
    assert.equal(await placeOf(town, unread), '');
    const wish = await town.write('A bench.', 'wishes');
    assert.equal(await placeOf(town, wish), 'public');
    assert.equal((await auditService(town.service)).verdict, 'verified');
  });

  test('is served once a checkpoint covers the entry that made it public', async () => {
    await using town = await openLetters();
    const [digest, salt] = ['cd'.repeat(32), new Uint8Array(32)];
    const { db, recorder } = town.service;
    const row = { digest: Uint8Array.fromHex(digest), salt, bytes: salt, since: recorder.publisher.size };
    await db.insertInto('contents').values(row).execute();
    assert.equal(await statusOf(town, { digest }), 404);
    await town.write('The entry.');
    assert.equal(await statusOf(town, { digest }), 200);
  });

  test('several at once move together, or none', async () => {
    await using town = await openLetters();
    const first = await town.write('One.');
    const other = await town.write('Two.');
    await assert.rejects(town.publish(first, other), /content-unknown/);
    assert.equal(await placeOf(town, first), 'sealed');
    const second = await town.write('Three.', first);
    await town.publish(first, second);
    assert.deepEqual([await placeOf(town, first), await placeOf(town, second)], ['public', 'public']);
  });

  test('sent again by somebody who kept it stays what it is', async () => {
    await using town = await openLetters();
    const { city } = town;
    const words = city.text('Mrs Smith of number nine.');
    const send = (): Promise<number> =>
      town.done(
        {
          ...{ kind: 'input-received', by: [city.mandate], channel: 'counter', author: 'person', text: words.ref },
          process: { id: 'wishes', version: 1 },
        },
        [words.content],
      );
    const entry = await send();
    const letter = { case: entry, entry, digest: words.ref.digest };
    assert.equal(await placeOf(town, letter), 'public');
    await town.redact(letter);
    await send();
    assert.equal(await placeOf(town, letter), '');
  });

  test('on record outside any case stays in public view, whoever wants it gone from a case in which it is said again', async () => {
    await using town = await openLetters();
    const { city, archivist } = town;
    const name = city.text('Edith Marlow');
    const grant = {
      kind: 'mandate-granted',
      office: 'archive',
      person: archivist.person,
      key: archivist.keyid,
    } as const;
    const from = '2021-01-01T00:00:00.000Z';
    assert.equal((await city.say({ ...grant, from, holder: name.ref }, [city.registrar], [name.content])).status, 201);
    const letter = await town.write('Who reads this?');
    const said = { kind: 'response', case: letter.case, text: name.ref } as const;
    const entry = await town.done({ ...said, by: [city.mandate] }, [name.content]);
    await assert.rejects(town.redact({ case: letter.case, entry, digest: name.ref.digest }), /content-unknown/);
    assert.equal(await statusOf(town, name.ref), 200);
    assert.equal((await auditService(town.service)).verdict, 'verified');
  });

  test('is not erased where the entry that says so could not be written, nor the other way round', async () => {
    await using town = await openLetters();
    const letter = await town.write('A wish.', 'wishes');
    const size = town.service.recorder.publisher.size;
    const owner = (await import('../database/connect.ts')).connectAsOwner(town.service.databaseUrl);
    try {
      await sql`revoke delete on contents from counterfoil_recorder`.execute(owner.db);
      await assert.rejects(town.redact(letter), /not-recorded/);
      assert.deepEqual([await placeOf(town, letter), town.service.recorder.publisher.size], ['public', size]);
      await sql`grant delete on contents to counterfoil_recorder`.execute(owner.db);
    } finally {
      await owner.close();
    }
    await town.redact(letter);
    assert.deepEqual([await placeOf(town, letter), town.service.recorder.publisher.size], ['', size + 1]);
  });

  test('that was a reason is counted among reasons until it is erased, and nothing of it is kept', async () => {
    await using town = await openLetters();
    const reason = 'We never do such things.';
    const words = town.city.text(reason);
    const letter = await town.write('A bench.', 'wishes');
    const items = [{ code: 'read', inputs: [letter.entry], reason: words.ref }];
    const entry = await town.done({ kind: 'dispositions', by: [town.city.mandate], case: letter.case, items }, [
      words.content,
    ]);
    const uses = async (): Promise<number> => {
      const { body } = await town.get(`/api/v1/reason-uses?sha256=${reasonHash(reason)}`);
      return (JSON.parse(body) as { uses: number }).uses;
    };
    assert.equal(await uses(), 1);
    await town.redact({ case: letter.case, entry, digest: words.ref.digest });
    assert.equal(await uses(), 0);
    assert.deepEqual(await town.service.db.selectFrom('reasons').selectAll().execute(), []);
  });

  test('that waits is in the receipt that its sender gets at once, and in none later', async () => {
    await using town = await openLetters();
    const input = { text: 'For me alone.', lang: 'en', author: 'person', process: 'letters' };
    const answer = await fetch(`${town.service.address}/api/v1/inputs?receipt=1`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    const { index, receipt } = (await answer.json()) as { index: number; receipt: { text: string; salt: string } };
    assert.equal(receipt.text, 'For me alone.');
    const later = await town.get(`/receipts/${index}.json`);
    assert.deepEqual(
      [later.status, later.body.includes('alone'), later.body.includes(receipt.salt)],
      [200, false, false],
    );
  });

  test('whose key is lost is not published, and can still be erased', async () => {
    await using town = await openLetters();
    const letter = await town.write('Sealed.');
    await sql`delete from sealed_contents`.execute(town.service.db);
    await assert.rejects(town.publish(letter), /content-lost/);
    assert.equal((await pending(town)).items[0]?.text, null);
    await town.redact(letter);
    assert.equal((await auditService(town.service)).verdict, 'verified');
  });
});

describe('What is not in public view', () => {
  test('is shown to those whose office decides about it, a page at a time', async () => {
    await using town = await openLetters();
    const letters: Letter[] = [];
    for (let i = 0; i < 52; i++) letters.push(await town.write(`Letter ${i}.`));
    await town.publish(letters[1] ?? assert.fail());
    const [withheld, wish] = [letters[2] ?? assert.fail(), await town.write('A wish.', 'wishes')];
    await town.withhold(withheld);
    await town.withhold(wish);
    const first = await pending(town);
    assert.equal(first.items.length, 50);
    assert.deepEqual([first.items[0]?.text, first.items[0]?.state], ['Letter 0.', 'pending']);
    assert.deepEqual([first.items[1]?.text, first.items[1]?.state], ['Letter 2.', 'withheld']);
    assert.equal(Buffer.from(first.items[0]?.salt ?? '', 'base64').length, 32);
    const second = await pending(town, `&after=${first.next ?? ''}`);
    assert.deepEqual(
      second.items.map(({ text }) => text),
      ['Letter 51.', 'A wish.'],
    );
    assert.equal(second.next, null);
  });

  test('is shown to nobody else', async () => {
    await using town = await openLetters();
    await town.write('Secret for now.');
    const { city, archivist } = town;
    const answers = [
      [await town.get('/api/v1/pending?office=desk'), 401, 'pass-missing'],
      [await town.get('/api/v1/pending?office=desk', await town.pass(city.registrar)), 403, 'pass-refused'],
      [await town.get('/api/v1/pending?office=desk', await town.pass(archivist)), 403, 'pass-refused'],
      [await town.get('/api/v1/pending?office=nowhere', await town.pass(city.official)), 403, 'pass-refused'],
      [await town.get('/api/v1/pending', await town.pass(city.official)), 400, 'request-malformed'],
      [await town.get('/api/v1/pending?office=desk&after=7', await town.pass(city.official)), 400, 'request-malformed'],
      // Holds a mandate for the office, and the office decides about nothing.
      [await town.get('/api/v1/pending?office=archive', await town.pass(archivist)), 200, '"items":[]'],
    ] as const;
    for (const [{ status, body }, wanted, code] of answers) {
      assert.equal(status, wanted, body);
      assert.ok(body.includes(code), body);
      assert.ok(!body.includes('Secret'));
    }
    await city.say({ kind: 'mandate-ended', mandate: city.mandate, reason: 'resigned' }, [city.registrar]);
    assert.equal((await town.get('/api/v1/pending?office=desk', await town.pass(city.official))).status, 403);
  });

  test('looks from outside like what never was: the same answer, as quickly', async () => {
    await using town = await openLetters();
    const states = {
      pending: await town.write('Pending.'),
      withheld: await town.write('Withheld.'),
      erased: await town.write('Erased.'),
      unknown: { digest: 'ab'.repeat(32) },
    };
    await town.withhold(states.withheld);
    await town.redact(states.erased);
    const answers = new Set<string>();
    const times = new Map<string, number[]>(Object.keys(states).map((name) => [name, []]));
    for (let probe = 0; probe < 200; probe++)
      for (const [name, { digest }] of Object.entries(states)) {
        const began = performance.now();
        const answer = await town.get(`/content/${digest}`);
        times.get(name)?.push(performance.now() - began);
        answers.add(JSON.stringify(answer));
      }
    assert.equal(answers.size, 1, [...answers].join('\n'));
    assert.match([...answers][0] ?? '', /content-unknown/);
    // Whoever guesses the state from the time is right no more often than by chance: ranks of two states are mixed.
    const unknown = times.get('unknown') ?? [];
    for (const [name, own] of times) {
      const slower =
        own.reduce((sum, a) => sum + unknown.filter((b) => a > b).length, 0) / (own.length * unknown.length);
      assert.ok(name === 'unknown' || Math.abs(slower - 0.5) < 0.2, `${name}: ${slower}`);
    }
  });
});

describe('Retention', () => {
  test('follows texts into the case where they belong by now', async () => {
    await using town = await openLetters();
    const by = [town.city.mandate];
    const [whole, part] = [await town.write('Whole.', 'wishes'), await town.write('Part.', 'wishes')];
    const apart = await town.write('Something else.', whole);
    const [why, because] = [town.city.text('It is about something else.'), town.city.text('It is the same.')];
    const split = await town.done({ kind: 'case-split', by, case: whole.case, inputs: [apart.entry], text: why.ref }, [
      why.content,
    ]);
    const merged = await town.done({ kind: 'cases-merged', by, case: part.case, into: whole.case, text: because.ref }, [
      because.content,
    ]);
    await town.decide(whole);
    const list = async (): Promise<{ case: number; items: { entry: number; digest: string }[] }[]> => {
      const { items } = JSON.parse((await town.get('/api/v1/retention')).body) as {
        items: Awaited<ReturnType<typeof list>>;
      };
      return items;
    };
    const entriesOf = async (): Promise<[number, number[]][]> =>
      (await list()).map(({ case: id, items }) => [id, items.map(({ entry }) => entry)]);
    const decision = town.service.recorder.publisher.size - 1;
    assert.deepEqual(await entriesOf(), [
      [whole.case, [whole.entry, split, decision]],
      [part.case, [part.entry, merged]],
    ]);
    await town.decide({ ...apart, case: split });
    assert.deepEqual((await entriesOf()).slice(2), [
      [split, [decision + 1]],
      [whole.case, [apart.entry]],
    ]);
    town.aheadMs = 10 * 86_400_000 + 60_000;
    for (const { case: id, items } of await list()) await town.done({ kind: 'retention-applied', by, case: id, items });
    assert.deepEqual(await list(), []);
  });

  test('is shown in advance, with the very items that a signed entry then erases', async () => {
    await using town = await openLetters();
    const [letter, open] = [await town.write('Old.'), await town.write('Not decided.')];
    await town.decide(letter);
    const list = async (query = ''): Promise<{ items: { case: number; due: string; items: object[] }[] }> =>
      JSON.parse((await town.get(`/api/v1/retention${query}`)).body) as Awaited<ReturnType<typeof list>>;
    const [due, ...more] = (await list('?office=archive')).items;
    assert.deepEqual([due?.case, more.length], [letter.case, 0]);
    assert.equal(due?.items.length, 2, 'the letter and the words of the decision');
    assert.deepEqual((await list('?office=nowhere')).items, []);
    assert.equal((await town.get('/api/v1/retention?ofice=desk')).status, 400);
    assert.ok(!JSON.stringify(await list()).includes('Old.'));
    const apply = (): Promise<number> =>
      town.done({
        ...{ kind: 'retention-applied', by: [town.city.mandate], case: letter.case },
        items: (due?.items ?? []) as { entry: number; digest: string }[],
      });
    await assert.rejects(apply(), /retention-early/);
    assert.equal(await placeOf(town, letter), 'sealed');
    town.aheadMs = 10 * 86_400_000 + 60_000;
    assert.ok(new Date(town.now()).toISOString() > (due?.due ?? 'x'));
    await apply();
    assert.deepEqual([await placeOf(town, letter), await placeOf(town, open)], ['', 'sealed']);
    assert.deepEqual((await list()).items, []);
    assert.equal((await auditService(town.service)).verdict, 'verified');
  });
});
