/** Vectors of signatures by SSH keys. SPEC 5.4, M37. */
import { concatBytes, parseBase64, utf8 } from '../../src/bytes.ts';
import { formatKeyid } from '../../src/keyid.ts';
import { formatSshKeyBlob, SSH_ED25519 } from '../../src/ssh-key.ts';
import { sshStrings, sshUint32 } from '../../src/ssh-wire.ts';
import { formatSshsig, parseSshsig, sshsigNamespace } from '../../src/sshsig.ts';
import { skSigner, sshSigner } from '../../src/testing/signers.ts';
import { make, PAYLOAD, row, SIGNED, type Made, type SignatureRow } from './signature-rows.ts';

export async function sshSignatureRows(): Promise<readonly SignatureRow[]> {
  const honest = await make(sshSigner('anna'));
  const touched = await make(skSigner('anna'));
  const other = await make(sshSigner('bela'));
  const parsed = parseSshsig(honest.sig);
  const parts = (changed: {
    version?: number;
    reserved?: string;
    hash?: string;
    inner?: Uint8Array;
    magic?: string;
  }): Made => {
    const { version = 1, reserved = '', hash = parsed.hash, inner, magic = 'SSHSIG' } = changed;
    const signature = inner ?? sshStrings(SSH_ED25519, parsed.signed.signature);
    const strings = sshStrings(parsed.publicKey, parsed.namespace, reserved, hash, signature);
    return { ...honest, sig: concatBytes(utf8(magic), sshUint32(version), strings) };
  };
  const cut = (made: Made, bytes: number): Made => ({ ...made, sig: made.sig.subarray(0, -bytes) });
  const over = (made: Made): Made => ({ ...made, sig: Uint8Array.of(...made.sig, 0) });
  const names = async (name: string, namespace: string): Promise<SignatureRow> =>
    row(name, 'signature-namespace', await make(sshSigner('anna', { namespace })));
  const { payloadType, origin } = PAYLOAD;
  return [
    row('ssh-ed25519 as ssh-keygen makes it', null, honest),
    row('ssh-ed25519 with SHA-256', null, await make(sshSigner('anna', { hash: 'sha256' }))),
    row('a security key that was touched', null, touched),
    row('a security key with SHA-256', null, await make(skSigner('anna', { hash: 'sha256' }))),
    row('a security key that knew who touched it', null, await make(skSigner('anna', { flags: 5 }))),
    row(
      'a security key with an application of its own',
      null,
      await make(skSigner('anna', { application: 'ssh:city' })),
    ),
    row('a security key whose counter is 0', null, await make(skSigner('anna', { counter: 0 }))),
    row('a security key whose counter has 32 bits', null, await make(skSigner('anna', { counter: 0xffff_fffe }))),

    row('not touched', 'signature-presence', await make(skSigner('anna', { flags: 0 }))),
    row('not touched, but known', 'signature-presence', await make(skSigner('anna', { flags: 4 }))),
    await names('for the payload type alone', payloadType),
    await names('for files, as git and others have them signed', 'file'),
    await names('for another payload type', `application/json@${origin}`),
    await names('for another ledger', `${payloadType}@ledger.example.org/elsewhere`),
    await names('for a ledger whose name begins alike', sshsigNamespace({ payloadType, origin: `${origin}/x` })),
    await names('for nothing', ''),
    row(
      'a security key, for another ledger',
      'signature-namespace',
      await make(skSigner('anna', { namespace: `${payloadType}@ledger.example.org/elsewhere` })),
    ),
    row('by another key, which it names', 'signature-key', { ...honest, sig: other.sig }),
    row(
      'by this key, in the name of another',
      'signature-key',
      await make(sshSigner('anna', { claims: parsedBlob(other.keyid) })),
    ),
    row('by another key, in the name of this one', 'signature-wrong', {
      ...honest,
      sig: (await make(sshSigner('bela', { claims: parsed.publicKey }))).sig,
    }),
    row('by a security key with the same raw key', 'signature-key', { ...honest, sig: touched.sig }),
    row('by a security key, for another application', 'signature-key', {
      ...touched,
      sig: (await make(skSigner('anna', { application: 'ssh:city' }))).sig,
    }),
    row('made for another application, in the name of this one', 'signature-wrong', {
      ...touched,
      sig: (await make(skSigner('anna', { application: 'ssh:city', claims: parsedBlob(touched.keyid) }))).sig,
    }),
    row('over another payload', 'signature-wrong', await make(sshSigner('anna'), { ...SIGNED, message: utf8('no') })),
    row(
      'over the payload without its encoding',
      'signature-wrong',
      await make(sshSigner('anna'), { ...SIGNED, message: utf8(PAYLOAD.payload) }),
    ),
    row('a raw Ed25519 signature', 'signature-malformed', { ...honest, sig: parsed.signed.signature }),
    row('a raw Ed25519 signature in the SSH form', 'signature-malformed', {
      ...honest,
      sig: sshStrings(SSH_ED25519, parsed.signed.signature),
    }),
    row('the hash named in it is not the one used', 'signature-wrong', parts({ hash: 'sha256' })),
    row('with SHA-1', 'signature-malformed', parts({ hash: 'sha1' })),
    row('with SHA-384', 'signature-malformed', parts({ hash: 'sha384' })),
    row('with SHA-512 in capitals', 'signature-malformed', parts({ hash: 'SHA512' })),
    row('of version 0', 'signature-malformed', parts({ version: 0 })),
    row('of version 2', 'signature-malformed', parts({ version: 2 })),
    row('that begins otherwise', 'signature-malformed', parts({ magic: 'SSHSIH' })),
    row('that uses the reserved field', 'signature-malformed', parts({ reserved: 'x' })),
    row(
      'of 63 bytes inside',
      'signature-malformed',
      parts({
        inner: sshStrings(SSH_ED25519, parsed.signed.signature.subarray(1)),
      }),
    ),
    row(
      'with a byte over inside',
      'signature-malformed',
      parts({
        inner: Uint8Array.of(...sshStrings(SSH_ED25519, parsed.signed.signature), 0),
      }),
    ),
    row(
      'of another type inside',
      'signature-malformed',
      parts({
        inner: sshStrings('rsa-sha2-512', parsed.signed.signature),
      }),
    ),
    row('of the type of security keys inside, by a key in software', 'signature-malformed', {
      ...honest,
      sig: formatSshsig({ ...parsed, signed: { ...parseSshsig(touched.sig).signed } }),
    }),
    row('of a security key without flags and counter', 'signature-malformed', {
      ...touched,
      sig: formatSshsig({ ...parseSshsig(touched.sig), signed: parsed.signed }),
    }),
    row('with a byte over', 'signature-malformed', over(honest)),
    row('of a security key, with a byte over', 'signature-malformed', over(touched)),
    row('cut off by a byte', 'signature-malformed', cut(honest, 1)),
    row('of a security key, cut off by a byte', 'signature-malformed', cut(touched, 1)),
    row('cut off after its first word', 'signature-malformed', { ...honest, sig: utf8('SSHSIG') }),
    row('one byte', 'signature-malformed', { ...honest, sig: Uint8Array.of(0) }),
    row(
      'R of low order',
      'signature-wrong',
      parts({
        inner: sshStrings(
          SSH_ED25519,
          concatBytes(Uint8Array.of(1), new Uint8Array(31), parsed.signed.signature.subarray(32)),
        ),
      }),
    ),
    row(
      'S not below L',
      'signature-wrong',
      parts({
        inner: sshStrings(
          SSH_ED25519,
          concatBytes(parsed.signed.signature.subarray(0, 32), new Uint8Array(32).fill(255)),
        ),
      }),
    ),
    row('by a key of low order', 'signature-wrong', lowOrder()),
  ];
}

/** R and key the neutral element, S zero: the equation holds for every message. */
function lowOrder(): Made {
  const publicKey = Uint8Array.of(1, ...new Uint8Array(31));
  const key = { type: SSH_ED25519, publicKey } as const;
  const signed = { type: SSH_ED25519, signature: concatBytes(publicKey, new Uint8Array(32)) } as const;
  const namespace = utf8(sshsigNamespace(SIGNED));
  return {
    keyid: formatKeyid({ scheme: 'sshsig', ...key }),
    sig: formatSshsig({ publicKey: formatSshKeyBlob(key), namespace, hash: 'sha512', signed }),
  };
}

function parsedBlob(keyid: string): Uint8Array {
  return parseBase64(keyid.slice('sshsig:'.length));
}
