/** All stories, in the order in which they take turns. */
import type { Story } from './steps.ts';
import { budgets } from './stories/budgets.ts';
import { consultations } from './stories/consultations.ts';
import { floodBoards } from './stories/flood-boards.ts';
import { petitions } from './stories/petitions.ts';
import { publicView } from './stories/public-view.ts';
import { registers } from './stories/registers.ts';
import { serviceRequests } from './stories/service-requests.ts';

export const stories: readonly Story[] = [
  registers,
  ...mix([[...serviceRequests, floodBoards], consultations, petitions, budgets, publicView]),
];

/** Spreads each list evenly over the whole, so that no kind stands together at the end. */
function mix(lists: readonly (readonly Story[])[]): readonly Story[] {
  return lists
    .flatMap((list) => list.map((story, i) => ({ story, at: (i + 0.5) / list.length })))
    .sort((a, b) => a.at - b.at)
    .map(({ story }) => story);
}
