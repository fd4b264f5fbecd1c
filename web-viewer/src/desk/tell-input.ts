/** Who said something, and by which way: `A person, by phone`. */
import type { StatementOf } from '@counterfoil/ledger/statement';
import { language } from './language.ts';

export function tellInput({ author, channel }: StatementOf<'input-received'>): string {
  return language.phrase('desk-said', {
    author: language.phrase(`author-${author}`),
    channel: language.phrase(`channel-${channel}`),
  });
}
