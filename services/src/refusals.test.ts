import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { FALLBACK, languages } from '@counterfoil/web-viewer/languages';
import type { Sentences } from '@counterfoil/web-viewer/teller';
import { everySentence, sentencesOf } from '@counterfoil/web-viewer/testing/said';

let rules: ReadonlySet<string>;
let said: ReadonlySet<string>;
before(async () => {
  rules = await everySentence();
  said = await sentencesOf('services/src');
});

test('the sentences of what is refused are found in the source', () => {
  assert.ok(said.size > 80);
  for (const one of [
    'There is nothing at this address.',
    'This is not a PNG picture as it must be. {0}',
    'The picture is {0} points wide and {1} high, which is more than can be shown. Make it smaller and send that.',
  ])
    assert.ok(said.has(one), one);
});

for (const code of languages.keys()) {
  if (code === FALLBACK) continue;
  describe(`what is refused can be said in ${code}`, () => {
    test('every sentence, and no other; those of the rules stand in their own table', async () => {
      const { refusals } = (await import(`@counterfoil/web-viewer/languages/refusals/${code}`)) as {
        readonly refusals: Sentences;
      };
      const missing = [...said].filter((text) => !rules.has(text) && !Object.hasOwn(refusals, text));
      const unused = Object.keys(refusals).filter((text) => !said.has(text) || rules.has(text));
      assert.deepEqual({ missing, unused }, { missing: [], unused: [] });
    });
  });
}
