/** How texts come into public view, are taken out of it and come back. SPEC M56, M57. */
import { inCouncil, processes, type Council, type Phrases } from '../council.ts';
import type { ContentRef } from '../../src/content.ts';
import type { Historian, History } from '../history.ts';
import type { Said } from '../../src/testing/builder.ts';
import { contentPhrases, type Target } from '../../src/testing/letters.ts';
import { caseKinds } from '../../src/statements/rights.ts';

const DAY_MS = 86_400_000;
const RETENTION_DAYS = 30;
/** Of a decision before every letter was looked at. */
const unread = ['decided-unread', 'decided-unaccounted'] as const;

interface Letters {
  readonly council: Council;
  readonly say: Phrases & ReturnType<typeof contentPhrases>;
  /** Opens a case under the process `letters`. */
  opens(name: string, text: ContentRef): Promise<number>;
}

/** The council with a process of which every text waits to be looked at, and is kept for thirty days. */
function inLetters(name: string, tell: (history: Historian, letters: Letters) => Promise<void>): Promise<History> {
  return inCouncil(name, async (history, council, said) => {
    const { ledger, registrars } = council;
    const [anna, bela] = registrars;
    const { inquiry } = processes;
    const byCouncil = { offices: ['council'], signatures: 1 };
    const letters: Said = {
      ...inquiry,
      process: 'letters',
      title: 'Letters',
      acts: { ...Object.fromEntries(caseKinds.map((kind) => [kind, byCouncil])), response: inquiry.acts.response },
      clocks: {},
      moderation: 'before',
      grounds: [
        { code: 'privacy', title: 'Somebody else can be recognised' },
        { code: 'spam', title: 'Advertising' },
      ],
      retention: { days: RETENTION_DAYS },
    };
    await history.says('a process that looks at every letter first', letters, anna, bela);
    const say = { ...said, ...contentPhrases(ledger, [council.seat.cora]) };
    const process = { id: 'letters', version: 1 };
    const opens = (what: string, text: ContentRef): Promise<number> =>
      history.says(what, say.opens('inquiry', { process, text }), ledger.intakeKey);
    await tell(history, { council, say, opens });
  });
}

