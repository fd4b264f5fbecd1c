/** Who speaks on by a key of their own, and who takes back what they said. SPEC M61, M62, M63. */
import { LOW_ORDER_ENCODINGS } from '../../src/ed25519.ts';
import { ed25519Keyid } from '../../src/keyid.ts';
import type { History } from '../history.ts';
import { inVoices, voicesProcess } from './voices.ts';

export function followKeysHistory(): Promise<History> {
  return inVoices('keys to speak on with', async (history, { council, say, ida, otto, uma }) => {
    const { ledger, registrars, cora, seat } = council;
    const [anna, bela] = registrars;
    const intake = ledger.intakeKey;
    const opens = (followKey: string) => say.opens('inquiry', { followKey });
    for (const encoding of [...LOW_ORDER_ENCODINGS].slice(0, 3))
      await history.breaks(
        'key-weak',
        `an input with a key of low order (${encoding.slice(0, 4)}…) to speak on with`,
        opens(ed25519Keyid(Uint8Array.fromHex(encoding))),
        intake,
      );
    for (const [whose, { keyid }] of [
      ['an official', cora],
      ['a registrar', anna],
      ['the service', intake],
      ['the log', ledger.logKey],
    ] as const)
      await history.breaks('key-taken', `an input to be spoken on with the key of ${whose}`, opens(keyid), intake);
    const sshKey = cora.keyid.replace('ed25519:', 'webauthn-ed25519:city.example:');
    await history.breaks('key-taken', 'an input with that of an official in another scheme', opens(sshKey), intake);
    const a = await history.keeps(['key-weak', 'key-taken'], 'an input with a sound key', opens(ida.keyid), intake);
    await history.breaks('key-taken', 'another one with that key, by nobody knows whom', opens(ida.keyid), intake);
    await history.breaks(
      'key-taken',
      'one with that key in another scheme',
      opens(ida.keyid.replace('ed25519:', 'webauthn-ed25519:city.example:')),
      intake,
    );
    const b = await history.says('an input with another key', opens(otto.keyid), intake);
    const joins = (followKey: string) => ({ ...say.speaks(say.joins(a), a), followKey });
    await history.breaks('key-taken', 'somebody who names the key of somebody else', joins(otto.keyid), ida);
    await history.keeps('key-taken', 'somebody who names her own key once more', joins(ida.keyid), ida);
    await history.keeps('key-taken', 'somebody who names a new key', joins(uma.keyid), ida);

    // Whoever names a key keeps nobody from it: it can be that of an official, or of the log, that was made known before.
    const grants = (key: string, person: string) =>
      ({ kind: 'mandate-granted', office: 'works', person, key, from: '2026-01-01T00:00:00.000Z' }) as const;
    await history.keeps('key-taken', 'a mandate for that key', grants(ida.keyid, ida.person), anna, bela);
    await history.breaks('key-taken', 'one for somebody else with it', grants(ida.keyid, otto.person), anna, bela);
    await history.breaks(
      'key-taken',
      'one for it in another scheme',
      grants(ida.keyid.replace('ed25519:', 'webauthn-ed25519:city.example:'), ida.person),
      anna,
      bela,
    );
    await history.breaks('key-taken', 'her once more, who has a part by now', joins(ida.keyid), ida);
    await history.keeps('key-taken', 'her without a new key', say.speaks(say.joins(a), a), ida);
    const rotates = (from: string, to: string) => ({ kind: 'key-rotated', from, to }) as const;
    await history.keeps('key-taken', 'that replaced by another', rotates(ida.keyid, otto.keyid), anna, bela, ida, otto);
    await history.breaks('key-taken', 'an input with the replaced key', opens(ida.keyid), intake);
    await history.breaks('key-taken', 'an input with that of the mandate', opens(otto.keyid), intake);
    await history.keeps(
      'speaker-key',
      'her with the key of before: it is named there',
      say.speaks(say.joins(a), a),
      ida,
    );
    await history.breaks('speaker-key', 'her with the new one', say.speaks(say.joins(a), a), otto);
    await history.breaks(
      'key-taken',
      'an official who takes down an input with a key of her own office',
      { ...opens(cora.keyid), by: [seat.cora] },
      cora,
    );
    await history.says('a last word on the other input', say.responds(b), cora);
    const next = await ledger.actor('the next log');
    await history.says('an input with the key that the log is to have', opens(next.keyid), intake);
    const logKey = ledger.vkeyOf(next);
    await history.keeps(
      'key-taken',
      'which it gets',
      { kind: 'log-key-rotated', logKey },
      anna,
      bela,
      ledger.logKey,
      next,
    );
  });
}

