/** A city in which one office may do everything, and sensible things at random that could be said there. */
import type { ContentRef } from '@counterfoil/ledger/content';
import type { Statement } from '@counterfoil/ledger/statement';
import { progressSteps } from '@counterfoil/ledger/statements/decisions';
import { caseKinds, type CaseKind } from '@counterfoil/ledger/statements/rights';
import type { Actor } from '@counterfoil/ledger/testing/builder';
import { calendarDays, openCity, tellCase, working, type City } from '@counterfoil/ledger/testing/city';
import fc from 'fast-check';
import type { Turn, TwoStores } from './two-stores.ts';

export interface BusyCity extends City {
  /** Mandates of the mayor and the deputy for the office that may do everything. */
  readonly by: readonly [number, number];
  /** Who can speak on, with an entry of theirs. */
  readonly speakers: readonly { readonly actor: Actor; readonly entry: number }[];
}

export async function openBusyCity(): Promise<BusyCity> {
  const city = await openCity();
  const { ledger, registrars, mayor, deputy } = city;
  const [anna, bela] = registrars;
  await ledger.say({ kind: 'office-defined', office: 'all', title: 'All', may: [...caseKinds] }, anna, bela);
  const grant = ({ person, keyid: key }: City['mayor']): Promise<number> =>
    ledger.say({ kind: 'mandate-granted', office: 'all', person, key, from: '2026-01-01T00:00:00.000Z' }, anna, bela);
  const by = [await grant(mayor), await grant(deputy)] as const;
  const acts = Object.fromEntries(caseKinds.map((kind) => [kind, { offices: ['all'], signatures: 1 }]));
  const rules = {
    kind: 'process-published',
    version: 1,
    level: 'empower',
    authors: ['person', 'data-set'],
    acts,
    outcomes: [
      { code: 'yes', title: 'Yes', action: true },
      { code: 'no', title: 'No' },
    ],
    dispositions: [{ code: 'adopted', title: 'Adopted' }],
    clocks: {
      ...{ acknowledge: working(1), respond: working(3), decide: calendarDays(30) },
      ...{ 'carry-out': calendarDays(60), evaluate: calendarDays(90), answer: working(2) },
    },
    retention: { days: 30 },
  } as const;
  const grounds = [{ code: 'privacy', title: 'Privacy' }];
  await ledger.say(
    {
      ...rules,
      authors: [...rules.authors],
      outcomes: [...rules.outcomes],
      dispositions: [...rules.dispositions],
      process: 'loose',
      title: 'Loose',
      grounds,
      accounting: 'record',
    },
    anna,
    bela,
  );
  const stages: Extract<Statement, { kind: 'process-published' }>['stages'] = [
    { code: 'gather', title: 'Gathering', admits: ['input-received', 'support-added', 'dispositions'] },
    { code: 'judge', title: 'Judging', admits: ['dispositions', 'decision'] },
  ];
  await ledger.say(
    {
      ...rules,
      authors: [...rules.authors],
      outcomes: [...rules.outcomes],
      dispositions: [...rules.dispositions],
      process: 'strict',
      title: 'Strict',
      accounting: 'refuse',
      stages,
      support: { threshold: 3 },
      moderation: 'before',
      clocks: { ...rules.clocks, moderate: working(1) },
      retention: { days: 30, archive: 'before' },
      grounds,
    },
    anna,
    bela,
  );
  await tellCase(city);
  const speakers = [];
  for (const [id, name] of [
    ['loose', 'ida'],
    ['loose', 'otto'],
    ['strict', 'uma'],
  ] as const) {
    const text = ledger.text('Something to begin with.');
    const actor = await ledger.actor(name);
    const opens = { process: { id, version: 1 }, channel: 'web', author: 'person', followKey: actor.keyid } as const;
    speakers.push({ actor, entry: await ledger.say({ kind: 'input-received', ...opens, text }, ledger.intakeKey) });
  }
  return { ...city, by, speakers };
}

/** Something that could be said, once it is known what has been said before. */
export type Command = (stores: TwoStores) => Turn;

