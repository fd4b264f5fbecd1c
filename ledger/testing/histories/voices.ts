/** The council with a process in which people can speak on, have words of theirs erased, and wait no longer than a day to be read. */
import { inCouncil, processes, type Council, type Phrases } from '../council.ts';
import type { Historian, History } from '../history.ts';
import type { Actor, Said } from '../../src/testing/builder.ts';
import { working } from '../../src/testing/city.ts';
import { contentPhrases, type Named } from '../../src/testing/letters.ts';
import { caseKinds, type CaseKind } from '../../src/statements/rights.ts';

type Voice<K extends Said['kind']> = Extract<Said, { kind: K }>;
type Spoken = Voice<'input-received' | 'answer' | 'evaluation' | 'appeal' | 'dispute'>;

export interface Voices {
  readonly council: Council;
  readonly say: Phrases & ReturnType<typeof contentPhrases> & ReturnType<typeof spokenPhrases>;
  /** People who were heard, each with a key of their own. */
  readonly ida: Actor;
  readonly otto: Actor;
  readonly uma: Actor;
}

export const RETENTION_DAYS = 30;

/** What such a process is; version 1 is published where a history begins. */
export const voicesProcess = {
  ...processes.inquiry,
  process: 'voices',
  title: 'Voices',
  acts: {
    ...(Object.fromEntries(caseKinds.map((kind) => [kind, { offices: ['council'], signatures: 1 }])) as Record<
      CaseKind,
      { offices: string[]; signatures: number }
    >),
    response: processes.inquiry.acts.response,
    answer: processes.inquiry.acts.answer,
  },
  clocks: { answer: working(2), moderate: working(1) },
  moderation: 'before',
  grounds: [
    { code: 'privacy', title: 'Somebody else can be recognised' },
    { code: 'asked', title: 'Whoever said it asked for it' },
  ],
  retention: { days: RETENTION_DAYS, archive: 'before' },
} satisfies Said;

function spokenPhrases() {
  return {
    /** By the key that the entry names. */
    speaks: <S extends Spoken>({ by: _, ...said }: S, speaker: number): Omit<S, 'by'> & { speaker: number } => ({
      ...said,
      speaker,
    }),
    /** Under the process `voices`. */
    writes: (opens: Voice<'input-received'>): Voice<'input-received'> => ({
      ...opens,
      process: { id: 'voices', version: 1 },
    }),
    withdraws: (id: number, speaker: number): Voice<'withdrawal'> => ({ kind: 'withdrawal', case: id, speaker }),
    /** Without `speaker` the service took it in from somebody else. */
    asksErasure: (id: number, [entry, { digest }]: Named, speaker?: number): Voice<'erasure-request'> => ({
      ...{ kind: 'erasure-request', case: id, entry, digest },
      ...(speaker === undefined ? {} : { speaker }),
    }),
  };
}

export function inVoices(name: string, tell: (history: Historian, voices: Voices) => Promise<void>): Promise<History> {
  return inCouncil(name, async (history, council, said) => {
    const { ledger, registrars, seat } = council;
    const [anna, bela] = registrars;
    await history.says('a process in which people can speak on', voicesProcess, anna, bela);
    const [ida, otto, uma] = [await ledger.actor('ida'), await ledger.actor('otto'), await ledger.actor('uma')];
    const say = { ...said, ...contentPhrases(ledger, [seat.cora]), ...spokenPhrases() };
    await tell(history, { council, say, ida, otto, uma });
  });
}
