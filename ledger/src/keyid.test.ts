import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base64 } from './bytes.ts';
import { formatKeyid, parseKeyid } from './keyid.ts';

const key = Uint8Array.from({ length: 32 }, (_, i) => i * 7);
const keyid = formatKeyid(key);

test('a keyid is the scheme and the key itself', () => {
  assert.equal(keyid, `ed25519:${base64(key)}`);
  assert.equal(keyid.length, 52);
  assert.deepEqual(parseKeyid(keyid), key);
});

test('a keyid has one spelling and holds 32 bytes', () => {
  const refused = {
    nothing: '',
    'the key alone': base64(key),
    'the scheme alone': 'ed25519:',
    'another scheme': keyid.replace('ed25519', 'ed448'),
    'the scheme in capitals': keyid.replace('ed', 'Ed'),
    'white space before': ` ${keyid}`,
    'white space behind': `${keyid} `,
    'a line break behind': `${keyid}\n`,
    'no padding': keyid.slice(0, -1),
    'bits that belong to no byte': keyid.replace(/.=$/, 'Z='),
    'the alphabet of URLs': `ed25519:${base64(new Uint8Array(32).fill(255)).replaceAll('/', '_')}`,
    hexadecimal: `ed25519:${key.toHex()}`,
    '31 bytes': `ed25519:${base64(key.subarray(1))}`,
    '33 bytes': `ed25519:${base64(Uint8Array.of(...key, 1))}`,
  };
  for (const [name, text] of Object.entries(refused))
    assert.throws(() => parseKeyid(text), { name: 'FormatError', code: 'key-malformed' }, name);
});

test('a keyid says nothing about whether its key is sound: that is looked at when it is enrolled', () => {
  assert.deepEqual(parseKeyid(formatKeyid(new Uint8Array(32))), new Uint8Array(32));
});
