/**
 * A second record of the same city, in which every kind of statement stands at least once: a street that is planned anew,
 * a petition, cases that are merged and split, registers, keys that change.
 */
import { formatVerifierKey } from '@counterfoil/ledger/note';
import { openCity, calendarDays, working, type City } from '@counterfoil/ledger/testing/city';
import type { Actor, LedgerBuilder, Said } from '@counterfoil/ledger/testing/builder';
import { caseKinds } from '@counterfoil/ledger/statements/rights';

export interface CivicStory {
  readonly ledger: LedgerBuilder;
  readonly nowMs: number;
  /** Decided, carried out in part, appealed and looked back on. */
  readonly street: number;
  readonly petition: number;
  /** Became part of `puddle`. */
  readonly flood: number;
  readonly puddle: number;
  /** Split off from the puddle. */
  readonly drain: number;
  /** An appeal was upheld: it has to be decided again. */
  readonly kiosk: number;
  /** An input that its author took back, and whose words are to be erased. */
  readonly takenBack: number;
  readonly algorithm: number;
  readonly decision: number;
  readonly planVersion: number;
}

/** A decision is signed by two of the council and countersigned by the planners. */
export async function tellCivicStory(): Promise<CivicStory> {
  const city = await openCity();
  const civic = new Civic(city);
  await civic.openOffices();
  await civic.publishRules();
  await civic.fillRegisters();
  const street = await civic.street();
  const { flood, puddle, drain } = await civic.water();
  const petition = await civic.petition();
  const kiosk = await civic.kiosk();
  const takenBack = await civic.takenBack();
  await civic.replaceKeys();
  const planVersion = await civic.newRules();
  await civic.reply();
  civic.at('2026-06-15T09:00:00.000Z');
  const { ledger } = city;
  const { algorithm, decision } = civic;
  return {
    ledger,
    nowMs: ledger.nowMs,
    street,
    petition,
    flood,
    puddle,
    drain,
    kiosk,
    takenBack,
    algorithm,
    decision,
    planVersion,
  };
}

class Civic {
  algorithm = 0;
  decision = 0;
  readonly #city: City;
  readonly #mandates = new Map<string, readonly [mandate: number, actor: Actor]>();
  #dataUse = 0;

  constructor(city: City) {
    this.#city = city;
  }

  at(time: string): void {
    const { ledger } = this.#city;
    ledger.nowMs = Math.max(ledger.nowMs, Date.parse(time));
  }

