/**
 * Whether a secret lies anywhere in what was written or sent: as it is, in hexadecimal or in base64 at any offset, and within what
 * is itself hexadecimal or base64, as the payload of an entry in a dump is.
 */

/** How often what is found encoded is looked into again. */
const DEPTH = 3;
/** Shorter runs hold no key. */
const MIN_RUN = 40;

export function holdsSecret(text: Buffer, secret: Buffer, depth = DEPTH): boolean {
  if (secret.length < 16) throw new RangeError('A secret as short as this is found anywhere.');
  if (text.includes(secret)) return true;
  const latin1 = text.toString('latin1');
  if (spellings(secret).some((spelling) => latin1.includes(spelling))) return true;
  if (latin1.toLowerCase().includes(secret.toString('hex'))) return true;
  if (depth === 0) return false;
  return decodings(latin1).some((decoded) => holdsSecret(decoded, secret, depth - 1));
}

/** Base64 of the secret wherever it begins in the text: without the characters it shares with its neighbours. */
function spellings(secret: Buffer): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset), secret]);
    const whole = padded.subarray(0, padded.length - (padded.length % 3)).toString('base64');
    const own = whole.slice(offset === 0 ? 0 : 4);
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function decodings(latin1: string): Buffer[] {
  const hex = latin1.match(new RegExp(`(?:[0-9a-f]{2}){${MIN_RUN / 2},}`, 'gi')) ?? [];
  const base64 = latin1.match(new RegExp(`[A-Za-z0-9+/_-]{${MIN_RUN},}`, 'g')) ?? [];
  return [...hex.map((run) => Buffer.from(run, 'hex')), ...base64.map((run) => Buffer.from(run, 'base64'))];
}
