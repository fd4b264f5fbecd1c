/**
 * What the rulebook needs to know of the entries before: small values under a kind and an identifier. SPEC 8.2.
 *
 * Everything here follows from the log and can be computed anew from it. Whoever runs the rulebook brings the store:
 * rows for the recorder, a map for the verifier.
 */
import type { Hash } from './tree.ts';
import type { OfficialKind } from './statements/authority.ts';
import type { StatementOf } from './statement.ts';

/** A step that a clock waits for: the entry that made it, and when that was recorded. */
export interface Step {
  readonly entry: number;
  readonly time: string;
}

export interface StateShapes {
  /** id `opened` */
  ledger: Pick<StatementOf<'ledger-opened'>, 'origin' | 'threshold' | 'logKey' | 'intakeKey'>;
  /** id: keyid */
  key: { readonly role: 'registrar' | 'official' | 'intake' | 'log'; readonly person: string | null };
  /** id: office */
  office: { readonly title: string; readonly may: readonly OfficialKind[] };
  /** id: index of the entry that granted it */
  mandate: {
    readonly office: string;
    readonly person: string;
    readonly key: string;
    readonly from: string;
    readonly until: string | null;
    readonly ended: number | null;
  };
  /** id: process; the version in force */
  process: { readonly version: number };
  /** id: process/version */
  rules: Pick<
    StatementOf<'process-published'>,
    'title' | 'level' | 'authors' | 'acts' | 'outcomes' | 'dispositions' | 'accounting' | 'clocks'
  > & { readonly entry: number };
  /** id: index of the input that opened it */
  case: CaseState;
  /** id: index of the entry; `before` and `after` chain the inputs of a case that have no disposition yet */
  input: {
    readonly case: number;
    readonly before: number | null;
    readonly after: number | null;
    readonly disposition: { readonly code: string; readonly entry: number } | null;
  };
  /** id: index of an official's entry in a case */
  act: {
    readonly case: number;
    readonly kind: OfficialKind;
    readonly offices: readonly string[];
    readonly correctedBy: number | null;
  };
  /** id: source name/source identifier */
  source: { readonly entry: number };
  /** id: SHA-256 of the payload, hexadecimal */
  statement: { readonly entry: number };
}

export interface CaseState {
  readonly process: string;
  readonly version: number;
  /** When the input that opened it happened, as its author said: where the clocks start. */
  readonly since: string;
  /** False for cases copied from a data set: nobody here promised their author anything. */
  readonly owed: boolean;
  readonly inputs: number;
  readonly unaccounted: number;
  /** First and last input without a disposition. */
  readonly oldest: number | null;
  readonly newest: number | null;
  readonly acknowledged: Step | null;
  readonly responded: Step | null;
  readonly decided: (Step & { readonly outcome: string }) | null;
}

export type StateKind = keyof StateShapes;

export interface State {
  get<K extends StateKind>(kind: K, id: string): Promise<StateShapes[K] | undefined>;
  /** Root of the tree of the first `size` entries; undefined when the tree is smaller. */
  rootAt(size: number): Promise<Hash | undefined>;
}

/** One value as it is after an entry. */
export type Change = {
  [K in StateKind]: { readonly kind: K; readonly id: string; readonly value: StateShapes[K] };
}[StateKind];

/** Beyond so many changes a draft looks them up in a map; most statements change less, and are looked through faster. */
const FEW = 8;

/** State seen through changes that are not applied yet. */
export class Draft implements State {
  readonly #under: State;
  /** Each value once, as it is in the end. */
  readonly #changes: Change[] = [];
  readonly #places = new Map<string, number>();

  constructor(under: State) {
    this.#under = under;
  }

  get<K extends StateKind>(kind: K, id: string): Promise<StateShapes[K] | undefined> {
    const change = this.#changes[this.#find(kind, id)];
    return change === undefined ? this.#under.get(kind, id) : Promise.resolve(change.value as StateShapes[K]);
  }

  rootAt(size: number): Promise<Hash | undefined> {
    return this.#under.rootAt(size);
  }

  put<K extends StateKind>(kind: K, id: string, value: StateShapes[K]): void {
    const known = this.#find(kind, id);
    const place = known < 0 ? this.#changes.length : known;
    this.#changes[place] = { kind, id, value } as Change;
    if (place >= FEW) this.#places.set(`${kind} ${id}`, place);
  }

  changes(): readonly Change[] {
    return this.#changes;
  }

  #find(kind: StateKind, id: string): number {
    const few = Math.min(FEW, this.#changes.length);
    for (let place = 0; place < few; place++) {
      const change = this.#changes[place];
      if (change?.id === id && change.kind === kind) return place;
    }
    return this.#changes.length <= FEW ? -1 : (this.#places.get(`${kind} ${id}`) ?? -1);
  }
}

/** State in memory: the verifier's, and the tests'. */
export class MemoryState implements State {
  /** By kind, then by identifier: the strings are those the caller has, so none is put together for a look-up. */
  readonly #values = new Map<StateKind, Map<string, Change['value']>>();
  readonly #rootAt: (size: number) => Promise<Hash | undefined>;

  constructor(rootAt: (size: number) => Promise<Hash | undefined>) {
    this.#rootAt = rootAt;
  }

  get<K extends StateKind>(kind: K, id: string): Promise<StateShapes[K] | undefined> {
    return Promise.resolve(this.#values.get(kind)?.get(id) as StateShapes[K] | undefined);
  }

  rootAt(size: number): Promise<Hash | undefined> {
    return this.#rootAt(size);
  }

  apply(changes: readonly Change[]): void {
    for (const { kind, id, value } of changes) {
      const known = this.#values.get(kind);
      if (known === undefined) this.#values.set(kind, new Map([[id, value]]));
      else known.set(id, value);
    }
  }
}
