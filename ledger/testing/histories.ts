/** Every history, one that others go on from before them. */
import { cityHistory, type History } from './history.ts';
import { actsHistory } from './histories/acts.ts';
import { authorityHistory } from './histories/authority.ts';
import { commonHistory } from './histories/common.ts';
import { inputsHistory } from './histories/inputs.ts';
import { correctionsHistory, decisionsHistory } from './histories/officials.ts';
import { signaturesHistory } from './histories/signatures.ts';
import { openingHistory } from './histories/opening.ts';
import { mandatesHistory, registrarsHistory } from './histories/mandates.ts';

export async function allHistories(): Promise<readonly History[]> {
  return [
    await openingHistory(),
    await cityHistory(),
    await commonHistory(),
    await signaturesHistory(),
    await registrarsHistory(),
    await mandatesHistory(),
    await actsHistory(),
    await authorityHistory(),
    await inputsHistory(),
    await decisionsHistory(),
    await correctionsHistory(),
  ];
}
