import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { concatBytes, utf8 } from './bytes.ts';
import { ED25519_COSIGNATURE, ML_DSA_44_COSIGNATURE, signCosignature } from './cosignature.ts';
import { FormatError } from './error.ts';
import { ED25519, formatNote, formatTypedKey, keyId, parseNote, type VerifierKey } from './note.ts';
import { nodePlatform } from './platform-node.ts';
import {
  judgeWitnesses,
  MAX_POLICY_BYTES,
  MAX_POLICY_NAMES,
  parsePolicy,
  quorumReached,
  witnessesThatCount,
} from './policy.ts';
import { createVerifier } from './signature.ts';

const verifier = createVerifier(nodePlatform(crypto));
const verify: typeof verifier.verify = (...args) => verifier.verify(...args);

function signer(seed: number): { readonly publicKey: Uint8Array; sign(message: Uint8Array): Uint8Array } {
  const pkcs8 = concatBytes(Uint8Array.fromHex('302e020100300506032b657004220420'), new Uint8Array(32).fill(seed));
  const privateKey = crypto.createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  const { x = '' } = crypto.createPublicKey(privateKey).export({ format: 'jwk' });
  return {
    publicKey: Uint8Array.fromBase64(x, { alphabet: 'base64url' }),
    sign: (message) => new Uint8Array(crypto.sign(null, message, privateKey)),
  };
}

function vkey(seed: number, algorithm = ED25519_COSIGNATURE, name = `example.com/${seed}`): string {
  return formatTypedKey({ name, algorithm, publicKey: new Uint8Array(32).fill(seed) });
}

const LOG = `log ${vkey(1, ED25519, 'log.example.org')}`;
const w = (name: string, seed: number): string => `witness ${name} ${vkey(seed)}`;
const lines = (...all: readonly string[]): string => all.map((line) => `${line}\n`).join('');

/** The example of the standard. */
const EXAMPLE = lines(
  LOG,
  '',
  ...['X1', 'X2', 'X3'].map((name, i) => w(name, 11 + i)),
  'group X-witnesses 2 X1 X2 X3',
  '',
  ...['Y1', 'Y2', 'Y3'].map((name, i) => w(name, 21 + i)),
  'group Y-witnesses any Y1 Y2 Y3',
  '',
  'group X-and-Y all X-witnesses Y-witnesses',
  'quorum X-and-Y',
);

function refusal(where: string) {
  return (error: unknown) =>
    error instanceof FormatError && error.code === 'policy-malformed' && error.message.includes(where);
}

test('the example of the standard is read, and asks for two of three and one of three', () => {
  const policy = parsePolicy(EXAMPLE);
  assert.deepEqual(
    policy.logs.map(({ key, url }) => [key.name, url]),
    [['log.example.org', undefined]],
  );
  assert.deepEqual(
    policy.witnesses.map(({ name }) => name),
    ['X1', 'X2', 'X3', 'Y1', 'Y2', 'Y3'],
  );
  assert.deepEqual(
    policy.groups.map(({ threshold }) => threshold),
    [2, 1, 2],
  );
  const reached = (...names: readonly string[]): boolean => quorumReached(policy, new Set(names));
  assert.ok(reached('X1', 'X3', 'Y2'));
  assert.ok(reached('X1', 'X2', 'X3', 'Y1', 'Y2', 'Y3'));
  assert.ok(!reached('X1', 'X2', 'X3'));
  assert.ok(!reached('X1', 'Y1', 'Y2', 'Y3'));
  assert.ok(!reached());
});

test('names of groups that somebody claims as those of witnesses count for nothing', () => {
  assert.ok(!quorumReached(parsePolicy(EXAMPLE), new Set(['X-and-Y', 'X-witnesses', 'Y-witnesses', 'none'])));
});

test('white space, comments of any bytes, addresses and names in any script are taken as the standard has them', () => {
  const policy = parsePolicy(
    concatBytes(
      utf8(
        lines(
          '  \t',
          ' # a comment',
          `\t${LOG}  https://log.example.org/ `,
          `witness Zeugin-Ä ${vkey(2)} https://w.example/`,
        ),
      ),
      Uint8Array.of(0x23, 0xff, 0xfe, 0x0a),
      utf8(lines('\tquorum\tZeugin-Ä\t')),
    ),
  );
  assert.equal(policy.logs[0]?.url, 'https://log.example.org/');
  assert.equal(policy.witnesses[0]?.url, 'https://w.example/');
  assert.ok(quorumReached(policy, new Set(['Zeugin-Ä'])));
  assert.ok(!quorumReached(policy, new Set(['Zeugin-A'])));
});

