/** The rows of the tables that can be downloaded, a few at a time: nothing is held that was handed out. */
import type { ContentRef } from '@counterfoil/ledger/content';
import type { CaseState, StateShapes } from '@counterfoil/ledger/state';
import { openCase, outcomeTitle } from '../case-summary.ts';
import { languageOf } from '../languages.ts';
import { isKind, type OpenedEntry } from '../opened-entry.ts';
import type { OwedPlace, OwedState } from '../owed-steps.ts';
import { Reading } from '../reading.ts';
import type { PublicRecord } from '../record.ts';
import { dispositionTitle } from '../step.ts';
import { isTakedown } from '../takedown-counts.ts';
import { inView } from '../text.ts';
import type { tableColumns, TableName } from './columns.ts';

/** An object where it is the statement itself. */
export type Cell = string | number | null | readonly (string | number)[] | object;
type Row<T extends TableName> = Readonly<Record<keyof (typeof tableColumns)[T], Cell>>;
type Rows<T extends TableName> = AsyncGenerator<Row<T>>;

/** What the rows are made of: a record that stands still. */
export interface Source {
  readonly record: PublicRecord;
  /** How many entries it has. */
  readonly size: number;
  /** By which deadlines are overdue or not: milliseconds since 1970. */
  readonly nowMs: number;
}

export const tables: { readonly [T in TableName]: (source: Source) => Rows<T> } = {
  async *entries(source) {
    for await (const { reading, opened } of walk(source)) {
      const { index, entry, statement, caseId, payload } = opened;
      yield {
        ...{ entry: index, recorded: entry.time, happened: statement.at, kind: statement.kind, case: caseId ?? null },
        offices: (await reading.state('act', index))?.offices ?? [],
        keys: entry.envelope.signatures.map(({ keyid }) => keyid),
        ...(await textCells(reading, 'text' in statement ? statement.text : undefined)),
        statement: JSON.parse(new TextDecoder().decode(payload)) as object,
      };
    }
  },

  async *cases(source) {
    for await (const { reading, id } of walkCases(source)) {
      const opened = await openCase(reading, id);
      if (opened === undefined) continue;
      const { of, rules, opening } = opened;
      const { process, version, stage, office, inputs, supporters, unaccounted, acknowledged, responded, decided } = of;
      yield {
        ...{ case: id, recorded: opening.entry.time, happened: of.since, process, version, state: stateOf(of) },
        ...{ stage, office, inputs, supporters, unaccounted },
        ...{ acknowledged: acknowledged?.time ?? null, responded: responded?.time ?? null },
        ...{ decided: decided?.time ?? null, decision: decided?.entry ?? null, outcome: decided?.outcome ?? null },
        outcome_title: outcomeTitle(of, rules) ?? null,
        merged_into: of.merged?.into ?? null,
        ...(await textCells(reading, opening.statement.text)),
      };
    }
  },

  async *inputs(source) {
    for await (const { reading, opened } of walk(source, 'input')) {
      if (!isKind(opened, 'input-received')) continue;
      const { index, entry, statement } = opened;
      const input = await reading.state('input', index);
      const now = input?.case ?? opened.caseId ?? null;
      const { code, entry: by } = input?.disposition ?? { code: null, entry: null };
      const place = await textCells(reading, statement.place);
      yield {
        ...{ entry: index, case: now, recorded: entry.time, happened: statement.at },
        ...{ channel: statement.channel, author: statement.author, category: statement.category ?? null },
        area: statement.area ?? null,
        disposition: code,
        disposition_title:
          code === null ? null : dispositionTitle(reading.language, await readRules(reading, now), code),
        disposition_entry: by,
        ...(await textCells(reading, statement.text)),
        ...{ place_state: place.text_state, place_lang: place.text_lang, place: place.text },
      };
    }
  },

  async *decisions(source) {
    for await (const { reading, opened } of walk(source, 'act')) {
      if (!isKind(opened, 'decision')) continue;
      const { index, entry, statement } = opened;
      const { case: id, outcome, basis, algorithms, data, at } = statement;
      const [act, rules] = [await reading.state('act', index), await readRules(reading, id)];
      yield {
        ...{ entry: index, case: id, recorded: entry.time, happened: at, offices: act?.offices ?? [], outcome },
        outcome_title: rules?.outcomes.find(({ code }) => code === outcome)?.title ?? null,
        ...{ basis, algorithms, data, corrected_by: act?.correctedBy ?? null },
        ...(await textCells(reading, statement.text)),
      };
    }
  },

  async *dispositions(source) {
    for await (const { reading, opened } of walk(source, 'act')) {
      if (!isKind(opened, 'dispositions')) continue;
      const { index, entry, statement } = opened;
      const [act, rules] = [await reading.state('act', index), await readRules(reading, statement.case)];
      for (const { code, inputs, reason } of statement.items) {
        const { text_state, text_lang, text } = await textCells(reading, reason);
        yield {
          ...{ entry: index, case: statement.case, recorded: entry.time, offices: act?.offices ?? [] },
          ...{
            disposition: code,
            disposition_title: dispositionTitle(reading.language, rules, code),
            inputs,
            count: inputs.length,
          },
          ...{ reason_state: text_state, reason_lang: text_lang, reason: text },
        };
      }
    }
  },

  async *obligations({ record, nowMs }) {
    const now = new Date(nowMs).toISOString();
    for (const asked of ['open', 'met'] as const satisfies readonly OwedState[]) {
      for (let after: OwedPlace | undefined; ;) {
        const query = { state: asked, now, limit: BATCH, ...(after === undefined ? {} : { after }) };
        const steps = await record.obligations(query);
        for (const { case: id, kind, entry, offices, since, due, met, overdue } of steps)
          yield {
            ...{ case: id, kind, asked_by: entry, offices, since, due },
            state: met === null ? (overdue ? 'overdue' : 'open') : overdue ? 'late' : 'met',
            ...{ met_by: met?.entry ?? null, met: met?.time ?? null, as_of: now },
          };
        after = steps.at(-1);
        if (steps.length < BATCH) break;
      }
    }
  },

  async *takedowns(source) {
    for (let before: number | undefined; ;) {
      const indexes = await source.record.takedowns(BATCH, before);
      const reading = readingOf(source);
      for (const { index, entry, statement, caseId } of await reading.entries(indexes)) {
        if (!isTakedown(statement)) continue;
        const of = 'items' in statement ? statement.items : [statement];
        yield {
          ...{ entry: index, case: caseId ?? null, recorded: entry.time, happened: statement.at, kind: statement.kind },
          offices: (await reading.state('act', index))?.offices ?? [],
          texts: of.length,
          of: [...new Set(of.map((target) => target.entry))],
          ground: 'ground' in statement ? statement.ground : null,
          basis: 'basis' in statement ? statement.basis : null,
          told: 'told' in statement ? statement.told : null,
          ...(await textCells(reading, 'text' in statement ? statement.text : undefined)),
        };
      }
      before = indexes.at(-1);
      if (indexes.length < BATCH) return;
    }
  },
};

