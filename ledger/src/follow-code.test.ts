import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { hex, parseBase64, utf8 } from './bytes.ts';
import {
  FOLLOW_CODE_CHARACTERS,
  followSeed,
  followSigner,
  formatFollowCode,
  makeFollowCode,
  parseFollowCode,
  type FollowCode,
} from './follow-code.ts';
import { checkKeyid } from './keyid.ts';

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE = makeFollowCode(Uint8Array.from({ length: 29 }, (_, i) => i * 7 + 3));

function code(typed: string): FollowCode {
  const parsed = parseFollowCode(typed);
  if ('fault' in parsed) throw new Error(parsed.fault);
  return parsed.code;
}

test('what is made is read back, however it is typed', () => {
  const shown = formatFollowCode(CODE);
  assert.match(shown, /^([0-9A-HJKMNP-TV-Z]{5}-){5}[0-9A-HJKMNP-TV-Z]{5}$/);
  for (const typed of [
    CODE,
    shown,
    shown.toLowerCase(),
    ` ${shown.replaceAll('-', ' ')}\n`,
    shown.replaceAll('-', '–'),
  ])
    assert.equal(code(typed), CODE);
  assert.equal(code(CODE.replaceAll('0', 'o').replaceAll('1', 'l')), CODE);
});

test('every wrong letter is noticed, and every two letters that were exchanged', () => {
  for (let i = 0; i < FOLLOW_CODE_CHARACTERS; i++) {
    for (const letter of LETTERS) {
      if (letter === CODE[i]) continue;
      assert.deepEqual(parseFollowCode(CODE.slice(0, i) + letter + CODE.slice(i + 1)), { fault: 'mistyped' });
    }
    for (let j = i + 1; j < FOLLOW_CODE_CHARACTERS; j++) {
      if (CODE[i] === CODE[j]) continue;
      const letters = CODE.split('');
      [letters[i], letters[j]] = [CODE[j] as string, CODE[i] as string];
      assert.deepEqual(parseFollowCode(letters.join('')), { fault: 'mistyped' });
    }
  }
});

test('what is no code says why', () => {
  assert.deepEqual(parseFollowCode(''), { fault: 'length' });
  assert.deepEqual(parseFollowCode(CODE.slice(1)), { fault: 'length' });
  assert.deepEqual(parseFollowCode(`${CODE}0`), { fault: 'length' });
  assert.deepEqual(parseFollowCode(`U${CODE.slice(1)}`), { fault: 'letters' });
  assert.deepEqual(parseFollowCode(`https://ledger.example.org/follow`), { fault: 'letters' });
  assert.deepEqual(parseFollowCode('0'.repeat(100_000)), { fault: 'length' });
});

test('every random byte counts, five bits of it, and nothing else is taken', () => {
  const base = new Uint8Array(29);
  const seen = new Set([makeFollowCode(base)]);
  for (let i = 0; i < 29; i++) for (const bit of [1, 2, 4, 8, 16]) seen.add(makeFollowCode(base.with(i, bit)));
  assert.equal(seen.size, 1 + 29 * 5);
  assert.equal(makeFollowCode(base.with(3, 32)), makeFollowCode(base));
  assert.throws(() => makeFollowCode(new Uint8Array(30)), RangeError);
});

test('the key is the one that node:crypto makes of the same seed, and so are its signatures', async () => {
  const signer = followSigner(CODE);
  assert.equal(checkKeyid(signer.keyid), 'ok');
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), followSeed(CODE)]);
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const raw = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  assert.equal(signer.keyid, `ed25519:${raw.toString('base64')}`);
  const message = utf8('words');
  const sig = await signer.sign({ payloadType: '', origin: '', message });
  assert.equal(hex(sig), sign(null, message, key).toString('hex'));
});

test('the examples in the SPEC are what this code computes', () => {
  const spec = readFileSync(join(import.meta.dirname, '..', 'SPEC.md'), 'utf8');
  const rows = [...spec.matchAll(/^\| `([0-9A-Z-]{35})` +\| `([0-9a-f]{64})` +\| `ed25519:([^`]{44})` +\|$/gm)];
  assert.equal(rows.length, 3);
  for (const [, shown = '', seed, key = ''] of rows) {
    assert.equal(formatFollowCode(code(shown)), shown);
    assert.equal(hex(followSeed(code(shown))), seed);
    assert.equal(followSigner(code(shown)).keyid, `ed25519:${key}`);
    assert.equal(parseBase64(key).length, 32);
  }
});