test('a quorum of none asks for nobody, and a single witness may be the quorum', () => {
  const none = parsePolicy(lines('quorum none'));
  assert.ok(quorumReached(none, new Set()));
  assert.deepEqual(witnessesThatCount(none), []);
  const one = parsePolicy(lines(w('A', 2), w('B', 3), 'quorum B'));
  assert.ok(quorumReached(one, new Set(['B'])));
  assert.ok(!quorumReached(one, new Set(['A'])));
  assert.deepEqual(
    witnessesThatCount(one).map(({ name }) => name),
    ['B'],
  );
});

test('SPEC M72: a policy that is not written as the standard says is refused, and the line is named', () => {
  const refused: readonly (readonly [string | Uint8Array, string])[] = [
    ['', 'no quorum line'],
    [lines(w('A', 2)), 'no quorum line'],
    [EXAMPLE.slice(0, -1), 'line 14'],
    [`quorum none`, 'line 1'],
    [lines('quorum none', 'quorum none'), 'line 2'],
    [lines('quorum'), 'line 1'],
    [lines(w('A', 2), 'quorum A A'), 'line 2'],
    [lines('quorum A', w('A', 2)), 'line 1'],
    [lines('Quorum none'), 'line 1'],
    [lines('quorum none', 'else'), 'line 2'],
    [lines(w('A', 2), w('A', 3), 'quorum A'), 'line 2'],
    [lines(w('none', 2), 'quorum none'), 'line 1'],
    [lines(w('A', 2), `witness B ${vkey(2, ED25519_COSIGNATURE, 'other')}`, 'quorum A'), 'line 2'],
    [lines(LOG, LOG, 'quorum none'), 'line 2'],
    [lines(`log ${vkey(1, ED25519_COSIGNATURE)}`, 'quorum none'), 'line 1'],
    [lines(`log ${vkey(1, ED25519)} https://a b`, 'quorum none'), 'line 1'],
    [lines('log', 'quorum none'), 'line 1'],
    [lines(`witness A ${vkey(1, ED25519)}`, 'quorum A'), 'line 1'],
    [lines(`witness A ${vkey(1, ML_DSA_44_COSIGNATURE)}`, 'quorum A'), 'line 1'],
    [lines('witness A', 'quorum none'), 'line 1'],
    [lines('witness', 'quorum none'), 'line 1'],
    [lines(`witness A ${vkey(2)} https://a more`, 'quorum A'), 'line 1'],
    [lines(w('A', 2), 'group G any', 'quorum A'), 'line 2'],
    [lines(w('A', 2), 'group G 0 A', 'quorum G'), 'line 2'],
    [lines(w('A', 2), 'group G 2 A', 'quorum G'), 'line 2'],
    [lines(w('A', 2), 'group G 01 A', 'quorum G'), 'line 2'],
    [lines(w('A', 2), 'group G +1 A', 'quorum G'), 'line 2'],
    [lines(w('A', 2), 'group G most A', 'quorum G'), 'line 2'],
    [lines(w('A', 2), 'group G any A A', 'quorum G'), 'line 2'],
    [lines(w('A', 2), 'group G any A', 'group H any A', 'quorum G'), 'line 3'],
    [lines(w('A', 2), 'group A any A', 'quorum A'), 'line 2'],
    [lines(w('A', 2), 'group G any G', 'quorum A'), 'line 2'],
    [lines(w('A', 2), 'group G any B', w('B', 3), 'quorum G'), 'line 2'],
    [lines(w('A', 2), 'group G any A none', 'quorum G'), 'line 2'],
    [lines(w('A', 2), 'group none any A', 'quorum none'), 'line 2'],
    ['quorum none\r\n', 'Windows'],
    ['quorum none \x7f\n', 'line 1'],
    ['# \x00\nquorum none\n', 'line 1'],
    ['\ufeffquorum none\n', 'line 1'],
    ['quorum\u00a0none\n', 'line 1'],
    [concatBytes(utf8('quorum '), Uint8Array.of(0xff), utf8('\n')), 'line 1'],
    [lines('quorum none').padEnd(MAX_POLICY_BYTES + 1, '\n'), 'larger'],
    [lines(...Array.from({ length: MAX_POLICY_NAMES + 1 }, (_, i) => w(`A${i}`, i + 1)), 'quorum A1'), 'line 65'],
  ];
  for (const [text, where] of refused)
    assert.throws(() => parsePolicy(text), refusal(where), typeof text === 'string' ? text.slice(0, 80) : 'bytes');
  assert.equal(
    parsePolicy(lines(...Array.from({ length: MAX_POLICY_NAMES }, (_, i) => w(`A${i}`, i + 1)), 'quorum A1')).witnesses
      .length,
    64,
  );
});