export function speakersHistory(): Promise<History> {
  return inVoices('people who speak on', async (history, { council, say, ida, otto, uma }) => {
    const { ledger, cora, carl, seat } = council;
    const intake = ledger.intakeKey;
    const a = await history.says('an input with a key', say.opens('inquiry', { followKey: ida.keyid }), intake);
    const b = await history.says('one without', say.opens('inquiry'), intake);
    const c = await history.says('one with another key', say.opens('inquiry', { followKey: otto.keyid }), intake);
    const joins = (id: number, speaker: number) => say.speaks(say.joins(id), speaker);

    await history.breaks('speaker-unknown', 'more by whoever named no key', joins(b, b), ida);
    await history.breaks('speaker-unknown', 'more by whoever spoke in another case', joins(b, a), ida);
    await history.breaks('speaker-unknown', 'more by an entry that is not there', joins(a, 99_999), ida);
    await history.breaks('speaker-unknown', 'more by an official entry', joins(a, seat.cora), cora);
    await history.breaks('case-unknown', 'more in a case that is not there', joins(99_999, a), ida);
    await history.breaks('speaker-key', 'more by somebody else with a key', joins(a, a), otto);
    await history.breaks('speaker-key', 'more by the service', joins(a, a), intake);
    await history.breaks('speaker-key', 'more by an official', joins(a, a), cora);
    await history.breaks('speaker-key', 'more by her and the service', joins(a, a), ida, intake);
    await history.breaks('speaker-key', 'more by the service and her', joins(a, a), intake, ida);
    await history.breaks('key-unknown', 'more by her, who does not say which entry is hers', say.joins(a), ida);
    await history.breaks('key-unknown', 'a case that she opens on her own', say.opens('inquiry'), ida);
    await history.breaks('key-unknown', 'support that she signs', say.supports(a), ida);
    await history.breaks('mandate-key', 'a response that she signs for the council', say.responds(a), ida);
    await history.breaks('author-not-admitted', 'more by a device', { ...joins(a, a), author: 'device' }, ida);
    await history.breaks('seen-short', 'more in sight of less', { ...joins(a, a), seen: ledger.seen(a) }, ida);
    const more = await history.keeps(['speaker-unknown', 'speaker-key'], 'more by her', joins(a, a), ida);
    await history.breaks('speaker-unknown', 'more by the entry that names no key of its own', joins(a, more), ida);

    const [asked, ofWorks] = [
      await history.says('a question to whoever was heard', say.asks(a), cora),
      await history.says('a question to an office', say.asks(a, { to: 'works' }), cora),
    ];
    const answers = (answered: number, speaker = a) => say.speaks(say.answers(a, answered), speaker);
    await history.breaks('answer-target', 'an answer for the office', answers(ofWorks), ida);
    await history.breaks('speaker-key', 'an answer by somebody else', answers(asked), otto);
    await history.breaks('speaker-unknown', 'an answer by somebody of another case', answers(asked, c), otto);
    await history.keeps('speaker-key', 'her answer', answers(asked), ida);
    const evaluates = say.speaks(say.evaluates(a), a);
    await history.breaks('case-undecided', 'her evaluation before there is an outcome', evaluates, ida);
    const decided = await history.shows('decided-unaccounted', 'a decision', say.decides(a), cora);
    await history.breaks('speaker-key', 'an evaluation by the service in her name', evaluates, intake);
    await history.keeps('speaker-key', 'her evaluation', evaluates, ida);
    await history.breaks('case-decided', 'more by her after the decision', joins(a, a), ida);

    const longAgo = { at: '1926-01-05T08:00:00.000Z' };
    const appeals = say.speaks(say.appeals(a, decided, longAgo), a);
    await history.breaks('speaker-key', 'an appeal by somebody else in her name', appeals, otto);
    const appeal = await history.keeps(
      'speaker-key',
      'an appeal of hers that is said to be a hundred years old',
      appeals,
      ida,
    );
    await history.keeps(
      'step-late',
      'an answer at once',
      say.answers(a, appeal, { result: 'rejected', by: [seat.carl] }),
      carl,
    );
    const disputes = say.speaks(say.disputes(a, decided, longAgo), a);
    const dispute = await history.says('a dispute of hers, likewise', disputes, ida);
    // Five working days from Monday, the 5th, are over on Tuesday, the 13th, an hour past midnight.
    ledger.nowMs = Date.UTC(2026, 0, 13, 1, 0, 0);
    await history.shows(
      'step-late',
      'an answer as late as it can be told from when it was recorded',
      say.answers(a, dispute, { result: 'rejected', by: [seat.carl] }),
      carl,
    );

    const onPaper = say.appeals(a, decided, { ...longAgo, by: [seat.cora], channel: 'paper' });
    const old = await history.says('an appeal that officials took down, on paper that is as old', onPaper, cora);
    await history.shows(
      'step-late',
      'an answer at once, which was owed since then',
      say.answers(a, old, { result: 'rejected', by: [seat.carl] }),
      carl,
    );

    const copied = say.opens('inquiry', { author: 'data-set', followKey: uma.keyid });
    const d = await history.says('a case copied from a data set, with a key', copied, intake);
    const person = { ...say.speaks(say.joins(d), d), ...longAgo };
    await history.says('more in it by a person, said to be a hundred years old', person, uma);
    await history.keeps('step-late', 'a response at once', say.responds(d), cora);
  });
}

