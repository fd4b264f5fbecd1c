/** Whether words lie anywhere in files or answers: as they are, escaped in JSON or HTML, in hexadecimal or in base64 at any offset. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

const [HTML, MIN_BYTES] = [{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' } as const, 16];

/** Every spelling of a text, or of bytes such as a salt. */
export function spellings(secret: string | Uint8Array): Buffer[] {
  const bytes = Buffer.from(secret);
  if (bytes.length < MIN_BYTES) throw new RangeError('What is as short as this is found anywhere.');
  const hex = bytes.toString('hex');
  const all: (string | Buffer)[] = [bytes, hex, hex.toUpperCase()];
  for (const offset of [0, 1, 2]) {
    // Without the characters that it shares with its neighbours.
    const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
    const own = padded
      .subarray(0, padded.length - (padded.length % 3))
      .toString('base64')
      .slice(offset === 0 ? 0 : 4);
    all.push(own, own.replaceAll('+', '-').replaceAll('/', '_'));
  }
  if (typeof secret === 'string') {
    const json = JSON.stringify(secret).slice(1, -1);
    const ascii = json.replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
    const html = secret.replace(/[&<>"']/g, (c) => HTML[c as keyof typeof HTML]);
    all.push(json, ascii, html, encodeURIComponent(secret), Buffer.from(secret, 'utf16le'));
  }
  return all.map((one) => Buffer.from(one));
}

export function isIn(bytes: Uint8Array | string, needles: readonly Buffer[]): boolean {
  const where = Buffer.from(bytes);
  return needles.some((needle) => where.includes(needle));
}

/** Paths of the files below a folder that hold one of the spellings; what vanishes meanwhile is passed over. */
export async function filesWith(
  folder: string,
  needles: readonly Buffer[],
): Promise<{ found: string[]; looked: number }> {
  const found: string[] = [];
  let looked = 0;
  for (const name of await readdir(folder, { recursive: true })) {
    const path = join(folder, name);
    const info = await stat(path).catch(() => undefined);
    if (info?.isFile() !== true) continue;
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes === undefined) continue;
    looked++;
    if (isIn(bytes, needles)) found.push(name);
  }
  return { found, looked };
}
