/** What stands in the registers, what suppliers and devices say, and what offices say to figures about themselves. */
import type { Kind } from '@counterfoil/ledger/statement';
import { officials, type OfficialName } from '../city.ts';
import { sign, words, type Official, type Step } from '../steps.ts';

type Fields<K extends Kind> = Omit<Extract<Official, { kind: K }>, 'kind' | 'text'>;

export function registerAlgorithm(by: OfficialName, fields: Fields<'algorithm-registered'>, text: string): Step {
  return sign(by, () => ({ kind: 'algorithm-registered', ...fields, text: words(text) }));
}

export function registerData(by: OfficialName, fields: Fields<'data-use-registered'>, text: string): Step {
  return sign(by, () => ({ kind: 'data-use-registered', ...fields, text: words(text) }));
}

export function registerNudge(by: OfficialName, fields: Fields<'nudge-registered'>, text: string): Step {
  return sign(by, () => ({ kind: 'nudge-registered', ...fields, text: words(text) }));
}

/** @param concerns codes of the registers, none where it is about something else */
export function declare(
  by: OfficialName,
  about: Fields<'supplier-statement'>['about'],
  concerns: readonly string[],
  text: string,
): Step {
  return sign(by, (told) => ({
    kind: 'supplier-statement',
    about,
    ...(concerns.length === 0 ? {} : { concerns: concerns.map((code) => told.registered(code)) }),
    text: words(text),
  }));
}

/** To the figure as it stands at that moment. */
export function replyToFigure(
  by: OfficialName,
  figure: Omit<Fields<'figure-reply'>, 'office' | 'size' | 'at' | 'seen'>,
  text: string,
): Step {
  const { office } = officials[by];
  return sign(by, (told) => ({ kind: 'figure-reply', office, ...figure, size: told.size, text: words(text) }));
}

/** A device tells the case what it measured. */
export function observe(by: OfficialName, measured: Omit<Fields<'device-observation'>, 'case' | 'at' | 'seen'>): Step {
  return sign(by, (told) => ({ kind: 'device-observation', case: told.case, ...measured }));
}
