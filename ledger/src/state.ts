/**
 * What the rulebook needs to know of the entries before: small values under a kind and an identifier. SPEC 8.2.
 *
 * Everything here follows from the log and can be computed anew from it. Whoever runs the rulebook brings the store:
 * rows for the recorder, a map for the verifier.
 */
import type { Hash } from './tree.ts';
import type { Calendar } from './calendar.ts';
import type { Body, CaseKind, OfficialKind } from './statements/rights.ts';
import type { Progress } from './statements/decisions.ts';
import type { StatementOf } from './statement.ts';

/** A step that a clock waits for: the entry that made it, and when that was recorded. */
export interface Step {
  readonly entry: number;
  readonly time: string;
}

/** What a clock of a case waits for. */
export const clockKinds = ['acknowledge', 'respond', 'decide', 'carry-out', 'evaluate'] as const;
export type ClockKind = (typeof clockKinds)[number];

export interface StateShapes {
  /** id `opened` */
  ledger: {
    readonly origin: string;
    /** Those whose signatures count now. */
    readonly registrars: StatementOf<'ledger-opened'>['registrars'];
    readonly threshold: number;
    /** Verifier key that signs checkpoints from here on. */
    readonly logKey: string;
    readonly intakeKey: string;
    /** Version of the calendar in force. */
    readonly calendar: number | null;
  };
  /** id: keyid */
  key: {
    readonly role: 'registrar' | 'official' | 'intake' | 'log';
    readonly person: string | null;
    /** Entry that revoked it. */
    readonly revoked: number | null;
    /** The key that took its place. */
    readonly replacedBy: string | null;
  };
  /** id: the raw key, whatever scheme it is used in (`keyMaterial`); of one that has its part, and of one by which somebody speaks on */
  material: { readonly key: string };
  /** id: office */
  office: { readonly title: string; readonly body: Body; readonly may: readonly OfficialKind[] };
  /** id: index of the entry that granted it */
  mandate: {
    readonly office: string;
    readonly person: string;
    readonly key: string;
    readonly from: string;
    readonly until: string | null;
    readonly ended: number | null;
  };
  /** id: version */
  calendar: Calendar & { readonly entry: number };
  /** id: process; the version in force */
  process: { readonly version: number };
  /** id: process/version */
  rules: Omit<StatementOf<'process-published'>, 'kind' | 'origin' | 'at' | 'seen' | 'process' | 'version'> & {
    readonly entry: number;
  };
  /** id: index of the entry that opened it: an input, or the split of another case */
  case: CaseState;
  /** id: index of the entry; `before` and `after` chain the inputs of a case that have no disposition yet */
  input: {
    /** Where it was said; a case merged since leads on to another. */
    readonly case: number;
    /** When it was recorded. */
    readonly time: string;
    /** Its texts and files that wait to be looked at. */
    readonly waiting: number;
    readonly before: number | null;
    readonly after: number | null;
    readonly disposition: { readonly code: string; readonly entry: number } | null;
  };
  /** id: index of an official's entry in a case, of a reply to a figure, or of one by which registrars take something out of public view or put it back */
  act: {
    /** Null for a reply to a figure and for what registrars do. */
    readonly case: number | null;
    readonly kind: CaseKind | 'figure-reply';
    /** Mandates under which it was signed. */
    readonly by: readonly number[];
    readonly offices: readonly string[];
    readonly correctedBy: number | null;
  };
  /** id: index of an entry that asks for a step of its own */
  matter: MatterState;
  /** id: case/number, from 0 */
  link: {
    readonly other: number;
    readonly relation: StatementOf<'case-linked'>['relation'] | 'merged' | 'split';
    readonly entry: number;
  };
  /** id: register/code; the version in force */
  register: { readonly version: number; readonly office: string; readonly entry: number };
  /** id: index of the entry */
  registered: {
    readonly register: Register;
    readonly code: string;
    readonly version: number;
    readonly impact: 'high' | 'limited';
    readonly status: StatementOf<'algorithm-registered'>['status'];
    /** How many decisions say that they used it. */
    readonly cited: number;
  };
  /** id: index of the registered entry/number, from 0 */
  citation: { readonly decision: number; readonly case: number };
  /** id: index of an entry of somebody who can come back to it */
  speaker: {
    readonly case: number;
    /** The key that signs what they say on. */
    readonly key: string;
    /** Entry by which they took it back. */
    readonly withdrawn: number | null;
  };
  /** id: digest of a text or file */
  content: {
    /** The entry that it is a text of. */
    readonly entry: number;
    /** Null for what was not said in a case. */
    readonly case: number | null;
    readonly state: 'pending' | 'public' | 'withheld' | 'erased';
    /** The entry that made it so; null while it is as it came. */
    readonly by: number | null;
    /** Why it was taken out of public view: a ground of the process. */
    readonly ground: string | null;
    /** Since when it waits to be looked at, and the first instant at which that is late, where the rules say; null when it does not wait. */
    readonly waits: { readonly since: string; readonly due: string | null } | null;
    /** The entry that asked for its erasure last, and has no answer yet. */
    readonly asked: number | null;
  };
  /** id: source name/source identifier */
  source: { readonly entry: number };
  /** id: SHA-256 of the payload, hexadecimal */
  statement: { readonly entry: number };
}

