/** What the service refused: a problem document (RFC 9457), and what stands in the way of a statement in the tray. */
import { asSentence, type Sentence } from '@counterfoil/ledger/say';
import { sentenceSchema } from '@counterfoil/ledger/sentence-schema';
import * as z from 'zod/mini';
import { openTeller } from '../open-teller.ts';
import type { Child } from './dom.ts';

export interface Refusal {
  readonly code: string;
  readonly said: readonly Sentence[];
  /** What to solve before it is sent again: work.ts. */
  readonly challenge: string | undefined;
}

export const refusalSchema = z.pipe(
  z.object({
    code: z.string(),
    detail: z.string(),
    // What something else on the way answers says nothing that could be told in other languages.
    said: z.optional(z.array(sentenceSchema)),
    challenge: z.optional(z.string()),
  }),
  z.transform(({ code, detail, said = [asSentence(detail)], challenge }): Refusal => ({ code, said, challenge })),
);

/** In the language of the page, whose sentences are fetched for it. */
export async function tellSaid(said: readonly Sentence[]): Promise<Child> {
  const { dataset } = document.querySelector<HTMLElement>('[data-sentences]') ?? document.body;
  const teller = await openTeller(document, dataset['sentences'] ?? '');
  return teller.tell(said);
}
