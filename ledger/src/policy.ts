/**
 * Whom one believes, as a file (C2SP tlog-policy): logs, witnesses, and how many of whom are enough. SPEC 3.2, M72, M73.
 *
 *     log <vkey> [<address>]
 *     witness <name> <vkey> [<address>]
 *     group <name> all|any|<k> <name>...
 *     quorum <name>|none
 *
 * Names are bytes without a meaning. Lines that mean something must be UTF-8 here, which loses nothing and lets a name be a
 * string; a comment may hold anything that the standard lets it hold.
 */
import { hex, parseUtf8, utf8 } from './bytes.ts';
import { parseCosignerKey, parseLogKey, verifyLines } from './cosignature.ts';
import { FormatError } from './error.ts';
import type { Note, VerifierKey } from './note.ts';
import type { SignatureVerifier } from './signature.ts';

export const MAX_POLICY_BYTES = 1_000_000;
/** Of logs, of witnesses and of groups. */
export const MAX_POLICY_NAMES = 64;

export interface PolicyLog {
  /** Its name is the origin. */
  readonly key: VerifierKey;
  readonly url: string | undefined;
}

export interface PolicyWitness {
  readonly name: string;
  readonly key: VerifierKey;
  /** Where its `add-checkpoint` lies; nothing has been asked of the form. */
  readonly url: string | undefined;
}

export interface PolicyGroup {
  readonly name: string;
  /** From 1 to the number of members. */
  readonly threshold: number;
  /** Of witnesses and of groups defined before. */
  readonly members: readonly string[];
}

export interface Policy {
  readonly logs: readonly PolicyLog[];
  readonly witnesses: readonly PolicyWitness[];
  readonly groups: readonly PolicyGroup[];
  /** A witness or a group, or `none`. */
  readonly quorum: string;
}

const NO_QUORUM = 'none';
const DECIMAL = /^[1-9][0-9]{0,2}$/;

/** @throws FormatError `policy-malformed`, with the number of the line. */
export function parsePolicy(file: Uint8Array | string): Policy {
  const bytes = typeof file === 'string' ? utf8(file) : file;
  if (bytes.length > MAX_POLICY_BYTES) throw malformed(0, `it is larger than ${MAX_POLICY_BYTES} bytes`);
  const draft: Draft = {
    logs: [],
    witnesses: [],
    groups: [],
    quorum: undefined,
    defined: new Set(),
    grouped: new Set(),
  };
  let at = 0;
  for (let line = 1; at < bytes.length; line++) {
    const end = bytes.indexOf(NEWLINE, at);
    // A file cut short could end in the middle of a name, and mean another one.
    if (end < 0) throw malformed(line, 'it has no newline at its end');
    readLine(draft, bytes.subarray(at, end), line);
    at = end + 1;
  }
  const { logs, witnesses, groups, quorum } = draft;
  if (quorum === undefined) throw malformed(0, 'it has no quorum line');
  return { logs, witnesses, groups, quorum };
}

interface Draft {
  readonly logs: PolicyLog[];
  readonly witnesses: PolicyWitness[];
  readonly groups: PolicyGroup[];
  quorum: string | undefined;
  /** Names of witnesses and groups. */
  readonly defined: Set<string>;
  /** Names that are members of a group. */
  readonly grouped: Set<string>;
}

const NEWLINE = 0x0a;
const TAB = 0x09;
const COMMENT = 0x23;

function readLine(draft: Draft, bytes: Uint8Array, line: number): void {
  if (bytes.some((byte) => (byte < 0x20 && byte !== TAB) || byte === 0x7f))
    throw malformed(line, 'it holds a control character (a file made on Windows has one at the end of each line)');
  const first = bytes.find((byte) => byte !== 0x20 && byte !== TAB);
  if (first === undefined || first === COMMENT) return;
  const [keyword, ...items] = itemsOf(bytes, line);
  switch (keyword) {
    case 'log':
      return addLog(draft, items, line);
    case 'witness':
      return addWitness(draft, items, line);
    case 'group':
      return addGroup(draft, items, line);
    case 'quorum':
      return setQuorum(draft, items, line);
    default:
      throw malformed(line, 'it begins with none of log, witness, group and quorum');
  }
}

function itemsOf(bytes: Uint8Array, line: number): string[] {
  try {
    return parseUtf8(bytes)
      .split(/[ \t]+/)
      .filter((item) => item !== '');
  } catch (cause) {
    throw malformed(line, 'it is not UTF-8', { cause });
  }
}

function addLog(draft: Draft, [vkey = '', url, ...more]: readonly string[], line: number): void {
  if (more.length > 0) throw malformed(line, 'it has more than a key and an address');
  const key = readKey(parseLogKey, vkey, line);
  requireNew(draft.logs, key, line);
  draft.logs.push({ key, url });
}

function addWitness(draft: Draft, [name = '', vkey = '', url, ...more]: readonly string[], line: number): void {
  if (more.length > 0) throw malformed(line, 'it has more than a name, a key and an address');
  define(draft, name, line);
  const key = readKey(parseCosignerKey, vkey, line);
  requireNew(draft.witnesses, key, line);
  draft.witnesses.push({ name, key, url });
}

