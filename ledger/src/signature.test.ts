import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import * as crypto from 'node:crypto';
import { test } from 'node:test';
import * as ed from '@noble/ed25519';
import { encodings, lowOrderPoints, type SignatureCase, signatureCases } from '../testing/signature-vectors.ts';
import { messageOf, type SignatureRow } from '../testing/vectors/signature-rows.ts';
import { hex, parseBase64, parseHex, utf8 } from './bytes.ts';
import { ed25519Keyid } from './keyid.ts';
import { noblePlatform } from './platform-noble.ts';
import { nodePlatform, nodePlatformPooled } from './platform-node.ts';
import { webPlatform } from './platform-web.ts';
import { checkPublicKey, LOW_ORDER_ENCODINGS } from './ed25519.ts';
import { createVerifier, type Platform } from './signature.ts';

const platforms = {
  noble: noblePlatform,
  node: nodePlatform(crypto),
  'node, thread pool': nodePlatformPooled(crypto),
  'WebCrypto of Node': webPlatform(crypto.subtle),
};

const own = JSON.parse(
  readFileSync(new URL('../vectors/signature-rule.json', import.meta.url), 'utf8'),
) as SignatureCase[];

test('the vectors on disk are those that the generator makes', () => {
  assert.deepEqual(own, signatureCases());
  assert.equal(own.filter((row) => row.accepted).length, 4);
  assert.ok(own.length > 100);
});

for (const [name, platform] of Object.entries(platforms)) {
  test(`${name} gives the verdict of every vector`, async () => {
    const verifier = createVerifier(platform);
    for (const row of own) {
      const verdict = await verifier.verify(parseHex(row.publicKey), utf8(row.message), parseHex(row.signature));
      assert.equal(verdict, row.accepted, row.name);
      assert.equal(verifier.checkKey(parseHex(row.publicKey)), row.key, row.name);
    }
  });
}

const schemeRows = ['ssh-signatures.json', 'webauthn-signatures.json'].flatMap(
  (file) => JSON.parse(readFileSync(new URL(`../vectors/${file}`, import.meta.url), 'utf8')) as SignatureRow[],
);

for (const [name, platform] of Object.entries(platforms)) {
  test(`${name} gives the verdict of every signature by an SSH key or a passkey`, async () => {
    const verifier = createVerifier(platform);
    for (const row of schemeRows) {
      const verdict = await verifier.check(row.keyid, messageOf(row), parseBase64(row.sig));
      assert.equal(verdict, row.refused ?? 'ok', row.name);
    }
    assert.ok(schemeRows.length > 180);
    assert.ok(schemeRows.filter(({ refused }) => refused === null).length > 30);
  });
}

test('a plain Ed25519 signature has 64 bytes, and is over the message alone', async () => {
  const verifier = createVerifier(platforms.node);
  const honest = own.find((row) => row.accepted);
  assert.ok(honest);
  const keyid = ed25519Keyid(parseHex(honest.publicKey));
  const signed = { payloadType: 'any', origin: 'any', message: utf8(honest.message) };
  const sig = parseHex(honest.signature);
  assert.equal(await verifier.check(keyid, signed, sig), 'ok');
  assert.equal(await verifier.check(keyid, { ...signed, message: utf8('b') }, sig), 'signature-wrong');
  for (const bytes of [new Uint8Array(), sig.subarray(1), Uint8Array.of(...sig, 0)])
    assert.equal(await verifier.check(keyid, signed, bytes), 'signature-malformed');
  assert.throws(() => verifier.check('ed25519:', signed, sig), { code: 'key-malformed' });
});

test('without the rule implementations disagree on these vectors', () => {
  const raw = nodePlatform(crypto);
  ed.hashes.sha512 = (data) => new Uint8Array(crypto.createHash('sha512').update(data).digest());
  let disagreements = 0;
  for (const row of own) {
    const [key, message, signature] = [parseHex(row.publicKey), utf8(row.message), parseHex(row.signature)];
    const lenient = ed.verify(signature, message, key);
    if (lenient !== attempt(() => raw.verifyEd25519(key, message, signature))) disagreements++;
  }
  assert.ok(disagreements > 50, `only ${disagreements}`);
});

