/** A signed statement from outside, checked as far as that goes without the ledger: cap, form, texts, signatures. */
import { hex, utf8 } from '@counterfoil/ledger/bytes';
import { contentDigest, type Content } from '@counterfoil/ledger/content';
import { findWrongSignature, type Envelope } from '@counterfoil/ledger/envelope';
import { logKeyid } from '@counterfoil/ledger/rulebook/keys';
import { isPlace, MAX_PLACE_CHARACTERS } from '@counterfoil/ledger/place';
import type { Platform, SignatureVerifier } from '@counterfoil/ledger/signature';
import { contentRefs, openEnvelope, type Statement, type StatementOf } from '@counterfoil/ledger/statement';
import { MAX_ENTRY_BYTES } from '@counterfoil/ledger/tile';
import { say } from '@counterfoil/ledger/say';
import { asProblem, Problem, problemOf } from '../problem.ts';

/** Ready to be judged by the rulebook. */
export interface Submission {
  readonly envelope: Envelope;
  readonly statement: Statement;
  /** SHA-256 of the payload, hexadecimal: what makes a statement sent twice the same one. */
  readonly digest: string;
  readonly signers: readonly string[];
  /** The texts the statement refers to, by digest. */
  readonly contents: ReadonlyMap<string, Content>;
  /** Tokens of files that it refers to: files/file-store.ts. */
  readonly files: readonly string[];
}

export interface SubmissionChecks {
  readonly platform: Platform;
  readonly verifier: SignatureVerifier;
  /** Whether a key has any part in this ledger: asked first, since judging an unknown key costs far more than refusing it. */
  readonly keyIsKnown: (keyid: string) => Promise<boolean>;
  /** The key that an entry names for what its author says on, where it names one. SPEC M61. */
  readonly keyOfSpeaker: (entry: number) => Promise<string | undefined>;
  /** Adds the signatures of the service's own keys, where they are what is rotated. */
  readonly countersign: (envelope: Envelope, rotation: Rotation) => Promise<Envelope>;
}

export interface Rotation {
  readonly statement: StatementOf<'log-key-rotated' | 'key-rotated'>;
  readonly payload: Uint8Array;
}

/** @throws Problem with the code of what is wrong; nothing has been recorded then. */
export async function checkSubmission(
  sent: Envelope,
  contents: readonly Content[],
  files: readonly string[],
  { statement, payload }: Opened,
  checks: SubmissionChecks,
): Promise<Submission> {
  const rotates = statement.kind === 'log-key-rotated' || statement.kind === 'key-rotated';
  const envelope = rotates ? await checks.countersign(sent, { statement, payload }) : sent;
  const signers = envelope.signatures.map(({ keyid }) => keyid);
  const byDigest = matchContents(statement, contents, checks.platform.sha256);
  const brought = keysBrought(statement);
  const speaker = 'speaker' in statement ? statement.speaker : undefined;
  const speakerKey = speaker === undefined ? undefined : await checks.keyOfSpeaker(speaker);
  for (const keyid of signers) {
    const known =
      brought.includes(keyid) ||
      keyid === speakerKey ||
      (statement.kind !== 'ledger-opened' && (await checks.keyIsKnown(keyid)));
    if (!known) throw new Problem('key-unknown', say`The key ${keyid} has no part in this ledger.`);
  }
  const isBrought = ({ keyid }: Envelope['signatures'][number]): boolean => brought.includes(keyid);
  if (statement.kind !== 'ledger-opened' && envelope.signatures.every(isBrought))
    throw new Problem('key-unknown', say`No key signed it that has a part in this ledger.`);
  // Those of known keys first: they vouch for what is spent on judging the others.
  for (const brings of [false, true]) {
    const signatures = envelope.signatures.filter((made) => isBrought(made) === brings);
    if (signatures.length === 0) continue;
    const opened = { payload, origin: statement.origin };
    const wrong = await findWrongSignature({ ...envelope, signatures }, opened, checks.verifier);
    if (wrong !== undefined)
      throw problemOf({ code: wrong.verdict, detail: say`It is that of the key ${wrong.keyid}.` });
  }
  return { envelope, statement, digest: hex(checks.platform.sha256(payload)), signers, contents: byDigest, files };
}

/** Keys that a statement itself brings into the ledger, and that sign it: everybody else's must be there already. */
function keysBrought(statement: Statement): readonly string[] {
  if (statement.kind === 'ledger-opened') return statement.registrars.map(({ key }) => key);
  if (statement.kind === 'key-rotated') return [statement.to];
  if (statement.kind !== 'log-key-rotated') return [];
  const keyid = logKeyid(statement.logKey, statement.origin);
  return typeof keyid === 'string' ? [keyid] : [];
}

/** What an envelope holds. */
export type Opened = ReturnType<typeof openEnvelope>;

/** @throws Problem where it holds no statement. */
export function openSubmission(envelope: Envelope): Opened {
  // The exact size is known when the entry is made; what cannot fit is refused before anything is spent on it.
  if (envelope.payload.length > MAX_ENTRY_BYTES)
    throw new Problem(
      'entry-too-large',
      say`An entry holds at most ${{ count: MAX_ENTRY_BYTES }} bytes, and the payload alone takes ${{ count: envelope.payload.length }}.`,
    );
  try {
    return openEnvelope(envelope);
  } catch (error) {
    throw asProblem(error);
  }
}

function matchContents(
  statement: Statement,
  contents: readonly Content[],
  sha256: Platform['sha256'],
): ReadonlyMap<string, Content> {
  const sent = new Map<string, { readonly content: Content; readonly bytes: number }>();
  for (const content of contents) {
    const bytes = utf8(content.text);
    sent.set(contentDigest(content.salt, bytes, sha256), { content, bytes: bytes.length });
  }
  const matched = new Map<string, Content>();
  for (const ref of contentRefs(statement)) {
    const found = sent.get(ref.digest);
    if (found === undefined) {
      // With as many texts as are wanted, one is another than the one that was signed.
      throw new Problem(sent.size > matched.size ? 'content-mismatch' : 'content-missing');
    }
    if (found.bytes !== ref.bytes || !found.content.text.isWellFormed()) throw new Problem('content-mismatch');
    matched.set(ref.digest, found.content);
  }
  const place = statement.kind === 'input-received' ? statement.place : undefined;
  // SPEC M100.
  if (place !== undefined && !isPlace(matched.get(place.digest)?.text ?? ''))
    throw new Problem('statement-malformed', say`A place is one line of 1 to ${MAX_PLACE_CHARACTERS} characters.`);
  if (matched.size !== sent.size) throw new Problem('content-mismatch');
  return matched;
}
