import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openCouncil, phrases } from '../../testing/council.ts';
import { Draft, type StateKind, type StateShapes } from '../state.ts';
import { caseNow } from './cases.ts';

class CountingDraft extends Draft {
  reads = 0;

  override get<K extends StateKind>(kind: K, id: string): Promise<StateShapes[K] | undefined> {
    this.reads++;
    return super.get(kind, id);
  }
}

test('the case that a long row of mergers leads to is found by looking at each of them once', async () => {
  const council = await openCouncil();
  const { ledger, cora } = council;
  const say = phrases(council);
  const row = [await ledger.say(say.opens('hearing'), ledger.intakeKey)];
  for (let i = 0; i < 30; i++) {
    const next = await ledger.say(say.opens('hearing'), ledger.intakeKey);
    await ledger.say(say.merges(row.at(-1) ?? next, next), cora);
    row.push(next);
  }
  const apart = await ledger.say(say.opens('hearing'), ledger.intakeKey);
  for (const order of [row, row.toReversed()]) {
    const draft = new CountingDraft(ledger.state);
    const cases = new Map<number, number>();
    for (const id of [...order, ...order]) assert.equal(await caseNow(draft, id, cases), row.at(-1));
    assert.equal(await caseNow(draft, apart, cases), apart);
    assert.equal(draft.reads, row.length + 1);
  }
});
