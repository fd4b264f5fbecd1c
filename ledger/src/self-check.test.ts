import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { utf8 } from './bytes.ts';
import {
  formatSelfCheck,
  MAX_SELF_CHECK_BYTES,
  MAX_SELF_CHECK_DAMAGES,
  parseSelfCheck,
  selfCheckSentences,
  stopsSigning,
  type SelfCheckInfo,
} from './self-check.ts';

const time = '2026-03-02T09:30:00.000Z';
const damage = { entry: 17, what: 'text', digest: 'ab'.repeat(32), since: time } as const;
const info: SelfCheckInfo = { checked: { size: 300, time }, position: 20, damaged: [damage], more: false };

test('what a service says of its self-check comes back as it was', () => {
  for (const said of [info, { ...info, checked: null, damaged: [] }])
    assert.deepEqual(parseSelfCheck(formatSelfCheck(said)), said);
});

test('the longest list still fits', () => {
  const full = { ...info, damaged: Array.from({ length: MAX_SELF_CHECK_DAMAGES }, () => damage), more: true };
  assert.deepEqual(parseSelfCheck(formatSelfCheck(full)), full);
});

test('it has its fields and no others, each in its spelling', () => {
  const { position: _, ...without } = info;
  const refused: readonly unknown[] = [
    without,
    { ...info, extra: 1 },
    { ...info, position: -1 },
    { ...info, checked: { size: 300 } },
    { ...info, checked: { size: 300, time: 'yesterday' } },
    { ...info, damaged: [{ ...damage, what: 'weather' }] },
    { ...info, damaged: [{ ...damage, digest: 'ab' }] },
    { ...info, damaged: Array.from({ length: MAX_SELF_CHECK_DAMAGES + 1 }, () => damage) },
    [],
  ];
  for (const value of refused)
    assert.throws(() => parseSelfCheck(utf8(JSON.stringify(value))), { code: 'json-invalid' }, JSON.stringify(value));
  assert.throws(() => parseSelfCheck(new Uint8Array(MAX_SELF_CHECK_BYTES + 1)), { code: 'json-invalid' });
});

test('what is wrong with the record itself stops signing, a lost text does not', () => {
  const stopping = Object.keys(selfCheckSentences).filter((fault) =>
    stopsSigning(fault as keyof typeof selfCheckSentences),
  );
  assert.deepEqual(stopping, ['missing', 'entry', 'leaf', 'link', 'tree', 'root']);
});

test('the SPEC gives the same meanings', () => {
  const spec = readFileSync(new URL('../SPEC.md', import.meta.url), 'utf8');
  const section = spec.slice(spec.indexOf('### 10.3 '), spec.indexOf('### 10.4 '));
  const rows = [...section.matchAll(/^\| `([a-z-]+)` +\| (.+?) +\|$/gm)].map(([, what = '', meaning = '']) => [
    what,
    meaning,
  ]);
  assert.deepEqual(Object.fromEntries(rows), selfCheckSentences);
});
