/** The rules of a process, which bind every case begun under them, in words. */
import { clockKinds, type StateShapes } from '@counterfoil/ledger/state';
import { caseKinds } from '@counterfoil/ledger/statements/rights';
import type { Reading } from '../reading.ts';
import { factWords } from '../words/facts.ts';
import { formatList } from '../words/numbers.ts';
import { authors, dutyTitles, levels } from '../words/vocabulary.ts';
import { fact, list, optional, type Fact } from './fact.ts';

type Rules = Omit<StateShapes['rules'], 'entry'>;

export async function readRuleFacts(reading: Reading, rules: Rules): Promise<readonly Fact[]> {
  const { stages = [], clocks, decisionStates = [], support, moderation = 'none', grounds = [], retention } = rules;
  const level = levels[rules.level];
  const deadlines = [...clockKinds, 'answer' as const].flatMap((kind) => {
    const span = clocks[kind];
    return span === undefined ? [] : [factWords.clock(dutyTitles[kind], span)];
  });
  return [
    fact(factWords.level, `${level.title}: ${level.promise}`),
    fact(
      factWords.authors,
      formatList(
        rules.authors.map((author) => authors[author].toLowerCase()),
        'and',
      ),
    ),
    ...some(
      factWords.stages,
      stages.map(({ title, admits }, i) =>
        factWords.stage(
          i + 1,
          title,
          admits.map((kind) => factWords.admits[kind]),
        ),
      ),
    ),
    list(factWords.acts, await readActs(reading, rules)),
    list(factWords.clocks, deadlines.length === 0 ? [factWords.noClocks] : deadlines),
    ...optional(factWords.support, support && factWords.supportThreshold(support.threshold)),
    list(
      factWords.outcomes,
      rules.outcomes.map(({ title, action }) => (action === true ? factWords.withAction(title) : title)),
    ),
    list(
      factWords.dispositions,
      rules.dispositions.map(({ title }) => title),
    ),
    fact(factWords.accounting, factWords.accountings[rules.accounting]),
    list(factWords.states, [factWords.statesBeside, ...decisionStates.map((part) => factWords.parts[part])]),
    fact(factWords.moderation, factWords.moderations[moderation]),
    list(factWords.grounds, grounds.length === 0 ? [factWords.noGrounds] : grounds.map(({ title }) => title)),
    fact(
      factWords.retention,
      retention === undefined ? factWords.noRetention : factWords.retentionAfter(retention.days),
    ),
  ];
}

async function readActs(reading: Reading, { acts }: Rules): Promise<readonly string[]> {
  const allowed = caseKinds.map(async (kind) => {
    const act = acts[kind];
    if (act === undefined) return [];
    const { countersigned } = act;
    const counter =
      countersigned === undefined
        ? ''
        : factWords.countersigned(await reading.officeTitles(countersigned.offices), countersigned.signatures);
    return [factWords.act(kind, await reading.officeTitles(act.offices), act.signatures, counter)];
  });
  return (await Promise.all(allowed)).flat();
}

function some(label: string, texts: readonly string[]): readonly Fact[] {
  return texts.length === 0 ? [] : [list(label, texts)];
}
