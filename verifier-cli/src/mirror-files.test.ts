/** Files come along with a mirror, those that are there are not fetched again, and what was taken out goes. SPEC 10, M58, M59. */
import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { audit } from '@counterfoil/ledger/audit';
import { utf8 } from '@counterfoil/ledger/bytes';
import { nodePlatformPooled } from '@counterfoil/ledger/platform-node';
import { openLetters } from '@counterfoil/ledger/testing/letters';
import { mapSource } from '@counterfoil/ledger/testing/map-source';
import { MirrorFolder } from './mirror-folder.ts';
import { mirrorRecord } from './mirror-record.ts';
import { isPublicPath } from './public-path.ts';
import { folderSource } from './source-folder.ts';
import { filesIn, temporaryFolder } from './testing/record-folder.ts';

test('A mirror takes files along once, mends what was cut off, and drops what was taken out', async (t) => {
  const { ledger, ed, say } = await openLetters();
  const refs = ['one', 'two'].map((name) => ledger.attach(utf8(`%PDF-1.7 plan ${name}`), 'application/pdf'));
  const said = {
    kind: 'input-received',
    process: { id: 'letters', version: 1 },
    channel: 'web',
    author: 'person',
  } as const;
  const index = await ledger.say({ ...said, files: refs, text: ledger.text('Plans.') }, ledger.intakeKey);
  const paths = refs.map(({ digest }) => `file/${digest}`);
  const [first = '', second = ''] = paths;
  const folder = await temporaryFolder(t);
  const asked: string[] = [];
  const run = async (gone: readonly string[] = []) => {
    const files = await ledger.files();
    for (const path of gone) files.delete(path);
    const source = mapSource(files);
    const read = (path: string, maxBytes: number) => {
      if (path.startsWith('file/')) asked.push(path);
      return source.read(path, maxBytes);
    };
    return mirrorRecord({ read }, new MirrorFolder(folder), {
      texts: true,
      address: 'the address',
      onProgress: () => undefined,
    });
  };
  const verdict = async (): Promise<string> =>
    (await audit({ source: folderSource(folder), platform: nodePlatformPooled(crypto) })).verdict;

  assert.deepEqual((await run()).missing, []);
  assert.deepEqual([asked.splice(0).sort(), await verdict()], [[...paths].sort(), 'verified']);
  await truncate(join(folder, first), 40);
  assert.equal(await verdict(), 'wrong');
  await run();
  assert.deepEqual([asked.splice(0), await verdict()], [[first], 'verified']);
  await writeFile(join(folder, second), (await ledger.files()).get(first) ?? '');
  assert.equal(await verdict(), 'wrong', 'one file in the place of another');

  const [one] = refs;
  assert.ok(one !== undefined);
  await ledger.say(say.redacts(index, [index, one]), ed);
  const { dropped, unseen, missing } = await run([first]);
  assert.deepEqual({ dropped, unseen, missing }, { dropped: 1, unseen: 1, missing: [] });
  assert.ok(!(await filesIn(folder)).has(first));
  const late = await run([first, second]);
  assert.deepEqual(late.missing, [], 'the one that is here is as long as it must be, and not asked for again');
});

test('A path that is no file of the layout leads nowhere', () => {
  const digest = '0a'.repeat(32);
  assert.equal(isPublicPath(`file/${digest}`), true);
  for (const path of [
    `file/../${digest}`,
    `file/${digest}.pdf`,
    `file/${digest}/`,
    `files/${digest}`,
    'file/',
    `file/${digest.slice(1)}`,
  ])
    assert.equal(isPublicPath(path), false, path);
});
