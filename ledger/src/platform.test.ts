import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseHex, utf8 } from './bytes.ts';
import { noblePlatform } from './platform-noble.ts';
import { nodePlatform, nodePlatformPooled } from './platform-node.ts';
import { hasEd25519, webPlatform } from './platform-web.ts';
import { createVerifier } from './signature.ts';

const platforms = {
  noble: noblePlatform,
  node: nodePlatform(crypto),
  'node, thread pool': nodePlatformPooled(crypto),
  'WebCrypto of Node': webPlatform(crypto.subtle),
};

/** RFC 8032 section 7.1: TEST 1, 2, 3 and SHA(abc); left out is the one whose message is a thousand bytes long. */
const RFC_8032 = [
  {
    publicKey: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  },
  {
    publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    message: '72',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  },
  {
    publicKey: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    message: 'af82',
    signature:
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  },
  {
    publicKey: 'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf',
    message:
      'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    signature:
      'dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704',
  },
];

function privateKey(seed: Uint8Array): crypto.KeyObject {
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  return crypto.createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
}

function publicKeyOf(key: crypto.KeyObject): Uint8Array {
  return Uint8Array.from(crypto.createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32));
}

for (const [name, platform] of Object.entries(platforms)) {
  const verifier = createVerifier(platform);

  test(`${name} accepts the signatures of RFC 8032, and only with their own message`, async () => {
    for (const { publicKey, message, signature } of RFC_8032) {
      const [key, bytes, signed] = [parseHex(publicKey), parseHex(message), parseHex(signature)];
      assert.equal(await verifier.verify(key, bytes, signed), true);
      assert.equal(await verifier.verify(key, Uint8Array.of(...bytes, 0), signed), false);
    }
  });

  test(`${name} accepts every honest signature, and none with one bit flipped`, async () => {
    const bit = fc.record({ where: fc.constantFrom('publicKey', 'message', 'signature'), at: fc.nat() });
    const message = fc.uint8Array({ minLength: 1, maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        message,
        bit,
        async (seed, bytes, { where, at }) => {
          const key = privateKey(seed);
          const signed = {
            publicKey: publicKeyOf(key),
            message: bytes,
            signature: Uint8Array.from(crypto.sign(null, bytes, key)),
          };
          assert.equal(await verifier.verify(signed.publicKey, signed.message, signed.signature), true);
          const target = Uint8Array.from(signed[where]);
          const index = (at >> 3) % target.length;
          target[index] = (target[index] ?? 0) ^ (1 << (at & 7));
          const changed = { ...signed, [where]: target };
          assert.equal(await verifier.verify(changed.publicKey, changed.message, changed.signature), false);
        },
      ),
      { numRuns: 60, seed: 8032 },
    );
  });

  test(`${name} accepts every honest signature on P-256, and none with one bit flipped`, async () => {
    const { privateKey: key, publicKey } = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const point = Uint8Array.from(publicKey.export({ format: 'der', type: 'spki' }).subarray(-65));
    for (let i = 0; i < 40; i++) {
      const message = utf8(`message ${i}`);
      const signature = new Uint8Array(crypto.sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' }));
      assert.equal(await platform.verifyP256(point, message, signature), true);
      assert.equal(await platform.verifyP256(point, utf8('another'), signature), false);
      const changed = signature.with(63 - i, (signature[63 - i] ?? 0) ^ (1 << (i & 7)));
      assert.equal(await platform.verifyP256(point, message, changed), false);
    }
  });

  test(`${name} hashes as every other does, into a plain Uint8Array`, async () => {
    for (const size of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000, 70_000]) {
      const data = new Uint8Array(size).map((_, i) => i * 7);
      const digest = platform.sha256(data);
      assert.deepEqual(digest, Uint8Array.from(crypto.createHash('sha256').update(data).digest()));
      const longer = await platform.sha512(data);
      assert.deepEqual(longer, Uint8Array.from(crypto.createHash('sha512').update(data).digest()));
      assert.equal(Object.getPrototypeOf(digest), Uint8Array.prototype);
    }
    const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    assert.equal(platform.sha256(utf8('abc')).toHex(), abc);
  });
}

test('a caller may reuse its arrays while a slow platform is still at work', async () => {
  for (const platform of [platforms['node, thread pool'], platforms['WebCrypto of Node']]) {
    const [first] = RFC_8032.slice(1);
    assert.ok(first);
    const [key, message, signature] = [parseHex(first.publicKey), parseHex(first.message), parseHex(first.signature)];
    const verdict = createVerifier(platform).verify(key, message, signature);
    for (const bytes of [key, message, signature]) bytes.fill(0);
    assert.equal(await verdict, true);
  }
});

test('a browser without Ed25519, or without WebCrypto, is told apart from one that has it', async () => {
  assert.equal(await hasEd25519(crypto.subtle), true);
  assert.equal(await hasEd25519(undefined), false);
  const old = {
    importKey: () => Promise.reject(new DOMException('Unrecognized name.', 'NotSupportedError')),
    verify: () => assert.fail('there is no key'),
    digest: () => assert.fail('nothing is hashed'),
  };
  assert.equal(await hasEd25519(old), false);
});

test('a machine whose crypto fails is an error, not a wrong signature', async () => {
  const [first] = RFC_8032;
  assert.ok(first);
  const input = [parseHex(first.publicKey), parseHex(first.message), parseHex(first.signature)] as const;
  const failing = {
    importKey: () => Promise.reject(new Error('out of order')),
    verify: () => assert.fail('there is no key'),
    digest: () => assert.fail('nothing is hashed'),
  };
  await assert.rejects(async () => createVerifier(webPlatform(failing)).verify(...input), /out of order/);
});
