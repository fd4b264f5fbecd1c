/** Texts in every state: what is not in public view shows nowhere, and where it was, who took it out and why. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { MemoryRecord, overlay } from '../../testing/memory-record.ts';
import { Reader } from '../../testing/reader.ts';
import { serveViewer, type Served } from '../../testing/serve.ts';
import { hidden, tellTakedownStory, type TakedownStory } from '../../testing/takedown-story.ts';

let story: TakedownStory;
let served: Served;
const reader = new Reader(() => served.address);

before(async () => {
  story = await tellTakedownStory();
  served = await serveViewer(story.ledger, { nowMs: story.nowMs });
});
after(() => served[Symbol.asyncDispose]());

async function says(path: string, parts: readonly RegExp[]): Promise<string> {
  const { status, text } = await reader.get(path);
  assert.equal(status, 200, path);
  for (const part of parts) assert.match(text, part);
  return text;
}

const anyOfThem = new RegExp(hidden.join('|'), 'i');

/** Every page that links lead to, and those that only numbers lead to. @returns addresses by what was found there */
async function crawl(from: Reader): Promise<Map<string, string>> {
  const pages = new Map<string, string>();
  const waiting = [
    '/',
    '/nothing',
    '/cases/1',
    '/cases?number=x',
    '/cases?state=x',
    '/inputs/new?case=x',
    '/takedowns?before=x',
  ];
  for (const index of story.ledger.entries.keys())
    waiting.push(`/entries/${index}`, `/receipts/${index}`, `/receipts/${index}.json`, `/cases/${index}`);
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (pages.has(path)) continue;
    const { html, headers } = await from.get(path);
    pages.set(path, [...headers.values(), html].join('\n'));
    for (const [, href = ''] of html.matchAll(/ href="(\/[^"#]*)/g))
      // In other languages a page differs in the words around; a long test goes through one of them.
      if (!/^\/(?:assets|ar|en|es|nl)(?:\/|$)/.test(href)) waiting.push(href.replaceAll('&amp;', '&'));
  }
  return pages;
}

describe('nothing of a text that is not in public view', () => {
  test('stands on any page, in any title, header, receipt or error', async () => {
    const pages = await crawl(reader);
    assert.ok(pages.size > 4 * story.ledger.entries.length, `only ${pages.size} pages were looked at`);
    for (const [path, page] of pages) assert.doesNotMatch(page, anyOfThem, path);
    assert.ok([...pages.values()].some((page) => page.includes('marigolds')));
    assert.ok(pages.has('/takedowns') && pages.has(`/takedowns?before=${oldestShown(pages.get('/takedowns') ?? '')}`));
    assert.deepEqual(served.errors, []);
  });

  test('stands on any page even where the record still has it', async () => {
    const { ledger, nowMs } = story;
    const contents = (digests: readonly string[]) =>
      Promise.resolve(digests.map((digest) => ledger.contents.get(digest)));
    await using leaky = await serveViewer(ledger, { nowMs, record: overlay(new MemoryRecord(ledger), { contents }) });
    const pages = await crawl(new Reader(() => leaky.address));
    // A receipt as a file is made from what the record gives away: here one sees that it does.
    const [files, others] = [[...pages].filter(isFile), [...pages].filter((page) => !isFile(page))];
    assert.ok(files.some(([, file]) => anyOfThem.test(file)));
    for (const [path, page] of others) assert.doesNotMatch(page, anyOfThem, path);
  });

  test('is told by the title of a case: only that it is there', async () => {
    const { text } = await reader.get('/cases');
    assert.match(text, /A text that is not public yet Case/);
    const { text: older } = await reader.get(`/cases?before=${story.redacted + 1}`);
    assert.match(older, /Our street needs a bench, ring \[…\] \. Case/);
    assert.match(older, /A text that was erased Case/);
    assert.match(older, /A text that was taken out of public view Case/);
  });
});

function isFile([path]: readonly [string, string]): boolean {
  return path.endsWith('.json');
}

function oldestShown(html: string): string {
  return /\/takedowns\?before=([0-9]+)/.exec(html)?.[1] ?? '';
}

test('each entry is told in a sentence, and nothing is wrong with any', async () => {
  for (const index of story.ledger.entries.keys()) {
    const { status, html, text } = await reader.get(`/entries/${index}`);
    assert.equal(status, 200, String(index));
    assert.match(html, /<h1[^>]*><span[^>]*>Entry \d+<\/span>[^<\s]/, String(index));
    assert.doesNotMatch(text, /Does not hold|undefined|\[object|does not know/, String(index));
  }
});

describe('the place where a text was', () => {
  test('says of one that waits since when it does, and that somebody looks at it', async () => {
    await says(`/cases/${story.waiting}`, [
      /Not public yet Somebody at the authority looks at this text before it is public\. Waiting since 18 March 2026, 10:00 UTC \(3 days ago\) · Entry 79/,
    ]);
    const { html } = await reader.get(`/cases/${story.waiting}`);
    assert.match(html, /<title>Case 79: A text that is not public yet –/);
  });

  test('says of one that waits who was to look at it, by when, once for each entry', async () => {
    const look = String.raw`owed a look at a text that waits by the end of Thursday 19 March 2026: 33 hours overdue\. It stands in entry`;
    for (const path of [`/cases/${story.waiting}`, '/obligations']) {
      const { text } = await reader.get(path);
      for (const entry of [story.waiting, story.waiting + 1])
        assert.equal([...text.matchAll(new RegExp(`${look} ${entry}`, 'g'))].length, 1, `${path} ${entry}`);
    }
  });

  test('says of one that was withheld who did it, when, why, by which law, who was told and how to appeal', async () => {
    await says(`/cases/${story.garden}`, [
      /Taken out of public view Here stood a text\. Participation office took it out of public view\. Since 2 March 2026, 10:00 UTC \(19 days ago\) · Entry 28/,
      /Why it says false things of somebody Legal basis Press and Records Act, section 8 Was the person told\? Yes How to appeal At the counter of the town hall/,
      /Participation office put a text back into public view/,
    ]);
  });

  test('shows one again that was put back', async () => {
    await says(`/cases/${story.garden}`, [/The lupins there look dreadful\./]);
  });

  test('says of one that was erased that it is gone for good', async () => {
    await says(`/cases/${story.erased}`, [
      /Erased Here stood a text\. Participation office had it erased for good\..* Why it tells who somebody else is/,
    ]);
  });

  test('shows what stands there instead, with the blacked out passages told to whoever does not see them', async () => {
    await says(`/cases/${story.redacted}`, [
      /Passages blacked out Participation office .* put it here again with passages blacked out\..* Our street needs a bench, ring ██ ███████ \. Why/,
    ]);
    const { html } = await reader.get(`/cases/${story.redacted}`);
    assert.match(html, /ring <span class="cf-black" role="img" aria-label="blacked out"[^>]*>██ ███████<\/span> \./);
  });

  test('says of one whose time was over how long texts are kept', async () => {
    await says(`/cases/${story.old}`, [
      /Participation office had it erased: texts are kept until 30 days after the end of a case\./,
      /Participation office erased 2 texts when their time was over/,
    ]);
  });

  test('says of an official’s words no less', async () => {
    await says(`/cases/${story.garden}`, [
      /Participation office answered .{0,220} · Entry 25 Taken out of public view Here stood a text\..{0,120} · Entry 30 Why it tells who somebody else is/,
    ]);
  });

  test('holds on the pages of entries too, which say that nothing was compared', async () => {
    await says(`/entries/${story.waiting}`, [/1 text could not be compared: it is not in public view\./]);
    await says(`/entries/${story.acts.redacted}`, [
      /Participation office blacked out passages of a text/,
      /Text of Entry 33 Why it tells who somebody else is .* What stands there instead Chairs, please\. Ask ██████ on/,
    ]);
  });
});

test('a replacement that is the erased text itself, and a reason that is, lead nowhere and show nothing', async () => {
  const { ledger, nowMs } = await tellTakedownStory();
  const said = ledger.text('The gardener is a quagga.');
  const process = { id: 'ideas-box', version: 1 };
  const id = await ledger.say(
    { kind: 'input-received', process, channel: 'web', author: 'person', text: said },
    ledger.intakeKey,
  );
  const mandate = ledger.state.all('act').get(String(story.acts.withheld))?.by ?? [];
  await ledger.say(
    {
      kind: 'content-redacted',
      ...{
        by: [...mandate],
        case: id,
        entry: id,
        digest: said.digest,
        ground: 'third-party',
        basis: 'None',
        told: 'no',
      },
      ...{ appeal: said, replacement: said, text: said },
    },
    await ledger.actor('editor'),
  );
  await using odd = await serveViewer(ledger, { nowMs });
  const page = await new Reader(() => odd.address).get(`/cases/${id}`);
  assert.equal(page.status, 200);
  assert.match(page.html, /<title>Case \d+: A text that was erased –/);
  assert.match(page.text, /How to appeal This text was erased\./);
  assert.doesNotMatch(page.html, anyOfThem);
});

describe('the list of all that was taken out of public view', () => {
  test('counts by month and reason', async () => {
    await says('/takedowns', [
      /March 2026 .*18 taken out of view: it is advertising/,
      /3 taken out of view: it says false things of somebody/,
      /4 erased or blacked out: it tells who somebody else is/,
      /1 put back/,
      /February 2026 2 erased when their time was over/,
    ]);
  });

  test('names each with its office, reason, law, the way to appeal, and what was put back', async () => {
    const first = await says('/takedowns', [/Participation office took a text out of public view · Entry 78/]);
    assert.match(
      first,
      /Case 77: A text that was taken out of public view Text of Entry 77 Why it is advertising Legal basis/,
    );
    const { html } = await reader.get('/takedowns');
    await says(`/takedowns?before=${oldestShown(html)}`, [
      /Put back since, by Entry 32/,
      /Participation office put a text back into public view · Entry 32/,
      /It is rude, and it is an opinion\./,
      /erased 2 texts when their time was over · Entry 18 .* Texts of Entry 14 , Entry 17/,
    ]);
  });

  test('tells of what registrars took out, outside any case', async () => {
    const { registrars } = story;
    await says('/takedowns', [
      /1 erased or blacked out: The person concerned asked for it \(by the registrars\)/,
      new RegExp(`The registrars erased a text · Entry ${registrars} Recorded [^·]* Text of Entry`),
      /Why The person concerned asked for it Legal basis Press and Records Act, section 8/,
    ]);
    await says(`/entries/${registrars}`, [/Text erased or blacked out/, /Why The person concerned asked for it/]);
    await says(`/entries/${story.clerk}`, [/Holder This text was erased\./]);
  });

  test('is linked from every page, and says so when it is empty', async () => {
    const { html } = await reader.get('/cases');
    assert.match(html, /<footer[^]*href="\/takedowns"/);
    const { html: about } = await reader.get('/about');
    assert.match(about, /<main[^]*href="\/takedowns"[^]*<\/main>/);
    await says('/takedowns?before=5', [/There are none this far back\./]);
  });
});

describe('before anything is said', () => {
  test('the rules tell what is looked at, why a text can be taken out, and how long texts are kept', async () => {
    await says('/processes/ideas-box/1', [
      /What people say is public once somebody at the authority has looked at it/,
      /Reasons to take a text out of public view it tells who somebody else is it says false things of somebody/,
      /Texts are erased 30 days after the end of a case/,
    ]);
    await says('/processes/service-request/1', [
      /What people say is public at once Reasons to take a text out of public view None/,
      /Texts are erased Never by the clock/,
    ]);
  });

  test('the form tells whether it becomes public at once', async () => {
    await says('/inputs/new?process=ideas-box', [
      /looks at what you send before it becomes public, and may keep it back/,
    ]);
    await says('/inputs/new?process=service-request', [/What you send is public at once/]);
  });
});
