/** What is asked, contested and answered, and what becomes of a case whose appeal is upheld. SPEC M49, M30. */
import { inCouncil } from '../council.ts';
import type { History } from '../history.ts';

export function questionsHistory(): Promise<History> {
  return inCouncil('questions and answers', async (history, { ledger, registrars, cora, will, aud, seat }, say) => {
    const intake = ledger.intakeKey;
    const byWill = { by: [seat.will] };
    const a = await history.says('an input', say.opens('inquiry'), intake);
    const b = await history.says('another case', say.opens('inquiry'), intake);
    const asked = await history.says('a question to whoever was heard', say.asks(a), cora);
    const toWorks = await history.says('a question to the works department', say.asks(a, { to: 'works' }), cora);
    const commitment = await history.says('a commitment', say.commits(a), cora);
    await history.breaks(
      'office-unknown',
      'a question to an office that nobody defined',
      say.asks(a, { to: 'harbour' }),
      cora,
    );
    await history.breaks('mandate-key', 'a question that the intake signs', say.asks(a), intake);
    await history.breaks(
      'act-not-allowed',
      'a question of an office that may not ask',
      say.asks(a, { by: [seat.aud] }),
      aud,
    );

    const { by: _, ...spoken } = say.answers(a, asked);
    const { by: __, ...other } = say.answers(b, asked);
    await history.breaks('answer-target', 'an answer to a question in another case', other, intake);
    await history.breaks('answer-target', 'an answer to an input', { ...spoken, answers: a }, intake);
    await history.breaks('answer-target', 'an answer to a commitment', say.answers(a, commitment, byWill), will);
    await history.breaks('answer-target', 'an answer to itself', say.answers(a, ledger.entries.length), cora);
    await history.breaks('answer-target', 'an answer to nothing', say.answers(a, 9999), cora);
    await history.breaks(
      'answer-target',
      'an answer of the service to a question put to an office',
      { ...spoken, answers: toWorks },
      intake,
    );
    await history.breaks(
      'answer-result',
      'an answer to a question that upholds it',
      { ...spoken, result: 'upheld' },
      intake,
    );
    await history.breaks('key-unknown', 'an answer that an official signs without a mandate', spoken, cora);
    await history.keeps(['answer-target', 'answer-result'], 'an answer of whoever was asked', spoken, intake);
    await history.breaks(
      'answer-target',
      'a second answer',
      { ...spoken, text: ledger.text('To the weir, in fact.') },
      intake,
    );
    await history.breaks('answer-target', 'a second answer that an official took down', say.answers(a, asked), cora);

    // Five working days from Monday, the 5th of January, end on the next.
    ledger.nowMs = Date.UTC(2026, 0, 13, 1, 0, 0) - 1;
    await history.keeps(
      'step-late',
      'an answer of the office in the last millisecond',
      say.answers(a, toWorks, byWill),
      will,
    );
    const late = await history.says('a question of Tuesday to that office', say.asks(a, { to: 'works' }), cora);
    const slow = await history.says('a question of Tuesday to whoever was heard', say.asks(a), cora);
    await history.says('the case merged into the other', say.merges(a, b), cora);
    await history.breaks('case-merged', 'a question in it after that', say.asks(a), cora);
    // From Tuesday to Tuesday.
    ledger.nowMs = Date.UTC(2026, 0, 21, 1, 0, 0);
    await history.shows(
      'step-late',
      'an answer of the office as it is late, in the case that has become part of another',
      say.answers(a, late, byWill),
      will,
    );
    ledger.nowMs = Date.UTC(2027, 0, 4, 12, 0, 0);
    await history.keeps(
      'step-late',
      'an answer of whoever was heard, a year later',
      { ...spoken, answers: slow },
      intake,
    );
    const [anna, bela] = registrars;
    await history.says(
      'an end to the mandate of the works department',
      { kind: 'mandate-ended', mandate: seat.will, reason: 'resigned' },
      anna,
      bela,
    );
    await history.breaks('mandate-ended', 'an answer under it', say.answers(a, slow, byWill), will);
  });
}