export function movedSpeakersHistory(): Promise<History> {
  return inVoices(
    'people who speak on where their case has gone',
    async (history, { council, say, ida, otto, uma }) => {
      const { ledger, cora } = council;
      const intake = ledger.intakeKey;
      const joins = (id: number, speaker: number) => say.speaks(say.joins(id), speaker);
      const keyOf = ({ keyid: followKey }: typeof ida) => ({ followKey });
      const a = await history.says('a case', say.opens('inquiry', keyOf(ida)), intake);
      const b = await history.says('another case', say.opens('inquiry', keyOf(uma)), intake);
      const apart = await history.says('who joins the first', say.joins(a, keyOf(otto)), intake);
      const s = await history.says('whose input is split off', say.splits(a, [apart]), cora);
      await history.keeps('speaker-unknown', 'him in the case of his input', joins(s, apart), otto);
      await history.keeps('speaker-unknown', 'him in the case where he said it', joins(a, apart), otto);
      await history.breaks('speaker-unknown', 'her in the case of his input', joins(s, a), ida);
      await history.breaks('speaker-unknown', 'her in the other case', joins(b, a), ida);
      await history.says('the first case merged into the other', say.merges(a, b), cora);
      await history.breaks('case-merged', 'her in the case that was merged', joins(a, a), ida);
      await history.keeps('speaker-unknown', 'her in what it became part of', joins(b, a), ida);
      await history.keeps('speaker-unknown', 'whoever was there before', joins(b, b), uma);
      await history.breaks('speaker-unknown', 'whoever was there before, in what was split off', joins(s, b), uma);
      await history.says('what was split off merged as well', say.merges(s, b), cora);
      await history.keeps('speaker-unknown', 'him in what all became part of', joins(b, apart), otto);
    },
  );
}

