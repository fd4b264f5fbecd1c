/** `GET /api/v1/search`: where something stands in texts in public view, or which cases fit. Nothing of what is asked is kept. */
import { Router } from 'express';
import { z } from 'zod';
import { described } from '@counterfoil/ledger/described';
import { codeField, digestField, indexField, timeField } from '@counterfoil/ledger/statements/fields';
import type { CaseState } from '@counterfoil/ledger/state';
import type { PublicRecord } from '@counterfoil/web-viewer/record';
import {
  formatPlace,
  MAX_WORDS_CHARS,
  MOST_COUNTED,
  searchPlaceField,
  searchStatuses,
  statusesOf,
} from '@counterfoil/web-viewer/search';
import { check } from './body.ts';

const FINDS_A_PAGE = 50;

export const searchSchema = z
  .strictObject({
    items: z.array(
      z.strictObject({
        case: z.nullable(indexField).meta({
          description: 'The case in which it was said; null for what an office says to a figure about itself.',
        }),
        entry: described(indexField, 'The entry that says it, or that opened the case.'),
        digest: z.nullable(digestField).meta({ description: 'Of the text; null for a case.' }),
        place: z.nullable(digestField).meta({
          description: 'Of where it is, where the words were looked for in the text and in the place together.',
        }),
        spellings: z
          .array(z.string())
          .meta({ description: 'What was looked for, as it is spelt in the text, or in the place.' }),
        statuses: z.array(z.enum(searchStatuses)).meta({ description: 'Of the case, now.' }),
      }),
    ),
    count: z.int().meta({ description: `How many there are on all pages, up to ${MOST_COUNTED}.` }),
    isMore: z.boolean().meta({ description: 'Whether there are more than that.' }),
    size: described(indexField, 'How many entries have been read for it: the newest may not have been yet.'),
    refused: z.enum(['too-common', 'too-long']).nullable().meta({
      description:
        'Why nothing was looked for: the words stand in nearly every text or say only what does not occur; or it took too long, or too many others were asking.',
    }),
    next: z.string().nullable().meta({ description: 'Ask again with `after` set to this for more; null at the end.' }),
  })
  .meta({ id: 'Finds' });

/** Strict: a filter misspelt would seem to have found everything. */
export const searchQuery = z.strictObject({
  q: z.string().max(MAX_WORDS_CHARS).default('').meta({
    description:
      'Words that all occur, "in quotes" side by side, `or`, and `-` before what does not occur. Without it cases are looked for.',
  }),
  status: z.enum(searchStatuses).optional(),
  process: z.optional(codeField),
  office: z
    .optional(codeField)
    .meta({ description: 'That answers, by the rules of the case and by where it was passed to.' }),
  category: z.optional(codeField).meta({ description: 'Topic under which the case was opened.' }),
  area: z.optional(codeField).meta({ description: 'Area in which the case was opened, by its code.' }),
  from: z.optional(timeField).meta({ description: 'Recorded at that time or later.' }),
  before: z.optional(timeField).meta({ description: 'Recorded before that time.' }),
  after: z.optional(searchPlaceField).meta({ description: '`next` of the page before.', type: 'string' }),
});

export interface SearchOptions {
  readonly record: PublicRecord;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function createSearch({ record, now: nowMs }: SearchOptions): Router {
  const router = Router();
  router.get('/search', async (request, response) => {
    const { q, ...filters } = check(searchQuery, request.query);
    const now = new Date(nowMs()).toISOString();
    const { finds, ...answer } = await record.search({ words: q, ...filters, now, limit: FINDS_A_PAGE + 1 });
    const shown = finds.slice(0, FINDS_A_PAGE);
    const last = finds.length > FINDS_A_PAGE ? shown.at(-1) : undefined;
    const ids = [...new Set(shown.flatMap((find) => find.case ?? []))];
    const cases = await record.states('case', ids);
    const states = new Map<number | null, CaseState | undefined>(ids.map((id, i) => [id, cases[i]]));
    const body: z.infer<typeof searchSchema> = {
      items: shown.map(({ case: id, entry, digest, place, spellings }) => {
        const of = states.get(id);
        return {
          ...{ case: id, entry, digest, place, spellings: [...spellings] },
          statuses: of === undefined ? [] : [...statusesOf(of, now)],
        };
      }),
      ...answer,
      next: last === undefined ? null : formatPlace(last),
    };
    response.set('Cache-Control', 'no-store').json(body);
  });
  return router;
}
