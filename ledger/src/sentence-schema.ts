/** Sentences (say.ts) as they come from elsewhere, in an answer of the service. */
import * as z from 'zod/mini';
import { described } from './described.ts';
import type { Sentence, Value } from './say.ts';
import { timeField } from './statements/fields.ts';

const valueSchema: z.ZodMiniType<Value> = z.union([
  z.string(),
  z.number(),
  described(z.object({ count: z.number() }), 'A number that counts.'),
  described(z.object({ minute: timeField }), 'A time that is told to the minute.'),
  described(z.object({ second: timeField }), 'A time that is told to the second.'),
  z.lazy(() => sentenceSchema),
]);

export const sentenceSchema: z.ZodMiniType<Sentence> = described(
  z.object({
    text: described(z.string(), 'In English, with gaps: `{0}` is the first of the values.'),
    values: described(z.array(valueSchema), 'What stands in the gaps. One with a text of its own is a sentence too.'),
  }),
  { id: 'Sentence', description: 'Words with what is filled in kept apart, so that other languages can say the same.' },
);
