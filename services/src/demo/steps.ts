/** What a story is made of. The words in which stories are written stand in `steps/`. */
import type { Said, Words } from '@counterfoil/ledger/compose';
import type { Kind } from '@counterfoil/ledger/statement';
import type { NewInput, NewVoice } from '../client/client.ts';
import type { OfficialName } from './city.ts';
import type { ProcessId } from './rules.ts';

/** A time of day so many days ago, in UTC. */
export interface Ago {
  readonly days: number;
  readonly hour: number;
  readonly minute: number;
}

/** What a step can refer to. Each throws RangeError for what has not happened yet. */
export interface SoFar {
  readonly case: number;
  /** The case that an input joins, or the rules under which it opens one. */
  readonly place:
    { readonly case: number } | { readonly process: { readonly id: ProcessId; readonly version: number } };
  /** An entry of the story by its kind: the newest, or by its number, from 0. */
  entry(kind: Kind, number?: number): number;
  /** The first text of such an entry. */
  text(kind: Kind, number?: number): { readonly entry: number; readonly digest: string };
  caseOf(other: Story): number;
  /** The newest version in a register, by its code. */
  registered(code: string): number;
  mandate(name: OfficialName): number;
  /** Entries of the whole story so far. */
  readonly size: number;
  /** The key that whoever began the story made to come back with. */
  readonly followKey: string;
  time(ago: Ago): string;
  /** The date in so many days, by the calendar of the city. */
  date(inDays: number): string;
}

type WithoutBy<S> = S extends Said ? ('by' extends keyof S ? Omit<S, 'by'> : never) : never;
/** What officials say, before it is known under which mandates. */
export type Official = WithoutBy<Said>;

/** What somebody says on with a key of their own, of the entry that named it. */
export type SpokenOn = Extract<Said, { kind: 'withdrawal' | 'erasure-request' }>;

/** Who speaks, and what they say where the story stands by then. */
export type Step =
  | { readonly does: 'write'; readonly says: (told: SoFar) => NewInput }
  | { readonly does: 'voice'; readonly says: (told: SoFar) => NewVoice }
  | { readonly does: 'speak'; readonly says: (told: SoFar) => SpokenOn }
  | { readonly does: 'sign'; readonly by: readonly OfficialName[]; readonly says: (told: SoFar) => Official };

/** A step that officials take. */
export type Signed = Extract<Step, { does: 'sign' }>;

export interface Story {
  /** None for what concerns no case. */
  readonly process: ProcessId | undefined;
  /** Told before the rules of service requests changed. */
  readonly before?: readonly Step[];
  readonly steps: readonly Step[];
}

export function ago(days: number, time: `${number}:${number}`): Ago {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return { days, hour, minute };
}

/** What officials sign. */
export function sign(by: OfficialName | readonly OfficialName[], says: (told: SoFar) => Official): Signed {
  return { does: 'sign', by: typeof by === 'string' ? [by] : by, says };
}

export function words(text: string, lang = 'en'): Words {
  return { text, lang };
}
