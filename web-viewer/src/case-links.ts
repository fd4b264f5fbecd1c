/** The cases that a case is linked with, was merged with, or was split from or into. */
import { caseHref, type Reference, reference } from './addresses.ts';
import { caseTitle, openCase, type OpenedCase, type Title } from './case-summary.ts';
import { readLinkStates } from './case-steps.ts';
import { isKind } from './opened-entry.ts';
import type { Reading } from './reading.ts';

const LINKS_SHOWN = 30;

export interface CaseLink {
  readonly id: number;
  readonly href: string;
  readonly title: Title;
  /** How they belong together, seen from this case. */
  readonly relation: string;
  readonly by: Reference;
}

export async function readLinks(reading: Reading, { id, of }: OpenedCase): Promise<readonly CaseLink[]> {
  const states = (await readLinkStates(reading, id, of.links)).slice(0, LINKS_SHOWN);
  const links = await Promise.all(
    states.map(async ({ other, relation, entry }) => {
      const [opened, by] = await Promise.all([openCase(reading, other), reading.entry(entry)]);
      if (opened === undefined || by === undefined) return undefined;
      // The entry belongs to the case it was said in: seen from the other one, the words turn round.
      const isOurs = by.caseId === id && !(isKind(by, 'case-split') && by.index === id);
      return {
        id: other,
        href: caseHref(other),
        title: caseTitle(reading, opened),
        relation: reading.language.phrase(`case-relation-${relation}-${isOurs ? 'from' : 'to'}`),
        by: reference(entry),
      };
    }),
  );
  return links.filter((link) => link !== undefined);
}
