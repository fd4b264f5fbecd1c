/** What is left in the state of texts that wait, of erasures that were asked for, and of what registrars did. SPEC M56, M57, M64. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openCouncil, phrases, processes } from '../../testing/council.ts';
import type { Said } from '../testing/builder.ts';
import { working } from '../testing/city.ts';
import { contentPhrases } from '../testing/letters.ts';

/** Letters that wait to be looked at by the council; works may answer. */
async function openLetters() {
  const council = await openCouncil();
  const { ledger, registrars, seat } = council;
  const [anna, bela] = registrars;
  const council1 = { offices: ['council'], signatures: 1 };
  const letters: Said = {
    ...processes.inquiry,
    process: 'letters',
    title: 'Letters',
    acts: { ...processes.inquiry.acts, 'content-redacted': council1, answer: { offices: ['works'], signatures: 1 } },
    clocks: { answer: working(2), moderate: working(1) },
    moderation: 'before',
    grounds: [{ code: 'privacy', title: 'Somebody else can be recognised' }],
  };
  await ledger.say(letters, anna, bela);
  const say = { ...phrases(council), ...contentPhrases(ledger, [seat.cora]) };
  const process = { id: 'letters', version: 1 };
  const writes = async (followKey?: string) => {
    const text = ledger.text('My neighbour’s dog.');
    const said = say.opens('inquiry', { process, text, ...(followKey === undefined ? {} : { followKey }) });
    return [await ledger.say(said, ledger.intakeKey), text] as const;
  };
  const of = async (id: number) => (await ledger.state.get('case', String(id))) ?? assert.fail();
  const matter = async (entry: number) => (await ledger.state.get('matter', String(entry))) ?? assert.fail();
  const content = async (digest: string) => (await ledger.state.get('content', digest)) ?? assert.fail();
  return { ...council, say, writes, of, matter, content };
}

test('what waits is counted where it is: it goes along with mergers and splits, and is gone when somebody has looked', async () => {
  const { ledger, cora, say, writes, of, content } = await openLetters();
  const [a, ta] = await writes();
  const tb = ledger.text('It barks.');
  const file = { digest: 'f'.repeat(64), bytes: 1, mediaType: 'image/png' } as const;
  const joined = await ledger.say(say.joins(a, { text: tb, files: [file] }), ledger.intakeKey);
  const waiting = async (...cases: number[]) => Promise.all(cases.map(async (id) => (await of(id)).waiting));
  assert.deepEqual(await waiting(a), [3]);
  assert.equal((await ledger.state.get('input', String(joined)))?.waiting, 2);
  const { state, waits } = await content(file.digest);
  assert.deepEqual([state, waits?.due], ['pending', '2026-01-07T01:00:00.000Z']);
  const apart = await ledger.say(say.splits(a, [joined]), cora);
  assert.deepEqual(await waiting(a, apart), [1, 2]);
  await ledger.say(say.withholds(a, [joined, tb]), cora);
  assert.deepEqual(await waiting(a, apart), [1, 1]);
  assert.equal((await content(tb.digest)).waits, null);
  const [b] = await writes();
  await ledger.say(say.merges(apart, b), cora);
  assert.deepEqual(await waiting(a, apart, b), [1, 0, 2]);
  await ledger.say(say.publishes(a, [joined, file], [a, ta]), cora);
  assert.deepEqual(await waiting(a, apart, b), [0, 0, 1]);
  assert.equal((await ledger.state.get('input', String(joined)))?.waiting, 0);
});

test('an erasure that was asked for is owed by those who may erase and those who may answer, until either does', async () => {
  const { ledger, cora, will, seat, say, writes, matter, content } = await openLetters();
  const ida = await ledger.actor('ida');
  const [a, ta] = await writes(ida.keyid);
  const asks = { kind: 'erasure-request', case: a, speaker: a, entry: a, digest: ta.digest } as const;
  const since = ledger.now;
  const first = await ledger.say(asks, ida);
  assert.deepEqual(await matter(first), {
    ...{ case: a, kind: 'erasure', against: a, offices: ['council', 'works'], since, due: '2026-01-08T01:00:00.000Z' },
    ...{ met: null, progress: null, digest: ta.digest },
  });
  assert.equal((await content(ta.digest)).asked, first);
  const time = ledger.now;
  const answered = await ledger.say(say.answers(a, first, { by: [seat.will] }), will);
  assert.deepEqual((await matter(first)).met, { entry: answered, time });
  assert.equal((await content(ta.digest)).asked, null);
  const second = await ledger.say(asks, ida);
  const redacted = await ledger.say(say.redacts(a, [a, ta]), cora);
  assert.equal((await matter(second)).met?.entry, redacted);
  assert.equal((await matter(first)).met?.entry, answered);
  assert.deepEqual(
    [(await content(ta.digest)).asked, (await content(ta.digest)).state, (await content(ta.digest)).by],
    [null, 'erased', redacted],
  );
});

test('what its author takes back is accounted for, and an appeal is met by that where nothing had met it', async () => {
  const { ledger, cora, carl, seat, say, of, matter } = await openLetters();
  const [ida, otto] = [await ledger.actor('ida'), await ledger.actor('otto')];
  const id = await ledger.say(say.opens('inquiry', { followKey: ida.keyid }), ledger.intakeKey);
  const withdrawn = await ledger.say({ kind: 'withdrawal', case: id, speaker: id }, ida);
  assert.equal((await of(id)).unaccounted, 0);
  assert.deepEqual((await ledger.state.get('input', String(id)))?.disposition, { code: 'withdrawn', entry: withdrawn });
  assert.equal((await ledger.state.get('speaker', String(id)))?.withdrawn, withdrawn);
  const decided = await ledger.say(say.decides(id), cora);
  const keys = { ida, otto };
  const appeals = (name: keyof typeof keys) => say.appeals(id, decided, { followKey: keys[name].keyid });
  const { by: _, ...own } = appeals('ida');
  const open = await ledger.say({ ...own, speaker: id }, ida);
  const other = await ledger.say(appeals('otto'), ledger.intakeKey);
  const answered = await ledger.say(say.answers(id, other, { result: 'rejected', by: [seat.carl] }), carl);
  const taken = await ledger.say({ kind: 'withdrawal', case: id, speaker: open }, ida);
  await ledger.say({ kind: 'withdrawal', case: id, speaker: other }, otto);
  assert.equal((await matter(open)).met?.entry, taken);
  assert.equal((await matter(other)).met?.entry, answered, 'it had its answer');
});

test('what registrars take out of public view is an act of theirs, in no case', async () => {
  const { ledger, registrars, cora, say, content } = await openLetters();
  const [anna, bela] = registrars;
  const text = ledger.text('Made by Mr Miller.');
  const entry = await ledger.say(say.registers({ text }), cora);
  const { by: _, case: _case, ...outside } = say.redacts(0, [entry, text]);
  const redacted = await ledger.say({ ...outside, ground: 'third-party' }, anna, bela);
  assert.deepEqual(await ledger.state.get('act', String(redacted)), {
    ...{ case: null, kind: 'content-redacted', by: [], offices: [], correctedBy: null },
  });
  const { state, case: id, by, ground } = await content(text.digest);
  assert.deepEqual([state, id, by, ground], ['erased', null, redacted, 'third-party']);
  assert.equal((await content(outside.appeal.digest)).case, null);
});
