import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { openSync } from 'node:fs';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parseSshPublicKey } from '@counterfoil/ledger/keyid';
import { startTestService, type TestService } from '../testing/service.ts';
import { relockKeyFile } from './key-file.ts';
import { auditService } from './testing/audit-service.ts';
import { openRivermouth, type Rivermouth } from './testing/open-rivermouth.ts';
import { runProgram } from './testing/run-program.ts';
import { signIn, type SignIn } from './testing/sign-in.ts';

const FINGERPRINT = /(?:[0-9a-f]{4} ){7}[0-9a-f]{4}\n +(?:[0-9a-f]{4} ){7}[0-9a-f]{4}/;

describe('an official at the command line', () => {
  let service: TestService & AsyncDisposable;
  let city: Rivermouth;
  let desk: SignIn;
  let request = '';
  before(async () => {
    service = await startTestService();
    city = await openRivermouth(service);
    desk = signIn(service);
    request = await open('service-request', 'The swing in the park squeaks.');
  });
  after(async () => {
    city.client.close();
    await service[Symbol.asyncDispose]();
  });
  const open = async (process: string, text: string): Promise<string> =>
    String((await city.client.sendInput({ text, lang: 'en', author: 'person', process, category: 'parks' })).index);
  const joined = async (id: string, text: string, fields: object = {}): Promise<string> =>
    String((await city.client.sendInput({ text, lang: 'en', author: 'person', case: Number(id), ...fields })).index);
  const sizeNow = (): number => service.recorder.publisher.size;

  test('sees what is due and why, reads the case, and learns what the rules let them do', async () => {
    const due = await desk.signed(['due'], ['ines']);
    assert.match(due, /due for Parks and playgrounds/);
    assert.match(due, new RegExp(`Case ${request}  The swing in the park squeaks\\.`));
    assert.match(due, /answer in substance, by the end of \d+ \w+ \d{4}/);
    assert.match(due, /10 working days from/);
    const read = await desk.signed(['case', request], ['ines']);
    assert.match(read, /The swing in the park squeaks\.\n +→ nobody has said what became of it/);
    assert.match(read, /You may\n.*answer.*decide/s);
    for (const line of [...due.split('\n'), ...read.split('\n')]) assert.ok(line.length <= 80, line);
  });

  test('sees what becomes public and its fingerprint before signing; a dry run sends nothing', async () => {
    const size = sizeNow();
    const shown = await desk.signed(['answer', request, '--text', 'We oil it.', '--dry-run', '--raw'], ['ines']);
    assert.match(shown, /This becomes public/);
    assert.match(shown, /Signed for +Parks and playgrounds \(Ines Marlowquay\)/);
    assert.match(shown, FINGERPRINT);
    assert.match(shown, /"kind": "response"/);
    assert.match(shown, /nothing was sent/);
    assert.equal(sizeNow(), size);
  });

  test('is asked before anything is signed, and where nobody can be asked nothing is', async () => {
    const size = sizeNow();
    const ran = await runProgram('client/sign.ts', [
      ...['acknowledge', request, '--key', desk.fileOf('ruth'), '--to', service.address],
      ...['--memory', join(service.folder, 'memory')],
    ]);
    assert.equal(ran.exitCode, 2);
    assert.match(ran.stderr, /Nobody is here to be asked/);
    assert.equal(sizeNow(), size);
  });

  test('confirms, answers, accounts and decides, each with a proof that holds', async () => {
    assert.match(await desk.signed(['acknowledge', request], ['ruth']), /Its proof was followed and holds/);
    await writeFile(join(service.folder, 'answer.txt'), 'We oil it\non Tuesday.\n');
    const answered = await desk.signed(
      ['answer', request, '--text', `@${join(service.folder, 'answer.txt')}`],
      ['ines'],
    );
    assert.match(answered, /We oil it\n +on Tuesday\./);
    const decided = await desk.signed(
      [
        ...['decide', request, '--outcome', 'planned', '--basis', 'Parks by-law, section 2', '--text', 'A new swing.'],
        ...[
          '--algorithms',
          'none',
          '--data',
          'none',
          '--all-others',
          '--code',
          'adopted',
          '--reason',
          'It is worn out.',
        ],
      ],
      ['ines'],
    );
    assert.match(decided, /Accounted for 1 input in 1 entry/);
    assert.match(decided, new RegExp(`Case ${request} is decided, with 2 entries`));
    const again = await desk.sign(['decide', request, '--outcome', 'planned'], ['ines']);
    assert.equal(again.exitCode, 2);
    assert.match(again.stderr, /was decided by entry/);
  });

  test('may not do what the rules give to others, and is told who may', async () => {
    const ran = await desk.sign(['acknowledge', request], ['ines']);
    assert.equal(ran.exitCode, 2);
    assert.match(ran.stderr, /parks, which may not do this.*Only these may: front-desk/);
    const stranger = await desk.sign(['acknowledge', request], ['registrar-agnes']);
    assert.equal(stranger.exitCode, 2);
    assert.match(stranger.stderr, /holds no office/);
  });

  test('accounts for many at once by what they say and how they came, and for the rest from a file', async () => {
    const id = await open('service-request', 'More shade, please.');
    const trees = [await joined(id, 'Trees, many.'), await joined(id, 'I want TREES too.')];
    const phoned = await joined(id, 'A fountain.', { channel: 'phone' });
    const last = await joined(id, 'An awning.');
    const reason = 'Trees are planted in autumn.';
    const filtered = await desk.signed(
      ['account', id, '--contains', 'trees', '--code', 'adopted', '--reason', reason],
      ['ines'],
    );
    assert.match(filtered, new RegExp(`2 inputs: entries ${trees.join(' to ')}`));
    assert.match(filtered, /2 inputs get this very reason now\.\n/);
    assert.match(filtered, /left without a word: 3\./);
    const byChannel = await desk.signed(
      ['account', id, '--channel', 'phone', '--code', 'rejected', '--reason', ` trees are  planted in AUTUMN. `],
      ['ines'],
    );
    assert.match(byChannel, new RegExp(`1 input: entry ${phoned}`));
    assert.match(byChannel.replaceAll('\n', ' '), /It was given to 2 inputs before on this ledger/);
    const file = join(service.folder, 'fates.csv');
    await writeFile(
      file,
      `input,code,reason\n${id},partly-adopted,"Shade, yes"\n${phoned},adopted,Again\n${last},rejected,No awning\n`,
    );
    const fromFile = await desk.sign(['account', id, '--from', file], ['ines']);
    assert.equal(fromFile.exitCode, 0, fromFile.stderr);
    assert.match(fromFile.stderr, /1 input named had been accounted for before/);
    assert.match(fromFile.stdout, /left without a word: 0\./);
    await writeFile(file, `input,code,reason\n${id},adoptd,Typo\n`);
    const typo = await desk.sign(['account', id, '--from', file], ['ines']);
    assert.equal(typo.exitCode, 2);
    assert.match(typo.stderr, /line 2: the process has no "adoptd"/);
  });

  test('asks, refers, dissents, commits, reports, evaluates, links, merges, splits, cites, corrects', async () => {
    const [id, other] = [
      await open('service-request', 'The path floods.'),
      await open('service-request', 'It floods here.'),
    ];
    const extra = await joined(id, 'And the lamp is out.');
    await desk.signed(['ask', id, '--text', 'Since when?'], ['ines']);
    await desk.signed(['refer', id, 'roads', '--text', 'Their drain.'], ['ines']);
    await desk.signed(['link', id, other, '--relation', 'same-place'], ['ruth']);
    await desk.signed(['split', id, '--inputs', extra, '--text', 'The lamp is another matter.'], ['ruth']);
    await desk.signed(['merge', other, id, '--text', 'The same flood.'], ['ruth']);
    const merged = await desk.signed(['case', id], ['ines']);
    assert.match(merged, /2 inputs, 2 without a word/);
    await desk.signed(
      [
        'cite',
        id,
        '--sha256',
        'ab'.repeat(32),
        '--retrieved',
        '2026-03-02T09:30:00.000Z',
        '--text',
        'https://example.org',
      ],
      ['ines'],
    );
    await desk.signed(
      [
        ...['decide', id, '--outcome', 'planned', '--basis', 'By-law 1', '--text', 'A drain is dug.', '--all-others'],
        ...['--code', 'adopted', '--reason', 'You are right.', '--algorithms', 'none', '--data', 'none'],
      ],
      ['ines'],
    );
    const committed = await desk.signed(
      [
        ...['commit', id, '--responsible', 'parks', '--term', '2090-01-31', '--funding', 'Budget line 7.'],
        ...['--text', 'A drain of 20 metres.'],
      ],
      ['ines'],
    );
    const [, commitment = ''] = /Recorded as entry (\d+)/.exec(committed) ?? [];
    await desk.signed(['report', id, commitment, '--progress', 'limited', '--text', 'The pipes are there.'], ['ines']);
    await desk.signed(['evaluate', id, '--heard', 'yes', '--explained', 'partly', '--achieved', 'unknown'], ['ines']);
    await desk.signed(['correct', id, commitment, '--text', 'Of 22 metres.'], ['ines']);
    const wrong = await desk.sign(['report', id, commitment, '--progress', 'half', '--text', 'x'], ['ines']);
    assert.match(wrong.stderr, /--progress takes not-started, limited, substantial or complete, not "half"/);
  });

  test('a decision that takes two waits in the tray for the other, who sees the same fingerprint', async () => {
    const id = await open('consultation', 'A bridge?');
    await desk.signed(['stage', id], ['marit']);
    await desk.signed(['stage', id], ['marit']);
    const decide = [
      ...['decide', id, '--outcome', 'given-up', '--basis', 'Council decision 3', '--text', 'No bridge.'],
      ...['--algorithms', 'none', '--data', 'none'],
    ];
    const unaccounted = await desk.sign(decide, ['helen']);
    assert.match(unaccounted.stderr, /1 input of case \d+ is without a word/);
    await desk.signed(['account', id, '--all-others', '--code', 'rejected', '--reason', 'Too dear.'], ['yusuf']);
    const alone = await desk.sign(decide, ['helen']);
    assert.equal(alone.exitCode, 2);
    const [, oskar = ''] = /--with (\d+) +Office of the mayor \(Oskar Vellinge\)/.exec(alone.stderr) ?? [];
    const size = sizeNow();
    const placed = await desk.signed([...decide, '--with', oskar], ['helen']);
    assert.equal(sizeNow(), size);
    const [, number = ''] = /tray sign ([0-9a-f]{12})/.exec(placed) ?? [];
    assert.match(await desk.signed(['tray'], ['oskar']), new RegExp(`${number} +Decision`));
    const shown = await desk.signed(['tray', 'show', number], ['oskar']);
    assert.equal(FINGERPRINT.exec(shown)?.[0], FINGERPRINT.exec(placed)?.[0]);
    assert.match(shown, /No bridge\./);
    assert.match(
      await desk.signed(['tray', 'sign', number], ['oskar']),
      /The last signature was there\. Recorded as entry/,
    );
    assert.equal(sizeNow(), size + 1);
    assert.match(await desk.signed(['tray'], ['oskar']), /recorded as entry/);
  });

  test('a passphrase comes from a file descriptor or the environment; a wrong one is said in a sentence', async () => {
    const file = desk.fileOf('locked');
    await copyFile(desk.fileOf('ruth'), file);
    await relockKeyFile(file, { new: 'as quiet as a mouse' });
    const id = await open('service-request', 'A lamp is out.');
    const args = ['acknowledge', id];
    const wrong = await desk.sign(args, ['locked'], { env: { COUNTERFOIL_PASSPHRASE: 'as loud as a mouse' } });
    assert.equal(wrong.exitCode, 2);
    assert.match(wrong.stderr, /That is not the passphrase of .*locked\.pem\. Nothing was signed\./);
    assert.doesNotMatch(wrong.stderr, / at .*\.ts/);
    const nowhere = await desk.sign(args, ['locked']);
    assert.equal(nowhere.exitCode, 2);
    assert.match(nowhere.stderr, /A passphrase is asked on the terminal/);
    const secret = join(service.folder, 'secret');
    await writeFile(secret, 'as quiet as a mouse\n', { mode: 0o600 });
    await desk.signed([...args, '--passphrase-fd', '3'], ['locked'], { fd3: openSync(secret, 'r') });
    const changed = await runProgram('client/sign.ts', ['--change-passphrase', file], {
      env: { COUNTERFOIL_PASSPHRASE: 'as quiet as a mouse', COUNTERFOIL_NEW_PASSPHRASE: 'as quiet as a cat' },
    });
    assert.equal(changed.exitCode, 0, changed.stderr);
    await desk.signed(['answer', id, '--text', 'We change it.'], ['locked'], {
      env: { COUNTERFOIL_PASSPHRASE: 'as quiet as a cat' },
    });
  });

  test('a key file without a passphrase is taken with a warning', async () => {
    const ran = await desk.sign(['due'], ['ines']);
    assert.match(ran.stderr.replaceAll('\n', ' '), /has no passphrase: whoever copies it can sign in this name/);
  });

  test('an SSH key signs through ssh-keygen, and where there is none a sentence says so', async (t) => {
    if (spawnSync('ssh-keygen', ['-?']).error !== undefined) return t.skip('ssh-keygen is not on this machine.');
    const file = join(service.folder, 'id_ed25519');
    assert.equal(spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', file]).status, 0);
    const key = parseSshPublicKey(await readFile(`${file}.pub`, 'utf8'));
    const shown = await runProgram('client/sign.ts', ['--show-key', `${file}.pub`]);
    const [, person = ''] = /"person": "(.*)"/.exec(shown.stdout) ?? [];
    assert.ok(shown.stdout.includes(`"key": "${key}"`));
    const grant = ['mandate', 'front-desk', '--person', person, '--public-key', key, '--holder', 'Sasha Shellworth'];
    await desk.signed(grant, ['registrar-agnes', 'registrar-celia']);
    const id = await open('service-request', 'The bin is full.');
    const signed = await desk.signed(['acknowledge', id, '--ssh', `${file}.pub`]);
    assert.match(signed, /Signed for +Front desk \(Sasha Shellworth\)/);
    const absent = await desk.sign(['answer', id, '--text', 'Emptied.', '--ssh', `${file}.pub`], [], {
      env: { PATH: '' },
    });
    assert.equal(absent.exitCode, 2);
    assert.match(absent.stderr, /This machine has no ssh-keygen/);
    const other = await desk.sign(['acknowledge', id, '--ssh', desk.fileOf('ines')]);
    assert.equal(other.exitCode, 2);
    assert.match(other.stderr, /Give the \.pub file of an Ed25519 key/);
  });

  test('at the end the whole ledger verifies', async () => {
    const audited = await auditService(service);
    assert.equal(audited.verdict, 'verified', JSON.stringify(audited.findings.slice(0, 3)));
  });
});