/** Kinds weighed so that cases begin, grow and end. */
export function anyCommand(city: BusyCity): fc.Arbitrary<Command> {
  const kinds: readonly Told[] = [
    ...([
      'open',
      'open',
      'open',
      'input-received',
      'input-received',
      'dispositions',
      'dispositions',
      'decision',
    ] as const),
    ...caseKinds,
    ...(['withdrawal', 'erasure-request', 'erasure-request'] as const),
  ];
  return fc
    .record({
      kind: fc.constantFrom(...kinds),
      picks: fc.array(fc.nat(), { minLength: 6, maxLength: 6 }),
      unseen: fc.constantFrom(0, 0, 0, 0, 1, 3),
      both: fc.boolean(),
    })
    .map((plan) => (stores) => turn(city, stores, plan));
}

type Told = CaseKind | 'open' | 'withdrawal' | 'erasure-request';

interface Plan {
  readonly kind: Told;
  readonly picks: readonly number[];
  readonly unseen: number;
  readonly both: boolean;
}

let told = 0;

function turn(
  { ledger, mayor, deputy, by, speakers }: BusyCity,
  stores: TwoStores,
  { kind, picks, unseen, both }: Plan,
): Turn {
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = picks;
  const choose = <T>(list: readonly T[], pick: number, none: T): T => list[pick % Math.max(1, list.length)] ?? none;
  const cases = [...stores.all('case')]
    .filter(([, of]) => of.process !== 'service-request')
    .map(([key]) => Number(key));
  const ids = (state: 'input' | 'act' | 'matter'): number[] => [...stores.all(state).keys()].map(Number);
  const id = choose(cases, a, 0);
  const mine = (state: 'input' | 'act' | 'matter', pick: number): number => {
    const own = [...stores.all(state)].filter(([, value]) => value.case === id).map(([key]) => Number(key));
    return pick % 8 === 0 ? choose(ids(state), pick, 1) : choose(own, pick, 1);
  };
  // No two statements are the same by accident.
  const at = new Date(Date.UTC(2026, 0, 5) + (told = (told + 1) % 100_000)).toISOString();
  // A text of its own, and now and then one that somebody has referred to before.
  const digest = e % 5 === 0 ? 'ab'.repeat(32) : told.toString(16).padStart(64, '0');
  const text: ContentRef = { digest, bytes: 4, mediaType: 'text/plain', lang: 'en' };
  const common = { origin: ledger.origin, at, seen: stores.seen(Math.max(0, stores.size - unseen)) };
  const official = { ...common, by: both ? [...by] : [by[0]], case: id };
  const officials = both ? [mayor.keyid, deputy.keyid] : [mayor.keyid];
  const voice = { ...common, case: id, channel: 'web', author: e % 9 === 0 ? 'data-set' : 'person' } as const;
  const taken = b % 2 === 0 ? { by: official.by } : {};
  const takers = b % 2 === 0 ? officials : [ledger.intakeKey.keyid];
  /** Somebody who can speak on, in the case where that is by now, mostly. */
  const someone = choose(speakers, d, speakers[0]);
  const there = stores.all('input').get(String(someone?.entry))?.case ?? id;
  const spoken = { ...common, case: e % 4 === 0 ? id : there, speaker: someone?.entry ?? 0 };
  const ownKey = [someone?.actor.keyid ?? ''];
  /** By their own key, now and then. */
  const isSpoken = c % 3 === 0;
  /** A text of the case that is in this state, mostly. */
  const targetOf = (is: string, pick: number): { readonly entry: number; readonly digest: string } => {
    const contents = [...stores.all('content')].map(([key, of]) => ({ digest: key, ...of }));
    const own = contents.filter((content) => content.case === id && (pick % 4 === 0 || content.state === is));
    const none = { digest, entry: id };
    const { entry, digest: chosen } = choose<typeof none>(pick % 8 === 0 ? contents : own, pick, none);
    return { entry: pick % 16 === 1 ? id : entry, digest: chosen };
  };
  const takenOut = {
    ...{ ...official, ...targetOf('public', c), ground: d % 8 === 0 ? 'boredom' : 'privacy' },
    ...{ basis: 'By-law', told: 'no' as const, appeal: text },
  };
  const say = (statement: Statement, signers: readonly string[] = officials): Turn => ({ statement, signers });

  switch (kind) {
    case 'open': {
      const { case: _, ...opens } = voice;
      const process = { id: b % 3 === 0 ? 'strict' : 'loose', version: 1 };
      return say({ kind: 'input-received', ...opens, process, text }, [ledger.intakeKey.keyid]);
    }
    case 'input-received':
      if (isSpoken) return say({ kind, ...voice, ...spoken, text }, ownKey);
      return say({ kind, ...voice, ...taken, text }, takers);
    case 'support-added':
      return say({ kind, ...voice, ...taken, nonce: id.toString(16).padStart(32, '0'), count: (c % 3) + 1 }, takers);
    case 'acknowledgement':
      return say({ kind, ...official });
    case 'question':
      return say({ kind, ...official, ...(c % 2 === 0 ? { to: 'all' } : {}), text });
    case 'answer': {
      const answers = mine('matter', c);
      const asked = stores.all('matter').get(String(answers))?.kind;
      if (isSpoken && asked === 'question') return say({ kind, ...spoken, answers, text }, ownKey);
      const result =
        asked === 'appeal' || asked === 'dispute'
          ? { result: choose(['upheld', 'partly', 'rejected'], d, 'upheld') }
          : {};
      return say({ kind, ...common, ...taken, case: id, answers, ...result, text } as Statement, takers);
    }
    case 'response':
      return say({ kind, ...official, text });
    case 'referral':
      return say({ kind, ...official, to: choose(['all', 'mayor', 'nobody'], c, 'all') });
    case 'stage-opened':
      return say({ kind, ...official, stage: c % 5 === 0 ? 'gather' : 'judge' });
    case 'case-linked':
      return say({ kind, ...official, other: choose(cases, c, 0), relation: 'related' });
    case 'cases-merged':
      return say({ kind, ...official, into: choose(cases, c, 0), text });
    case 'case-split':
      return say({ kind, ...official, inputs: [...new Set([mine('input', c), mine('input', d)])], text });
    case 'decision': {
      const outcome = choose(['yes', 'no', 'perhaps'], c, 'yes');
      return say({ kind, ...official, outcome, basis: 'By-law', algorithms: 'none', data: 'none', text });
    }
    case 'dispositions':
      return say({
        kind,
        ...official,
        items: [{ code: 'adopted', inputs: [...new Set([mine('input', c), mine('input', d)])], reason: text }],
      });
    case 'dissent':
      return say({ kind, ...official, from: mine('act', c), text });
    case 'commitment': {
      const term = choose(['2026-01-05', '2026-02-01', '2026-12-31'], c, '2026-02-01');
      const decision = stores.all('case').get(String(id))?.decided?.entry;
      const under = decision === undefined || d % 4 === 0 ? {} : { decision };
      const carrier = choose(['authority', 'citizens'] as const, d, 'authority');
      return say({ kind, ...official, office: 'all', carrier, ...under, term, funding: text, text });
    }
    case 'milestone':
      return say({
        kind,
        ...official,
        commitment: mine('matter', c),
        progress: choose(progressSteps, d, 'complete'),
        text,
      });
    case 'evaluation':
      return say(
        {
          kind,
          ...common,
          ...taken,
          case: id,
          nonce: '0'.repeat(32),
          heard: 'yes',
          explained: 'no',
          achieved: 'partly',
        },
        takers,
      );
    case 'evidence-cited':
      return say({ kind, ...official, sha256: 'cd'.repeat(32), retrieved: at, text });
    case 'appeal':
    case 'dispute':
      if (isSpoken) return say({ kind, ...voice, ...spoken, against: mine('act', c), text }, ownKey);
      return say({ kind, ...voice, ...taken, against: mine('act', c), text }, takers);
    case 'correction':
      return say({ kind, ...official, corrects: mine('act', c), text });
    case 'withdrawal':
      return say({ kind, ...spoken }, ownKey);
    case 'erasure-request': {
      const target = targetOf('public', c);
      const { speaker: _, ...heard } = { ...spoken, case: id, ...target };
      return isSpoken ? say({ kind, ...spoken, ...target }, ownKey) : say({ kind, ...heard }, [ledger.intakeKey.keyid]);
    }
    case 'content-published':
    case 'retention-applied': {
      const is = kind === 'content-published' ? 'pending' : 'public';
      const items = (d % 2 === 0 ? [c] : [c, d]).map((pick) => targetOf(is, pick));
      if (kind === 'content-published' || d % 3 === 0) return say({ kind, ...official, items });
      return say({ kind, ...official, items, archive: { sha256: 'cd'.repeat(32) } });
    }
    case 'content-withheld':
      return say({ kind, ...takenOut });
    case 'content-redacted':
      return say({ kind, ...takenOut, ...(b % 2 === 0 ? { replacement: text } : {}) });
    case 'content-restored':
      return say({ kind, ...official, ...targetOf('withheld', c) });
  }
}
