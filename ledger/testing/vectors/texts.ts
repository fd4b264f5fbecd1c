/** Vectors of bytes and texts: JSON, base64, hexadecimal, keyids and verifier keys, single fields. SPEC 1, 2, 5.2, 7.7. */
import { base64, hex, utf8 } from '../../src/bytes.ts';
import { canonicalJson, type Json } from '../../src/canonical-json.ts';
import type { FormatCode } from '../../src/error.ts';
import { ed25519Keyid, formatKeyid, type KeyidParts } from '../../src/keyid.ts';
import { formatVerifierKey, keyId } from '../../src/note.ts';
import { sshStrings } from '../../src/ssh-wire.ts';
import type { Kind } from '../../src/statement.ts';
import { LedgerBuilder } from '../../src/testing/builder.ts';
import { fieldSpellings } from '../field-spellings.ts';
import { canonicalTexts, duplicateTexts, refusedTexts } from '../json-texts.ts';

export interface JsonRow {
  readonly name: string;
  /** By rule M4 (statements, entries, content files) or by M6 (what clients send). */
  readonly as: 'canonical' | 'client';
  readonly text?: string;
  /** In place of `text`, where the bytes are no text. */
  readonly hex?: string;
  readonly refused: FormatCode | null;
}

export function jsonRows(): readonly JsonRow[] {
  const bytes = {
    'a cut character': '22c322',
    'half of a surrogate pair': '22eda08022',
    'a byte that is none': '22ff22',
  };
  const plain = [' { "b" : 1e2 , "a" : [ 1.5 ] } \n', '{"a":{"a":1},"b":[{"a":1},{"a":1}]}', '{"a\\"":1,"a":":"}'];
  return [
    ...canonicalTexts.map((text, i): JsonRow => ({ name: `canonical ${i}`, as: 'canonical', text, refused: null })),
    ...refusedTexts.map(([text, refused, name]): JsonRow => ({ name, as: 'canonical', text, refused })),
    ...Object.entries(bytes).map(([name, of]): JsonRow => ({
      name,
      as: 'canonical',
      hex: of,
      refused: 'utf8-invalid',
    })),
    ...plain.map((text, i): JsonRow => ({ name: `not canonical ${i}`, as: 'client', text, refused: null })),
    ...duplicateTexts.map((text, i): JsonRow => ({
      name: `a key twice ${i}`,
      as: 'client',
      text,
      refused: 'json-duplicate-key',
    })),
    { name: 'half of a surrogate pair in an escape', as: 'client', text: '{"a":"\\ud800"}', refused: 'utf8-invalid' },
    { name: 'a byte order mark', as: 'client', text: '\ufeff{}', refused: 'json-invalid' },
    { name: 'nothing', as: 'client', text: '', refused: 'json-invalid' },
  ];
}

export interface SpellingRow {
  readonly name: string;
  readonly format: 'base64' | 'hex' | 'keyid' | 'vkey';
  readonly text: string;
  /** Hexadecimal: what it stands for; of a keyid and a verifier key, the public key. */
  readonly bytes?: string;
  readonly refused: FormatCode | null;
}

