/** The city with a council, other bodies, and processes that ask for everything: where histories of the whole rulebook begin. */
import type { Actor, Said } from '../src/testing/builder.ts';
import { calendarDays, openCity, working, type City } from '../src/testing/city.ts';
import { caseKinds, officialKinds, type Body, type CaseKind, type OfficialKind } from '../src/statements/rights.ts';
import { parseEntry } from '../src/entry.ts';
import { CITY, Historian, stepsOf, type History } from './history.ts';

export interface Council extends City {
  /** Of the council. */
  readonly cora: Actor;
  readonly carl: Actor;
  /** Of the audit office, which countersigns. */
  readonly aud: Actor;
  /** Of the works department. */
  readonly will: Actor;
  /** Of a body of citizens. */
  readonly nell: Actor;
  /** Of a supplier. */
  readonly sam: Actor;
  /** A device. */
  readonly gauge: Actor;
  /** Index of the mandate of each. */
  readonly seat: { readonly [K in 'cora' | 'carl' | 'aud' | 'will' | 'nell' | 'sam' | 'gauge']: number };
}

const COUNCIL = 'a council';

const foreign: ReadonlySet<OfficialKind> = new Set(['supplier-statement', 'device-observation']);
const offices: readonly (readonly [office: string, title: string, body: Body, may: readonly OfficialKind[]])[] = [
  ['council', 'City council', 'authority', officialKinds.filter((kind) => !foreign.has(kind))],
  ['audit', 'Audit office', 'authority', ['decision', 'response', 'answer', 'algorithm-registered']],
  [
    'works',
    'Works department',
    'authority',
    [
      ...(['question', 'answer', 'response', 'commitment', 'milestone', 'correction'] as const),
      ...(['algorithm-registered', 'figure-reply'] as const),
    ],
  ],
  ['neighbours', 'Neighbours of the pond', 'citizens', ['commitment', 'milestone', 'evaluation', 'input-received']],
  ['acme', 'Acme Planning', 'supplier', ['supplier-statement']],
  ['gauge', 'Water gauge at the bridge', 'device', ['device-observation']],
];

type Published = Said & { kind: 'process-published' };

const byCouncil = (kinds: readonly CaseKind[]): Published['acts'] =>
  Object.fromEntries(kinds.map((kind) => [kind, { offices: ['council'], signatures: 1 }]));
const worked = { offices: ['council', 'works'], signatures: 1 };

/** What the processes of the council have in common. */
const councilFields = {
  kind: 'process-published',
  version: 1,
  level: 'involve',
  authors: ['person', 'organisation', 'data-set'],
  outcomes: [
    { code: 'approved', title: 'Approved', action: true },
    { code: 'declined', title: 'Declined' },
  ],
  dispositions: [
    { code: 'adopted', title: 'Adopted' },
    { code: 'rejected', title: 'Rejected' },
  ],
  accounting: 'record',
} satisfies Partial<Published>;

