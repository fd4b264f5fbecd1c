/** What an office says to a figure about itself, as a whole. SPEC 7.6. */
import * as z from 'zod/mini';
import { figureNames } from '../accountability/figure-names.ts';
import { described } from '../described.ts';
import { dateField } from './calendar.ts';
import { codeField, commonFields, contentField, mandatesField } from './fields.ts';

export const figureReply = z.strictObject({
  kind: z.literal('figure-reply'),
  ...commonFields,
  by: mandatesField,
  office: described(codeField, 'The office whose figures they are, and which replies.'),
  figure: described(z.enum(figureNames), 'The figure that it replies to, by its name in the report.'),
  process: described(z.optional(codeField), 'Where it is about the figure of one process.'),
  from: described(z.optional(dateField), 'First day of those that the figure was read for.'),
  until: described(z.optional(dateField), 'The last of them.'),
  size: described(z.int().check(z.minimum(1)), 'Entries of the tree that the figure was read from.'),
  text: contentField,
});
