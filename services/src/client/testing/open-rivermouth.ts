/** Opens the ledger of a test service as the invented city, with its offices and processes and no case yet. */
import { join } from 'node:path';
import { castIn } from '../../demo/cast.ts';
import type { OfficialName } from '../../demo/city.ts';
import { tell, type Told } from '../../demo/teller.ts';
import type { TestService } from '../../testing/service.ts';
import { createClient, type Client } from '../client.ts';
import type { PersonKey } from '../key-file.ts';

export interface Rivermouth extends Told {
  readonly client: Client;
  /** Key and mandate of an official. */
  hold(name: OfficialName): { readonly key: PersonKey; readonly mandate: number };
}

export async function openRivermouth({ address, openingToken, folder }: TestService): Promise<Rivermouth> {
  const client = createClient(address, { token: openingToken });
  const cast = await castIn(join(folder, 'people'));
  const told = await tell({ client, cast, stories: [], nowMs: Date.now() });
  return {
    ...told,
    client,
    hold(name) {
      const [key, mandate] = [cast.officials.get(name), told.mandates.get(name)];
      if (key === undefined || mandate === undefined) throw new RangeError(`${name} holds no office.`);
      return { key, mandate };
    },
  };
}
