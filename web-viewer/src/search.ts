/** What is looked for in the record, and what is found: texts in public view by their words, or cases by what is known of them. */
import type { CaseState } from '@counterfoil/ledger/state';
import { digestField } from '@counterfoil/ledger/statements/fields';
import * as z from 'zod/mini';
import { indexSchema } from './parameters.ts';

/**
 * `open`: neither decided nor part of another case; `answered`: open, and an answer was given; `overdue`: a clock has run out, whatever
 * else holds; `merged`: part of another case now. A case can be several of these.
 */
export const searchStatuses = ['open', 'answered', 'decided', 'overdue', 'merged'] as const;
export type SearchStatus = (typeof searchStatuses)[number];

/** Longer ones are not looked for. */
export const MAX_WORDS_CHARS = 200;
/** Finds are counted up to here. */
export const MOST_COUNTED = 1000;

export interface SearchQuery {
  /** As typed: words that all occur, "in quotes" side by side, `or`, and `-` before what does not occur. Empty for cases. */
  readonly words: string;
  readonly status?: SearchStatus | undefined;
  readonly process?: string | undefined;
  /** The office that answers, by the rules of the case and by where it was passed to. */
  readonly office?: string | undefined;
  /** Of the entry that opened the case. */
  readonly category?: string | undefined;
  /** In which the case was opened. */
  readonly area?: string | undefined;
  /** Recorded at that time or later, UTC with milliseconds: the text, or the opening of the case. */
  readonly from?: string | undefined;
  /** Recorded before that time. */
  readonly before?: string | undefined;
  /** UTC with milliseconds: what is overdue by then. */
  readonly now: string;
  /** Only what comes behind it. */
  readonly after?: SearchPlace | undefined;
  readonly limit: number;
}

/** Where a find stands in the list: newest first, and of one entry in the order of the digests, from behind. */
export interface SearchPlace {
  /** The entry that says it, or that opened the case. */
  readonly entry: number;
  /** Of the text; null for a case. */
  readonly digest: string | null;
}

export interface Find extends SearchPlace {
  /** The case in which it was said; null for what an office says to a figure about itself. */
  readonly case: number | null;
  /** Digest of where it is, of an input that is found by that and its text together; null for a text by itself. */
  readonly place: string | null;
  /** What was looked for, as it is spelt in the text, or in the place. */
  readonly spellings: readonly string[];
}

export interface SearchAnswer {
  readonly finds: readonly Find[];
  /** How many there are on all pages, up to `MOST_COUNTED`. */
  readonly count: number;
  /** Whether there are more than that. */
  readonly isMore: boolean;
  /** How many entries have been read for it: new ones may not have been yet. */
  readonly size: number;
  /** Why nothing was looked for: what was given stands in every text or says only what does not occur; or it would have taken too long. */
  readonly refused: 'too-common' | 'too-long' | null;
}

export function statusesOf(of: CaseState, now: string): readonly SearchStatus[] {
  if (of.merged !== null) return ['merged'];
  const isOverdue = of.nextDue !== null && of.nextDue <= now;
  const overdue = isOverdue ? (['overdue'] as const) : [];
  if (of.decided !== null) return ['decided', ...overdue];
  return ['open', ...(of.responded === null ? [] : (['answered'] as const)), ...overdue];
}

/** As it stands in addresses: `17` or `17_<digest>`. */
export function formatPlace({ entry, digest }: SearchPlace): string {
  return digest === null ? String(entry) : `${entry}_${digest}`;
}

const placeSchema = z.tuple([indexSchema, z.optional(digestField)]);

/** In an address. */
export const searchPlaceField = z.pipe(
  z.string().check(z.maxLength(100)),
  z.transform((text, context): SearchPlace => {
    const parsed = placeSchema.safeParse(text.split('_'));
    if (parsed.success) return { entry: parsed.data[0], digest: parsed.data[1] ?? null };
    context.issues.push({ code: 'custom', message: 'no place of this list', input: text });
    return z.NEVER;
  }),
);
