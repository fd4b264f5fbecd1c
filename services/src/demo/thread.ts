/** Where a story stands: what its next step can refer to. */
import { generateKeyPairSync } from 'node:crypto';
import { localDate } from '@counterfoil/ledger/calendar';
import type { Signer } from '@counterfoil/ledger/signature';
import type { Kind } from '@counterfoil/ledger/statement';
import { signerOf } from '../recorder/keys.ts';
import type { OfficialName } from './city.ts';
import type { Ago, SoFar, Story } from './steps.ts';
import type { TownHall } from './town-hall.ts';

/** What all stories share. */
export interface World {
  readonly townHall: TownHall;
  readonly threads: ReadonlyMap<Story, Thread>;
  /** The newest version in a register, by its code. */
  readonly registers: ReadonlyMap<string, number>;
  /** Entries so far. */
  readonly size: () => number;
}

/** A step that was recorded. */
export interface Told {
  readonly kind: Kind;
  readonly index: number;
  /** Of its first text. */
  readonly digest: string | undefined;
}

export class Thread implements SoFar {
  readonly story: Story;
  readonly #world: World;
  readonly #entries = new Map<Kind, number[]>();
  readonly #digests = new Map<number, string>();
  /** Nobody keeps it when the story is told. */
  readonly key: Signer = signerOf(generateKeyPairSync('ed25519').privateKey);

  constructor(story: Story, world: World) {
    this.story = story;
    this.#world = world;
  }

  /** The next step refers to what has been recorded. */
  add({ kind, index, digest }: Told): void {
    if (digest !== undefined) this.#digests.set(index, digest);
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

  text(kind: Kind, number?: number): { readonly entry: number; readonly digest: string } {
    const entry = this.entry(kind, number);
    const digest = this.#digests.get(entry);
    if (digest === undefined) throw new RangeError(`Entry ${entry} has no text.`);
    return { entry, digest };
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

  get size(): number {
    return this.#world.size();
  }

  get followKey(): string {
    return this.key.keyid;
  }

  time(ago: Ago): string {
    return this.#world.townHall.time(ago);
  }

  date(inDays: number): string {
    const { townHall } = this.#world;
    return localDate(townHall.calendar, townHall.timeInDays(inDays));
  }
}
