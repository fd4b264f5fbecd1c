import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { allHistories } from '@counterfoil/ledger/workshop/histories';
import type { History } from '@counterfoil/ledger/workshop/history';
import { compareStores } from './testing/compare-stores.ts';
import { turnOf, TwoStores } from './testing/two-stores.ts';

describe('one rulebook, two stores', () => {
  test('every history of the rules gets the same verdicts from PostgreSQL rows as from memory, and leaves the same state', async () => {
    const histories = await allHistories();
    const whole = (name: string | null): readonly History[] => {
      const history = histories.find((one) => one.name === name);
      return history === undefined ? [] : [...whole(history.after), history];
    };
    let steps = 0;
    for (const [after, group] of Map.groupBy(histories, (history) => history.after)) {
      await using stores = await TwoStores.create();
      const play = async (history: History): Promise<void> => {
        for (const { envelope, time, refused } of history.steps) {
          // Signatures are looked at before anything comes to the rulebook.
          if (refused?.startsWith('signature-') === true && refused !== 'signature-repeated') continue;
          assert.deepEqual(await stores.hear([turnOf(envelope)], time), [refused], history.name);
          steps++;
        }
        await stores.compare();
      };
      for (const history of whole(after)) await play(history);
      const back = await stores.mark();
      for (const history of group) {
        await back();
        await play(history);
      }
    }
    assert.ok(steps > 1000, String(steps));
  });

  // The same statements each time; the long run takes others.
  test('so does whatever else is said, however many wait at the same moment', async () => {
    const verdicts = await compareStores({ numRuns: 60, seed: 20_261_121 });
    const admitted = [...verdicts.keys()].filter((verdict) => verdict.startsWith('admitted '));
    assert.ok(admitted.length > 15 && verdicts.size - admitted.length > 25, JSON.stringify([...verdicts]));
  });
});
