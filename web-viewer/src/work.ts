/**
 * Proof of work, in place of a puzzle for people: when more is sent than the service can take, each sender's own machine works
 * for a moment, and nobody else is asked.
 *
 * A challenge is `cf1.<route>.<expires>.<bits>.<nonce>.<code>`; its parts are fixed text. Its seed is the SHA-256 of that text. A solution
 * holds for each part p (0 to 15) a number n so that SHA-256(seed, p, n), both numbers as four bytes in network order, begins with at least
 * `bits` zero bits. It is written `<challenge>:<n>,<n>,…`. Sixteen small parts rather than a large one: it takes about as long each time, and
 * progress can be shown.
 */
import { utf8 } from '@counterfoil/ledger/bytes';

export const WORK_PARTS = 16;
/** Beyond this a telephone would not come to an end. */
const MAX_BITS = 24;
const MAX_SOLUTION_CHARS = 512;

const routes = ['follow', 'form', 'inputs', 'voices'] as const;
/** What a challenge is good for. */
export type WorkRoute = (typeof routes)[number];

export interface Challenge {
  readonly route: WorkRoute;
  /** Milliseconds since 1970. */
  readonly expires: number;
  readonly bits: number;
  /** 32 hexadecimal digits. */
  readonly nonce: string;
  /** By which the giver knows it again: 64 hexadecimal digits. */
  readonly code: string;
}

export interface Solution {
  readonly challenge: Challenge;
  readonly numbers: readonly number[];
}

/** SHA-256, as the machine has it. */
export type Sha256 = (data: Uint8Array) => Uint8Array;

export function formatChallenge({ route, expires, bits, nonce, code }: Challenge): string {
  return `cf1.${route}.${expires}.${bits}.${nonce}.${code}`;
}

const CHALLENGE = /^cf1\.([a-z]+)\.([1-9]\d{0,15})\.([1-9]\d?)\.([0-9a-f]{32})\.([0-9a-f]{64})$/;

/** Undefined for what is none. */
export function parseChallenge(text: string): Challenge | undefined {
  const [, name, expires, bits, nonce, code] = CHALLENGE.exec(text) ?? [];
  const route = routes.find((known) => known === name);
  if (route === undefined || nonce === undefined || code === undefined || Number(bits) > MAX_BITS) return undefined;
  return { route, expires: Number(expires), bits: Number(bits), nonce, code };
}

export function formatSolution({ challenge, numbers }: Solution): string {
  return `${formatChallenge(challenge)}:${numbers.join(',')}`;
}

/** Undefined for what cannot be one; whether it solves anything is for `checkSolution`. */
export function parseSolution(text: string): Solution | undefined {
  if (text.length > MAX_SOLUTION_CHARS) return undefined;
  const [before = '', after = '', ...more] = text.split(':');
  const challenge = parseChallenge(before);
  const numbers = after.split(',');
  if (challenge === undefined || more.length > 0 || numbers.length !== WORK_PARTS) return undefined;
  if (!numbers.every((number) => /^(0|[1-9]\d{0,9})$/.test(number) && Number(number) <= 0xffff_ffff)) return undefined;
  return { challenge, numbers: numbers.map(Number) };
}

/** Whether every part shows the zero bits; whether the challenge is one that was given out is not asked. */
export function checkSolution({ challenge, numbers }: Solution, sha256: Sha256): boolean {
  const attempt = new Attempt(challenge, sha256);
  return numbers.length === WORK_PARTS && numbers.every((number, part) => attempt.solves(part, number));
}

/** @param onPart told of each part when it is solved, from 1 up. */
export function solve(
  challenge: Challenge,
  sha256: Sha256,
  onPart: (parts: number) => void = () => undefined,
): Solution {
  const attempt = new Attempt(challenge, sha256);
  const numbers = [];
  for (let part = 0; part < WORK_PARTS; part++) {
    let number = 0;
    while (!attempt.solves(part, number)) number++;
    numbers.push(number);
    onPart(part + 1);
  }
  return { challenge, numbers };
}

/** Seed, part and number in one block of SHA-256. */
class Attempt {
  readonly #sha256: Sha256;
  readonly #bits: number;
  readonly #block = new Uint8Array(40);
  readonly #view = new DataView(this.#block.buffer);

  constructor(challenge: Challenge, sha256: Sha256) {
    this.#sha256 = sha256;
    this.#bits = challenge.bits;
    this.#block.set(sha256(utf8(formatChallenge(challenge))));
  }

  solves(part: number, number: number): boolean {
    this.#view.setUint32(32, part);
    this.#view.setUint32(36, number);
    const digest = this.#sha256(this.#block);
    const first = new DataView(digest.buffer, digest.byteOffset).getUint32(0);
    return Math.clz32(first) >= this.#bits;
  }
}
