import assert from 'node:assert/strict';
import * as crypto from 'node:crypto';
import { before, describe, test } from 'node:test';
import type { AuditFinding } from '@counterfoil/ledger/audit';
import { auditRules } from '@counterfoil/ledger/audit/findings';
import { SourceError } from '@counterfoil/ledger/audit/source';
import { nodePlatform } from '@counterfoil/ledger/platform-node';
import { rules, type RuleCode } from '@counterfoil/ledger/rules';
import { mapSource } from '@counterfoil/ledger/testing/map-source';
import { tellStory, type Story } from '../../testing/story.ts';
import { checkIds, checkOf, type CheckId } from './check-of.ts';
import { judgeRecord } from './judge-record.ts';
import type { Answer, Order } from './order.ts';

let story: Story;
let files: Map<string, Uint8Array>;

before(async () => {
  story = await tellStory();
  files = await story.ledger.files();
});

interface Judged extends Answer {
  readonly found: readonly (readonly [CheckId, AuditFinding])[];
}

async function judge(
  order: Partial<Order>,
  changed: ReadonlyMap<string, Uint8Array | SourceError> = files,
  mostReplayed?: number,
): Promise<Judged> {
  const found: [CheckId, AuditFinding][] = [];
  const answer = await judgeRecord(
    { case: undefined, entries: [], trusted: '', ...order },
    {
      ...{ source: mapSource(changed), platform: nodePlatform(crypto) },
      onFinding: (finding, check) => found.push([check, finding]),
      onProgress: () => undefined,
      ...(mostReplayed === undefined ? {} : { mostReplayed }),
    },
  );
  return { ...answer, found };
}

function flipped(path: string, at: number): ReadonlyMap<string, Uint8Array> {
  const bytes = Uint8Array.from(files.get(path) ?? assert.fail(path));
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return new Map([...files, [path, bytes]]);
}

function stepsOfBench(): readonly number[] {
  return [story.bench, story.bench + 1, story.bench + 2];
}

function pathOfEntries(): string {
  return `tile/entries/000.p/${story.ledger.entries.length}`;
}

/** Where the payload of an entry begins to differ from that of others. */
function within(entry: number): number {
  const bytes = Buffer.from(story.ledger.entries[entry] ?? []);
  return Buffer.from(files.get(pathOfEntries()) ?? []).indexOf(bytes) + bytes.indexOf('"payload":"') + 40;
}

describe('a record that can be replayed', () => {
  test('holds in every check, and none but witnesses is left out', async () => {
    const { verdict, states, found, facts } = await judge({ case: story.bench, entries: stepsOfBench() });
    assert.equal(verdict, 'holds');
    const expected = checkIds.map((check) => [check, check === 'witnesses' ? 'unasked' : 'holds']);
    assert.deepEqual(Object.entries(states), expected);
    assert.deepEqual(found, []);
    assert.equal(facts.entries, story.ledger.entries.length);
    assert.ok((facts.own ?? 0) >= 3 && facts.texts > 0);
    assert.equal(facts.isOwnKey, false);
  });

  test('that ends before an entry of the case is not said to hold it', async () => {
    const early = await story.ledger.files(story.bench + 1);
    const { verdict, found } = await judge({ case: story.bench, entries: stepsOfBench() }, early);
    assert.equal(verdict, 'unseen');
    assert.match(found[0]?.[1].sentence ?? '', new RegExp(`ends before entry ${story.bench + 1}`));
  });

  test('of which a file cannot be read is not said to hold', async () => {
    const away = new Map<string, Uint8Array | SourceError>(files);
    away.set(pathOfEntries(), new SourceError('timeout', 'No answer.'));
    const { verdict, states } = await judge({ case: story.bench, entries: stepsOfBench() }, away);
    assert.equal(verdict, 'unseen');
    for (const check of ['included', 'chained', 'signed', 'mandated', 'ruled', 'texts'] as const)
      assert.equal(states[check], 'unseen', check);
  });

  test('without a checkpoint has nothing that holds', async () => {
    const { verdict, states } = await judge({}, new Map());
    assert.equal(verdict, 'unseen');
    assert.ok(!Object.values(states).includes('holds'));
  });
});