export type Register = 'algorithm' | 'data-use' | 'nudge';

export interface CaseState {
  readonly process: string;
  readonly version: number;
  /** When the input that opened it happened, as its author said: where the clocks start. */
  readonly since: string;
  /** Version of the calendar by which its clocks run; null where the process has none. */
  readonly calendar: number | null;
  /** False for cases copied from a data set: nobody here promised their author anything. */
  readonly owed: boolean;
  /** Code of the stage it is at; null where the process has none. */
  readonly stage: string | null;
  /** The office it was passed to last. */
  readonly office: string | null;
  readonly inputs: number;
  readonly supporters: number;
  readonly unaccounted: number;
  /** Texts and files that wait to be looked at before they are public. */
  readonly waiting: number;
  /** First and last input without a disposition, in the order in which the case got them. */
  readonly oldest: number | null;
  readonly newest: number | null;
  readonly acknowledged: Step | null;
  readonly responded: Step | null;
  readonly decided: (Step & { readonly outcome: string }) | null;
  /** Entry that upheld an appeal: what is decided or becomes of inputs after it takes the place of what was before. */
  readonly reopened: number | null;
  readonly carriedOut: Step | null;
  readonly evaluated: Step | null;
  readonly merged: (Step & { readonly into: number }) | null;
  readonly commitments: { readonly made: number; readonly open: number };
  readonly links: number;
  /** Since when each step is owed, and the first instant at which it is late; absent where its clock does not run. */
  readonly clocks: { readonly [K in ClockKind]?: { readonly since: string; readonly due: string } };
  /** The earliest of these that nobody has met; null where nothing is owed. */
  readonly nextDue: string | null;
}

/** Something that asks for a step of its own: what was asked, what somebody turned against or wants erased, what was promised. */
export interface MatterState {
  readonly case: number;
  readonly kind: 'question' | 'appeal' | 'dispute' | 'erasure' | 'commitment';
  /** The official act that it turns against. */
  readonly against: number | null;
  /** Offices that owe the step; none where the people who were heard are asked. */
  readonly offices: readonly string[];
  readonly since: string;
  readonly due: string | null;
  readonly met: Step | null;
  /** Of a commitment. */
  readonly progress: Progress | null;
  /** The text or file whose erasure is asked for. */
  readonly digest: string | null;
}

export type StateKind = keyof StateShapes;

const kinds: { readonly [K in StateKind]: true } = {
  ...{ content: true, speaker: true },
  ...{
    ledger: true,
    key: true,
    material: true,
    office: true,
    mandate: true,
    calendar: true,
    process: true,
    rules: true,
  },
  ...{ case: true, input: true, act: true, matter: true, link: true, register: true, registered: true },
  ...{ citation: true, source: true, statement: true },
};
export const stateKinds = Object.keys(kinds) as readonly StateKind[];

export interface State {
  get<K extends StateKind>(kind: K, id: string): Promise<StateShapes[K] | undefined>;
  /** Root of the tree of the first `size` entries; undefined when the tree is smaller. */
  rootAt(size: number): Promise<Hash | undefined>;
}

/** A state that grows with the entries. */
export interface Store extends State {
  /** As `get`, at once. */
  find<K extends StateKind>(kind: K, id: string): StateShapes[K] | undefined;
  apply(changes: readonly Change[]): void;
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
export class MemoryState implements Store {
  /** By kind, then by identifier: the strings are those the caller has, so none is put together for a look-up. */
  readonly #values = new Map<StateKind, Map<string, Change['value']>>();
  readonly #rootAt: (size: number) => Promise<Hash | undefined>;

  constructor(rootAt: (size: number) => Promise<Hash | undefined>) {
    this.#rootAt = rootAt;
  }

  get<K extends StateKind>(kind: K, id: string): Promise<StateShapes[K] | undefined> {
    return Promise.resolve(this.find(kind, id));
  }

  find<K extends StateKind>(kind: K, id: string): StateShapes[K] | undefined {
    return this.#values.get(kind)?.get(id) as StateShapes[K] | undefined;
  }

  rootAt(size: number): Promise<Hash | undefined> {
    return this.#rootAt(size);
  }

  /** Every value of a kind, by its identifier. */
  all<K extends StateKind>(kind: K): ReadonlyMap<string, StateShapes[K]> {
    return (this.#values.get(kind) ?? new Map()) as ReadonlyMap<string, StateShapes[K]>;
  }

  apply(changes: readonly Change[]): void {
    for (const { kind, id, value } of changes) {
      const known = this.#values.get(kind);
      if (known === undefined) this.#values.set(kind, new Map([[id, value]]));
      else known.set(id, value);
    }
  }
}
