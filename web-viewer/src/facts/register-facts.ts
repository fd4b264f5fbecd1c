/** What the registers, suppliers and devices say, field by field. */
import type { Kind, StatementOf } from '@counterfoil/ledger/statement';
import type { Reading } from '../reading.ts';
import { factWords, formatDecimal } from '../words/facts.ts';
import { entryLine, fact, optional, type Fact } from './fact.ts';

type Each<K extends Kind> = K extends Kind ? StatementOf<K> : never;
export type RegisterStatement = Each<
  'algorithm-registered' | 'data-use-registered' | 'nudge-registered' | 'supplier-statement' | 'device-observation'
>;

export async function readRegisterFacts(reading: Reading, statement: RegisterStatement): Promise<readonly Fact[]> {
  switch (statement.kind) {
    case 'algorithm-registered': {
      const { impact, supplier } = statement;
      return [
        ...registered(statement),
        fact(factWords.impact, factWords.impacts[impact]),
        ...optional(factWords.supplier, supplier && (await reading.officeTitle(supplier))),
      ];
    }
    case 'data-use-registered':
      return [...registered(statement), fact(factWords.basis, statement.basis)];
    case 'nudge-registered':
      return registered(statement);
    case 'supplier-statement':
      return [
        fact(factWords.about, factWords.abouts[statement.about]),
        ...(statement.concerns === undefined
          ? []
          : [{ label: factWords.concerns, lines: statement.concerns.map(entryLine) }]),
      ];
    case 'device-observation': {
      const { quantity, value, scale, unit, area } = statement;
      return [
        fact(factWords.quantity, quantity),
        fact(factWords.value, `${formatDecimal(value, scale)} ${unit}`),
        ...optional(factWords.area, area),
      ];
    }
  }
}

function registered({
  id,
  version,
  status,
}: Pick<StatementOf<'nudge-registered'>, 'id' | 'version' | 'status'>): readonly Fact[] {
  return [
    fact(factWords.id, `${id}, ${factWords.version(version)}`),
    fact(factWords.status, factWords.statuses[status]),
  ];
}
