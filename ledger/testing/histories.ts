/** Every history of this folder, in an order that does not change. */
import type { History } from './history.ts';
import { authorityHistory } from './histories/authority.ts';
import { commonHistory } from './histories/common.ts';
import { inputsHistory } from './histories/inputs.ts';
import { correctionsHistory, decisionsHistory } from './histories/officials.ts';
import { openingHistory } from './histories/opening.ts';
import { actsHistory, mandatesHistory, registrarsHistory } from './histories/signers.ts';

export async function allHistories(): Promise<readonly History[]> {
  return [
    await openingHistory(),
    await commonHistory(),
    await registrarsHistory(),
    await mandatesHistory(),
    await actsHistory(),
    await authorityHistory(),
    await inputsHistory(),
    await decisionsHistory(),
    await correctionsHistory(),
  ];
}
