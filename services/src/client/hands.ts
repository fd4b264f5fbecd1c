/** Whoever signs in this run: key files and SSH keys, named before they are opened. */
import { resolve } from 'node:path';
import { CannotStart } from './command.ts';
import { list, wrap } from './layout.ts';
import { openKeyFile } from './key-file.ts';
import type { Passphrases } from './passphrases.ts';
import type { Signer } from '@counterfoil/ledger/signature';
import { sshSigner } from './ssh-signer.ts';

export interface Hand {
  readonly keyid: string;
  /** The file, as it was named. */
  readonly label: string;
  /** Asks for what opens it: to be called once it is clear that something will be signed. */
  unlock(): Promise<Signer>;
}

export async function readHands(
  { keys, sshKeys }: { readonly keys: readonly string[]; readonly sshKeys: readonly string[] },
  passphrases: Passphrases,
): Promise<readonly Hand[]> {
  const hands: Hand[] = [];
  const open: string[] = [];
  for (const label of keys) {
    const key = await openKeyFile(filePath(label));
    if (!key.locked) open.push(label);
    hands.push({ keyid: key.keyid, label, unlock: () => passphrases.open(key) });
  }
  for (const label of sshKeys) {
    const signer = await sshSigner(filePath(label));
    hands.push({ keyid: signer.keyid, label, unlock: () => Promise.resolve(signer) });
  }
  if (open.length > 0)
    process.stderr.write(
      `${wrap(`${list(open)} ${open.length === 1 ? 'has no passphrase: whoever copies it' : 'have no passphrase: whoever copies them'} can sign in ${open.length === 1 ? 'this name' : 'these names'}. Lock ${open.length === 1 ? 'it' : 'each'} with`)}\n  npm run sign -- --change-passphrase ${open[0] ?? ''}\n`,
    );
  const seen = new Set<string>();
  for (const { keyid, label } of hands) {
    if (seen.has(keyid)) throw new CannotStart(`${label} is named twice: one key, one signature.`);
    seen.add(keyid);
  }
  return hands;
}

/** A path as it was meant: npm runs its scripts from the folder of the package, wherever it was called. */
export function filePath(path: string): string {
  const { npm_lifecycle_event: script, INIT_CWD: calledFrom } = process.env;
  return script === undefined || calledFrom === undefined ? path : resolve(calledFrom, path);
}
