import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openCity, type City } from '@counterfoil/ledger/testing/city';
import { Reader } from '../testing/reader.ts';
import { serveViewer, type Served } from '../testing/serve.ts';

/** More than stand on one page of a case. */
const MANY = 60;

let city: City;
let served: Served;
let opening: number;
let answer: number;
let late: number;
/** A case of one input, whose fate was corrected. */
let corrected: number;
const reader = new Reader(() => served.address);

before(async () => {
  city = await openCity();
  const { ledger, clerk, parks, mandate } = city;
  const said = { kind: 'input-received', author: 'person' } as const;
  const first = { ...said, process: { id: 'service-request', version: 1 } };
  opening = await ledger.say({ ...first, channel: 'web', text: ledger.text('The swing squeaks.') }, ledger.intakeKey);
  const adds = (words: string): Promise<number> =>
    ledger.say({ ...said, case: opening, channel: 'web', text: ledger.text(words) }, ledger.intakeKey);
  await adds('It does.');
  const seen = ledger.seen();
  for (let more = 0; more < MANY; more++) await adds(`I heard it on day ${more}.`);
  const act = { case: opening, by: [mandate.clerk] };
  answer = await ledger.say({ ...act, kind: 'response', text: ledger.text('We oil it.'), seen }, clerk);
  await ledger.say({ ...act, kind: 'response', text: ledger.text('It is oiled.') }, clerk);
  await ledger.say(
    {
      ...{ kind: 'response', case: opening, by: [mandate.parks], text: ledger.text('We thank you.') },
      seen: ledger.seen(ledger.entries.length - 1),
    },
    parks,
  );
  late = await ledger.say(
    {
      ...first,
      channel: 'phone',
      by: [mandate.clerk],
      at: '2025-11-03T09:00:00.000Z',
      text: ledger.text('It is dark.'),
    },
    clerk,
  );
  await ledger.say({ kind: 'acknowledgement', case: late, by: [mandate.clerk] }, clerk);
  corrected = await ledger.say({ ...first, channel: 'web', text: ledger.text('The gate hangs.') }, ledger.intakeKey);
  const byParks = { case: corrected, by: [mandate.parks] };
  const both = ledger.seen();
  const items = [{ code: 'rejected', inputs: [corrected], reason: ledger.text('The gate is not ours.') }];
  const fate = await ledger.say({ ...byParks, kind: 'dispositions', items, seen: both }, parks);
  await ledger.say({ ...byParks, kind: 'response', text: ledger.text('We looked.'), seen: both }, parks);
  await ledger.say({ ...byParks, kind: 'correction', corrects: fate, text: ledger.text('It is ours.') }, parks);
  served = await serveViewer(ledger, { nowMs: ledger.nowMs });
});
after(() => served[Symbol.asyncDispose]());

describe('the steps of a case', () => {
  test('of an office tell what its people had before them, and what of the case came in meanwhile', async () => {
    const { text, html } = await reader.get(`/cases/${opening}?from=${answer}`);
    const last = opening + 1;
    const missed = Array.from({ length: 6 }, (_, number) => last + 1 + number).join(' , ');
    assert.match(
      text,
      new RegExp(`Earlier steps that they could not see yet when they signed: ${missed} and what followed\\.`),
    );
    assert.match(
      text,
      /signed by Holder of front-desk · with all earlier steps before them [^·]*· Entry \d+ It is oiled/,
    );
    assert.match(
      text,
      new RegExp(
        `Earlier steps that they could not see yet when they signed: ${answer + 1} ?\\. [^·]*· [^·]*We thank you`,
      ),
    );
    assert.ok(html.includes(`href="/entries/${last + 1}">${last + 1}</a>`));
  });

  test('of an office name none as unseen that the same people signed themselves', async () => {
    const { text } = await reader.get(`/cases/${corrected}`);
    assert.match(text, /signed by Holder of parks · with all earlier steps before them [^·]*· Entry \d+ We looked/);
    assert.doesNotMatch(text, /could not see yet/);
  });

  test('tell of what became of an input that the reason was corrected', async () => {
    const { html } = await reader.get(`/cases/${corrected}`);
    const [said = ''] = html.slice(html.indexOf(`id="entry-${corrected}"`)).split('</li>');
    assert.match(
      said,
      /What became of it:[^]*Corrected by entry <a[^>]*>\d+<[^]*<del[^>]*>The gate is not ours\.<\/del>/,
    );
  });

  test('of people say nothing of the kind', async () => {
    const { text } = await reader.get(`/cases/${opening}`);
    assert.doesNotMatch(text, /before them|could not see yet/);
  });

  test('begin, where it was taken down late, with the deadlines that had passed by then, in their order', async () => {
    const { text } = await reader.get(`/cases/${late}`);
    assert.match(
      text,
      /opened this case .* The deadline passed: receipt was not confirmed .* The deadline passed: no answer .* Front desk confirmed receipt/,
    );
  });
});