export function moderationHistory(): Promise<History> {
  return inLetters('texts that wait to be looked at', async (history, { council, say, opens }) => {
    const { ledger, cora, carl, will, seat } = council;
    const intake = ledger.intakeKey;
    const [ta, tb, tc] = [ledger.text('My neighbour’s dog.'), ledger.text('It barks.'), ledger.text('At night.')];
    const a = await opens('a letter', ta);
    const b = await opens('another letter', tb);
    const joined = await history.says('one that joins the first', say.joins(a, { text: tc }), intake);
    await history.breaks('content-state', 'a return of what nobody has taken out', say.restores(a, [a, ta]), cora);
    await history.breaks('content-unknown', 'texts published of the opening', say.publishes(a, [0, ta]), cora);
    await history.breaks('content-unknown', 'a text that nobody wrote', say.publishes(a, [a, tb]), cora);
    await history.breaks('content-unknown', 'a text of the case, and an entry of it', say.publishes(a, [a, tc]), cora);
    await history.breaks('content-unknown', 'a text published in another case', say.publishes(b, [a, ta]), cora);
    await history.breaks('case-unknown', 'a text published in no case', say.publishes(joined, [joined, tc]), cora);
    await history.breaks('mandate-key', 'a text published by the intake', say.publishes(a, [a, ta]), intake);
    await history.breaks(
      'act-not-allowed',
      'a text published by an office that may not',
      { ...say.publishes(a, [a, ta]), by: [seat.will] },
      will,
    );
    await history.breaks(
      'seen-short',
      'a text published that its author had not seen',
      { ...say.publishes(a, [joined, tc]), seen: ledger.seen(joined) },
      cora,
    );
    await history.breaks('content-state', 'a text published twice', say.publishes(a, [a, ta], [a, ta]), cora);
    await history.breaks('content-state', 'a response of words that wait', say.responds(b, { text: ta }), cora);
    await history.breaks('content-state', 'a letter of words that wait', say.joins(b, { text: ta }), intake);
    await history.breaks(
      'content-unknown',
      'two texts of which one is of another case',
      say.publishes(a, [a, ta], [b, tb]),
      cora,
    );
    await history.keeps(
      ['content-state', 'content-unknown'],
      'both texts of the first case published',
      say.publishes(a, [a, ta], [joined, tc]),
      cora,
    );
    await history.breaks('content-state', 'one of them again', say.publishes(a, [joined, tc]), cora);
    await history.keeps('content-unknown', 'the text of the other case', say.publishes(b, [b, tb]), cora);

    const taken = ledger.text('Said at the counter.');
    const counter = await history.says(
      'a letter that an official took down',
      say.joins(a, { text: taken, by: [seat.cora], channel: 'counter' }),
      cora,
    );
    await history.keeps('content-state', 'which waits as well', say.publishes(a, [counter, taken]), cora);
    const words = ledger.text('We shall ask.');
    const responded = await history.says('a response', say.responds(a, { text: words }), cora);
    await history.breaks('content-state', 'which is public at once', say.publishes(a, [responded, words]), cora);
    const asked = await history.says('a question to whoever wrote', say.asks(a), cora);
    const reply = ledger.text('Every night.');
    const { by: _, ...answer } = say.answers(a, asked, { text: reply });
    const answered = await history.says('the answer', answer, intake);
    await history.keeps('content-state', 'which waits', say.publishes(a, [answered, reply]), cora);
    const again = await history.says('another question', say.asks(a), cora);
    const noted = ledger.text('By telephone: yes.');
    const byPhone = await history.says(
      'an answer that an official took down',
      say.answers(a, again, { text: noted }),
      cora,
    );
    await history.breaks('content-state', 'which is public at once', say.publishes(a, [byPhone, noted]), cora);

    const decided = await history.shows('decided-unaccounted', 'a decision', say.decides(a), cora);
    const [appealed, disputed] = [ledger.text('No!'), ledger.text('Not so!')];
    const appeal = await history.says('an appeal', say.appeals(a, decided, { text: appealed }), intake);
    const dispute = await history.says('a dispute', say.disputes(a, decided, { text: disputed }), intake);
    await history.keeps(
      'content-state',
      'the texts of both, which waited',
      say.publishes(a, [appeal, appealed], [dispute, disputed]),
      cora,
    );
    const [heard, seen] = [ledger.text('Nobody came.'), ledger.text('We came.')];
    const looked = await history.says('an evaluation', { ...say.looksBack(a), text: heard }, intake);
    const own = await history.says('one of the council', say.evaluates(a, { text: seen, by: [seat.carl] }), carl);
    await history.keeps(
      'content-state',
      'the text of the first, which waited',
      say.publishes(a, [looked, heard]),
      cora,
    );
    await history.breaks('content-state', 'the text of the second, which did not', say.publishes(a, [own, seen]), cora);

    const open = ledger.text('Open the towpath.');
    const inquiry = await history.says('an inquiry', say.opens('inquiry', { text: open }), intake);
    await history.breaks(
      'content-state',
      'its text published, which never waited',
      say.publishes(inquiry, [inquiry, open]),
      cora,
    );
    const unknown = { ...say.withholds(inquiry, [inquiry, open]) };
    await history.breaks('ground-unknown', 'its text withheld, where the process has no grounds', unknown, cora);
  });
}

