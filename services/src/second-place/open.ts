/** Which second place an address means. */
import { resolve } from 'node:path';
import { checkConditions } from '../objects/check-conditions.ts';
import { isBucket, openStore, type StoreAddress } from '../objects/open-store.ts';
import { FilePlace } from './file-place.ts';
import { ObjectPlace } from './object-place.ts';
import { PostgresPlace } from './postgres-place.ts';
import type { SecondPlace } from './second-place.ts';

export interface PlaceAddress extends StoreAddress {
  /** Name of the ledger. */
  readonly origin: string;
}

/**
 * @param options with the address: a folder, `s3://bucket/prefix?…`, or `postgres://…`.
 * @throws Error in a sentence for operators.
 */
export async function openSecondPlace({ address, credentials, origin }: PlaceAddress): Promise<SecondPlace> {
  if (/^postgres(ql)?:\/\//.test(address)) return new PostgresPlace(address, origin);
  if (!isBucket(address)) return new FilePlace(resolve(address));
  const store = await openStore({ address, credentials });
  await checkConditions(store, 8);
  return new ObjectPlace(store);
}
