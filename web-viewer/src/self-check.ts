/** What the service says of its own look through the record. */
import type { SelfCheckInfo } from '@counterfoil/ledger/self-check';
import type { Language } from './language.ts';

/** Some sentences; undefined where the service has not come to the end once and found nothing so far. */
export function describeSelfCheck(language: Language, { checked, damaged, more }: SelfCheckInfo): string | undefined {
  const [first] = damaged;
  if (first !== undefined) {
    const others = damaged.length - 1;
    return [
      language.phrase('self-check-damaged'),
      language.phrase('self-check-damage', {
        entry: first.entry,
        fault: language.phrase(`self-check-fault-${first.what}`),
      }),
      ...(more
        ? [language.phrase('self-check-much-more')]
        : others === 0
          ? []
          : [language.phrase('self-check-more', { count: others })]),
      language.phrase('self-check-since', { time: language.time(first.since) }),
    ].join(' ');
  }
  if (checked === null || checked.size === 0) return undefined;
  return language.phrase('self-check-good', { entry: checked.size - 1, time: language.time(checked.time) });
}
