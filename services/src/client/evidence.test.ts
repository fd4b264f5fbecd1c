import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LedgerBuilder } from '@counterfoil/ledger/testing/builder';
import { utf8 } from '@counterfoil/ledger/bytes';
import { ClientProblem } from './client-problem.ts';
import { Evidence } from './evidence.ts';

const nothing = (): Promise<Uint8Array> => Promise.reject(new Error('nothing is read here'));

async function ledgerOf(...entries: readonly string[]): Promise<LedgerBuilder> {
  const ledger = await LedgerBuilder.create();
  for (const entry of entries) ledger.append(utf8(entry));
  return ledger;
}

test('two signed checkpoints of one size and different roots are called two histories', async () => {
  const [one, other] = [await ledgerOf('a', 'b'), await ledgerOf('a', 'c')];
  const evidence = new Evidence(one.vkey, one.origin, nothing);
  assert.equal((await evidence.see(await one.checkpoint())).size, 2);
  await assert.rejects(
    evidence.see(await other.checkpoint()),
    (error) => error instanceof ClientProblem && error.code === 'two-histories',
  );
});

test('what counts as newest never grows smaller', async () => {
  const ledger = await ledgerOf('a', 'b', 'c');
  const evidence = new Evidence(ledger.vkey, ledger.origin, nothing);
  await evidence.see(await ledger.checkpoint());
  await evidence.see(await ledger.checkpoint(1));
  assert.equal(evidence.newest?.size, 3);
});
