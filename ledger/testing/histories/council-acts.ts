/** Countersignatures, referrals and evidence; and that authors have seen whatever they name, of every kind. SPEC M18, M22, M23. */
import type { Said } from '../../src/testing/builder.ts';
import { inCouncil } from '../council.ts';
import type { History } from '../history.ts';

export function countersignedHistory(): Promise<History> {
  return inCouncil('decisions that are countersigned', async (history, council, say) => {
    const { ledger, registrars, cora, carl, aud, will, mayor, mandate, seat } = council;
    const [anna, bela] = registrars;
    const id = await history.says('an input', say.opens('hearing'), ledger.intakeKey);
    await history.says('what became of it', say.disposes(id, [id]), cora);
    const decides = (...by: number[]): Said => say.decides(id, { by });
    await history.breaks(
      'signatures-too-few',
      'a decision that nobody countersigns',
      decides(seat.cora, seat.carl),
      cora,
      carl,
    );
    await history.breaks(
      'signatures-too-few',
      'a decision of one, countersigned',
      decides(seat.cora, seat.aud),
      cora,
      aud,
    );
    await history.breaks('signatures-too-few', 'a decision that is countersigned alone', decides(seat.aud), aud);
    await history.breaks(
      'act-not-allowed',
      'a decision countersigned by another office',
      decides(seat.cora, seat.carl, seat.will),
      cora,
      carl,
      will,
    );
    await history.breaks(
      'act-not-allowed',
      'a decision that the mayor signs as well',
      decides(seat.cora, seat.carl, seat.aud, mandate.mayor),
      cora,
      carl,
      aud,
      mayor,
    );
    await history.breaks(
      'mandate-key',
      'a decision whose countersigner is named and did not sign',
      decides(seat.cora, seat.carl, seat.aud),
      cora,
      carl,
    );

    const grant = (office: string, person: string, key: string): Promise<number> =>
      history.says(
        `a mandate in the office "${office}"`,
        { kind: 'mandate-granted', office, person, key, from: '2026-01-01T00:00:00.000Z' },
        anna,
        bela,
      );
    const coraAudits = await grant('audit', cora.person, cora.keyid);
    await history.breaks(
      'signatures-too-few',
      'a decision of two, one of whom countersigns it',
      decides(seat.cora, seat.carl, coraAudits),
      cora,
      carl,
    );
    const second = { ...(await ledger.actor('cora, second key')), person: cora.person };
    const coraTwice = await grant('audit', cora.person, second.keyid);
    await history.breaks(
      'signatures-too-few',
      'the same with another key of hers',
      decides(seat.cora, seat.carl, coraTwice),
      cora,
      carl,
      second,
    );
    await history.breaks(
      'signatures-too-few',
      'two people of whom both hold both offices',
      decides(seat.cora, coraAudits, seat.aud, await grant('council', aud.person, aud.keyid)),
      cora,
      aud,
    );
    const willVotes = await grant('council', will.person, will.keyid);
    await history.breaks(
      'signatures-too-few',
      'a decision of three of the council, whom nobody countersigns',
      decides(seat.cora, seat.carl, willVotes),
      cora,
      carl,
      will,
    );
    await history.keeps(
      'signatures-too-few',
      'a decision of two others, which she countersigns and signs',
      decides(willVotes, seat.carl, seat.cora, coraAudits),
      will,
      carl,
      cora,
    );
    const other = await history.says('another input', say.opens('hearing'), ledger.intakeKey);
    await history.says('what became of that', say.disposes(other, [other]), cora);
    await history.keeps(
      'signatures-too-few',
      'a decision of two, countersigned by a third',
      say.decides(other, { by: [seat.aud, seat.carl, seat.cora] }),
      cora,
      carl,
      aud,
    );

    await history.says(
      'an end to the mandate of the audit office',
      { kind: 'mandate-ended', mandate: seat.aud, reason: 'term-ended' },
      anna,
      bela,
    );
    const third = await history.says('a third input', say.opens('hearing'), ledger.intakeKey);
    await history.says('what became of that', say.disposes(third, [third]), cora);
    await history.breaks(
      'mandate-ended',
      'a decision countersigned under a mandate that was ended',
      say.decides(third, { by: [seat.carl, seat.cora, seat.aud] }),
      cora,
      carl,
      aud,
    );
    await history.says(
      'the audit office loses decisions',
      { kind: 'office-defined', office: 'audit', title: 'Audit office', may: ['response'] },
      anna,
      bela,
    );
    await history.breaks(
      'act-not-allowed',
      'a decision countersigned by an office that has lost the right',
      say.decides(third, { by: [seat.carl, willVotes, coraAudits] }),
      carl,
      will,
      cora,
    );
  });
}

