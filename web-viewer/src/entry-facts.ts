/** The fields of an entry as rows to read. */
import { obligationKinds } from '@counterfoil/ledger/obligations';
import { officialKinds } from '@counterfoil/ledger/statements/authority';
import type { Statement } from '@counterfoil/ledger/statement';
import type { OpenedEntry } from './opened-entry.ts';
import type { Reading } from './reading.ts';
import { entryHref } from './step.ts';
import type { Text } from './text.ts';
import { entryWords } from './words/entry.ts';
import { formatList } from './words/numbers.ts';
import { formatTime } from './words/time.ts';
import { acts, authors, channels, dutyTitles, kinds, levels } from './words/vocabulary.ts';

export interface Fact {
  readonly label: string;
  readonly lines: readonly FactLine[];
}

export interface FactLine {
  readonly text?: string;
  readonly href?: string;
  /** Somebody's own words. */
  readonly words?: Text;
  /** To be set as code: keys and the like. */
  readonly isCode?: boolean;
}

const { facts } = entryWords;

export async function readFacts(reading: Reading, { entry, statement }: OpenedEntry): Promise<readonly Fact[]> {
  return [
    fact(facts.kind, kinds[statement.kind]),
    fact(facts.happened, formatTime(statement.at)),
    fact(facts.recorded, formatTime(entry.time)),
    ...(await readOwnFacts(reading, statement)),
    fact(facts.seen, facts.seenSize(statement.seen.size)),
  ];
}

async function readOwnFacts(reading: Reading, statement: Statement): Promise<readonly Fact[]> {
  switch (statement.kind) {
    case 'ledger-opened':
      return [
        fact(facts.authority, statement.authority.name),
        fact(facts.threshold, facts.thresholdOf(statement.threshold, statement.registrars.length)),
        fact(facts.licence, statement.licence),
        { label: facts.logKey, lines: [{ text: statement.logKey, isCode: true }] },
      ];
    case 'office-defined':
      return [
        fact(facts.office, statement.title),
        { label: facts.may, lines: statement.may.map((kind) => ({ text: acts[kind] })) },
      ];
    case 'mandate-granted':
      return [
        fact(facts.office, await reading.officeTitle(statement.office)),
        ...(statement.holder === undefined
          ? []
          : [{ label: facts.holder, lines: [{ words: await reading.text(statement.holder) }] }]),
        fact(facts.term, facts.termFrom(statement.from, statement.until)),
      ];
    case 'mandate-ended':
      return [link(facts.mandate, statement.mandate), fact(facts.reason, entryWords.facts.endings[statement.reason])];
    case 'process-published':
      return readRules(reading, statement);
    case 'input-received':
      return [
        ...(statement.process === undefined ? [] : [await processFact(reading, statement.process)]),
        fact(facts.author, authors[statement.author]),
        fact(facts.channel, channels[statement.channel]),
        ...(statement.category === undefined ? [] : [fact(facts.category, statement.category)]),
        ...(statement.source === undefined
          ? []
          : [fact(facts.source, `${statement.source.name}, ${statement.source.id}`)]),
      ];
    case 'decision':
      return [fact(facts.outcome, statement.outcome), fact(facts.basis, statement.basis)];
    case 'acknowledgement':
    case 'response':
    case 'dispositions':
    case 'correction':
      return [];
  }
}

/** The rules of a process, which bind every case begun under them. */
async function readRules(
  reading: Reading,
  rules: Extract<Statement, { kind: 'process-published' }>,
): Promise<readonly Fact[]> {
  const allowed = await Promise.all(
    officialKinds.flatMap((kind) => {
      const act = rules.acts[kind];
      if (act === undefined) return [];
      return [reading.officeTitles(act.offices).then((titles) => ({ text: facts.act(kind, titles, act.signatures) }))];
    }),
  );
  const clocks = obligationKinds.flatMap((kind) => {
    const days = rules.clocks[kind];
    return days === undefined ? [] : [{ text: facts.clock(dutyTitles[kind], days) }];
  });
  const level = levels[rules.level];
  return [
    fact(facts.process, `${rules.title}, ${facts.version(rules.version)}`),
    fact(facts.level, `${level.title}: ${level.promise}`),
    fact(
      facts.authors,
      formatList(
        rules.authors.map((author) => authors[author].toLowerCase()),
        'and',
      ),
    ),
    { label: facts.acts, lines: allowed },
    { label: facts.clocks, lines: clocks.length === 0 ? [{ text: facts.noClocks }] : clocks },
    { label: facts.dispositions, lines: rules.dispositions.map(({ title }) => ({ text: title })) },
    { label: facts.outcomes, lines: rules.outcomes.map(({ title }) => ({ text: title })) },
    fact(facts.accounting, facts.accountings[rules.accounting]),
  ];
}

async function processFact(reading: Reading, { id, version }: { id: string; version: number }): Promise<Fact> {
  const rules = await reading.state('rules', `${id}/${version}`);
  const text = `${rules?.title ?? id}, ${facts.version(version)}`;
  return { label: facts.process, lines: [rules === undefined ? { text } : { text, href: entryHref(rules.entry) }] };
}

function fact(label: string, text: string): Fact {
  return { label, lines: [{ text }] };
}

function link(label: string, index: number): Fact {
  return { label, lines: [{ text: entryWords.title(index), href: entryHref(index) }] };
}
