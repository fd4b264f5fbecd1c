/** What is owed after mergers and splits, and after enough supporters came: nothing that was owed is lost on the way. SPEC M30, M48, M53. */
import { inCouncil } from '../council.ts';
import type { History } from '../history.ts';

export function owedAfterMergersHistory(): Promise<History> {
  return inCouncil('what is owed after mergers and splits', async (history, { ledger, cora, seat }, say) => {
    const intake = ledger.intakeKey;
    const counted = { by: [seat.cora], channel: 'paper' as const };
    // All on Monday, the 5th of January.
    const [p, q, r] = [
      await history.says('a petition', say.opens('petition'), intake),
      await history.says('a second one', say.opens('petition'), intake),
      await history.says('a third one', say.opens('petition'), intake),
    ];
    await history.says('sixty supporters of the first', say.supports(p, 60, counted), cora);
    await history.says('forty of the second', say.supports(q, 40, counted), cora);
    await history.says('a hundred of the third', say.supports(r, 100, counted), cora);
    for (const id of [p, q, r]) await history.says('an acknowledgement', say.acknowledges(id), cora);
    const [e, f] = [
      await history.says('an inquiry', say.opens('inquiry'), intake),
      await history.says('an inquiry of the same day', say.opens('inquiry'), intake),
    ];
    const e2 = await history.says('an input that joins it', say.joins(e), intake);
    const later = Date.UTC(2026, 0, 7, 12, 0, 0);
    ledger.nowMs = later;
    const g = await history.says('an inquiry of Wednesday', say.opens('inquiry'), intake);
    await history.says(
      'the first petition merged into the second: together they have just enough supporters',
      say.merges(p, q),
      cora,
    );
    await history.says('the inquiry of Monday merged into that of Wednesday', say.merges(f, g), cora);
    const s = await history.says('a split of the inquiry of Monday', say.splits(e, [e2]), cora);

    // Two working days from Monday are over on Thursday, an hour west of Greenwich.
    ledger.nowMs = Date.UTC(2026, 0, 8, 1, 0, 0);
    await history.shows(
      'step-late',
      'an acknowledgement on Thursday, owed since Monday to those who were merged',
      say.acknowledges(g),
      cora,
    );
    await history.shows(
      'step-late',
      'an acknowledgement on Thursday, owed since Monday to those who were split off',
      say.acknowledges(s),
      cora,
    );
    await history.shows(
      'step-late',
      'an acknowledgement on Thursday, owed since Monday to those who were left',
      say.acknowledges(e),
      cora,
    );

    // Five working days from Wednesday end on the next one.
    ledger.nowMs = Date.UTC(2026, 0, 15, 1, 0, 0) - 1;
    await history.keeps(
      'step-late',
      'an answer to both petitions in the last millisecond, owed since they were merged',
      say.responds(q),
      cora,
    );
    await history.shows('step-late', 'an answer to the third petition, owed since Monday', say.responds(r), cora);
    await history.shows('step-late', 'an answer to both inquiries, owed since Monday', say.responds(g), cora);
    // Thirty days from the 7th of January end on the 6th of February, a Friday.
    ledger.nowMs = Date.UTC(2026, 1, 7, 1, 0, 0);
    await history.shows(
      ['step-late', 'decided-unaccounted'],
      'a decision of both petitions as it is late, owed since they were merged',
      say.decides(q),
      cora,
    );
  });
}

export function owedAnewHistory(): Promise<History> {
  return inCouncil(
    'what is owed to those whom an earlier answer was not for',
    async (history, { ledger, cora, seat }, say) => {
      const intake = ledger.intakeKey;
      const counted = { by: [seat.cora], channel: 'paper' as const };
      // On Monday, the 5th of January: answers are owed until the next Monday.
      const a = await history.says('an inquiry', say.opens('inquiry'), intake);
      const b = await history.says('another one', say.opens('inquiry'), intake);
      const c = await history.says('a third one', say.opens('inquiry'), intake);
      const d = await history.says('a fourth one', say.opens('inquiry'), intake);
      await history.says('an answer to the second, which acknowledges it', say.responds(b), cora);
      await history.says('an answer to the third', say.responds(c), cora);
      await history.says('an acknowledgement of the fourth', say.acknowledges(d), cora);
      const p = await history.says('a petition', say.opens('petition'), intake);
      await history.says('an answer to it as soon as it is there', say.responds(p), cora);
      await history.says('and then a hundred supporters', say.supports(p, 100, counted), cora);

      // Wednesday, the 14th, when everything of Monday is overdue.
      ledger.nowMs = Date.UTC(2026, 0, 14, 12, 0, 0);
      const e = await history.says('an inquiry of that day', say.opens('inquiry'), intake);
      const f = await history.says('and another', say.opens('inquiry'), intake);
      await history.says('the overdue first merged into the answered second', say.merges(a, b), cora);
      await history.shows(
        ['step-late', 'step-late'],
        'an answer to them, which the earlier answer does not spare: late for the first, as acknowledgement and as answer',
        say.responds(b),
        cora,
      );
      await history.says('the inquiry of Wednesday merged into the answered third', say.merges(e, c), cora);
      await history.keeps('step-late', 'an answer to them, in time for the one of Wednesday', say.responds(c), cora);
      await history.says('the inquiry of Wednesday merged into the acknowledged fourth', say.merges(f, d), cora);
      await history.keeps(
        'step-late',
        'an acknowledgement, in time for the one of Wednesday',
        say.acknowledges(d),
        cora,
      );
      await history.shows('step-late', 'an answer, late for the one of Monday', say.responds(d), cora);
      await history.shows(
        'step-late',
        'an answer to the supporters, which the one before they came does not spare',
        say.responds(p),
        cora,
      );

      const [q, r] = [
        await history.says('a petition', say.opens('petition'), intake),
        await history.says('and another', say.opens('petition'), intake),
      ];
      await history.says('a hundred supporters of the one', say.supports(q, 100, counted), cora);
      await history.says('an answer to them', say.responds(q), cora);
      const [t, u] = [
        await history.says('a petition', say.opens('petition'), intake),
        await history.says('and another', say.opens('petition'), intake),
      ];
      await history.says('just enough supporters of the one', say.supports(t, 100, counted), cora);
      await history.says('an answer to them', say.responds(t), cora);
      await history.says('an acknowledgement of the other', say.acknowledges(u), cora);
      await history.says('what became of the one', say.disposes(t, [t]), cora);
      await history.says('and of the other', say.disposes(u, [u]), cora);
      // Five working days from Wednesday and two more are over.
      ledger.nowMs = Date.UTC(2026, 0, 26, 12, 0, 0);
      await history.says('the other, acknowledged by nobody, merged into that', say.merges(r, q), cora);
      await history.shows(
        'step-late',
        'an answer, late as an acknowledgement of the other, to which no answer was owed',
        say.responds(q),
        cora,
      );
      await history.says('the acknowledged one merged into the one that was answered', say.merges(u, t), cora);
      await history.keeps('step-late', 'a decision of these: they had their answers', say.decides(t), cora);

      const v = await history.says('an inquiry', say.opens('inquiry'), intake);
      const w = await history.says('who joins it', say.joins(v), intake);
      await history.says('an answer to both', say.responds(v), cora);
      const x = await history.says('who joined split off', say.splits(v, [w]), cora);
      ledger.nowMs = Date.UTC(2026, 1, 20, 12, 0, 0);
      await history.shows(
        'step-late',
        'an answer to them alone, late as an answer: receipt had been confirmed',
        say.responds(x),
        cora,
      );
    },
  );
}
