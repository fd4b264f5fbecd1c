/** Who decides whether a form is taken now. The viewer knows only what to say when it is not. */
import type { Request } from 'express';
import type { Language } from './language.ts';

export interface FormDoor {
  /** What the sender's machine has to solve first (`parseChallenge`), or undefined when nothing. */
  challenge(): string | undefined;
  /** Undefined where it is taken; otherwise nothing may be recorded. */
  admit(request: Request, work: string | undefined): FormRefusal | undefined;
  /** The same for each file, before anything of it is kept. */
  admitFile(request: Request): FormRefusal | undefined;
}

export interface FormRefusal {
  readonly code: 'too-many' | 'work-needed' | 'work-wrong';
  readonly retryAfterS: number;
}

/** From so many seconds on minutes are told. */
const WORTH_MINUTES_S = 90;

export function refusalSentence({ code, retryAfterS }: FormRefusal, language: Language): string {
  const wait =
    retryAfterS < WORTH_MINUTES_S
      ? language.unit(retryAfterS, 'second')
      : language.unit(Math.ceil(retryAfterS / 60), 'minute');
  return language.phrase(code === 'too-many' ? 'input-error-too-many' : 'input-error-work', { wait });
}