describe('a record that is too large', () => {
  test('shows what single entries show, and says what it cannot', async () => {
    const { verdict, states, found, facts } = await judge({ case: story.bench, entries: stepsOfBench() }, files, 10);
    assert.deepEqual(found, []);
    assert.equal(verdict, 'part');
    for (const check of ['checkpoint', 'included', 'chained', 'signed', 'texts'] as const)
      assert.equal(states[check], 'holds', check);
    assert.equal(states.mandated, 'needs-all');
    assert.equal(states.ruled, 'needs-all');
    assert.equal(facts.own, 3);
    assert.ok(facts.signatures >= 3 && facts.texts > 0);
  });

  test('with no entry asked for shows its checkpoint alone', async () => {
    const { verdict, states } = await judge({}, files, 10);
    assert.equal(verdict, 'part');
    assert.equal(states.checkpoint, 'holds');
    for (const check of ['included', 'chained', 'signed', 'texts'] as const)
      assert.equal(states[check], 'needs-all', check);
  });

  test('is told apart from one with a changed entry', async () => {
    const order = { case: story.bench, entries: stepsOfBench() };
    const { verdict, found } = await judge(order, flipped(pathOfEntries(), within(story.bench + 1)), 10);
    assert.equal(verdict, 'wrong');
    assert.deepEqual(
      [found[0]?.[0], found[0]?.[1].code, found[0]?.[1].entry],
      ['included', 'entry-changed', story.bench + 1],
    );
  });

  test('is told apart from one with a changed text', async () => {
    const path = [...files].find(
      ([name, bytes]) => name.startsWith('content/') && Buffer.from(bytes).includes('duck pond'),
    )?.[0];
    const at = Buffer.from(files.get(path ?? '') ?? []).indexOf('duck pond');
    const { verdict, found } = await judge({ entries: stepsOfBench() }, flipped(path ?? assert.fail(), at), 10);
    assert.equal(verdict, 'wrong');
    assert.deepEqual([found[0]?.[0], found[0]?.[1].entry], ['texts', story.bench]);
  });

  test('that ends before the entry says nothing of it', async () => {
    const { verdict } = await judge({ entries: [story.ledger.entries.length + 5] }, files, 10);
    assert.equal(verdict, 'unseen');
    const { verdict: far } = await judge({ entries: [1_000_000] }, files, 10);
    assert.equal(far, 'unseen');
  });

  test('under another key than the one given is not said to be signed with it', async () => {
    const stranger = story.ledger.vkeyOf(await story.ledger.actor('somebody else'));
    const { states } = await judge({ entries: stepsOfBench(), trusted: stranger }, files, 10);
    assert.equal(states.checkpoint, 'unseen');
  });
});

test('what is neither a key nor a policy is refused', async () => {
  await assert.rejects(judge({ trusted: 'quorum many' }));
  await assert.rejects(judge({ trusted: 'rivermouth' }));
});

test('every finding is about one of the checks, and rules of who may sign are not about signatures', () => {
  for (const code of Object.keys({ ...rules, ...auditRules }))
    assert.ok(checkIds.includes(checkOf({ code: code as RuleCode })), code);
  assert.equal(checkOf({ code: 'signature-wrong' }), 'signed');
  assert.equal(checkOf({ code: 'key-unknown' }), 'mandated');
  assert.equal(checkOf({ code: 'key-differs' }), 'checkpoint');
  assert.equal(checkOf({ code: 'file-missing', file: 'content/0' }), 'texts');
  assert.equal(checkOf({ code: 'file-missing', file: 'tile/0/000' }), 'included');
  assert.equal(checkOf({ code: 'chain-broken' }), 'chained');
});
