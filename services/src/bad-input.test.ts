import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { randomBytes } from 'node:crypto';
import { MAX_TEXT_BYTES } from '@counterfoil/ledger/content';
import { base64 } from '@counterfoil/ledger/bytes';
import { told } from '@counterfoil/ledger/say';
import { sentenceSchema } from '@counterfoil/ledger/sentence-schema';
import { EMPTY_ROOT } from '@counterfoil/ledger/tree';
import { sql } from 'kysely';
import { z } from 'zod';
import { openTestCity, type Answer, type TestCity } from './testing/city.ts';
import { startTestService, type TestService } from './testing/service.ts';

/** What is stored: entries, texts, state and head. */
async function stored({ db }: TestService): Promise<unknown> {
  const { rows } =
    await sql`select (select count(*) from entries) as entries, (select count(*) from contents) as contents,
    (select md5(coalesce(string_agg(kind || id || value::text, ',' order by kind, id), '')) from state) as state, size, time from head`.execute(
      db,
    );
  return rows[0];
}

describe('Bad input gets a problem document with a stable code, and nothing is recorded', () => {
  let service: TestService & AsyncDisposable;
  let city: TestCity;
  let theCase = 0;
  let expired = 0;
  let ended = 0;

  before(async () => {
    service = await startTestService();
    city = await openTestCity(service);
    theCase = (await city.input('A lamp is out.')).body.index;
    const mandate = {
      kind: 'mandate-granted',
      office: 'desk',
      person: city.official.person,
      key: city.official.keyid,
      from: '2020-01-01T00:00:00.000Z',
    } as const;
    expired = (await city.say({ ...mandate, until: '2021-01-01T00:00:00.000Z' }, [city.registrar])).body.index;
    ended = (await city.say(mandate, [city.registrar])).body.index;
    await city.say({ kind: 'mandate-ended', mandate: ended, reason: 'resigned' }, [city.registrar]);
  });
  after(() => service[Symbol.asyncDispose]());

  const input = { text: 'A lamp is out.', lang: 'en', author: 'person', process: 'request' };
  const send = (body: unknown): Promise<Answer> =>
    city.post('/api/v1/inputs', typeof body === 'string' ? body : JSON.stringify(body));
  const response = (fields: object = {}): Promise<Answer> => {
    const { ref, content } = city.text(`An answer ${randomBytes(4).toString('hex')}.`);
    return city.say(
      { kind: 'response', by: [city.mandate], case: theCase, text: ref, ...fields } as never,
      [city.official],
      [content],
    );
  };

  const voice = (body: unknown): Promise<Answer> => city.post('/api/v1/voices', JSON.stringify(body));
  const contest = { kind: 'appeal', case: 0, against: 0, text: 'This is not so.', lang: 'en', author: 'person' };

  const cases: readonly (readonly [string, () => Promise<Answer>, number, string])[] = [
    ['a body that is not JSON', () => send('{"text":'), 400, 'json-invalid'],
    ['no body', () => send(''), 400, 'json-invalid'],
    ['a body that is not an object', () => send('[]'), 400, 'request-malformed'],
    [
      'a body of another type',
      () => city.post('/api/v1/inputs', 'text=hello', { 'content-type': 'application/x-www-form-urlencoded' }),
      415,
      'media-type',
    ],
    ['a voice of a kind nobody knows', () => voice({ ...contest, kind: 'decision' }), 400, 'request-malformed'],
    ['a voice with a field of another kind', () => voice({ ...contest, heard: 'yes' }), 400, 'request-malformed'],
    [
      'a voice that counts for many',
      () => voice({ kind: 'support-added', case: theCase, author: 'person', count: 9 }),
      400,
      'request-malformed',
    ],
    [
      'an evaluation whose text has no language',
      () => voice({ kind: 'evaluation', case: theCase, heard: 'yes', explained: 'no', achieved: 'no', text: 'Hm.' }),
      400,
      'request-malformed',
    ],
    ['an appeal in no case', () => voice({ ...contest, case: 999_999 }), 422, 'case-unknown'],
    [
      'an appeal against what is no official act',
      () => voice({ ...contest, case: theCase, against: theCase }),
      422,
      'contest-target',
    ],
    [
      'an appeal of half a character',
      () => voice({ ...contest, case: theCase, against: theCase, text: '\ud800' }),
      400,
      'utf8-invalid',
    ],
    [
      'support where nobody counts it',
      () => voice({ kind: 'support-added', case: theCase, author: 'person' }),
      422,
      'support-not-taken',
    ],
    [
      'an answer to what asked nothing',
      () => voice({ kind: 'answer', case: theCase, answers: theCase, text: 'Yes.', lang: 'en' }),
      422,
      'answer-target',
    ],
    [
      'an evaluation of what is not decided',
      () => voice({ kind: 'evaluation', case: theCase, heard: 'yes', explained: 'no', achieved: 'no' }),
      409,
      'case-undecided',
    ],
    ['a field nobody knows', () => send({ ...input, name: 'x' }), 400, 'request-malformed'],
    ['an area that the process does not know', () => send({ ...input, area: 'harbour' }), 422, 'area-unknown'],
    ['an area that is no code', () => send({ ...input, area: 'The harbour' }), 400, 'request-malformed'],
    ['a place that is too long', () => send({ ...input, place: 'w'.repeat(301) }), 400, 'request-malformed'],
    ['a place of two lines', () => send({ ...input, place: 'By the\npond' }), 400, 'request-malformed'],
    ['a place with a control character', () => send({ ...input, place: 'By the\u0007pond' }), 400, 'request-malformed'],
    ['a place of white space', () => send({ ...input, place: ' ' }), 400, 'request-malformed'],
    ['a place of half a character', () => send({ ...input, place: 'By \ud800' }), 400, 'utf8-invalid'],
    [
      'a place without a text',
      () => send({ lang: 'en', author: 'person', process: 'request', place: 'By the pond' }),
      400,
      'request-malformed',
    ],
    [
      'a place of two lines that an official signed',
      () => {
        const [said, where] = [city.text('The lamp is out.'), city.text('By the\npond')];
        return city.say(
          {
            ...{ kind: 'input-received', by: [city.mandate], channel: 'phone', author: 'person', case: theCase },
            ...{ text: said.ref, place: where.ref },
          },
          [city.official],
          [said.content, where.content],
        );
      },
      400,
      'statement-malformed',
    ],
    [
      'a key named twice',
      () => send(`{"text":"a","text":"b","lang":"en","author":"person","process":"request"}`),
      400,
      'json-duplicate-key',
    ],
    [
      'a key named twice, once in disguise',
      () => send(String.raw`{"text":"a","te\u0078t":"b","lang":"en","author":"person","process":"request"}`),
      400,
      'json-duplicate-key',
    ],
    [
      'a text in another encoding',
      () => city.post('/api/v1/inputs', Buffer.from(JSON.stringify({ ...input, text: 'Straße' }), 'latin1')),
      400,
      'utf8-invalid',
    ],
    [
      'half of a surrogate pair',
      () => send(String.raw`{"text":"\ud800","lang":"en","author":"person","process":"request"}`),
      400,
      'utf8-invalid',
    ],
    ['an empty text', () => send({ ...input, text: '' }), 400, 'request-malformed'],
    [
      'a text of too many characters',
      () => send({ ...input, text: 'x'.repeat(MAX_TEXT_BYTES + 1) }),
      400,
      'request-malformed',
    ],
    [
      'a text of too many bytes',
      () => send({ ...input, text: '語'.repeat(MAX_TEXT_BYTES / 2) }),
      400,
      'content-malformed',
    ],
    ['a body over the limit', () => send({ ...input, text: 'x'.repeat(500_000) }), 413, 'body-too-large'],
    ['neither process nor case', () => send({ ...input, process: undefined }), 400, 'request-malformed'],
    ['both process and case', () => send({ ...input, case: theCase }), 400, 'request-malformed'],
    ['a process nobody published', () => send({ ...input, process: 'nothing' }), 422, 'process-unknown'],
    ['a case that does not exist', () => send({ ...input, process: undefined, case: 1 }), 422, 'case-unknown'],
    [
      'a kind of author the process does not take',
      () => send({ ...input, author: 'device' }),
      422,
      'author-not-admitted',
    ],
    [
      'a time of its own without a source',
      () => send({ ...input, at: '2020-01-01T00:00:00.000Z' }),
      400,
      'request-malformed',
    ],
    [
      'a time that does not exist',
      () => send({ ...input, source: { name: 's', id: '1' }, at: '2021-02-29T00:00:00.000Z' }),
      400,
      'request-malformed',
    ],
    [
      'a future time in a record from elsewhere',
      () => send({ ...input, source: { name: 's', id: '1' }, at: '2999-01-01T00:00:00.000Z' }),
      422,
      'at-future',
    ],
    ['a nesting nobody needs', () => send('['.repeat(100_000) + ']'.repeat(100_000)), 400, 'json-invalid'],
    [
      'a wrong signature',
      async () => {
        const { ref, content } = city.text('An answer.');
        const envelope = await city.sign({ kind: 'response', by: [city.mandate], case: theCase, text: ref }, [
          city.official,
        ]);
        const sig = envelope.signatures[0]?.sig ?? '';
        const signatures = [{ keyid: city.official.keyid, sig: (sig.startsWith('A') ? 'B' : 'A') + sig.slice(1) }];
        return city.post(
          '/api/v1/statements',
          JSON.stringify({
            envelope: { ...envelope, signatures },
            contents: [{ salt: content.salt.toBase64(), text: content.text }],
          }),
        );
      },
      403,
      'signature-wrong',
    ],
    [
      'a payload changed after it was signed',
      async () => {
        const envelope = await city.sign({ kind: 'acknowledgement', by: [city.mandate], case: theCase }, [
          city.official,
        ]);
        const payload = Buffer.from(
          Buffer.from(envelope.payload, 'base64').toString().replace('acknowledgement', 'response'.padEnd(15)),
        ).toString('base64');
        return city.post('/api/v1/statements', JSON.stringify({ envelope: { ...envelope, payload } }));
      },
      400,
      'statement-malformed',
    ],
    [
      'a payload that is not canonical',
      async () => {
        const envelope = await city.sign({ kind: 'acknowledgement', by: [city.mandate], case: theCase }, [
          city.official,
        ]);
        const payload = Buffer.from(`${Buffer.from(envelope.payload, 'base64').toString()} `).toString('base64');
        return city.post('/api/v1/statements', JSON.stringify({ envelope: { ...envelope, payload } }));
      },
      400,
      'json-not-canonical',
    ],
    [
      'a payload of another type',
      async () => {
        const envelope = await city.sign({ kind: 'acknowledgement', by: [city.mandate], case: theCase }, [
          city.official,
        ]);
        return city.post(
          '/api/v1/statements',
          JSON.stringify({ envelope: { ...envelope, payloadType: 'text/plain' } }),
        );
      },
      400,
      'envelope-malformed',
    ],
    [
      'a key nobody enrolled',
      async () => city.say({ kind: 'acknowledgement', by: [city.mandate], case: theCase }, [await stranger()]),
      403,
      'key-unknown',
    ],
    [
      'a registrar signing for an official',
      () => city.say({ kind: 'acknowledgement', by: [city.mandate], case: theCase }, [city.registrar]),
      403,
      'mandate-key',
    ],
    ['a mandate that ran out', () => response({ by: [expired] }), 403, 'mandate-expired'],
    ['a mandate that was ended', () => response({ by: [ended] }), 403, 'mandate-ended'],
    ['a mandate nobody granted', () => response({ by: [0] }), 403, 'mandate-unknown'],
    [
      'sight of another history',
      () => response({ seen: { size: 3, root: Buffer.alloc(32, 7).toString('base64') } }),
      409,
      'seen-unknown',
    ],
    [
      'sight of a history that is not there yet',
      async () => response({ seen: { ...(await city.seen()), size: 10_000 } }),
      409,
      'seen-ahead',
    ],
    ['a future time', () => response({ at: '2999-01-01T00:00:00.000Z' }), 422, 'at-future'],
    [
      'a statement for another ledger',
      () => response({ origin: 'ledger.example.org/elsewhere' }),
      422,
      'origin-foreign',
    ],
    [
      'an outcome the process does not know',
      () => response({ kind: 'decision', outcome: 'maybe', basis: 'None', algorithms: 'none', data: 'none' }),
      422,
      'outcome-unknown',
    ],
    [
      'a text that was not sent along',
      () =>
        city.say({ kind: 'response', by: [city.mandate], case: theCase, text: city.text('Missing.').ref }, [
          city.official,
        ]),
      422,
      'content-missing',
    ],
    [
      'another text than the one signed',
      () =>
        city.say(
          { kind: 'response', by: [city.mandate], case: theCase, text: city.text('One.').ref },
          [city.official],
          [city.text('Two.').content],
        ),
      422,
      'content-mismatch',
    ],
    [
      'two references to one text that give it different lengths',
      () => {
        const { ref, content } = city.text('A reason.');
        const items = [
          { code: 'yes', inputs: [theCase], reason: ref },
          { code: 'yes', inputs: [theCase], reason: { ...ref, bytes: ref.bytes + 1 } },
        ];
        return city.say({ kind: 'dispositions', by: [city.mandate], case: theCase, items }, [city.official], [content]);
      },
      422,
      'content-mismatch',
    ],
    [
      'a case named in sight of a history that does not hold it',
      () => response({ seen: { size: 0, root: base64(EMPTY_ROOT) } }),
      409,
      'seen-short',
    ],
    [
      'an entry over 65,535 bytes',
      () => {
        const { ref, content } = city.text('A reason.');
        const items = [
          { code: 'yes', inputs: Array.from({ length: 5000 }, (_, i) => 100_000_000 + i), reason: ref },
          { code: 'yes', inputs: [theCase], reason: ref },
        ];
        return city.say({ kind: 'dispositions', by: [city.mandate], case: theCase, items }, [city.official], [content]);
      },
      413,
      'entry-too-large',
    ],
    [
      'a second opening',
      () =>
        city.say(
          {
            kind: 'ledger-opened',
            authority: { name: 'Other', lang: 'en' },
            licence: 'CC0-1.0',
            registrars: [{ person: city.registrar.person, key: city.registrar.keyid }],
            threshold: 1,
            logKey: service.recorder.vkey,
            intakeKey: service.recorder.intakeKeyid,
          },
          [city.registrar],
        ),
      409,
      'ledger-already-opened',
    ],
  ];

  for (const [name, attempt, status, code] of cases) {
    test(name, async () => {
      const stood = await stored(service);
      const { status: answered, body } = await attempt();
      assert.deepEqual([answered, body.code], [status, code], body.detail);
      assert.match(body.detail, /^[A-Z"].*[.!]$/s, 'the detail is a sentence');
      // As other languages can say it.
      assert.equal(told(...z.array(sentenceSchema).parse(body.said)).sentence, body.detail);
      assert.deepEqual(await stored(service), stood);
    });
  }

  test('what fails in the middle of a batch takes nothing with it', async () => {
    const size = (await city.seen()).size;
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        i % 3 === 0 ? city.input('Bad.', { author: 'device' }) : city.input(`Good ${i}.`),
      ),
    );
    const good = answers.filter(({ status }) => status === 201).map(({ body }) => body.index);
    assert.equal(good.length, 20);
    assert.deepEqual(
      [...good].sort((a, b) => a - b),
      Array.from({ length: 20 }, (_, i) => size + i),
    );
  });

  test('the log of the service holds none of the words that were sent', async () => {
    await send({ ...input, text: 'Confidential zebra.', author: 'device' });
    await city.input('Confidential zebra.');
    assert.ok(!service.logged.some((line) => line.includes('zebra')));
  });
});

async function stranger(): Promise<TestCity['official']> {
  const { LedgerBuilder } = await import('@counterfoil/ledger/testing/builder');
  return (await LedgerBuilder.create()).actor('stranger');
}
