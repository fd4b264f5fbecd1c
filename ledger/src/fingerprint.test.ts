import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { utf8 } from './bytes.ts';
import { preAuthEncoding } from './envelope.ts';
import { fingerprint } from './fingerprint.ts';

test('the fingerprint is SHA-256 of the signed bytes in sixteen groups of four digits', () => {
  const message = preAuthEncoding('text/plain', utf8('a'));
  const expected = createHash('sha256').update('DSSEv1 10 text/plain 1 a').digest('hex');
  const said = fingerprint({ message });
  assert.match(said, /^[0-9a-f]{4}(?: [0-9a-f]{4}){15}$/);
  assert.equal(said.replaceAll(' ', ''), expected);
});

test('another letter makes another fingerprint', () => {
  const of = (text: string): string => fingerprint({ message: preAuthEncoding('text/plain', utf8(text)) });
  assert.notEqual(of('a'), of('b'));
});