export function takenOutHistory(): Promise<History> {
  return inLetters('texts that are taken out of public view', async (history, { council, say, opens }) => {
    const { ledger, cora, will, seat } = council;
    const intake = ledger.intakeKey;
    const [ta, tb] = [ledger.text('Mrs Smith throws stones.'), ledger.text('Buy my lamps!')];
    const a = await opens('a letter', ta);
    const b = await opens('another letter', tb);
    const target: Target = [a, ta];
    await history.breaks(
      'ground-unknown',
      'its text withheld on a ground that the process does not know',
      { ...say.withholds(a, target), ground: 'boredom' },
      cora,
    );
    await history.breaks(
      'ground-unknown',
      'its text erased on a ground that JavaScript knows',
      { ...say.redacts(a, target), ground: 'constructor' },
      cora,
    );
    await history.breaks('content-unknown', 'it withheld in the other case', say.withholds(b, target), cora);
    await history.breaks('content-unknown', 'it withheld by the wrong entry', say.withholds(a, [b, ta]), cora);
    await history.breaks(
      'act-not-allowed',
      'it erased by an office that may not',
      { ...say.redacts(a, target), by: [seat.will] },
      will,
    );
    await history.breaks('mandate-key', 'it erased by the intake', say.redacts(a, target), intake);
    await history.keeps('ground-unknown', 'it withheld before it was public', say.withholds(a, target), cora);
    await history.breaks('content-state', 'it withheld once more', say.withholds(a, target), cora);
    await history.breaks('content-state', 'it published', say.publishes(a, target), cora);
    await history.keeps('content-state', 'its return', say.restores(a, target), cora);
    await history.breaks('content-state', 'its return once more', say.restores(a, target), cora);
    await history.breaks('content-unknown', 'a return in the other case', say.restores(b, target), cora);
    await history.keeps('content-state', 'it withheld in public view', say.withholds(a, target), cora);

    const dots = ledger.text('Mrs ▮▮▮▮▮ throws stones.');
    const redacted = await history.keeps(
      'content-state',
      'it erased, with a replacement',
      say.redacts(a, target, dots),
      cora,
    );
    await history.breaks('content-state', 'it erased once more', say.redacts(a, target), cora);
    await history.breaks('content-state', 'what is erased withheld', say.withholds(a, target), cora);
    await history.breaks('content-state', 'what is erased published', say.publishes(a, target), cora);
    await history.breaks('content-state', 'its return from nothing', say.restores(a, target), cora);
    await history.breaks(
      'content-state',
      'the replacement published, which is public',
      say.publishes(a, [redacted, dots]),
      cora,
    );
    await history.breaks(
      'content-unknown',
      'the replacement as a text of the letter',
      say.withholds(a, [a, dots]),
      cora,
    );
    const second = say.redacts(a, [redacted, dots]);
    const darker = await history.keeps('content-state', 'the replacement erased, without another', second, cora);
    await history.keeps('content-state', 'how to appeal withheld', say.withholds(a, [darker, second.appeal]), cora);
    await history.says('a letter erased before anybody looked at it', say.redacts(b, [b, tb]), cora);

    const repeated = await history.says(
      'a letter with the commitment of what was erased',
      say.joins(b, { text: ta }),
      intake,
    );
    await history.breaks(
      'content-unknown',
      'it published as a text of that letter',
      say.publishes(b, [repeated, ta]),
      cora,
    );
    await history.breaks('content-state', 'it published as what it was', say.publishes(a, target), cora);
    const words = ledger.text('The council has spoken to her.');
    const responded = await history.says('a response', say.responds(a, { text: words }), cora);
    const quoted = await history.says('its commitment in another case', say.responds(b, { text: words }), cora);
    await history.breaks('content-unknown', 'it withheld there', say.withholds(b, [quoted, words]), cora);
    await history.keeps(
      'content-unknown',
      'it withheld where it was said first',
      say.withholds(a, [responded, words]),
      cora,
    );
    await history.shows('decided-unaccounted', 'a decision', say.decides(a), cora);
    await history.keeps(
      'content-state',
      'its return in a case that is decided',
      say.restores(a, [responded, words]),
      cora,
    );
    const itself = say.redacts(a, [responded, words], words);
    const gone = await history.says('it erased, and put in its own place', itself, cora);
    await history.breaks(
      'content-unknown',
      'it withheld as its own replacement',
      say.withholds(a, [gone, words]),
      cora,
    );
    await history.breaks('content-state', 'its return from there', say.restores(a, [responded, words]), cora);
  });
}

