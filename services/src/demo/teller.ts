/**
 * Tells the story of the city through the public API: who may do what, then the cases in rounds, a step of each, so that they
 * run side by side and end at about the same time. Every answer is read back and its proof followed.
 */
import type { Client, Recorded } from '../client/client.ts';
import type { Said } from '../client/compose.ts';
import type { PersonKey } from '../client/key-file.ts';
import { losableKey, type Cast } from './cast.ts';
import { authority, firstRules, licence, newRules, officials, offices, threshold, type OfficialName } from './city.ts';
import type { Act, Ago, Step, Story } from './steps.ts';

const DAY_MS = 86_400_000;
/** How long mandates have run and will run, in days. */
const [TERM_BEGAN, TERM_ENDS] = [200, 900];

interface Holder {
  readonly key: PersonKey;
  /** Index of the entry that granted it. */
  readonly mandate: number;
}

/** Where a story stands. */
interface Thread {
  readonly story: Story;
  caseId: number | undefined;
  readonly inputs: number[];
  readonly acts: Map<Act, number>;
}

export interface TellOptions {
  readonly client: Client;
  readonly cast: Cast;
  readonly stories: readonly Story[];
  /** Milliseconds since 1970; days ago are counted from here. */
  readonly nowMs: number;
}

export interface Told {
  readonly entries: number;
  readonly cases: number;
  /** A service request that is still open, if there is one. */
  readonly openRequest: number | undefined;
  /** Mandates in force at the end. */
  readonly mandates: ReadonlyMap<OfficialName, number>;
}

/** @throws ClientProblem when the ledger refuses a step: the ledger is open then, and the story ends there. */
export async function tell(options: TellOptions): Promise<Told> {
  const teller = new Teller(options);
  await teller.open();
  const threads = options.stories.map((story): Thread => ({ story, caseId: undefined, inputs: [], acts: new Map() }));
  await teller.playRounds(threads, ({ before = [] }) => before);
  await teller.changeRules();
  await teller.playRounds(threads, ({ steps }) => steps);
  const open = threads.find(({ story, acts }) => story.process === 'service-request' && !acts.has('decision'));
  return { entries: teller.entries, cases: threads.length, openRequest: open?.caseId, mandates: teller.mandates() };
}

class Teller {
  readonly #client: Client;
  readonly #cast: Cast;
  readonly #nowMs: number;
  readonly #holders = new Map<OfficialName, Holder>();
  readonly #versions = new Map<string, number>();
  entries = 0;

  constructor({ client, cast, nowMs }: TellOptions) {
    this.#client = client;
    this.#cast = cast;
    this.#nowMs = nowMs;
  }

