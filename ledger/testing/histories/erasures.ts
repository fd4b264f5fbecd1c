/** Who asks for the erasure of words, what meets that, and what registrars take out of public view. SPEC M57, M64. */
import { inCity, type History } from '../history.ts';
import { inCouncil } from '../council.ts';
import type { ContentRef } from '../../src/content.ts';
import type { FileRef } from '../../src/file-content.ts';
import { openEnvelope } from '../../src/statement.ts';
import { parseEntry } from '../../src/entry.ts';
import { contentPhrases, type Target } from '../../src/testing/letters.ts';
import type { LedgerBuilder } from '../../src/testing/builder.ts';
import { inVoices, RETENTION_DAYS, voicesProcess } from './voices.ts';

const DAY_MS = 86_400_000;
const longAgo = { at: '1926-01-05T08:00:00.000Z' };

export function erasureRequestsHistory(): Promise<History> {
  return inVoices('words that somebody wants erased', async (history, { council, say, ida, otto }) => {
    const { ledger, cora, will, seat } = council;
    const intake = ledger.intakeKey;
    const text = (words: string): ContentRef => ledger.text(words);
    const [ta, tb] = [text('Mrs Smith throws stones.'), text('So does her son.')];
    const photo: FileRef = { digest: 'f'.repeat(64), bytes: 4096, mediaType: 'image/jpeg' };
    const opens = say.writes(say.opens('inquiry', { text: ta, files: [photo], followKey: ida.keyid }));
    const a = await history.says('an input with a picture', opens, intake);
    const b = await history.says(
      'another input',
      say.writes(say.opens('inquiry', { text: tb, followKey: otto.keyid })),
      intake,
    );
    const words: Target = [a, ta];
    const asks = say.asksErasure(a, words, a);
    await history.breaks('speaker-key', 'her wish to have it erased, by somebody else', asks, otto);
    await history.breaks('speaker-key', 'her wish, by the service', asks, intake);
    await history.breaks('key-unknown', 'a wish without an entry, by her', say.asksErasure(a, words), ida);
    await history.breaks('speaker-unknown', 'the wish of somebody in another case', say.asksErasure(a, words, b), otto);
    await history.breaks('case-unknown', 'a wish in no case', say.asksErasure(99_999, words, a), ida);
    await history.breaks('content-unknown', 'a wish for what she did not write', say.asksErasure(a, [a, tb], a), ida);
    await history.breaks('content-unknown', 'a wish by the wrong entry', say.asksErasure(a, [b, ta], a), ida);
    await history.breaks('content-unknown', 'a wish for it in another case', say.asksErasure(b, words, b), otto);
    await history.breaks('seen-short', 'a wish in sight of less', { ...asks, seen: ledger.seen(a) }, ida);
    const asked = await history.keeps(['erasure-asked', 'content-unknown'], 'her wish', asks, ida);
    await history.breaks('erasure-asked', 'her wish again', asks, ida);
    const third = say.asksErasure(a, words);
    await history.breaks('erasure-asked', 'the wish of whom it speaks of, meanwhile', third, intake);
    await history.keeps('erasure-asked', 'their wish for the picture', say.asksErasure(a, [a, photo]), intake);
    await history.says('the words published', say.publishes(a, words), cora);
    await history.says('the words withheld', say.withholds(a, words), cora);
    await history.breaks('erasure-asked', 'her wish: they are still there', asks, ida);
    await history.says('the words back in view', say.restores(a, words), cora);
    await history.breaks('erasure-asked', 'her wish once more', asks, ida);
    const answers = say.answers(a, asked);
    await history.breaks('answer-result', 'an answer that says how it ends', { ...answers, result: 'rejected' }, cora);
    await history.breaks('answer-target', 'an answer by herself', say.speaks(answers, a), ida);
    const { by: _, ...taken } = answers;
    await history.breaks('answer-target', 'an answer by the service', taken, intake);
    await history.breaks('answer-target', 'an answer in another case', { ...answers, case: b }, cora);
    await history.keeps(['answer-target', 'answer-result'], 'an answer that says why not', answers, cora);
    await history.breaks('answer-target', 'another answer', answers, cora);
    const again = await history.keeps('erasure-asked', 'the wish of whom it speaks of, afterwards', third, intake);
    const dots = text('Mrs ▮▮▮▮▮ throws stones.');
    const redacted = await history.says(
      'the words erased, with others in their place',
      say.redacts(a, words, dots),
      cora,
    );
    await history.breaks('answer-target', 'an answer to what was done', say.answers(a, again), cora);
    await history.breaks('content-state', 'a wish for what is erased', asks, ida);
    await history.keeps(
      'content-state',
      'a wish for what is there instead',
      say.asksErasure(a, [redacted, dots], a),
      ida,
    );
    await history.says('the picture erased', say.redacts(a, [a, photo]), cora);

    const response = text('We have written to Mrs Smith.');
    const responded = await history.says('a response', say.responds(b, { text: response }), cora);
    const ofOfficials = say.asksErasure(b, [responded, response], b);
    const past = await history.says('a wish to have that erased, said to be old', { ...ofOfficials, ...longAgo }, otto);
    await history.keeps('step-late', 'an answer by works', say.answers(b, past, { by: [seat.will] }), will);
    const [tc, td, te] = [text('One.'), text('Two.'), text('Three.')];
    const joined: number[] = [];
    for (const one of [tc, td, te]) joined.push(await history.says('more', say.joins(b, { text: one }), intake));
    const [c = 0, d = 0, e = 0] = joined;
    const wishes = [];
    for (const target of [
      [c, tc],
      [d, td],
      [e, te],
    ] as const)
      wishes.push(await history.says('a wish', say.asksErasure(b, target), intake));
    await history.says('all published', say.publishes(b, [c, tc], [d, td], [e, te]), cora);
    // Two working days from Monday, the 5th.
    ledger.nowMs = Date.UTC(2026, 0, 8, 1, 0, 0) - 1;
    await history.keeps('step-late', 'the first erased as late as can be', say.redacts(b, [c, tc]), cora);
    ledger.nowMs = Date.UTC(2026, 0, 8, 1, 0, 0);
    await history.shows('step-late', 'the second erased too late', say.redacts(b, [d, td]), cora);
    await history.shows('step-late', 'an answer to the third, too late', say.answers(b, wishes[2] ?? 0), cora);
    await history.keeps('step-late', 'the third erased, which nobody is owed now', say.redacts(b, [e, te]), cora);
  });
}

