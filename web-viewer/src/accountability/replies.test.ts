/** What an office says to a figure stands beside that figure, and goes out of view as other words do. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { StatementOf } from '@counterfoil/ledger/statement';
import { openCity, tellCase, type City } from '@counterfoil/ledger/testing/city';
import { Reader } from '../../testing/reader.ts';
import { serveViewer, type Served } from '../../testing/serve.ts';

let city: City;
let served: Served;
let said: { readonly first: number; readonly second: number; readonly ofDesk: number; readonly ofDays: number };
const reader = new Reader(() => served.address);

type Reply = Pick<StatementOf<'figure-reply'>, 'figure' | 'size'> &
  Partial<Pick<StatementOf<'figure-reply'>, 'process' | 'from' | 'until'>>;

before(async () => {
  city = await openCity();
  const { ledger, registrars, clerk, parks, mandate } = city;
  const [anna, bela] = registrars;
  for (const [office, title] of [
    ['parks', 'Parks department'],
    ['front-desk', 'Front desk'],
  ] as const) {
    const may = [
      'input-received',
      'acknowledgement',
      'response',
      'dispositions',
      'correction',
      'figure-reply',
    ] as const;
    await ledger.say({ kind: 'office-defined', office, title, may: [...may] }, anna, bela);
  }
  await tellCase(city);
  const ofParks = (reply: Reply, words: string): Promise<number> =>
    ledger.say(
      { kind: 'figure-reply', by: [mandate.parks], office: 'parks', ...reply, text: ledger.text(words) },
      parks,
    );
  const first = await ofParks({ figure: 'silence', size: 12 }, 'We were <b>two</b> that week.');
  said = {
    first,
    second: await ofParks({ figure: 'silence', size: 14 }, 'We were three, and one fell ill.'),
    ofDesk: await ledger.say(
      {
        ...{ kind: 'figure-reply', by: [mandate.clerk], office: 'front-desk', figure: 'silence', size: 1 },
        text: ledger.text('Our counter was under water.'),
      },
      clerk,
    ),
    ofDays: await ofParks(
      { figure: 'takedowns', size: 12, process: 'service-request', from: '2026-01-05', until: '2026-01-09' },
      'Nothing was taken out.',
    ),
  };
  served = await serveViewer(ledger);
});
after(() => served[Symbol.asyncDispose]());

/** A section of the page, by the name of its heading. */
async function sectionOf(name: string, query = ''): Promise<string> {
  const { html, status } = await reader.get(`/accountability${query}`);
  assert.equal(status, 200);
  return new RegExp(`aria-labelledby="${name}"[^]*?</section>`).exec(html)?.[0] ?? assert.fail(name);
}

