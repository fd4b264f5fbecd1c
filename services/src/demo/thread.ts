/** Where a story stands: what its next step can refer to. */
import { localDate } from '@counterfoil/ledger/calendar';
import type { Kind } from '@counterfoil/ledger/statement';
import type { OfficialName } from './city.ts';
import type { Ago, SoFar, Story } from './steps.ts';
import type { TownHall } from './town-hall.ts';

/** What all stories share. */
export interface World {
  readonly townHall: TownHall;
  readonly threads: ReadonlyMap<Story, Thread>;
  /** The newest version in a register, by its code. */
  readonly registers: ReadonlyMap<string, number>;
}

export class Thread implements SoFar {
  readonly story: Story;
  readonly #world: World;
  readonly #entries = new Map<Kind, number[]>();

  constructor(story: Story, world: World) {
    this.story = story;
    this.#world = world;
  }

  /** The next step refers to what has been recorded. */
  add(kind: Kind, index: number): void {
    const known = this.#entries.get(kind);
    if (known === undefined) this.#entries.set(kind, [index]);
    else known.push(index);
  }

  has(kind: Kind): boolean {
    return this.#entries.has(kind);
  }

  get case(): number {
    return this.entry('input-received', 0);
  }

  get place(): SoFar['place'] {
    if (this.has('input-received')) return { case: this.case };
    const { process: id } = this.story;
    if (id === undefined) throw new RangeError('The story concerns no case.');
    return { process: { id, version: this.#world.townHall.version(id) } };
  }

  entry(kind: Kind, number?: number): number {
    const index = this.#entries.get(kind)?.at(number ?? -1);
    if (index === undefined) throw new RangeError(`The story has no ${kind} ${number ?? ''} yet.`);
    return index;
  }

  caseOf(other: Story): number {
    const thread = this.#world.threads.get(other);
    if (thread === undefined) throw new RangeError('The other story is not told.');
    return thread.case;
  }

  registered(code: string): number {
    const index = this.#world.registers.get(code);
    if (index === undefined) throw new RangeError(`No register has "${code}" yet.`);
    return index;
  }

  mandate(name: OfficialName): number {
    return this.#world.townHall.holder(name).mandate;
  }

  time(ago: Ago): string {
    return this.#world.townHall.time(ago);
  }

  date(inDays: number): string {
    const { townHall } = this.#world;
    return localDate(townHall.calendar, townHall.timeInDays(inDays));
  }
}
