/** Ways to get out of what is owed, or to make others owe it, each of which looks like ordinary work. SPEC M26, M30, M47, M48, M49. */
import { inCouncil, processes } from '../council.ts';
import type { History } from '../history.ts';

export function copiedCasesHistory(): Promise<History> {
  return inCouncil(
    'people led into cases to which nothing is owed',
    async (history, { ledger, cora, carl, seat }, say) => {
      const intake = ledger.intakeKey;
      const copied = { author: 'data-set' } as const;
      const counted = { by: [seat.cora], channel: 'paper' as const };
      // On Monday, the 5th of January.
      const a = await history.says('an inquiry copied from a data set', say.opens('inquiry', copied), intake);
      await history.says('an answer to it', say.responds(a), cora);
      const b = await history.says('another copied one', say.opens('inquiry', copied), intake);
      await history.says('a copied record that joins it', say.joins(b, copied), intake);
      const c = await history.says('a third', say.opens('inquiry', copied), intake);
      const decided = await history.shows('decided-unaccounted', 'a decision of it', say.decides(c), cora);
      const contested = await history.says('an appeal against it', say.appeals(c, decided), intake);
      const p = await history.says('a copied petition', say.opens('petition', copied), intake);
      await history.says('a hundred copied supporters', say.supports(p, 100, { ...counted, ...copied }), cora);
      const q = await history.says('a petition of people', say.opens('petition'), intake);
      await history.says('sixty supporters of it', say.supports(q, 60, counted), cora);
      const r = await history.says('another copied petition', say.opens('petition', copied), intake);
      await history.says('a hundred copied supporters of that', say.supports(r, 100, { ...counted, ...copied }), cora);
      await history.says('somebody who joins the first inquiry', say.joins(a), intake);
      await history.says('somebody who supports the copied petition', say.supports(p), intake);
      await history.says('the other merged into that of the people', say.merges(r, q), cora);

      // Wednesday, the 14th, when everything of Monday is overdue.
      ledger.nowMs = Date.UTC(2026, 0, 14, 12, 0, 0);
      await history.shows(
        ['step-late', 'step-late'],
        'an answer to who joined what had been answered before',
        say.responds(a),
        cora,
      );
      await history.keeps('step-late', 'an answer to nobody but a data set', say.responds(b), cora);
      await history.shows(
        'step-late',
        'an answer to the appeal',
        say.answers(c, contested, { result: 'rejected', by: [seat.carl] }),
        carl,
      );
      await history.shows(
        ['step-late', 'step-late'],
        'an answer to the one supporter who was not copied',
        say.responds(p),
        cora,
      );
      await history.says('more supporters of the petition of the people', say.supports(q, 500, counted), cora);
      await history.shows(
        ['step-late', 'step-late'],
        'an answer to them, owed since enough of them were there, copied or not',
        say.responds(q),
        cora,
      );
    },
  );
}

export function putOffHistory(): Promise<History> {
  return inCouncil('an answer put off by a merger', async (history, { ledger, cora, seat }, say) => {
    const counted = { by: [seat.cora], channel: 'paper' as const };
    const p = await history.says('a petition', say.opens('petition'), ledger.intakeKey);
    await history.says('a hundred supporters', say.supports(p, 100, counted), cora);
    await history.says('an acknowledgement', say.acknowledges(p), cora);
    ledger.nowMs = Date.UTC(2026, 0, 7, 12, 0, 0);
    const q = await history.says('another one, two days later', say.opens('petition'), ledger.intakeKey);
    await history.says('an acknowledgement of that', say.acknowledges(q), cora);
    await history.says('the first, which an answer is owed, merged into it', say.merges(p, q), cora);
    // Five working days are over since the supporters came, and not since the merger.
    ledger.nowMs = Date.UTC(2026, 0, 14, 12, 0, 0);
    await history.shows('step-late', 'an answer', say.responds(q), cora);
  });
}

export function appealsAgainstTheReplacedHistory(): Promise<History> {
  return inCouncil('appeals kept for later', async (history, { ledger, cora, carl, seat }, say) => {
    const intake = ledger.intakeKey;
    const a = await history.says('an inquiry', say.opens('inquiry'), intake);
    const first = await history.shows('decided-unaccounted', 'a decision', say.decides(a), cora);
    const [p, q] = [
      await history.says('an appeal', say.appeals(a, first), intake),
      await history.says('a second appeal', say.appeals(a, first), intake),
    ];
    await history.says('the one is upheld', say.answers(a, p, { result: 'upheld', by: [seat.carl] }), carl);
    const b = await history.says('another inquiry', say.opens('inquiry'), intake);
    await history.breaks('merge-impossible', 'the reopened case merged into that', say.merges(a, b), cora);
    await history.breaks('merge-impossible', 'that merged into the reopened case', say.merges(b, a), cora);
    const again = { text: ledger.text('The path is opened.') };
    const second = await history.shows('decided-unaccounted', 'it is decided anew', say.decides(a, again), cora);
    await history.breaks('contest-target', 'an appeal against what is replaced', say.appeals(a, first), intake);
    await history.keeps('contest-target', 'an appeal against what took its place', say.appeals(a, second), intake);
    await history.says(
      'the second appeal is upheld too late',
      say.answers(a, q, { result: 'upheld', by: [seat.carl] }),
      carl,
    );
    await history.breaks('case-decided', 'another decision after that', say.decides(a), cora);
  });
}

export function eyesShutHistory(): Promise<History> {
  return inCouncil('a decision by people who looked away', async (history, council, say) => {
    const { ledger, cora, carl, aud, seat } = council;
    const a = await history.says('a hearing', say.opens('hearing'), ledger.intakeKey);
    await history.says('an answer', say.responds(a), cora);
    await history.says('what became of its input', say.disposes(a, [a]), cora);
    const seen = ledger.seen();
    const b = await history.says('an input that joins it', say.joins(a), ledger.intakeKey);
    const decides = say.decides(a, { by: [seat.cora, seat.carl, seat.aud], seen });
    const later = Date.parse(ledger.now) - 1000 + 604_800_000;
    ledger.nowMs = later + 1;
    await history.breaks('inputs-unaccounted', 'a decision that has not seen it in a week', decides, cora, carl, aud);
    ledger.nowMs = later;
    await history.shows('decided-unaccounted', 'one that has not seen it in just a week', decides, cora, carl, aud);
    await history.says('what became of that', say.disposes(a, [b]), cora);
  });
}

export function blamedOfficesHistory(): Promise<History> {
  return inCouncil('blame laid on others', async (history, { ledger, cora, will, seat, registrars }, say) => {
    const [anna, bela] = registrars;
    const a = await history.says('an inquiry', say.opens('inquiry'), ledger.intakeKey);
    const asked = await history.says(
      'a question to the works department that is said to be a year old',
      say.asks(a, { to: 'works', at: '2025-01-05T08:00:00.000Z' }),
      cora,
    );
    await history.keeps('step-late', 'an answer at once', say.answers(a, asked, { by: [seat.will] }), will);
    const { inquiry } = processes;
    const signedBy = (signatures: number) => ({
      ...inquiry,
      version: 2,
      acts: {
        ...inquiry.acts,
        decision: { offices: ['council'], signatures, countersigned: { offices: ['audit'], signatures: 8 } },
      },
    });
    const name = (signatures: number): string =>
      `a process whose decisions ${signatures} people sign and 8 countersign`;
    await history.breaks('process-unservable', name(9), signedBy(9), anna, bela);
    await history.keeps('process-unservable', name(8), signedBy(8), anna, bela);
  });
}
