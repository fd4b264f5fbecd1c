/** What waits to be looked at: by when, and what is decided meanwhile. SPEC M56, M64. */
import type { ContentRef } from '../../src/content.ts';
import type { FileRef } from '../../src/file-content.ts';
import type { Said } from '../../src/testing/builder.ts';
import { working } from '../../src/testing/city.ts';
import type { Target } from '../../src/testing/letters.ts';
import type { History } from '../history.ts';
import { inVoices, RETENTION_DAYS, voicesProcess } from './voices.ts';

const DAY_MS = 86_400_000;

export function lateLooksHistory(): Promise<History> {
  return inVoices('texts that wait for too long', async (history, { council, say, ida }) => {
    const { ledger, registrars, cora } = council;
    const [anna, bela] = registrars;
    const intake = ledger.intakeKey;
    const text = (words: string): ContentRef => ledger.text(words);
    const all: Target[] = [];
    const a = await history.says(
      'an input',
      say.writes(say.opens('inquiry', { text: text('Zero.'), followKey: ida.keyid })),
      intake,
    );
    for (const words of ['One.', 'Two.', 'Three.', 'Four.', 'Five.', 'Six.', 'Seven.']) {
      const said = text(words);
      all.push([await history.says('more', say.joins(a, { text: said }), intake), said]);
    }
    const [one, two, three, four, five, six, seven] = all as [Target, Target, Target, Target, Target, Target, Target];
    await history.says('one of them withheld', say.withholds(a, six), cora);
    await history.says('a wish to have another erased', say.asksErasure(a, three, a), ida);
    // A working day from Monday, the 5th, is over on Wednesday, an hour past midnight.
    ledger.nowMs = Date.UTC(2026, 0, 7, 1, 0, 0) - 1;
    await history.keeps('step-late', 'one published as late as can be', say.publishes(a, one), cora);
    ledger.nowMs = Date.UTC(2026, 0, 7, 1, 0, 0);
    await history.shows('step-late', 'one published too late', say.publishes(a, two), cora);
    await history.keeps('step-late', 'what was looked at in time put back', say.restores(a, six), cora);
    ledger.nowMs = Date.UTC(2026, 0, 8, 1, 0, 0);
    await history.shows(
      ['step-late', 'step-late'],
      'one erased that nobody had looked at, and that was asked for too',
      say.redacts(a, three),
      cora,
    );
    await history.shows('step-late', 'one withheld too late', say.withholds(a, four), cora);
    await history.keeps('step-late', 'it put back', say.restores(a, four), cora);
    await history.shows('step-late', 'two published too late, which is told once', say.publishes(a, five, seven), cora);
    await history.breaks('content-state', 'one of them again', say.publishes(a, seven), cora);

    const old = text('On paper.');
    const paper = say.joins(a, { text: old, at: '1926-01-05T08:00:00.000Z' });
    const late = await history.says('more, said to be a hundred years old', paper, intake);
    await history.keeps('step-late', 'it published at once', say.publishes(a, [late, old]), cora);

    const { clocks, moderation, retention, acts, ...rest } = voicesProcess;
    const next = { ...rest, version: 2, acts, clocks, moderation, retention };
    const { moderation: _m, ...atOnce } = next;
    const name = 'a process that is to be looked at in a day';
    await history.breaks('process-unservable', `${name} where nothing waits`, atOnce, anna, bela);
    const { 'content-published': _p, ...noLook } = acts;
    await history.breaks('process-unservable', `${name} by nobody`, { ...next, acts: noLook }, anna, bela);
    const { 'retention-applied': _r, ...noEnd } = acts;
    await history.breaks(
      'process-unservable',
      'one that keeps texts until nobody',
      { ...next, acts: noEnd },
      anna,
      bela,
    );
    await history.breaks(
      'process-unservable',
      'one that keeps them until nobody, without an archive',
      { ...next, acts: noEnd, retention: { days: 1 } },
      anna,
      bela,
    );
    const { retention: _k, ...forEver } = next;
    const unclocked = { answer: working(2) };
    await history.keeps(
      'process-unservable',
      'one that keeps them for ever, and says nothing of when they are looked at',
      { ...forEver, acts: noEnd, clocks: unclocked },
      anna,
      bela,
    );
    const unhurried = text('Nobody hurries.');
    const b = await history.says(
      'an input under it',
      say.opens('inquiry', { process: { id: 'voices', version: 2 }, text: unhurried }),
      intake,
    );
    ledger.nowMs = Date.UTC(2026, 5, 1);
    await history.keeps('step-late', 'it published half a year later', say.publishes(b, [b, unhurried]), cora);
  });
}

