/** What can be asked for by name among the figures of accountability, and replied to. SPEC 12.1. */
export const figureNames = [
  ...(['totals', 'silence', 'deadlines', 'overdue', 'times', 'outcomes', 'decisions', 'reasons'] as const),
  ...(['takedowns', 'outOfView', 'participation', 'commitments'] as const),
] as const;
export type FigureName = (typeof figureNames)[number];
