import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { allHistories } from '../testing/histories.ts';
import { linkCases } from '../testing/histories/links.ts';
import { Log } from '../testing/log.ts';
import { base64 } from './bytes.ts';
import { parseEntry } from './entry.ts';
import { checkLink } from './rulebook.ts';
import { rules, type RuleCode } from './rules.ts';
import { leafHash } from './tree.ts';

const broken = new Set<RuleCode>();
const kept = new Set<RuleCode>();

for (const { name, steps, size, root } of await allHistories()) {
  describe(`In a history of ${name}, the log`, () => {
    const log = new Log();
    for (const { name: what, time, envelope, refused, facts, keeps } of steps) {
      const answer =
        refused !== null ? `refuses, as "${refused}",` : facts.length > 0 ? `shows as "${facts.join()}"` : 'admits';
      test(`${answer} ${what}`, async () => {
        const before = log.size;
        assert.deepEqual(await log.receive(envelope, time), { refused, facts });
        assert.equal(log.size, refused === null ? before + 1 : before);
        if (refused !== null) broken.add(refused);
        for (const fact of facts) broken.add(fact);
        for (const code of keeps) kept.add(code);
      });
    }
    test('holds exactly what was admitted', () => {
      assert.deepEqual([log.size, log.root], [size, root]);
    });
  });
}

describe('The link between an entry and the one before it', () => {
  test('is judged by index, hash and time', async () => {
    for (const { name, before, entry, place, refused } of await linkCases()) {
      const known = before === null ? undefined : { leaf: base64(leafHash(before)), time: parseEntry(before).time };
      assert.equal(checkLink(known, parseEntry(entry), place)?.code ?? null, refused, name);
      if (refused !== null) broken.add(refused);
      else for (const code of ['index-wrong', 'chain-broken', 'time-backwards'] as const) kept.add(code);
    }
  });

  test('is told in words that fit the first entry as well', async () => {
    for (const { before, entry, place, refused } of await linkCases()) {
      if (before !== null || refused !== 'chain-broken') continue;
      assert.doesNotMatch(checkLink(undefined, parseEntry(entry), place)?.detail ?? '', /-1/);
    }
  });
});

test('every rule was broken by one history and kept by another', () => {
  const every = Object.keys(rules).sort();
  assert.deepEqual([...broken].sort(), every);
  assert.deepEqual([...kept].sort(), every);
});