function addGroup(draft: Draft, [name = '', quantity = '', ...members]: readonly string[], line: number): void {
  if (members.length === 0) throw malformed(line, 'a group has a name, all, any or a number, and one member at least');
  for (const member of members) {
    if (!draft.defined.has(member)) throw malformed(line, `no line before it defines "${member}"`);
    if (draft.grouped.has(member)) throw malformed(line, `"${member}" is the member of a group already`);
    draft.grouped.add(member);
  }
  define(draft, name, line);
  if (draft.groups.length >= MAX_POLICY_NAMES) throw malformed(line, `there are more than ${MAX_POLICY_NAMES} groups`);
  draft.groups.push({ name, threshold: thresholdOf(quantity, members.length, line), members });
}

function thresholdOf(quantity: string, members: number, line: number): number {
  if (quantity === 'all') return members;
  if (quantity === 'any') return 1;
  const threshold = Number(quantity);
  if (!DECIMAL.test(quantity) || threshold > members)
    throw malformed(line, `of ${members} members, all, any or a number from 1 to ${members} can be asked for`);
  return threshold;
}

function setQuorum(draft: Draft, [name = '', ...more]: readonly string[], line: number): void {
  if (draft.quorum !== undefined) throw malformed(line, 'there is a quorum line before it');
  if (more.length > 0) throw malformed(line, 'it names more than one');
  if (name !== NO_QUORUM && !draft.defined.has(name)) throw malformed(line, `no line before it defines "${name}"`);
  draft.quorum = name;
}

function define(draft: Draft, name: string, line: number): void {
  if (name === '') throw malformed(line, 'it names nobody');
  if (name === NO_QUORUM) throw malformed(line, '"none" cannot be a name');
  if (draft.defined.has(name)) throw malformed(line, `"${name}" is defined already`);
  draft.defined.add(name);
}

function readKey(parse: (vkey: string) => VerifierKey, vkey: string, line: number): VerifierKey {
  try {
    return parse(vkey);
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    throw malformed(line, `its key cannot be used (${cause.message})`, { cause });
  }
}

/** Two verifier keys are one when what they wrap is: under two names somebody would count twice. */
function requireNew(others: readonly { readonly key: VerifierKey }[], key: VerifierKey, line: number): void {
  if (others.length >= MAX_POLICY_NAMES) throw malformed(line, `there are more than ${MAX_POLICY_NAMES} of its kind`);
  if (others.some((other) => hex(other.key.publicKey) === hex(key.publicKey)))
    throw malformed(line, 'its key stands in a line before it');
}

function malformed(line: number, reason: string, options?: ErrorOptions): FormatError {
  const where = line === 0 ? '' : ` In line ${line}:`;
  return new FormatError('policy-malformed', `This is not a policy.${where} ${reason}.`, options);
}

/** Whether these witnesses, by the names that the policy gives them, are enough. */
export function quorumReached({ groups, quorum }: Policy, cosigned: ReadonlySet<string>): boolean {
  if (quorum === NO_QUORUM) return true;
  const names = new Set(cosigned);
  // Members stand before their group, so one pass is enough.
  for (const { name, threshold, members } of groups) {
    names.delete(name);
    if (members.filter((member) => names.has(member)).length >= threshold) names.add(name);
  }
  return names.has(quorum);
}

/** Whether the policy asks for any witness at all. */
export function asksForWitnesses({ quorum }: Policy): boolean {
  return quorum !== NO_QUORUM;
}

/** The witnesses that can count for the quorum, in the order of the file. */
export function witnessesThatCount({ witnesses, groups, quorum }: Policy): readonly PolicyWitness[] {
  const counted = new Set([quorum]);
  for (const { name, members } of groups.toReversed())
    if (counted.has(name)) for (const member of members) counted.add(member);
  return witnesses.filter(({ name }) => counted.has(name));
}

export interface WitnessJudgement {
  readonly reached: boolean;
  /** Whose cosignatures hold, and of when, seconds since 1970. */
  readonly cosigned: readonly { readonly name: string; readonly timestamp: number }[];
  /** Those that could count and have no line. */
  readonly missing: readonly string[];
  /** Those of whom a line bears name and key and is not theirs; they do not count. */
  readonly wrong: readonly string[];
}

/** Which witnesses of the policy have cosigned a note, and whether they are enough. A line without a time does not count. */
export async function judgeWitnesses(
  policy: Policy,
  note: Note,
  verify: SignatureVerifier['verify'],
): Promise<WitnessJudgement> {
  const cosigned: { name: string; timestamp: number }[] = [];
  const missing: string[] = [];
  const wrong: string[] = [];
  const counting = new Set(witnessesThatCount(policy).map(({ name }) => name));
  for (const { name, key } of policy.witnesses) {
    const lines = await verifyLines(note, key, verify);
    if (lines.verdict === 'wrong') wrong.push(name);
    else if (lines.verdict === 'verified' && lines.timestamp > 0) cosigned.push({ name, timestamp: lines.timestamp });
    else if (counting.has(name)) missing.push(name);
  }
  const reached = quorumReached(policy, new Set(cosigned.map(({ name }) => name)));
  return { reached, cosigned, missing, wrong };
}
