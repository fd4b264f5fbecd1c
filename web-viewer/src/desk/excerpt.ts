/** What a text begins with. */
import { language } from './language.ts';
import type { Text } from './ledger.ts';

/** First words of a text, on one line; or that it is not there. */
export function excerpt(text: Text, maxChars = 140): string {
  if (text.status !== 'there') return language.phrase('text-missing');
  const line = text.text.replace(/[\p{Cc}\p{White_Space}]+/gu, ' ').trim();
  const chars = Array.from(line);
  return chars.length <= maxChars ? line : `${chars.slice(0, maxChars).join('')}…`;
}