/** `inquiry` knows every act, `hearing` refuses what is unaccounted and has its decisions countersigned, `petition` counts supporters, `planning` goes in stages. */
export const processes = {
  inquiry: {
    ...councilFields,
    process: 'inquiry',
    title: 'Inquiry',
    areas: [{ code: 'riverside', title: 'Riverside' }],
    acts: {
      ...byCouncil(caseKinds),
      question: worked,
      answer: worked,
      response: worked,
      correction: worked,
      commitment: { offices: ['council', 'works', 'neighbours'], signatures: 1 },
      milestone: { offices: ['council', 'works', 'neighbours'], signatures: 1 },
      evaluation: { offices: ['council', 'neighbours'], signatures: 1 },
    },
    clocks: {
      acknowledge: working(2),
      respond: working(5),
      decide: calendarDays(30),
      'carry-out': calendarDays(60),
      evaluate: calendarDays(90),
      answer: working(5),
    },
  },
  hearing: {
    ...councilFields,
    process: 'hearing',
    title: 'Hearing',
    acts: {
      ...byCouncil(['input-received', 'acknowledgement', 'response', 'dispositions', 'cases-merged', 'case-split']),
      decision: { offices: ['council'], signatures: 2, countersigned: { offices: ['audit'], signatures: 1 } },
    },
    accounting: 'refuse',
    clocks: { acknowledge: working(2), respond: working(5), decide: calendarDays(30) },
  },
  petition: {
    ...councilFields,
    process: 'petition',
    title: 'Petition',
    acts: byCouncil(['support-added', 'acknowledgement', 'response', 'decision', 'cases-merged', 'dispositions']),
    support: { threshold: 100 },
    clocks: { acknowledge: working(2), respond: working(5), decide: calendarDays(30) },
  },
  planning: {
    ...councilFields,
    process: 'planning',
    title: 'Planning',
    acts: byCouncil([
      ...(['input-received', 'support-added', 'stage-opened', 'dispositions', 'decision', 'response'] as const),
      'cases-merged',
      'appeal',
      'answer',
    ]),
    stages: [
      { code: 'collecting', title: 'Collecting', admits: ['input-received', 'support-added'] },
      { code: 'weighing', title: 'Weighing', admits: ['dispositions'] },
      { code: 'deciding', title: 'Deciding', admits: ['dispositions', 'decision'] },
    ],
    decisionStates: ['goal', 'options', 'effect', 'interests'],
    support: { threshold: 3 },
    clocks: {},
  },
} satisfies Record<string, Published>;

export async function openCouncil(): Promise<Council> {
  const city = await openCity();
  const { ledger, registrars } = city;
  const [anna, bela] = registrars;
  for (const [office, title, body, may] of offices)
    await ledger.say({ kind: 'office-defined', office, title, body, may: [...may] }, anna, bela);
  const grant = async (office: string, { person, keyid }: Actor): Promise<number> =>
    ledger.say({ kind: 'mandate-granted', office, person, key: keyid, from: '2026-01-01T00:00:00.000Z' }, anna, bela);
  const people = {
    cora: await ledger.actor('cora'),
    carl: await ledger.actor('carl'),
    aud: await ledger.actor('aud'),
    will: await ledger.actor('will'),
    nell: await ledger.actor('nell'),
    sam: await ledger.actor('sam'),
    gauge: await ledger.actor('gauge'),
  };
  const seat = {
    cora: await grant('council', people.cora),
    carl: await grant('council', people.carl),
    aud: await grant('audit', people.aud),
    will: await grant('works', people.will),
    nell: await grant('neighbours', people.nell),
    sam: await grant('acme', people.sam),
    gauge: await grant('gauge', people.gauge),
  };
  for (const process of Object.values(processes)) await ledger.say(process, anna, bela);
  return { ...city, ...people, seat };
}

/** How the city came by it, as a history that others go on from. */
export async function councilHistory(): Promise<History> {
  const { entries } = (await openCity()).ledger;
  const { ledger } = await openCouncil();
  const { size, root } = ledger.seen();
  const added = ledger.entries.slice(entries.length).map(parseEntry);
  return { name: COUNCIL, after: CITY, steps: stepsOf(added, 'council'), size, root };
}

/** A history that goes on from there. */
export async function inCouncil(
  name: string,
  tell: (history: Historian, council: Council, say: Phrases) => Promise<void>,
): Promise<History> {
  const council = await openCouncil();
  const history = new Historian(name, council.ledger, COUNCIL);
  await tell(history, council, phrases(council));
  return history.finish();
}

type Voice<K extends Said['kind']> = Extract<Said, { kind: K }>;
type More<K extends Said['kind']> = Partial<Voice<K>>;

