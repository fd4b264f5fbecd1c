/** Whose signatures a statement asks for: the holders of the mandates it names, or registrars. */
import { currentKey } from '@counterfoil/ledger/rulebook/signers';
import type { State, StateKind, StateShapes } from '@counterfoil/ledger/state';
import { caseOf, type Statement } from '@counterfoil/ledger/statement';

/** One value of the rulebook's state. */
export type ReadState = State['get'];

export interface WantedMandate {
  /** Index of the entry that granted it. */
  readonly mandate: number;
  readonly office: string;
  readonly person: string;
  /** The key that signs for it now. */
  readonly key: string;
}

export interface Parties {
  readonly mandates: readonly WantedMandate[];
  /** Null for what registrars do not sign. */
  readonly registrars: { readonly threshold: number; readonly people: ReadonlyMap<string, string> } | null;
  /** Every key whose signature would be taken. */
  readonly keys: ReadonlySet<string>;
}

/** What is still missing, as it stands now. */
export interface Missing {
  readonly mandates: readonly WantedMandate[];
  /** How many more different registrars. */
  readonly registrars: number;
}

/** What a statement says of who is to sign it. */
export interface Asked {
  /** Null for what registrars sign. */
  readonly mandates: readonly number[] | null;
  /** Keys that sign besides. */
  readonly keys: readonly string[];
}

/** @returns undefined for what citizens say and the service takes in: it waits for nobody. */
export function askedBy(statement: Statement): Asked | undefined {
  if ('by' in statement && statement.by !== undefined) return { mandates: [...new Set(statement.by)], keys: [] };
  if (caseOf(statement, 0) !== undefined) return undefined;
  return { mandates: null, keys: statement.kind === 'key-rotated' ? [statement.from, statement.to] : [] };
}

export async function partiesOf(read: ReadState, { mandates: asked, keys }: Asked): Promise<Parties> {
  if (asked === null) {
    const { registrars = [], threshold = 0 } = (await read('ledger', 'opened')) ?? {};
    const people = new Map(registrars.map(({ key, person }) => [key, person]));
    return { mandates: [], registrars: { threshold, people }, keys: new Set([...people.keys(), ...keys]) };
  }
  const mandates: WantedMandate[] = [];
  for (const mandate of asked) {
    const granted = await read('mandate', String(mandate));
    // That there is no such mandate is for the rulebook to say.
    if (granted === undefined) continue;
    const { office, person } = granted;
    mandates.push({ mandate, office, person, key: await currentKey({ get: read }, granted.key) });
  }
  return { mandates, registrars: null, keys: new Set([...mandates.map(({ key }) => key), ...keys]) };
}

/** Asks for each value once: for lists, whose rows name the same few offices. */
export function remembering(read: ReadState): ReadState {
  const known = new Map<string, Promise<unknown>>();
  return <K extends StateKind>(kind: K, id: string) => {
    const place = `${kind} ${id}`;
    const asked = known.get(place) ?? read(kind, id);
    known.set(place, asked);
    return asked as Promise<StateShapes[K] | undefined>;
  };
}

export function missingOf({ mandates, registrars }: Parties, signers: readonly string[]): Missing {
  const people = new Set(
    signers.map((keyid) => registrars?.people.get(keyid)).filter((person) => person !== undefined),
  );
  return {
    mandates: mandates.filter(({ key }) => !signers.includes(key)),
    registrars: Math.max(0, (registrars?.threshold ?? 0) - people.size),
  };
}

/** Who may look into the tray: a registrar, or an official with a mandate in force. */
export interface Holder {
  readonly keyid: string;
  readonly registrar: boolean;
  /** Mandates for which this key signs, those that ended included. */
  readonly mandates: readonly number[];
}

export interface HolderLook {
  readonly read: ReadState;
  /** Every mandate that was ever granted to the person. */
  readonly mandatesOf: (
    person: string,
  ) => Promise<readonly { readonly id: number; readonly value: StateShapes['mandate'] }[]>;
}

/** @param now UTC with milliseconds. @returns undefined for a key that has, or has by now, nothing to sign. */
export async function holderOf(
  { read, mandatesOf }: HolderLook,
  keyid: string,
  now: string,
): Promise<Holder | undefined> {
  const key = await read('key', keyid);
  if (key === undefined || key.revoked !== null || key.replacedBy !== null) return undefined;
  if (key.role === 'registrar') {
    const ledger = await read('ledger', 'opened');
    const registrar = ledger?.registrars.some((one) => one.key === keyid) === true;
    return registrar ? { keyid, registrar, mandates: [] } : undefined;
  }
  if (key.role !== 'official' || key.person === null) return undefined;
  const own = [];
  for (const granted of await mandatesOf(key.person))
    if ((await currentKey({ get: read }, granted.value.key)) === keyid) own.push(granted);
  const inForce = own.some(
    ({ value }) => value.ended === null && value.from <= now && (value.until === null || now < value.until),
  );
  return inForce ? { keyid, registrar: false, mandates: own.map(({ id }) => id) } : undefined;
}