  mandates(): ReadonlyMap<OfficialName, number> {
    return new Map([...this.#holders].map(([name, { mandate }]) => [name, mandate]));
  }

  async open(): Promise<void> {
    const { logKey } = await this.#client.ledger();
    await this.#register({
      kind: 'ledger-opened',
      authority,
      licence,
      registrars: this.#cast.registrars.map(({ person, keyid }) => ({ person, key: keyid })),
      threshold,
      logKey,
      intakeKey: await this.#client.intakeKey(),
    });
    for (const office of offices) await this.#register({ kind: 'office-defined', ...office });
    // Pavel begins with a key that he is going to lose.
    for (const [name, key] of this.#cast.officials) await this.#grant(name, name === 'pavel' ? losableKey(key) : key);
    for (const rules of firstRules) await this.#publish(rules);
  }

  /** The interlude: Tomas leaves, Pavel gets a new key, service requests get new rules. */
  async changeRules(): Promise<void> {
    await this.#register({ kind: 'mandate-ended', mandate: this.#holder('tomas').mandate, reason: 'resigned' });
    this.#holders.delete('tomas');
    await this.#register({ kind: 'mandate-ended', mandate: this.#holder('pavel').mandate, reason: 'key-lost' });
    const pavel = this.#cast.officials.get('pavel');
    if (pavel !== undefined) await this.#grant('pavel', pavel);
    await this.#publish(newRules);
  }

  /** Shorter stories begin later, so that the last round has the end of each. */
  async playRounds(threads: readonly Thread[], stepsOf: (story: Story) => readonly Step[]): Promise<void> {
    const longest = Math.max(0, ...threads.map(({ story }) => stepsOf(story).length));
    for (let round = 0; round < longest; round++) {
      for (const thread of threads) {
        const steps = stepsOf(thread.story);
        const step = steps[round - (longest - steps.length)];
        if (step !== undefined) await this.#play(thread, step);
      }
    }
  }

  async #play(thread: Thread, step: Step): Promise<void> {
    switch (step.does) {
      case 'input': {
        const { index } = await this.#input(thread, step);
        thread.caseId ??= index;
        thread.inputs.push(index);
        return;
      }
      case 'acknowledgement': {
        const words = step.words === undefined ? {} : { text: step.words };
        return this.#act(thread, [step.by], { kind: step.does, ...this.#under(thread, [step.by]), ...words });
      }
      case 'response':
        return this.#act(thread, [step.by], { kind: step.does, ...this.#under(thread, [step.by]), text: step.words });
      case 'dispositions': {
        const items = step.items.map((item) => ({ ...item, inputs: item.inputs.map((n) => at(thread.inputs, n)) }));
        return this.#act(thread, [step.by], { kind: step.does, ...this.#under(thread, [step.by]), items });
      }
      case 'decision': {
        const { by, outcome, basis, words } = step;
        return this.#act(thread, by, { kind: step.does, ...this.#under(thread, by), outcome, basis, text: words });
      }
      case 'correction': {
        const corrects = thread.acts.get(step.of);
        if (corrects === undefined) throw new RangeError(`The story has no ${step.of} to correct.`);
        const said = { kind: step.does, ...this.#under(thread, [step.by]), corrects, text: step.words } as const;
        return this.#act(thread, [step.by], said);
      }
    }
  }

  async #input(thread: Thread, step: Extract<Step, { does: 'input' }>): Promise<Recorded> {
    const { channel, author, words, by } = step;
    const category = step.category === undefined ? {} : { category: step.category };
    const { process } = thread.story;
    const joins = thread.caseId === undefined ? undefined : { case: thread.caseId };
    if (by === undefined) {
      this.entries++;
      const input = { ...words, ...category, channel, author, ...(joins ?? { process }) };
      return this.#client.sendInput(input, { check: true });
    }
    const holder = this.#holder(by);
    const opens = { process: { id: process, version: this.#versions.get(process) ?? 0 } };
    const happened = step.at === undefined ? {} : { at: this.#time(step.at) };
    const said = { channel, author, ...category, text: words, ...(joins ?? opens) };
    return this.#submit({ kind: 'input-received', by: [holder.mandate], ...happened, ...said }, [holder.key]);
  }

  #under(thread: Thread, by: readonly OfficialName[]): { by: number[]; case: number } {
    if (thread.caseId === undefined) throw new RangeError('A story begins with an input.');
    return { by: by.map((name) => this.#holder(name).mandate), case: thread.caseId };
  }

  async #act(
    thread: Thread,
    by: readonly OfficialName[],
    said: Extract<Said, { kind: Act | 'correction' }>,
  ): Promise<void> {
    const keys = by.map((name) => this.#holder(name).key);
    const { index } = await this.#submit(said, keys);
    if (said.kind !== 'correction') thread.acts.set(said.kind, index);
  }

  async #grant(name: OfficialName, key: PersonKey): Promise<void> {
    const { office, name: holder } = officials[name];
    const { index } = await this.#register({
      kind: 'mandate-granted',
      office,
      person: key.person,
      key: key.keyid,
      from: this.#time({ days: TERM_BEGAN, hour: 0, minute: 0 }),
      until: this.#time({ days: -TERM_ENDS, hour: 0, minute: 0 }),
      holder: { text: holder, lang: authority.lang },
    });
    this.#holders.set(name, { key, mandate: index });
  }

  async #publish(rules: (typeof firstRules)[number]): Promise<void> {
    await this.#register({ kind: 'process-published', ...rules });
    this.#versions.set(rules.process, rules.version);
  }

  #register(said: Said): Promise<Recorded> {
    return this.#submit(said, this.#cast.registrars.slice(0, threshold));
  }

  #submit(said: Said, keys: readonly PersonKey[]): Promise<Recorded> {
    this.entries++;
    return this.#client.submit(said, keys, { check: true });
  }

  #holder(name: OfficialName): Holder {
    const holder = this.#holders.get(name);
    if (holder === undefined) throw new RangeError(`${name} holds no office at this point of the story.`);
    return holder;
  }

  #time({ days, hour, minute }: Ago): string {
    const day = Math.floor(this.#nowMs / DAY_MS) - days;
    return new Date(day * DAY_MS + hour * 3_600_000 + minute * 60_000).toISOString();
  }
}

function at(inputs: readonly number[], n: number): number {
  const input = inputs[n];
  if (input === undefined) throw new RangeError(`The story has no input ${n} yet.`);
  return input;
}
