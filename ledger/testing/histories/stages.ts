/** Stages and what they take, and how supporters are counted. SPEC M26, M53. */
import { inCouncil } from '../council.ts';
import type { History } from '../history.ts';

export function stagesHistory(): Promise<History> {
  return inCouncil('stages', async (history, { ledger, cora, carl, seat }, say) => {
    const intake = ledger.intakeKey;
    const whole = {
      goal: ledger.text('A path for everybody.'),
      options: [ledger.text('To do nothing.')],
      effect: { expected: ledger.text('More people walk.'), measure: ledger.text('Counted in June.') },
      interests: 'none' as const,
    };
    const a = await history.keeps(
      'stage-closed',
      'an input that opens a case at its first stage',
      say.opens('planning'),
      intake,
    );
    const a2 = await history.keeps('stage-closed', 'an input that joins it there', say.joins(a), intake);
    await history.keeps('stage-closed', 'a supporter there', say.supports(a), intake);
    await history.breaks('stage-closed', 'dispositions at the first stage', say.disposes(a, [a]), cora);
    await history.breaks('stage-closed', 'a decision at the first stage', say.decides(a, whole), cora);
    await history.keeps('stage-closed', 'a response, which every stage takes', say.responds(a), cora);
    await history.breaks('stage-order', 'the last stage at once', say.opensStage(a, 'deciding'), cora);
    await history.breaks('stage-order', 'the first stage again', say.opensStage(a, 'collecting'), cora);
    await history.breaks('stage-order', 'a stage that is none', say.opensStage(a, 'constructor'), cora);
    await history.breaks('case-unknown', 'a stage of a case that is not there', say.opensStage(a2, 'weighing'), cora);
    await history.breaks('mandate-key', 'a stage that the intake opens', say.opensStage(a, 'weighing'), intake);
    await history.keeps('stage-order', 'the second stage', say.opensStage(a, 'weighing'), cora);
    await history.breaks('stage-closed', 'an input at the second stage', say.joins(a), intake);
    await history.breaks(
      'stage-closed',
      'an input made in sight of the first stage',
      say.joins(a, { seen: ledger.seen(a2 + 1) }),
      intake,
    );
    await history.breaks(
      'stage-closed',
      'an input that an official takes down',
      say.joins(a, { by: [seat.cora] }),
      cora,
    );
    await history.breaks('stage-closed', 'a supporter at the second stage', say.supports(a), intake);
    await history.breaks('stage-closed', 'a decision at the second stage', say.decides(a, whole), cora);
    await history.keeps('stage-closed', 'dispositions at the second stage', say.disposes(a, [a]), cora);
    await history.breaks('stage-order', 'the second stage again', say.opensStage(a, 'weighing'), cora);
    await history.says('the third stage', say.opensStage(a, 'deciding'), cora);
    await history.breaks('stage-order', 'a fourth one', say.opensStage(a, 'collecting'), cora);
    await history.keeps('stage-closed', 'dispositions at the third stage', say.disposes(a, [a2]), cora);

    for (const part of ['goal', 'options', 'effect', 'interests'] as const) {
      const { [part]: _, ...rest } = whole;
      await history.breaks(
        'decision-incomplete',
        `a decision that does not state its "${part}"`,
        say.decides(a, rest),
        cora,
      );
    }
    await history.breaks('decision-incomplete', 'a decision that states nothing', say.decides(a), cora);
    await history.breaks(
      'outcome-unknown',
      'a decision that states all of it, and another outcome',
      say.decides(a, { ...whole, outcome: 'postponed' }),
      cora,
    );
    const decided = await history.keeps(
      ['decision-incomplete', 'stage-closed'],
      'a decision that states all of it at the third stage',
      say.decides(a, whole),
      cora,
    );
    await history.breaks('case-decided', 'a further stage after that', say.opensStage(a, 'collecting'), cora);
    const appeal = await history.says('an appeal', say.appeals(a, decided), intake);
    await history.says(
      'an answer that upholds it',
      say.answers(a, appeal, { result: 'upheld', by: [seat.carl] }),
      carl,
    );
    await history.breaks(
      'stage-order',
      'the first stage, after the case was opened anew',
      say.opensStage(a, 'collecting'),
      cora,
    );
    await history.breaks(
      'stage-closed',
      'an input, after the case was opened anew at its last stage',
      say.joins(a),
      intake,
    );
    await history.keeps(
      'case-decided',
      'another decision',
      say.decides(a, { ...whole, interests: ledger.text('One of us owns a boat.') }),
      cora,
    );

    const plain = await history.says('an input where there are no stages', say.opens('inquiry'), intake);
    await history.breaks('stage-order', 'a stage where there are none', say.opensStage(plain, 'collecting'), cora);
    await history.says('what became of it', say.disposes(plain, [plain]), cora);
    await history.keeps(
      'decision-incomplete',
      'a decision that states only what every decision states',
      say.decides(plain, { by: [seat.carl] }),
      carl,
    );
  });
}

