/** What becomes of texts in public view: of those that people sent, the first of each entry. */
import type { Kind } from '@counterfoil/ledger/statement';
import { blackOut } from '../../client/black-out.ts';
import type { OfficialName } from '../city.ts';
import { sign, words, type Official, type Step } from '../steps.ts';

/** Somebody has looked at it: the newest of that kind, or the one of that number within the story. */
export function publish(by: OfficialName, kind: Kind = 'input-received', number?: number): Step {
  return sign(by, (told) => ({ kind: 'content-published', case: told.case, items: [told.text(kind, number)] }));
}

type Why = Pick<Extract<Official, { kind: 'content-withheld' }>, 'ground' | 'basis' | 'told'> & {
  readonly appeal: string;
  readonly text?: string;
};

/** Takes the newest input out of public view, until somebody brings it back. */
export function withhold(by: OfficialName, why: Why): Step {
  return sign(by, (told) => ({
    kind: 'content-withheld',
    case: told.case,
    ...told.text('input-received'),
    ...spell(why),
  }));
}

/** Takes the newest input out for good. */
export function redact(by: OfficialName, why: Why): Step {
  return sign(by, (told) => ({
    kind: 'content-redacted',
    case: told.case,
    ...told.text('input-received'),
    ...spell(why),
  }));
}

/** Takes a passage of the newest input out for good. @param whole as it was written */
export function blackOutIn(by: OfficialName, whole: string, passage: string, why: Why): Step {
  return sign(by, (told) => ({
    ...{ kind: 'content-redacted', case: told.case, ...told.text('input-received'), ...spell(why) },
    replacement: words(blackOut(whole, [passage])),
  }));
}

/** Brings the newest input back. */
export function restore(by: OfficialName, text: string): Step {
  return sign(by, (told) => ({
    ...{ kind: 'content-restored', case: told.case, ...told.text('input-received') },
    text: words(text),
  }));
}

function spell({ appeal, text, ...why }: Why) {
  return { ...why, appeal: words(appeal), ...(text === undefined ? {} : { text: words(text) }) };
}
