/** Everything that a decision states beside its words: what it rests on, what it was meant to do, what else was possible. */
import { entryHref } from '../addresses.ts';
import type { ContentRef } from '@counterfoil/ledger/content';
import type { StatementOf } from '@counterfoil/ledger/statement';
import type { Reading } from '../reading.ts';
import { fact, lineFact, type Fact, type FactLine, type Label } from './fact.ts';

type Decision = StatementOf<'decision'>;

export async function readDecisionFacts(reading: Reading, statement: Decision): Promise<readonly Fact[]> {
  const { goal, options = [], effect, interests, review } = statement;
  return [
    ...(await prose(reading, 'fact-goal', goal)),
    ...(options.length === 0
      ? []
      : [lineFact('fact-options', await Promise.all(options.map((ref) => wordsLine(reading, ref))))]),
    ...(await prose(reading, 'fact-effect', effect?.expected)),
    ...(await prose(reading, 'fact-measure', effect?.measure)),
    ...(interests === 'none'
      ? [fact('fact-interests', reading.language.phrase('interests-none'))]
      : await prose(reading, 'fact-interests', interests)),
    ...(await readGrounds(reading, statement)),
    ...(review === undefined ? [] : [await readReviewer(reading, review.reviewer)]),
    ...(await prose(reading, 'fact-appeal', review?.appeal)),
  ];
}

/** What every decision states: the law, the algorithms and the data it rests on. */
export async function readGrounds(reading: Reading, { basis, algorithms, data }: Decision): Promise<readonly Fact[]> {
  return [
    fact('fact-basis', basis),
    lineFact('fact-algorithms', await readUsed(reading, algorithms)),
    lineFact('fact-data', await readUsed(reading, data)),
  ];
}

/** By register entry and version: the entry cited is the version that was used. */
async function readUsed(reading: Reading, used: Decision['algorithms']): Promise<readonly FactLine[]> {
  const { language } = reading;
  if (used === 'none') return [{ text: language.phrase('used-none') }];
  return Promise.all(
    used.map(async (index) => {
      const [registered, entry] = await Promise.all([reading.state('registered', index), reading.entry(index)]);
      const title = entry !== undefined && 'title' in entry.statement ? entry.statement.title : '';
      const text =
        registered === undefined
          ? language.phrase('named-entry', { entry: index })
          : language.phrase('used-version', {
              ...{ title: title || registered.code, version: registered.version, status: registered.status },
            });
      return { text, href: entryHref(index) };
    }),
  );
}

async function readReviewer(reading: Reading, mandate: number): Promise<Fact> {
  const { office, name } = await reading.holder(mandate);
  const named = name === undefined ? [] : [{ name }];
  return lineFact('fact-reviewer', [{ text: office, href: entryHref(mandate) }, ...named]);
}

async function prose(reading: Reading, label: Label, ref: ContentRef | undefined): Promise<readonly Fact[]> {
  return ref === undefined ? [] : [lineFact(label, [await wordsLine(reading, ref)])];
}

async function wordsLine(reading: Reading, ref: ContentRef): Promise<FactLine> {
  return { words: await reading.text(ref) };
}
