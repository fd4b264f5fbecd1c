/** What was promised to be done, and whether it was reported as done. SPEC 12.1, M93. */
import { matterObligation } from '../obligations.ts';
import type { Progress } from '../statements/decisions.ts';
import { figure, groupsOf, type Figure } from './figure.ts';
import type { Reading } from './reading.ts';

/** `kept-late`: reported as complete after its last day; `overdue`: its last day has passed without that. */
export const commitmentStates = ['kept', 'kept-late', 'open', 'overdue'] as const;
export type CommitmentState = (typeof commitmentStates)[number];

export interface CommitmentRow {
  /** That answer for it. */
  readonly offices: readonly string[];
  readonly carrier: 'authority' | 'supplier' | 'citizens' | 'other';
  readonly state: CommitmentState;
  /** As last reported; null where nobody has. */
  readonly progress: Progress | null;
  readonly commitments: Figure;
}

export function countCommitments(reading: Reading): readonly CommitmentRow[] {
  const made = [...reading.state.all('matter')].flatMap(([key, matter]) => {
    const entry = Number(key);
    const offices = [...matter.offices].sort();
    const isChosen = reading.isChosen(entry, reading.case(matter.case)) && reading.isOffices(offices);
    if (matter.kind !== 'commitment' || !isChosen) return [];
    const { met, overdue } = matterObligation(entry, matter, reading.now);
    const state: CommitmentState = met === null ? (overdue ? 'overdue' : 'open') : overdue ? 'kept-late' : 'kept';
    const carrier = reading.book.carriers.get(entry) ?? 'other';
    return [{ entry, row: { offices, carrier, state, progress: matter.progress } }];
  });
  const rows = groupsOf(made, ({ row }) => JSON.stringify(row)).flatMap((group) =>
    group.slice(0, 1).map(({ row }) => ({ ...row, commitments: figure(group.map(({ entry }) => entry)) })),
  );
  const place = ({ state }: CommitmentRow): number => commitmentStates.indexOf(state);
  return rows.sort((a, b) => place(b) - place(a) || b.commitments.count - a.commitments.count);
}
