/**
 * Tells the story of the city through the public API: who may do what, then the cases in rounds, a step of each, so that they
 * run side by side and end at about the same time. Every answer is read back and its proof followed.
 */
import type { Said } from '@counterfoil/ledger/compose';
import { parseEntry } from '@counterfoil/ledger/entry';
import { contentRefs, openEnvelope, type Kind } from '@counterfoil/ledger/statement';
import type { Client } from '../client/client.ts';
import type { OfficialName } from './city.ts';
import type { Step, Story } from './steps.ts';
import { Thread, type Told as ToldStep } from './thread.ts';
import { TownHall, type TownHallOptions } from './town-hall.ts';

export interface TellOptions extends TownHallOptions {
  readonly stories: readonly Story[];
}

export interface Told {
  readonly entries: number;
  /** A service request that is still open, if there is one. */
  readonly openRequest: number | undefined;
  /** Mandates in force at the end. */
  readonly mandates: ReadonlyMap<OfficialName, number>;
}

/** @throws ClientProblem when the ledger refuses a step: the ledger is open then, and the story ends there. */
export async function tell({ stories, ...options }: TellOptions): Promise<Told> {
  const teller = new Teller(options);
  const { townHall } = teller;
  const threads = teller.begin(stories);
  await townHall.open();
  await teller.playRounds(threads, ({ before = [] }) => before);
  await townHall.change();
  await teller.playRounds(threads, ({ steps }) => steps);
  const open = threads.find(
    (thread) => thread.story.process === 'service-request' && !thread.has('decision') && !thread.has('cases-merged'),
  );
  return { entries: teller.entries, openRequest: open?.case, mandates: townHall.mandates() };
}

class Teller {
  readonly #client: Client;
  readonly #threads = new Map<Story, Thread>();
  readonly #registers = new Map<string, number>();
  readonly townHall: TownHall;
  /** What came in by itself. */
  #unsigned = 0;

  constructor(options: TownHallOptions) {
    this.#client = options.client;
    this.townHall = new TownHall(options);
  }

  get entries(): number {
    return this.townHall.entries + this.#unsigned;
  }

  begin(stories: readonly Story[]): readonly Thread[] {
    const { townHall } = this;
    const size = (): number => this.entries;
    const world = { townHall, threads: this.#threads, registers: this.#registers, size };
    for (const story of stories) this.#threads.set(story, new Thread(story, world));
    return [...this.#threads.values()];
  }

  /** Shorter stories begin later, so that the last round has the end of each. */
  async playRounds(threads: readonly Thread[], stepsOf: (story: Story) => readonly Step[]): Promise<void> {
    const longest = Math.max(0, ...threads.map(({ story }) => stepsOf(story).length));
    for (let round = 0; round < longest; round++) {
      for (const thread of threads) {
        const steps = stepsOf(thread.story);
        const step = steps[round - (longest - steps.length)];
        if (step !== undefined) thread.add(await this.#play(thread, step));
      }
    }
  }

  async #play(thread: Thread, step: Step): Promise<ToldStep> {
    const [kind, index] = await this.#say(thread, step);
    const { statement } = openEnvelope(parseEntry(await this.#client.get(`api/v1/entries/${index}`)).envelope);
    return { kind, index, digest: contentRefs(statement)[0]?.digest };
  }

  async #say(thread: Thread, step: Step): Promise<[kind: Kind, index: number]> {
    switch (step.does) {
      case 'write': {
        this.#unsigned++;
        const { index } = await this.#client.sendInput(step.says(thread), { check: true });
        return ['input-received', index];
      }
      case 'voice': {
        this.#unsigned++;
        const voice = step.says(thread);
        const { index } = await this.#client.sendVoice(voice, { check: true });
        return [voice.kind, index];
      }
      case 'speak': {
        this.#unsigned++;
        const said = step.says(thread);
        const { index } = await this.#client.submit(said, [thread.key], { check: true });
        return [said.kind, index];
      }
      case 'sign': {
        const said = step.says(thread);
        const holders = step.by.map((name) => this.townHall.holder(name));
        const by = holders.map(({ mandate }) => mandate);
        const signed: Said = { ...said, by };
        const { index } = await this.townHall.submit(
          signed,
          holders.map(({ key }) => key),
        );
        if ('version' in said) this.#registers.set(said.id, index);
        return [said.kind, index];
      }
    }
  }
}