test('more cosignatures never undo a quorum, and the whole of the witnesses always reaches it', () => {
  const policies = fc
    .array(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 2 })), { minLength: 1, maxLength: 6 })
    .map((shape) => {
      const text: string[] = [];
      const groups: string[] = [];
      let seed = 1;
      shape.forEach(([extra, threshold], i) => {
        const members = Array.from({ length: extra + 1 }, (_, j) => `W${i}-${j}`);
        for (const name of members) text.push(w(name, seed++));
        if (i % 2 === 1) members.push(`G${i - 1}`);
        text.push(`group G${i} ${Math.min(threshold + 1, members.length)} ${members.join(' ')}`);
        groups.push(`G${i}`);
      });
      return parsePolicy(lines(...text, `quorum ${groups.at(-1)}`));
    });
  fc.assert(
    fc.property(policies, fc.infiniteStream(fc.boolean()), fc.nat(), (policy, coins, more) => {
      const names = policy.witnesses.map(({ name }) => name);
      const some = new Set(names.filter(() => coins.next().value === true));
      assert.ok(quorumReached(policy, new Set(names)));
      assert.ok(!quorumReached(policy, new Set()));
      const extra = names[more % names.length];
      if (quorumReached(policy, some) && extra !== undefined)
        assert.ok(quorumReached(policy, new Set([...some, extra])));
      // Who cannot count changes nothing.
      const counting = new Set(witnessesThatCount(policy).map(({ name }) => name));
      assert.equal(quorumReached(policy, some), quorumReached(policy, some.intersection(counting)));
    }),
  );
});

test('any text is a policy or is refused, with one error', () => {
  const words = fc.constantFrom(
    'log',
    'witness',
    'group',
    'quorum',
    'any',
    'all',
    '2',
    'none',
    'A',
    'B',
    vkey(2),
    vkey(3),
    '\n',
    '\t',
    '#',
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 30 }), (parts) => {
      try {
        parsePolicy(`${parts.join(' ')}\n`);
      } catch (error) {
        assert.ok(error instanceof FormatError && error.code === 'policy-malformed');
      }
    }),
  );
});

test('SPEC M73: who has cosigned a note, who is missing, whose line is wrong', async () => {
  const text = 'log.example.org\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
  const keys = [1, 2, 3, 4].map((seed) => {
    const { publicKey, sign } = signer(seed);
    const name = `example.com/${seed}`;
    const key: VerifierKey = {
      name,
      algorithm: ED25519_COSIGNATURE,
      publicKey,
      id: keyId(name, ED25519_COSIGNATURE, publicKey),
    };
    return { key, sign };
  });
  const policy = parsePolicy(
    lines(...keys.map(({ key }, i) => `witness ${'ABCD'[i]} ${formatTypedKey(key)}`), 'group G 2 A B C', 'quorum G'),
  );
  const [a, b, c, d] = await Promise.all(keys.map(({ key, sign }) => signCosignature(text, key, 60, sign)));
  assert.ok(a && b && c && d);
  const judge = (...all: readonly (typeof a)[]) => judgeWitnesses(policy, parseNote(formatNote(text, all)), verify);
  assert.deepEqual(await judge(a, b), {
    reached: true,
    cosigned: [
      { name: 'A', timestamp: 60 },
      { name: 'B', timestamp: 60 },
    ],
    missing: ['C'],
    wrong: [],
  });
  assert.deepEqual(await judge(a, { ...b, signature: c.signature }), {
    reached: false,
    cosigned: [{ name: 'A', timestamp: 60 }],
    missing: ['C'],
    wrong: ['B'],
  });
  // D is no member of what is asked for: its line counts for nothing, and nobody misses it.
  assert.deepEqual((await judge(a, d)).reached, false);
  assert.deepEqual((await judge(a, b)).missing, ['C']);
  const [, second] = keys;
  assert.ok(second);
  const undated = await signCosignature(text, second.key, 0, second.sign);
  assert.equal((await judge(a, undated)).reached, false);
});
