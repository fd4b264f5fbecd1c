import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { openCity, tellCase, type City } from '@counterfoil/ledger/testing/city';
import { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { openLetters } from '@counterfoil/ledger/testing/letters';
import { tilePath } from '@counterfoil/ledger/tile';
import { accountabilitySchema } from './accountability-schema.ts';
import { serveFolder, temporaryFolder, writeRecord } from './testing/record-folder.ts';
import { runCommandLine, type Ran } from './testing/run-command.ts';

async function recordOf(t: TestContext, ledger: LedgerBuilder): Promise<string> {
  const folder = await temporaryFolder(t);
  await writeRecord(folder, await ledger.files());
  return folder;
}

function report(...args: readonly string[]): Promise<Ran> {
  return runCommandLine('main', ['report', ...args], { NO_COLOR: '1' });
}

const flat = ({ stdout }: Ran): string => stdout.replaceAll(/\s+/g, ' ');

/** A case told to its end, and one that nobody answers for a month. */
async function twoCases(): Promise<City> {
  const city = await openCity();
  const { ledger } = city;
  await tellCase(city);
  const said = { kind: 'input-received', process: { id: 'service-request', version: 1 }, channel: 'web' } as const;
  await ledger.say({ ...said, author: 'person', text: ledger.text('A lamp is dark.') }, ledger.intakeKey);
  ledger.nowMs += 30 * 86_400_000;
  await ledger.say({ ...said, author: 'organisation', text: ledger.text('Another.') }, ledger.intakeKey);
  return city;
}

test('says first that the record is verified, then what the authority has to account for', async (t) => {
  const { ledger } = await twoCases();
  const ran = await report(await recordOf(t, ledger), '--key', ledger.vkey);
  assert.equal(ran.code, 0, ran.stdout + ran.stderr);
  assert.match(ran.verdict, /^Verified: /);
  for (const words of [
    '4 inputs in 3 cases',
    'Without an answer in substance: 2',
    'Half of the 2 answers came within a minute',
    'Steps overdue: 2',
    'Inputs of which nobody has said what became: 2, 0 of them in decided cases',
  ])
    assert.ok(flat(ran).includes(words), words);
  for (const line of ran.stdout.split('\n')) assert.ok(line.length <= 80, line);
});

test('writes a page, tables and JSON, the same bytes each time, and never over an older report', async (t) => {
  const { ledger } = await twoCases();
  const folder = await recordOf(t, ledger);
  const base = await temporaryFolder(t);
  const read = async (out: string): Promise<Map<string, string>> => {
    const names = (await readdir(out)).toSorted();
    return new Map(
      await Promise.all(names.map(async (name) => [name, await readFile(join(out, name), 'utf8')] as const)),
    );
  };
  const [one, other] = [join(base, 'one'), join(base, 'other')];
  for (const out of [one, other]) {
    const ran = await report(folder, '--out', out);
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
  }
  const files = await read(one);
  assert.deepEqual(files, await read(other));
  assert.equal([...files.keys()].filter((name) => name.endsWith('.csv')).length, 15);
  const again = await report(folder, '--out', one);
  assert.equal(again.code, 2);
  assert.match(again.stderr, /A report is in ".*one" already\. Give another folder\./);

  const parsed = accountabilitySchema.safeParse(JSON.parse(files.get('report.json') ?? ''));
  assert.equal(parsed.error, undefined);
  assert.deepEqual(parsed.data?.figures.totals.unanswered, { count: 2, entries: [18, 19] });
  assert.equal(
    files.get('not-answered.csv')?.split('\r\n')[1],
    'Acknowledgement,Front desk,2,18 19,1,18,26.292,26.292',
  );
  assert.equal(
    files.get('reasons.csv')?.split('\r\n')[1],
    'The bench is repaired with oak from the city forest.,2,11 14,1,15,Parks department,adopted',
  );
  const page = files.get('report.html') ?? '';
  assert.match(page, /<p class="verdict verified">Verified, if the log key/);
  assert.match(page, /<summary>2<\/summary>\s*<span class="entries">Entries 18, 19<\/span>/);
});

test('beside a figure stand the replies of its office, with the earlier ones, and what registrars hide is not told', async (t) => {
  const { ledger, registrars, parks, mandate } = await twoCases();
  const [anna, bela] = registrars;
  const may = ['response', 'dispositions', 'correction', 'figure-reply'] as const;
  await ledger.say({ kind: 'office-defined', office: 'parks', title: 'Parks department', may: [...may] }, anna, bela);
  const reply = { kind: 'figure-reply', by: [mandate.parks], office: 'parks', figure: 'silence' } as const;
  const says = (words: string, size: number, more: { process?: string; from?: string } = {}): Promise<number> =>
    ledger.say({ ...reply, by: [...reply.by], size, ...more, text: ledger.text(words) }, parks);
  const first = await says('=We were <b>two</b>.', 19);
  const second = await says('We were three, and one fell ill.', 20);
  const hidden = ledger.text('Mr Marlow was drunk.');
  const third = await ledger.say(
    { ...reply, by: [...reply.by], size: 20, process: 'service-request', from: '2026-01-01', text: hidden },
    parks,
  );
  await ledger.say(
    {
      ...{ kind: 'content-withheld', entry: third, digest: hidden.digest, ground: 'third-party' },
      ...{ basis: 'Data protection act', told: 'yes', appeal: ledger.text('Write to the registrars.') },
    },
    anna,
    bela,
  );
  const folder = await recordOf(t, ledger);
  const out = join(await temporaryFolder(t), 'out');
  const ran = await report(folder, '--out', out);
  assert.equal(ran.code, 0, ran.stdout + ran.stderr);
  const page = (await readFile(join(out, 'report.html'), 'utf8')).replaceAll(/\s+/g, ' ');
  const silence = page.slice(page.indexOf('<h2>Who was not answered'), page.indexOf('<h3>Overdue for longest'));
  assert.match(
    silence,
    /<strong>Parks department<\/strong> replied to this figure as it stood at entry 19, on .*fell ill/,
  );
  assert.match(silence, /fell ill.*<summary>1 earlier reply to the same<\/summary>.*=We were &lt;b&gt;two&lt;\/b&gt;/);
  assert.match(silence, /for the process “Service request” from 2026-01-01, on .*Its words are not in public view/);
  assert.equal(page.match(/class="reply"/g)?.length, 2);

  const replies = await readFile(join(out, 'replies.csv'), 'utf8');
  const lines = replies.split('\r\n');
  assert.equal(lines[0], 'figure,office,process,from,until,stood_at,words,entry,said_at,recorded_at,replaced_by');
  assert.equal(lines.length, 5);
  assert.ok(lines.some((line) => line.startsWith('silence,Parks department,Service request,2026-01-01,,19,[not in')));
  assert.ok(
    lines.some((line) => line.endsWith(`,${second}`)),
    'the one that was replaced names the later one',
  );
  assert.match(replies, /,'=We were <b>two<\/b>\.,/);
  for (const name of await readdir(out)) assert.doesNotMatch(await readFile(join(out, name), 'utf8'), /Marlow/, name);

  const { figures, words } = accountabilitySchema.parse(JSON.parse(await readFile(join(out, 'report.json'), 'utf8')));
  assert.deepEqual(
    figures.replies.map(({ entry, size, replacedBy }) => [entry, size, replacedBy]),
    [
      [third, 20, null],
      [second, 20, null],
      [first, 19, second],
    ],
  );
  assert.ok(Object.values(words).includes('We were three, and one fell ill.'));
  const other = await report(folder, '--json', '--office', 'mayor');
  assert.deepEqual(accountabilitySchema.parse(JSON.parse(other.stdout)).figures.replies, []);
});

test('of a record on a server, each entry leads to its page there', async (t) => {
  const { ledger } = await twoCases();
  const address = await serveFolder(t, await recordOf(t, ledger));
  const { code, stdout } = await report(address, '--html');
  assert.equal(code, 0);
  assert.ok(stdout.includes(`<a href="${address}entries/18" rel="noreferrer">18</a>`));
});

test('its page asks nobody for anything, and runs nothing', async (t) => {
  const { ledger } = await twoCases();
  const { stdout: page } = await report(await recordOf(t, ledger), '--html');
  assert.match(page, /^<!doctype html>/);
  assert.match(page, /content="default-src 'none'; style-src 'unsafe-inline'"/);
  assert.doesNotMatch(page, /<(?:script|link|img|iframe|object|embed|base|form)\b|@import|url\(|\bsrc=|javascript:/i);
  assert.doesNotMatch(page, /\son[a-z]+=/i);
});

const HOSTILE = `=HYPERLINK("https://evil.example","x")</style><script>alert(1)</script>'"><img src=x onerror=alert(1)>`;

test('what a record calls its offices, rules and reasons is text and nothing else, in the page and in the tables', async (t) => {
  const city = await openCity();
  const { ledger, registrars, parks, mandate } = city;
  const [anna, bela] = registrars;
  const may = ['response', 'dispositions', 'correction'] as const;
  await ledger.say({ kind: 'office-defined', office: 'parks', title: HOSTILE, may: [...may] }, anna, bela);
  const signed = { offices: ['parks'], signatures: 1 };
  const choices = [{ code: 'constructor', title: HOSTILE }];
  await ledger.say(
    {
      ...{ kind: 'process-published', process: 'proto', version: 1, title: HOSTILE, level: 'inform' },
      ...{ authors: ['person'], acts: { response: signed, dispositions: signed }, clocks: {} },
      ...{ outcomes: choices, dispositions: choices, accounting: 'record' },
    },
    anna,
    bela,
  );
  const process = { id: 'proto', version: 1 };
  const text = ledger.text(HOSTILE);
  const id = await ledger.say(
    { kind: 'input-received', process, channel: 'web', author: 'person', text },
    ledger.intakeKey,
  );
  const second = await ledger.say(
    { kind: 'input-received', case: id, channel: 'web', author: 'person', text: ledger.text('And this.') },
    ledger.intakeKey,
  );
  const items = [{ code: 'constructor', inputs: [id, second], reason: ledger.text(`${HOSTILE}\u202e\r\n-1+2`) }];
  await ledger.say({ kind: 'dispositions', by: [mandate.parks], case: id, items }, parks);
  const base = await temporaryFolder(t);
  const ran = await report(await recordOf(t, ledger), '--out', join(base, 'out'));
  assert.equal(ran.code, 0, ran.stdout + ran.stderr);
  const page = await readFile(join(base, 'out', 'report.html'), 'utf8');
  assert.ok(page.includes('&lt;script&gt;alert(1)&lt;/script&gt;'));
  assert.doesNotMatch(page, /<script|<img|\u202e/i);
  assert.equal(page.match(/<\/style>/g)?.length, 1);
  for (const name of await readdir(join(base, 'out'))) {
    if (!name.endsWith('.csv')) continue;
    const csv = await readFile(join(base, 'out', name), 'utf8');
    assert.doesNotMatch(csv, /(?:^|,|\n)"?[=+\-@]/, name);
    // A signed note has lines of its own, between quotes.
    if (name !== 'about.csv') assert.doesNotMatch(csv, /[^\r]\n|\u202e/, name);
  }
  const reasons = await readFile(join(base, 'out', 'reasons.csv'), 'utf8');
  assert.ok(reasons.includes(`"'=HYPERLINK(""https://evil.example"",""x"")</style>`));
});

test('of a record that was altered the report says on top that nothing in it is proved, and exits with 1', async (t) => {
  const { ledger } = await twoCases();
  const files = await ledger.files();
  const path = tilePath('entries', 0, ledger.entries.length);
  const bytes = Uint8Array.from(files.get(path) ?? assert.fail());
  bytes[bytes.length - 100] = (bytes.at(-100) ?? 0) ^ 1;
  const folder = await temporaryFolder(t);
  await writeRecord(folder, files);
  await writeFile(join(folder, path), bytes);
  const out = join(await temporaryFolder(t), 'out');
  const ran = await report(folder, '--out', out);
  assert.equal(ran.code, 1, ran.stdout + ran.stderr);
  assert.match(flat(ran), /^(?:Wrong|ALTERED).* So nothing that follows is proved\./);
  const page = await readFile(join(out, 'report.html'), 'utf8');
  assert.match(page, /<p class="verdict wrong">(?:Wrong|ALTERED)/);
  assert.match(page, /<strong>The record did not pass its check\. Nothing below is proved\.<\/strong>/);
  assert.match(await readFile(join(out, 'about.csv'), 'utf8'), /^what,is\r\nverdict,wrong\r\n/);
  const parsed = accountabilitySchema.parse(JSON.parse(await readFile(join(out, 'report.json'), 'utf8')));
  assert.equal(parsed.verdict, 'wrong');
});

test('of a ledger in which nobody has said anything it says just that', async (t) => {
  const { ledger } = await openCity();
  const folder = await recordOf(t, ledger);
  const { code, stdout } = await report(folder, '--html');
  assert.equal(code, 0);
  for (const words of ['Nobody who said something waits for anything.', 'Nothing has been said yet.'])
    assert.ok(stdout.includes(words), words);
  assert.ok(!stdout.includes('NaN') && !stdout.includes('Infinity') && !stdout.includes('undefined'));
});

test('without a ledger, or with one that is not even opened, there is no report', async (t) => {
  const none = await report(await temporaryFolder(t));
  assert.equal(none.code, 2, none.stdout + none.stderr);
  const unopened = await report(await recordOf(t, await LedgerBuilder.create()), '--html');
  assert.equal(unopened.code, 2, unopened.stdout + unopened.stderr);
  assert.ok(!unopened.stdout.includes('<html'));
});

test('counts one office, one process or some days alone, and says what there is where it is not there', async (t) => {
  const { ledger } = await twoCases();
  const folder = await recordOf(t, ledger);
  const inputs = async (...args: readonly string[]): Promise<readonly number[]> => {
    const { stdout } = await report(folder, '--json', ...args);
    return accountabilitySchema.parse(JSON.parse(stdout)).figures.totals.inputs.entries;
  };
  assert.deepEqual(await inputs('--from', '2026-02-01'), [19]);
  assert.deepEqual(await inputs('--until', '2026-01-31'), [11, 14, 18]);
  assert.deepEqual(await inputs('--process', 'consultation'), []);
  const unknown = await report(folder, '--office', 'toString');
  assert.equal(unknown.code, 2);
  assert.match(flat(unknown), /^No report: the record has no office "toString"\. It has: front-desk, parks, mayor\./);
  for (const [args, words] of [
    [['--from', '2026-02-30'], /--from takes a day/],
    [['--csv'], /Several files need a folder/],
    [['--html', '--json'], /Several files need a folder/],
  ] as const) {
    const ran = await report(folder, ...args);
    assert.equal(ran.code, 2);
    assert.match(ran.stderr, words);
  }
});

test('gives no words of a reason that was taken out of view', async (t) => {
  const city = await openLetters();
  const { ledger, registrars, ed, seat, say } = city;
  const [anna, bela] = registrars;
  const acts = { offices: ['editors'], signatures: 1 };
  const may = ['dispositions', 'content-withheld', 'content-redacted'] as const;
  await ledger.say({ kind: 'office-defined', office: 'editors', title: 'Editors', may: [...may] }, anna, bela);
  await ledger.say(
    {
      ...{ kind: 'process-published', process: 'notes', version: 1, title: 'Notes', level: 'inform' },
      ...{ authors: ['person'], acts: Object.fromEntries(may.map((kind) => [kind, acts])), clocks: {} },
      ...{ outcomes: [{ code: 'read', title: 'Read' }], dispositions: [{ code: 'read', title: 'Read' }] },
      ...{ accounting: 'record', grounds: [{ code: 'privacy', title: 'Privacy' }] },
    },
    anna,
    bela,
  );
  const process = { id: 'notes', version: 1 };
  const said = { kind: 'input-received', process, channel: 'web', author: 'person' } as const;
  const id = await ledger.say({ ...said, text: ledger.text('Why?') }, ledger.intakeKey);
  const reason = ledger.text('Because of Mrs Smith of 4 Mill Lane.');
  const items = [{ code: 'read', inputs: [id], reason }];
  const disposed = await ledger.say({ kind: 'dispositions', by: [seat], case: id, items }, ed);
  await ledger.say(say.withholds(id, [disposed, reason]), ed);
  const { stdout } = await report(await recordOf(t, ledger), '--json');
  assert.ok(!stdout.includes('Mrs Smith'));
  assert.deepEqual(accountabilitySchema.parse(JSON.parse(stdout)).figures.reasons[0]?.digests, [reason.digest]);
});
