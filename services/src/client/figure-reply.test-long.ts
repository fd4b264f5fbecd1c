/** An office replies to a figure with `npm run sign -- figure-reply`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openEnvelope, type StatementOf } from '@counterfoil/ledger/statement';
import { parseEntry } from '@counterfoil/ledger/entry';
import { startTestService } from '../testing/service.ts';
import { openRivermouth } from './testing/open-rivermouth.ts';
import { signIn } from './testing/sign-in.ts';

test('an official replies for their own office, to the figure as the record stood, and sees before what becomes public', async () => {
  await using service = await startTestService();
  const city = await openRivermouth(service);
  const desk = signIn(service);
  const size = service.recorder.publisher.size;

  const shown = await desk.signed(['figure-reply', 'silence', '--text', 'Two of us were ill.', '--dry-run'], ['ines']);
  assert.match(shown, /Reply of an office to a figure/);
  assert.match(shown, /Office +Parks and playgrounds/);
  assert.match(shown, new RegExp(`Entries counted +${size}\\n`));
  assert.match(shown, /Two of us were ill\./);

  const days = ['--from', '2026-01-01', '--until', '2026-01-31', '--process', 'service-request'];
  const said = await desk.signed(
    ['figure-reply', 'times', '--text', 'The greenhouse burnt down.', '--size', '7', ...days],
    ['ines'],
  );
  assert.match(said, /Its proof was followed and holds/);
  const statement = await statementAt(service.address, size);
  assert.deepEqual(
    [statement.office, statement.figure, statement.size, statement.from, statement.until, statement.process],
    ['parks', 'times', 7, '2026-01-01', '2026-01-31', 'service-request'],
  );

  for (const [args, who, why] of [
    [['figure-reply', 'replies', '--text', 'x'], 'ines', /Name one figure: totals, silence, .*or commitments/],
    [['figure-reply', 'silence'], 'ines', /Say --text/],
    [['figure-reply', 'silence', '--text', 'x', '--from', '2026-02-30'], 'ines', /--from takes a day/],
    [['figure-reply', 'silence', '--text', 'x', '--size', String(size + 99)], 'ines', /from 1 to \d+/],
    [['figure-reply', 'silence', '--text', 'x', '--process', 'trial'], 'ines', /There is no (?:such )?process/],
    [
      ['figure-reply', 'silence', '--text', 'x', '--from', '2026-02-02', '--until', '2026-02-01'],
      'ines',
      /end before they begin|would begin on/,
    ],
    [['figure-reply', 'silence', '--text', 'x'], 'joris', /may not do this/],
  ] as const) {
    const ran = await desk.sign(args, [who]);
    assert.notEqual(ran.exitCode, 0, ran.stdout);
    assert.match(`${ran.stdout}${ran.stderr}`.replaceAll(/\s+/g, ' '), why);
  }
  assert.equal(service.recorder.publisher.size, size + 1);
  city.client.close();
});

async function statementAt(address: string, entry: number): Promise<StatementOf<'figure-reply'>> {
  const answer = await fetch(new URL(`/api/v1/entries/${entry}`, address));
  const { statement } = openEnvelope(parseEntry(await answer.bytes()).envelope);
  assert.equal(statement.kind, 'figure-reply');
  return statement;
}
