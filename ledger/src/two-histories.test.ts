import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { twoHistoriesRows } from '../testing/vectors/two-histories.ts';
import { base64, utf8 } from './bytes.ts';
import { parseExtendedCheckpoint } from './checkpoint.ts';
import { FormatError } from './error.ts';
import { MAX_NOTE_BYTES, parseNote, parseVerifierKey, signNote } from './note.ts';
import { nodePlatform } from './platform-node.ts';
import { createVerifier } from './signature.ts';
import { LedgerBuilder } from './testing/builder.ts';
import { leafHash, Frontier, proveConsistency, type Hash, type ReadHashes } from './tree.ts';
import {
  checkTwoHistories,
  formatTwoHistories,
  historyIn,
  historyProof,
  makeTwoHistories,
  MAX_TWO_HISTORIES_BYTES,
  parseTwoHistories,
  proveHistory,
  type TwoHistories,
} from './two-histories.ts';

const verifier = createVerifier(nodePlatform(crypto));

/** What a file proves, in a form that can be compared: everything but the words of whoever made it. */
function factIn({ origin, a, b, parting }: TwoHistories): string {
  const sides = [a, b].map(({ logKey, checkpoint }) => ({
    logKey,
    text: parseExtendedCheckpoint(parseNote(checkpoint).text),
  }));
  return JSON.stringify({ origin, sides, index: parting?.index });
}

/** Undefined for what proves nothing. */
async function provedBy(bytes: Uint8Array): Promise<string | undefined> {
  try {
    const evidence = parseTwoHistories(bytes);
    return (await checkTwoHistories(evidence, verifier)) === 'proved' ? factIn(evidence) : undefined;
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

describe('SPEC M95: evidence of two histories', () => {
  test('whatever byte of it is changed, taken away or put in, it proves the same or nothing', async () => {
    const rows = (await twoHistoriesRows()).filter(({ verdict }) => verdict === 'proved');
    let [kept, nothing] = [0, 0];
    for (const name of ['both, the beginning and two entries', 'two roots of one size', 'signed with two keys']) {
      const good = utf8(rows.find((row) => row.name === name)?.file ?? assert.fail());
      const fact = await provedBy(good);
      assert.ok(fact !== undefined);
      for (let at = 0; at < good.length; at++) {
        const flipped = good.slice();
        flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
        const without = Uint8Array.of(...good.subarray(0, at), ...good.subarray(at + 1));
        const withMore = Uint8Array.of(...good.subarray(0, at), 0x30, ...good.subarray(at));
        for (const changed of at % 4 === 0 ? [flipped, without, withMore] : [flipped]) {
          const proved = await provedBy(changed);
          if (proved === undefined) nothing++;
          else kept++;
          assert.ok(proved === undefined || proved === fact, `${name}, byte ${at}: ${proved}`);
        }
      }
    }
    assert.ok(nothing > 10 * kept && kept > 0, `${nothing} proved nothing, ${kept} the same: their words differ`);
  });

  test('a file larger than any can be is not looked at, and none that can be is too large', async () => {
    assert.throws(() => parseTwoHistories(new Uint8Array(MAX_TWO_HISTORIES_BYTES + 1)), /never as large/);
    const ledger = await LedgerBuilder.create();
    const key = parseVerifierKey(ledger.vkey);
    const side = async (fill: string): Promise<TwoHistories['a']> => {
      const root = base64(leafHash(utf8(fill)));
      const text = `${ledger.origin}\n1\n${root}\n${fill.repeat(MAX_NOTE_BYTES - 500)}\n`;
      const checkpoint = await signNote(text, key, (message) => ledger.logKey.signBytes(message));
      return { checkpoint, logKey: ledger.vkey, shownBy: 'ü'.repeat(3000), shownAt: null };
    };
    const evidence = makeTwoHistories({ origin: ledger.origin, a: await side('"'), b: await side('\\') });
    const bytes = formatTwoHistories(evidence);
    assert.ok(bytes.length > 4 * (MAX_NOTE_BYTES - 500));
    assert.equal(await checkTwoHistories(parseTwoHistories(bytes), verifier), 'proved');
  });
});

interface Tree {
  readonly roots: readonly Hash[];
  readonly read: ReadHashes;
}

/** The leaves from `split` on are of another history. */
function treeOf(size: number, split: number): Tree {
  const nodes = new Map<string, Hash>();
  const frontier = Frontier.empty();
  const roots = [frontier.root()];
  for (let index = 0; index < size; index++) {
    frontier.append(leafHash(utf8(`${index < split ? '' : 'other '}${index}`)), ({ level, index: at }, hash) =>
      nodes.set(`${level}/${at}`, hash),
    );
    roots.push(frontier.root());
  }
  return {
    roots,
    read: (all) => Promise.resolve(all.map(({ level, index }) => nodes.get(`${level}/${index}`) as Hash)),
  };
}

const [longest, one] = [70, treeOf(70, 70)];

test('SPEC M96: what a log sends as its proof shows how its tree began, unless the size is a power of two', () =>
  fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 2, max: longest }).chain((size2) =>
        fc.record({
          size2: fc.constant(size2),
          size1: fc.integer({ min: 1, max: size2 - 1 }),
          split: fc.integer({ min: 0, max: longest }),
          spoilt: fc.boolean(),
        }),
      ),
      async ({ size1, size2, split, spoilt }) => {
        const other = treeOf(size2, split);
        const root = other.roots[size2] as Hash;
        const longer = { origin: 'log.example.org', size: size2, root };
        const proof = await proveConsistency(size1, size2, other.read);
        const sent = spoilt ? [...proof.slice(0, -1), root] : proof;
        const found = historyIn(sent, size1, longer);
        const isPowerOfTwo = Number.isInteger(Math.log2(size1));
        const expected = spoilt || isPowerOfTwo ? undefined : historyProof(other.roots[size1] as Hash, proof);
        assert.deepEqual(found, expected);
        // Who has the tree can always tell.
        assert.deepEqual(
          await proveHistory(size1, longer, other.read),
          historyProof(other.roots[size1] as Hash, proof),
        );
        const isOne = await proveHistory(size1, { ...longer, root: one.roots[size2] as Hash }, other.read);
        assert.equal(isOne === undefined, split < size2, 'hashes of another tree lead nowhere');
      },
    ),
    { seed: 11 },
  ));
