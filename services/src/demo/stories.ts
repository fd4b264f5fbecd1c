/** All stories, in the order in which they take turns. */
import type { Story } from './steps.ts';
import { consultations } from './stories/consultations.ts';
import { petitions } from './stories/petitions.ts';
import { serviceRequests } from './stories/service-requests.ts';

export const stories: readonly Story[] = mix([serviceRequests, consultations, petitions]);

/** Spreads each list evenly over the whole, so that no kind stands together at the end. */
function mix(lists: readonly (readonly Story[])[]): readonly Story[] {
  return lists
    .flatMap((list) => list.map((story, i) => ({ story, at: (i + 0.5) / list.length })))
    .sort((a, b) => a.at - b.at)
    .map(({ story }) => story);
}
