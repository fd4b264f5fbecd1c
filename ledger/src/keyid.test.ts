import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mixedOrderKey } from '../testing/signature-vectors.ts';
import { base64, parseBase64 } from './bytes.ts';
import {
  checkKeyid,
  ed25519Keyid,
  formatKeyid,
  isKeyid,
  keyMaterial,
  MAX_KEYID_CHARACTERS,
  parseKeyid,
  type KeyidParts,
} from './keyid.ts';
import { formatSshKeyBlob, SK_SSH_ED25519, SSH_ED25519 } from './ssh-key.ts';
import { keyidField } from './statements/fields.ts';
import { skSigner, sshSigner, webauthnSigner } from './testing/signers.ts';

const key = Uint8Array.from({ length: 32 }, (_, i) => i * 7);
const keyid = ed25519Keyid(key);

test('a keyid is the scheme and the key itself', () => {
  assert.equal(keyid, `ed25519:${base64(key)}`);
  assert.equal(keyid.length, 52);
  assert.deepEqual(parseKeyid(keyid), { scheme: 'ed25519', publicKey: key });
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
  assert.deepEqual(parseKeyid(ed25519Keyid(new Uint8Array(32))).publicKey, new Uint8Array(32));
});

const point = Uint8Array.from({ length: 33 }, (_, i) => (i === 0 ? 3 : i));
const others: readonly KeyidParts[] = [
  { scheme: 'sshsig', type: SSH_ED25519, publicKey: key },
  { scheme: 'sshsig', type: SK_SSH_ED25519, publicKey: key, application: 'ssh:' },
  { scheme: 'sshsig', type: SK_SSH_ED25519, publicKey: key, application: `ssh:${'x'.repeat(96)}` },
  { scheme: 'webauthn-ed25519', rpId: 'sign.example.org', publicKey: key },
  { scheme: 'webauthn-ed25519', rpId: 'localhost', publicKey: key },
  { scheme: 'webauthn-es256', rpId: 'xn--mnchen-3ya.example', publicKey: point },
  { scheme: 'webauthn-es256', rpId: `${'a'.repeat(60)}.${'b'.repeat(39)}`, publicKey: point.with(0, 2) },
];

test('every scheme writes its keyids as it reads them', () => {
  for (const parts of others) {
    const text = formatKeyid(parts);
    assert.deepEqual(parseKeyid(text), parts);
    assert.ok(text.length <= MAX_KEYID_CHARACTERS);
    assert.ok(isKeyid(text) && keyidField.safeParse(text).success);
  }
});

test('a keyid of any scheme has one spelling', () => {
  const ssh = `sshsig:${base64(formatSshKeyBlob({ type: SSH_ED25519, publicKey: key }))}`;
  const es256 = formatKeyid({ scheme: 'webauthn-es256', rpId: 'sign.example.org', publicKey: point });
  const okp = formatKeyid({ scheme: 'webauthn-ed25519', rpId: 'sign.example.org', publicKey: key });
  const host = (rpId: string): string => es256.replace('sign.example.org', rpId);
  const refused = {
    'the name of the format of SSH': ssh.replace('sshsig', 'ssh-ed25519'),
    'an SSH key cut off': ssh.slice(0, -4),
    'an SSH key with a line break': `${ssh.slice(0, 20)}\n${ssh.slice(20)}`,
    'an SSH key with padding that nothing asks for': `${ssh}=`,
    'an SSH key with more behind': `sshsig:${base64(Uint8Array.of(...parseBase64(ssh.slice(7)), 0))}`,
    'a passkey without its relying party': es256.replace('sign.example.org:', ''),
    'a relying party with an address': host('https://sign.example.org'),
    'a relying party with a port': host('sign.example.org:443'),
    'a relying party in capitals': host('Sign.example.org'),
    'a relying party that begins with a dot': host('.example.org'),
    'a relying party that ends in a dot': host('example.org.'),
    'a relying party with two dots': host('sign..example.org'),
    'a relying party whose label ends in a hyphen': host('sign-.example.org'),
    'a relying party with an underscore': host('sign_.example.org'),
    'a relying party with other letters': host('münchen.example'),
    'a relying party of 101 characters': host(`${'a'.repeat(60)}.${'b'.repeat(40)}`),
    'no relying party': host(''),
    'an Ed25519 key under the scheme of P-256': okp.replace('ed25519', 'es256'),
    'a P-256 key under the scheme of Ed25519': es256.replace('es256', 'ed25519'),
    'a point that is not compressed': `webauthn-es256:localhost:${base64(new Uint8Array(65).fill(4))}`,
    'a point with another mark': `webauthn-es256:localhost:${base64(point.with(0, 4))}`,
    'a point of 32 bytes': `webauthn-es256:localhost:${base64(point.subarray(1))}`,
    'another scheme of passkeys': es256.replace('es256', 'rs256'),
  };
  for (const [name, text] of Object.entries(refused)) {
    assert.throws(() => parseKeyid(text), { name: 'FormatError', code: 'key-malformed' }, name);
    assert.ok(!isKeyid(text) && !keyidField.safeParse(text).success, name);
  }
});

