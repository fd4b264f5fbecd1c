import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parseContent } from '@counterfoil/ledger/content';
import { parseEntry } from '@counterfoil/ledger/entry';
import { openEnvelope, type StatementOf } from '@counterfoil/ledger/statement';
import { openRivermouth, type Rivermouth } from '../client/testing/open-rivermouth.ts';
import { runProgram, type Ran } from '../client/testing/run-program.ts';
import { startFlakyProxy } from '../client/testing/flaky-proxy.ts';
import { startTestService, type TestService } from '../testing/service.ts';

const requests = [
  'srnumber,requesttype,status,createddate,requestsource,cdmember',
  '1-1,Loose Cobble,Open,3/1/20 9:05,Call,Somebody Elected',
  '1-2,"Loose ""Cobble"", again",Open,3/8/20 3:00,Walk-In,Somebody Elected',
  '1-3,Loose Cobble,Open,2/30/20 9:05,Call,Somebody Elected',
  '1-4,Loose Cobble,Open,3/1/20 9:06,Fax,Somebody Elected',
  '1-5,Loose Cobble,Open',
];
const comments = [
  'timestamp,comment-id,author-id,comment-body',
  '1500000003000,3,11,"The third,\r\nin two lines."',
  '1500000001000,1,12,The first.',
  '1500000002000,2,12,',
  '1500000002500,9,13,第四句',
];

