import { selfCheckSentences, type SelfCheckInfo } from '@counterfoil/ledger/self-check';
import { formatCount, formatNumber } from './numbers.ts';
import { formatTime } from './time.ts';

/** A sentence or two; undefined where the service has not come to the end once and found nothing so far. */
export function describeSelfCheck({ checked, damaged, more }: SelfCheckInfo): string | undefined {
  const [first] = damaged;
  if (first !== undefined) {
    const others = damaged.length - 1;
    const and = more ? ' There is much more.' : others === 0 ? '' : ` There is more: ${formatCount(others, 'thing')}.`;
    return `The service reads the whole record again and again, and has found damage. Entry ${formatNumber(first.entry)}: ${selfCheckSentences[first.what]}${and} Found on ${formatTime(first.since)}.`;
  }
  if (checked === null || checked.size === 0) return undefined;
  return `The service reads the whole record again and again. Up to entry ${formatNumber(checked.size - 1)} it found nothing wrong, last on ${formatTime(checked.time)}. That is its own word and proves nothing: the command does.`;
}