  async openOffices(): Promise<void> {
    await this.#office('planning', 'Planning department', [...caseKinds, 'data-use-registered', 'nudge-registered']);
    await this.#office('council', 'City council', [
      'decision',
      'dissent',
      'question',
      'correction',
      'answer',
      'evaluation',
      'figure-reply',
    ]);
    await this.#office('data-office', 'Data office', ['algorithm-registered', 'data-use-registered']);
    await this.#office('street-watch', 'Street watch of the residents', ['milestone'], 'citizens');
    await this.#office('signal-works', 'Signal Works Ltd', ['supplier-statement'], 'supplier');
    await this.#office('counter-7', 'Counter 7, Mill Lane', ['device-observation'], 'device');
    await this.#grant('planner', 'planning', 'Rosa Lindqvist');
    await this.#grant('councillor', 'council', 'Tomás Ferreira');
    await this.#grant('colleague', 'council', 'Ama Boateng');
    await this.#grant('opponent', 'council', 'Ilse Brandt');
    await this.#grant('steward', 'data-office', 'Noor Haddad');
    await this.#grant('neighbour', 'street-watch', 'Pavel Novak');
    await this.#grant('engineer', 'signal-works', 'Signal Works, on-call engineer');
    await this.#grant('counter', 'counter-7', 'Counter 7');
  }

  /** Of the council, to a figure about it: in haste, and again after a look. */
  async reply(): Promise<void> {
    const { ledger } = this.#city;
    const says = (words: string): Promise<number> =>
      this.#says('councillor', {
        kind: 'figure-reply',
        office: 'council',
        figure: 'overdue',
        from: '2026-01-01',
        size: ledger.entries.length,
        text: ledger.text(words),
      });
    await says('The council does not sit in August.');
    await says(
      'The council sat in August as well. What is late was left on the table twice, and will be decided first.',
    );
  }

  /** By the key that the entry names, as a code on paper opens it. */
  async takenBack(): Promise<number> {
    const { ledger } = this.#city;
    const author = await ledger.actor('whoever has the slip');
    const text = ledger.text('Mind the roots of the lime tree.');
    const entry = await ledger.say(
      {
        ...{ kind: 'input-received', process: { id: 'street-plan', version: 1 }, channel: 'paper', author: 'person' },
        ...{ followKey: author.keyid, text },
      },
      ledger.intakeKey,
    );
    const there = { case: entry, speaker: entry };
    await ledger.say({ kind: 'withdrawal', ...there }, author);
    await ledger.say({ kind: 'erasure-request', ...there, entry, digest: text.digest }, author);
    return entry;
  }

  publishRules(): Promise<number> {
    return this.#publishPlan(1);
  }

  newRules(): Promise<number> {
    this.at('2026-06-10T08:00:00.000Z');
    return this.#publishPlan(2);
  }

  async #publishPlan(version: number): Promise<number> {
    const plan = { offices: ['planning'], signatures: 1 };
    const both = { offices: ['planning', 'council'], signatures: 1 };
    const acts = {
      ...Object.fromEntries(caseKinds.map((kind) => [kind, plan])),
      ...{ question: both, answer: both, evaluation: both, correction: both },
      decision: { offices: ['council'], signatures: 2, countersigned: { offices: ['planning'], signatures: 1 } },
      dissent: { offices: ['council'], signatures: 1 },
      milestone: { offices: ['planning', 'street-watch'], signatures: 1 },
    };
    const common = {
      level: 'involve',
      authors: ['person', 'organisation', 'meeting'],
      outcomes: [
        { code: 'build', title: 'It is built', action: true },
        { code: 'leave', title: 'It stays as it is' },
      ],
      dispositions: [
        { code: 'adopted', title: 'Adopted' },
        { code: 'partly', title: 'Adopted in part' },
        { code: 'rejected', title: 'Rejected' },
      ],
      grounds: [{ code: 'privacy', title: 'it tells who somebody is' }],
      retention: { days: 3650 },
    } as const;
    if (version === 1)
      await this.#register({
        ...mutable(common),
        kind: 'process-published',
        process: 'petition',
        version: 1,
        title: 'Petition',
        level: 'consult',
        acts: { ...acts, decision: { offices: ['council'], signatures: 1 } },
        accounting: 'record',
        support: { threshold: 120 },
        clocks: { acknowledge: working(5), respond: working(20), decide: calendarDays(90) },
      });
    return this.#register({
      ...mutable(common),
      kind: 'process-published',
      process: 'street-plan',
      version,
      title: 'Street plan',
      acts,
      stages: [
        { code: 'ideas', title: 'Ideas', admits: ['input-received', 'dispositions'] },
        { code: 'debate', title: 'Debate', admits: ['input-received', 'dispositions'] },
        { code: 'decision', title: 'Decision', admits: ['dispositions', 'decision'] },
      ],
      accounting: 'refuse',
      decisionStates: ['goal', 'options', 'effect', 'interests'],
      clocks: {
        acknowledge: working(version === 1 ? 5 : 3),
        respond: working(20),
        decide: calendarDays(90),
        'carry-out': calendarDays(60),
        evaluate: calendarDays(120),
        answer: working(15),
      },
    });
  }

  async fillRegisters(): Promise<void> {
    this.at('2026-01-12T09:00:00.000Z');
    const { ledger } = this.#city;
    const algorithm = {
      kind: 'algorithm-registered',
      id: 'crossing-model',
      title: 'Crossing risk model',
      impact: 'high',
      supplier: 'signal-works',
    } as const;
    await this.#says('steward', {
      ...algorithm,
      version: 1,
      status: 'pilot',
      text: ledger.text(
        'Estimates, from counts of traffic, at which crossings people on foot are most likely to be hurt.',
      ),
    });
    this.at('2026-01-20T09:00:00.000Z');
    this.algorithm = await this.#says('steward', {
      ...algorithm,
      version: 2,
      status: 'in-use',
      text: ledger.text(
        'Estimates, from counts of traffic and from reported accidents, at which crossings people on foot are most likely to be hurt. It ranks; it does not decide. A planner looks at every place that it names, and at ten that it does not name.',
      ),
    });
    this.#dataUse = await this.#says('planner', {
      kind: 'data-use-registered',
      id: 'traffic-counts',
      version: 1,
      title: 'Traffic counts',
      status: 'in-use',
      basis: 'Road Statistics Act, section 3',
      text: ledger.text('Counts of vehicles and people on foot, by the hour, without pictures or number plates.'),
    });
    await this.#says('planner', {
      kind: 'nudge-registered',
      id: 'painted-steps',
      version: 1,
      title: 'Painted footsteps to the crossing',
      status: 'retired',
      text: ledger.text(
        'Footsteps painted on the pavement, to see whether more people use the crossing. Tried for six weeks.',
      ),
    });
    await this.#says('engineer', {
      kind: 'supplier-statement',
      about: 'incident',
      concerns: [this.algorithm],
      text: ledger.text(
        'From 14 to 16 January counter 7 reported no figures. The model was computed without that place.',
      ),
    });
  }

  async street(): Promise<number> {
    this.at('2026-01-22T17:05:00.000Z');
    const { ledger, intake } = this.#ledger();
    const id = await intake({
      kind: 'input-received',
      process: { id: 'street-plan', version: 1 },
      channel: 'meeting',
      author: 'meeting',
      category: 'traffic',
      text: ledger.text(
        'The parents’ evening of Mill Lane School asks for a safe way across Mill Lane. Ninety children cross there every morning, and cars come round the bend at fifty.',
      ),
    });
    await this.#says('planner', { kind: 'acknowledgement', case: id });
    this.at('2026-01-26T08:00:00.000Z');
    await this.#says('counter', {
      kind: 'device-observation',
      case: id,
      quantity: 'speed-of-traffic',
      value: 523,
      scale: 1,
      unit: 'km/h at the median',
      area: 'mill-lane',
    });
    const question = await this.#says('planner', {
      kind: 'question',
      case: id,
      text: ledger.text('At which hours is it worst, and where exactly would you cross if you could?'),
    });
    this.at('2026-01-28T20:10:00.000Z');
    await intake({
      kind: 'answer',
      case: id,
      answers: question,
      text: ledger.text('Between half past seven and eight. At the bakery, where the pavement is wide enough to wait.'),
    });
    const bakery = await intake({
      kind: 'input-received',
      case: id,
      channel: 'web',
      author: 'person',
      text: ledger.text('Please not in front of the bakery, the delivery van stands there until nine.'),
    });
    const asked = await this.#says('councillor', {
      kind: 'question',
      case: id,
      to: 'planning',
      text: ledger.text('What would a raised crossing cost, and what would a traffic light cost?'),
    });
    await this.#says('planner', {
      kind: 'evidence-cited',
      case: id,
      sha256: '3b'.repeat(32),
      retrieved: '2026-01-27T10:00:00.000Z',
      text: ledger.text(
        'https://statistics.example.org/accidents/2025/mill-lane: two people on foot hurt in 2025, both before eight.',
      ),
    });
    this.at('2026-02-03T09:00:00.000Z');
    await this.#says('planner', {
      kind: 'stage-opened',
      case: id,
      stage: 'debate',
      text: ledger.text('Two drafts hang in the school.'),
    });
    await this.#says('planner', {
      kind: 'referral',
      case: id,
      to: 'planning',
      text: ledger.text('We draw both drafts ourselves.'),
    });
    // The council had asked for it within fifteen working days.
    this.at('2026-02-25T15:00:00.000Z');
    await this.#says('planner', {
      kind: 'answer',
      case: id,
      answers: asked,
      text: ledger.text('A raised crossing costs 38,000 euros, a light 95,000 and 4,000 a year.'),
    });
    await this.#says('planner', {
      kind: 'response',
      case: id,
      text: ledger.text('Both drafts are possible. A raised crossing slows every car, a light only some.'),
    });
    this.at('2026-03-03T09:00:00.000Z');
    await this.#says('planner', { kind: 'stage-opened', case: id, stage: 'decision' });
    await this.#says('planner', {
      kind: 'dispositions',
      case: id,
      items: [
        { code: 'adopted', inputs: [id], reason: ledger.text('Mill Lane gets a raised crossing with a lamp.') },
        {
          code: 'partly',
          inputs: [bakery],
          reason: ledger.text('It is built twelve metres north of the bakery, so that the van can stand.'),
        },
      ],
    });
    this.decision = await this.#says(['councillor', 'colleague', 'planner'], {
      kind: 'decision',
      case: id,
      outcome: 'build',
      basis: 'Road Traffic Order, section 45',
      text: ledger.text(
        'Mill Lane gets a raised crossing twelve metres north of the bakery, with a lamp, before the summer holidays.',
      ),
      goal: ledger.text('Children of Mill Lane School can cross without an adult.'),
      options: [
        ledger.text('A raised crossing: 38,000 euros.'),
        ledger.text('A traffic light: 95,000 euros, and 4,000 a year.'),
        ledger.text('Thirty kilometres an hour and nothing built: 2,000 euros.'),
      ],
      effect: {
        expected: ledger.text('Half of all cars pass at less than thirty.'),
        measure: ledger.text('Counter 7, median speed between seven and nine, over the four weeks after the holidays.'),
      },
      interests: ledger.text('Tomás Ferreira has a child at the school.'),
      algorithms: [this.algorithm],
      data: [this.#dataUse],
      review: {
        reviewer: this.#mandate('planner'),
        appeal: ledger.text('By appeal on this page or at the counter of the town hall, within two months.'),
      },
    });
    await this.#says('opponent', {
      kind: 'dissent',
      case: id,
      from: this.decision,
      text: ledger.text('A light would also help those who cannot see. I voted against the cheaper way.'),
    });
    await this.#afterDecision(id);
    return id;
  }

  async #afterDecision(id: number): Promise<void> {
    const { ledger, intake } = this.#ledger();
    this.at('2026-03-09T10:00:00.000Z');
    const built = await this.#says('planner', {
      kind: 'commitment',
      case: id,
      office: 'planning',
      carrier: 'supplier',
      decision: this.decision,
      term: '2026-06-30',
      funding: ledger.text('Road budget 2026, 38,000 euros.'),
      text: ledger.text('We build the raised crossing and put up the lamp.'),
    });
    const watched = await this.#says('planner', {
      kind: 'commitment',
      case: id,
      office: 'street-watch',
      carrier: 'citizens',
      decision: this.decision,
      term: '2026-04-30',
      funding: ledger.text('Vests and a course, 600 euros, paid by the city.'),
      text: ledger.text('Until it is built, neighbours stand at the bakery every school morning.'),
    });
    await this.#says('neighbour', {
      kind: 'milestone',
      case: id,
      commitment: watched,
      progress: 'limited',
      text: ledger.text('Four of us, Monday to Wednesday. For Thursday and Friday nobody has been found.'),
    });
    this.at('2026-03-12T21:30:00.000Z');
    const appeal = await intake({
      kind: 'appeal',
      case: id,
      against: this.decision,
      channel: 'web',
      author: 'person',
      text: ledger.text('The lamp will shine into my bedroom. Nobody asked those who live there.'),
    });
    this.at('2026-03-24T09:00:00.000Z');
    await this.#says('councillor', {
      kind: 'answer',
      case: id,
      answers: appeal,
      result: 'rejected',
      text: ledger.text(
        'The lamp is shaded towards the houses. If it still shines in, write to us and we come and look.',
      ),
    });
    await intake({
      kind: 'dispute',
      case: id,
      against: this.decision + 1,
      channel: 'email',
      author: 'organisation',
      text: ledger.text('We are the association of the blind that is spoken of, and nobody had asked us either.'),
    });
    this.at('2026-05-20T11:00:00.000Z');
    await this.#says('planner', {
      kind: 'milestone',
      case: id,
      commitment: built,
      progress: 'substantial',
      text: ledger.text('The crossing is raised and paved. The lamp is ordered.'),
    });
    await this.#says('councillor', {
      kind: 'evaluation',
      case: id,
      heard: 'yes',
      explained: 'partly',
      achieved: 'unknown',
      text: ledger.text('It is too early for counter 7. We look again after the holidays.'),
    });
    for (const [heard, explained, achieved] of [
      ['yes', 'yes', 'partly'],
      ['partly', 'no', 'no'],
      ['yes', 'partly', 'partly'],
    ] as const)
      await intake({ kind: 'evaluation', case: id, heard, explained, achieved });
    await this.#says('planner', {
      kind: 'correction',
      case: id,
      corrects: built,
      text: ledger.text('We build the raised crossing and put up the lamp, which is shaded towards the houses.'),
    });
  }

  async water(): Promise<Pick<CivicStory, 'flood' | 'puddle' | 'drain'>> {
    this.at('2026-05-21T07:00:00.000Z');
    const { ledger } = this.#ledger();
    const puddle = await this.#opens('street-plan', 'Every time it rains there is a lake in front of the library.');
    const shoes = await this.#adds(puddle, 'My shoes were full of water again.');
    const smell = await this.#adds(
      puddle,
      'The drain in Tanners Row smells. It has nothing to do with the lake, I suppose.',
    );
    const flood = await this.#opens('street-plan', 'The square by the library is flooded.');
    await this.#adds(flood, 'Wheelchairs cannot get through.');
    const lamp = await this.#opens('street-plan', 'The lamp above the lake is out.');
    await this.#says('planner', { kind: 'acknowledgement', case: puddle });
    await this.#says('planner', { kind: 'case-linked', case: lamp, other: puddle, relation: 'same-place' });
    await this.#says('planner', {
      kind: 'cases-merged',
      case: flood,
      into: puddle,
      text: ledger.text('It is one and the same lake.'),
    });
    const drain = await this.#says('planner', {
      kind: 'case-split',
      case: puddle,
      inputs: [smell],
      text: ledger.text('The drain is looked after by somebody else, and what is done about it is decided on its own.'),
    });
    await this.#says('planner', {
      kind: 'dispositions',
      case: puddle,
      items: [{ code: 'adopted', inputs: [shoes], reason: ledger.text('The square is given a second gully.') }],
    });
    return { flood, puddle, drain };
  }

  async petition(): Promise<number> {
    this.at('2026-05-25T12:00:00.000Z');
    const { ledger, intake } = this.#ledger();
    const id = await this.#opens('petition', 'Keep the open-air pool open until the end of September.');
    await this.#says('planner', { kind: 'acknowledgement', case: id });
    for (let i = 0; i < 3; i++)
      await intake({ kind: 'support-added', case: id, channel: 'web', author: 'person', count: 1 });
    this.at('2026-06-01T12:00:00.000Z');
    await this.#says('planner', { kind: 'support-added', case: id, channel: 'paper', author: 'person', count: 204 });
    await this.#says('planner', {
      kind: 'referral',
      case: id,
      elsewhere: 'Pools of the Region',
      text: ledger.text(
        'The city owns the pool, the region runs it. We have sent it there and keep the case open here.',
      ),
    });
    return id;
  }

  async kiosk(): Promise<number> {
    const { ledger, intake } = this.#ledger();
    const id = await this.#opens('petition', 'Let the kiosk at the pier have tables outside.');
    await this.#says('planner', { kind: 'acknowledgement', case: id });
    const refused = await this.#says('councillor', {
      kind: 'decision',
      case: id,
      outcome: 'leave',
      basis: 'Harbour by-law, section 2',
      text: ledger.text('The pier is a way for rescue vehicles and stays clear.'),
      algorithms: 'none',
      data: 'none',
    });
    const appeal = await intake({
      kind: 'appeal',
      case: id,
      against: refused,
      channel: 'paper',
      author: 'person',
      text: ledger.text('The way for rescue vehicles is on the other side, see the sign.'),
    });
    await this.#says('councillor', {
      kind: 'answer',
      case: id,
      answers: appeal,
      result: 'upheld',
      text: ledger.text('That is right. We look at it again.'),
    });
    return id;
  }

  /** Keys are replaced, lost and taken away; the registrars change. */
  async replaceKeys(): Promise<void> {
    this.at('2026-06-08T09:00:00.000Z');
    const { ledger, registrars } = this.#city;
    const [anna, bela, cleo] = registrars;
    const [mandate, planner] = this.#held('planner');
    const newKey = await ledger.actor('planner’s new key');
    await ledger.say({ kind: 'key-rotated', from: planner.keyid, to: newKey.keyid }, anna, bela, planner, newKey);
    this.#mandates.set('planner', [mandate, newKey]);
    const [lost, opponent] = this.#held('opponent');
    await this.#register({ kind: 'key-revoked', key: opponent.keyid, reason: 'lost' });
    await this.#register({ kind: 'mandate-ended', mandate: lost, reason: 'key-lost' });
    const dora = await ledger.actor('dora');
    const people = [anna, bela, cleo, dora].map(({ person, keyid }) => ({ person, key: keyid }));
    await this.#register({ kind: 'registrars-changed', registrars: people, threshold: 2 });
    const log = await ledger.actor('next log key');
    const logKey = formatVerifierKey(ledger.origin, log.publicKey);
    await ledger.say({ kind: 'log-key-rotated', logKey }, anna, bela, ledger.logKey, log);
    const by = [mandate];
    await ledger.say(
      { kind: 'response', by, case: await this.#newest(), text: ledger.text('Signed with a new key.') },
      newKey,
    );
  }

  #newest(): Promise<number> {
    return this.#opens('petition', 'More shade at the tram stop by the harbour.');
  }

  async #office(
    office: string,
    title: string,
    may: Extract<Said, { kind: 'office-defined' }>['may'],
    body?: 'citizens' | 'supplier' | 'device',
  ): Promise<void> {
    await this.#register({ kind: 'office-defined', office, title, may, ...(body === undefined ? {} : { body }) });
  }

  async #grant(name: string, office: string, holder: string): Promise<void> {
    const { ledger } = this.#city;
    const actor = await ledger.actor(name);
    const mandate = await this.#register({
      kind: 'mandate-granted',
      office,
      person: actor.person,
      key: actor.keyid,
      from: '2026-01-01T00:00:00.000Z',
      holder: ledger.text(holder),
    });
    this.#mandates.set(name, [mandate, actor]);
  }

  #register(said: Said): Promise<number> {
    const [anna, bela] = this.#city.registrars;
    return this.#city.ledger.say(said, anna, bela);
  }

  #opens(process: string, words: string): Promise<number> {
    const { ledger, intake } = this.#ledger();
    const text = ledger.text(words);
    return intake({
      kind: 'input-received',
      process: { id: process, version: 1 },
      channel: 'web',
      author: 'person',
      text,
    });
  }

  #adds(id: number, words: string): Promise<number> {
    const { ledger, intake } = this.#ledger();
    return intake({ kind: 'input-received', case: id, channel: 'app', author: 'person', text: ledger.text(words) });
  }

  #ledger() {
    const { ledger } = this.#city;
    return { ledger, intake: (said: Said): Promise<number> => ledger.say(said, ledger.intakeKey) };
  }

  #held(name: string): readonly [mandate: number, actor: Actor] {
    const held = this.#mandates.get(name);
    if (held === undefined) throw new Error(`Nobody called ${name} holds an office.`);
    return held;
  }

  #mandate(name: string): number {
    return this.#held(name)[0];
  }

  /** Signed by those named, each under their mandate. */
  #says(names: string | readonly string[], said: WithoutBy<Said>): Promise<number> {
    const held = [names].flat().map((name) => this.#held(name));
    const by = held.map(([mandate]) => mandate);
    return this.#city.ledger.say({ ...said, by } as Said, ...held.map(([, actor]) => actor));
  }
}

type WithoutBy<S> = S extends Said ? Omit<S, 'by'> : never;

/** The schema's types take lists that can be changed. */
function mutable<T extends object>(
  value: T,
): { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] } {
  return structuredClone(value) as never;
}
