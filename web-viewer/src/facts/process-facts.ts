/** The rules of a process, which bind every case begun under them, in words. */
import type { Span } from '@counterfoil/ledger/calendar';
import { clockKinds, type StateShapes } from '@counterfoil/ledger/state';
import { caseKinds } from '@counterfoil/ledger/statements/rights';
import type { Language } from '../language.ts';
import type { Reading } from '../reading.ts';
import { fact, list, optional, type Fact, type Label } from './fact.ts';

type Rules = Omit<StateShapes['rules'], 'entry'>;

export async function readRuleFacts(reading: Reading, rules: Rules): Promise<readonly Fact[]> {
  const {
    stages = [],
    clocks,
    decisionStates = [],
    support,
    moderation = 'none',
    grounds = [],
    areas = [],
    retention,
  } = rules;
  const { language } = reading;
  const deadlines = [...clockKinds, 'answer' as const].flatMap((kind) => {
    const span = clocks[kind];
    return span === undefined ? [] : [clockOf(language, kind, span)];
  });
  return [
    fact(
      'fact-level',
      language.phrase('rules-level', {
        level: language.phrase(`level-${rules.level}`),
        promise: language.phrase(`level-promise-${rules.level}`),
      }),
    ),
    fact('fact-authors', language.list(rules.authors.map((author) => language.phrase(`rules-author-${author}`)))),
    ...some(
      'fact-stages',
      stages.map(({ title, admits }, i) =>
        admits.length === 0
          ? language.phrase('rules-stage-closed', { number: i + 1, title })
          : language.phrase('rules-stage', {
              ...{ number: i + 1, title },
              admits: language.list(admits.map((kind) => language.phrase(`rules-admits-${kind}`))),
            }),
      ),
    ),
    list('fact-acts', await readActs(reading, rules)),
    list('fact-clocks', deadlines.length === 0 ? [language.phrase('rules-clocks-none')] : deadlines),
    ...optional('fact-support', support && language.phrase('rules-support', support)),
    list(
      'fact-outcomes',
      rules.outcomes.map(({ title, action }) =>
        action === true ? language.phrase('rules-outcome-action', { outcome: title }) : title,
      ),
    ),
    list(
      'fact-dispositions',
      rules.dispositions.map(({ title }) => title),
    ),
    ...some(
      'fact-areas',
      areas.map(({ title }) => title),
    ),
    fact('fact-accounting', language.phrase(`rules-accounting-${rules.accounting}`)),
    list('fact-states', [
      language.phrase('rules-states-always'),
      ...decisionStates.map((part) => language.phrase(`rules-states-${part}`)),
    ]),
    fact('fact-moderation', language.phrase(`rules-moderation-${moderation}`)),
    list(
      'fact-grounds',
      grounds.length === 0 ? [language.phrase('rules-grounds-none')] : grounds.map(({ title }) => title),
    ),
    fact(
      'fact-retention',
      retention === undefined
        ? language.phrase('rules-retention-none')
        : language.phrase('rules-retention-days', { days: retention.days }),
    ),
  ];
}

function clockOf(language: Language, kind: keyof Rules['clocks'], { days, count }: Span): string {
  const values = { duty: language.phrase(`duty-title-${kind}`), days };
  return count === 'working' ? language.phrase('rules-clock-working', values) : language.phrase('rules-clock', values);
}

async function readActs(reading: Reading, { acts }: Rules): Promise<readonly string[]> {
  const { language } = reading;
  const allowed = caseKinds.map(async (kind) => {
    const act = acts[kind];
    if (act === undefined) return [];
    const { signatures, countersigned } = act;
    const offices = async (codes: readonly string[]): Promise<string> =>
      language.list(await reading.officeTitles(codes), 'or');
    const values = {
      ...{ offices: await offices(act.offices), officeCount: act.offices.length },
      ...{ act: language.phrase(`act-${kind}`), signatures },
    };
    if (countersigned === undefined) return [language.phrase('rules-act', values)];
    const others = await offices(countersigned.offices);
    const countersignatures = countersigned.signatures;
    return [language.phrase('rules-act-countersigned', { ...values, others, countersignatures })];
  });
  return (await Promise.all(allowed)).flat();
}

function some(label: Label, texts: readonly string[]): readonly Fact[] {
  return texts.length === 0 ? [] : [list(label, texts)];
}
