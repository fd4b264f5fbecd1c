/** What happens in a story, as data: the vocabulary in which the stories are written. */
import type { Channel } from '@counterfoil/ledger/statements/citizens';
import type { AuthorKind } from '@counterfoil/ledger/statements/process';
import type { OfficialName, ProcessId } from './city.ts';

/** A time of day so many days ago, in UTC. */
export interface Ago {
  readonly days: number;
  readonly hour: number;
  readonly minute: number;
}

interface Spoken {
  readonly text: string;
  readonly lang: string;
}

export type Act = 'acknowledgement' | 'response' | 'dispositions' | 'decision';

export type Step =
  | {
      readonly does: 'input';
      readonly words: Spoken;
      readonly channel: Channel;
      readonly author: AuthorKind;
      readonly category: string | undefined;
      /** Who took it down; undefined for what came in by itself. */
      readonly by: OfficialName | undefined;
      readonly at: Ago | undefined;
    }
  | { readonly does: 'acknowledgement'; readonly by: OfficialName; readonly words: Spoken | undefined }
  | { readonly does: 'response'; readonly by: OfficialName; readonly words: Spoken }
  | {
      readonly does: 'dispositions';
      readonly by: OfficialName;
      /** Inputs by their number within the story, from 0. */
      readonly items: readonly { readonly code: string; readonly inputs: readonly number[]; readonly reason: Spoken }[];
    }
  | {
      readonly does: 'decision';
      readonly by: readonly OfficialName[];
      readonly outcome: string;
      readonly basis: string;
      readonly words: Spoken;
    }
  /** Corrects the newest act of that kind in the story. */
  | { readonly does: 'correction'; readonly by: OfficialName; readonly of: Act; readonly words: Spoken };

export interface Story {
  readonly process: ProcessId;
  /** Told before the rules of service requests changed. */
  readonly before?: readonly Step[];
  readonly steps: readonly Step[];
}

interface InputOptions {
  readonly lang?: string;
  readonly author?: AuthorKind;
  readonly category?: string;
  readonly at?: Ago;
}

export function ago(days: number, time: `${number}:${number}`): Ago {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return { days, hour, minute };
}

/** Somebody writes, on the web or in the app. */
export function write(
  text: string,
  options: Omit<InputOptions, 'at'> & { readonly channel?: 'web' | 'app' } = {},
): Step {
  return input(text, options.channel ?? 'web', undefined, options);
}

/** The front desk takes down what somebody says or brings, now or as long ago as the paper says. */
export function take(by: OfficialName, channel: Channel, text: string, options: InputOptions = {}): Step {
  return input(text, channel, by, options);
}

function input(text: string, channel: Channel, by: OfficialName | undefined, options: InputOptions): Step {
  const { lang = 'en', author = 'person', category, at } = options;
  return { does: 'input', words: { text, lang }, channel, author, category, by, at };
}

export function acknowledge(by: OfficialName, text?: string, lang = 'en'): Step {
  return { does: 'acknowledgement', by, words: text === undefined ? undefined : { text, lang } };
}

export function answer(by: OfficialName, text: string, lang = 'en'): Step {
  return { does: 'response', by, words: { text, lang } };
}

/** What became of inputs: code, their numbers within the story, and the reason. */
export function account(
  by: OfficialName,
  ...items: readonly (readonly [code: string, inputs: readonly number[], reason: string, lang?: string])[]
): Step {
  return {
    does: 'dispositions',
    by,
    items: items.map(([code, inputs, text, lang = 'en']) => ({ code, inputs, reason: { text, lang } })),
  };
}

export function decide(by: readonly OfficialName[], outcome: string, basis: string, text: string, lang = 'en'): Step {
  return { does: 'decision', by, outcome, basis, words: { text, lang } };
}

export function correct(by: OfficialName, of: Act, text: string, lang = 'en'): Step {
  return { does: 'correction', by, of, words: { text, lang } };
}
