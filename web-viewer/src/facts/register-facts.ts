/** What the registers, suppliers and devices say, field by field. */
import type { Kind, StatementOf } from '@counterfoil/ledger/statement';
import type { Language } from '../language.ts';
import type { Reading } from '../reading.ts';
import { entryFact, entryLine, fact, lineFact, optional, type Fact } from './fact.ts';

type Each<K extends Kind> = K extends Kind ? StatementOf<K> : never;
export type RegisterStatement = Each<
  | 'algorithm-registered'
  | 'data-use-registered'
  | 'nudge-registered'
  | 'supplier-statement'
  | 'device-observation'
  | 'figure-reply'
>;

export async function readRegisterFacts(reading: Reading, statement: RegisterStatement): Promise<readonly Fact[]> {
  const { language } = reading;
  switch (statement.kind) {
    case 'algorithm-registered': {
      const { impact, supplier } = statement;
      return [
        ...registered(language, statement),
        fact('fact-impact', language.phrase(`impact-${impact}`)),
        ...optional('fact-supplier', supplier && (await reading.officeTitle(supplier))),
      ];
    }
    case 'data-use-registered':
      return [...registered(language, statement), fact('fact-basis', statement.basis)];
    case 'nudge-registered':
      return registered(language, statement);
    case 'supplier-statement':
      return [
        fact('fact-about', language.phrase(`supplier-about-${statement.about}`)),
        ...(statement.concerns === undefined
          ? []
          : [
              lineFact(
                'fact-concerns',
                statement.concerns.map((index) => entryLine(language, index)),
              ),
            ]),
      ];
    case 'device-observation': {
      const { quantity, value, scale, unit, area } = statement;
      return [
        fact('fact-quantity', quantity),
        fact('fact-value', language.phrase('measured-value', { value: language.decimal(value, scale), unit })),
        ...optional('fact-area', area),
      ];
    }
    case 'figure-reply': {
      const { office, figure, process, from, until, size } = statement;
      return [
        fact('fact-office', await reading.officeTitle(office)),
        fact('fact-figure', language.phrase(`figure-name-${figure}`)),
        ...optional('fact-process', process && (await reading.processTitle(process))),
        ...optional('fact-from-day', from && language.weekday(from)),
        ...optional('fact-until-day', until && language.weekday(until)),
        entryFact(language, 'fact-stood-at', size - 1),
      ];
    }
  }
}

function registered(
  language: Language,
  { id, version, status }: Pick<StatementOf<'nudge-registered'>, 'id' | 'version' | 'status'>,
): readonly Fact[] {
  return [
    fact('fact-id', language.phrase('named-version', { title: id, version })),
    fact('fact-status', language.phrase(`status-${status}`)),
  ];
}
