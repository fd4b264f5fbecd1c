/** By which the words open that only their author sees: a pass as in SPEC 5.6, signed by the follow-up key, good for some minutes. SPEC 5.7. */
import { signDeskPass } from '@counterfoil/ledger/desk-pass';
import type { Signer } from '@counterfoil/ledger/signature';

/** The service takes none that is good for longer than ten minutes. */
const LASTS_MS = 240_000;
/** Clocks differ a little. */
const MARGIN_MS = 300_000;

export function followPass(origin: string, signer: Signer): Promise<string> {
  const nowMs = Date.now();
  const from = new Date(nowMs - MARGIN_MS).toISOString();
  return signDeskPass({ origin, from, until: new Date(nowMs + LASTS_MS).toISOString() }, signer);
}
