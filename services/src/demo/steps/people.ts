/** What people say: by themselves over the web, or to the front desk, which takes it down. */
import type { Kind } from '@counterfoil/ledger/statement';
import type { Channel } from '@counterfoil/ledger/statements/citizens';
import type { AuthorKind } from '@counterfoil/ledger/statements/process';
import type { OfficialName } from '../city.ts';
import { sign, words, type Ago, type Step } from '../steps.ts';

interface InputOptions {
  readonly lang?: string;
  readonly author?: AuthorKind;
  readonly category?: string;
  readonly area?: string;
  /** Where it is, in the words of whoever says it. */
  readonly place?: string;
}

/** How people look back: whether they were heard, whether it was explained, whether it did what it was meant to do. */
type Verdict = 'yes' | 'partly' | 'no' | 'unknown';
export type Verdicts = readonly [heard: Verdict, explained: Verdict, achieved: Verdict];

/** Somebody writes, on the web or in the app. */
export function write(
  text: string,
  options: InputOptions & { readonly channel?: 'web' | 'app'; readonly comesBack?: true } = {},
): Step {
  const { lang = 'en', author = 'person', channel = 'web', comesBack, ...more } = options;
  return {
    does: 'write',
    says({ place, followKey }) {
      const goes = 'case' in place ? place : { process: place.process.id };
      return {
        ...{ text, lang, author, channel, ...goes, ...more },
        ...(comesBack === undefined ? {} : { followKey }),
      };
    },
  };
}

/** Whoever came first wants what they wrote erased. */
export function askErasure(): Step {
  return {
    does: 'speak',
    says: (told) => ({
      kind: 'erasure-request',
      case: told.case,
      speaker: told.case,
      ...told.text('input-received', 0),
    }),
  };
}

/** Whoever came first takes back what they wrote. */
export function takeBack(): Step {
  return { does: 'speak', says: (told) => ({ kind: 'withdrawal', case: told.case, speaker: told.case }) };
}

/** The front desk takes down what somebody says or brings, now or as long ago as the paper says. */
export function take(
  by: OfficialName,
  channel: Channel,
  text: string,
  options: InputOptions & { readonly at?: Ago } = {},
): Step {
  const { lang = 'en', author = 'person', at, place, ...more } = options;
  return sign(by, (told) => ({
    kind: 'input-received',
    channel,
    author,
    ...told.place,
    ...more,
    ...(at === undefined ? {} : { at: told.time(at) }),
    text: words(text, lang),
    ...(place === undefined ? {} : { place: words(place, lang) }),
  }));
}

/** Somebody supports what is asked. */
export function join(author: AuthorKind = 'person'): Step {
  return { does: 'voice', says: (told) => ({ kind: 'support-added', case: told.case, author, channel: 'web' }) };
}

/** The front desk counts the names on a list. */
export function countNames(by: OfficialName, count: number, at: Ago): Step {
  return sign(by, (told) => ({
    kind: 'support-added',
    case: told.case,
    at: told.time(at),
    channel: 'paper',
    author: 'person',
    count,
  }));
}

/** Somebody answers what the people were asked last. */
export function tell(text: string, lang = 'en'): Step {
  return {
    does: 'voice',
    says: (told) => ({ kind: 'answer', case: told.case, answers: told.entry('question'), text, lang }),
  };
}

/** Somebody disagrees with the newest decision and wants it taken again. */
export function appeal(text: string, lang = 'en'): Step {
  return {
    does: 'voice',
    says: (told) => ({
      ...{ kind: 'appeal', case: told.case, against: told.entry('decision') },
      ...{ channel: 'web', author: 'person', text, lang },
    }),
  };
}

/** `appeal`, on paper or by telephone. */
export function takeAppeal(by: OfficialName, channel: Channel, text: string, lang = 'en'): Step {
  return sign(by, (told) => ({
    ...{ kind: 'appeal', case: told.case, against: told.entry('decision') },
    ...{ channel, author: 'person', text: words(text, lang) },
  }));
}

/** Somebody says that the newest answer is not so, or another act of the officials. */
export function dispute(text: string, lang = 'en', against: Kind = 'response'): Step {
  return {
    does: 'voice',
    says: (told) => ({
      ...{ kind: 'dispute', case: told.case, against: told.entry(against) },
      ...{ channel: 'web', author: 'person', text, lang },
    }),
  };
}

export function lookBack([heard, explained, achieved]: Verdicts, text: string, lang = 'en'): Step {
  return {
    does: 'voice',
    says: (told) => ({ kind: 'evaluation', case: told.case, heard, explained, achieved, text, lang }),
  };
}
