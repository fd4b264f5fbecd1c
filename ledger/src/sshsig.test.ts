import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as crypto from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { base64, concatBytes, parseUtf8, utf8 } from './bytes.ts';
import { preAuthEncoding } from './envelope.ts';
import { parseKeyid, parseSshPublicKey } from './keyid.ts';
import { nodePlatform } from './platform-node.ts';
import { createVerifier, type SignatureVerdict, type SignedMessage } from './signature.ts';
import { formatSshKeyBlob, MAX_APPLICATION_BYTES, parseSshKeyBlob, SK_SSH_ED25519, SSH_ED25519 } from './ssh-key.ts';
import { sshStrings } from './ssh-wire.ts';
import {
  formatArmoredSshsig,
  formatSshsig,
  parseArmoredSshsig,
  parseSshsig,
  sshsigNamespace,
  type SshsigHash,
} from './sshsig.ts';
import { seedOf, skSigner, sshSigner } from './testing/signers.ts';

const verifier = createVerifier(nodePlatform(crypto));
const payloadType = 'application/vnd.counterfoil.statement.v1+json';
const signed: SignedMessage = {
  payloadType,
  origin: 'ledger.example.org/rivermouth',
  message: preAuthEncoding(payloadType, utf8('{"said":"A bench, please."}')),
};

const withoutKeygen = spawnSync('ssh-keygen', ['-?']).error !== undefined && 'this machine has no ssh-keygen';

/** A folder with a key pair that ssh-keygen made. */
async function withKey(t: TestContext, ...options: string[]): Promise<{ folder: string; file: string; keyid: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-sshsig-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'key');
  run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'Anna of the parks', '-f', file, ...options]);
  return { folder, file, keyid: parseSshPublicKey(await readFile(`${file}.pub`, 'utf8')) };
}

