/** How cases are decided, what becomes of each input, what is promised, and how what was said against it ends. */
import type { Kind } from '@counterfoil/ledger/statement';
import type { OfficialName } from '../city.ts';
import { sign, words, type Official, type Step } from '../steps.ts';
import type { Verdicts } from './people.ts';

type Fields<K extends Kind> = Extract<Official, { kind: K }>;

/** What became of inputs: code, their numbers within the story, and the reason. */
export function account(
  by: OfficialName,
  ...items: readonly (readonly [code: string, inputs: readonly number[], reason: string, lang?: string])[]
): Step {
  return sign(by, (told) => ({
    kind: 'dispositions',
    case: told.case,
    items: items.map(([code, inputs, reason, lang]) => ({
      code,
      inputs: inputs.map((number) => told.entry('input-received', number)),
      reason: words(reason, lang),
    })),
  }));
}

interface DecisionOptions {
  readonly goal?: string;
  readonly options?: readonly string[];
  readonly effect?: { readonly expected: string; readonly measure: string };
  readonly interests?: string;
  /** What was used, by the codes of the registers. */
  readonly algorithms?: readonly string[];
  readonly data?: readonly string[];
  readonly review?: { readonly reviewer: OfficialName; readonly appeal: string };
}

export function decide(
  by: readonly OfficialName[],
  outcome: string,
  basis: string,
  text: string,
  { goal, options, effect, interests, algorithms, data, review }: DecisionOptions = {},
): Step {
  return sign(by, (told) => ({
    kind: 'decision',
    case: told.case,
    outcome,
    basis,
    text: words(text),
    ...(goal === undefined ? {} : { goal: words(goal) }),
    ...(options === undefined ? {} : { options: options.map((option) => words(option)) }),
    ...(effect === undefined ? {} : { effect: { expected: words(effect.expected), measure: words(effect.measure) } }),
    ...(interests === undefined ? {} : { interests: interests === 'none' ? interests : words(interests) }),
    algorithms: algorithms?.map((code) => told.registered(code)) ?? 'none',
    data: data?.map((code) => told.registered(code)) ?? 'none',
    ...(review === undefined
      ? {}
      : { review: { reviewer: told.mandate(review.reviewer), appeal: words(review.appeal) } }),
  }));
}

/** Does not agree with the newest decision. */
export function dissent(by: OfficialName, text: string): Step {
  return sign(by, (told) => ({ kind: 'dissent', case: told.case, from: told.entry('decision'), text: words(text) }));
}

interface Promised extends Pick<Fields<'commitment'>, 'office' | 'carrier'> {
  readonly inDays: number;
  readonly funding: string;
}

/** Promises something that the newest decision needs. */
export function commit(by: OfficialName, text: string, { office, carrier, inDays, funding }: Promised): Step {
  return sign(by, (told) => ({
    kind: 'commitment',
    case: told.case,
    office,
    carrier,
    decision: told.entry('decision'),
    term: told.date(inDays),
    funding: words(funding),
    text: words(text),
  }));
}

/** How far the newest commitment has come, or the one of that number within the story. */
export function report(
  by: OfficialName,
  progress: Fields<'milestone'>['progress'],
  text: string,
  number?: number,
): Step {
  return sign(by, (told) => ({
    kind: 'milestone',
    case: told.case,
    commitment: told.entry('commitment', number),
    progress,
    text: words(text),
  }));
}

/** The other side looks back, too. */
export function evaluate(by: OfficialName, [heard, explained, achieved]: Verdicts, text: string): Step {
  return sign(by, (told) => ({ kind: 'evaluation', case: told.case, heard, explained, achieved, text: words(text) }));
}

/** Says how the newest appeal or dispute ends. */
export function settle(
  by: OfficialName,
  kind: 'appeal' | 'dispute',
  result: NonNullable<Fields<'answer'>['result']>,
  text: string,
  lang = 'en',
): Step {
  return sign(by, (told) => ({
    kind: 'answer',
    case: told.case,
    answers: told.entry(kind),
    result,
    text: words(text, lang),
  }));
}

/** Corrects the newest of that kind in the story. */
export function correct(by: OfficialName, of: 'response' | 'dispositions' | 'decision', text: string): Step {
  return sign(by, (told) => ({ kind: 'correction', case: told.case, corrects: told.entry(of), text: words(text) }));
}
