import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startTestService, type TestService } from '../testing/service.ts';
import { makeKeyFile } from './key-file.ts';
import { presets } from './presets/all.ts';
import { auditService } from './testing/audit-service.ts';
import { openRivermouth, type Rivermouth } from './testing/open-rivermouth.ts';
import { signIn, type SignIn } from './testing/sign-in.ts';

const TWO = ['registrar-agnes', 'registrar-celia'];
const OFFICES = [
  '--offices',
  'intake=front-desk',
  '--offices',
  'department=parks,planning',
  '--offices',
  'decider=mayor',
];

describe('registrars at the command line', () => {
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

  test('a calendar is published with its clock written out, and counts as the next version', async () => {
    const args = ['calendar', '--zone', 'Europe/Berlin', '--years', '2026-2028', '--holidays', '2026-12-25,2027-01-01'];
    const out = await desk.signed(args, TWO);
    assert.match(out, /Time zone +Europe\/Berlin, with \d+ offsets written out/);
    assert.match(out, /Works on +Monday, Tuesday, Wednesday, Thursday, Friday/);
    assert.match(out, /Version +2/);
  });

  for (const { name } of presets) {
    test(`the preset "${name}" is shown in plain words, signed by two and takes a case`, async () => {
      const id = `${name}-2`;
      const out = await desk.signed(['process', '--preset', name, '--process', id, ...OFFICES], TWO);
      assert.match(out, /Promise +\w+: /);
      assert.match(out, /Deadlines +receipt is confirmed within \d working days/);
      assert.match(out, /decide: .*Office of the mayor/);
      for (const line of out.slice(0, out.indexOf('Fingerprint')).split('\n')) assert.ok(line.length <= 80, line);
      const input = { text: 'Something.', lang: 'en', author: 'person' as const, process: id };
      const { case: opened } = await city.client.sendInput(input);
      assert.match(await desk.signed(['case', String(opened)], ['helen']), /Due\n/);
    });
  }

  for (const name of ['service-request', 'consultation']) {
    test(`under the preset "${name}" with --moderate, what people say waits until somebody has looked at it`, async () => {
      const id = `${name}-3`;
      const args = ['process', '--preset', name, '--process', id, '--moderate'];
      const out = await desk.signed([...args, ...OFFICES], TWO);
      assert.match(out, /What people say +is public once somebody has looked at it/);
      assert.match(out, /publish texts after a look: Front desk/);
      assert.match(out, /Texts go if +Whoever wrote it asked for it/);
      const { case: opened } = await city.client.sendInput(
        { text: 'Something.', lang: 'en', author: 'person', process: id },
        { check: true },
      );
      assert.match(await desk.signed(['pending'], ['ruth']), new RegExp(`case ${opened}, since .*\\n +Something\\.`));
      const nobody = OFFICES.map((part) => part.replace('front-desk', 'parks'));
      const unable = await desk.sign([...args, ...nobody], TWO);
      assert.equal(unable.exitCode, 2);
      assert.match(unable.stderr, /Texts would wait for ever/);
    });
  }

  test('a preset wants every part taken by an office that there is', async () => {
    const missing = await desk.sign(['process', '--preset', 'petition', '--offices', 'intake=front-desk'], TWO);
    assert.equal(missing.exitCode, 2);
    assert.match(missing.stderr, /Say with --offices who is department and decider/);
    const unknown = await desk.sign(['process', '--preset', 'petition', '--offices', 'intake=frontdesk'], TWO);
    assert.match(unknown.stderr, /There is no office "frontdesk"/);
    const none = await desk.sign(['process', '--preset', 'referendum'], TWO);
    assert.match(none.stderr, /service-request, petition, consultation, participatory-budget or point-by-point/);
  });

  test('one registrar alone leaves it in the tray; the second adds a signature, and it is recorded', async () => {
    const size = service.recorder.publisher.size;
    const placed = await desk.signed(
      ['office', 'lamps', '--title', 'Street lamps', '--may', 'acknowledgement,response'],
      ['registrar-agnes'],
    );
    assert.match(placed.replaceAll('\n', ' '), /2 registrars must sign together/);
    assert.equal(service.recorder.publisher.size, size);
    const [, number = ''] = /tray sign ([0-9a-f]{12})/.exec(placed) ?? [];
    assert.match(await desk.signed(['tray', 'sign', number], ['registrar-celia']), /Recorded as entry/);
  });

  test('a key is rotated with both keys, and one that was stolen is revoked: it signs no more', async () => {
    const { key: old } = city.hold('pavel');
    const next = await makeKeyFile(desk.fileOf('pavel-2'), { person: old.person });
    await desk.signed(['rotate', old.keyid, next.keyid], [...TWO, 'pavel', 'pavel-2']);
    const { case: id } = await city.client.sendInput({
      ...{ text: 'A hole.', lang: 'en', author: 'person', process: 'service-request' },
    });
    const withOld = await desk.sign(['answer', String(id), '--text', 'Filled.'], ['pavel']);
    assert.equal(withOld.exitCode, 2);
    await desk.signed(['answer', String(id), '--text', 'Filled.'], ['pavel-2']);
    await desk.signed(['revoke', next.keyid, '--reason', 'stolen'], TWO);
    const revoked = await desk.sign(['answer', String(id), '--text', 'Filled again.'], ['pavel-2']);
    assert.equal(revoked.exitCode, 2);
    assert.match(revoked.stderr, /key-revoked|revoked/);
    const ended = await desk.signed(['end-mandate', String(city.hold('ines').mandate), '--reason', 'resigned'], TWO);
    assert.match(ended, /Recorded as entry/);
    assert.match((await desk.sign(['due'], ['ines'])).stderr, /hold no office here now/);
  });

  test('at the end the whole ledger verifies', async () => {
    const audited = await auditService(service);
    assert.equal(audited.verdict, 'verified', JSON.stringify(audited.findings.slice(0, 3)));
  });
});
