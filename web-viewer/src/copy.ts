/** Pages of a copy: the same, from somebody else's hands. They say whose copy it is, and where to go for what only the original can do. */
import type { RequestHandler } from 'express';
import { escapeMarkup } from './escape.ts';
import type { Language } from './language.ts';
import { PageError } from './page-error.ts';

/**
 * Why a copy does not go on for now, or any more:
 * - `unreachable`: what it is read from gives no answer;
 * - `behind`: it shows less than the copy has, and nothing else;
 * - `damaged`: what it shows is not what the log has signed, or not whole;
 * - `forked`: the log has signed two histories.
 */
export type CopyTrouble = 'unreachable' | 'behind' | 'damaged' | 'forked';

export interface Copy {
  /** A name; undefined where nobody gave one. */
  readonly keptBy: string | undefined;
  /** The address that it is read from; undefined for a folder. */
  readonly from: string | undefined;
  /** Where the original is, with a slash at its end. */
  readonly original: string;
  /** Entries of the newest checkpoint that it has. */
  readonly size: number;
  /** When that was last what the source showed, ISO 8601. */
  readonly readAt: string;
  readonly trouble: CopyTrouble | undefined;
}

export interface CopyNotice {
  readonly sentence: string;
  readonly original: string;
  readonly trouble: string | undefined;
}

export function describeCopy(language: Language, { keptBy, from, original, size, readAt, trouble }: Copy): CopyNotice {
  return {
    original,
    sentence: language.phrase('copy-sentence', {
      ...{ isNamed: keptBy === undefined ? 'no' : 'yes', keptBy: keptBy ?? '' },
      ...{ hasAddress: from === undefined ? 'no' : 'yes', from: from ?? '' },
      ...{ size, time: language.time(readAt) },
    }),
    trouble: trouble && language.phrase(`copy-${trouble}`),
  };
}

/** Pages of the original alone: what is said, followed up, signed or waits there. */
const PAGES = 'inputs|follow|letters|desk|promises';
const ELSEWHERE = new RegExp(`^/(?:${PAGES})(?:/|$)`);
/** Links to them, in any language, and to what the original's service says of itself. */
const LINK = new RegExp(` href="/(?=(?:[a-z]{2,3}/)?(?:${PAGES})[/?#"]|self-check\\.json")`, 'g');

/** @param html a whole page, whose links to what a copy cannot do then lead to the original. */
export function toOriginal(html: string, original: string): string {
  return html.replace(LINK, () => ` href="${escapeMarkup(original)}`);
}

/** Nothing is taken in; what would take it says where it is taken. */
export function readOnly(copy: () => Copy, language: Language): RequestHandler {
  const text = language.phrase('copy-original');
  return (request, response, next) => {
    const { original } = copy();
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.set('Allow', 'GET, HEAD');
      throw new PageError('copy-takes-nothing', { instead: { href: original, text } });
    }
    if (ELSEWHERE.test(request.path)) {
      const href = new URL(request.originalUrl.slice(1), original).href;
      throw new PageError('copy-elsewhere', {
        instead: { href: href.startsWith(original) ? href : original, text },
      });
    }
    next();
  };
}