/** Asked for at once: few, so that whoever records at the same time is not held up. */
const BATCH = 100;

/** Remembers what it has read, so there is one for each batch. */
function readingOf({ record, nowMs }: Source): Reading {
  return new Reading(record, nowMs, languageOf(undefined));
}

/** @param state left out are entries of which there is no such value */
async function* walk(
  source: Source,
  state?: 'input' | 'act',
): AsyncGenerator<{ readonly reading: Reading; readonly opened: OpenedEntry }> {
  for (let from = 0; from < source.size; from += BATCH) {
    const reading = readingOf(source);
    const all = Array.from({ length: Math.min(BATCH, source.size - from) }, (_, i) => from + i);
    const values = await reading.states(state ?? 'act', all);
    const wanted = state === undefined ? all : all.filter((_, i) => values[i] !== undefined);
    for (const opened of await reading.entries(wanted)) yield { reading, opened };
  }
}

async function* walkCases(source: Source): AsyncGenerator<{ readonly reading: Reading; readonly id: number }> {
  for (let before = source.size; ;) {
    const ids = await source.record.cases({ before, limit: BATCH });
    const reading = readingOf(source);
    await Promise.all([reading.entries(ids), reading.states('case', ids)]);
    for (const id of ids) yield { reading, id };
    before = ids.at(-1) ?? 0;
    if (ids.length < BATCH) return;
  }
}

async function readRules(reading: Reading, caseId: number | null): Promise<StateShapes['rules'] | undefined> {
  const of = caseId === null ? undefined : await reading.state('case', caseId);
  return of === undefined ? undefined : reading.state('rules', `${of.process}/${of.version}`);
}

function stateOf({ merged, decided, owed, responded }: CaseState): string {
  if (merged !== null) return 'merged';
  if (decided !== null) return 'decided';
  if (!owed) return 'copied';
  return responded === null ? 'waiting' : 'answered';
}

interface TextCells {
  readonly text_state: string | null;
  readonly text_lang: string | null;
  readonly text: string | null;
}

async function textCells(reading: Reading, ref: ContentRef | undefined): Promise<TextCells> {
  if (ref === undefined) return { text_state: null, text_lang: null, text: null };
  const shown = inView(await reading.text(ref));
  if (shown.status !== 'there') return { text_state: shown.status, text_lang: ref.lang, text: null };
  return {
    text_state: shown.isReplacement === true ? 'blacked-out' : 'public',
    text_lang: shown.lang,
    text: shown.text,
  };
}
