/** What officials do in a case. SPEC M27, M28, M29. */
import type { Said } from '../../src/testing/builder.ts';
import type { City } from '../../src/testing/city.ts';
import { inCity, type Historian, type History } from '../history.ts';

export function decisionsHistory(): Promise<History> {
  return inCity('decisions and what became of inputs', async (history, city) => {
    const { ledger, clerk, parks, mayor, deputy, mandate } = city;
    const { input, decision, dispositions } = words(history, city);
    const both = [mandate.mayor, mandate.deputy];

    const a = await input('service-request');
    const a2 = await input('service-request', a);
    const b = await input('consultation');
    const b2 = await input('consultation', b);

    await history.breaks('case-unknown', 'a decision of a case that is not there', decision(999), mayor);
    await history.breaks('case-unknown', 'a decision of an input that opened no case', decision(a2), mayor);
    await history.breaks(
      'outcome-unknown',
      'a decision with an outcome that is none',
      decision(a, { outcome: 'postponed' }),
      mayor,
    );
    await history.breaks(
      'outcome-unknown',
      'a decision with an outcome that JavaScript knows',
      decision(a, { outcome: 'constructor' }),
      mayor,
    );
    await history.breaks(
      'outcome-unknown',
      'a decision with a disposition for its outcome',
      decision(a, { outcome: 'adopted' }),
      mayor,
    );

    await history.breaks('case-unknown', 'dispositions in a case that is not there', dispositions(999, [a]), parks);
    await history.breaks('disposition-unknown', 'a disposition that is none', dispositions(a, [a], 'ignored'), parks);
    await history.breaks(
      'disposition-unknown',
      'a disposition that JavaScript knows',
      dispositions(a, [a], 'constructor'),
      parks,
    );
    await history.breaks('input-unknown', 'a disposition of an input of another case', dispositions(a, [a, b2]), parks);
    await history.breaks('input-unknown', 'a disposition of the opening of the ledger', dispositions(a, [0]), parks);
    await history.breaks('input-unknown', 'a disposition of itself', dispositions(a, [ledger.entries.length]), parks);
    await history.breaks(
      'input-accounted',
      'a disposition that names an input twice',
      dispositions(a, [a, a2, a]),
      parks,
    );
    const twice: Said = {
      kind: 'dispositions',
      by: [mandate.parks],
      case: a,
      items: [
        { code: 'adopted', inputs: [a], reason: ledger.text('It is done.') },
        { code: 'rejected', inputs: [a2, a], reason: ledger.text('It is not done.') },
      ],
    };
    await history.breaks('input-accounted', 'two dispositions of one input in one statement', twice, parks);
    const first = await history.keeps(
      ['disposition-unknown', 'input-unknown', 'input-accounted', 'case-unknown'],
      'a disposition of one input',
      dispositions(a, [a2]),
      parks,
    );
    await history.breaks('input-accounted', 'another disposition of it', dispositions(a, [a2], 'rejected'), parks);
    await history.breaks('input-unknown', 'a disposition of that disposition', dispositions(a, [first]), parks);

    await history.shows(
      'decided-unaccounted',
      'a decision that leaves an input without a disposition, where that is recorded',
      decision(a),
      mayor,
    );
    await history.breaks('case-decided', 'a second decision of the case', decision(a, { outcome: 'refused' }), mayor);
    await history.breaks(
      'case-decided',
      'the same decision by somebody else',
      { ...decision(a), by: [mandate.deputy] },
      deputy,
    );
    await history.keeps(
      'input-accounted',
      'a disposition of the input that was left, after the decision',
      dispositions(a, [a]),
      parks,
    );
    await history.says(
      'a response after the decision',
      { kind: 'response', by: [mandate.clerk], case: a, text: ledger.text('It is on its way.') },
      clerk,
    );
    await history.says(
      'an acknowledgement after the decision',
      { kind: 'acknowledgement', by: [mandate.clerk], case: a },
      clerk,
    );

    await history.breaks(
      'inputs-unaccounted',
      'a decision that leaves two inputs without a disposition, where that is refused',
      { ...decision(b), by: both },
      mayor,
      deputy,
    );
    await history.says('a disposition of the first', dispositions(b, [b]), parks);
    await history.breaks(
      'inputs-unaccounted',
      'a decision that leaves one',
      { ...decision(b), by: both },
      mayor,
      deputy,
    );
    await history.breaks(
      'inputs-unaccounted',
      'a decision in sight of the two inputs and nothing after them',
      { ...decision(b), by: both, seen: ledger.seen(b2 + 1) },
      mayor,
      deputy,
    );
    await history.breaks(
      'seen-short',
      'a decision that would rather have seen nothing',
      { ...decision(b), by: both, seen: ledger.seen(0) },
      mayor,
      deputy,
    );
    await history.says('a disposition of the second', dispositions(b, [b2]), parks);
    const seen = ledger.seen();
    const late = await input('consultation', b);
    await history.breaks(
      'inputs-unaccounted',
      'a decision in sight of an input that has no disposition',
      { ...decision(b), by: both },
      mayor,
      deputy,
    );
    await history.shows(
      'decided-unaccounted',
      'a decision whose authors had not seen that input, which cannot hold it up and is shown',
      { ...decision(b), by: both, seen },
      mayor,
      deputy,
    );
    await history.keeps('input-accounted', 'a disposition of the late input', dispositions(b, [late]), parks);

    const c = await input('consultation');
    await history.says('a disposition of the only input', dispositions(c, [c]), parks);
    await history.keeps(
      ['inputs-unaccounted', 'decided-unaccounted', 'outcome-unknown', 'case-decided'],
      'a decision that accounts for everything',
      { ...decision(c), by: both },
      mayor,
      deputy,
    );
  });
}

