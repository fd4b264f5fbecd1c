import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { describe, test } from 'node:test';
import { sha256 } from '@noble/hashes/sha2.js';
import {
  checkSolution,
  formatChallenge,
  formatSolution,
  parseChallenge,
  parseSolution,
  solve,
  type Challenge,
} from './work.ts';

const challenge: Challenge = {
  route: 'form',
  expires: 1_800_000_000_000,
  bits: 8,
  nonce: '00112233445566778899aabbccddeeff',
  code: 'ab'.repeat(32),
};
const native = (data: Uint8Array): Uint8Array => hash('sha256', data, 'buffer');

describe('proof of work', () => {
  test('is found and checked, by either SHA-256', () => {
    const parts: number[] = [];
    const solution = solve(challenge, sha256, (count) => parts.push(count));
    assert.deepEqual(
      parts,
      Array.from({ length: 16 }, (_, i) => i + 1),
    );
    assert.ok(checkSolution(solution, sha256));
    assert.ok(checkSolution(solution, native));
    assert.deepEqual(parseSolution(formatSolution(solution)), solution);
  });

  test('fails by any number that was not worked for, and for any other challenge', () => {
    const solution = solve(challenge, native);
    for (let part = 0; part < 16; part++) {
      const numbers = solution.numbers.with(part, 4_000_000_000 + part);
      assert.ok(!checkSolution({ challenge, numbers }, native), String(part));
    }
    for (const change of [{ route: 'inputs' }, { expires: 1 }, { bits: 24 }, { nonce: '0'.repeat(32) }] as const)
      assert.ok(
        !checkSolution({ ...solution, challenge: { ...challenge, ...change } }, native),
        JSON.stringify(change),
      );
    assert.ok(!checkSolution({ challenge, numbers: solution.numbers.slice(1) }, native));
  });

  test('is written in one way only', () => {
    const written = formatChallenge(challenge);
    assert.deepEqual(parseChallenge(written), challenge);
    for (const wrong of [
      '',
      `${written} `,
      written.toUpperCase(),
      written.replace('form', 'other'),
      written.replace('.8.', '.08.'),
      written.replace('.8.', '.25.'),
      written.replace('.8.', '.0.'),
      written.replace('cf1', 'cf2'),
      written.slice(0, -1),
    ])
      assert.equal(parseChallenge(wrong), undefined, wrong);
    const good = `${written}:${Array(16).fill('7').join(',')}`;
    assert.notEqual(parseSolution(good), undefined);
    for (const wrong of [
      written,
      `${written}:`,
      `${good},7`,
      good.slice(0, -2),
      good.replace(/7$/, '07'),
      good.replace(/7$/, '4294967296'),
      good.replace(/7$/, '-1'),
      good.replace(/7$/, '1e3'),
      `${good}:7`,
    ])
      assert.equal(parseSolution(wrong), undefined, wrong);
  });
});