export function unreadHistory(): Promise<History> {
  return inVoices('decisions while something waits to be looked at', async (history, { council, say }) => {
    const { ledger, cora, carl, seat } = council;
    const intake = ledger.intakeKey;
    const text = (words: string): ContentRef => ledger.text(words);
    const disposed = (id: number, ...inputs: number[]): Promise<number> =>
      history.says('what became of the inputs', say.disposes(id, inputs), cora);
    const opens = async (said: ContentRef, files?: FileRef[]): Promise<number> =>
      history.says('an input', say.writes(say.opens('inquiry', { text: said, ...(files && { files }) })), intake);
    const decides = (id: number): Said => say.decides(id);
    const photo: FileRef = { digest: 'f'.repeat(64), bytes: 4096, mediaType: 'image/jpeg' };

    const ta = text('One.');
    const a = await opens(ta, [photo]);
    await disposed(a, a);
    await history.says('its text published', say.publishes(a, [a, ta]), cora);
    const first = await history.shows('decided-unread', 'a decision while its picture waits', decides(a), cora);
    const tp = text('No!');
    const appeal = await history.says('an appeal', say.appeals(a, first, { text: tp }), intake);
    await history.says('its picture withheld', say.withholds(a, [a, photo]), cora);
    const upholds = say.answers(a, appeal, { result: 'upheld', by: [seat.carl] });
    await history.says('an answer that upholds the appeal', upholds, carl);
    await history.shows('decided-unread', 'a new decision while the appeal waits', decides(a), cora);

    const [tb, tc] = [text('Two.'), text('Three.')];
    const b = await opens(tb);
    const c = await opens(tc);
    await disposed(b, b);
    await disposed(c, c);
    await history.says('one published', say.publishes(b, [b, tb]), cora);
    await history.says('the other merged into it', say.merges(c, b), cora);
    await history.shows('decided-unread', 'a decision while what came with the merger waits', decides(b), cora);

    const [td, te] = [text('Four.'), text('Five.')];
    const d = await opens(td);
    const e = await opens(te);
    await disposed(d, d);
    await disposed(e, e);
    await history.says('the one erased unread', say.redacts(d, [d, td]), cora);
    await history.says('the other merged into it', say.merges(e, d), cora);
    await history.says('and published where it was said', say.publishes(e, [e, te]), cora);
    await history.keeps('decided-unread', 'a decision when nothing waits', decides(d), cora);

    // Split off unread, and decided by itself; what is left can be decided without.
    const [tf, tg, th] = [text('Six.'), text('Seven.'), text('Eight.')];
    const f = await opens(tf);
    const g = await history.says(
      'who joins it',
      say.joins(f, { text: tg, files: [{ ...photo, digest: 'e'.repeat(64) }] }),
      intake,
    );
    const h = await history.says('another who joins it', say.joins(f, { text: th }), intake);
    await history.says('the first text published', say.publishes(f, [f, tf]), cora);
    const s = await history.says('one split off', say.splits(f, [g]), cora);
    const t = await history.says('the other split off', say.splits(f, [h]), cora);
    await disposed(f, f);
    await disposed(s, g);
    await disposed(t, h);
    await history.keeps('decided-unread', 'a decision of what is left', decides(f), cora);
    await history.says('a text of what was split off published where it was said', say.publishes(f, [g, tg]), cora);
    await history.shows('decided-unread', 'a decision of it while its picture waits', decides(s), cora);
    await history.says('the text of the other published', say.publishes(f, [h, th]), cora);
    await history.keeps('decided-unread', 'a decision of that', decides(t), cora);

    const [ti, tj] = [text('Nine.'), text('Ten.')];
    const i = await opens(ti);
    const j = await history.says('who joins it', say.joins(i, { text: tj }), intake);
    await history.says('the first published', say.publishes(i, [i, ti]), cora);
    const u = await history.says('one split off', say.splits(i, [j]), cora);
    await history.says('and merged again', say.merges(u, i), cora);
    await disposed(i, i, j);
    await history.shows('decided-unread', 'a decision while it waits', decides(i), cora);

    const tk = text('Eleven.');
    const k = await opens(tk);
    await disposed(k, k);
    await history.says('its text published', say.publishes(k, [k, tk]), cora);
    const repeated = await history.says('who joins it with the same commitment', say.joins(k, { text: tk }), intake);
    await disposed(k, repeated);
    await history.keeps('decided-unread', 'a decision: nothing new waits', decides(k), cora);

    const tl = text('Twelve.');
    const l = await history.says('an inquiry, where nothing waits', say.opens('inquiry', { text: tl }), intake);
    await disposed(l, l);
    await history.keeps('decided-unread', 'a decision of it', decides(l), cora);
    ledger.nowMs += RETENTION_DAYS * DAY_MS;
    const archive = { sha256: 'a'.repeat(64) };
    const retains = { ...say.retains(a, [appeal, tp]), archive };
    await history.shows('step-late', 'the end of a text that nobody had looked at', retains, cora);
  });
}
