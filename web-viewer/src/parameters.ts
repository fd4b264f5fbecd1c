/** What stands in addresses: parsed strictly, each number in its one spelling. */
import { z } from 'zod';
import { PageError } from './page-error.ts';
import type { PageErrorCode } from './words/errors.ts';

/** An index of an entry, as text. */
export const indexSchema = z
  .string()
  .regex(/^(?:0|[1-9][0-9]{0,15})$/)
  .transform(Number)
  .refine(Number.isSafeInteger);

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
export function parseQuery<S extends z.ZodObject>(schema: S, query: URLSearchParams): z.infer<S> {
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