export function movedErasuresHistory(): Promise<History> {
  return inVoices('wishes for erasure where a case has gone', async (history, { council, say, ida, otto }) => {
    const { ledger, cora } = council;
    const intake = ledger.intakeKey;
    const [ta, tx] = [ledger.text('At number 7.'), ledger.text('At number 9.')];
    const a = await history.says('a case', say.opens('inquiry', { text: ta, followKey: ida.keyid }), intake);
    const x = await history.says('who joins it', say.joins(a, { text: tx, followKey: otto.keyid }), intake);
    const s = await history.says('an input split off', say.splits(a, [x]), cora);
    await history.breaks('content-unknown', 'his wish where the input is', say.asksErasure(s, [x, tx], x), otto);
    await history.breaks('speaker-unknown', 'her wish there', say.asksErasure(s, [x, tx], a), ida);
    await history.keeps('content-unknown', 'his wish where he said it', say.asksErasure(a, [x, tx], x), otto);
    const b = await history.says('another case', say.opens('inquiry'), intake);
    await history.says('the first merged into it', say.merges(a, b), cora);
    await history.breaks('content-unknown', 'her wish where the case is', say.asksErasure(b, [a, ta], a), ida);
    const asked = await history.keeps(
      'content-unknown',
      'her wish where she said it',
      say.asksErasure(a, [a, ta], a),
      ida,
    );
    await history.breaks('answer-target', 'an answer where the case is', say.answers(b, asked), cora);
    await history.keeps('answer-target', 'an answer where it was asked', say.answers(a, asked), cora);
    const plain = { id: 'service-request', version: 1 };
    const tp = ledger.text('At number 11.');
    const p = await history.says('a request', say.opens('inquiry', { process: plain, text: tp }), intake);
    await history.keeps(
      'erasure-asked',
      'a wish where nobody may erase or answer',
      say.asksErasure(p, [p, tp]),
      intake,
    );
    await history.breaks('erasure-asked', 'the same again', say.asksErasure(p, [p, tp]), intake);
  });
}

