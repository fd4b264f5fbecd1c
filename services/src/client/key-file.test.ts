import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { createPrivateKey } from 'node:crypto';
import { join } from 'node:path';
import { test } from 'node:test';
import { withFolder } from './testing/folder.ts';
import { haveKeyFile, KeyFileError, makeKeyFile, readKeyFile } from './key-file.ts';

test('a key file made is a key file read, and only its owner may read it', async () => {
  await withFolder(async (folder) => {
    const file = join(folder, 'deep', 'er', 'key.pem');
    const made = await makeKeyFile(file);
    const read = await readKeyFile(file);
    assert.equal(read.keyid, made.keyid);
    assert.equal(read.person, made.person);
    const message = { payloadType: 'a', origin: 'b', message: Uint8Array.of(1, 2, 3) };
    assert.deepEqual(await read.sign(message), await made.sign(message));
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.equal(createPrivateKey(await readFile(file, 'utf8')).asymmetricKeyType, 'ed25519');
  });
});

test('a key is never written over', async () => {
  await withFolder(async (folder) => {
    const file = join(folder, 'key.pem');
    const first = await haveKeyFile(file);
    assert.equal(first.made, true);
    await assert.rejects(makeKeyFile(file), KeyFileError);
    const again = await haveKeyFile(file);
    assert.equal(again.made, false);
    assert.equal(again.keyid, first.keyid);
  });
});

test('what is no key file is said to be none', async () => {
  await withFolder(async (folder) => {
    const file = join(folder, 'key.pem');
    const { person } = await makeKeyFile(file);
    const whole = await readFile(file, 'utf8');
    for (const bad of [whole.replace(/^person.*\n/m, ''), `person: ${person}\n`, whole.replace('MC4', 'MC5'), '']) {
      await writeFile(join(folder, 'bad.pem'), bad);
      await assert.rejects(readKeyFile(join(folder, 'bad.pem')), KeyFileError, bad);
    }
    await assert.rejects(readKeyFile(join(folder, 'absent.pem')), KeyFileError);
  });
});
