import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { commitContent } from '@counterfoil/ledger/content';
import { openCity } from '@counterfoil/ledger/testing/city';
import { Problem } from '../problem.ts';
import { draftPledge } from './draft.ts';
import { promisableInput, type Said } from './kept.ts';

const { ledger, registrars } = await openCity();
const [anna, bela] = registrars;
const closed = [{ code: 'closed', title: 'Closed' }];
await ledger.say(
  {
    ...{ kind: 'process-published', process: 'repairs', version: 1, title: 'Repairs', level: 'inform', acts: {} },
    ...{ authors: ['person'], outcomes: closed, dispositions: closed, accounting: 'record', clocks: {} },
    areas: [{ code: 'harbour', title: 'Harbour' }],
  },
  anna,
  bela,
);
const rules = await ledger.state.get('rules', 'repairs/1');
assert.ok(rules !== undefined);
const options = {
  origin: ledger.origin,
  note: await ledger.checkpoint(),
  rules: { known: new Map([['repairs', { version: 1, rules }]]) },
  sha256: (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(bytes).digest()),
};
const intake = {
  text: 'A bollard is bent.',
  lang: 'en',
  channel: 'web',
  author: 'person',
  process: 'repairs',
} as const;
const content = { salt: new Uint8Array(32).fill(7), text: intake.text };
const times = { at: '2026-03-01T08:00:00.000Z', deadline: '2026-03-02T08:00:00.000Z' };

function promisable(more: object): Said {
  return promisableInput({ ...intake, ...more }) ?? assert.fail('it can be promised');
}

test('Where it is is kept with words that are promised, and the promise is for the words', () => {
  const said = promisable({ area: 'harbour', place: 'By the crane' });
  assert.deepEqual(said, { kind: 'input-received', ...intake, area: 'harbour', place: 'By the crane' });
  const { digest } = draftPledge(said, content, times, options);
  assert.equal(digest, commitContent(content, 'en').digest);
});

test('Nothing is promised that is seen to be refused: an area that is none, a place that is too long', () => {
  for (const [more, code] of [
    [{ area: 'castle' }, 'area-unknown'],
    [{ place: 'w'.repeat(1201) }, 'statement-malformed'],
  ] as const)
    assert.throws(
      () => draftPledge(promisable(more), content, times, options),
      (error) => error instanceof Problem && error.code === code,
    );
});