export function withdrawalsHistory(): Promise<History> {
  return inVoices('people who take back what they said', async (history, { council, say, ida, otto, uma }) => {
    const { ledger, registrars, cora, carl, aud, seat } = council;
    const [anna, bela] = registrars;
    const intake = ledger.intakeKey;
    const keyOf = ({ keyid: followKey }: typeof ida) => ({ followKey });
    const h = await history.says('a hearing', say.opens('hearing', keyOf(ida)), intake);
    const j = await history.says('who joins it', say.joins(h, keyOf(otto)), intake);
    const k = await history.says('who joins it without a key', say.joins(h), intake);
    const other = await history.says('another hearing', say.opens('hearing', keyOf(uma)), intake);
    await history.breaks('speaker-unknown', 'the withdrawal of what names no key', say.withdraws(h, k), ida);
    await history.breaks('speaker-key', 'a withdrawal by somebody else', say.withdraws(h, j), ida);
    await history.breaks('speaker-key', 'a withdrawal by the service', say.withdraws(h, j), intake);
    await history.breaks('speaker-key', 'a withdrawal by an official', say.withdraws(h, j), cora);
    await history.breaks('speaker-unknown', 'a withdrawal in another case', say.withdraws(other, j), otto);
    await history.keeps(['speaker-withdrawn', 'speaker-key'], 'a withdrawal', say.withdraws(h, j), otto);
    await history.breaks('speaker-withdrawn', 'the same withdrawal again', say.withdraws(h, j), otto);
    await history.breaks('input-accounted', 'a disposition of what was taken back', say.disposes(h, [j]), cora);
    await history.breaks('input-accounted', 'what was taken back split off', say.splits(h, [j]), cora);
    const council3 = [cora, carl, aud];
    const decides = () => say.decides(h, { by: [seat.cora, seat.carl, seat.aud] });
    await history.breaks('inputs-unaccounted', 'a decision while the others are left', decides(), ...council3);
    const again = await history.keeps(
      'speaker-withdrawn',
      'something else by who took back the first',
      say.speaks(say.joins(h), j),
      otto,
    );
    await history.breaks(
      'disposition-unknown',
      'officials who say that somebody took it back',
      { ...say.disposes(h, []), items: [{ code: 'withdrawn', inputs: [k], reason: ledger.text('Gone.') }] },
      cora,
    );
    await history.says('dispositions of the others', say.disposes(h, [k, again]), cora);
    await history.says('the first taken back', say.withdraws(h, h), ida);
    await history.keeps('inputs-unaccounted', 'a decision when no one else is left', decides(), ...council3);

    const { dispositions } = voicesProcess;
    await history.breaks(
      'process-unservable',
      'a process whose officials can call an input withdrawn',
      { ...voicesProcess, version: 2, dispositions: [...dispositions, { code: 'withdrawn', title: 'Not relevant' }] },
      anna,
      bela,
    );

    // On Monday, the 5th of January.
    const wim = await ledger.actor('wim');
    const a = await history.says('an inquiry', say.opens('inquiry', keyOf(wim)), intake);
    const xeni = await ledger.actor('xeni');
    const x = await history.says('who joins it', say.joins(a, keyOf(xeni)), intake);
    await history.says('it taken back by who asked', say.withdraws(a, a), wim);
    await history.says('a disposition of the other', say.disposes(a, [x]), cora);
    await history.keeps('speaker-withdrawn', 'which is taken back afterwards', say.withdraws(a, x), xeni);
    ledger.nowMs = Date.UTC(2026, 0, 14, 12, 0, 0);
    await history.shows(['step-late', 'step-late'], 'a late answer, owed all the same', say.responds(a), cora);
    const decided = await history.keeps(
      'decided-unaccounted',
      'a decision, which leaves nothing',
      say.decides(a),
      cora,
    );
    const [p, q] = [
      await history.says('an appeal', say.speaks(say.appeals(a, decided, keyOf(wim)), a), wim),
      await history.says('the same by the other', say.speaks(say.appeals(a, decided, keyOf(xeni)), x), xeni),
    ];
    const r = await history.says('a dispute', say.speaks(say.disputes(a, decided, keyOf(wim)), a), wim);
    await history.breaks('speaker-key', 'the appeal of somebody else taken back', say.withdraws(a, q), wim);
    await history.keeps('case-decided', 'an appeal taken back in a case that is decided', say.withdraws(a, p), wim);
    await history.keeps('case-decided', 'a dispute as well', say.withdraws(a, r), wim);
    const by = { by: [seat.carl] };
    const rejects = (answered: number) => say.answers(a, answered, { result: 'rejected', ...by });
    await history.breaks('answer-target', 'an answer to the first appeal', rejects(p), carl);
    await history.breaks('answer-target', 'an answer to the dispute', rejects(r), carl);
    ledger.nowMs = Date.UTC(2026, 0, 26, 12, 0, 0);
    await history.shows('step-late', 'a late answer to the second appeal, owed all the same', rejects(q), carl);
    await history.keeps('case-decided', 'which is taken back when it has its answer', say.withdraws(a, q), xeni);
  });
}

