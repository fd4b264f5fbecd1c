import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { base64 } from '@counterfoil/ledger/bytes';
import { compose, type Said } from '@counterfoil/ledger/compose';
import { formatEntry } from '@counterfoil/ledger/entry';
import { formatStatement, PAYLOAD_TYPE } from '@counterfoil/ledger/statement';
import { MAX_ENTRY_BYTES } from '@counterfoil/ledger/tile';
import { planAccount, type Fate, type PlannedItem } from './account-plan.ts';

const origin = `${'long.'.repeat(37)}example.org`;
/** As long as a security key of SSH makes them. */
const signature = { keyid: `sshsig:${base64(new Uint8Array(100))}`, sig: base64(new Uint8Array(400)) };

function entryBytes(items: readonly PlannedItem[], by: readonly number[]): number {
  const said: Said = {
    kind: 'dispositions',
    by,
    case: 99_999_999,
    items: items.map(({ code, inputs, reason }) => ({ code, inputs, reason: { text: reason, lang: 'zh-Hant' } })),
  };
  const common = {
    origin,
    at: '2026-03-02T09:30:00.000Z',
    seen: { size: 99_999_999, root: base64(new Uint8Array(32)) },
  };
  const payload = formatStatement(compose(said, common, () => new Uint8Array(32)).statement);
  const envelope = {
    payload: base64(payload),
    payloadType: PAYLOAD_TYPE,
    // As in keyid.ts, schemas are not looked at here: only lengths count.
    signatures: by.map(() => signature),
  };
  return formatEntry({ index: 99_999_999, time: common.at, prev: base64(new Uint8Array(32)), envelope }).length;
}

test('every input stands in one statement, under its own fate, and every statement fits an entry', () => {
  const fates = fc.record({
    count: fc.integer({ min: 1, max: 12_000 }),
    first: fc.constantFrom(3, 9_000, 99_990_000),
    reasons: fc.integer({ min: 1, max: 700 }),
    codes: fc.constantFrom(['adopted'], ['adopted', 'rejected', 'x'.repeat(64)]),
    signatures: fc.integer({ min: 1, max: 16 }),
  });
  fc.assert(
    fc.property(fates, ({ count, first, reasons, codes, signatures }) => {
      const wanted = new Map<number, Fate>(
        Array.from({ length: count }, (_, i) => [
          first + i,
          { code: codes[i % codes.length] ?? '', reason: `Reason ${i % reasons}.` },
        ]),
      );
      const by = Array.from({ length: signatures }, (_, i) => 99_000_000 + i);
      const statements = planAccount(wanted, { by, signatures });
      const told = new Map<number, Fate>();
      for (const items of statements) {
        assert.ok(items.length <= 200);
        assert.ok(entryBytes(items, by) <= MAX_ENTRY_BYTES);
        for (const { inputs, code, reason } of items) {
          assert.ok(inputs.length <= 5000);
          for (const input of inputs) {
            assert.ok(!told.has(input));
            told.set(input, { code, reason });
          }
        }
      }
      assert.deepEqual(told, wanted);
    }),
    { numRuns: 40, seed: 7 },
  );
});

test('10,000 inputs with one reason take two entries', () => {
  const fates = new Map(Array.from({ length: 10_000 }, (_, i) => [40 + i, { code: 'adopted', reason: 'Done.' }]));
  const statements = planAccount(fates, { by: [12], signatures: 1 });
  assert.equal(statements.length, 2);
});

test('a statement carries no more text than the service takes', () => {
  const reason = 'x'.repeat(49_000);
  const fates = new Map(Array.from({ length: 100 }, (_, i) => [i, { code: 'rejected', reason: `${i} ${reason}` }]));
  const statements = planAccount(fates, { by: [12], signatures: 1 });
  for (const items of statements) assert.ok(items.reduce((sum, item) => sum + item.reason.length, 0) <= 1_000_000);
  assert.equal(statements.flat().length, 100);
});

test('nothing to account for is no statement', () => {
  assert.deepEqual(planAccount(new Map(), { by: [1], signatures: 1 }), []);
});