function run(command: string, args: readonly string[], input: Uint8Array = new Uint8Array()): string {
  const { status, stdout, stderr } = spawnSync(command, args, { input });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${String(stderr)}`);
  return String(stdout);
}

function signByKeygen(file: string, namespace: string, message = signed.message, ...options: string[]): Uint8Array {
  return parseArmoredSshsig(run('ssh-keygen', ['-q', '-Y', 'sign', '-f', file, '-n', namespace, ...options], message));
}

test('what ssh-keygen signs is accepted, with either hash', { skip: withoutKeygen }, async (t) => {
  const { file, keyid } = await withKey(t);
  for (const hash of ['sha512', 'sha256'] satisfies SshsigHash[]) {
    const sig = signByKeygen(file, sshsigNamespace(signed), signed.message, '-O', `hashalg=${hash}`);
    assert.equal(parseSshsig(sig).hash, hash);
    assert.equal(await verifier.check(keyid, signed, sig), 'ok');
  }
});

test(
  'what ssh-keygen signs for another purpose, ledger or text is refused with its code',
  { skip: withoutKeygen },
  async (t) => {
    const { file, keyid } = await withKey(t);
    const { keyid: other } = await withKey(t);
    const sig = signByKeygen(file, sshsigNamespace(signed));
    const wanted: [SignatureVerdict, string, SignedMessage, Uint8Array][] = [
      ['signature-namespace', keyid, signed, signByKeygen(file, 'file')],
      ['signature-namespace', keyid, { ...signed, payloadType: 'application/json' }, sig],
      ['signature-namespace', keyid, { ...signed, origin: 'ledger.example.org/elsewhere' }, sig],
      ['signature-key', other, signed, sig],
      ['signature-wrong', keyid, { ...signed, message: concatBytes(signed.message, utf8(' ')) }, sig],
      ['signature-malformed', keyid, signed, Uint8Array.of(...sig, 0)],
    ];
    for (const [verdict, key, message, bytes] of wanted)
      assert.equal(await verifier.check(key, message, bytes), verdict);
  },
);

test('what ssh-keygen signs is refused with any bit flipped', { skip: withoutKeygen }, async (t) => {
  const { file, keyid } = await withKey(t);
  await refuseEveryFlip(keyid, signByKeygen(file, sshsigNamespace(signed)));
});

test('the signer of our tests writes the very bytes that ssh-keygen writes', { skip: withoutKeygen }, async (t) => {
  const { folder } = await withKey(t);
  const file = join(folder, 'anna');
  const signer = await sshSigner('anna');
  await writeFile(file, openSshPrivateKey(seedOf('anna'), signer.keyid), { mode: 0o600 });
  const sig = signByKeygen(file, sshsigNamespace(signed));
  assert.deepEqual(await signer.sign(signed), sig);
  const armoured = run('ssh-keygen', ['-q', '-Y', 'sign', '-f', file, '-n', sshsigNamespace(signed)], signed.message);
  assert.equal(formatArmoredSshsig(sig), armoured);
});

test('ssh-keygen accepts what our authenticator signs as a security key', { skip: withoutKeygen }, async (t) => {
  const { folder } = await withKey(t);
  const signer = await skSigner('anna', { application: 'ssh:city' });
  const blob = formatSshKeyBlob(sshParts(signer.keyid));
  const [allowed, sigFile] = [join(folder, 'allowed'), join(folder, 'sig')];
  const namespace = sshsigNamespace(signed);
  await writeFile(allowed, `anna namespaces="${namespace}" ${SK_SSH_ED25519} ${base64(blob)}\n`);
  await writeFile(sigFile, formatArmoredSshsig(await signer.sign(signed)));
  const args = ['-Y', 'verify', '-f', allowed, '-I', 'anna', '-n', namespace, '-s', sigFile];
  assert.match(run('ssh-keygen', args, signed.message), /Good "/);
});

function sshParts(keyid: string): Extract<ReturnType<typeof parseKeyid>, { scheme: 'sshsig' }> {
  const parts = parseKeyid(keyid);
  assert.equal(parts.scheme, 'sshsig');
  return parts;
}

/** The file of a private key without passphrase (OpenSSH PROTOCOL.key). */
function openSshPrivateKey(seed: Uint8Array, keyid: string): string {
  const { publicKey, ...key } = sshParts(keyid);
  const blob = formatSshKeyBlob({ type: SSH_ED25519, publicKey });
  assert.equal(key.type, SSH_ED25519);
  const check = new Uint8Array(8);
  const secret = concatBytes(check, sshStrings(SSH_ED25519, publicKey, concatBytes(seed, publicKey), 'anna'));
  const padding = Uint8Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, i) => i + 1);
  const one = Uint8Array.of(0, 0, 0, 1);
  const body = concatBytes(
    utf8('openssh-key-v1\0'),
    sshStrings('none', 'none', ''),
    one,
    sshStrings(blob, concatBytes(secret, padding)),
  );
  const lines = base64(body).match(/.{1,70}/g) ?? [];
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n');
}

async function refuseEveryFlip(keyid: string, sig: Uint8Array): Promise<void> {
  assert.equal(await verifier.check(keyid, signed, sig), 'ok');
  const seen = new Set<SignatureVerdict>();
  for (let bit = 0; bit < sig.length * 8; bit++) {
    const at = bit >> 3;
    const verdict = await verifier.check(keyid, signed, sig.with(at, (sig[at] ?? 0) ^ (1 << (bit & 7))));
    assert.notEqual(verdict, 'ok', `bit ${bit}`);
    seen.add(verdict);
  }
  for (const verdict of ['signature-malformed', 'signature-key', 'signature-namespace', 'signature-wrong'] as const)
    assert.ok(seen.has(verdict), verdict);
}

test('signatures of our own SSH key and security key are refused with any bit flipped', async () => {
  for (const signer of [await sshSigner('anna'), await skSigner('anna')])
    await refuseEveryFlip(signer.keyid, await signer.sign(signed));
});

test('a signature is written as it was read', async () => {
  for (const signer of [await sshSigner('anna'), await skSigner('anna', { counter: 0xffff_ffff, flags: 0xff })]) {
    const sig = await signer.sign(signed);
    assert.deepEqual(formatSshsig(parseSshsig(sig)), sig);
    assert.equal(parseUtf8(parseSshsig(sig).namespace), `${payloadType}@${signed.origin}`);
  }
});

test('a signature cut off anywhere is malformed', async () => {
  for (const signer of [await sshSigner('anna'), await skSigner('anna')]) {
    const sig = await signer.sign(signed);
    for (let length = 0; length < sig.length; length++)
      assert.throws(() => parseSshsig(sig.subarray(0, length)), { code: 'signature-malformed' });
  }
});

test('the armour is that of OpenSSH, with line breaks of either kind', async () => {
  const sig = await (await sshSigner('anna')).sign(signed);
  const text = formatArmoredSshsig(sig);
  assert.match(text, /^-----BEGIN SSH SIGNATURE-----\n(?:[A-Za-z0-9+/=]{1,70}\n)+-----END SSH SIGNATURE-----\n$/);
  for (const spelling of [text, text.trimEnd(), text.replaceAll('\n', '\r\n'), `${text}\n`])
    assert.deepEqual(parseArmoredSshsig(spelling), sig);
  const refused = [
    '',
    base64(sig),
    ` ${text}`,
    `${text}more`,
    text.replaceAll('SSH', 'PGP'),
    text.replace('=', ''),
    text.replace('U1NI', 'U1N*'),
    text.replace('U1NI', 'U1NI='),
    '-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n',
  ];
  for (const spelling of refused)
    assert.throws(() => parseArmoredSshsig(spelling), { name: 'FormatError', code: 'signature-malformed' }, spelling);
});

test('a key blob is written as it was read, and only two types of key are taken', () => {
  const publicKey = new Uint8Array(32).fill(9);
  const longest = `ssh:${'x'.repeat(MAX_APPLICATION_BYTES - 4)}`;
  for (const key of [
    { type: SSH_ED25519, publicKey },
    { type: SK_SSH_ED25519, publicKey, application: 'ssh:' },
    { type: SK_SSH_ED25519, publicKey, application: longest },
  ] as const)
    assert.deepEqual(parseSshKeyBlob(formatSshKeyBlob(key)), key);
  const refused = {
    'of RSA': sshStrings('ssh-rsa', 'abc', 'def'),
    'of ECDSA': sshStrings('ecdsa-sha2-nistp256', 'nistp256', new Uint8Array(65)),
    'of ECDSA in a security key': sshStrings(
      'sk-ecdsa-sha2-nistp256@openssh.com',
      'nistp256',
      new Uint8Array(65),
      'ssh:',
    ),
    'of a certificate': sshStrings('ssh-ed25519-cert-v01@openssh.com', publicKey, publicKey),
    'of 31 bytes': sshStrings(SSH_ED25519, publicKey.subarray(1)),
    'of 33 bytes': sshStrings(SSH_ED25519, new Uint8Array(33)),
    'with a byte over': Uint8Array.of(...sshStrings(SSH_ED25519, publicKey), 0),
    'with an application that it has no place for': sshStrings(SSH_ED25519, publicKey, 'ssh:'),
    'without its application': sshStrings(SK_SSH_ED25519, publicKey),
    'for a web page': sshStrings(SK_SSH_ED25519, publicKey, 'https://example.org'),
    'for an application too long': sshStrings(SK_SSH_ED25519, publicKey, `${longest}x`),
    'for an application with a line break': sshStrings(SK_SSH_ED25519, publicKey, 'ssh:\n'),
    'for an application that is not UTF-8': sshStrings(SK_SSH_ED25519, publicKey, Uint8Array.of(0x73, 0xff)),
    'cut off': sshStrings(SSH_ED25519, publicKey).subarray(0, 40),
    'with a length that nothing could have': Uint8Array.of(255, 255, 255, 255),
    'of nothing': new Uint8Array(),
  };
  for (const [name, blob] of Object.entries(refused))
    assert.throws(() => parseSshKeyBlob(blob), { name: 'FormatError', code: 'key-malformed' }, name);
});

test('a line of a .pub file gives the keyid, whatever its comment', async () => {
  const { keyid } = await sshSigner('anna');
  const text = keyid.slice('sshsig:'.length);
  for (const line of [
    `ssh-ed25519 ${text}`,
    `ssh-ed25519 ${text}\n`,
    `ssh-ed25519 ${text} anna@example.org\r\n`,
    `ssh-ed25519 ${text} Anna, at the parks department\n`,
  ])
    assert.equal(parseSshPublicKey(line), keyid);
  for (const line of [
    '',
    text,
    `ssh-rsa ${text}`,
    `${SK_SSH_ED25519} ${text}`,
    `ssh-ed25519 ${text.slice(1)}`,
    `ssh-ed25519  ${text}`,
    `ssh-ed25519 ${text}\nssh-ed25519 ${text}\n`,
    `no-touch-required ssh-ed25519 ${text}`,
  ])
    assert.throws(() => parseSshPublicKey(line), { name: 'FormatError', code: 'key-malformed' }, line);
});
