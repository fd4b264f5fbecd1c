/** The property that holds the two stores together: whatever is said, rows and memory say the same of it and keep the same. */
import assert from 'node:assert/strict';
import { parseEntry } from '@counterfoil/ledger/entry';
import { anyStatement } from '@counterfoil/ledger/workshop/any-statement';
import fc from 'fast-check';
import { anyCommand, openBusyCity } from './busy-city.ts';
import { turnOf, TwoStores } from './two-stores.ts';

/** What waits is counted in the case where it is by now, whatever merged and split on the way. */
function checkWaiting(stores: TwoStores): void {
  const counted = new Map<number, number>();
  for (const [, { case: said, entry, waits }] of stores.all('content')) {
    if (waits === null || said === null) continue;
    let id = stores.all('input').get(String(entry))?.case ?? said;
    for (;;) {
      const merged = stores.all('case').get(String(id))?.merged ?? null;
      if (merged === null) break;
      id = merged.into;
    }
    counted.set(id, (counted.get(id) ?? 0) + 1);
  }
  for (const [id, { waiting }] of stores.all('case')) assert.equal(waiting, counted.get(Number(id)) ?? 0, `case ${id}`);
}

/** @returns how often each verdict was given: a rule code, or `admitted` and the kind. @throws with the shortest history that differs. */
export async function compareStores(
  options: fc.Parameters<unknown> & { readonly numRuns: number },
): Promise<ReadonlyMap<string, number>> {
  const city = await openBusyCity();
  const { ledger, registrars, mayor, deputy } = city;
  await using stores = await TwoStores.create();
  for (const { envelope, time } of ledger.entries.map(parseEntry))
    assert.deepEqual(await stores.hear([turnOf(envelope)], time), [null]);
  await stores.compare();
  const back = await stores.mark();

  const people = [...registrars, mayor, deputy];
  const followers = [await ledger.actor('una'), await ledger.actor('vera')];
  const keyids = [...people, ...city.speakers.map(({ actor }) => actor), ledger.intakeKey, ledger.logKey].map(
    ({ keyid }) => keyid,
  );
  const anything = fc.record({
    statement: anyStatement({
      origin: ledger.origin,
      roots: Array.from({ length: stores.size + 1 }, (_, size) => stores.seen(size)),
      keyids,
      people: people.map(({ person }) => person),
      vkeys: [ledger.vkey],
      text: ledger.text('Words.'),
      file: { digest: 'f'.repeat(64), bytes: 4, mediaType: 'image/png' },
      speakers: [...stores.all('speaker').keys()].map(Number),
      followKeys: [...followers, mayor].map(({ keyid }) => keyid),
      mandates: [...stores.all('mandate').keys()].map(Number),
      cases: [...stores.all('case').keys()].map(Number),
      entries: Array.from({ length: stores.size + 2 }, (_, index) => index),
    }),
    signers: fc.subarray(keyids, { minLength: 1, maxLength: 3 }),
  });
  const sensible = anyCommand(city);
  const batch = fc.record({
    commands: fc.array(fc.oneof({ weight: 9, arbitrary: sensible }, { weight: 1, arbitrary: anything }), {
      minLength: 1,
      maxLength: 12,
    }),
    time: fc.constantFrom(ledger.now, '2026-01-06T12:00:00.000Z', '2026-08-01T00:00:00.000Z'),
  });
  const verdicts = new Map<string, number>();
  const count = (verdict: string): unknown => verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
  await fc.assert(
    fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 6, size: 'max' }), async (batches) => {
      for (const { commands, time } of batches) {
        const turns = commands.map((command) => (typeof command === 'function' ? command(stores) : command));
        const told = await stores.hear(turns, time);
        checkWaiting(stores);
        told.forEach((code, i) => count(code ?? `admitted ${turns[i]?.statement.kind ?? ''}`));
      }
      await stores.compare();
    }),
    { ...options, plugins: [fc.beforeEach(back)] },
  );
  return verdicts;
}
