/** The figure that an office replies to, as the address of the form names it: `reply?figure=times&process=service-request`. */
import { figureNames } from '@counterfoil/ledger/accountability/figure-names';
import { dateField } from '@counterfoil/ledger/statements/calendar';
import { codeField } from '@counterfoil/ledger/statements/fields';
import * as z from 'zod/mini';

const choiceSchema = z.object({
  figure: z.optional(z.enum(figureNames)),
  office: z.optional(codeField),
  process: z.optional(codeField),
  from: z.optional(dateField),
  until: z.optional(dateField),
});
export type ReplyChoice = z.infer<typeof choiceSchema>;

/** Undefined for the address of another page. One that nobody here has made chooses nothing. */
export function parseReplyChoice(address: string): ReplyChoice | undefined {
  const [page, query] = address.split('?', 2);
  if (page !== 'reply') return undefined;
  const parsed = choiceSchema.safeParse(Object.fromEntries(new URLSearchParams(query)));
  return parsed.success ? parsed.data : {};
}

/** What is chosen, without what was left open. */
export function queryOf(choice: Readonly<Partial<Record<keyof ReplyChoice, string | undefined>>>): string {
  const given = Object.entries(choice).flatMap(([name, value = '']) => (value === '' ? [] : [[name, value]]));
  return String(new URLSearchParams(given));
}
