/** `/ledger.json`: what a reader needs to begin. Nothing in it is proved; the first entry of the log says it again, signed. SPEC 10.1. */
import { z } from 'zod';
import { canonicalBytes, parseJson } from './canonical-json.ts';
import { FormatError } from './error.ts';
import { langField, originField, titleField } from './statements/fields.ts';

export const ledgerInfoSchema = z.strictObject({
  origin: originField,
  logKey: z.string().min(1).max(300).meta({ description: 'Verifier key of the log (C2SP signed-note).' }),
  postQuantumKey: z
    .string()
    .min(1)
    .max(3000)
    .exactOptional()
    .meta({ description: 'Verifier key of the second signature that checkpoints bear, by ML-DSA-44, where they do.' }),
  authority: z
    .strictObject({ name: titleField, lang: langField })
    .nullable()
    .meta({ description: 'Null until the ledger is opened.' }),
  licence: z.string().min(1).max(60).nullable(),
  links: z.record(z.string().max(40), z.string().max(400)).meta({ description: 'Addresses, relative to this file.' }),
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
    throw new FormatError('json-invalid', 'ledger.json is larger than it can be.');
  const parsed = ledgerInfoSchema.safeParse(parseJson(bytes));
  if (!parsed.success)
    throw new FormatError('json-invalid', 'ledger.json does not have the fields it must have.', {
      cause: parsed.error,
    });
  return parsed.data;
}
