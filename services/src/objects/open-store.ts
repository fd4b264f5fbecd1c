/** Which object store an address means: a folder, or `s3://bucket/prefix?region=…&endpoint=https://…`. */
import { resolve } from 'node:path';
import { FolderStore } from './folder-store.ts';
import { createSigner, type S3Credentials } from './s3-signer.ts';
import { S3Store, type S3Place } from './s3-store.ts';
import { isKey, type ObjectStore } from './store.ts';

export interface StoreAddress {
  /** As configured. */
  readonly address: string;
  /** For a bucket. */
  readonly credentials: S3Credentials | undefined;
}

/** @throws Error in a sentence for operators; nothing has been asked of a bucket by then. */
export async function openStore({ address, credentials }: StoreAddress): Promise<ObjectStore> {
  if (!isBucket(address)) return FolderStore.open(resolve(address));
  const { place, region } = parseBucket(address);
  if (credentials === undefined)
    throw new Error(`${place.name} needs a key: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`);
  return new S3Store({ place, sign: createSigner(credentials, region) });
}

/** Whether the address is one that only `s3://…` can be; a folder of that name is written ./s3:. */
export function isBucket(address: string): boolean {
  return address.startsWith('s3://');
}

/** @throws Error in a sentence for operators. */
export function parseBucket(address: string): { readonly place: S3Place; readonly region: string } {
  const wrong = (what: string): Error =>
    new Error(`${what} Write s3://bucket/prefix?region=…, and &endpoint=https://… for a store that is not Amazon's.`);
  const url = URL.parse(address);
  if (url === null || url.protocol !== 's3:') throw wrong('This is no address of a bucket.');
  if (url.username !== '' || url.password !== '')
    throw wrong(
      'Keys do not belong into the address, which is shown: they are read from AWS_ACCESS_KEY_ID and its kin.',
    );
  const unknown = [...url.searchParams.keys()].find((name) => name !== 'region' && name !== 'endpoint');
  if (unknown !== undefined) throw wrong(`"${unknown}" is nothing that can be said of a bucket.`);
  const bucket = url.host;
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) throw wrong(`"${bucket}" is no name of a bucket.`);
  const folder = url.pathname.replace(/^\/+/, '').replace(/\/+$/, '');
  if (folder !== '' && !isKey(folder)) throw wrong(`"${folder}" cannot stand before the names of files.`);
  const prefix = folder === '' ? '' : `${folder}/`;
  const region = url.searchParams.get('region') ?? 'us-east-1';
  const endpoint = url.searchParams.get('endpoint');
  const name = `s3://${bucket}/${prefix}`;
  // A name with dots in it is no single label of a certificate.
  if (endpoint === null && !bucket.includes('.')) {
    const base = new URL(`https://${bucket}.s3.${region}.amazonaws.com/${prefix}`);
    return { region, place: { base, bucketPath: '/', prefix, name } };
  }
  const host = URL.parse(endpoint ?? `https://s3.${region}.amazonaws.com`);
  if (host === null || !/^https?:$/.test(host.protocol) || host.username !== '' || host.search !== '')
    throw wrong(`"${endpoint}" is no address of an object store.`);
  if (host.protocol === 'http:' && !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host.hostname))
    throw wrong('An object store elsewhere is spoken to by https only.');
  const root = host.pathname.replace(/\/+$/, '');
  const base = new URL(`${root}/${bucket}/${prefix}`, host);
  return { region, place: { base, bucketPath: `${root}/${bucket}/`, prefix, name } };
}
