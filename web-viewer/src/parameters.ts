/** What stands in addresses: parsed strictly, each number in its one spelling. */
import * as z from 'zod/mini';
import { PageError, type PageErrorCode } from './page-error.ts';

/** An index of an entry, as text. */
export const indexSchema = z
  .pipe(z.string().check(z.regex(/^(?:0|[1-9][0-9]{0,15})$/)), z.transform(Number))
  .check(z.refine(Number.isSafeInteger));

/** What people type: digits of Arabic and Persian keyboards (U+0660, U+06F0) as 0 to 9. */
export function latinDigits(typed: string): string {
  return typed.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}

/** @throws PageError with the code given, for what no entry can have as its number. */
export function parseIndex(text: unknown, code: PageErrorCode): number {
  const parsed = indexSchema.safeParse(text);
  if (!parsed.success) throw new PageError(code);
  return parsed.data;
}

/**
 * The fields that the schema names; what others have added to the address is passed over.
 * @throws PageError `query-malformed`, also where a field stands twice.
 */
export function parseQuery<S extends z.ZodMiniObject>(schema: S, query: URLSearchParams): z.infer<S> {
  const fields: Record<string, string> = {};
  for (const name of Object.keys(schema.shape)) {
    const values = query.getAll(name);
    if (values.length > 1) throw new PageError('query-malformed');
    const [value] = values;
    if (value !== undefined) fields[name] = value;
  }
  const parsed = schema.safeParse(fields);
  if (!parsed.success) throw new PageError('query-malformed', { cause: parsed.error });
  return parsed.data;
}
