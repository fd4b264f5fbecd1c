/** Where the feeds stand on this site, and what they are called. */
import type { Language } from '../language.ts';

export const feedHref = {
  record: '/feed.atom',
  case: (id: number) => `/cases/${id}/feed.atom`,
  process: (id: string) => `/processes/${id}/feed.atom`,
  area: (area: string) => `/areas/${area}/feed.atom`,
  office: (office: string) => `/offices/${office}/feed.atom`,
  overdue: '/obligations/feed.atom',
  takedowns: '/takedowns/feed.atom',
} as const;

/** A feed as the page beside it points to it. */
export interface FeedLink {
  readonly href: string;
  readonly title: string;
}

/** What stands around a title in somebody's own language, so that it does not turn the words beside it around (Unicode UAX #9). */
export function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}

/** The feed of the area that is chosen, where one is. */
export function areaFeed(
  language: Language,
  areas: readonly { readonly code: string; readonly title: string }[],
  chosen: string,
): FeedLink | undefined {
  const area = areas.find(({ code }) => code === chosen);
  return area && { href: feedHref.area(area.code), title: language.phrase('feed-area', { area: area.title }) };
}

export function caseFeedTitle(language: Language, id: number, title: string): string {
  return language.phrase('feed-case', { case: id, title: isolated(title) });
}
