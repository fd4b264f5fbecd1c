/** What offices say to figures about themselves. SPEC M102. */
import { inCouncil } from '../council.ts';
import type { History } from '../history.ts';

export function figureRepliesHistory(): Promise<History> {
  return inCouncil('replies to figures', async (history, council, say) => {
    const { ledger, cora, carl, will, nell, seat } = council;
    const { size } = ledger.seen();
    const byWill = { by: [seat.will], office: 'works' } as const;
    await history.breaks('mandate-key', 'a reply that the intake signs', say.replies(), ledger.intakeKey);
    await history.breaks(
      'act-not-allowed',
      'a reply by an office that has not got the right to reply',
      say.replies({ by: [seat.nell], office: 'neighbours' }),
      nell,
    );
    await history.breaks('reply-office', 'a reply for another office', say.replies({ by: [seat.will] }), will);
    await history.breaks(
      'reply-office',
      'a reply for an office that nobody defined',
      say.replies({ office: 'harbour' }),
      cora,
    );
    await history.breaks(
      'reply-office',
      'a reply that another office signs as well',
      say.replies({ by: [seat.cora, seat.will] }),
      cora,
      will,
    );
    await history.breaks(
      'process-unknown',
      'a reply about a process that nobody published',
      say.replies({ process: 'trial' }),
      cora,
    );
    await history.breaks(
      'reply-days',
      'a reply about days that end before they begin',
      say.replies({ from: '2026-01-02', until: '2026-01-01' }),
      cora,
    );
    await history.breaks(
      'seen-short',
      'a reply to a figure that counts an entry nobody has seen',
      say.replies({ size: size + 1 }),
      cora,
    );
    await history.keeps(
      ['reply-office', 'seen-short', 'mandate-key'],
      'a reply to a figure as it is now',
      say.replies({ size }),
      cora,
    );
    await history.keeps(
      ['reply-office', 'act-not-allowed'],
      'a reply of another office to its own figure',
      say.replies({ ...byWill, by: [seat.will] }),
      will,
    );
    await history.keeps(
      ['reply-office', 'process-unknown', 'reply-days'],
      'a reply that two of an office sign, about one day of one process',
      say.replies({ by: [seat.cora, seat.carl], process: 'inquiry', from: '2026-01-01', until: '2026-01-01', size: 1 }),
      cora,
      carl,
    );
    await history.keeps(
      'reply-days',
      'a later one about the same, with other words',
      say.replies({ process: 'inquiry', from: '2026-01-01', until: '2026-01-01', text: ledger.text('We were wrong.') }),
      cora,
    );
    await history.keeps('reply-days', 'one about all days from one on', say.replies({ from: '2030-01-01' }), cora);
  });
}
