/** Opens the ledger of a test service as the invented city, with its offices and processes and no case yet. */
import { join } from 'node:path';
import { castIn, type Cast } from '../../demo/cast.ts';
import { tell, type Told } from '../../demo/teller.ts';
import type { TestService } from '../../testing/service.ts';
import { createClient, type Client } from '../client.ts';

export interface OpenedCity extends Told {
  readonly cast: Cast;
  readonly client: Client;
}

export async function openTestCity({ address, openingToken, folder }: TestService): Promise<OpenedCity> {
  const client = createClient(address, { token: openingToken });
  const cast = await castIn(join(folder, 'people'));
  return { ...(await tell({ client, cast, stories: [], nowMs: Date.now() })), cast, client };
}
