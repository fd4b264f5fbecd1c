/** The codes of a ledger in the words of its authority: offices, outcomes, dispositions, and who holds a mandate. */
import { WITHDRAWN } from '@counterfoil/ledger/rulebook/inputs';
import type { StatementOf } from '@counterfoil/ledger/statement';
import { registrarGround } from '@counterfoil/ledger/statements/contents';
import type { Desk } from './desk.ts';

export type Rules = StatementOf<'process-published'>;

export interface Names {
  office(code: string): string;
  /** "Parks and playgrounds (Ines Marlowquay)". */
  mandate(entry: number): string;
  outcome(code: string): string;
  disposition(code: string): string;
  stage(code: string): string;
  /** Why a text is taken out of public view; without rules on which ground of the registrars. */
  ground(code: string): string;
}

/** @param mandates those that will be named: their holders' names are looked up */
export async function readNames(desk: Desk, rules: Rules | undefined, mandates: readonly number[]): Promise<Names> {
  const { offices } = await desk.directory();
  const office = (code: string): string => offices.find((one) => one.office === code)?.title ?? code;
  const holders = new Map<number, string>();
  for (const entry of new Set(mandates)) {
    const { statement } = await desk.reader.entryOf(entry, 'mandate-granted');
    const holder = statement.holder === undefined ? undefined : await desk.reader.text(statement.holder);
    holders.set(entry, `${office(statement.office)}${holder === undefined ? '' : ` (${holder})`}`);
  }
  const title = (list: readonly { readonly code: string; readonly title: string }[] | undefined, code: string) =>
    list?.find((choice) => choice.code === code)?.title ?? code;
  return {
    office,
    mandate: (entry) => holders.get(entry) ?? `the mandate of entry ${entry}`,
    outcome: (code) => title(rules?.outcomes, code),
    disposition: (code) => (code === WITHDRAWN ? 'Taken back by its author' : title(rules?.dispositions, code)),
    stage: (code) => title(rules?.stages, code),
    ground: (code) => (rules === undefined ? registrarGround(code) : title(rules.grounds, code)),
  };
}
