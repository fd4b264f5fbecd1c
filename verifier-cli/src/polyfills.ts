/**
 * What Node 20 does not have of what the core is written with, for the bundle alone. Each does what its specification says for
 * the arguments that are used here, and nothing is touched where the platform has it.
 */
import { Buffer } from 'node:buffer';

/** Those of the proposal "Uint8Array to/from base64 and hex" that the core uses. */
const bytesMethods = {
  toHex(this: Uint8Array): string {
    return view(this).toString('hex');
  },
  toBase64(this: Uint8Array, options: { alphabet?: 'base64' | 'base64url'; omitPadding?: boolean } = {}): string {
    const { alphabet = 'base64', omitPadding = false } = options;
    const text = view(this).toString(alphabet);
    // Node pads one of the alphabets and not the other.
    const bare = text.replace(/=+$/, '');
    return omitPadding ? bare : bare.padEnd(Math.ceil(bare.length / 4) * 4, '=');
  },
  setFromHex(this: Uint8Array, text: string): { read: number; written: number } {
    const bytes = fromHex(text);
    this.set(bytes);
    return { read: text.length, written: bytes.length };
  },
  setFromBase64(this: Uint8Array, text: string, options?: Base64Options): { read: number; written: number } {
    const bytes = fromBase64(text, options);
    this.set(bytes);
    return { read: text.length, written: bytes.length };
  },
};

interface Base64Options {
  readonly alphabet?: 'base64' | 'base64url';
  readonly lastChunkHandling?: 'loose' | 'strict' | 'stop-before-partial';
}

function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** @throws SyntaxError */
function fromHex(text: string): Uint8Array {
  if (!/^(?:[0-9a-fA-F]{2})*$/.test(text)) throw new SyntaxError('The text is not hexadecimal.');
  return Uint8Array.from(Buffer.from(text, 'hex'));
}

const PAST_ALPHABET = { base64: /[^A-Za-z0-9+/]/, base64url: /[^A-Za-z0-9_-]/ } as const;

/** White space is skipped, as the proposal has it. @throws SyntaxError */
function fromBase64(text: string, options: Base64Options = {}): Uint8Array {
  const { alphabet = 'base64', lastChunkHandling = 'loose' } = options;
  if (lastChunkHandling === 'stop-before-partial') throw new RangeError('This is not used here.');
  const parts = /^([^=]*)(=*)$/.exec(text.replaceAll(/[\t\n\f\r ]/g, ''));
  if (parts === null) throw new SyntaxError('The text is not base64.');
  const [, digits = '', padding = ''] = parts;
  const rest = digits.length % 4;
  const isPadded = padding.length === (4 - rest) % 4;
  const isBare = padding === '' && lastChunkHandling === 'loose';
  if (PAST_ALPHABET[alphabet].test(digits) || rest === 1 || !(isPadded || isBare))
    throw new SyntaxError('The text is not base64.');
  const bytes = Uint8Array.from(Buffer.from(digits, alphabet));
  // The bits that stand for nothing have to be zero.
  if (lastChunkHandling === 'strict' && view(bytes).toString(alphabet).replace(/=+$/, '') !== digits)
    throw new SyntaxError('The last bits of the base64 are not zero.');
  return bytes;
}

/** @returns null for what is none. */
function parseUrl(text: string, base?: string): URL | null {
  return URL.canParse(text, base) ? new URL(text, base) : null;
}

export const polyfills = { bytesMethods, bytes: { fromHex, fromBase64 }, url: { parse: parseUrl } };

function addMissing(target: object, members: object): void {
  for (const [name, value] of Object.entries(members))
    if (!(name in target))
      Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
}

addMissing(Uint8Array.prototype, polyfills.bytesMethods);
addMissing(Uint8Array, polyfills.bytes);
addMissing(URL, polyfills.url);
