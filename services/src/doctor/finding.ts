/** What the doctor says of one thing. */
export type Verdict = 'ok' | 'look' | 'wrong';

export interface Finding {
  readonly verdict: Verdict;
  /** What is the case, and what it means. */
  readonly says: string;
  /** What to do; not where all is well. */
  readonly todo?: string | undefined;
}

export const ok = (says: string): Finding => ({ verdict: 'ok', says });
export const look = (says: string, todo: string): Finding => ({ verdict: 'look', says, todo });
export const wrong = (says: string, todo: string): Finding => ({ verdict: 'wrong', says, todo });

/** One part of the installation, in the order of the manual. */
export interface Part {
  readonly title: string;
  readonly findings: readonly Finding[];
}

export interface Diagnosis {
  readonly verdict: Verdict;
  /** How many findings of each verdict. */
  readonly counts: Readonly<Record<Verdict, number>>;
  readonly parts: readonly Part[];
}

export function sumUp(parts: readonly Part[]): Diagnosis {
  const counts = { ok: 0, look: 0, wrong: 0 };
  for (const { verdict } of parts.flatMap(({ findings }) => findings)) counts[verdict]++;
  return { verdict: counts.wrong > 0 ? 'wrong' : counts.look > 0 ? 'look' : 'ok', counts, parts };
}

/** So many of them, in words. */
export const entries = (number: number): string => `${number} ${number === 1 ? 'entry' : 'entries'}`;
