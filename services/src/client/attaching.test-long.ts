/** Files that go with what officials say, and files that wait for them. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parseEntry } from '@counterfoil/ledger/entry';
import { fileRefs, openEnvelope } from '@counterfoil/ledger/statement';
import { pdf, SECRET, talkativeJpeg } from '../files/testing/pictures.ts';
import { startTestService, type TestService } from '../testing/service.ts';
import { auditService } from './testing/audit-service.ts';
import { openRivermouth, type Rivermouth } from './testing/open-rivermouth.ts';
import { signIn } from './testing/sign-in.ts';

describe('files at the command line', () => {
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

  test('go along with an answer, are shown before it is signed, and are served as they were signed for', async () => {
    const desk = signIn(service);
    const { index } = await city.client.sendInput({
      ...{
        text: 'Where will the path go?',
        lang: 'en',
        author: 'person',
        process: 'service-request',
        category: 'parks',
      },
    });
    const [plan, photo, page] = ['plan.pdf', 'photo.jpg', 'page.html'].map((name) => join(service.folder, name));
    await writeFile(plan ?? '', pdf());
    await writeFile(photo ?? '', talkativeJpeg());
    await writeFile(page ?? '', '<p>');
    const answer = ['answer', String(index), '--text', 'Along the river: see the plan.'];
    const refused = await desk.sign([...answer, '--file', page ?? ''], ['ines']);
    assert.deepEqual(
      [refused.exitCode, /none of the files that are taken/.test(refused.stderr)],
      [2, true],
      refused.stderr,
    );
    const shown = await desk.signed([...answer, '--file', plan ?? '', '--file', photo ?? ''], ['ines']);
    assert.match(shown, /Files +PDF document, \d+ bytes\n +JPEG picture, \d+ bytes/);
    assert.match(shown, /plan\.pdf is kept as it is/);
    assert.match(shown, /Of photo\.jpg, what told where/);
    const entry = /entry (\d+)/.exec(shown)?.[1] ?? '';
    const bytes = await (await fetch(`${service.address}/api/v1/entries/${entry}`)).bytes();
    const [first, second] = fileRefs(openEnvelope(parseEntry(bytes).envelope).statement);
    const served = await (await fetch(`${service.address}/file/${first?.digest ?? ''}`)).bytes();
    assert.deepEqual(Buffer.from(served.subarray(32)), pdf());
    const picture = Buffer.from(await (await fetch(`${service.address}/file/${second?.digest ?? ''}`)).bytes());
    assert.ok(!picture.includes(SECRET));
    assert.equal((await auditService(service)).verdict, 'verified');
  });

  test('that wait can be looked at by those who decide', async () => {
    const desk = signIn(service);
    const ref = await city.client.attach(talkativeJpeg());
    const upload = await fetch(`${service.address}/api/v1/files`, {
      method: 'POST',
      body: Buffer.from(talkativeJpeg()),
    });
    const { token, digest } = (await upload.json()) as { token: string; digest: string };
    assert.notEqual(ref.digest, digest, 'the same picture twice, each with a salt of its own');
    const complaint = { text: 'He stands there.', lang: 'en', author: 'person', process: 'complaint' } as const;
    const { index } = await city.client.sendInput({ ...complaint, files: [token] });
    const folder = join(service.folder, 'to-look-at');
    const shown = await desk.signed(['pending', '--save', folder], ['ruth']);
    assert.match(shown, /JPEG picture, \d+ bytes/);
    const path = join(folder, `entry-${index}-${digest.slice(0, 8)}.jpg`);
    assert.match(shown.replace(/\s+/g, ' '), /Written: /);
    assert.equal((await readFile(path)).length, ref.bytes);
    await desk.signed(['publish', String(index)], ['ruth']);
    assert.equal((await fetch(`${service.address}/file/${digest}`)).status, 200);
    const why = ['--ground', 'privacy', '--basis', 'Data protection act', '--told', 'no', '--appeal', 'Write to us.'];
    const gone = await desk.sign(['redact', String(index), '--digest', digest.slice(0, 8), ...why], ['ruth']);
    assert.ok(gone.exitCode === 0 || /ground/.test(gone.stderr), gone.stderr);
  });
});