describe('importing into a real ledger', () => {
  let service: TestService & AsyncDisposable;
  let city: Rivermouth;
  before(async () => {
    service = await startTestService();
    city = await openRivermouth(service);
  });
  after(async () => {
    city.client.close();
    await service[Symbol.asyncDispose]();
  });
  const sizeNow = (): number => service.recorder.publisher.size;
  const save = async (name: string, lines: readonly string[] | Uint8Array): Promise<string> => {
    const file = join(service.folder, name);
    await writeFile(file, lines instanceof Uint8Array ? lines : `${lines.join('\r\n')}\r\n`);
    return file;
  };
  const run = (...args: readonly string[]): Promise<Ran> => runProgram('import/main.ts', args);
  const importing = (file: string, preset: string, ...more: readonly string[]): Promise<Ran> =>
    run(file, '--preset', preset, '--to', service.address, ...more);
  const inputs = async (from: number): Promise<readonly StatementOf<'input-received'>[]> => {
    const rows = await service.db
      .selectFrom('entries')
      .select('bytes')
      .where('index', '>=', from)
      .orderBy('index')
      .execute();
    return rows.map(({ bytes }) => {
      const { statement } = openEnvelope(parseEntry(bytes).envelope);
      assert.ok(statement.kind === 'input-received');
      return statement;
    });
  };

  test('good rows are recorded, bad ones listed with line and reason, and a second time nothing is doubled', async () => {
    const file = await save('requests.csv', requests);
    const size = sizeNow();
    const first = await importing(file, 'la-311');
    assert.equal(first.exitCode, 1, first.stderr);
    assert.match(first.stdout, /^Every row but 2 is on record\.\n/);
    assert.match(first.stdout, /5 in .* s: 3 recorded now, 0 on record before, 2 refused/);
    assert.match(first.stdout, /\n {2}line 4 {2}"2\/30\/20 9:05" is not a date/);
    assert.match(first.stdout, /\n {2}line 6 {2}The row has 3 cells; the header has 6\./);
    assert.equal(sizeNow(), size + 3);

    const told = await inputs(size);
    assert.ok(told.every(({ author, process }) => author === 'data-set' && process?.id === 'service-request'));
    const second = told.find(({ source }) => source?.id === '1-2');
    assert.deepEqual(second?.source, { name: 'la-311', id: '1-2' });
    assert.equal(second.at, '2020-03-08T10:00:00.000Z');
    assert.equal(second.channel, 'counter');
    assert.equal(second.category, 'loose-cobble-again');
    const text = await fetch(`${service.address}/content/${second.text.digest}`);
    assert.equal(parseContent(await text.bytes()).text, 'Request: Loose "Cobble", again\nStatus: Open');

    const again = await importing(file, 'la-311', '--json');
    assert.equal(again.exitCode, 1);
    const report = JSON.parse(again.stdout) as Record<string, unknown>;
    assert.deepEqual(
      [report['rows'], report['recorded'], report['repeated'], report['ended']],
      [5, 0, 3, 'whole-file'],
    );
    assert.equal(sizeNow(), size + 3);
  });

  test('a row is recorded with the smallest of its areas that the rules name and with its place, and the report counts both', async () => {
    const file = await save('where.csv', [
      'srnumber,requesttype,createddate,requestsource,nc,apc,latitude,longitude',
      '7-1,Graffiti Removal,3/1/20 9:05,Call,12,Old Town,34.12345,-118.1',
      '7-2,Bulky Items,3/1/20 9:05,Call,12,Old Town,34.12345,-118.1',
      '7-3,Graffiti Removal,3/1/20 9:05,Call,12,Elsewhere,,',
      '7-4,Feedback,3/1/20 9:05,Call,,,,',
    ]);
    const size = sizeNow();
    const ran = await importing(file, 'la-311');
    assert.equal(ran.exitCode, 0, ran.stderr + ran.stdout);
    assert.match(ran.stdout, /\n {2}where {6}of those recorded now, 2 with an area, 1 with a place\n/);
    assert.match(
      ran.stdout,
      /\n1 more lies in an area that the rules of the process do not name.*\nThese areas would be nc-12: /,
    );
    const told = await inputs(size);
    const bySource = told.toSorted((a, b) => ((a.source?.id ?? '') < (b.source?.id ?? '') ? -1 : 1));
    assert.deepEqual(
      bySource.map(({ area, place }) => [area, place?.lang]),
      [
        ['old-town', 'en'],
        ['old-town', undefined],
        [undefined, undefined],
        [undefined, undefined],
      ],
    );
    const place = await fetch(`${service.address}/content/${bySource[0]?.place?.digest}`);
    assert.equal(parseContent(await place.bytes()).text, 'Near 34.123, -118.100 (rounded to about 100 metres)');
    const again = JSON.parse((await importing(file, 'la-311', '--json')).stdout) as Record<string, unknown>;
    assert.deepEqual([again['repeated'], again['areas'], again['places'], again['areasUnknown']], [4, 0, 0, 0]);
  });

  test('a consultation is one case, opened by its oldest comment wherever that stands in the file', async () => {
    const file = await save('polis-cobbles.csv', comments);
    const size = sizeNow();
    const ran = await importing(file, 'polis', '--concurrency', '1');
    assert.equal(ran.exitCode, 1, ran.stderr);
    assert.match(ran.stdout, new RegExp(`consultation, all in case ${size}\n`));
    assert.match(ran.stdout, /line 5 {2}The comment has no text\./);
    const told = await inputs(size);
    assert.deepEqual(
      told.map((input) => [input.source?.id, input.case, input.process?.id, input.text.lang, input.at]),
      [
        ['1', undefined, 'consultation', 'en', '2017-07-14T02:40:01.000Z'],
        ['3', size, undefined, 'en', '2017-07-14T02:40:03.000Z'],
        ['9', size, undefined, 'zh-Hant', '2017-07-14T02:40:02.500Z'],
      ],
    );
    const again = await importing(file, 'polis');
    assert.match(again.stdout, /0 recorded now, 3 on record before, 1 refused/);
    assert.equal(sizeNow(), size + 3);
  });

  test('a consultation that has been decided since is on record all the same', async () => {
    const file = await save('polis-decided.csv', comments.slice(0, 3));
    const size = sizeNow();
    assert.equal((await importing(file, 'polis')).exitCode, 0);
    const { yusuf, helen, oskar } = { yusuf: city.hold('yusuf'), helen: city.hold('helen'), oskar: city.hold('oskar') };
    const words = (text: string): { text: string; lang: string } => ({ text, lang: 'en' });
    const items = [{ code: 'adopted', inputs: [size, size + 1], reason: words('Both were right.') }];
    const openStage = (stage: string): Promise<unknown> =>
      city.client.submit({ kind: 'stage-opened', by: [yusuf.mandate], case: size, stage }, [yusuf.key]);
    await openStage('weighing');
    await city.client.submit({ kind: 'dispositions', by: [yusuf.mandate], case: size, items }, [yusuf.key]);
    await openStage('deciding');
    await city.client.submit(
      {
        ...{ kind: 'decision', by: [helen.mandate, oskar.mandate], case: size, outcome: 'adopted' },
        ...{ basis: 'City Charter, article 1', algorithms: 'none', data: 'none', text: words('So it is.') },
      },
      [helen.key, oskar.key],
    );
    const again = await importing(file, 'polis');
    assert.equal(again.exitCode, 0, again.stdout);
    assert.match(again.stdout, /0 recorded now, 2 on record before, 0 refused/);
    const more = await importing(await save('polis-decided.csv', comments), 'polis');
    assert.match(more.stdout, /line 6 .*\(case-decided\)/);
  });

  test('a whole file without a bad row ends with 0', async () => {
    const ran = await importing(
      await save('whole.csv', [requests[0] ?? '', '2-1,Loose Cobble,Open,3/1/20 9:05,Call,']),
      'la-311',
    );
    assert.equal(ran.exitCode, 0, ran.stdout);
    assert.match(ran.stdout, /^Every row is on record\.\n/);
  });

  test('a row in another encoding, or with a text that is too long, is refused and the others go in', async () => {
    const long = 'ä'.repeat(25_001);
    const file = await save(
      'polis-odd.csv',
      Buffer.concat([
        Buffer.from('timestamp,comment-id,comment-body\n1500000000000,1,Caf'),
        Buffer.of(0xe9),
        Buffer.from(`\n1500000000001,2,${long}\n1500000000002,3,${long.slice(1)}\n`),
      ]),
    );
    const size = sizeNow();
    const ran = await importing(file, 'polis');
    assert.equal(ran.exitCode, 1, ran.stderr);
    assert.match(ran.stdout, /line 2 {2}The row is not UTF-8/);
    assert.match(ran.stdout, /line 3 {2}The text takes 50002 bytes; the ledger takes at most 50000\./);
    assert.equal(sizeNow(), size + 1);
  });

  test('a row that the ledger refuses is listed with the ledger’s own sentence', async () => {
    const file = await save('future.csv', [
      requests[0] ?? '',
      '3-1,Loose Cobble,Open,3/1/99 9:05,Call,',
      '3-2,Loose Cobble,Open,3/1/20 9:05,Call,',
    ]);
    const ran = await importing(file, 'la-311');
    assert.equal(ran.exitCode, 1);
    assert.match(ran.stdout, /line 2 {2}The statement says it happened later than it was recorded\..*\(at-future\)/);
  });

  const hopeless: readonly (readonly [what: string, args: (file: string) => readonly string[], reason: RegExp])[] = [
    [
      'no file',
      () => ['nowhere.csv', '--preset', 'la-311', '--to', 'http://127.0.0.1:9'],
      /There is no file nowhere\.csv/,
    ],
    ['no ledger', (file) => [file, '--preset', 'la-311', '--to', 'http://127.0.0.1:9'], /nothing listens there/],
    ['no preset', (file) => [file, '--to', 'http://127.0.0.1:9'], /Say what kind of file it is/],
    ['an unknown preset', (file) => [file, '--preset', 'other', '--to', 'http://127.0.0.1:9'], /no preset "other"/],
    ['an unknown option', (file) => [file, '--presets', 'la-311'], /Unknown option '--presets'/],
    [
      'the wrong preset',
      (file) => [file, '--preset', 'polis', '--to', service.address],
      /not a file for the preset "polis".*timestamp/,
    ],
    ['an unknown process', (file) => [file, '--preset', 'la-311', '--to', service.address, '--process', 'none'], /^$/],
  ];
  for (const [what, args, reason] of hopeless)
    test(`with ${what} nothing is recorded, and the exit code is 2`, async () => {
      const size = sizeNow();
      const rows = [requests[0] ?? '', '9-1,Loose Cobble,Open,3/1/20 9:05,Call,'];
      const ran = await run(...args(await save('good.csv', rows)));
      assert.equal(ran.exitCode, 2, ran.stdout);
      assert.match(ran.stderr, reason);
      if (what === 'an unknown process') assert.match(ran.stdout, /^Nothing could be recorded\.[^]*no process "none"/);
      assert.equal(sizeNow(), size);
    });

  test('a file in UTF-16, an empty one and one without rows are not taken for success', async () => {
    for (const bytes of [
      Buffer.from(`\uFEFF${requests.join('\n')}`, 'utf16le'),
      Buffer.of(),
      Buffer.from(requests[0] ?? ''),
    ]) {
      const ran = await importing(await save('odd.csv', bytes), 'la-311');
      assert.equal(ran.exitCode, 2, ran.stdout);
    }
  });

  test('Ctrl-C finishes what is under way, says that running it again goes on, and it does', async () => {
    const rows = Array.from({ length: 400 }, (_, i) => `4-${i},Loose Cobble,Open,3/1/20 9:05,Call,`);
    const file = await save('long.csv', [requests[0] ?? '', ...rows]);
    const size = sizeNow();
    let interrupt = (): void => undefined;
    let answers = 0;
    await using proxy = await startFlakyProxy(service.address, ({ method }) => {
      if (method === 'POST' && ++answers === 20) interrupt();
      return 'pass';
    });
    const ran = await runProgram(
      'import/main.ts',
      [file, '--preset', 'la-311', '--to', proxy.address, '--concurrency', '4'],
      {
        onStart: (child) => (interrupt = () => void child.kill('SIGINT')),
      },
    );
    assert.equal(ran.exitCode, 1, ran.stderr);
    assert.match(ran.stdout, /^Interrupted: part of the file is on record\.[^]*Run the same command again/);
    const [, told = ''] = /: (\d+) recorded now/.exec(ran.stdout) ?? [];
    assert.equal(sizeNow() - size, Number(told));
    assert.ok(Number(told) >= 20 && Number(told) < 400, told);
    const rest = await importing(file, 'la-311');
    assert.equal(rest.exitCode, 0, rest.stdout);
    assert.equal(sizeNow() - size, 400);
  });

  test('when the ledger goes away it stops, says so, and running it again goes on', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `5-${i},Loose Cobble,Open,3/1/20 9:05,Call,`);
    const file = await save('gone.csv', [requests[0] ?? '', ...rows]);
    let answers = 0;
    await using proxy = await startFlakyProxy(service.address, ({ method }) =>
      method === 'POST' && ++answers > 10 ? 'lose' : 'pass',
    );
    const ran = await run(file, '--preset', 'la-311', '--to', proxy.address, '--concurrency', '2');
    assert.equal(ran.exitCode, 1, ran.stdout);
    assert.match(
      ran.stdout,
      /^Stopped: part of the file is on record\.[^]*the connection broke[^]*Run the same command again/,
    );
    assert.equal((await importing(file, 'la-311')).exitCode, 0);
  });
});

test('where only so much may be sent, an import stops and names the token, which lifts the limit', async () => {
  await using service = await startTestService({
    doorStandsStill: true,
    env: { COUNTERFOIL_LIMITS: 'on', COUNTERFOIL_INPUTS_PER_MINUTE: '1' },
  });
  const city = await openRivermouth(service);
  city.client.close();
  const file = join(service.folder, 'many.csv');
  const rows = Array.from({ length: 20 }, (_, i) => `6-${i},Loose Cobble,Open,3/1/20 9:05,Call,`);
  await writeFile(file, [requests[0], ...rows].join('\n'));
  const importing = (...more: readonly string[]): Promise<Ran> =>
    runProgram('import/main.ts', [file, '--preset', 'la-311', '--to', service.address, ...more]);
  const limited = await importing();
  assert.equal(limited.exitCode, 1, limited.stderr);
  assert.match(limited.stdout, /^Stopped: part of the file is on record\./);
  assert.match(limited.stdout, /\(too-many\)[^]*What the operator sends is not limited: give the token/);
  const whole = await importing('--token-file', join(service.folder, 'opening-token'));
  assert.equal(whole.exitCode, 0, whole.stdout);
  assert.match(whole.stdout, /17 recorded now, 3 on record before/);
});
