import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { everySentence } from '../../testing/said.ts';
import { FALLBACK, languages } from '../languages.ts';
import type { Sentences } from '../teller.ts';

/** Gaps of a wording, in the order of their numbers. */
function gapsIn(text: string): readonly string[] {
  return [...new Set(text.match(/\{\d+\}/g))].toSorted();
}

let said: ReadonlySet<string>;
before(async () => {
  said = await everySentence();
});

test('the sentences of the ledger’s own code are found in its source', () => {
  assert.ok(said.size > 400);
  for (const one of ['There is no ledger here.', 'Entry {0} opened no case.', 'entries {0} to {1}', '{0}, {1} UTC'])
    assert.ok(said.has(one), one);
});

for (const code of languages.keys()) {
  if (code === FALLBACK) continue;
  describe(`what is found can be said in ${code}`, () => {
    let sentences: Sentences;
    let refusals: Sentences;
    before(async () => {
      ({ sentences } = (await import(`./sentences/${code}.ts`)) as { readonly sentences: Sentences });
      ({ refusals } = (await import(`./refusals/${code}.ts`)) as { readonly refusals: Sentences });
    });

    test('every sentence of every code, and no other', () => {
      const missing = [...said].filter((text) => !Object.hasOwn(sentences, text));
      const unused = Object.keys(sentences).filter((text) => !said.has(text));
      assert.deepEqual({ missing, unused }, { missing: [], unused: [] });
    });

    test('with the same values, and as whole a sentence', () => {
      for (const [text, wording] of [sentences, refusals].flatMap((table) => Object.entries(table))) {
        assert.deepEqual(gapsIn(wording), gapsIn(text), text);
        assert.equal(wording.trim(), wording, text);
        assert.equal(/[.:]$/.exec(wording)?.[0], /[.:]$/.exec(text)?.[0], text);
        assert.doesNotMatch(wording.replaceAll(/\{\d+\}/g, ''), /[{}]/, text);
      }
    });
  });
}
