/**
 * Which texts are to be erased because they have been kept as long as their process says, and from when on. SPEC 7.8, M57.
 *
 * Nothing is erased by this: it is found here, and done by a signed `retention-applied`.
 */
import { parseEntry } from '@counterfoil/ledger/entry';
import { contentRefs, fileRefs, openEnvelope, type Statement } from '@counterfoil/ledger/statement';
import type { PublicRecord } from '@counterfoil/web-viewer/record';
import { sql } from 'kysely';
import type { Db } from '../database/connect.ts';

const DAY_MS = 86_400_000;
/** Texts listed of one case: as many as one `retention-applied` can name. */
const MAX_ITEMS = 500;
const STEPS_AT_ONCE = 500;

export interface DueTexts {
  readonly case: number;
  readonly process: string;
  /** When the case was decided, or the one where the texts belong by now. */
  readonly decided: string;
  /** From when on its texts are to be erased. */
  readonly due: string;
  readonly items: readonly { readonly entry: number; readonly digest: string }[];
  /** Whether the case has more than are listed. */
  readonly more: boolean;
}

/** A place in the order of decisions. */
export interface DecidedPlace {
  readonly time: string;
  readonly id: number;
}

export interface RetentionQuery {
  /** Only what this office may sign `retention-applied` for. */
  readonly office: string | undefined;
  readonly size: number;
  readonly after: DecidedPlace | undefined;
  /** Decided cases that are looked at, whether or not any of their texts is still there. */
  readonly limit: number;
}

export interface RetentionPage {
  readonly due: readonly DueTexts[];
  /** Where the next page begins; null at the end. */
  readonly next: DecidedPlace | null;
}

/** Cases in the order in which they were decided, with those that became part of them. */
export async function readRetention(db: Db, record: PublicRecord, query: RetentionQuery): Promise<RetentionPage> {
  const { after, limit } = query;
  const time = sql<string>`(value->'decided'->>'time') collate "C"`;
  const id = sql<number>`(id)::bigint`;
  const rows = await db
    .selectFrom('state')
    .select([id.as('id'), time.as('time')])
    .where('kind', '=', 'case')
    .where(sql<boolean>`value->'decided'->>'time' is not null`)
    .where(sql<boolean>`(${time}, ${id}) > (${after?.time ?? ''}::text, ${after?.id ?? -1}::bigint)`)
    .orderBy(time)
    .orderBy(id)
    .limit(limit)
    .execute();
  const cases = new Cases(record, query.size);
  const due: DueTexts[] = [];
  for (const decided of rows) due.push(...(await dueBy(cases, decided, query.office)));
  const last = rows.at(-1);
  return { due, next: rows.length < limit || last === undefined ? null : last };
}

/** What the deciding of this case sets a term to: texts of it, and of cases that it was merged with or split from. */
async function dueBy(cases: Cases, { id, time }: DecidedPlace, office: string | undefined): Promise<DueTexts[]> {
  const of = await cases.record.state('case', String(id));
  const rules = of && (await cases.record.state('rules', `${of.process}/${of.version}`));
  if (of === undefined || rules?.retention === undefined) return [];
  if (office !== undefined && rules.acts['retention-applied']?.offices.includes(office) !== true) return [];
  const until = new Date(Date.parse(time) + rules.retention.days * DAY_MS).toISOString();
  const due: DueTexts[] = [];
  for (const from of await cases.related(id)) {
    const kept = await cases.textsOf(from, id);
    if (kept.length === 0) continue;
    const [items, more] = [kept.slice(0, MAX_ITEMS), kept.length > MAX_ITEMS];
    due.push({ case: from, process: of.process, decided: time, due: until, items, more });
  }
  return due;
}

/** Of its texts and files. */
function digestsOf(statement: Statement): readonly string[] {
  return [...contentRefs(statement), ...fileRefs(statement)].map(({ digest }) => digest);
}

/** Remembers, for one page, what became of cases. */
class Cases {
  readonly record: PublicRecord;
  readonly #size: number;
  readonly #now = new Map<number, number>();

  constructor(record: PublicRecord, size: number) {
    this.record = record;
    this.#size = size;
  }

  /** The case itself, and those that mergers and splits connect it with, however far. */
  async related(id: number): Promise<readonly number[]> {
    const found = [id];
    for (const one of found) {
      const { links = 0 } = (await this.record.state('case', String(one))) ?? {};
      const numbers = Array.from({ length: links }, (_, number) => `${one}/${number}`);
      for (const link of await this.record.states('link', numbers))
        if ((link?.relation === 'merged' || link?.relation === 'split') && !found.includes(link.other))
          found.push(link.other);
    }
    return found;
  }

  /** Texts of a case that are not erased and whose term the other one sets; as far as one more than can be listed. */
  async textsOf(id: number, decided: number): Promise<DueTexts['items']> {
    const items = new Map<string, DueTexts['items'][number]>();
    for (let after = -1; items.size <= MAX_ITEMS;) {
      const steps = await this.record.caseSteps(id, STEPS_AT_ONCE, after);
      const digests = (await this.record.entries(steps)).flatMap(({ bytes }) =>
        digestsOf(openEnvelope(parseEntry(bytes).envelope).statement),
      );
      const states = await this.record.states('content', digests);
      const inputs = await this.record.states(
        'input',
        states.map((content) => content?.entry ?? -1),
      );
      for (const [n, content] of states.entries()) {
        if (content?.case !== id || content.state === 'erased' || content.entry >= this.#size) continue;
        const digest = digests[n] ?? '';
        if ((await this.#caseNow(inputs[n]?.case ?? id)) === decided)
          items.set(digest, { entry: content.entry, digest });
      }
      after = steps.at(-1) ?? after;
      if (steps.length < STEPS_AT_ONCE) break;
    }
    return [...items.values()];
  }

  /** Where two were made one, the whole. */
  async #caseNow(id: number): Promise<number> {
    let now = this.#now.get(id) ?? id;
    for (;;) {
      const into = (await this.record.state('case', String(now)))?.merged?.into;
      if (into === undefined) break;
      now = into;
    }
    this.#now.set(id, now);
    return now;
  }
}
