/**
 * Histories in which rules are broken and kept: envelopes in the order in which a log receives them, each with what the rules
 * must say of it. Written down here by hand, judged by the tests, and given to second implementations as vectors.
 */
import { parseEntry, type Entry } from '../src/entry.ts';
import type { Envelope } from '../src/envelope.ts';
import type { RuleCode } from '../src/rules.ts';
import type { Signer } from '../src/signature.ts';
import type { LedgerBuilder, Said } from '../src/testing/builder.ts';
import { openCity, type City } from '../src/testing/city.ts';

export interface Step {
  /** What it is, as a sentence would go on after "the log receives". */
  readonly name: string;
  /** When the log receives it. */
  readonly time: string;
  readonly envelope: Envelope;
  readonly refused: RuleCode | null;
  readonly facts: readonly RuleCode[];
  /** Rules that this step shows being kept, where another breaks them. */
  readonly keeps: readonly RuleCode[];
}

export interface History {
  readonly name: string;
  /** The history that this one goes on from; null where it begins with nothing. */
  readonly after: string | null;
  readonly steps: readonly Step[];
  /** Size and root of the tree in the end. */
  readonly size: number;
  readonly root: string;
}

/** Takes down a history step by step. What is refused is not recorded and changes nothing. */
export class Historian {
  readonly ledger: LedgerBuilder;
  readonly #name: string;
  readonly #after: string | null;
  readonly #steps: Step[] = [];

  constructor(name: string, ledger: LedgerBuilder, after: string | null = null) {
    this.#name = name;
    this.#after = after;
    this.ledger = ledger;
  }

  /** The log refuses it with this code. */
  async breaks(refused: RuleCode, name: string, said: Said, ...signers: readonly Signer[]): Promise<void> {
    this.breaksAs(refused, name, await this.ledger.sign(said, signers));
  }

  breaksAs(refused: RuleCode, name: string, envelope: Envelope): void {
    this.#steps.push({ name, time: this.ledger.now, envelope, refused, facts: [], keeps: [] });
  }

  /** The log admits it. Gives its index. */
  async keeps(
    codes: RuleCode | readonly RuleCode[],
    name: string,
    said: Said,
    ...signers: readonly Signer[]
  ): Promise<number> {
    return this.#admitted(name, await this.ledger.sign(said, signers), { keeps: [codes].flat() });
  }

  /** The log admits it and shows this fact, or these in their order. */
  async shows(
    facts: RuleCode | readonly RuleCode[],
    name: string,
    said: Said,
    ...signers: readonly Signer[]
  ): Promise<number> {
    return this.#admitted(name, await this.ledger.sign(said, signers), { facts: [facts].flat() });
  }

  /** What the rest of the history needs. */
  async says(name: string, said: Said, ...signers: readonly Signer[]): Promise<number> {
    return this.#admitted(name, await this.ledger.sign(said, signers), {});
  }

  /** The envelope received last. */
  get last(): Envelope {
    const step = this.#steps.at(-1);
    if (step === undefined) throw new RangeError('Nothing was received yet.');
    return step.envelope;
  }

  finish(): History {
    const { size, root } = this.ledger.seen();
    return { name: this.#name, after: this.#after, steps: this.#steps, size, root };
  }

  #admitted(
    name: string,
    envelope: Envelope,
    { facts = [], keeps = [] }: Partial<Pick<Step, 'facts' | 'keeps'>>,
  ): number {
    this.#steps.push({ name, time: this.ledger.now, envelope, refused: null, facts, keeps });
    return this.ledger.record(envelope);
  }
}

export const CITY = 'the opened city';

/** The entries of the city, as a history of its own. */
export async function cityHistory(): Promise<History> {
  const { ledger } = await openCity();
  const { size, root } = ledger.seen();
  return { name: CITY, after: null, steps: stepsOf(ledger.entries.map(parseEntry), 'city'), size, root };
}

/** Entries that a log admits one by one. */
export function stepsOf(entries: readonly Entry[], of: string): readonly Step[] {
  return entries.map(({ index, time, envelope }) => {
    return { name: `entry ${index} of the ${of}`, time, envelope, refused: null, facts: [], keeps: [] };
  });
}

/** A history that goes on from the opened city. */
export async function inCity(name: string, tell: (history: Historian, city: City) => Promise<void>): Promise<History> {
  const city = await openCity();
  const history = new Historian(name, city.ledger, CITY);
  await tell(history, city);
  return history.finish();
}
