/** Every kind of statement, as the pages tell it. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { parseEntry } from '@counterfoil/ledger/entry';
import { openEnvelope, statementSchema } from '@counterfoil/ledger/statement';
import { Reader } from '../../testing/reader.ts';
import { serveViewer, type Served } from '../../testing/serve.ts';
import { tellTakedownStory } from '../../testing/takedown-story.ts';
import { tellCivicStory, type CivicStory } from '../../testing/civic-story.ts';

let story: CivicStory;
let served: Served;
const reader = new Reader(() => served.address);

before(async () => {
  story = await tellCivicStory();
  served = await serveViewer(story.ledger, { nowMs: story.nowMs });
});
after(() => served[Symbol.asyncDispose]());

async function says(path: string, parts: readonly RegExp[]): Promise<string> {
  const { status, text } = await reader.get(path);
  assert.equal(status, 200, path);
  for (const part of parts) assert.match(text, part);
  return text;
}

/** The section under that heading, as it is read. */
async function section(path: string, id: string): Promise<string> {
  const { html } = await reader.get(path);
  const found = new RegExp(`<section[^>]* aria-labelledby="${id}"[^]*?</section>`).exec(html)?.[0] ?? '';
  return found.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}

describe('a record with every kind of statement', () => {
  test('really has every kind, together with the one of what was taken out of it', async () => {
    const { ledger } = await tellTakedownStory();
    const all = [...story.ledger.entries, ...ledger.entries];
    const told = new Set(all.map((bytes) => openEnvelope(parseEntry(bytes).envelope).statement.kind));
    const known = statementSchema.def.options.flatMap(({ def }) => def.shape.kind.def.values);
    assert.deepEqual([...told].sort(), known.sort());
  });

  test('tells each entry in a sentence, with its fields, and finds nothing wrong with any', async () => {
    for (const index of story.ledger.entries.keys()) {
      const { status, html, text } = await reader.get(`/entries/${index}`);
      assert.equal(status, 200, String(index));
      assert.match(html, /<h1[^>]*><span[^>]*>Entry \d+<\/span>[^<\s]/, String(index));
      assert.doesNotMatch(text, /Does not hold|undefined|\[object|does not know/, String(index));
    }
  });
});

describe('a case that was planned, decided, contested and looked back on', () => {
  const path = () => `/cases/${story.street}`;

  test('says which rules bind it, what was promised, and what came of it', async () => {
    await says(path(), [
      /Street plan, rules, version 1 \. A case keeps the rules it began under\. Version 2 is in force now/,
      /Promised to you Involve: what concerns you is worked into the choices\./,
      /Delivered so far Receipt confirmed, answered, said what became of 2 of 2 inputs, decided and looked back on\./,
      /Stage Decision \(3 of 3\)/,
    ]);
  });

  test('shows all that the decision states, and who saw it differently', async () => {
    const decision = await section(path(), 'grounds');
    for (const part of [
      /Goal Children of Mill Lane School can cross without an adult\./,
      /Options considered A raised crossing: 38,000 euros\. A traffic light/,
      /Expected effect Half of all cars/,
      /How that will be measured Counter 7/,
      /Interests of those who decided Tomás Ferreira has a child at the school\./,
      /Legal basis Road Traffic Order, section 45/,
      /Algorithms used Crossing risk model, version 2/,
      /Registered data used Traffic counts, version 1/,
      /Reviewed by Planning department Rosa Lindqvist/,
      /How to appeal By appeal on this page/,
      /City council dissented from the decision: Ilse Brandt · Entry 47 A light would also help/,
    ])
      assert.match(decision, part);
  });

  test('leads from what it tells of a step to where the step stands, whichever step the page begins with', async () => {
    const last = story.ledger.entries.length - 1;
    for (const from of ['', `?from=${story.decision}`, `?from=${last}`]) {
      const { html } = await reader.get(path() + from);
      const steps = [...html.matchAll(/ href="([^"]*)#entry-(\d+)"/g)];
      assert.ok(steps.length > 3, 'some are linked');
      for (const [, page = '', index = ''] of steps) {
        const there = page === '' ? html : (await reader.get(page)).html;
        assert.ok(there.includes(` id="entry-${index}"`), `${from}: ${page}#entry-${index}`);
      }
    }
  });

  test('shows each commitment with its owner, term, money and how far it has come, in the words that hold now', async () => {
    const promised = await section(path(), 'commitments');
    assert.match(
      promised,
      /These are the corrected words of entry 59\. We build the raised crossing and put up the lamp, which is shaded/,
    );
    assert.match(promised, /How far it has come: most of it done/);
    assert.match(promised, /Does the work a supplier Last day Tuesday 30 June 2026 Waiting Paid from Road budget 2026/);
    assert.match(
      promised,
      /Answers for it Street watch of the residents Does the work citizens Last day Thursday 30 April 2026 Overdue/,
    );
  });

  test('puts each answer beside what was asked or contested', async () => {
    const asked = await section(path(), 'asked');
    assert.match(
      asked,
      /asked those who spoke up a question · Entry 35 .*Somebody answered a question .* Between half past seven/,
    );
    assert.match(
      asked,
      /A person appealed · Entry 51 .* Turns against: Entry 46 City council answered an appeal: rejected/,
    );
    assert.match(
      asked,
      /An organisation disputed an earlier step .* Overdue Planning department or City council owed an answer to a dispute/,
    );
  });

  test('lets both sides say what came of it', async () => {
    const back = await section(path(), 'evaluations');
    assert.match(
      back,
      /explained understandably\? The authority says: in part Citizens say: yes: 1, in part: 1, no: 1/,
    );
    assert.match(await section(path(), 'steps'), /Was it explained understandably\? in part/);
  });

  test('shows silence as an event at the instant at which the deadline passed, even where the step was made later', async () => {
    const steps = await section(path(), 'steps');
    assert.match(
      steps,
      /passed this case on to Planning department .* The deadline passed: what was asked was not answered .* 6 days late\. Nobody entered this.* Planning department answered a question/,
    );
    assert.match(steps, /The deadline passed: the decision was not carried out 41 days ago, 5 May 2026, 00:00 UTC/);
  });

  test('tells deadlines by the days of the authority, and what is still owed first', async () => {
    const duties = await section(path(), 'duties');
    assert.match(
      duties,
      /^ ?Deadlines Overdue Answer a dispute\. .* by the end of Wednesday 15 April 2026: 2 months overdue\. Asked in entry 53/,
    );
    assert.match(duties, /Done Answer a question\. Done on Wednesday 28 January 2026\. Asked in entry 35 Entry 36/);
  });

  test('takes nothing more once it is decided', async () => {
    const { html } = await reader.get(path());
    assert.doesNotMatch(html, /inputs\/new\?case=/);
  });
});

describe('cases that were linked, merged and split', () => {
  test('name each other from either side', async () => {
    const links = await section(`/cases/${story.puddle}`, 'links');
    assert.match(links, /The lamp above the lake is out\. At the same place, by entry 67/);
    assert.match(links, /The square by the library is flooded\. It is part of this case now, by entry 68/);
    assert.match(links, /The drain in Tanners Row smells\. Took over some of the inputs, by entry 69/);
    assert.match(
      await section(`/cases/${story.drain}`, 'links'),
      /lake in front of the library\. Some inputs came from there/,
    );
    assert.match(await section(`/cases/${story.flood}`, 'links'), /This case is part of it now/);
  });

  test('are told with what came in from elsewhere', async () => {
    await says(`/cases/${story.drain}`, [
      /^ ?Case 69 The drain in Tanners Row smells\./,
      /A person added to this case .* Said in: Case 60 .* Planning department opened this case with 1 input from case 60/,
    ]);
    await says(`/cases/${story.puddle}`, [
      /Goes on in: Case 69/,
      /made case 63 part of this case It|made case 63 part of this case/,
    ]);
    const merged = await says(`/cases/${story.flood}`, [
      /Merged/,
      /This case has become part of another one\..*Case 60: Every time it rains/,
    ]);
    assert.doesNotMatch(merged, /Deadlines|Delivered so far/);
  });

  test('lead whoever wants to add something to where it belongs', async () => {
    const { status, html } = await reader.get(`/inputs/new?case=${story.flood}`);
    assert.equal(status, 409);
    assert.ok(html.includes(`href="/inputs/new?case=${story.puddle}"`));
  });
});

test('a petition counts its supporters against the threshold, and tells those in a row as one', async () => {
  const text = await says(`/cases/${story.petition}`, [
    /Supporters 207, so the 120 that start the deadlines are reached/,
    /3 people supported this case .* Entry 73 – 75/,
    /204 supporters were counted on paper, taken down by Planning department/,
    /passed this case on to Pools of the Region/,
  ]);
  assert.equal(text.match(/supported this case/g)?.length, 1);
});

test('more supporters than a page has steps are still told as one, and the page goes on behind them', async () => {
  const { ledger, petition } = await tellCivicStory();
  const first = ledger.entries.length;
  const support = { kind: 'support-added', case: petition, channel: 'web', author: 'person', count: 1 } as const;
  for (let i = 0; i < 120; i++) await ledger.say(support, ledger.intakeKey);
  await using many = await serveViewer(ledger);
  const html = await (await fetch(`${many.address}/cases/${petition}`)).text();
  assert.match(html, /120 people supported this case/);
  assert.doesNotMatch(html, /rel="next"/);
  const inside = await (await fetch(`${many.address}/cases/${petition}?from=${first + 20}`)).text();
  assert.match(inside, /100 people supported this case/);
});

test('the page before one begins where its first step does, also where many entries are told as one step', async () => {
  const { ledger, petition } = await tellCivicStory();
  const support = { kind: 'support-added', case: petition, channel: 'web', author: 'person', count: 1 } as const;
  const adds = (words: string): Promise<number> =>
    ledger.say(
      { kind: 'input-received', channel: 'web', author: 'person', case: petition, text: ledger.text(words) },
      ledger.intakeKey,
    );
  const starts: number[] = [];
  for (let page = 0; page < 3; page++) {
    starts.push(await ledger.say(support, ledger.intakeKey));
    for (let i = 0; i < 60; i++) await ledger.say(support, ledger.intakeKey);
    for (let i = 0; i < 24; i++) await adds(`Page ${page}, words ${i}.`);
  }
  await using many = await serveViewer(ledger);
  const at = new Reader(() => many.address);
  const [first = 0, second = 0, third = 0] = starts;
  const earlier = async (from: number): Promise<string | null> => {
    const [, href = ''] =
      /rel="prev" href="([^"#]+)/.exec((await at.get(`/cases/${petition}?from=${from}`)).html) ?? [];
    const { status, headers } = await at.get(href);
    assert.equal(status, 303);
    return headers.get('location');
  };
  assert.equal(await earlier(third), `/cases/${petition}?from=${second}#steps`);
  assert.equal(await earlier(second), `/cases/${petition}?from=${first}#steps`);
  assert.equal(await earlier(first), `/cases/${petition}#steps`);
  assert.equal((await at.get(`/cases/${petition}?before=0`)).headers.get('location'), `/cases/${petition}#steps`);
  assert.equal((await at.get('/cases/9999?before=5')).status, 404);
  assert.equal((await at.get(`/cases/${petition}?before=-5`)).status, 400);
  const page = await at.get(`/cases/${petition}?from=${second}`);
  assert.ok(page.html.includes(`rel="next" href="/cases/${petition}?from=${third}#steps"`));
});

test('a case whose appeal was upheld says that it is decided again', async () => {
  const text = await says(`/cases/${story.kiosk}`, [
    /An appeal was upheld, so what was decided before counts no longer .* Entry 82/,
    /Next step City council owes a decision/,
    /Answered: upheld in entry 82/,
  ]);
  assert.doesNotMatch(text, /How it was decided/);
});

describe('the list of what is owed', () => {
  test('has what is overdue in front, each step with its case', async () => {
    const text = await says('/obligations', [
      /Overdue Overdue Answer a dispute\. .* Case 32: The parents’ evening/,
      /Owed, not yet due Waiting Answer\. Planning department owes an answer by the end of Thursday 18 June 2026\./,
    ]);
    assert.ok(text.indexOf('Owed, not yet due') > text.lastIndexOf('overdue.'));
  });

  test('can be narrowed to an office and to a state without a script', async () => {
    const council = await reader.get('/obligations?state=overdue&office=council');
    assert.match(council.html, /<option value="council" selected>/);
    assert.match(council.text, /Answer a dispute\./);
    assert.doesNotMatch(council.text, /Confirm receipt\.|Owed, not yet due/);
    const [, csv = ''] = /href="(\/accountability\.csv[^"]*)"/.exec(council.html) ?? [];
    assert.equal(csv, '/accountability.csv?figure=overdue&amp;office=council');
    assert.doesNotMatch((await reader.get('/obligations?state=overdue')).html, /accountability\.csv/);
    await says('/obligations?state=met', [/Done late Answer\. Owed by the end of Thursday 19 February 2026/]);
    await says('/obligations?office=front-desk', [/Nothing fits this choice\./]);
  });

  test('goes on from page to page until every step was shown once', async () => {
    const { ledger } = await tellCivicStory();
    for (let i = 0; i < 30; i++)
      await ledger.say(
        {
          kind: 'input-received',
          process: { id: 'petition', version: 1 },
          channel: 'web',
          author: 'person',
          text: ledger.text(`Wish number ${i}`),
        },
        ledger.intakeKey,
      );
    await using many = await serveViewer(ledger);
    const seen: string[] = [];
    for (let path: string | undefined = '/obligations', pages = 0; path !== undefined; pages++) {
      assert.ok(pages < 10);
      const html = await (await fetch(many.address + path)).text();
      seen.push(...[...html.matchAll(/Wish number \d+/g)].map(([wish]) => wish));
      path = /rel="next" href="([^"]+)/.exec(html)?.[1]?.replaceAll('&amp;', '&');
    }
    assert.equal(seen.length, 30);
    assert.equal(new Set(seen).size, 30);
  });
});