export function movedWithdrawalsHistory(): Promise<History> {
  return inVoices('people who take back what has gone elsewhere', async (history, { council, say, ida, otto, uma }) => {
    const { ledger, cora, carl, seat } = council;
    const intake = ledger.intakeKey;
    const keyOf = ({ keyid: followKey }: typeof ida) => ({ followKey });
    const a = await history.says('an inquiry', say.opens('inquiry', keyOf(ida)), intake);
    const x = await history.says('who joins it', say.joins(a, keyOf(otto)), intake);
    const y = await history.says('another who joins it', say.joins(a, keyOf(uma)), intake);
    const s = await history.says('one split off', say.splits(a, [x]), cora);
    const t = await history.says('the other split off', say.splits(a, [y]), cora);
    await history.breaks('input-unknown', 'the one taken back where it was said', say.withdraws(a, x), otto);
    await history.keeps('input-unknown', 'the one taken back where it is', say.withdraws(s, x), otto);
    await history.says('what became of the other', say.disposes(t, [y]), cora);
    await history.says('the decision of it', say.decides(t), cora);
    await history.breaks('case-decided', 'the other taken back where it is', say.withdraws(t, y), uma);
    await history.breaks('input-unknown', 'the other taken back where it was said', say.withdraws(a, y), uma);
    const b = await history.says('another inquiry', say.opens('inquiry'), intake);
    await history.says('the first merged into it', say.merges(a, b), cora);
    await history.breaks('case-merged', 'the first input taken back in the merged case', say.withdraws(a, a), ida);
    await history.keeps('input-unknown', 'it taken back where it is', say.withdraws(b, a), ida);
    await history.shows('decided-unaccounted', 'a decision', say.decides(b), cora);

    const wim = await ledger.actor('wim');
    const c = await history.says('a further inquiry', say.opens('inquiry', keyOf(wim)), intake);
    const decided = await history.shows('decided-unaccounted', 'a decision of it', say.decides(c), cora);
    await history.breaks('case-decided', 'it taken back', say.withdraws(c, c), wim);
    const appeal = await history.says('an appeal', say.appeals(c, decided), intake);
    await history.says('which is upheld', say.answers(c, appeal, { result: 'upheld', by: [seat.carl] }), carl);
    await history.keeps('case-decided', 'it taken back in the reopened case', say.withdraws(c, c), wim);
    await history.keeps('decided-unaccounted', 'a new decision, which leaves nothing', say.decides(c), cora);
  });
}