test('a long text is no keyid, and is found to be none at once', () => {
  const began = performance.now();
  for (const text of [
    `webauthn-es256:${'a'.repeat(1_000_000)}`,
    `sshsig:${'A'.repeat(1_000_000)}`,
    'a-'.repeat(500_000),
  ])
    assert.equal(isKeyid(text), false);
  assert.ok(performance.now() - began < 10_000);
});

test('the same key is the same under every scheme, and other keys are not', async () => {
  const anna = [
    ed25519Keyid(sshKeyOf((await sshSigner('anna')).keyid)),
    (await sshSigner('anna')).keyid,
    (await skSigner('anna')).keyid,
    (await skSigner('anna', { application: 'ssh:city' })).keyid,
    (await webauthnSigner('webauthn-ed25519', 'anna')).keyid,
    (await webauthnSigner('webauthn-ed25519', 'anna', { rpId: 'localhost' })).keyid,
  ];
  assert.equal(new Set(anna).size, anna.length);
  assert.equal(new Set(anna.map(keyMaterial)).size, 1);
  const es256 = (await webauthnSigner('webauthn-es256', 'anna')).keyid;
  const strangers = [(await sshSigner('bela')).keyid, es256];
  assert.equal(new Set([...anna, ...strangers].map(keyMaterial)).size, 3);
  assert.match(keyMaterial(es256), /^p256 0[23][0-9a-f]{64}$/);
  assert.match(keyMaterial(anna[0] ?? ''), /^ed25519 [0-9a-f]{64}$/);
});

test('a sound key is sound under every scheme, and a weak one is weak', async () => {
  const sound = [
    await sshSigner('anna'),
    await skSigner('anna'),
    await webauthnSigner('webauthn-ed25519', 'anna'),
    await webauthnSigner('webauthn-es256', 'anna'),
  ];
  for (const signer of sound) assert.equal(checkKeyid(signer.keyid), 'ok');
  const zero = new Uint8Array(32);
  assert.equal(checkKeyid(ed25519Keyid(zero)), 'low-order');
  assert.equal(checkKeyid(formatKeyid({ scheme: 'sshsig', type: SSH_ED25519, publicKey: zero })), 'low-order');
  const sk = { scheme: 'sshsig', type: SK_SSH_ED25519, publicKey: mixedOrderKey(), application: 'ssh:' } as const;
  assert.equal(checkKeyid(formatKeyid(sk)), 'mixed-order');
  assert.equal(
    checkKeyid(formatKeyid({ scheme: 'webauthn-ed25519', rpId: 'localhost', publicKey: zero })),
    'low-order',
  );
  const noPoint = Uint8Array.of(2, ...zero.with(31, 1));
  assert.equal(
    checkKeyid(formatKeyid({ scheme: 'webauthn-es256', rpId: 'localhost', publicKey: noPoint })),
    'malformed',
  );
  assert.throws(() => checkKeyid('ed25519:'), { code: 'key-malformed' });
});

function sshKeyOf(text: string): Uint8Array {
  return parseKeyid(text).publicKey;
}
