import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { MemoryRecord, overlay } from '../../testing/memory-record.ts';
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

describe('an entry', () => {
  test('tells who signed, what was checked, and shows every byte', async () => {
    const index = story.bench + 3;
    const { text, html } = await reader.get(`/entries/${index}`);
    assert.match(text, /Parks department answered/);
    assert.match(text, /Parks department: Holder of parks ?, under the mandate of entry 5/);
    assert.match(text, /Holds It is part of the record: 7 steps lead from its fingerprint/);
    assert.match(text, /Holds The log of ledger\.example\.org\/rivermouth has signed that root\./);
    assert.match(text, /Holds The signature belongs to these words/);
    assert.match(text, /Holds The text shown is the one that was recorded\./);
    assert.match(text, /This page was made by the server/);
    assert.doesNotMatch(text, /Does not hold/);
    assert.ok(html.includes(`href="/api/v1/entries/${index}"`));
    assert.ok(html.includes(`href="/api/v1/entries/${index}/proof"`));
    assert.ok(html.includes(`href="/entries/${index - 1}"`) && html.includes(`href="/entries/${index + 1}"`));
    assert.match(html, /&quot;kind&quot;: &quot;response&quot;/);
  });

  test('of every kind has its sentence and its fields', async () => {
    for (const index of story.ledger.entries.keys()) {
      const { status, html, text } = await reader.get(`/entries/${index}`);
      assert.equal(status, 200, String(index));
      assert.match(html, /<h1[^>]*><span[^>]*>Entry \d+<\/span>[^<\s]/, String(index));
      assert.doesNotMatch(text, /Does not hold|undefined|\[object/, String(index));
    }
    const rules = await reader.get('/entries/9');
    assert.match(
      rules.text,
      /Deadlines Confirm receipt within 3 working days Answer within 10 working days Decide within 60 days/,
    );
  });

  test('shows a proof that does not hold as one that does not hold', async () => {
    const { ledger, bench } = story;
    const record = new MemoryRecord(ledger);
    const forged = overlay(record, {
      checkpoint: async () => (await ledger.checkpoint()).replace(/\n[^\n]+=\n\n/, `\n${'A'.repeat(43)}=\n\n`),
    });
    await using other = await serveViewer(ledger, { record: forged });
    const entry = await (await fetch(`${other.address}/entries/${bench}`)).text();
    assert.match(entry, /does not lead to the root/);
    assert.match(entry, /is not the one of the log/);
    const receipt = await (await fetch(`${other.address}/receipts/${bench}`)).text();
    assert.match(receipt, /The proof does not hold/);
  });
});