export async function spellingRows(): Promise<readonly SpellingRow[]> {
  const { origin, logKey, vkey } = await LedgerBuilder.create();
  const key = logKey.publicKey;
  const good = (format: SpellingRow['format'], text: string, bytes: Uint8Array): SpellingRow => ({
    name: `${format} of ${bytes.length} bytes`,
    format,
    text,
    bytes: hex(bytes),
    refused: null,
  });
  const bad = (
    format: SpellingRow['format'],
    refused: FormatCode,
    texts: Readonly<Record<string, string>>,
  ): SpellingRow[] => Object.entries(texts).map(([name, text]) => ({ name, format, text, refused }));
  const keyid = ed25519Keyid(key);
  const schemes: readonly KeyidParts[] = [
    { scheme: 'sshsig', type: 'ssh-ed25519', publicKey: key },
    { scheme: 'sshsig', type: 'sk-ssh-ed25519@openssh.com', publicKey: key, application: 'ssh:' },
    { scheme: 'webauthn-ed25519', rpId: 'localhost', publicKey: key },
    { scheme: 'webauthn-es256', rpId: 'sign.example.org', publicKey: Uint8Array.of(2, ...key) },
  ];
  const sshBlob = sshStrings('ssh-ed25519', key);
  const nameOf = (parts: KeyidParts): string => ('type' in parts ? parts.type : parts.scheme);
  const [, id = '', end = ''] = vkey.split('+');
  const withType = (type: number, bytes: Uint8Array, name = origin): string =>
    `${name}+${hex(keyId(name, type, bytes))}+${base64(Uint8Array.of(type, ...bytes))}`;
  return [
    ...['', 'f', 'fo', 'foo', 'foob', 'fooba'].map((text) => good('base64', base64(utf8(text)), utf8(text))),
    good('base64', '+/+/', Uint8Array.of(0xfb, 0xff, 0xbf)),
    ...bad('base64', 'base64-invalid', {
      'without padding': 'Zg',
      'half of the padding': 'Zg=',
      'too much padding': 'Zg===',
      'padding that nothing asks for': 'Zm9v====',
      'padding in the middle': 'Zg==Zg==',
      'bits that belong to no byte, one byte': 'Zh==',
      'bits that belong to no byte, two bytes': 'Zm9=',
      'a space inside': 'Zm 9v',
      'a line break behind': 'Zm9v\n',
      'the alphabet of URLs': '-_-_',
    }),
    ...['', '00', '00ff7e'].map((text) => good('hex', text, Uint8Array.fromHex(text))),
    ...bad('hex', 'hex-invalid', {
      'upper case': 'FF',
      'an odd number of digits': '0ff',
      'a prefix': '0x00',
      'white space': '00 ',
      'no digits': 'zz',
    }),
    good('keyid', keyid, key),
    ...bad('keyid', 'key-malformed', {
      'the key alone': base64(key),
      'another scheme': keyid.replace('ed25519', 'ed448'),
      'the scheme in capitals': keyid.replace('ed', 'Ed'),
      'without padding': keyid.slice(0, -1),
      'bits that belong to no byte': keyid.replace(/.=$/, 'B='),
      '31 bytes': `ed25519:${base64(key.subarray(1))}`,
      '33 bytes': `ed25519:${base64(Uint8Array.of(...key, 0))}`,
      'white space behind': `${keyid} `,
    }),
    ...schemes.map((parts) => ({ ...good('keyid', formatKeyid(parts), parts.publicKey), name: nameOf(parts) })),
    ...bad('keyid', 'key-malformed', {
      'an SSH key with a byte over': `sshsig:${base64(Uint8Array.of(...sshBlob, 0))}`,
      'an SSH key cut off': `sshsig:${base64(sshBlob.subarray(0, 50))}`,
      'an SSH key of RSA': `sshsig:${base64(sshStrings('ssh-rsa', 'abc', key))}`,
      'a security key for a web page': `sshsig:${base64(sshStrings('sk-ssh-ed25519@openssh.com', key, 'https://a'))}`,
      'a passkey without its relying party': `webauthn-ed25519:${base64(key)}`,
      'a passkey of a relying party with a port': `webauthn-ed25519:localhost:3000:${base64(key)}`,
      'a passkey of a relying party in capitals': `webauthn-ed25519:Localhost:${base64(key)}`,
      'a passkey of a relying party of 101 characters': `webauthn-ed25519:${'a'.repeat(101)}:${base64(key)}`,
      'a passkey of a relying party that ends in a dot': `webauthn-ed25519:example.org.:${base64(key)}`,
      'an Ed25519 key for a passkey of P-256': `webauthn-es256:localhost:${base64(key)}`,
      'a point whose mark is 4': `webauthn-es256:localhost:${base64(Uint8Array.of(4, ...key))}`,
    }),
    good('vkey', vkey, key),
    good('vkey', formatVerifierKey('é/日本', key), key),
    ...bad('vkey', 'key-malformed', {
      'without an id': `${origin}+${end}`,
      'the id of another name': `${origin}x+${id}+${end}`,
      'an id in upper case': `${origin}+${id.toUpperCase()}+${end}`,
      'padding that nothing asks for': `${vkey}=`,
      'another signature type': withType(4, key),
      '31 bytes': withType(1, key.subarray(1)),
      'no name': withType(1, key, ''),
      'a space in the name': withType(1, key, 'a b'),
      'a plus sign in the name': withType(1, key, 'a+b'),
      'a line break behind': `${vkey}\n`,
    }),
  ];
}

export interface FieldRow {
  readonly name: string;
  /** The full statement of this kind in `statements.json` … */
  readonly kind: Kind;
  /** … with this place in it … */
  readonly path: readonly string[];
  /** … holding this value. */
  readonly value: Json;
  readonly refused: FormatCode | null;
}

/** Longer values are lists that only try out a limit. */
const LONGEST = 4000;

export function fieldRows(): readonly FieldRow[] {
  return fieldSpellings.flatMap(({ field, at, good, bad }) => {
    const [first] = at;
    if (first === undefined) return [];
    const [kind, path] = first;
    const row = (value: Json, refused: FormatCode | null): FieldRow => ({
      name: field,
      kind,
      path: path.split('.'),
      value,
      refused,
    });
    const rows = [...good.map((value) => row(value, null)), ...bad.map((value) => row(value, 'statement-malformed'))];
    return rows.filter(({ value }) => canonicalJson(value).length <= LONGEST);
  });
}
