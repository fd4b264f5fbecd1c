/** `…/feed.atom`: feeds over the wire, asked for again and again by programs that mostly find nothing new. */
import type { LedgerInfo } from '@counterfoil/ledger/ledger-info';
import { codeField } from '@counterfoil/ledger/statements/fields';
import type { Request, RequestHandler } from 'express';
import * as z from 'zod/mini';
import { PAGE_CACHE } from '../headers.ts';
import { placeField } from '../owed-steps.ts';
import { indexSchema, parseIndex, parseQuery } from '../parameters.ts';
import { queryOf } from '../query-of.ts';
import type { Reading } from '../reading.ts';
import { PackedText } from '../packed-text.ts';
import { siteAddress } from '../site.ts';
import { addressIn } from '../language-links.ts';
import { PageError, type PageErrorCode } from '../page-error.ts';
import { ATOM_TYPE, formatAtom, type AtomFeed } from './atom.ts';
import {
  buildAreaFeed,
  buildCaseFeed,
  buildOfficeFeed,
  buildOverdueFeed,
  buildProcessFeed,
  buildRecordFeed,
  buildTakedownsFeed,
  readSize,
  type Feed,
} from './feeds.ts';

export interface FeedsOptions {
  readonly read: () => Reading;
  /** Of the addresses of pages in the language of the feeds. */
  readonly prefix: string;
  /** Whether takedowns are listed later than they are recorded. */
  readonly isDelayed: boolean;
}

const beforeSchema = z.object({ before: z.optional(indexSchema) });
const overdueSchema = z.object({
  office: z._default(z.union([z.literal(''), codeField]), ''),
  after: z.optional(placeField),
});

export function createFeeds({ read, prefix, isDelayed }: FeedsOptions) {
  const serve =
    (
      build: (reading: Reading, query: URLSearchParams, params: Request['params']) => Promise<Feed>,
      isDated = true,
    ): RequestHandler =>
    async (request, response) => {
      const reading = read();
      const query = queryOf(request);
      const feed = await build(reading, query, request.params);
      const info = await reading.record.info();
      const address = siteAddress(request, info);
      if (isDated) {
        const changed = lastChange(feed, await newestTime(reading), reading.nowMs);
        if (changed !== undefined) response.set('Last-Modified', changed);
      }
      response.set({ 'Cache-Control': PAGE_CACHE, 'Content-Type': `${ATOM_TYPE}; charset=utf-8` });
      const atom = formatAtom(await toAtom(reading, feed, info, { address, prefix, own: query.toString() }));
      new PackedText(atom).send(request, response);
    };
  const before = (query: URLSearchParams): number | undefined => parseQuery(beforeSchema, query).before;
  return {
    record: serve((reading, query) => buildRecordFeed(reading, before(query))),
    case: serve((reading, query, { id }) => buildCaseFeed(reading, parseIndex(id, 'case-unknown'), before(query))),
    process: serve((reading, query, { id }) =>
      buildProcessFeed(reading, parseCode(id, 'process-unknown'), before(query)),
    ),
    // Which cases an area has is known a moment after they are recorded.
    area: serve(
      (reading, query, { area }) => buildAreaFeed(reading, parseCode(area, 'page-unknown'), before(query)),
      false,
    ),
    office: serve((reading, query, { office }) =>
      buildOfficeFeed(reading, parseCode(office, 'page-unknown'), before(query)),
    ),
    takedowns: serve((reading, query) => buildTakedownsFeed(reading, before(query)), !isDelayed),
    overdue: serve((reading, query) => {
      const { office, after } = parseQuery(overdueSchema, query);
      return buildOverdueFeed(reading, office, after);
    }),
  };
}

function parseCode(text: unknown, code: PageErrorCode): string {
  const parsed = codeField.safeParse(text);
  if (!parsed.success) throw new PageError(code);
  return parsed.data;
}

async function toAtom(
  reading: Reading,
  feed: Feed,
  { origin, authority, licence }: LedgerInfo,
  { address, prefix, own }: { readonly address: string; readonly prefix: string; readonly own: string },
): Promise<AtomFeed> {
  const here = (path: string, query: Readonly<Record<string, string>> | string = ''): string => {
    const fields = new URLSearchParams(query).toString();
    return address + addressIn(prefix, path).slice(1) + (fields === '' ? '' : `?${fields}`);
  };
  // The same whichever name or port the reader knows this server by.
  const forever = (path: string): string => `https://${origin}${path}`;
  const fields = new URLSearchParams(feed.query).toString();
  const name = authority?.name ?? origin;
  return {
    id: forever(feed.path) + (fields === '' ? '' : `?${fields}`),
    title: reading.language.phrase('feed-name', { authority: name, feed: feed.title }),
    subtitle: feed.subtitle,
    lang: reading.language.code,
    author: name,
    rights: licence ?? undefined,
    updated: feed.items[0]?.updated ?? (await reading.entry(0))?.entry.time ?? reading.now,
    alternate: here(feed.page),
    self: here(feed.path, own),
    first: here(feed.path, feed.query),
    next: feed.next && here(feed.path, { ...feed.query, ...feed.next }),
    entries: feed.items.map(({ area, ...item }) => ({
      ...{ ...item, id: forever(item.id), href: here(item.href) },
      area: area && { ...area, scheme: forever('/areas'), lang: authority?.lang ?? '' },
    })),
  };
}

async function newestTime(reading: Reading): Promise<string> {
  return (await reading.entry((await readSize(reading)) - 1))?.entry.time ?? '';
}

/** RFC 9110, section 8.8.2.2: with a precision of seconds, a change shortly after another one would not be seen. */
const SETTLED_MS = 60_000;

/** Whatever a feed shows changes with an entry, or when something becomes overdue; undefined while more may follow in the same second. */
function lastChange({ items }: Feed, newest: string, nowMs: number): string | undefined {
  const latest = items.reduce((time, { updated }) => (updated > time ? updated : time), newest);
  return nowMs - Date.parse(latest) < SETTLED_MS ? undefined : new Date(latest).toUTCString();
}
