import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { AccountBook, accountFor, type AllState } from '@counterfoil/ledger/accountability';
import { parseEntry } from '@counterfoil/ledger/entry';
import type { StateKind, StateShapes } from '@counterfoil/ledger/state';
import { openEnvelope } from '@counterfoil/ledger/statement';
import { runProgram } from '../client/testing/run-program.ts';
import { startTestService } from '../testing/service.ts';

test('the figures of accountability of the invented city are those of its stories, counted over the rows of the database', async () => {
  await using service = await startTestService();
  const told = await runProgram('demo/main.ts', ['--to', service.address, '--keys', join(service.folder, 'people')], {
    env: { COUNTERFOIL_OPENING_TOKEN: service.openingToken },
  });
  assert.equal(told.exitCode, 0, told.stderr);
  const book = new AccountBook();
  const rows = await service.db.selectFrom('entries').select('bytes').orderBy('index').execute();
  const entries = rows.map(({ bytes }) => parseEntry(bytes));
  const noted = entries.map(({ time, envelope }, index) => ({ index, time, ...openEnvelope(envelope) }));
  for (const one of noted) book.note(one);
  const kinds = new Map<StateKind, Map<string, unknown>>();
  for (const { kind, id, value } of await service.db.selectFrom('state').select(['kind', 'id', 'value']).execute()) {
    const known = kinds.get(kind as StateKind) ?? new Map<string, unknown>();
    kinds.set(kind as StateKind, known.set(id, value));
  }
  const state: AllState = {
    all: <K extends StateKind>(kind: K) => (kinds.get(kind) ?? new Map()) as ReadonlyMap<string, StateShapes[K]>,
  };
  const now = entries.at(-1)?.time ?? '';
  const { totals, takedowns, participation, commitments, reasons } = accountFor({ book, state, now, selection: {} });

  const inputs = noted.filter(({ statement }) => statement.kind === 'input-received').map(({ index }) => index);
  assert.deepEqual(
    [...totals.inputs.entries, ...totals.copied.entries].toSorted((a, b) => a - b),
    inputs,
  );
  // One case is decided while something said in it has no disposition; one person takes back what they said.
  assert.deepEqual([totals.passedOver.count, totals.takenBack.count], [1, 1]);
  assert.deepEqual(
    takedowns.map(({ kind, ground, offices, texts, told: were }) => [
      ...[kind, ground, offices.join(), texts.count, were.no.count],
    ]),
    [
      ['content-redacted', 'erasure-request', 'council-clerk', 2, 0],
      ['content-withheld', 'insult', 'front-desk', 1, 1],
      ['content-redacted', 'personal-data', 'council-clerk', 1, 0],
      ['content-restored', null, 'council-clerk', 1, 0],
    ],
  );
  const budget = participation.find(({ process }) => process === 'neighbourhood-budget');
  assert.equal(budget?.promised, 'collaborate');
  assert.deepEqual([budget.decided.count, budget.signsDecided.collaborate.count], [2, 2]);
  const kept = commitments.filter(({ state: is }) => is === 'kept');
  assert.deepEqual(
    kept.map(({ carrier, progress }) => [carrier, progress]),
    [['citizens', 'complete']],
  );
  assert.equal(
    commitments.reduce((sum, row) => sum + row.commitments.count, 0),
    noted.filter(({ statement }) => statement.kind === 'commitment').length,
  );
  // Two of the three who wrote to one petition got one reason.
  assert.deepEqual([reasons[0]?.inputs.count, reasons[0]?.acts.count, reasons[1]?.inputs.count], [2, 1, 1]);
});
