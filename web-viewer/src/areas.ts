/** The areas that the rules of several processes name. */
import type { StateShapes } from '@counterfoil/ledger/state';

type Area = NonNullable<StateShapes['rules']['areas']>[number];

/** Each code once, with the title that the first of the rules gives it, in their order. */
export function areasIn(rules: readonly StateShapes['rules'][]): readonly Area[] {
  const found = new Map<string, Area>();
  for (const area of rules.flatMap(({ areas = [] }) => areas)) if (!found.has(area.code)) found.set(area.code, area);
  return [...found.values()];
}
