/**
 * Public keys of OpenSSH: Ed25519 in software (RFC 8709 section 4) and in a security key (OpenSSH PROTOCOL.u2f). SPEC 5.2.
 *
 * A blob is what stands in base64 in the middle of a `.pub` file: the type, the key, and of a security key the application
 * that it was made for.
 */
import { parseBase64 } from './bytes.ts';
import { FormatError } from './error.ts';
import { SshReader, sshStrings } from './ssh-wire.ts';

export const SSH_ED25519 = 'ssh-ed25519';
export const SK_SSH_ED25519 = 'sk-ssh-ed25519@openssh.com';
export const MAX_APPLICATION_BYTES = 100;

const ED25519_KEY_BYTES = 32;
/** Keys of OpenSSH are for applications of this beginning, so that no web page can ask for their signatures. */
const APPLICATION = /^ssh:[!-~]*$/;

export type SshPublicKey =
  | { readonly type: typeof SSH_ED25519; readonly publicKey: Uint8Array }
  | { readonly type: typeof SK_SSH_ED25519; readonly publicKey: Uint8Array; readonly application: string };

export function formatSshKeyBlob(key: SshPublicKey): Uint8Array {
  return key.type === SSH_ED25519
    ? sshStrings(key.type, key.publicKey)
    : sshStrings(key.type, key.publicKey, key.application);
}

/** @throws FormatError `key-malformed`, also for every other type of key. */
export function parseSshKeyBlob(blob: Uint8Array): SshPublicKey {
  const reader = new SshReader(blob, 'key-malformed', 'The SSH key');
  const type = reader.text();
  if (type !== SSH_ED25519 && type !== SK_SSH_ED25519)
    throw reader.fault(`is of the type "${type}": only ${SSH_ED25519} and ${SK_SSH_ED25519} are taken`);
  const publicKey = reader.string();
  if (publicKey.length !== ED25519_KEY_BYTES) throw reader.fault(`does not have ${ED25519_KEY_BYTES} bytes`);
  if (type === SSH_ED25519) {
    reader.end();
    return { type, publicKey };
  }
  const application = reader.text();
  if (application.length > MAX_APPLICATION_BYTES || !APPLICATION.test(application))
    throw reader.fault('is for an application whose name does not begin with "ssh:" or is too long');
  reader.end();
  return { type, publicKey, application };
}

/**
 * The blob in a line of a `.pub` file: type, base64, and perhaps a comment.
 * @throws FormatError `key-malformed`.
 */
export function parseSshPublicKeyLine(line: string): Uint8Array {
  const [, type = '', text = ''] = /^([a-z0-9@.-]+) ([A-Za-z0-9+/=]+)(?: [^\r\n]*)?\r?\n?$/.exec(line) ?? [];
  if (type === '') throw new FormatError('key-malformed', 'This is not a line of an SSH public key file.');
  let blob: Uint8Array;
  try {
    blob = parseBase64(text);
  } catch (cause) {
    throw new FormatError('key-malformed', 'The SSH key is not base64.', { cause });
  }
  if (parseSshKeyBlob(blob).type !== type)
    throw new FormatError('key-malformed', `The line says "${type}", and its key is of another type.`);
  return blob;
}
