/** The columns of each table, by the names that programs rely on, and the phrase that says what each holds. */
import type { Language, PhraseId } from '../language.ts';

const text = {
  text_state: 'download-text-state',
  text_lang: 'download-text-lang',
  text: 'download-text',
} as const;
const times = { recorded: 'download-recorded', happened: 'download-happened' } as const;
const entry = 'download-entry';
const offices = 'download-offices';
const titleInRules = 'download-title-in-rules';

export const tableColumns = {
  entries: {
    entry,
    ...times,
    kind: 'download-entries-kind',
    case: 'download-entries-case',
    offices: 'download-entries-offices',
    keys: 'download-entries-keys',
    ...text,
    statement: 'download-entries-statement',
  },
  cases: {
    case: 'download-case',
    recorded: times.recorded,
    happened: 'download-cases-happened',
    process: 'download-cases-process',
    version: 'download-cases-version',
    state: 'download-cases-state',
    stage: 'download-cases-stage',
    office: 'download-cases-office',
    inputs: 'download-cases-inputs',
    supporters: 'download-cases-supporters',
    unaccounted: 'download-cases-unaccounted',
    acknowledged: 'download-cases-acknowledged',
    responded: 'download-cases-responded',
    decided: 'download-cases-decided',
    decision: 'download-cases-decision',
    outcome: 'download-cases-outcome',
    outcome_title: titleInRules,
    merged_into: 'download-cases-merged-into',
    ...text,
  },
  inputs: {
    entry,
    case: 'download-inputs-case',
    ...times,
    channel: 'download-inputs-channel',
    author: 'download-inputs-author',
    category: 'download-inputs-category',
    area: 'download-inputs-area',
    disposition: 'download-inputs-disposition',
    disposition_title: titleInRules,
    disposition_entry: 'download-inputs-disposition-entry',
    ...text,
    place_state: 'download-inputs-place-state',
    place_lang: 'download-inputs-place-lang',
    place: 'download-inputs-place',
  },
  decisions: {
    entry,
    case: 'download-case',
    ...times,
    offices,
    outcome: 'download-decisions-outcome',
    outcome_title: titleInRules,
    basis: 'download-basis',
    algorithms: 'download-decisions-algorithms',
    data: 'download-decisions-data',
    corrected_by: 'download-decisions-corrected-by',
    ...text,
  },
  dispositions: {
    entry,
    case: 'download-case',
    recorded: times.recorded,
    offices,
    disposition: 'download-dispositions-disposition',
    disposition_title: titleInRules,
    inputs: 'download-dispositions-inputs',
    count: 'download-dispositions-count',
    reason_state: 'download-dispositions-reason-state',
    reason_lang: 'download-dispositions-reason-lang',
    reason: 'download-dispositions-reason',
  },
  obligations: {
    case: 'download-case',
    kind: 'download-obligations-kind',
    asked_by: 'download-obligations-asked-by',
    offices: 'download-obligations-offices',
    since: 'download-obligations-since',
    due: 'download-obligations-due',
    state: 'download-obligations-state',
    met_by: 'download-obligations-met-by',
    met: 'download-obligations-met',
    as_of: 'download-obligations-as-of',
  },
  takedowns: {
    entry,
    case: 'download-takedowns-case',
    ...times,
    kind: 'download-takedowns-kind',
    offices: 'download-takedowns-offices',
    texts: 'download-takedowns-texts',
    of: 'download-takedowns-of',
    ground: 'download-takedowns-ground',
    basis: 'download-basis',
    told: 'download-takedowns-told',
    ...text,
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, PhraseId>>>>;

export type TableName = keyof typeof tableColumns;
export const tableNames = Object.keys(tableColumns) as readonly TableName[];

/** In front of all others. */
export const SIZE_COLUMN = 'record_size';

/** Their names, in order. */
export function columnsOf(table: TableName): readonly string[] {
  return [SIZE_COLUMN, ...Object.keys(tableColumns[table])];
}

/** Each with what it holds, in words. */
export function describeColumns(
  language: Language,
  table: TableName,
): readonly { readonly name: string; readonly holds: string }[] {
  const pages = { entryPage: '/entries/<number>', casePage: '/cases/<number>' };
  const columns: Readonly<Record<string, PhraseId>> = { [SIZE_COLUMN]: 'download-record-size', ...tableColumns[table] };
  return Object.entries(columns).map(([name, id]) => ({ name, holds: language.phrase(id, pages) }));
}
