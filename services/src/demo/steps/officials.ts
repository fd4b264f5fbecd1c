/** What officials say while a case is under way. */
import { createHash } from 'node:crypto';
import type { OfficialName } from '../city.ts';
import { sign, words, type Ago, type Official, type Signed, type Step, type Story } from '../steps.ts';

export function acknowledge(by: OfficialName, text?: string, lang = 'en'): Step {
  return sign(by, (told) => ({
    kind: 'acknowledgement',
    case: told.case,
    ...(text === undefined ? {} : { text: words(text, lang) }),
  }));
}

/** Says something of substance to the people. */
export function answer(by: OfficialName, text: string, lang = 'en'): Signed {
  return sign(by, (told) => ({ kind: 'response', case: told.case, text: words(text, lang) }));
}

/** Asks another office; or, where none is named, the people who were heard. */
export function ask(by: OfficialName, text: string, to?: string): Step {
  return sign(by, (told) => ({
    kind: 'question',
    case: told.case,
    ...(to === undefined ? {} : { to }),
    text: words(text),
  }));
}

/** Answers the newest question. */
export function reply(by: OfficialName, text: string): Step {
  return sign(by, (told) => ({
    kind: 'answer',
    case: told.case,
    answers: told.entry('question'),
    text: words(text),
  }));
}

/** Passes the case to another office. */
export function refer(by: OfficialName, to: string, text: string): Step {
  return sign(by, (told) => ({ kind: 'referral', case: told.case, to, text: words(text) }));
}

/** Passes the case to another authority. */
export function referElsewhere(by: OfficialName, elsewhere: string, text: string): Step {
  return sign(by, (told) => ({ kind: 'referral', case: told.case, elsewhere, text: words(text) }));
}

export function openStage(by: OfficialName, stage: string, text?: string): Step {
  return sign(by, (told) => ({
    kind: 'stage-opened',
    case: told.case,
    stage,
    ...(text === undefined ? {} : { text: words(text) }),
  }));
}

export function link(
  by: OfficialName,
  other: Story,
  relation: Extract<Official, { kind: 'case-linked' }>['relation'],
): Step {
  return sign(by, (told) => ({ kind: 'case-linked', case: told.case, other: told.caseOf(other), relation }));
}

/** Makes the case part of another. */
export function merge(by: OfficialName, into: Story, text: string): Step {
  return sign(by, (told) => ({ kind: 'cases-merged', case: told.case, into: told.caseOf(into), text: words(text) }));
}

/** Gives inputs, by their number within the story, a case of their own. */
export function split(by: OfficialName, inputs: readonly number[], text: string): Step {
  return sign(by, (told) => ({
    kind: 'case-split',
    case: told.case,
    inputs: inputs.map((number) => told.entry('input-received', number)),
    text: words(text),
  }));
}

/** The step is taken in the case that was split off last. */
export function apart(step: Signed): Step {
  return { ...step, says: (told) => ({ ...step.says(told), case: told.entry('case-split') }) };
}

/** @param found what was found at the address; its hash goes on record, and not itself */
export function cite(by: OfficialName, found: string, retrieved: Ago, text: string): Step {
  const sha256 = createHash('sha256').update(found).digest('hex');
  return sign(by, (told) => ({
    kind: 'evidence-cited',
    case: told.case,
    sha256,
    retrieved: told.time(retrieved),
    text: words(text),
  }));
}
