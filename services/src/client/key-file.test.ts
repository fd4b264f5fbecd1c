import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { withFolder } from './testing/folder.ts';
import { haveKeyFile, KeyFileError, makeKeyFile, openKeyFile, readKeyFile, relockKeyFile } from './key-file.ts';

const message = { payloadType: 'a', origin: 'b', message: Uint8Array.of(1, 2, 3) };
const passphrase = 'four words of nobody';

function withCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof KeyFileError && error.code === code;
}

test('a key file made is a key file read, and only its owner may read it', async () => {
  await withFolder(async (folder) => {
    const file = join(folder, 'deep', 'er', 'key.pem');
    const made = await makeKeyFile(file);
    const read = await readKeyFile(file);
    assert.equal(read.keyid, made.keyid);
    assert.equal(read.person, made.person);
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
    await assert.rejects(makeKeyFile(file), withCode('key-there'));
    const again = await haveKeyFile(file);
    assert.equal(again.made, false);
    assert.equal(again.keyid, first.keyid);
  });
});

test('a locked key file says whose it is, and opens to its passphrase alone', async () => {
  await withFolder(async (folder) => {
    const file = join(folder, 'key.pem');
    const made = await makeKeyFile(file, { passphrase });
    const locked = await openKeyFile(file);
    assert.equal(locked.locked, true);
    assert.deepEqual([locked.keyid, locked.person], [made.keyid, made.person]);
    assert.deepEqual(await locked.open(passphrase).sign(message), await made.sign(message));
    assert.throws(() => locked.open(), withCode('passphrase-missing'));
    assert.throws(() => locked.open(`${passphrase}.`), withCode('passphrase-wrong'));
    assert.throws(() => locked.open(''), withCode('passphrase-wrong'));
    assert.equal((await stat(file)).mode & 0o777, 0o600);
  });
});

test('the file is what OpenSSL reads, stretched by a million rounds, and holds nothing of the key in the clear', async () => {
  await withFolder(async (folder) => {
    const [plain, locked] = [join(folder, 'plain.pem'), join(folder, 'locked.pem')];
    await makeKeyFile(plain);
    await writeFile(locked, await readFile(plain));
    await relockKeyFile(locked, { new: passphrase });
    const text = await readFile(locked, 'utf8');
    const key = createPrivateKey({ key: text, format: 'pem', passphrase });
    assert.ok(key.equals(createPrivateKey(await readFile(plain, 'utf8'))));
    const der = Buffer.from(/KEY-----\n([^-]*)-----END/.exec(text)?.[1] ?? '', 'base64').toString('hex');
    // INTEGER 1,000,000; AES-256-CBC; and not the 32 bytes of the key.
    assert.match(der, /02030f4240/);
    assert.match(der, /060960864801650304012a/);
    const secret = key.export({ type: 'pkcs8', format: 'der' }).subarray(-32).toString('hex');
    assert.ok(!der.includes(secret));
    assert.ok((await readFile(plain, 'utf8')).includes('BEGIN PRIVATE KEY'));
  });
});

test('one passphrase is the same however its accents were typed', async () => {
  await withFolder(async (folder) => {
    const file = join(folder, 'key.pem');
    const composed = 'crème brûlée für alle';
    await makeKeyFile(file, { passphrase: composed });
    assert.notEqual(composed.normalize('NFD'), composed);
    await readKeyFile(file, composed.normalize('NFD'));
  });
});

test('a passphrase is changed, taken away and given, and a wrong one changes nothing', async () => {
  await withFolder(async (folder) => {
    const file = join(folder, 'key.pem');
    const { keyid, person } = await makeKeyFile(file, { passphrase });
    const before = await readFile(file, 'utf8');
    await assert.rejects(
      relockKeyFile(file, { old: 'something else', new: 'a new one of us' }),
      withCode('passphrase-wrong'),
    );
    await assert.rejects(relockKeyFile(file, { old: passphrase, new: 'short' }), withCode('passphrase-short'));
    assert.equal(await readFile(file, 'utf8'), before);
    await relockKeyFile(file, { old: passphrase, new: 'a new one of us' });
    await assert.rejects(readKeyFile(file, passphrase), withCode('passphrase-wrong'));
    assert.equal((await readKeyFile(file, 'a new one of us')).keyid, keyid);
    await relockKeyFile(file, { old: 'a new one of us' });
    assert.deepEqual([(await readKeyFile(file)).keyid, (await readKeyFile(file)).person], [keyid, person]);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
  });
});

test('what is no key file is said to be none', async () => {
  await withFolder(async (folder) => {
    const file = join(folder, 'key.pem');
    const { person } = await makeKeyFile(file);
    const other = await makeKeyFile(join(folder, 'other.pem'));
    const whole = await readFile(file, 'utf8');
    const bad = [
      whole.replace(/^person.*\n/m, ''),
      `person: ${person}\n`,
      whole.replace('MC4', 'MC5'),
      whole.replace(/^keyid: .*$/m, `keyid: ${other.keyid}`),
      '',
    ];
    for (const text of bad) {
      await writeFile(join(folder, 'bad.pem'), text);
      await assert.rejects(readKeyFile(join(folder, 'bad.pem')), withCode('key-malformed'), text);
    }
    await assert.rejects(readKeyFile(join(folder, 'absent.pem')), withCode('key-unreadable'));
  });
});
