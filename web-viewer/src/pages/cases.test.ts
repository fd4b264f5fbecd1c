import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Reader } from '../../testing/reader.ts';
import { serveViewer, type Served } from '../../testing/serve.ts';
import { tellStory, type Story } from '../../testing/story.ts';

let story: Story;
let served: Served;
const reader = new Reader(() => served.address);

before(async () => {
  story = await tellStory(70);
  served = await serveViewer(story.ledger, { nowMs: story.nowMs });
});
after(() => served[Symbol.asyncDispose]());

describe('the list of cases', () => {
  test('tells of each where it stands and who owes the next step', async () => {
    const { text } = await reader.get('/cases');
    assert.match(
      text,
      /Front desk owed a confirmation of receipt by the end of Tuesday 3 February 2026: 44 days overdue\. Overdue/,
    );
    assert.match(text, /Office of the mayor owes a decision by the end of Monday 4 May 2026\. Answered/);
    assert.match(text, /Copied record/);
  });

  test('can be narrowed to a state and a process', async () => {
    const decided = await reader.get('/cases?state=decided');
    assert.equal(decided.html.match(/cf-cases__item/g)?.length, 3);
    const both = await reader.get('/cases?state=decided&process=consultation');
    assert.equal(both.html.match(/cf-cases__item/g)?.length, 1);
    assert.match(both.html, /<option value="consultation" selected[ >]/);
    assert.match((await reader.get('/cases?process=unheard-of')).text, /No case fits this choice/);
  });

  test('goes on from page to page until every case was shown once', async () => {
    const many = await tellStory();
    for (let i = 0; i < 60; i++) {
      const text = many.ledger.text(`Wish number ${i}`);
      const process = { id: 'service-request', version: 1 };
      await many.ledger.say(
        { kind: 'input-received', process, channel: 'web', author: 'person', text },
        many.ledger.intakeKey,
      );
    }
    await using pages = await serveViewer(many.ledger);
    const seen: string[] = [];
    let next: string | undefined = '/cases?state=open';
    while (next !== undefined) {
      const html = await (await fetch(pages.address + next)).text();
      seen.push(
        ...[...html.matchAll(/cf-cases__title"><a class="govuk-link" href="\/cases\/(\d+)"/g)].map(
          ([, id]) => id ?? '',
        ),
      );
      next = /rel="next" href="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
      if (next !== undefined) assert.match(next, /^\/cases\?state=open&before=\d+$/);
    }
    assert.equal(seen.length, 67);
    assert.equal(new Set(seen).size, 67);
  });

  test('finds a case by its number and by that of any of its entries', async () => {
    const byCase = await reader.get(`/cases?number=${story.bench}`);
    assert.deepEqual([byCase.status, byCase.headers.get('location')], [303, `/cases/${story.bench}`]);
    const index = story.bench + 3;
    const byEntry = await reader.get(`/cases?number=+${index}`);
    assert.deepEqual(
      [byEntry.status, byEntry.headers.get('location')],
      [303, `/cases/${story.bench}?from=${index}#entry-${index}`],
    );
    for (const number of ['', 'x', '-1', '1.5', '0', '999999', '99999999999999999999']) {
      const { status, html } = await reader.get(`/cases?number=${number}`);
      assert.equal(status, 404, number);
      assert.match(html, /govuk-error-summary/, number);
    }
  });
});
