import type { Language } from './language.ts';

/** What no look at the record shows. @param isWitnessed whether anybody besides the log has signed the newest checkpoint */
export function readNotProved(language: Language, isWitnessed: boolean): readonly string[] {
  return [
    language.phrase('about-not-proved-true'),
    language.phrase('about-not-proved-person'),
    language.phrase('about-not-proved-sent'),
    language.phrase('about-not-proved-understood'),
    language.phrase(isWitnessed ? 'about-not-proved-witnessed' : 'about-not-proved-alone'),
    language.phrase('about-not-proved-page'),
  ];
}