/** What is usually said, by Cora of the council where officials say it; `more` changes it. */
export function phrases({ ledger, seat }: Pick<Council, 'ledger' | 'seat'>) {
  const by = [seat.cora];
  const voice = { channel: 'web', author: 'person' } as const;
  return {
    opens: (process: keyof typeof processes, more: More<'input-received'> = {}): Voice<'input-received'> => ({
      kind: 'input-received',
      process: { id: process, version: 1 },
      ...voice,
      text: ledger.text('Open the old towpath again.'),
      ...more,
    }),
    joins: (id: number, more: More<'input-received'> = {}): Voice<'input-received'> => ({
      kind: 'input-received',
      case: id,
      ...voice,
      text: ledger.text('And light it.'),
      ...more,
    }),
    supports: (id: number, count = 1, more: More<'support-added'> = {}): Voice<'support-added'> => ({
      kind: 'support-added',
      case: id,
      ...voice,
      count,
      ...more,
    }),
    acknowledges: (id: number, more: More<'acknowledgement'> = {}): Voice<'acknowledgement'> => ({
      kind: 'acknowledgement',
      by,
      case: id,
      ...more,
    }),
    responds: (id: number, more: More<'response'> = {}): Voice<'response'> => ({
      kind: 'response',
      by,
      case: id,
      text: ledger.text('The bank has to be made safe first.'),
      ...more,
    }),
    asks: (id: number, more: More<'question'> = {}): Voice<'question'> => ({
      kind: 'question',
      by,
      case: id,
      text: ledger.text('From which bridge to which?'),
      ...more,
    }),
    answers: (id: number, answers: number, more: More<'answer'> = {}): Voice<'answer'> => ({
      kind: 'answer',
      by,
      case: id,
      answers,
      text: ledger.text('From the mill to the lock.'),
      ...more,
    }),
    refers: (id: number, more: More<'referral'>): Voice<'referral'> => ({ kind: 'referral', by, case: id, ...more }),
    opensStage: (id: number, stage: string, more: More<'stage-opened'> = {}): Voice<'stage-opened'> => ({
      kind: 'stage-opened',
      by,
      case: id,
      stage,
      ...more,
    }),
    links: (id: number, other: number, more: More<'case-linked'> = {}): Voice<'case-linked'> => ({
      kind: 'case-linked',
      by,
      case: id,
      other,
      relation: 'related',
      ...more,
    }),
    merges: (id: number, into: number, more: More<'cases-merged'> = {}): Voice<'cases-merged'> => ({
      kind: 'cases-merged',
      by,
      case: id,
      into,
      text: ledger.text('It is the same path.'),
      ...more,
    }),
    splits: (id: number, inputs: number[], more: More<'case-split'> = {}): Voice<'case-split'> => ({
      kind: 'case-split',
      by,
      case: id,
      inputs,
      text: ledger.text('The lamps are another matter.'),
      ...more,
    }),
    decides: (id: number, more: More<'decision'> = {}): Voice<'decision'> => ({
      kind: 'decision',
      by,
      case: id,
      outcome: 'declined',
      basis: 'Waterways by-law',
      algorithms: 'none',
      data: 'none',
      text: ledger.text('The path stays as it is.'),
      ...more,
    }),
    disposes: (id: number, inputs: number[], more: More<'dispositions'> = {}): Voice<'dispositions'> => ({
      kind: 'dispositions',
      by,
      case: id,
      items: [{ code: 'rejected', inputs, reason: ledger.text('The bank belongs to the county.') }],
      ...more,
    }),
    dissents: (id: number, from: number, more: More<'dissent'> = {}): Voice<'dissent'> => ({
      kind: 'dissent',
      by,
      case: id,
      from,
      text: ledger.text('The bank is ours.'),
      ...more,
    }),
    commits: (id: number, more: More<'commitment'> = {}): Voice<'commitment'> => ({
      kind: 'commitment',
      by,
      case: id,
      office: 'works',
      carrier: 'authority',
      term: '2026-06-30',
      funding: ledger.text('From the budget for paths.'),
      text: ledger.text('The bank is made safe.'),
      ...more,
    }),
    reports: (
      id: number,
      commitment: number,
      progress: Voice<'milestone'>['progress'],
      more: More<'milestone'> = {},
    ): Voice<'milestone'> => ({
      kind: 'milestone',
      by,
      case: id,
      commitment,
      progress,
      text: ledger.text('The piles are in.'),
      ...more,
    }),
    evaluates: (id: number, more: More<'evaluation'> = {}): Voice<'evaluation'> => ({
      kind: 'evaluation',
      by,
      case: id,
      heard: 'yes',
      explained: 'partly',
      achieved: 'no',
      ...more,
    }),
    /** Taken in by the service. */
    looksBack: (id: number): Voice<'evaluation'> => ({
      kind: 'evaluation',
      case: id,
      heard: 'no',
      explained: 'no',
      achieved: 'unknown',
    }),
    cites: (id: number, more: More<'evidence-cited'> = {}): Voice<'evidence-cited'> => ({
      kind: 'evidence-cited',
      by,
      case: id,
      sha256: '0'.repeat(64),
      retrieved: '2026-01-04T08:00:00.000Z',
      text: ledger.text('A survey of the bank.'),
      ...more,
    }),
    appeals: (id: number, against: number, more: More<'appeal'> = {}): Voice<'appeal'> => ({
      kind: 'appeal',
      case: id,
      ...voice,
      against,
      text: ledger.text('Nobody looked at the bank.'),
      ...more,
    }),
    disputes: (id: number, against: number, more: More<'dispute'> = {}): Voice<'dispute'> => ({
      kind: 'dispute',
      case: id,
      ...voice,
      against,
      text: ledger.text('The bank is the city’s.'),
      ...more,
    }),
    corrects: (id: number, corrects: number, more: More<'correction'> = {}): Voice<'correction'> => ({
      kind: 'correction',
      by,
      case: id,
      corrects,
      text: ledger.text('The county’s, since 1998.'),
      ...more,
    }),
    registers: (more: More<'algorithm-registered'> = {}): Voice<'algorithm-registered'> => ({
      kind: 'algorithm-registered',
      by,
      id: 'bank-ranking',
      version: 1,
      title: 'Ranking of banks',
      status: 'in-use',
      impact: 'limited',
      text: ledger.text('Ranks banks by how worn they are.'),
      ...more,
    }),
    usesData: (more: More<'data-use-registered'> = {}): Voice<'data-use-registered'> => ({
      kind: 'data-use-registered',
      by,
      id: 'bank-survey',
      version: 1,
      title: 'Survey of banks',
      status: 'in-use',
      basis: 'Waterways by-law',
      text: ledger.text('Every spring.'),
      ...more,
    }),
    nudges: (more: More<'nudge-registered'> = {}): Voice<'nudge-registered'> => ({
      kind: 'nudge-registered',
      by,
      id: 'path-signs',
      version: 1,
      title: 'Signs on the path',
      status: 'pilot',
      text: ledger.text('They ask people to keep right.'),
      ...more,
    }),
    supplies: (more: More<'supplier-statement'> = {}): Voice<'supplier-statement'> => ({
      kind: 'supplier-statement',
      by: [seat.sam],
      about: 'deployment',
      text: ledger.text('Version 4 runs since noon.'),
      ...more,
    }),
    observes: (more: More<'device-observation'> = {}): Voice<'device-observation'> => ({
      kind: 'device-observation',
      by: [seat.gauge],
      quantity: 'water-level',
      value: 182,
      scale: 2,
      unit: 'm',
      ...more,
    }),
    replies: (more: More<'figure-reply'> = {}): Voice<'figure-reply'> => ({
      kind: 'figure-reply',
      by,
      office: 'council',
      figure: 'silence',
      size: 1,
      text: ledger.text('Two of us were ill that spring.'),
      ...more,
    }),
  };
}
export type Phrases = ReturnType<typeof phrases>;