describe('The replies of offices', () => {
  test('stand beside the figure that they are to, the newest to the same first, and what it took the place of behind it', async () => {
    const silence = await sectionOf('silence');
    const [shown = '', folded = ''] = silence.split('cf-reply__earlier');
    assert.ok(silence.indexOf('id="silence-chart-title"') < silence.indexOf('cf-replies'));
    assert.match(shown, /We were three, and one fell ill\./);
    assert.match(folded, /An earlier reply to the same[^]*We were &lt;b&gt;two&lt;\/b&gt; that week\./);
    assert.match(shown, /Our counter was under water\./);
    assert.match(
      shown,
      /<bdi lang="en">Parks department<\/bdi> replied to this figure as it stood at <a [^>]*href="\/entries\/13">entry 13</,
    );
    for (const entry of [said.first, said.second, said.ofDesk])
      assert.ok(silence.includes(`href="/entries/${entry}">Entry ${entry}<`), String(entry));
    for (const other of ['short', 'became', 'waited', 'reasons'])
      assert.doesNotMatch(await sectionOf(other), /cf-repl/, other);
    assert.doesNotMatch(await sectionOf('reply'), /No office has replied/);
  });

  test('say of which process and of which days they are', async () => {
    const takedowns = await sectionOf('takedowns');
    assert.match(takedowns, /Only cases of the process “.*Service request.*”\./);
    assert.match(takedowns, /Only what was recorded on .*Monday 5 January 2026.* or later\./);
    assert.match(takedowns, /Only what was recorded on .*Friday 9 January 2026.* or earlier\./);
  });

  test('are those of the office that is chosen, and of what is chosen', async () => {
    const silence = await sectionOf('silence', '?office=front-desk');
    assert.match(silence, /Our counter was under water/);
    assert.doesNotMatch(silence, /fell ill/);
    const ofNone = await sectionOf('reply', '?process=consultation');
    assert.match(ofNone, /fell ill/);
    assert.doesNotMatch(ofNone, /Nothing was taken out/);
    assert.match(await sectionOf('silence', '?process=service-request'), /fell ill/);
    assert.match(await sectionOf('takedowns', '?until=2026-01-05'), /Nothing was taken out/);
    assert.match(await sectionOf('reply', '?office=mayor'), /No office has replied to what is counted here\./);
  });

  test('stand under the names of their figures where nothing else is to be shown', async () => {
    const reply = await sectionOf('reply', '?from=2026-03-01');
    assert.match(reply, /Who was not answered<\/h3>[^]*fell ill/);
    assert.doesNotMatch(reply, /Nothing was taken out/);
  });

  test('are said at the signing desk, to which the page leads with what is chosen', async () => {
    assert.ok((await sectionOf('reply')).includes('href="/desk#reply"'));
    const chosen = '?process=service-request&office=parks&until=2026-03-01';
    assert.ok((await sectionOf('reply', chosen)).includes(`href="/desk#reply${chosen.replaceAll('&', '&amp;')}"`));
  });

  test('are in no file of the figures', async () => {
    const rows = await (await fetch(`${served.address}/accountability.csv?figure=silence`)).text();
    for (const line of rows.split('\r\n').slice(1, -1)) assert.notEqual(line.split(',').at(-2), String(said.second));
    assert.equal((await fetch(`${served.address}/accountability.csv?figure=replies`)).status, 400);
    const entries = await (await fetch(`${served.address}/downloads/entries.csv`)).text();
    assert.match(entries, /,figure-reply,,front-desk,.*Our counter was under water\./, 'but among the entries');
  });

  test('have a page each, and stand in the feed of their office alone', async () => {
    const { text } = await reader.get(`/entries/${said.ofDays}`);
    assert.match(text, /Parks department replied to the figure “What was taken out of public view”/);
    for (const words of ['As it stood at Entry 11', 'From day Monday 5 January 2026', 'Nothing was taken out.'])
      assert.ok(text.includes(words), words);
    const [own, other] = await Promise.all(
      ['parks', 'front-desk'].map(async (office) => (await reader.get(`/offices/${office}/feed.atom`)).html),
    );
    assert.match(own ?? '', /<category term="figure-reply"[^]*We were three, and one fell ill\./);
    assert.doesNotMatch(other ?? '', /fell ill/);
  });

  test('are found by their words, without any case', async () => {
    const { text, html } = await reader.get('/search?q=water');
    assert.match(text, /1 text/);
    assert.match(text, /Front desk replied to the figure “Who was not answered”/);
    assert.ok(html.includes(`href="/entries/${said.ofDesk}"`));
    assert.match((await reader.get('/search?q=water&status=open')).text, /No text/);
  });

  test('whose words registrars take out of view stay there without them', async () => {
    const { ledger, registrars } = city;
    const [anna, bela] = registrars;
    const entry = said.second;
    const digest = await digestOf(entry);
    await ledger.say(
      {
        ...{ kind: 'content-withheld', entry, digest, ground: 'third-party', basis: 'Data protection act' },
        ...{ told: 'yes', appeal: ledger.text('Write to the registrars.') },
      },
      anna,
      bela,
    );
    const silence = await sectionOf('silence');
    assert.doesNotMatch(silence, /fell ill/);
    assert.match(silence, /cf-gone--withheld/);
    assert.ok(silence.includes(`href="/entries/${entry}">Entry ${entry}<`));
    assert.match((await reader.get('/search?q=fell')).text, /No text/);
  });
});

async function digestOf(entry: number): Promise<string> {
  const { html } = await reader.get(`/entries/${entry}`);
  return /&quot;digest&quot;: &quot;([0-9a-f]{64})&quot;/.exec(html)?.[1] ?? assert.fail('no digest');
}
