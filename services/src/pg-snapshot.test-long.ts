/** Whole tables over real rows, while the record goes on. */
import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { columnsOf, tableNames } from '@counterfoil/web-viewer/downloads/columns';
import { PgRecord } from './pg-record.ts';
import { holdStill } from './pg-snapshot.ts';
import { openTestCity, type TestCity } from './testing/city.ts';
import { startTestService, type TestService } from './testing/service.ts';

type Line = Readonly<Record<string, unknown>>;

describe('Tables of the whole record', () => {
  let service: TestService & AsyncDisposable;
  let city: TestCity;
  let [lamp, decision] = [0, 0];
  const FORMULA = '=HYPERLINK("http://example.org","click"), "quoted"\r\nsecond line';

  const say = async (said: object, texts: readonly string[] = []): Promise<number> => {
    const [first] = texts.map((text) => city.text(text));
    const filled = { by: [city.mandate], ...said, ...(first === undefined ? {} : { text: first.ref }) };
    const { body } = await city.say(filled as never, [city.official], first === undefined ? [] : [first.content]);
    assert.equal(body.code, undefined, body.detail);
    return body.index;
  };
  const jsonl = async (table: string): Promise<readonly Line[]> => {
    const text = await (await fetch(`${service.address}/downloads/${table}.jsonl`)).text();
    return text === ''
      ? []
      : text
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line) as Line);
  };

  before(async () => {
    service = await startTestService();
    city = await openTestCity(service);
    lamp = (await city.input('A lamp is out.')).body.index;
    const more = (await city.input(FORMULA, { case: lamp })).body.index;
    await city.input('And a third one.', { case: lamp });
    const reason = city.text('Both were right.');
    const items = [{ code: 'yes', inputs: [lamp, more], reason: reason.ref }];
    const accounted = await city.say(
      { kind: 'dispositions', by: [city.mandate], case: lamp, items },
      [city.official],
      [reason.content],
    );
    assert.equal(accounted.status, 201, accounted.body.detail);
    decision = await say(
      { kind: 'decision', case: lamp, outcome: 'yes', basis: 'Section 1', algorithms: 'none', data: 'none' },
      ['It is on again.'],
    );
    await Promise.all(Array.from({ length: 120 }, (_, i) => city.input(`Request ${i}.`)));
  });
  after(() => service[Symbol.asyncDispose]());

  test('say the same in both forms, under the names that are explained, each line with the size of the record', async () => {
    const { size } = service.recorder.publisher;
    for (const table of tableNames) {
      const response = await fetch(`${service.address}/downloads/${table}.csv`);
      assert.equal(response.status, 200, table);
      assert.equal(
        response.headers.get('content-disposition'),
        `attachment; filename="ledger.example.org-test-${table}-${size}.csv"`,
      );
      assert.equal(response.headers.get('counterfoil-record-size'), String(size));
      const text = await response.text();
      const columns = columnsOf(table);
      assert.equal(text.slice(0, text.indexOf('\r\n')), columns.join(','));
      const rows = parse(text, { columns: true, record_delimiter: '\r\n' }) as Record<string, string>[];
      const lines = await jsonl(table);
      assert.equal(rows.length, lines.length, table);
      assert.ok(rows.length > 0 || table === 'takedowns', table);
      for (const [i, line] of lines.entries()) {
        assert.deepEqual(Object.keys(line), columns);
        assert.equal(line['record_size'], size);
        for (const [column, value] of Object.entries(line)) {
          if (column === 'as_of') continue;
          const whole = typeof value === 'string' ? value : JSON.stringify(value);
          const flat = Array.isArray(value) ? value.join(' ') : whole;
          const cell = rows[i]?.[column] ?? '';
          assert.equal(value === FORMULA ? cell.slice(1) : cell, value === null ? '' : flat, `${table} ${i} ${column}`);
        }
      }
    }
  });

  test('have every entry, every case, every input, what became of it and why', async () => {
    const entries = await jsonl('entries');
    assert.deepEqual(
      entries.map((line) => line['entry']),
      [...Array(service.recorder.publisher.size).keys()],
    );
    const cases = await jsonl('cases');
    assert.equal(cases.length, 121);
    const decided = cases.find((line) => line['case'] === lamp);
    assert.deepEqual(
      [decided?.['state'], decided?.['decision'], decided?.['outcome_title']],
      ['decided', decision, 'Yes'],
    );
    const inputs = await jsonl('inputs');
    assert.equal(inputs.length, 123);
    assert.deepEqual(
      inputs.filter((line) => line['case'] === lamp).map((line) => [line['disposition'], line['text']]),
      [
        ['yes', 'A lamp is out.'],
        ['yes', FORMULA],
        [null, 'And a third one.'],
      ],
    );
    const [reason] = await jsonl('dispositions');
    assert.deepEqual(
      [reason?.['inputs'], reason?.['count'], reason?.['reason']],
      [[lamp, lamp + 1], 2, 'Both were right.'],
    );
    const obligations = await jsonl('obligations');
    assert.equal(obligations.length, 121);
    assert.equal(obligations.at(-1)?.['met_by'], decision);
  });

  test('are told to be the same as before without being made again', async () => {
    const { headers } = await fetch(`${service.address}/downloads/cases.csv`);
    const etag = headers.get('etag') ?? '';
    const answer = await fetch(`${service.address}/downloads/cases.csv`, {
      headers: { 'if-none-match': etag, 'cache-control': 'max-age=0' },
    });
    assert.equal(answer.status, 304);
    const { headers: clocked } = await fetch(`${service.address}/downloads/obligations.csv`, { method: 'HEAD' });
    assert.equal(clocked.get('etag'), null);
  });

  test('are as the record was at one size, but for words that were taken out of view since', async () => {
    const { db, recorder } = service;
    const { publisher } = recorder;
    const record = new PgRecord({
      ...{ db, publisher, origin: service.config.origin, selfCheck: service.selfCheck, files: service.files },
      platform: nodePlatform(crypto),
    });
    const name = city.text('Quinta Quagga');
    const granted = await city.say(
      {
        ...{ kind: 'mandate-granted', office: 'desk', person: city.official.person, key: city.official.keyid },
        ...{ from: '2020-01-01T00:00:00.000Z', holder: name.ref },
      },
      [city.registrar],
      [name.content],
    );
    assert.equal(granted.status, 201, granted.body.detail);
    const { digest } = name.ref;
    await using still = await record.snapshot();
    assert.equal(still.size, publisher.size);
    assert.equal((await still.record.contents([digest]))[0]?.text, 'Quinta Quagga');
    const appeal = city.text('Write to the court.');
    const { status, body } = await city.say(
      {
        ...{ kind: 'content-withheld', entry: granted.body.index, digest, ground: 'court-order', basis: 'Section 2' },
        ...{ told: 'no', appeal: appeal.ref },
      },
      [city.registrar],
      [appeal.content],
    );
    assert.equal(status, 201, body.detail);
    const newest = (await city.input('Later.')).body.index;
    assert.equal(await still.record.entry(newest), undefined);
    assert.equal(await still.record.state('case', String(newest)), undefined);
    assert.equal((await still.record.counts()).entries, still.size);
    assert.notEqual(await record.state('case', String(newest)), undefined);
    // But for texts.
    assert.deepEqual(await still.record.contents([digest]), [undefined]);
    assert.equal((await still.record.state('content', digest))?.state, 'withheld');
    const [taken, ...others] = await jsonl('takedowns');
    assert.deepEqual([taken?.['ground'], taken?.['case'], taken?.['of']], ['court-order', null, [granted.body.index]]);
    assert.deepEqual(others, []);
  });

  test('are never made of what no checkpoint covers', async () => {
    const { db, recorder } = service;
    const behind = { size: 0, note: recorder.publisher.note, vkey: recorder.publisher.vkey };
    setTimeout(() => (behind.size = recorder.publisher.size), 100);
    await using still = await holdStill(db, behind);
    assert.equal(still.size, recorder.publisher.size);
  });

  test('are made two at a time, and others are asked to come back', async () => {
    const held = await Promise.all([0, 1].map(() => fetch(`${service.address}/downloads/entries.jsonl`)));
    const many = await Promise.all(
      Array.from({ length: 12 }, () => fetch(`${service.address}/downloads/entries.jsonl`)),
    );
    const refused = many.filter(({ status }) => status === 503);
    assert.ok(refused.length > 0);
    for (const { headers } of refused) assert.equal(headers.get('retry-after'), '60');
    await Promise.all([...held, ...many].map((response) => response.text()));
    assert.equal((await fetch(`${service.address}/downloads/entries.jsonl`)).status, 200);
    assert.equal((await fetch(`${service.address}/downloads/secrets.csv`)).status, 404);
    assert.equal((await fetch(`${service.address}/downloads/entries.xls`)).status, 404);
  });
});
