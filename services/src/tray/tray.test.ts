import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { base64, parseBase64 } from '@counterfoil/ledger/bytes';
import { formatDeskPass, parseDeskPass } from '@counterfoil/ledger/desk-pass';
import { parseEntry } from '@counterfoil/ledger/entry';
import { signEnvelope, type Envelope } from '@counterfoil/ledger/envelope';
import { PAYLOAD_TYPE } from '@counterfoil/ledger/statement';
import { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { sql } from 'kysely';
import pino from 'pino';
import type { Prepared } from '../client/client.ts';
import { startService } from '../service.ts';
import { openTrayCity, type TrayCity } from './testing/tray-city.ts';

const DAY_MS = 86_400_000;
const NOBODY = '0'.repeat(64);

/** The body that was prepared, as a value. */
const bodyOf = ({ body }: Prepared): { readonly envelope: Envelope; readonly contents: readonly object[] } =>
  JSON.parse(new TextDecoder().decode(body)) as never;

describe('The tray', () => {
  let city: TrayCity;
  before(async () => {
    city = await openTrayCity();
  });
  after(() => city[Symbol.asyncDispose]());

  const propose = async (prepared: Prepared, fields: object = {}, holder = city.helen) =>
    city.ask('', await city.pass(holder), { ...bodyOf(prepared), ...fields });
  const waitingDecision = async (): Promise<{ id: string; prepared: Prepared }> => {
    const prepared = await city.decision(await city.openCase(), [city.helen]);
    const { status, body } = await propose(prepared);
    assert.equal(status, 202, String(body['detail']));
    return { id: String(body['id']), prepared };
  };
  const signatureBy = async (envelope: Envelope, signer: TrayCity['helen']) => {
    const payload = parseBase64(envelope.payload);
    return (await sign(payload, signer)).signatures[0];
  };
  const sign = (payload: Uint8Array, signer: TrayCity['helen']): Promise<Envelope> =>
    signEnvelope({ payloadType: PAYLOAD_TYPE, payload, origin: city.service.config.origin }, [signer]);
  const entry = async (index: unknown) =>
    parseEntry(
      new Uint8Array(await (await fetch(`${city.service.address}/api/v1/entries/${String(index)}`)).arrayBuffer()),
    );

  test('holds a decision until the second official has read the very same bytes and signed them; then it is one entry', async () => {
    const prepared = await city.decision(await city.openCase(), [city.helen]);
    const size = city.service.recorder.publisher.size;
    const [helen, oskar] = [city.tray(city.helen), city.tray(city.oskar)];
    const placed = await helen.propose(prepared);
    assert.ok('proposal' in placed);
    assert.equal(city.service.recorder.publisher.size, size, 'nothing is recorded yet');

    const listed = (await oskar.listProposals()).filter(({ state }) => state === 'waiting');
    assert.deepEqual(
      listed.map(({ id }) => id),
      [placed.proposal.id],
    );
    const read = await oskar.readProposal(placed.proposal.id);
    assert.equal(read.envelope?.payload, prepared.envelope.payload, 'byte for byte');
    assert.deepEqual(read.statement, prepared.statement);
    assert.deepEqual(
      [...read.contents.values()].map(({ text }) => text),
      ['The bridge is built. Confidential until it is signed.'],
    );
    assert.deepEqual(
      read.waitsFor.mandates.map(({ office, key }) => [office, key]),
      [['council', city.oskar.keyid]],
    );
    assert.equal(read.obstacle, null);

    const last = await oskar.addSignature(read, city.oskar);
    assert.ok('recorded' in last);
    assert.equal(last.recorded.index, size);
    assert.equal(city.service.recorder.publisher.size, size + 1);
    const { envelope } = await entry(last.recorded.index);
    assert.equal(envelope.payload, prepared.envelope.payload);
    assert.deepEqual(
      envelope.signatures.map(({ keyid }) => keyid),
      [city.helen.keyid, city.oskar.keyid],
    );

    const closed = await helen.readProposal(placed.proposal.id);
    assert.deepEqual([closed.state, closed.entry, closed.envelope, closed.contents.size], ['recorded', size, null, 0]);
    const { rows } = await sql<{ kept: string }>`
      select concat(payload, contents, signatures) as kept from proposals where id = ${closed.id}`.execute(
      city.service.db,
    );
    assert.ok(!rows[0]?.kept.includes('"sig"') && rows[0]?.kept.includes(city.oskar.keyid));
    for (const tray of [helen, oskar]) tray.close();
  });

  test('records at once what waits for nobody, and says so again when it is sent again', async () => {
    const caseId = await city.openCase();
    const prepared = await city.decision(caseId, [city.helen, city.oskar]);
    const first = await propose(prepared);
    const again = await propose(prepared);
    assert.deepEqual(
      [first.status, again.status, again.body['index'], again.body['repeated']],
      [201, 200, first.body['index'], true],
    );
  });

  test('registrars find what registrars sign, and how many of them are missing', async () => {
    const [agnes, bruno] = city.registrars;
    const prepared = await city.office('archive', [agnes]);
    const { status, body } = await propose(prepared, {}, agnes);
    assert.equal(status, 202);
    assert.deepEqual(body['waitsFor'], { mandates: [], registrars: 1 });
    const tray = city.tray(bruno);
    const listed = await tray.listProposals();
    assert.deepEqual(
      listed.map(({ id, kind, waitsFor }) => [id, kind, waitsFor.registrars]),
      [[body['id'], 'office-defined', 1]],
    );
    const placed = await tray.addSignature(await tray.readProposal(String(body['id'])), bruno);
    assert.ok('recorded' in placed);
    tray.close();
  });

  test('two last signatures at the same moment make one entry, each time', async () => {
    const [agnes, bruno, celia] = city.registrars;
    for (let round = 0; round < 8; round++) {
      const prepared = await city.office(`harbour-${round}`, [agnes]);
      const id = String((await propose(prepared, {}, agnes)).body['id']);
      const size = city.service.recorder.publisher.size;
      const answers = await Promise.all(
        [bruno, celia, bruno, celia].map(async (registrar) =>
          city.ask(`/${id}/signatures`, await city.pass(registrar), await signatureBy(prepared.envelope, registrar)),
        ),
      );
      assert.equal(city.service.recorder.publisher.size, size + 1);
      assert.ok(answers.some(({ status }) => status === 200 || status === 201));
      for (const { status, body } of answers) {
        if (status < 300) assert.deepEqual([status === 202, body['index']], [false, size]);
        else assert.match(`${status} ${String(body['code'])}`, /^(409 proposal-closed|403 signature-not-wanted)$/);
      }
    }
  });

  test('a lost answer is asked for by signing again', async () => {
    const { id, prepared } = await waitingDecision();
    const signature = await signatureBy(prepared.envelope, city.oskar);
    const answers = [];
    for (const _ of [1, 2]) answers.push(await city.ask(`/${id}/signatures`, await city.pass(city.oskar), signature));
    const [first, again] = answers;
    assert.deepEqual([first?.status, again?.status, again?.body['index']], [201, 200, first?.body['index']]);
  });

  test('what was recorded on another way, or before a crash could note it, is shown as recorded', async () => {
    const { id, prepared } = await waitingDecision();
    const signature = await signatureBy(prepared.envelope, city.oskar);
    const { envelope, contents } = bodyOf(prepared);
    const { index } = await city.service.recorder.submit(
      { ...envelope, signatures: [...envelope.signatures, signature as Envelope['signatures'][number]] },
      contents
        .map((content) => content as { salt: string; text: string })
        .map(({ salt, text }) => ({ salt: parseBase64(salt), text })),
    );
    const { body } = await city.ask(`/${id}`, await city.pass(city.oskar));
    assert.deepEqual([body['state'], body['entry'], body['envelope'], body['contents']], ['recorded', index, null, []]);
  });

  test('what had all its signatures when the service died is recorded by the next one', async () => {
    const { id, prepared } = await waitingDecision();
    const signature = await signatureBy(prepared.envelope, city.oskar);
    const added = JSON.stringify([{ ...signature, time: new Date(city.now()).toISOString() }]);
    await sql`update proposals set signatures = signatures || ${added}::text::jsonb where id = ${id}`.execute(
      city.service.db,
    );
    const size = city.service.recorder.publisher.size;
    const { config, databaseUrl } = city.service;
    const next = await startService({ ...config, databaseUrl }, pino({ level: 'silent' }), () => city.now());
    await next.close();
    const { body } = await city.ask(`/${id}`, await city.pass(city.oskar));
    assert.deepEqual([body['state'], body['entry']], ['recorded', size]);
  });

  test('a case decided meanwhile is told to whoever comes to sign, and the signature is not kept', async () => {
    const caseId = await city.openCase();
    const [first, second] = [
      await city.decision(caseId, [city.helen]),
      await city.decision(caseId, [city.helen, city.oskar], { outcome: 'given-up' }),
    ];
    const id = String((await propose(first)).body['id']);
    assert.equal((await propose(second)).status, 201);
    const pass = await city.pass(city.oskar);
    const read = await city.ask(`/${id}`, pass);
    assert.equal((read.body['obstacle'] as { code: string }).code, 'case-decided');
    const stood = await city.stored();
    const refused = await city.ask(`/${id}/signatures`, pass, await signatureBy(first.envelope, city.oskar));
    assert.deepEqual([refused.status, refused.body['code']], [409, 'case-decided']);
    assert.equal(await city.stored(), stood);
  });

  describe('shows nothing to others', () => {
    let id = '';
    let signature: object | undefined;
    before(async () => {
      const waiting = await waitingDecision();
      id = waiting.id;
      signature = await signatureBy(waiting.prepared.envelope, city.oskar);
    });
    const routes = (): readonly (readonly [string, unknown])[] => [
      ['', undefined],
      [`/${id}`, undefined],
      [`/${NOBODY}`, undefined],
      ['', { envelope: {}, contents: [] }],
      [`/${id}/signatures`, signature],
    ];
    const passes: readonly (readonly [string, () => Promise<string | undefined>, number, string])[] = [
      ['no pass', () => Promise.resolve(undefined), 401, 'pass-missing'],
      ['another authorization', () => Promise.resolve(`Bearer ${city.service.openingToken}`), 401, 'pass-missing'],
      ['something that is no pass', () => Promise.resolve('Counterfoil abc'), 403, 'pass-refused'],
      [
        'a pass of a key nobody enrolled',
        async () => city.pass(await (await LedgerBuilder.create()).actor('x')),
        403,
        'pass-refused',
      ],
      ['a pass of an official whose mandate was ended', () => city.pass(city.tomas), 403, 'pass-refused'],
      [
        'a pass for another ledger',
        () => city.pass(city.oskar, { origin: 'ledger.example.org/other' }),
        403,
        'pass-refused',
      ],
      [
        'a pass that is over',
        () => city.pass(city.oskar, { fromMs: city.now() - 7_200_000, untilMs: city.now() - 1 }),
        403,
        'pass-refused',
      ],
      [
        'a pass that is not good yet',
        () => city.pass(city.oskar, { fromMs: city.now() + 60_000 }),
        403,
        'pass-refused',
      ],
      ['a pass for too long', () => city.pass(city.oskar, { untilMs: city.now() + DAY_MS }), 403, 'pass-refused'],
      ['a pass that another key signed', () => forged(), 403, 'pass-refused'],
    ];
    const forged = async (): Promise<string> => {
      const { envelope } = parseDeskPass(await city.pass(city.helen));
      const signatures = envelope.signatures.map(({ sig }) => ({ keyid: city.oskar.keyid, sig }));
      return formatDeskPass({ ...envelope, signatures });
    };
    for (const [name, make, status, code] of passes) {
      test(`with ${name}: ${code}, whatever is asked`, async () => {
        const [pass, stood] = [await make(), await city.stored()];
        for (const [path, body] of routes()) {
          const answer = await city.ask(path, pass, body);
          assert.deepEqual([answer.status, answer.body['code']], [status, code], path);
          assert.deepEqual(Object.keys(answer.body).sort(), ['code', 'detail', 'said', 'status', 'title', 'type']);
        }
        assert.equal(await city.stored(), stood);
      });
    }

    test('an official who has no part in it does not even learn that it is there', async () => {
      const pass = await city.pass(city.ines);
      const [there, nowhere] = [await city.ask(`/${id}`, pass), await city.ask(`/${NOBODY}`, pass)];
      assert.equal(there.status, 404);
      assert.deepEqual(there, nowhere);
      assert.deepEqual((await city.ask('', pass)).body, { proposals: [] });
      const signed = await city.ask(`/${id}/signatures`, pass, signature);
      assert.deepEqual([signed.status, signed.body['code']], [404, 'proposal-unknown']);
    });

    test('is kept by nobody on the way, and asks for a pass by its name', async () => {
      const response = await fetch(`${city.service.address}/api/v1/proposals`);
      await response.text();
      assert.equal(response.headers.get('www-authenticate'), 'Counterfoil');
      assert.equal(response.headers.get('cache-control'), 'no-store');
    });
  });

  describe('keeps nothing of what it refuses', () => {
    const flipped = (sig: string): string => (sig.startsWith('A') ? 'B' : 'A') + sig.slice(1);
    const proposed = async (
      prepared: Prepared,
      fields: (body: ReturnType<typeof bodyOf>) => object = () => ({}),
      holder = city.helen,
    ) => propose(prepared, fields(bodyOf(prepared)), holder);
    const decision = async (fields: object = {}): Promise<Prepared> =>
      city.decision(await city.openCase(), [city.helen], fields);
    const inDays = (days: number): string => new Date(city.now() + days * DAY_MS).toISOString();

    const proposals: readonly (readonly [
      string,
      () => Promise<Awaited<ReturnType<TrayCity['ask']>>>,
      number,
      string,
    ])[] = [
      [
        'an outcome that the process does not know, though signatures are missing too',
        async () => proposed(await decision({ outcome: 'maybe' })),
        422,
        'outcome-unknown',
      ],
      [
        'too few people named',
        async () => proposed(await decision({ by: [city.mandates.helen] })),
        403,
        'signatures-too-few',
      ],
      [
        'a mandate nobody granted',
        async () => proposed(await decision({ by: [city.mandates.helen, 0] })),
        403,
        'mandate-unknown',
      ],
      [
        'a signature besides those it names',
        async () => proposed(await city.decision(await city.openCase(), [city.helen, city.ines])),
        403,
        'mandate-key',
      ],
      [
        'a wrong signature',
        async () =>
          proposed(await decision(), ({ envelope }) => ({
            envelope: {
              ...envelope,
              signatures: envelope.signatures.map(({ keyid, sig }) => ({ keyid, sig: flipped(sig) })),
            },
          })),
        403,
        'signature-wrong',
      ],
      [
        'no signature',
        async () => proposed(await decision(), ({ envelope }) => ({ envelope: { ...envelope, signatures: [] } })),
        400,
        'request-malformed',
      ],
      [
        'a text that was not sent along',
        async () => proposed(await decision(), () => ({ contents: [] })),
        422,
        'content-missing',
      ],
      [
        'another text',
        async () =>
          proposed(await decision(), ({ contents }) => ({
            contents: contents.map((content) => ({ ...content, text: 'Another.' })),
          })),
        422,
        'content-mismatch',
      ],
      [
        'a holder who has no part in it',
        async () => proposed(await decision(), undefined, city.ines),
        403,
        'pass-refused',
      ],
      [
        'a time to lapse that has passed',
        async () => proposed(await decision(), () => ({ lapses: inDays(-1) })),
        400,
        'request-malformed',
      ],
      [
        'a time to lapse beyond 90 days',
        async () => proposed(await decision(), () => ({ lapses: inDays(91) })),
        400,
        'request-malformed',
      ],
      ['a field nobody knows', async () => proposed(await decision(), () => ({ name: 'x' })), 400, 'request-malformed'],
    ];
    for (const [name, attempt, status, code] of proposals) {
      test(`a proposal with ${name}`, async () => {
        const stood = await trayOnly();
        const answer = await attempt();
        assert.deepEqual([answer.status, answer.body['code']], [status, code], String(answer.body['detail']));
        assert.equal(await trayOnly(), stood);
      });
    }
    const trayOnly = async (): Promise<string> => (await city.stored()).replace(/^\d+ \d+ /, '');

    const signatures: readonly (readonly [string, (envelope: Envelope) => Promise<unknown>, number, string])[] = [
      ['by a key that is not asked', (envelope) => signatureBy(envelope, city.ines), 403, 'signature-not-wanted'],
      [
        'by a registrar, where officials are asked',
        (envelope) => signatureBy(envelope, city.registrars[0]),
        403,
        'signature-not-wanted',
      ],
      [
        'of another statement',
        async () => sign(new TextEncoder().encode('{}'), city.oskar).then((made) => made.signatures[0]),
        403,
        'signature-wrong',
      ],
      [
        'with a bit flipped',
        async (envelope) => {
          const made = await signatureBy(envelope, city.oskar);
          return { ...made, sig: flipped(made?.sig ?? '') };
        },
        403,
        'signature-wrong',
      ],
      [
        'by one who has signed already, in another spelling',
        (envelope) => Promise.resolve({ keyid: city.helen.keyid, sig: flipped(envelope.signatures[0]?.sig ?? '') }),
        403,
        'signature-not-wanted',
      ],
      [
        'with a field nobody knows',
        async (envelope) => ({ ...(await signatureBy(envelope, city.oskar)), at: 'now' }),
        400,
        'request-malformed',
      ],
      [
        'that is larger than any',
        (envelope) => Promise.resolve({ keyid: city.oskar.keyid, sig: envelope.payload.repeat(100) }),
        413,
        'body-too-large',
      ],
    ];
    for (const [name, make, status, code] of signatures) {
      test(`a signature ${name}`, async () => {
        const { id, prepared } = await waitingDecision();
        const body = await make(prepared.envelope);
        const stood = await city.stored();
        const answer = await city.ask(`/${id}/signatures`, await city.pass(city.oskar), body);
        assert.deepEqual([answer.status, answer.body['code']], [status, code], String(answer.body['detail']));
        assert.equal(await city.stored(), stood);
      });
    }

    test('a proposal by a name that none can have', async () => {
      const pass = await city.pass(city.oskar);
      for (const path of ['/1', `/${'A'.repeat(64)}`, '/1/signatures']) {
        const answer = await city.ask(
          path,
          pass,
          path.endsWith('signatures') ? { keyid: city.oskar.keyid, sig: base64(new Uint8Array(64)) } : undefined,
        );
        assert.deepEqual([answer.status, answer.body['code']], [404, 'proposal-unknown']);
      }
    });
  });

  test('what is not signed in time lapses in sight of those who were asked, and its text is gone', async () => {
    const { id, prepared } = await waitingDecision();
    const { aheadMs } = city;
    city.aheadMs = aheadMs + 14 * DAY_MS + 60_000;
    const signature = await signatureBy(prepared.envelope, city.oskar);
    for (const swept of [false, true]) {
      const pass = await city.pass(city.oskar);
      const { status, body } = await city.ask(`/${id}`, pass);
      assert.deepEqual(
        [status, body['state'], body['entry'], body['envelope'], body['contents']],
        [200, 'lapsed', null, null, []],
      );
      assert.equal(body['closed'], body['lapses']);
      assert.deepEqual(
        (body['signed'] as { keyid: string }[]).map(({ keyid }) => keyid),
        [city.helen.keyid],
      );
      const refused = await city.ask(`/${id}/signatures`, pass, signature);
      assert.deepEqual([refused.status, refused.body['code']], [409, 'proposal-closed']);
      if (!swept) await city.service.tray.sweep();
    }
    const { rows } = await sql<{ gone: boolean }>`
      select payload is null and contents is null and signatures::text not like '%"sig"%' as gone from proposals where id = ${id}`.execute(
      city.service.db,
    );
    assert.deepEqual(rows, [{ gone: true }]);
    city.aheadMs = aheadMs + 105 * DAY_MS;
    await city.service.tray.sweep();
    assert.equal((await city.ask(`/${id}`, await city.pass(city.oskar))).status, 404);
    city.aheadMs = aheadMs;
  });

  test('holds a thousand, and says when there is no more room', async () => {
    await sql`insert into proposals (id, kind, payload_type, payload, contents, signatures, created, lapses)
      select 'filler ' || n, 'none', '', '', '[]', '[]', '', '9' from generate_series(1, 1000) n`.execute(
      city.service.db,
    );
    const answer = await propose(await city.decision(await city.openCase(), [city.helen]));
    await sql`delete from proposals where id like 'filler %'`.execute(city.service.db);
    assert.deepEqual([answer.status, answer.body['code']], [503, 'tray-full']);
  });

  test('the log of the service holds no texts, passes or signatures', async () => {
    const { prepared } = await waitingDecision();
    const sig = prepared.envelope.signatures[0]?.sig ?? '';
    assert.ok(
      city.service.logged.every(
        (line) => !line.includes('Confidential') && !line.includes('Counterfoil ey') && !line.includes(sig),
      ),
    );
  });
});
