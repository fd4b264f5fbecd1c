/** The page where a reader's own browser checks the record: a case, an entry, or all of it. */
import { caseHref, entryHref } from '../addresses.ts';
import { parseCheckpoint } from '@counterfoil/ledger/checkpoint';
import { parseNote } from '@counterfoil/ledger/note';
import * as z from 'zod/mini';
import { sentencesHref, type ViewerAssets } from '../assets.ts';
import { PageError } from '../page-error.ts';
import { indexSchema, parseQuery } from '../parameters.ts';
import type { Reading } from '../reading.ts';
import { checkIds } from '../record-check/check-of.ts';
import { MOST_ENTRIES, MOST_REPLAYED } from '../record-check/limits.ts';

/** Of an entry and its hashes, on the average of a city's record; texts are not in it. */
const ENTRY_BYTES = 1100;

const querySchema = z.object({ case: z.optional(indexSchema), entry: z.optional(indexSchema) });

export type CheckQuery = z.infer<typeof querySchema>;

/** @throws PageError `query-malformed`. */
export function parseCheckQuery(query: URLSearchParams): CheckQuery {
  return parseQuery(querySchema, query);
}

export interface CheckPage {
  readonly script: string;
  readonly worker: string;
  /** Address of the sentences of the ledger's own code in the language of the page; empty where it is English. */
  readonly sentences: string;
  /** What is asked for; an entry where both are given. */
  readonly of: 'case' | 'entry' | 'record';
  readonly number: number | undefined;
  readonly back: string;
  readonly entries: readonly number[];
  readonly checks: readonly string[];
  readonly size: number;
  readonly isReplayed: boolean;
  /** How much is fetched for it, in words. */
  readonly cost: string;
  /** For the command. */
  readonly command: string;
}

/** @throws PageError `case-unknown`, `entry-unknown`. */
export async function buildCheck(
  reading: Reading,
  query: CheckQuery,
  assets: Pick<ViewerAssets, 'has' | 'href'>,
): Promise<CheckPage> {
  const { record, language } = reading;
  const { size } = parseCheckpoint(parseNote(await record.checkpoint()).text);
  const subject = await readSubject(reading, query);
  const isReplayed = size <= MOST_REPLAYED;
  return {
    script: assets.href('record-check.js'),
    worker: assets.href('record-check-work.js'),
    sentences: sentencesHref(assets, language),
    ...subject,
    ...{ checks: checkIds, size, isReplayed },
    cost: language.size(size * ENTRY_BYTES),
    command: subject.of === 'case' ? `counterfoil -- case ${subject.number ?? 0}` : 'verify --',
  };
}

async function readSubject(
  reading: Reading,
  { case: id, entry }: CheckQuery,
): Promise<Pick<CheckPage, 'of' | 'number' | 'back' | 'entries'>> {
  if (entry !== undefined) {
    if ((await reading.entry(entry)) === undefined) throw new PageError('entry-unknown');
    return { of: 'entry', number: entry, back: entryHref(entry), entries: [entry] };
  }
  if (id === undefined) return { of: 'record', number: undefined, back: '/record', entries: [] };
  const entries = await reading.record.caseSteps(id, MOST_ENTRIES);
  if (entries.length === 0) throw new PageError('case-unknown');
  return { of: 'case', number: id, back: caseHref(id), entries };
}
