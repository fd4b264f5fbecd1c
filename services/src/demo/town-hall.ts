/** What the registrars say: who the authority is, who holds which office, with which keys, and by which rules. */
import type { Said } from '@counterfoil/ledger/compose';
import type { Client, Recorded } from '../client/client.ts';
import type { PersonKey } from '../client/key-file.ts';
import { losableKey, type Cast } from './cast.ts';
import {
  authority,
  calendarOf,
  firstRegistrars,
  laterRegistrars,
  licence,
  officials,
  offices,
  threshold,
  type OfficialName,
  type RegistrarName,
} from './city.ts';
import { firstRules, newRules, type ProcessId, type Rules } from './rules.ts';
import type { Ago } from './steps.ts';

const DAY_MS = 86_400_000;
/** How long mandates have run and will run, in days. */
const [TERM_BEGAN, TERM_ENDS] = [200, 900];

interface Holder {
  readonly key: PersonKey;
  /** Index of the entry that granted it. */
  readonly mandate: number;
}

export interface TownHallOptions {
  readonly client: Client;
  readonly cast: Cast;
  /** Milliseconds since 1970; days are counted from here. */
  readonly nowMs: number;
}

export class TownHall {
  readonly #client: Client;
  readonly #cast: Cast;
  readonly #nowMs: number;
  readonly #holders = new Map<OfficialName, Holder>();
  readonly #versions = new Map<string, number>();
  #registrars = firstRegistrars;
  readonly calendar: ReturnType<typeof calendarOf>;
  /** Entries recorded through here. */
  entries = 0;

  constructor({ client, cast, nowMs }: TownHallOptions) {
    this.#client = client;
    this.#cast = cast;
    this.#nowMs = nowMs;
    const first = Number(this.timeInDays(-TERM_BEGAN).slice(0, 4));
    this.calendar = calendarOf([first, Number(this.timeInDays(0).slice(0, 4)) + 2]);
  }

  async open(): Promise<void> {
    const { logKey } = await this.#client.ledger();
    await this.#register({
      kind: 'ledger-opened',
      authority,
      licence,
      registrars: this.#people(firstRegistrars),
      threshold,
      logKey,
      intakeKey: await this.#client.intakeKey(),
    });
    for (const office of offices) await this.#register({ kind: 'office-defined', ...office });
    // Pavel begins with a key that he is going to lose, Amara with one that she is going to replace.
    for (const [name, key] of this.#cast.officials)
      await this.#grant(name, name === 'pavel' || name === 'amara' ? losableKey(key) : key);
    await this.#register({ kind: 'calendar-published', ...this.calendar });
    for (const rules of firstRules) await this.#publish(rules);
  }

  /**
   * The interlude: Tomas leaves, Pavel's key is revoked and he gets a new one, Amara goes on with another device, Dalia
   * follows Bruno, service requests get new rules.
   */
  async change(): Promise<void> {
    await this.#register({ kind: 'mandate-ended', mandate: this.holder('tomas').mandate, reason: 'resigned' });
    this.#holders.delete('tomas');

    const pavel = this.holder('pavel');
    await this.#register({ kind: 'key-revoked', key: pavel.key.keyid, reason: 'lost' });
    await this.#register({ kind: 'mandate-ended', mandate: pavel.mandate, reason: 'key-lost' });
    await this.#grant('pavel', this.#keyOf('pavel'));

    const { key: from, mandate } = this.holder('amara');
    const to = this.#keyOf('amara');
    await this.#register({ kind: 'key-rotated', from: from.keyid, to: to.keyid }, [from, to]);
    this.#holders.set('amara', { key: to, mandate });

    const registrars = this.#people(laterRegistrars);
    // Bruno signs that he goes.
    await this.#register({ kind: 'registrars-changed', registrars, threshold });
    this.#registrars = laterRegistrars;

    await this.#publish(newRules);
  }

  submit(said: Said, keys: readonly PersonKey[]): Promise<Recorded> {
    this.entries++;
    return this.#client.submit(said, keys, { check: true });
  }

  holder(name: OfficialName): Holder {
    const holder = this.#holders.get(name);
    if (holder === undefined) throw new RangeError(`${name} holds no office at this point of the story.`);
    return holder;
  }

  /** Mandates in force by now. */
  mandates(): ReadonlyMap<OfficialName, number> {
    return new Map([...this.#holders].map(([name, { mandate }]) => [name, mandate]));
  }

  version(process: ProcessId): number {
    return this.#versions.get(process) ?? 0;
  }

  time({ days, hour, minute }: Ago): string {
    const day = Math.floor(this.#nowMs / DAY_MS) - days;
    return new Date(day * DAY_MS + hour * 3_600_000 + minute * 60_000).toISOString();
  }

  timeInDays(days: number): string {
    return new Date(this.#nowMs + days * DAY_MS).toISOString();
  }

  async #grant(name: OfficialName, key: PersonKey): Promise<void> {
    const { office, name: holder } = officials[name];
    const { index } = await this.#register({
      kind: 'mandate-granted',
      office,
      person: key.person,
      key: key.keyid,
      from: this.time({ days: TERM_BEGAN, hour: 0, minute: 0 }),
      until: this.time({ days: -TERM_ENDS, hour: 0, minute: 0 }),
      holder: { text: holder, lang: authority.lang },
    });
    this.#holders.set(name, { key, mandate: index });
  }

  async #publish(rules: Rules): Promise<void> {
    await this.#register({ kind: 'process-published', ...rules });
    this.#versions.set(rules.process, rules.version);
  }

  #register(said: Said, themselves: readonly PersonKey[] = []): Promise<Recorded> {
    const signing = this.#registrars.slice(0, threshold).map((name) => this.#registrar(name));
    return this.submit(said, [...signing, ...themselves]);
  }

  #people(names: readonly RegistrarName[]): { person: string; key: string }[] {
    return names.map((name) => this.#registrar(name)).map(({ person, keyid }) => ({ person, key: keyid }));
  }

  #registrar(name: RegistrarName): PersonKey {
    const key = this.#cast.registrars.get(name);
    if (key === undefined) throw new RangeError(`${name} is not of the cast.`);
    return key;
  }

  #keyOf(name: OfficialName): PersonKey {
    const key = this.#cast.officials.get(name);
    if (key === undefined) throw new RangeError(`${name} is not of the cast.`);
    return key;
  }
}