interface EdgeCase {
  readonly key: string;
  readonly sig: string;
  readonly msg: string;
}
const edgeFile = new URL('../../../shared/vectors/ed25519-edge-cases.json', import.meta.url);
const withoutEdgeCases = existsSync(edgeFile) ? false : 'the edge cases of ../shared/vectors are not on this machine';

test('all platforms give one verdict on each of the 914 edge cases', { skip: withoutEdgeCases }, async () => {
  const cases = JSON.parse(readFileSync(edgeFile, 'utf8')) as EdgeCase[];
  assert.equal(cases.length, 914);
  const verifiers = Object.values(platforms).map((platform) => createVerifier(platform));
  let disagreements = 0;
  let accepted = 0;
  for (const { key, sig, msg } of cases) {
    const input = [parseHex(key), utf8(msg), parseHex(sig)] as const;
    const verdicts = await Promise.all(verifiers.map((verifier) => verifier.verify(...input)));
    if (new Set(verdicts).size !== 1) disagreements++;
    if (verdicts[0] === true) accepted++;
    assert.equal(verdicts[0], ruleByNoble(...input), key);
  }
  assert.equal(disagreements, 0);
  // One case has no peculiarity at all; every other has a key, an R or an S that the rule refuses.
  assert.equal(accepted, 1);
});

/** The rule a second time, in the words of the design: noble's own strict check, then key and R torsion-free and not of low order. */
function ruleByNoble(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  ed.hashes.sha512 = (data) => new Uint8Array(crypto.createHash('sha512').update(data).digest());
  return attempt(() => {
    const [A, R] = [ed.Point.fromBytes(key), ed.Point.fromBytes(signature.subarray(0, 32))];
    if (!A.isTorsionFree() || !R.isTorsionFree() || A.isSmallOrder() || R.isSmallOrder()) return false;
    return ed.verify(signature, message, key, { zip215: false });
  });
}

function attempt(check: () => boolean | Promise<boolean>): boolean {
  try {
    return check() === true;
  } catch {
    return false;
  }
}

test('the low-order encodings are exactly those that arithmetic gives', () => {
  const points = lowOrderPoints();
  assert.equal(new Set(points.map((point) => point.toHex())).size, 8);
  for (const point of points) assert.ok(point.isSmallOrder());
  const computed = points.flatMap(encodings);
  for (const encoding of computed) assert.ok(ed.Point.fromBytes(encoding, true).isSmallOrder());
  assert.deepEqual(new Set(computed.map(hex)), LOW_ORDER_ENCODINGS);
  assert.equal(LOW_ORDER_ENCODINGS.size, 14);
});

test('a key of any other length than 32 bytes is malformed', () => {
  for (const length of [0, 1, 31, 33, 64, 10_000]) {
    assert.equal(checkPublicKey(new Uint8Array(length)), 'malformed');
    assert.equal(createVerifier(noblePlatform).checkKey(new Uint8Array(length)), 'malformed');
  }
});

test('input of a wrong length is no signature, and the platform is not asked', () => {
  const verifier = createVerifier(untouched);
  const honest = own.find((row) => row.accepted);
  assert.ok(honest);
  const [key, signature] = [parseHex(honest.publicKey), parseHex(honest.signature)];
  for (const length of [0, 1, 31, 33, 64]) {
    assert.equal(verifier.verify(new Uint8Array(length), utf8(honest.message), signature), false);
  }
  for (const length of [0, 32, 63]) {
    assert.equal(verifier.verify(key, utf8(honest.message), signature.subarray(0, length)), false);
  }
  assert.equal(verifier.verify(key, utf8(honest.message), new Uint8Array(65)), false);
});

test('the platform sees only keys and signatures that are well formed', () => {
  const verifier = createVerifier(untouched);
  const refused = own.filter(
    (row) => row.key !== 'ok' || /low order|S plus|S is L|not below p|all zero/.test(row.name),
  );
  assert.ok(refused.length > 80);
  for (const row of refused) {
    assert.equal(verifier.verify(parseHex(row.publicKey), utf8(row.message), parseHex(row.signature)), false, row.name);
  }
});

const untouched: Platform = {
  sha256: () => assert.fail('hashed'),
  sha512: () => assert.fail('hashed'),
  verifyEd25519: () => assert.fail('the platform was asked'),
  verifyP256: () => assert.fail('the platform was asked'),
};