test('the registers show each thing in its version in force, its history and the decisions that used it', async () => {
  await says('/registers', [
    /Crossing risk model in use Estimates, from counts of traffic and from reported accidents/,
    /Weight weighs heavily on people Supplier Signal Works Ltd/,
    /Version 1 of Monday 12 January 2026 Version 2 of Tuesday 20 January 2026 \(in force\)/,
    /1 decision says that it used this: Case 32: The parents’ evening .* entry 46/,
    /Painted footsteps to the crossing retired .* No decision says that it used this\./,
  ]);
});

describe('the rules of a process', () => {
  test('stand in words, version by version', async () => {
    await says('/processes/street-plan/1', [
      /This version is not in force any more: cases that begin now run under version 2\./,
      /1\. Ideas: takes inputs and what becomes of the inputs/,
      /City council may decide, 2 people together, countersigned by Planning department/,
      /Confirm receipt within 5 working days .* Decide within 90 days/,
      /It is built \(has to be carried out and looked back on\)/,
    ]);
    await says('/processes/street-plan/2', [/This version is in force/, /Confirm receipt within 3 working days/]);
  });

  test('stand beside those of the version before where they differ, and nowhere else', async () => {
    const page = (await reader.get('/processes/street-plan/2')).html;
    const changes = /<section aria-labelledby="changes">[^]*?<\/section>/.exec(page)?.[0] ?? '';
    assert.deepEqual(
      [...changes.matchAll(/<h3[^>]*>([^<]*)</g)].map(([, label]) => label),
      ['Deadlines'],
    );
    assert.deepEqual(
      [...changes.matchAll(/<(del|ins)>([^<]*)</g)].map(([, tag, text]) => [tag, text]),
      [
        ['del', 'Confirm receipt within 5 working days'],
        ['ins', 'Confirm receipt within 3 working days'],
      ],
    );
    await says('/processes/street-plan/2', [
      /What changed since version 1 Version 1 Published by 2 registrars, 5 January 2026, 08:00 UTC Entry \d+: the rules as they were signed Version 2 Published/,
      /The version before/,
    ]);
    await says('/processes/street-plan/1', [/Published by 2 registrars, 5 January 2026/, /The version after/]);
    assert.doesNotMatch((await reader.get('/processes/street-plan/1')).text, /What changed/);
  });

  test('of a petition say how many have to support it', async () => {
    await says('/processes/petition/1', [/120 start the deadlines for answer and decision\./]);
  });
});
