/** What others show of a page that somebody links to. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Reader } from '../../testing/reader.ts';
import { serveViewer, type Served } from '../../testing/serve.ts';
import { hidden, tellTakedownStory, type TakedownStory } from '../../testing/takedown-story.ts';
import { HOSTILE, tellStory, type Story } from '../../testing/story.ts';

let story: Story;
let served: Served;
let takedowns: TakedownStory;
let takedownsServed: Served;
before(async () => {
  story = await tellStory();
  takedowns = await tellTakedownStory();
  served = await serveViewer(story.ledger, { nowMs: story.nowMs });
  takedownsServed = await serveViewer(takedowns.ledger, { nowMs: takedowns.nowMs });
});
after(async () => {
  await served[Symbol.asyncDispose]();
  await takedownsServed[Symbol.asyncDispose]();
});

/** By name, as they stand in the page: escaped. */
async function preview({ address }: Served, path: string): Promise<ReadonlyMap<string, string>> {
  const { html } = await new Reader(() => address).get(path);
  const found = html.matchAll(/<meta (?:name|property)="(description|og:[a-z_]+)" content="([^"]*)">/g);
  return new Map([...found].map(([, name = '', content = '']) => [name, content]));
}

test('a case is shown by its question and by where it stands', async () => {
  const shown = await preview(served, `/cases/${story.lamp}`);
  assert.equal(
    shown.get('og:title'),
    `Case ${story.lamp}: The street lamp at the corner of Mill Lane and Tanners Row has been dark for a week.`,
  );
  assert.match(shown.get('og:description') ?? '', /^Overdue\. Front desk owed a confirmation .* 44 days overdue\.$/);
  assert.equal(shown.get('description'), shown.get('og:description'));
  assert.equal(shown.get('og:url'), `${served.address}/cases/${story.lamp}`);
});

test('an entry is shown by what it is and by its case', async () => {
  const shown = await preview(served, `/entries/${story.bench + 3}`);
  assert.match(shown.get('og:title') ?? '', /: Parks department answered$/);
  assert.match(shown.get('og:description') ?? '', /^Case 11: The bench/);
});

test('a page of no case and no entry has a description and a picture, and no preview of its own', async () => {
  assert.deepEqual([...(await preview(served, '/cases')).keys()], ['description', 'og:image']);
});

test('every page is shown with the same picture, by its whole address and small enough, and an icon for phones', async () => {
  const { html } = await new Reader(() => served.address).get('/nl/cases');
  assert.match(html, /<meta property="og:image:alt" content="Een strook papier[^"]+">/);
  const [, image = ''] = /<meta property="og:image" content="([^"]+)">/.exec(html) ?? [];
  const [, icon = ''] = /<link rel="apple-touch-icon" href="([^"]+)">/.exec(html) ?? [];
  assert.ok(image.startsWith(`${served.address}/assets/share-`), image);
  for (const [href, width, height] of [
    [image, 1200, 630],
    [served.address + icon, 180, 180],
  ] as const) {
    const response = await fetch(href);
    assert.equal(response.headers.get('content-type'), 'image/png');
    const bytes = Buffer.from(await response.arrayBuffer());
    assert.ok(bytes.length < 40_000, `${href}: ${bytes.length} bytes`);
    // PNG section 11.2.2: the head says how large the picture is.
    assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], [width, height]);
  }
});

test('what people wrote cannot end the attribute it stands in', async () => {
  const shown = await preview(served, `/cases/${story.hostile}`);
  const escaped = HOSTILE.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  assert.equal(
    shown.get('og:title'),
    `Case ${story.hostile}: ${escaped.replaceAll('"', '&quot;').replaceAll("'", '&#39;')}`,
  );
});

test('a text that is not in public view is not shown elsewhere either', async () => {
  for (const path of [`/cases/${takedowns.waiting}`, `/entries/${takedowns.waiting}`]) {
    const shown = await preview(takedownsServed, path);
    assert.match([...shown.values()].join('\n'), /A text that is not public yet/, path);
  }
  for (const index of Array.from({ length: takedowns.ledger.entries.length }, (_, i) => i)) {
    const shown = [...(await preview(takedownsServed, `/entries/${index}`)).values()].join('\n');
    for (const word of hidden) assert.ok(!shown.includes(word), `${word} in entry ${index}`);
  }
  const redacted = await preview(takedownsServed, `/cases/${takedowns.redacted}`);
  assert.match(redacted.get('og:title') ?? '', /: Our street needs a bench, ring \[…\] \.$/);
});
