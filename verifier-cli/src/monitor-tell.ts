/** Which events there are to tell: what began, what ended, what is new; and the state in which they have been told. */
import { makeEvent, type Draft, type MonitorEvent } from './monitor-events.ts';
import type { Condition } from './monitor-sources.ts';
import type { MonitorState, Standing } from './monitor-state.ts';
import { count } from './sentence.ts';

export interface News {
  readonly index: number;
  readonly drafts: readonly Draft[];
}

/** What ends, by what it is called when it begins. */
const endings: { readonly [kind: string]: 'source-back' | 'log-caught-up' | 'log-grows' | 'finding-over' } = {
  'source-lost': 'source-back',
  'log-shortened': 'log-caught-up',
  'log-silent': 'log-grows',
  finding: 'finding-over',
};

export interface Told {
  readonly events: readonly MonitorEvent[];
  /** To be kept once the events were told. */
  readonly state: MonitorState;
}

interface Telling {
  readonly before: MonitorState;
  /** With everything but what was told. */
  readonly next: MonitorState;
  readonly now: string;
  readonly room: number;
  readonly conditions: readonly Condition[];
  readonly news: readonly News[];
  /** Whether something that holds no more would have been found if it did. */
  readonly mayEnd: (one: Standing) => boolean;
  readonly from: number | undefined;
}

/** What is to be told now, as far as there is room, and the state in which it has been told. */
export function tell(telling: Telling): Told {
  const { before, next, now, room, conditions, news, mayEnd, from } = telling;
  const size = sizeOf(next);
  const moment = { at: now, origin: next.origin, size };
  /** What begins and ends can do so again, and is another event then. */
  const instance = [before.begun, before.round];
  const events: MonitorEvent[] = [];
  const say = (draft: Draft): boolean => {
    if (events.length >= room) return false;
    events.push(makeEvent(draft, moment));
    return true;
  };

  let told = next.told;
  const isBeginning = told === null && size !== null;
  if (isBeginning) told = Math.min(size, from ?? size);
  const names = new Set(conditions.map(({ name }) => name));
  const standing: Record<string, Standing> = {};
  for (const [name, one] of Object.entries(before.standing)) {
    const ending = endings[one.kind];
    const holds = names.has(name) || !mayEnd(one);
    if (holds || (ending !== undefined && !say(overDraft(ending, name, one, [...instance, name]))))
      standing[name] = one;
  }
  if (told !== null && size !== null) {
    const start = told;
    for (const { index, drafts } of news) {
      if (index < start) continue;
      if (index >= size) break;
      if (events.length + drafts.length >= room) break;
      told = index + 1;
      drafts.forEach(say);
    }
    if (events.length < room && news.every(({ index }) => index < (told ?? 0) || index >= size)) told = size;
    if (told > start) say(addedDraft(start, told, before.begun));
  }
  const began = conditions.filter(({ name }) => !Object.hasOwn(before.standing, name));
  // What was overdue before anybody watched is counted, and not told one by one.
  const isOld = ({ kind }: Condition): boolean => isBeginning && from === undefined && kind === 'step-overdue';
  if (isBeginning) say(begunDraft(next, began.filter(isOld).length, instance));
  for (const condition of began) {
    const { name, ...draft } = condition;
    const silently = isOld(condition);
    const key = draft.kind === 'step-overdue' ? draft.key : [...draft.key, ...instance];
    if (Object.hasOwn(standing, name) || silently || say({ ...draft, key }))
      standing[name] = { kind: draft.kind, since: now, sentence: draft.sentence, address: draft.address ?? null };
  }
  return { events, state: { ...next, told, standing, round: before.round + 1 } };
}

export function sizeOf({ checkpoint }: MonitorState): number | null {
  return checkpoint === null ? null : Number(checkpoint.split('\n')[1]);
}

function begunDraft(next: MonitorState, overdue: number, key: Draft['key']): Draft {
  const size = sizeOf(next) ?? 0;
  const late = overdue === 0 ? '' : ` ${count(overdue, 'step was', 'steps were')} overdue already.`;
  const sentence = `Watching ${next.origin ?? ''}, which has ${count(size, 'entry', 'entries')}, all of them checked.${late}`;
  return { kind: 'watch-begun', key, sentence };
}

function addedDraft(from: number, to: number, begun: string): Draft {
  const entries = to - from === 1 ? `entry ${from}` : `entries ${from} to ${to - 1}`;
  const sentence = `${count(to - from, 'new entry', 'new entries')}, checked: ${entries}.`;
  return { kind: 'entries-added', key: [from, to, begun], from, to, sentence };
}

const over = {
  'source-back': (was: string) => `${was} can be checked again.`,
  'log-caught-up': (was: string) => `${was} shows as many entries as before again.`,
  'log-grows': () => 'Entries are recorded again.',
  'finding-over': (was: string) => `Not found any more: ${was}`,
} as const;

function overDraft(kind: keyof typeof over, name: string, was: Standing, key: Draft['key']): Draft {
  const subject = kind === 'finding-over' ? was.sentence : (was.address ?? name);
  const { since, address } = was;
  return { kind, key, since, sentence: over[kind](subject), ...(address === null ? {} : { address }) };
}
