/** `/ledger.json`: what a reader needs to begin. Nothing in it is proved; the first entry of the log says it again, signed. SPEC 10.1. */
import * as z from 'zod/mini';
import { described } from './described.ts';
import { canonicalBytes, parseJson } from './canonical-json.ts';
import { FormatError } from './error.ts';
import { langField, originField, titleField } from './statements/fields.ts';
import { say } from './say.ts';

export const ledgerInfoSchema = z.strictObject({
  origin: originField,
  logKey: described(z.string().check(z.minLength(1), z.maxLength(300)), 'Verifier key of the log (C2SP signed-note).'),
  postQuantumKey: described(
    z.exactOptional(z.string().check(z.minLength(1), z.maxLength(3000))),
    'Verifier key of the second signature that checkpoints bear, by ML-DSA-44, where they do.',
  ),
  authority: described(
    z.nullable(z.strictObject({ name: titleField, lang: langField })),
    'Null until the ledger is opened.',
  ),
  licence: z.nullable(z.string().check(z.minLength(1), z.maxLength(60))),
  links: described(
    z.record(z.string().check(z.maxLength(40)), z.string().check(z.maxLength(400))),
    'Addresses, relative to this file.',
  ),
});
export type LedgerInfo = z.infer<typeof ledgerInfoSchema>;

/** Larger than any real one. */
export const MAX_LEDGER_INFO_BYTES = 20_000;

export function formatLedgerInfo(info: LedgerInfo): Uint8Array {
  return canonicalBytes(info);
}

/** @throws FormatError `json-invalid` and its kin, when the file is not what it must be. */
export function parseLedgerInfo(bytes: Uint8Array): LedgerInfo {
  if (bytes.length > MAX_LEDGER_INFO_BYTES)
    throw new FormatError('json-invalid', say`ledger.json is larger than it can be.`);
  const parsed = ledgerInfoSchema.safeParse(parseJson(bytes));
  if (!parsed.success)
    throw new FormatError('json-invalid', say`ledger.json does not have the fields it must have.`, {
      cause: parsed.error,
    });
  return parsed.data;
}