export function referralsHistory(): Promise<History> {
  return inCouncil('referrals and evidence', async (history, { ledger, cora, will, seat }, say) => {
    const id = await history.says('an input', say.opens('inquiry'), ledger.intakeKey);
    const into = await history.says('another case', say.opens('inquiry'), ledger.intakeKey);
    await history.breaks(
      'office-unknown',
      'a referral to an office that nobody defined',
      say.refers(id, { to: 'harbour' }),
      cora,
    );
    await history.breaks(
      'act-not-allowed',
      'a referral by an office that may not',
      say.refers(id, { to: 'works', by: [seat.will] }),
      will,
    );
    await history.keeps('office-unknown', 'a referral to the works department', say.refers(id, { to: 'works' }), cora);
    await history.says('a referral to another authority', say.refers(id, { elsewhere: 'County of Hills' }), cora);
    await history.keeps('case-unknown', 'evidence', say.cites(id), cora);
    await history.breaks('case-unknown', 'evidence in a case that is not there', say.cites(9999), cora);
    await history.says('the case merged', say.merges(id, into), cora);
    await history.breaks('case-merged', 'a referral after that', say.refers(id, { to: 'works' }), cora);
    await history.keeps('case-merged', 'evidence after that', say.cites(id), cora);
  });
}

export function sightHistory(): Promise<History> {
  return inCouncil('that authors have seen what they name', async (history, council, say) => {
    const { ledger, cora, seat } = council;
    const intake = ledger.intakeKey;
    /** Refused in sight of what was there before an entry, admitted in sight of that entry. */
    const needs = async (name: string, entry: number, said: Said, signer = cora): Promise<number> => {
      await history.breaks(
        'seen-short',
        `${name} that its author had not seen`,
        { ...said, seen: ledger.seen(entry) },
        signer,
      );
      return history.keeps(
        'seen-short',
        `${name} that its author had seen`,
        { ...said, seen: ledger.seen(entry + 1) },
        signer,
      );
    };
    const a = await history.says('an input', say.opens('inquiry'), intake);
    const b = await history.says('another case', say.opens('inquiry'), intake);
    const a2 = await history.says('an input that joins the first', say.joins(a), intake);
    await needs('a link to a case', b, say.links(a, b));
    const asked = await history.says('a question', say.asks(a), cora);
    const { by: _, ...spoken } = say.answers(a, asked);
    await needs('an answer to a question', asked, spoken, intake);
    const split = await needs('a split of an input', a2, say.splits(a, [a2]));
    await needs('a response in a case that began with a split', split, say.responds(split));
    const algorithm = await history.says('an algorithm', say.registers(), cora);
    const c = await history.says('a third case', say.opens('inquiry'), intake);
    await needs('a merger into a case', c, say.merges(split, c));
    await needs(
      'a supplier’s statement about an algorithm',
      algorithm,
      say.supplies({ concerns: [algorithm] }),
      council.sam,
    );
    const data = await history.says('a use of data', say.usesData(), cora);
    const reviewer = await history.says(
      'a mandate',
      {
        kind: 'mandate-granted',
        office: 'audit',
        person: council.aud.person,
        key: council.aud.keyid,
        from: '2026-01-01T00:00:00.000Z',
      },
      council.registrars[0],
      council.registrars[1],
    );
    await history.says('what became of the first input', say.disposes(a, [a]), cora);
    const cited = { algorithms: [algorithm], data: [data], review: { reviewer, appeal: ledger.text('Write to us.') } };
    await history.breaks(
      'seen-short',
      'a decision with a use of data that its author had not seen',
      say.decides(a, { ...cited, seen: ledger.seen(data) }),
      cora,
    );
    const decided = await needs('a decision with a reviewer', reviewer, say.decides(a, cited));
    await needs('dissent from a decision', decided, say.dissents(a, decided));
    await needs('an appeal against a decision', decided, say.appeals(a, decided), intake);
    await needs('a dispute of a decision', decided, say.disputes(a, decided), intake);
    const commitment = await needs('a commitment on a decision', decided, say.commits(a, { decision: decided }));
    await needs('progress of a commitment', commitment, say.reports(a, commitment, 'limited'));
    const petition = await history.says('a petition', say.opens('petition'), intake);
    await needs('a supporter of a petition', petition, say.supports(petition), intake);
    await needs('a measurement for a case', petition, say.observes({ case: petition }), council.gauge);
    await history.breaks(
      'seen-short',
      'a measurement under a mandate that its author had not seen',
      say.observes({ seen: ledger.seen(seat.gauge) }),
      council.gauge,
    );
  });
}