export function petitionsHistory(): Promise<History> {
  return inCouncil('supporters', async (history, { ledger, cora, seat }, say) => {
    const intake = ledger.intakeKey;
    const counted = { by: [seat.cora], channel: 'paper' as const };
    const inquiry = await history.says('an input where nobody counts supporters', say.opens('inquiry'), intake);
    await history.breaks('support-not-taken', 'a supporter of it', say.supports(inquiry), intake);
    await history.breaks('support-not-taken', 'a list of supporters of it', say.supports(inquiry, 200, counted), cora);

    const a = await history.says('a petition', say.opens('petition'), intake);
    const a2 = await history.says('an input that joins it', say.joins(a), intake);
    await history.breaks('case-unknown', 'a supporter of an input that opened no case', say.supports(a2), intake);
    await history.breaks(
      'support-counted',
      'two supporters at once that the service records',
      say.supports(a, 2),
      intake,
    );
    await history.breaks('support-counted', 'ten million of them', say.supports(a, 10_000_000), intake);
    await history.breaks(
      'author-not-admitted',
      'a device that supports it',
      say.supports(a, 1, { author: 'device' }),
      intake,
    );
    await history.breaks(
      'key-unknown',
      'a supporter that an official records without a mandate',
      say.supports(a),
      cora,
    );
    await history.breaks(
      'mandate-key',
      'a list that the intake signs for an official',
      say.supports(a, 99, counted),
      intake,
    );
    await history.keeps(
      ['support-not-taken', 'support-counted'],
      'one supporter that the service records',
      say.supports(a),
      intake,
    );
    await history.keeps('support-counted', 'a list of 98 supporters on paper', say.supports(a, 98, counted), cora);

    // On the 20th of January, a Tuesday: had the clocks run from the beginning, an answer would be late.
    ledger.nowMs = Date.UTC(2026, 0, 20, 12, 0, 0);
    const b = await history.says('a second petition', say.opens('petition'), intake);
    await history.shows(
      'step-late',
      'an acknowledgement of the first, which was owed from the beginning',
      say.acknowledges(a),
      cora,
    );
    await history.keeps('support-counted', 'the hundredth supporter', say.supports(a), intake);
    // Five working days: Wednesday to Tuesday, over at midnight an hour west of Greenwich.
    ledger.nowMs = Date.UTC(2026, 0, 28, 1, 0, 0) - 1;
    await history.keeps('step-late', 'a response in the last millisecond', say.responds(a), cora);
    await history.says('the hundred and first', say.supports(a), intake);
    await history.says('what became of it', say.disposes(a, [a, a2]), cora);
    await history.keeps('step-late', 'a decision, before which nobody had to be answered anew', say.decides(a), cora);

    await history.shows('step-late', 'an acknowledgement of the second', say.acknowledges(b), cora);
    await history.says('a list that goes over the threshold at once', say.supports(b, 100_000, counted), cora);
    await history.says('another list', say.supports(b, 100_000, counted), cora);
    // Thirty days from the 28th of January end on a Friday, the 27th of February.
    ledger.nowMs = Date.UTC(2026, 1, 28, 1, 0, 0);
    await history.shows(
      ['step-late', 'step-late', 'decided-unaccounted'],
      'a decision a millisecond late, counted from the first list, which is also the answer and leaves the input',
      say.decides(b, { outcome: 'approved' }),
      cora,
    );
    await history.breaks('case-decided', 'a supporter after that', say.supports(b), intake);
    await history.breaks('case-decided', 'a list of them after that', say.supports(b, 3, counted), cora);
  });
}
