/** What is promised after a decision, how far it has come, and what was made of it. SPEC M50, M30. */
import { inCouncil } from '../council.ts';
import type { History } from '../history.ts';

export function commitmentsHistory(): Promise<History> {
  return inCouncil('commitments and what becomes of them', async (history, council, say) => {
    const { ledger, cora, will, nell, aud, seat } = council;
    const intake = ledger.intakeKey;
    const a = await history.says('an input', say.opens('inquiry'), intake);
    const b = await history.says('another case', say.opens('inquiry'), intake);
    const responded = await history.says('a response', say.responds(a), cora);
    await history.breaks(
      'commitment-undecided',
      'work handed to citizens without a decision',
      say.commits(a, { carrier: 'citizens' }),
      cora,
    );
    await history.breaks(
      'commitment-undecided',
      'a commitment that names a response',
      say.commits(a, { decision: responded }),
      cora,
    );
    await history.breaks(
      'commitment-undecided',
      'a commitment that names an input',
      say.commits(a, { decision: a }),
      cora,
    );
    await history.breaks(
      'office-unknown',
      'a commitment of an office that nobody defined',
      say.commits(a, { office: 'harbour' }),
      cora,
    );
    await history.breaks('case-undecided', 'an evaluation before anything is decided', say.evaluates(a), cora);
    await history.breaks('case-undecided', 'citizens who look back before that', say.looksBack(a), intake);
    await history.breaks(
      'act-not-allowed',
      'a commitment of an office that may not make any',
      say.commits(a, { by: [seat.aud] }),
      aud,
    );
    await history.breaks('case-unknown', 'an evaluation of a case that is not there', say.evaluates(9999), cora);
    await history.breaks(
      'key-unknown',
      'citizens who look back and whom somebody else signs for',
      say.looksBack(a),
      cora,
    );
    const free = await history.keeps(
      'commitment-undecided',
      'a commitment of the authority before anything is decided',
      say.commits(a),
      cora,
    );
    await history.says('and it is kept', say.reports(a, free, 'complete'), cora);

    const decided = await history.shows(
      'decided-unaccounted',
      'a decision that asks for action',
      say.decides(a, { outcome: 'approved' }),
      cora,
    );
    const foreign = await history.shows('decided-unaccounted', 'a decision of the other case', say.decides(b), cora);
    await history.breaks(
      'commitment-undecided',
      'work handed to citizens by the decision of another case',
      say.commits(a, { carrier: 'citizens', decision: foreign }),
      cora,
    );
    await history.breaks(
      'commitment-undecided',
      'work handed to citizens that names no decision',
      say.commits(a, { carrier: 'citizens' }),
      cora,
    );
    await history.breaks(
      'commitment-term',
      'a commitment for the day before',
      say.commits(a, { term: '2026-01-04' }),
      cora,
    );
    const today = await history.keeps(
      'commitment-term',
      'a commitment for the very day',
      say.commits(a, { term: '2026-01-05', decision: decided }),
      cora,
    );
    const first = await history.keeps(
      ['commitment-undecided', 'commitment-term'],
      'work handed to citizens by the decision, who take it on',
      say.commits(a, { carrier: 'citizens', office: 'neighbours', decision: decided, by: [seat.nell] }),
      nell,
    );
    await history.breaks(
      'commitment-unknown',
      'progress of what is no commitment',
      say.reports(a, decided, 'limited'),
      cora,
    );
    await history.breaks(
      'commitment-unknown',
      'progress of a commitment of another case',
      say.reports(b, first, 'limited'),
      cora,
    );
    await history.breaks('commitment-unknown', 'progress of nothing', say.reports(a, 9999, 'limited'), cora);
    await history.breaks(
      'commitment-complete',
      'progress of what is complete',
      say.reports(a, free, 'not-started'),
      cora,
    );
    await history.breaks('mandate-key', 'progress that the intake reports', say.reports(a, first, 'limited'), intake);
    for (const progress of ['not-started', 'substantial', 'limited'] as const)
      await history.keeps(
        ['commitment-unknown', 'commitment-complete'],
        `progress: ${progress}`,
        say.reports(a, first, progress, { by: [seat.nell] }),
        nell,
      );

    // The 5th of January is over at midnight, an hour west of Greenwich.
    ledger.nowMs = Date.UTC(2026, 0, 6, 1, 0, 0) - 1;
    await history.keeps(
      'commitment-term',
      'a commitment for that day in its last millisecond',
      say.commits(b, { term: '2026-01-05' }),
      cora,
    );
    ledger.nowMs = Date.UTC(2026, 0, 6, 1, 0, 0);
    await history.breaks(
      'commitment-term',
      'a commitment for that day as it is over',
      say.commits(a, { term: '2026-01-05' }),
      cora,
    );
    await history.shows(
      'step-late',
      'a commitment kept as its day is over',
      say.reports(a, today, 'complete', { by: [seat.will] }),
      will,
    );
    await history.breaks(
      'commitment-complete',
      'which is then reported as not begun',
      say.reports(a, today, 'not-started'),
      cora,
    );
    await history.says('citizens who look back', say.looksBack(a), intake);

    // Sixty days from the 5th of January end on the 6th of March, a Friday.
    ledger.nowMs = Date.UTC(2026, 2, 7, 1, 0, 0) - 1;
    const last = await history.says(
      'another commitment, for a year',
      say.commits(a, { term: '2027-01-04', decision: decided }),
      cora,
    );
    await history.keeps(
      'step-late',
      'a commitment kept after sixty days, where another is still open',
      say.reports(a, first, 'complete', { by: [seat.nell] }),
      nell,
    );
    await history.shows(
      'step-late',
      'the last one kept: in its own time, and too late for the decision',
      say.reports(a, last, 'complete'),
      cora,
    );
    const more = await history.says('one more', say.commits(a), cora);
    await history.keeps(
      'step-late',
      'which is kept: the decision was carried out before',
      say.reports(a, more, 'complete'),
      cora,
    );
    // Ninety days end on the 5th of April, a Sunday, so with Monday, when it is summer.
    ledger.nowMs = Date.UTC(2026, 3, 7, 0, 0, 0) - 1;
    await history.keeps(
      ['case-undecided', 'step-late'],
      'an evaluation in the last millisecond',
      say.evaluates(a, { by: [seat.nell] }),
      nell,
    );
    await history.says('another by the council', say.evaluates(a), cora);
    ledger.nowMs = Date.UTC(2027, 3, 7, 0, 0, 0);
    await history.keeps(
      'step-late',
      'an evaluation a year later, of a decision that asked for nothing',
      say.evaluates(b),
      cora,
    );

    const c = await history.says('a third case', say.opens('inquiry'), intake);
    const kept = await history.says('a commitment in it', say.commits(c, { term: '2027-12-31' }), cora);
    await history.says(
      'the case merged',
      say.merges(c, await history.says('a fourth case', say.opens('inquiry'), intake)),
      cora,
    );
    await history.breaks('case-merged', 'a commitment in it after that', say.commits(c, { term: '2027-12-31' }), cora);
    await history.keeps(
      'commitment-unknown',
      'progress of its commitment after that',
      say.reports(c, kept, 'complete'),
      cora,
    );
  });
}
