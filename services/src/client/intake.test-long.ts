/** What people said by phone, at a counter, on paper or at a meeting, taken down at the command line; and the slips they take along. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { followSigner, parseFollowCode } from '@counterfoil/ledger/follow-code';
import { startTestService, type TestService } from '../testing/service.ts';
import { auditService } from './testing/audit-service.ts';
import { openRivermouth, type Rivermouth } from './testing/open-rivermouth.ts';
import { signIn, type SignIn } from './testing/sign-in.ts';

let service: TestService & AsyncDisposable;
let city: Rivermouth;
let desk: SignIn;
before(async () => {
  service = await startTestService();
  city = await openRivermouth(service);
  desk = signIn(service);
});
after(async () => {
  city.client.close();
  await service[Symbol.asyncDispose]();
});

const file = (name: string): string => join(service.folder, name);
const CODE = /(?:[0-9A-HJKMNP-TV-Z]{5}-){5}[0-9A-HJKMNP-TV-Z]{5}/;

async function follow(shown: string): Promise<string> {
  const response = await fetch(`${service.address}/follow`, {
    method: 'POST',
    body: new URLSearchParams({ code: shown }),
  });
  assert.equal(response.status, 200);
  return response.text();
}

describe('an assistant', () => {
  test('takes down what was said at the counter, and the slip leads back to it', async () => {
    const out = file('counter.html');
    const printed = await desk.signed(
      [
        ...['intake', '--channel', 'counter', '--process', 'service-request', '--category', 'parks'],
        ...['--text', 'The bench by the chapel has no seat.', '--when', '2026-02-03', '--out', out],
        ...['--area', 'hill-end', '--place', 'Behind the chapel'],
      ],
      ['ruth'],
    );
    assert.match(printed, /Came +at the counter/);
    assert.match(printed, /Area +hill-end/);
    assert.match(printed, /Where it is\s+Behind the chapel/);
    const shown = CODE.exec(printed)?.[0] ?? '';
    assert.ok('code' in parseFollowCode(shown), printed);
    const slip = printed.slice(printed.indexOf('Slip for'), printed.indexOf('The slip to print'));
    for (const line of slip.split('\n')) assert.ok(line.length <= 80, line);
    const page = await readFile(out, 'utf8');
    assert.ok(page.replaceAll('<wbr>', '').includes(shown));
    assert.match(page, /Case \d+ · Entry \d+ · at the counter, 2026-02-03/);
    const followed = await follow(shown);
    assert.match(followed, /The bench by the chapel has no seat\./);
    assert.match(followed, /Hill End/);
    assert.match(followed, /Behind the chapel/);
    assert.match(followed, /Take back entry/);
  });

  test('records a meeting once, however often, with a slip for each who spoke', async () => {
    const notes = file('notes.txt');
    await writeFile(
      notes,
      'More light at the stop.\nAnd a roof.\n\nThe bus is late.\r\n\r\n\r\nThank you for the bench.\n',
    );
    const out = file('meeting.html');
    const command = [
      ...['intake', '--channel', 'meeting', '--meeting', notes, '--name', '2026-02-03-library'],
      ...['--process', 'service-request', '--category', 'parks', '--out', out],
    ];
    assert.match(await desk.signed(command, ['ruth']), /3 contributions recorded\./);
    const size = service.recorder.publisher.size;
    const page = (await readFile(out, 'utf8')).replaceAll('<wbr>', '');
    const codes = [...page.matchAll(new RegExp(CODE, 'g'))].map(([shown]) => shown);
    assert.equal(codes.length, 3);
    assert.match(await follow(codes[0] ?? ''), /More light at the stop\.\nAnd a roof\./);
    assert.match(await follow(codes[2] ?? ''), /Thank you for the bench\./);

    await writeFile(
      notes,
      'More light at the stop.\nAnd a roof.\n\nThe bus is very late.\n\nThank you for the bench.\n\nOne more.\n',
    );
    const again = await desk.sign(command, ['ruth']);
    assert.equal(again.exitCode, 0, again.stderr);
    assert.match(again.stdout, /1 contribution recorded, 3 had been before/);
    assert.match(again.stderr, /Contribution 2 is on record as entry \d+, with other words/);
    assert.equal(service.recorder.publisher.size, size + 1);
    const second = await readFile(file('meeting-2.html'), 'utf8');
    assert.equal([...second.replaceAll('<wbr>', '').matchAll(new RegExp(CODE, 'g'))].length, 1);
  });

  test('takes a table of contributions, and refuses one with a row that cannot be used before anything is sent', async () => {
    const table = file('evening.csv');
    const size = service.recorder.publisher.size;
    const command = [
      ...['intake', '--channel', 'meeting', '--meeting', table, '--name', 'evening', '--no-slip'],
      ...['--process', 'service-request', '--category', 'parks'],
    ];
    await writeFile(table, 'text,author\n"A fountain, please.",person\nx,crowd\n');
    const refused = await desk.sign(command, ['ruth']);
    assert.equal(refused.exitCode, 2);
    assert.match(refused.stderr, /line 3: "crowd" is no kind of author/);
    assert.equal(service.recorder.publisher.size, size);
    await writeFile(table, 'text,author\n"A fountain, please.",person\nShade.,organisation\n');
    await desk.signed(command, ['ruth']);
    assert.equal(service.recorder.publisher.size, size + 2);
  });

  test('prints slips before, types in later what was said, and gives no slip to two people', async () => {
    const out = file('blank');
    await desk.signed(['slips', '--count', '3', '--from', '7', '--out', out, '--site', 'https://record.city.example']);
    const page = (await readFile(`${out}.html`, 'utf8')).replaceAll('<wbr>', '');
    const shown = [...page.matchAll(new RegExp(CODE, 'g'))].map(([code]) => code)[1] ?? '';
    assert.match(page, /Stub, slip 8/);
    assert.match(page, /https:\/\/record\.city\.example\/follow/);
    const kept = await readFile(`${out}.json`, 'utf8');
    assert.doesNotMatch(kept, CODE);
    const arabic = [
      'slips',
      '--count',
      '1',
      '--out',
      file('arabic'),
      '--lang',
      'ar',
      '--site',
      'https://record.city.example',
    ];
    await desk.signed(arabic);
    const sheet = await readFile(`${file('arabic')}.html`, 'utf8');
    assert.match(sheet, /<div class="body" lang="ar" dir="rtl">/);
    assert.match(sheet, /احفظ هذه القسيمة لنفسك/);
    assert.match(sheet, /https:\/\/record\.city\.example\/ar\/follow/);
    assert.match(await follow(shown), /Not on record yet/);
    const command = [
      ...['intake', '--channel', 'paper', '--process', 'service-request', '--category', 'parks'],
      ...['--text', 'The gate squeaks.', '--slip', '8', '--slips', `${out}.json`],
    ];
    await desk.signed(command, ['ruth']);
    assert.match(await follow(shown), /The gate squeaks\./);
    const twice = await desk.sign(command, ['ruth']);
    assert.equal(twice.exitCode, 2);
    assert.match(twice.stderr, /This slip belongs to entry \d+ already/);
    const parsed = parseFollowCode([...page.matchAll(new RegExp(CODE, 'g'))].map(([code]) => code)[2] ?? '');
    const key = 'code' in parsed ? followSigner(parsed.code).keyid : '';
    assert.ok(kept.includes(key));
    const scanned = command.slice(0, -4);
    await desk.signed([...scanned, '--slip-key', key], ['ruth']);
  });

  test('is told what is missing, and the record holds', async () => {
    for (const [args, said] of [
      [['--channel', 'web'], /Say how it came/],
      [['--channel', 'phone', '--text', 'x'], /Say where it goes/],
      [['--channel', 'phone', '--process', 'none', '--text', 'x'], /There is no process "none"/],
      [['--channel', 'phone', '--process', 'service-request'], /Say what was said/],
      [
        ['--channel', 'phone', '--process', 'service-request', '--text', 'x', '--slip', '1'],
        /where the list of slips is/,
      ],
      [['--channel', 'phone', '--process', 'service-request', '--text', 'x', '--when', 'monday'], /--when takes/],
      [['--channel', 'phone', '--process', 'service-request', '--meeting', 'x', '--name', 'y'], /by --channel meeting/],
    ] as const) {
      const { exitCode, stderr } = await desk.sign(['intake', ...args], ['ruth']);
      assert.equal(exitCode, 2, stderr);
      assert.match(stderr, said);
    }
    const { verdict, findings } = await auditService(service);
    assert.equal(verdict, 'verified', JSON.stringify(findings));
  });
});