export function contestsHistory(): Promise<History> {
  return inCouncil('appeals, disputes and dissent', async (history, { ledger, cora, carl, will, seat }, say) => {
    const intake = ledger.intakeKey;
    const byWill = { by: [seat.will] };
    const a = await history.says('an input', say.opens('inquiry'), intake);
    const b = await history.says('another case', say.opens('inquiry'), intake);
    const asked = await history.says('a question', say.asks(a), cora);
    const { by: _, ...spoken } = say.answers(a, asked);
    const answered = await history.says('an answer of whoever was asked', spoken, intake);
    const responded = await history.says('a response', say.responds(a, byWill), will);
    for (const [name, target] of [
      ['an input', a],
      ['an answer of a citizen', answered],
      ['the opening of the ledger', 0],
      ['an entry to come', 9999],
      ['itself', ledger.entries.length],
    ] as const) {
      await history.breaks('contest-target', `an appeal against ${name}`, say.appeals(a, target), intake);
      await history.breaks('contest-target', `a dispute of ${name}`, say.disputes(a, target), intake);
    }
    await history.breaks('contest-target', 'an appeal in another case', say.appeals(b, responded), intake);
    await history.breaks(
      'author-not-admitted',
      'a dispute of a device',
      say.disputes(a, responded, { author: 'device' }),
      intake,
    );
    await history.breaks(
      'author-not-admitted',
      'a dispute of a system',
      say.disputes(a, responded, { author: 'system' }),
      intake,
    );
    await history.breaks(
      'key-unknown',
      'a dispute that somebody else than the intake signs',
      say.disputes(a, responded),
      cora,
    );
    await history.breaks(
      'act-not-allowed',
      'a dispute that an office takes down which may not',
      say.disputes(a, responded, byWill),
      will,
    );
    const early = await history.keeps(
      'contest-target',
      'a dispute of the response',
      say.disputes(a, responded),
      intake,
    );
    await history.breaks(
      'contest-target',
      'an appeal against a response, which decides nothing',
      say.appeals(a, responded),
      intake,
    );
    const taken = await history.keeps(
      'contest-target',
      'a dispute of a question, taken down by an official',
      say.disputes(a, asked, { by: [seat.cora], channel: 'counter' }),
      cora,
    );
    await history.breaks(
      'answer-result',
      'an answer to a dispute that does not say how it ends',
      say.answers(a, early),
      cora,
    );
    await history.breaks(
      'answer-target',
      'an answer to a dispute that the service signs',
      { ...spoken, answers: early, result: 'rejected' },
      intake,
    );
    await history.keeps(
      'answer-result',
      'an answer to a dispute',
      say.answers(a, early, { result: 'upheld', by: [seat.carl] }),
      carl,
    );
    await history.keeps(
      'answer-result',
      'an answer to a dispute that an official took down',
      say.answers(a, taken, { result: 'upheld', by: [seat.carl] }),
      carl,
    );
    await history.breaks('dissent-target', 'dissent from a response', say.dissents(a, responded), cora);

    const decided = await history.shows(
      'decided-unaccounted',
      'a decision',
      say.decides(a, { outcome: 'approved' }),
      cora,
    );
    await history.breaks('dissent-target', 'dissent from it in another case', say.dissents(b, decided), cora);
    await history.breaks('dissent-target', 'dissent from an input', say.dissents(a, a), cora);
    await history.breaks('dissent-target', 'dissent from nothing', say.dissents(a, 9999), cora);
    await history.breaks(
      'act-not-allowed',
      'dissent of an office that may not',
      say.dissents(a, decided, byWill),
      will,
    );
    await history.keeps(
      'dissent-target',
      'dissent from the decision',
      say.dissents(a, decided, { by: [seat.carl] }),
      carl,
    );
    const [x, y, z, d] = [
      await history.says('an appeal against the decision', say.appeals(a, decided), intake),
      await history.says('another', say.appeals(a, decided), intake),
      await history.says('a third', say.appeals(a, decided), intake),
      await history.says('a dispute of it', say.disputes(a, decided), intake),
    ];
    await history.keeps(
      'appeal-self-judged',
      'an answer that rejects the first appeal, by somebody else',
      say.answers(a, x, { result: 'rejected', by: [seat.carl] }),
      carl,
    );
    await history.breaks('case-decided', 'a second decision, after the appeal was rejected', say.decides(a), cora);
    await history.says(
      'an answer that upholds the dispute',
      say.answers(a, d, { result: 'upheld', by: [seat.carl] }),
      carl,
    );
    await history.breaks('case-decided', 'a second decision, after a dispute was upheld', say.decides(a), cora);

    const promised = await history.says('a commitment', say.commits(a, { decision: decided }), cora);
    await history.says('and it is kept', say.reports(a, promised, 'complete'), cora);
    await history.says('an evaluation', say.evaluates(a), cora);
    // Tuesday, the 20th of January: the time for the first decision is not over.
    ledger.nowMs = Date.UTC(2026, 0, 20, 12, 0, 0);
    const upheld = await history.shows(
      'step-late',
      'an answer that upholds the second appeal in part, after five working days',
      say.answers(a, y, { result: 'partly', by: [seat.carl] }),
      carl,
    );
    await history.breaks('case-undecided', 'an evaluation of a case that was opened anew', say.evaluates(a), cora);
    await history.breaks(
      'commitment-undecided',
      'a commitment that names the decision of before',
      say.commits(a, { decision: decided }),
      cora,
    );
    await history.keeps('case-decided', 'an input that joins the case again', say.joins(a), intake);
    await history.breaks(
      'answer-target',
      'a second answer to the appeal',
      say.answers(a, y, { result: 'rejected', by: [seat.carl] }),
      carl,
    );
    // Thirty days from the 20th of January end on the 19th of February, a Thursday.
    ledger.nowMs = Date.UTC(2026, 1, 20, 1, 0, 0);
    const anew = await history.shows(
      ['step-late', 'decided-unaccounted'],
      'a new decision as it is late, counted from that answer',
      say.decides(a, { outcome: 'approved', seen: ledger.seen(upheld + 1) }),
      cora,
    );
    await history.breaks('case-decided', 'yet another decision', say.decides(a), cora);
    await history.keeps('dissent-target', 'dissent from the decision of before', say.dissents(a, decided), cora);
    await history.keeps('dissent-target', 'dissent from the new decision', say.dissents(a, anew), cora);
    await history.shows(
      ['appeal-self-judged', 'step-late'],
      'an answer that rejects the third appeal, by who had decided',
      say.answers(a, z, { result: 'rejected' }),
      cora,
    );
    await history.says(
      'citizens who look back, which is not for the authority to be done with',
      say.looksBack(a),
      intake,
    );
    // The clocks of the new decision, its sixty days to be carried out and its ninety to be evaluated, have begun anew.
    ledger.nowMs = Date.UTC(2026, 4, 22, 12, 0, 0);
    const second = await history.says('a commitment after sixty days', say.commits(a, { decision: anew }), cora);
    await history.shows(
      'step-late',
      'which is kept late: what was done about the old decision does not count',
      say.reports(a, second, 'complete'),
      cora,
    );
    await history.shows('step-late', 'an evaluation after ninety days, likewise', say.evaluates(a), cora);
  });
}

