/** The desk pass, by which the tray opens to an official: made here, out of what this page knows. SPEC 5.6. */
import { signDeskPass } from '@counterfoil/ledger/desk-pass';
import * as z from 'zod/mini';
import type { Ledger } from './ledger.ts';
import { signerOf, type DeskKey } from './keys.ts';

const HOURS_MS = 8 * 3_600_000;
/** Clocks differ a little; and what is about to end is made anew. */
const MARGIN_MS = 300_000;
const SHELF = 'counterfoil-desk-pass';
const keptSchema = z.strictObject({ keyid: z.string(), origin: z.string(), untilMs: z.number(), header: z.string() });

/** The pass at hand, kept for as long as this tab is open; undefined where a new one has to be signed. */
export function knownPass(ledger: Ledger, { keyid }: DeskKey): string | undefined {
  const text = sessionStorage.getItem(SHELF);
  const kept = keptSchema.safeParse(text === null ? undefined : JSON.parse(text));
  if (!kept.success || kept.data.keyid !== keyid || kept.data.origin !== ledger.origin) return undefined;
  return Date.now() < kept.data.untilMs - MARGIN_MS ? kept.data.header : undefined;
}

/** Asks the key for a new one where there is none. @throws DeskProblem `signature-unmade`. */
export async function passFor(ledger: Ledger, key: DeskKey): Promise<string> {
  const known = knownPass(ledger, key);
  if (known !== undefined) return known;
  const nowMs = Date.now();
  const untilMs = nowMs + HOURS_MS;
  const pass = {
    from: new Date(nowMs - MARGIN_MS).toISOString(),
    until: new Date(untilMs).toISOString(),
    origin: ledger.origin,
  };
  const header = await signDeskPass(pass, signerOf(key));
  sessionStorage.setItem(SHELF, JSON.stringify({ keyid: key.keyid, origin: ledger.origin, untilMs, header }));
  return header;
}
