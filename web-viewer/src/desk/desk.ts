/** What every page of the desk works with: the ledger as it is now, the key in use, and what it lets sign. */
import { askDirectory } from './api.ts';
import { readKeys, type DeskKey } from './keys.ts';
import { Ledger } from './ledger.ts';
import { readLastDay, type LastDay } from './days.ts';
import { People, type Mandate } from './people.ts';

const CHOSEN = 'counterfoil-desk-key';

export interface Desk {
  readonly ledger: Ledger;
  readonly people: People;
  readonly keys: readonly DeskKey[];
  /** The key in use. */
  readonly key: DeskKey | undefined;
  /** What it signs for now. */
  readonly mandates: readonly Mandate[];
  readonly isRegistrar: boolean;
  readonly lastDay: LastDay;
  /** Goes to another page of the desk, or shows this one anew. */
  readonly go: (page: string) => void;
  /** Says something to those who listen, and shows it while a page is made. */
  readonly announce: (text: string) => void;
}

/** @throws DeskProblem */
export async function openDesk(go: Desk['go'], announce: Desk['announce']): Promise<Desk> {
  const ledger = await Ledger.open();
  const people = new People(ledger, await askDirectory());
  const keys = await readKeys();
  const chosen = localStorage.getItem(CHOSEN);
  const key = keys.find(({ keyid }) => keyid === chosen) ?? (keys.length === 1 ? keys[0] : undefined);
  const mandates = key === undefined ? [] : await people.mandates((listed) => listed.key === key.keyid);
  const isRegistrar = people.directory.registrars.some((registrar) => registrar.key === key?.keyid);
  const lastDay = await readLastDay(ledger, people.directory);
  return { ledger, people, keys, key, mandates, isRegistrar, lastDay, go, announce };
}

export function chooseKey({ keyid }: DeskKey): void {
  localStorage.setItem(CHOSEN, keyid);
}