export function archivesHistory(): Promise<History> {
  return inVoices('texts that an archive takes over first', async (history, { council, say, ida, otto }) => {
    const { ledger, registrars, cora } = council;
    const [anna, bela] = registrars;
    const intake = ledger.intakeKey;
    const [ta, tb] = [ledger.text('A lamp is out.'), ledger.text('Here too.')];
    const archive = { sha256: 'a'.repeat(64) };
    const { retention: _, ...kept } = voicesProcess;
    const shorter = { ...kept, version: 2, retention: { days: 1 } };
    const a = await history.says(
      'an input',
      say.writes(say.opens('inquiry', { text: ta, followKey: ida.keyid })),
      intake,
    );
    await history.says('it published', say.publishes(a, [a, ta]), cora);
    await history.says('a version of the rules without an archive', shorter, anna, bela);
    const second = { process: { id: 'voices', version: 2 }, text: tb, followKey: otto.keyid };
    const b = await history.says('an input under it', say.opens('inquiry', second), intake);
    await history.says('that published', say.publishes(b, [b, tb]), cora);
    await history.says('a wish to have the first erased', say.asksErasure(a, [a, ta], a), ida);
    for (const id of [a, b]) await history.shows('decided-unaccounted', 'a decision', say.decides(id), cora);
    ledger.nowMs += RETENTION_DAYS * DAY_MS;
    const retains = say.retains(a, [a, ta]);
    await history.breaks('archive-missing', 'the end of a text without an archive', retains, cora);
    await history.shows(
      'step-late',
      'its end with an archive, which is what was asked for long ago',
      { ...retains, archive },
      cora,
    );
    await history.keeps('archive-missing', 'the end of a text whose rules ask for none', say.retains(b, [b, tb]), cora);
  });
}

/** Of the grant of a mandate. */
function holderOf(ledger: LedgerBuilder, granted: number): Target {
  const { statement } = openEnvelope(parseEntry(ledger.entries[granted] ?? new Uint8Array()).envelope);
  if (statement.kind !== 'mandate-granted' || statement.holder === undefined) throw new RangeError('It has no holder.');
  return [granted, statement.holder];
}

