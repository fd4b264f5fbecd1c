import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { holdsSecret } from './secret-search.ts';

const secret = createHash('sha256').update('a key').digest();
const other = createHash('sha256').update('another key').digest();

test('a secret is found in every spelling and however it is wrapped', () => {
  const payload = JSON.stringify({ text: `see ${secret.toString('base64')}` });
  const planted: Readonly<Record<string, Buffer>> = {
    'as it is': Buffer.concat([Buffer.from('key: '), secret, Buffer.from('!')]),
    hexadecimal: Buffer.from(`key ${secret.toString('hex')}`),
    'capital hexadecimal': Buffer.from(secret.toString('hex').toUpperCase()),
    base64: Buffer.from(secret.toString('base64')),
    base64url: Buffer.from(secret.toString('base64url')),
    'base64 at an odd offset': Buffer.from(Buffer.concat([Buffer.from('k'), secret]).toString('base64')),
    'base64 at the next offset': Buffer.from(Buffer.concat([Buffer.from('ke'), secret, other]).toString('base64')),
    'in a payload in a dump': Buffer.from(`\\x${Buffer.from(payload).toString('hex')}`),
    'in an envelope in a dump': Buffer.from(
      `\\x${Buffer.from(JSON.stringify({ payload: Buffer.from(payload).toString('base64') })).toString('hex')}`,
    ),
  };
  for (const [name, text] of Object.entries(planted)) {
    assert.equal(holdsSecret(text, secret), true, name);
    assert.equal(holdsSecret(text, Buffer.from(secret).reverse()), false, `${name}, of another secret`);
  }
});
