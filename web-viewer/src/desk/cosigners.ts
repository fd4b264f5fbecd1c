/** Who else signs, where the rules want several people. */
import type { CaseKind } from '@counterfoil/ledger/statements/rights';
import type { Rules } from './case-reading.ts';
import { checksControl, type Control, type Entered } from './controls.ts';
import { inWords, type Mandate, type People } from './people.ts';
import { language } from './language.ts';

/**
 * Undefined where one signature is enough. Reads as the mandates chosen, and complains where they do not make the quorum: how
 * many different people of which offices the rules want.
 */
export async function cosignersControl(
  kind: CaseKind,
  rules: Rules,
  own: Mandate,
  people: People,
): Promise<Control<readonly Mandate[]> | undefined> {
  const act = rules.acts[kind];
  if (act === undefined) return undefined;
  const { offices, signatures, countersigned } = act;
  const needed = signatures + (countersigned?.signatures ?? 0);
  if (needed < 2) return undefined;
  const all = [...offices, ...(countersigned?.offices ?? [])];
  const others = (await people.mandates(({ office }) => all.includes(office))).filter(
    ({ person, may }) => person !== own.person && may.includes(kind),
  );
  const checks = checksControl({
    label: language.phrase('desk-form-cosigners'),
    hint:
      countersigned === undefined
        ? language.phrase('desk-form-cosigners-hint', { signatures, offices: people.inList(offices) })
        : language.phrase('desk-form-cosigners-counter', {
            ...{ signatures, offices: people.inList(offices) },
            ...{ more: countersigned.signatures, others: people.inList(countersigned.offices) },
          }),
    options: others.map((mandate) => ({ value: String(mandate.mandate), text: inWords(mandate) })),
  });
  const read = (): Entered<readonly Mandate[]> => {
    const entered = checks.read();
    if ('wrong' in entered) return entered;
    const chosen = others.filter(({ mandate }) => entered.value.includes(String(mandate)));
    const signing = [own, ...chosen];
    const count = (codes: readonly string[]): number =>
      new Set(signing.filter(({ office }) => codes.includes(office)).map(({ person }) => person)).size;
    const isEnough =
      count(offices) >= signatures &&
      count(countersigned?.offices ?? []) >= (countersigned?.signatures ?? 0) &&
      count(all) >= needed;
    return isEnough ? { value: chosen } : { wrong: language.phrase('desk-form-cosigners-few', { needed }) };
  };
  return { ...checks, read };
}