export function reopenedHistory(): Promise<History> {
  return inCouncil('cases that are opened anew', async (history, { ledger, cora, carl, seat }, say) => {
    const intake = ledger.intakeKey;
    const adopts = (id: number, inputs: number[]): ReturnType<typeof say.disposes> =>
      say.disposes(id, [], {
        items: [{ code: 'adopted', inputs, reason: ledger.text('The bank is ours after all.') }],
      });
    const a = await history.says('an input', say.opens('inquiry'), intake);
    const a2 = await history.says('an input that joins it', say.joins(a), intake);
    const fate = await history.says('a disposition of the first', say.disposes(a, [a]), cora);
    const decided = await history.shows('decided-unaccounted', 'a decision', say.decides(a), cora);
    await history.breaks('input-accounted', 'another disposition of the first', adopts(a, [a]), cora);
    const appeal = await history.says('an appeal', say.appeals(a, decided), intake);
    const waiting = await history.says('another appeal', say.appeals(a, decided), intake);
    await history.breaks('input-accounted', 'another disposition while they wait', adopts(a, [a]), cora);
    await history.says(
      'an answer that upholds the first',
      say.answers(a, appeal, { result: 'upheld', by: [seat.carl] }),
      carl,
    );
    await history.breaks('contest-target', 'an appeal against the old disposition', say.appeals(a, fate), intake);
    await history.breaks('input-accounted', 'a new disposition that names it twice', adopts(a, [a, a]), cora);
    await history.keeps(
      'input-accounted',
      'a new disposition of the first, and one of the second',
      adopts(a, [a, a2]),
      cora,
    );
    await history.breaks('input-accounted', 'yet another', say.disposes(a, [a2]), cora);
    await history.breaks(
      'input-accounted',
      'a split of an input that has a new disposition',
      say.splits(a, [a2]),
      cora,
    );
    const again = await history.keeps(
      ['case-decided', 'decided-unaccounted'],
      'a new decision, which leaves nothing',
      say.decides(a, { outcome: 'approved' }),
      cora,
    );
    await history.breaks('input-accounted', 'a disposition after it', say.disposes(a, [a]), cora);
    await history.breaks('contest-target', 'an appeal against the decision of before', say.appeals(a, decided), intake);
    await history.breaks(
      'case-decided',
      'a further decision, while an appeal against the first still waits',
      say.decides(a),
      cora,
    );
    await history.says(
      'an answer that upholds that appeal',
      say.answers(a, waiting, { result: 'upheld', by: [seat.carl] }),
      carl,
    );
    await history.breaks(
      'case-decided',
      'a further decision: what it turned against is in force no more',
      say.decides(a),
      cora,
    );
    const anew = await history.keeps(
      'contest-target',
      'an appeal against the new decision',
      say.appeals(a, again),
      intake,
    );
    await history.says('an answer that upholds it', say.answers(a, anew, { result: 'partly', by: [seat.carl] }), carl);
    await history.keeps(
      'contest-target',
      'an appeal against the decision that was struck down, before there is another',
      say.appeals(a, again),
      intake,
    );
    await history.keeps(['case-decided', 'decided-unaccounted'], 'a third decision', say.decides(a), cora);
  });
}
