/** The registers of what decisions rest on, and what suppliers and devices say. SPEC M51, M52. */
import { inCouncil } from '../council.ts';
import type { History } from '../history.ts';

export function registersHistory(): Promise<History> {
  return inCouncil('registers', async (history, council, say) => {
    const { ledger, cora, carl, will, aud, nell, sam, gauge, seat } = council;
    const intake = ledger.intakeKey;
    const byWill = { by: [seat.will] };
    await history.breaks(
      'register-version',
      'an algorithm that begins with version 2',
      say.registers({ version: 2 }),
      cora,
    );
    await history.breaks(
      'office-unknown',
      'an algorithm of a supplier whom nobody defined',
      say.registers({ supplier: 'harbour' }),
      cora,
    );
    await history.breaks(
      'office-unknown',
      'an algorithm of a supplier who is an office of the city',
      say.registers({ supplier: 'works' }),
      cora,
    );
    await history.breaks(
      'act-not-allowed',
      'an algorithm that an office registers which may not',
      say.registers({ by: [seat.nell] }),
      nell,
    );
    await history.breaks(
      'act-not-allowed',
      'an algorithm that its supplier registers',
      say.registers({ by: [seat.sam], supplier: 'acme' }),
      sam,
    );
    await history.breaks('mandate-key', 'an algorithm that the intake registers', say.registers(), intake);
    const first = await history.keeps(
      ['register-version', 'office-unknown'],
      'an algorithm of a supplier',
      say.registers({ supplier: 'acme' }),
      cora,
    );
    await history.breaks(
      'register-version',
      'version 1 again, of more impact',
      say.registers({ impact: 'high' }),
      cora,
    );
    await history.breaks('register-version', 'version 3 before version 2', say.registers({ version: 3 }), cora);
    await history.breaks(
      'register-office',
      'version 2 by another office',
      say.registers({ version: 2, ...byWill }),
      will,
    );
    await history.keeps(
      'register-office',
      'another algorithm by that office',
      say.registers({ id: 'pile-planner', ...byWill }),
      will,
    );
    const second = await history.keeps(
      ['register-version', 'register-office'],
      'version 2 by somebody else of the same office',
      say.registers({ version: 2, by: [seat.carl] }),
      carl,
    );
    const high = await history.keeps(
      'register-version',
      'an algorithm of high impact',
      say.registers({ id: 'path-judge', impact: 'high' }),
      cora,
    );
    await history.keeps(
      'register-office',
      'an algorithm of two offices, the first of which keeps it',
      say.registers({ id: 'joint', by: [seat.will, seat.cora] }),
      will,
      cora,
    );
    await history.breaks(
      'register-office',
      'version 2 of it by the second',
      say.registers({ id: 'joint', version: 2 }),
      cora,
    );
    await history.keeps(
      'register-office',
      'version 2 of it by both',
      say.registers({ id: 'joint', version: 2, by: [seat.cora, seat.will] }),
      cora,
      will,
    );
    for (const id of ['constructor', '0'])
      await history.keeps('register-version', `an algorithm named "${id}"`, say.registers({ id }), cora);
    const survey = await history.keeps(
      'register-version',
      'a use of data under the name of an algorithm',
      say.usesData({ id: 'bank-ranking' }),
      cora,
    );
    await history.breaks('register-version', 'it again', say.usesData({ id: 'bank-ranking', title: 'Other' }), cora);
    const nudge = await history.keeps(
      'register-version',
      'a nudge under that name',
      say.nudges({ id: 'bank-ranking' }),
      cora,
    );
    await history.breaks('register-version', 'version 3 of it', say.nudges({ id: 'bank-ranking', version: 3 }), cora);
    await history.breaks(
      'act-not-allowed',
      'a use of data that an office registers which may not',
      say.usesData(byWill),
      will,
    );
    await history.breaks('act-not-allowed', 'a nudge that an office registers which may not', say.nudges(byWill), will);

    const a = await history.says('an input', say.opens('inquiry'), intake);
    const responded = await history.says('a response', say.responds(a), cora);
    await history.says('what became of it', say.disposes(a, [a]), cora);
    for (const [name, used] of [
      ['an entry that registers nothing', { algorithms: [responded] }],
      ['the case itself', { data: [a] }],
      ['a use of data as an algorithm', { algorithms: [survey] }],
      ['an algorithm as a use of data', { data: [first] }],
      ['a nudge as an algorithm', { algorithms: [nudge] }],
      ['a known algorithm and an entry to come', { algorithms: [second, 9999] }],
    ] as const)
      await history.breaks('register-unknown', `a decision that cites ${name}`, say.decides(a, copied(used)), cora);
    await history.breaks(
      'review-missing',
      'a decision with an algorithm of high impact that nobody reviewed',
      say.decides(a, { algorithms: [high] }),
      cora,
    );
    await history.breaks(
      'review-missing',
      'the same behind one of limited impact',
      say.decides(a, { algorithms: [second, high] }),
      cora,
    );
    const review = (reviewer: number) => ({ reviewer, appeal: ledger.text('Write to the council.') });
    await history.breaks(
      'mandate-unknown',
      'a review by an entry that grants nothing',
      say.decides(a, { algorithms: [high], review: review(responded) }),
      cora,
    );
    await history.breaks(
      'review-missing',
      'a review by a device',
      say.decides(a, { algorithms: [high], review: review(seat.gauge) }),
      cora,
    );
    await history.breaks(
      'review-missing',
      'a review by a supplier',
      say.decides(a, { algorithms: [high], review: review(seat.sam) }),
      cora,
    );
    const [anna, bela] = council.registrars;
    const brief = await history.says(
      'a mandate that soon ends',
      {
        kind: 'mandate-granted',
        office: 'audit',
        person: aud.person,
        key: aud.keyid,
        from: '2026-01-01T00:00:00.000Z',
        until: '2026-01-05T09:00:00.000Z',
      },
      anna,
      bela,
    );
    const coming = await history.says(
      'a mandate that has not begun',
      {
        kind: 'mandate-granted',
        office: 'audit',
        person: aud.person,
        key: aud.keyid,
        from: '2026-06-01T00:00:00.000Z',
      },
      anna,
      bela,
    );
    await history.breaks(
      'mandate-not-begun',
      'a review under a mandate that has not begun',
      say.decides(a, { algorithms: [high], review: review(coming) }),
      cora,
    );
    await history.says(
      'an end to the mandate of the deputy',
      { kind: 'mandate-ended', mandate: council.mandate.deputy, reason: 'resigned' },
      anna,
      bela,
    );
    await history.breaks(
      'mandate-ended',
      'a review under a mandate that was ended',
      say.decides(a, { algorithms: [high], review: review(council.mandate.deputy) }),
      cora,
    );
    await history.keeps(
      ['register-unknown', 'review-missing', 'register-superseded'],
      'a decision with an algorithm of high impact, the use of data and a reviewer',
      say.decides(a, { algorithms: [high, second], data: [survey], review: review(brief) }),
      cora,
    );

    const b = await history.says('another input', say.opens('inquiry'), intake);
    await history.says('what became of that', say.disposes(b, [b]), cora);
    ledger.nowMs = Date.UTC(2026, 0, 5, 9, 0, 0);
    await history.breaks(
      'mandate-expired',
      'a review under a mandate that ran out at this millisecond',
      say.decides(b, { algorithms: [high], review: review(brief) }),
      cora,
    );
    await history.shows(
      'register-superseded',
      'a decision with a version that is no longer in force',
      say.decides(b, { algorithms: [first] }),
      cora,
    );
    const c = await history.says('a third input', say.opens('inquiry'), intake);
    const retired = await history.says(
      'a new version that says it is retired',
      say.registers({ id: 'path-judge', version: 2, impact: 'high', status: 'retired' }),
      cora,
    );
    await history.breaks(
      'review-missing',
      'a decision with it that nobody reviewed',
      say.decides(c, { algorithms: [retired] }),
      cora,
    );
    const anew = await history.says(
      'a new version of the use of data',
      say.usesData({ id: 'bank-ranking', version: 2, status: 'retired' }),
      cora,
    );
    await history.shows(
      ['register-superseded', 'register-superseded', 'register-superseded', 'decided-unaccounted'],
      'a decision with something retired, something replaced, and something both',
      say.decides(c, { algorithms: [retired], data: [survey, anew], review: review(seat.aud) }),
      cora,
    );

    await history.breaks(
      'register-unknown',
      'a supplier who speaks of an entry that registers nothing',
      say.supplies({ concerns: [first, a] }),
      sam,
    );
    await history.breaks(
      'act-not-allowed',
      'an office that speaks as a supplier',
      say.supplies({ by: [seat.cora] }),
      cora,
    );
    await history.breaks('mandate-key', 'the intake that speaks as a supplier', say.supplies(), intake);
    await history.keeps(
      'register-unknown',
      'a supplier who speaks of an algorithm and a use of data',
      say.supplies({ concerns: [first, survey] }),
      sam,
    );
    await history.keeps(
      'act-not-allowed',
      'a supplier who speaks of nothing in particular',
      say.supplies({ about: 'incident' }),
      sam,
    );
    await history.breaks(
      'case-unknown',
      'a measurement for a case that is not there',
      say.observes({ case: responded }),
      gauge,
    );
    await history.breaks('act-not-allowed', 'a measurement of an office', say.observes({ by: [seat.cora] }), cora);
    await history.breaks(
      'author-not-admitted',
      'the device as the author of an input',
      say.opens('inquiry', { author: 'device' }),
      intake,
    );
    await history.keeps(
      'case-unknown',
      'a measurement for a decided case',
      say.observes({ case: a, area: 'old-town' }),
      gauge,
    );
    await history.keeps('act-not-allowed', 'a measurement for no case', say.observes({ value: -17 }), gauge);
    await history.says(
      'an end to the mandate of the device',
      { kind: 'mandate-ended', mandate: seat.gauge, reason: 'other' },
      anna,
      bela,
    );
    await history.breaks('mandate-ended', 'a measurement after that', say.observes(), gauge);
  });
}

/** Lists that can be written to, as statements have them. */
function copied({ algorithms, data }: { readonly algorithms?: readonly number[]; readonly data?: readonly number[] }) {
  return {
    ...(algorithms === undefined ? {} : { algorithms: [...algorithms] }),
    ...(data === undefined ? {} : { data: [...data] }),
  };
}