export function holdersHistory(): Promise<History> {
  return inCity(
    'names that registrars take out of public view',
    async (history, { ledger, registrars, clerk, parks, mandate }) => {
      const [anna, bela, cleo] = registrars;
      const say = contentPhrases(ledger, []);
      /** By registrars, outside any case. */
      const outside = <T extends object>(said: T & { by?: unknown; case?: unknown }, ground = 'retention') => {
        const { by: _, case: _case, ...rest } = said;
        return { ...rest, ...('ground' in rest && { ground }) } as Omit<T, 'by' | 'case'>;
      };
      const holder = holderOf(ledger, mandate.clerk);
      const redacts = outside(say.redacts(0, holder));
      const withholds = outside(say.withholds(0, holder), 'court-order');
      const restores = outside(say.restores(0, holder));
      for (const ground of ['privacy', 'constructor', 'spam'])
        await history.breaks(
          'ground-unknown',
          `a name erased on the ground "${ground}"`,
          { ...redacts, ground },
          anna,
          bela,
        );
      await history.breaks('threshold-unmet', 'a name erased by one registrar', redacts, anna);
      await history.breaks('key-unknown', 'a name erased by an official', redacts, clerk);
      await history.breaks('key-unknown', 'a name erased by registrars and an official', redacts, anna, bela, clerk);
      await history.breaks('key-unknown', 'a name erased by the service', redacts, ledger.intakeKey);
      await history.breaks(
        'content-unknown',
        'a name of another entry erased',
        { ...redacts, entry: mandate.parks },
        anna,
        bela,
      );
      await history.breaks('content-state', 'a name put back that was never taken out', restores, anna, bela);
      await history.breaks('threshold-unmet', 'a name withheld by one registrar', withholds, cleo);
      await history.keeps(['ground-unknown', 'threshold-unmet'], 'a name withheld', withholds, anna, cleo);
      await history.breaks('content-state', 'it withheld again', withholds, anna, bela);
      await history.breaks('threshold-unmet', 'it put back by one registrar', restores, anna);
      await history.keeps('content-state', 'it put back', restores, bela, cleo);
      const instead = ledger.text('N. N.');
      const last = { ...redacts, replacement: instead };
      const erased = await history.keeps('ground-unknown', 'it erased, with another in its place', last, anna, bela);
      await history.breaks('content-state', 'it erased again', redacts, anna, bela);
      await history.breaks('content-state', 'it put back from nothing', restores, anna, bela);
      const next = outside(say.redacts(0, [erased, instead]), 'mistake');
      await history.keeps('content-unknown', 'the other erased', next, anna, bela);
      await history.keeps(
        'content-unknown',
        'how to appeal against that erased',
        outside(say.redacts(0, [erased, last.appeal]), 'third-party'),
        anna,
        bela,
      );

      const words = ledger.text('The path by the river is flooded.');
      const voice = { channel: 'web', author: 'person' } as const;
      const process = { id: 'service-request', version: 1 };
      const id = await history.says(
        'an input',
        { kind: 'input-received', ...voice, process, text: words },
        ledger.intakeKey,
      );
      for (const ground of ['erasure-request', 'defamation'])
        await history.breaks(
          'content-unknown',
          `words of a case erased by registrars on the ground "${ground}"`,
          outside(say.redacts(id, [id, words]), ground),
          anna,
          bela,
        );
      await history.breaks(
        'content-unknown',
        'words of a case withheld by registrars',
        outside(say.withholds(id, [id, words])),
        anna,
        bela,
      );
      await history.says(
        'a response',
        { kind: 'response', by: [mandate.parks], case: id, text: ledger.text('Yes.') },
        parks,
      );
    },
  );
}

export function registerTextsHistory(): Promise<History> {
  return inCouncil('texts of registers that are taken out of public view', async (history, council, said) => {
    const { ledger, registrars, cora, sam, seat } = council;
    const [anna, bela] = registrars;
    const say = contentPhrases(ledger, [seat.cora]);
    const [tr, ts] = [ledger.text('Made by Mr Miller.'), ledger.text('Mr Miller is ill.')];
    const registered = await history.says('an algorithm', said.registers({ text: tr }), cora);
    const supplied = await history.says('what a supplier says', said.supplies({ text: ts }), sam);
    const outside = ([entry, { digest }]: Target) => ({
      ...{ kind: 'content-redacted' as const, entry, digest, ground: 'third-party', basis: 'Data protection act' },
      ...{ told: 'no' as const, appeal: ledger.text('Write to the registrars.') },
    });
    const a = await history.says('an inquiry', said.opens('inquiry'), ledger.intakeKey);
    // By officials only where the rules of a case let them, and of its own texts.
    await history.breaks(
      'ground-unknown',
      'a text of the register erased in a case',
      say.redacts(a, [registered, tr]),
      cora,
    );
    await history.breaks('content-unknown', 'it put back in a case', say.restores(a, [registered, tr]), cora);
    await history.breaks('content-unknown', 'it published in a case', say.publishes(a, [registered, tr]), cora);
    await history.breaks(
      'content-unknown',
      'a wish for its erasure in a case',
      { kind: 'erasure-request', case: a, entry: registered, digest: tr.digest },
      ledger.intakeKey,
    );
    const erased = await history.keeps(
      'content-unknown',
      'it erased by registrars',
      outside([registered, tr]),
      anna,
      bela,
    );
    await history.says('that of the supplier as well', outside([supplied, ts]), anna, bela);
    await history.breaks('correction-target', 'a correction of what registrars did', said.corrects(a, erased), cora);
    await history.breaks('contest-target', 'a dispute of it', said.disputes(a, erased), ledger.intakeKey);
    await history.breaks('dissent-target', 'a dissent from it', said.dissents(a, erased), cora);
  });
}