export function correctionsHistory(): Promise<History> {
  return inCity('corrections', async (history, city) => {
    const { ledger, clerk, parks, mayor, deputy, mandate } = city;
    const { input, decision, dispositions } = words(history, city);
    const correction = (id: number, corrects: number, by: number): Said => ({
      kind: 'correction',
      by: [by],
      case: id,
      corrects,
      text: ledger.text('What was meant is this.'),
    });
    const a = await input('service-request');
    const b = await input('service-request');
    const answer = await history.says(
      'a response by the parks department',
      { kind: 'response', by: [mandate.parks], case: a, text: ledger.text('On Tuesday.') },
      parks,
    );
    const hello = await history.says(
      'an acknowledgement',
      { kind: 'acknowledgement', by: [mandate.clerk], case: a },
      clerk,
    );
    const fate = await history.says('a disposition', dispositions(a, [a]), parks);
    const decided = await history.says('a decision', decision(a), mayor);
    const joint = await history.says(
      'a response of two offices in another case',
      { kind: 'response', by: [mandate.parks, mandate.mayor], case: b, text: ledger.text('On Friday.') },
      parks,
      mayor,
    );

    await history.breaks(
      'case-unknown',
      'a correction in a case that is not there',
      correction(999, answer, mandate.parks),
      parks,
    );
    await history.breaks('correction-target', 'a correction of an input', correction(a, a, mandate.parks), parks);
    await history.breaks(
      'correction-target',
      'a correction of the opening of the ledger',
      correction(a, 0, mandate.mayor),
      mayor,
    );
    await history.breaks(
      'correction-target',
      'a correction of an entry to come',
      correction(a, 999, mandate.mayor),
      mayor,
    );
    await history.breaks(
      'correction-target',
      'a correction of itself',
      correction(a, ledger.entries.length, mandate.mayor),
      mayor,
    );
    await history.breaks(
      'correction-target',
      'a correction of an act of another case',
      correction(b, answer, mandate.parks),
      parks,
    );
    await history.breaks(
      'correction-target',
      'a correction of the decision by another office',
      correction(a, decided, mandate.parks),
      parks,
    );
    await history.breaks(
      'correction-target',
      'a correction of a response by another office',
      correction(a, answer, mandate.mayor),
      mayor,
    );
    await history.breaks(
      'correction-target',
      'a correction of an acknowledgement by an office that did not sign it',
      correction(a, hello, mandate.parks),
      parks,
    );
    const corrected = await history.keeps(
      'correction-target',
      'a correction of a response by its office',
      correction(a, answer, mandate.parks),
      parks,
    );
    await history.breaks('correction-target', 'a second correction of it', correction(a, answer, mandate.parks), parks);
    await history.keeps(
      'correction-target',
      'a correction of the correction',
      correction(a, corrected, mandate.parks),
      parks,
    );
    await history.breaks(
      'correction-target',
      'a second correction of the correction',
      correction(a, corrected, mandate.parks),
      parks,
    );
    await history.keeps(
      'correction-target',
      'a correction of the decision by somebody else of the same office',
      correction(a, decided, mandate.deputy),
      deputy,
    );
    await history.keeps(
      'correction-target',
      'a correction of a disposition',
      correction(a, fate, mandate.parks),
      parks,
    );
    await history.keeps(
      'correction-target',
      'a correction by one of the two offices that signed',
      correction(b, joint, mandate.mayor),
      mayor,
    );
    await history.breaks(
      'case-decided',
      'a second decision, a correction notwithstanding',
      decision(a, { outcome: 'refused' }),
      mayor,
    );
  });
}

function words(history: Historian, { ledger, mandate }: City) {
  return {
    /** Opens a case of the process, or joins one. */
    input: (process: string, joined?: number): Promise<number> =>
      history.says(
        joined === undefined ? `an input that opens a case of "${process}"` : `an input that joins case ${joined}`,
        {
          kind: 'input-received',
          ...(joined === undefined ? { process: { id: process, version: 1 } } : { case: joined }),
          channel: 'web',
          author: 'person',
          text: ledger.text('The bus comes too early.'),
        },
        ledger.intakeKey,
      ),
    /** By the mayor. */
    decision: (id: number, fields: { outcome?: string } = {}): Said & { kind: 'decision' } => ({
      kind: 'decision',
      by: [mandate.mayor],
      case: id,
      outcome: 'granted',
      basis: 'Transport by-law',
      algorithms: 'none',
      data: 'none',
      text: ledger.text('The timetable is changed.'),
      ...fields,
    }),
    /** By the parks department. */
    dispositions: (id: number, inputs: number[], code = 'adopted'): Said => ({
      kind: 'dispositions',
      by: [mandate.parks],
      case: id,
      items: [{ code, inputs, reason: ledger.text('It is in the new timetable.') }],
    }),
  };
}
