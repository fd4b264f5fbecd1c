/** A log for tests of witnesses: entries in memory, fixed keys, and as many histories as a test wants. */
import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { concatBytes, utf8 } from '@counterfoil/ledger/bytes';
import { formatCheckpoint } from '@counterfoil/ledger/checkpoint';
import { formatAddCheckpoint } from '@counterfoil/ledger/cosignature-request';
import { formatVerifierKey, parseVerifierKey, signNote } from '@counterfoil/ledger/note';
import { Frontier, leafHash, proveConsistency, type Hash } from '@counterfoil/ledger/tree';

export const ORIGIN = 'log.example.org/town';

export interface TownLog {
  readonly vkey: string;
  /** Of the first so many entries. */
  root(size: number): Hash;
  prove(size1: number, size2: number): Promise<readonly Hash[]>;
  checkpoint(size: number, origin?: string): Promise<string>;
  /** A whole request: from this size to that. */
  request(oldSize: number, size: number): Promise<string>;
}

/**
 * @param split the entry from which on this history differs from that of other values; undefined: it differs from none.
 */
export function townLog(entries: number, split?: number, seed = 1): TownLog {
  const nodes = new Map<string, Hash>();
  const roots: Hash[] = [];
  const frontier = Frontier.empty();
  roots.push(frontier.root());
  for (let index = 0; index < entries; index++) {
    const other = split !== undefined && index >= split ? 'other ' : '';
    frontier.append(leafHash(utf8(`${other}entry ${index}`)), ({ level, index: at }, hash) =>
      nodes.set(`${level}/${at}`, hash),
    );
    roots.push(frontier.root());
  }
  const { publicKey, signBytes } = fixedKey(seed);
  const vkey = formatVerifierKey(ORIGIN, publicKey);
  const root = (size: number): Hash => {
    const found = roots[size];
    if (found === undefined) throw new RangeError(`The log has no ${size} entries.`);
    return found;
  };
  const prove: TownLog['prove'] = (size1, size2) =>
    proveConsistency(size1, size2, (wanted) =>
      Promise.resolve(wanted.map(({ level, index }) => nodes.get(`${level}/${index}`) ?? new Uint8Array(32))),
    );
  const checkpoint: TownLog['checkpoint'] = (size, origin = ORIGIN) =>
    signNote(
      formatCheckpoint({ origin, size, root: root(size) }),
      parseVerifierKey(formatVerifierKey(origin, publicKey)),
      signBytes,
    );
  return {
    vkey,
    root,
    prove,
    checkpoint,
    async request(oldSize, size) {
      const proof = oldSize === 0 || oldSize >= size ? [] : await prove(oldSize, size);
      return formatAddCheckpoint({ oldSize, proof, checkpoint: await checkpoint(size) });
    },
  };
}

/** Ed25519. */
export function fixedKey(seed: number): { readonly publicKey: Uint8Array; signBytes(message: Uint8Array): Uint8Array } {
  const pkcs8 = concatBytes(Uint8Array.fromHex('302e020100300506032b657004220420'), new Uint8Array(32).fill(seed));
  const privateKey = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  return {
    publicKey: Uint8Array.fromBase64(x, { alphabet: 'base64url' }),
    signBytes: (message) => new Uint8Array(sign(null, message, privateKey)),
  };
}
