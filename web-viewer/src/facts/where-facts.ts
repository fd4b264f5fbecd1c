/** Where it is that an input is about: the area by the title that the rules of its case give it, and the place in words. */
import type { StatementOf } from '@counterfoil/ledger/statement';
import type { Reading } from '../reading.ts';
import { lineFact, type Fact } from './fact.ts';

type Input = StatementOf<'input-received'>;

/** @param own the place as its sender has just written it, where the record may not show it (yet) */
export async function readWhereFacts(reading: Reading, statement: Input, own?: string): Promise<readonly Fact[]> {
  const { area, place } = statement;
  const facts: Fact[] = [];
  if (area !== undefined) facts.push(lineFact('fact-area', [await areaLine(reading, statement, area)]));
  if (place === undefined) return facts;
  const name =
    own === undefined
      ? await reading.text(place)
      : ({ status: 'there', text: own, lang: place.lang, isCut: false } as const);
  return [...facts, lineFact('fact-place', [{ name }])];
}

async function areaLine(reading: Reading, { process, case: joined }: Input, code: string): Promise<Fact['lines'][0]> {
  const of = joined === undefined ? undefined : await reading.state('case', joined);
  const binding = of === undefined ? process : { id: of.process, version: of.version };
  const rules = binding && (await reading.state('rules', `${binding.id}/${binding.version}`));
  const title = rules?.areas?.find((area) => area.code === code)?.title;
  if (title === undefined) return { text: code };
  const { authority } = await reading.record.info();
  return { name: { status: 'there', text: title, lang: authority?.lang ?? '', isCut: false } };
}