export function retentionHistory(): Promise<History> {
  return inLetters('texts that are kept no longer', async (history, { council, say, opens }) => {
    const { ledger, cora, carl, will, seat } = council;
    const intake = ledger.intakeKey;
    const text = (words: string): ContentRef => ledger.text(words);
    const [ta, tb, tj, ts] = [text('A lamp is out.'), text('Here too.'), text('And there.'), text('And the bench.')];
    const a = await opens('a letter', ta);
    const b = await opens('another letter', tb);
    const joined = await history.says('one that joins the first', say.joins(a, { text: tj }), intake);
    const lone = await history.says('one that is of something else', say.joins(a, { text: ts }), intake);
    await history.breaks('retention-early', 'the end of texts of an open case', say.retains(a, [a, ta]), cora);
    await history.says('the other case merged into the first', say.merges(b, a), cora);
    await history.breaks('retention-early', 'the end of texts of the merged case', say.retains(b, [b, tb]), cora);
    const apart = await history.says('what is of something else split off', say.splits(a, [lone]), cora);
    await history.says('one text published', say.publishes(a, [a, ta]), cora);
    await history.says('another withheld', say.withholds(a, [joined, tj]), cora);

    const decidedMs = ledger.nowMs;
    const decided = await history.shows(unread, 'a decision', say.decides(a), cora);
    await history.breaks('retention-early', 'the end of its texts at once', say.retains(a, [a, ta]), cora);
    ledger.nowMs = decidedMs + RETENTION_DAYS * DAY_MS - 1;
    await history.breaks('retention-early', 'their end a millisecond before their time', say.retains(a, [a, ta]), cora);
    await history.breaks('retention-early', 'likewise those of the merged case', say.retains(b, [b, tb]), cora);
    ledger.nowMs = decidedMs + RETENTION_DAYS * DAY_MS;
    await history.breaks(
      'act-not-allowed',
      'the end of texts by an office that may not',
      { ...say.retains(a, [a, ta]), by: [seat.will] },
      will,
    );
    await history.breaks('content-unknown', 'the end of a text of the other case', say.retains(a, [b, tb]), cora);
    await history.breaks('content-state', 'the end of one text twice', say.retains(a, [a, ta], [a, ta]), cora);
    await history.breaks(
      'retention-early',
      'the end of what was split off, whose case is open',
      say.retains(a, [a, ta], [lone, ts]),
      cora,
    );
    await history.keeps(
      ['retention-early', 'content-state'],
      'the end of a public and a withheld text, to the millisecond',
      say.retains(a, [a, ta], [joined, tj]),
      cora,
    );
    await history.breaks('content-state', 'their end once more', say.retains(a, [joined, tj]), cora);
    await history.breaks('content-state', 'a return of one of them', say.restores(a, [joined, tj]), cora);
    await history.keeps('retention-early', 'the end of a text that still waited', say.retains(b, [b, tb]), cora);

    const appeal = await history.says('an appeal', say.appeals(a, decided), intake);
    const words = text('Look again.');
    const upheld = say.answers(a, appeal, { result: 'upheld', by: [seat.carl], text: words });
    const answered = await history.says('an answer that upholds it', upheld, carl);
    await history.breaks(
      'retention-early',
      'the end of its text in the reopened case',
      say.retains(a, [answered, words]),
      cora,
    );
    const anewMs = ledger.nowMs;
    await history.shows(unread, 'a new decision', say.decides(a, { outcome: 'approved' }), cora);
    ledger.nowMs = anewMs + RETENTION_DAYS * DAY_MS - 1;
    await history.breaks('retention-early', 'its end too early again', say.retains(a, [answered, words]), cora);
    ledger.nowMs += 1;
    await history.keeps('retention-early', 'its end in time', say.retains(a, [answered, words]), cora);

    const apartMs = ledger.nowMs;
    await history.shows(unread, 'a decision of what was split off', say.decides(apart), cora);
    ledger.nowMs = apartMs + RETENTION_DAYS * DAY_MS;
    await history.breaks('content-unknown', 'the end of its text there', say.retains(apart, [lone, ts]), cora);
    await history.keeps('retention-early', 'its end where it was said', say.retains(a, [lone, ts]), cora);

    const kept = text('Open the towpath.');
    const inquiry = await history.says('an inquiry', say.opens('inquiry', { text: kept }), intake);
    await history.shows('decided-unaccounted', 'a decision of it', say.decides(inquiry), cora);
    ledger.nowMs = Date.UTC(2126, 0, 1);
    await history.breaks(
      'retention-early',
      'the end of a text that is kept for ever, a hundred years later',
      say.retains(inquiry, [inquiry, kept]),
      cora,
    );
    const last = text('A last word.');
    const late = await opens('a letter a hundred years later', last);
    ledger.nowMs = Date.UTC(9999, 11, 31);
    await history.shows(unread, 'a decision on the last day there is', say.decides(late), cora);
    ledger.nowMs = Date.UTC(9999, 11, 31, 23, 59, 59);
    await history.breaks(
      'retention-early',
      'the end of its text, for which there is no time',
      say.retains(late, [late, last]),
      cora,
    );
  });
}
