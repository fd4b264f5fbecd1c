/** What differs between two versions of the same thing, field by field, in the words of the page. */
import type { Fact, FactLine, Label } from './fact.ts';

export interface ComparedLine extends FactLine {
  /** Whether the other version says it too. */
  readonly isInBoth: boolean;
}

/** A field that is not the same; no lines where a version does not have it. */
export interface FactChange {
  readonly label: Label;
  readonly before: readonly ComparedLine[];
  readonly after: readonly ComparedLine[];
}

/** In the order of the newer version; what is not in it any more comes last. */
export function compareFacts(before: readonly Fact[], after: readonly Fact[]): readonly FactChange[] {
  const labels = new Set([...after, ...before].map(({ label }) => label));
  return [...labels].flatMap((label) => {
    const [old, now] = [linesOf(before, label), linesOf(after, label)];
    if (JSON.stringify(old) === JSON.stringify(now)) return [];
    return [{ label, before: mark(old, now), after: mark(now, old) }];
  });
}

function linesOf(facts: readonly Fact[], label: Label): readonly FactLine[] {
  return facts.find((fact) => fact.label === label)?.lines ?? [];
}

function mark(lines: readonly FactLine[], others: readonly FactLine[]): readonly ComparedLine[] {
  const said = new Set(others.map((line) => JSON.stringify(line)));
  return lines.map((line) => ({ ...line, isInBoth: said.has(JSON.stringify(line)) }));
}
