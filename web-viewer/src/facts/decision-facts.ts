/** Everything that a decision states beside its words: what it rests on, what it was meant to do, what else was possible. */
import { entryHref } from '../addresses.ts';
import type { ContentRef } from '@counterfoil/ledger/content';
import type { StatementOf } from '@counterfoil/ledger/statement';
import type { Reading } from '../reading.ts';
import { factWords } from '../words/facts.ts';
import { fact, type Fact, type FactLine } from './fact.ts';

type Decision = StatementOf<'decision'>;

export async function readDecisionFacts(reading: Reading, statement: Decision): Promise<readonly Fact[]> {
  const { goal, options = [], effect, interests, review } = statement;
  return [
    ...(await prose(reading, factWords.goal, goal)),
    ...(options.length === 0
      ? []
      : [{ label: factWords.options, lines: await Promise.all(options.map((ref) => wordsLine(reading, ref))) }]),
    ...(await prose(reading, factWords.effect, effect?.expected)),
    ...(await prose(reading, factWords.measure, effect?.measure)),
    ...(interests === 'none'
      ? [fact(factWords.interests, factWords.noInterests)]
      : await prose(reading, factWords.interests, interests)),
    ...(await readGrounds(reading, statement)),
    ...(review === undefined ? [] : [await readReviewer(reading, review.reviewer)]),
    ...(await prose(reading, factWords.appeal, review?.appeal)),
  ];
}

/** What every decision states: the law, the algorithms and the data it rests on. */
export async function readGrounds(reading: Reading, { basis, algorithms, data }: Decision): Promise<readonly Fact[]> {
  return [
    fact(factWords.basis, basis),
    { label: factWords.algorithms, lines: await readUsed(reading, algorithms, factWords.noAlgorithms) },
    { label: factWords.data, lines: await readUsed(reading, data, factWords.noData) },
  ];
}

/** By register entry and version: the entry cited is the version that was used. */
async function readUsed(reading: Reading, used: Decision['algorithms'], none: string): Promise<readonly FactLine[]> {
  if (used === 'none') return [{ text: none }];
  return Promise.all(
    used.map(async (index) => {
      const [registered, entry] = await Promise.all([reading.state('registered', index), reading.entry(index)]);
      const title = entry !== undefined && 'title' in entry.statement ? entry.statement.title : '';
      const text =
        registered === undefined
          ? factWords.entry(index)
          : factWords.used(title || registered.code, registered.version, registered.status);
      return { text, href: entryHref(index) };
    }),
  );
}

async function readReviewer(reading: Reading, mandate: number): Promise<Fact> {
  const { office, name } = await reading.holder(mandate);
  const named = name === undefined ? [] : [{ name }];
  return { label: factWords.reviewer, lines: [{ text: office, href: entryHref(mandate) }, ...named] };
}

async function prose(reading: Reading, label: string, ref: ContentRef | undefined): Promise<readonly Fact[]> {
  return ref === undefined ? [] : [{ label, lines: [await wordsLine(reading, ref)] }];
}

async function wordsLine(reading: Reading, ref: ContentRef): Promise<FactLine> {
  return { words: await reading.text(ref) };
}
