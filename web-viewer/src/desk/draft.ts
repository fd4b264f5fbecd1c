/** What is about to be signed: the exact bytes, the texts that go along with them, and the fingerprint of both machines' screens. */
import { base64 } from '@counterfoil/ledger/bytes';
import { compose, type Said } from '@counterfoil/ledger/compose';
import { SALT_BYTES, type Content } from '@counterfoil/ledger/content';
import { preAuthEncoding } from '@counterfoil/ledger/envelope';
import { fingerprint } from '@counterfoil/ledger/fingerprint';
import type { SignedMessage } from '@counterfoil/ledger/signature';
import { formatStatement, parseStatement, PAYLOAD_TYPE, type Statement } from '@counterfoil/ledger/statement';
import { MAX_ENTRY_BYTES } from '@counterfoil/ledger/tile';
import { DeskProblem } from './desk-problem.ts';
import { verifier, type Ledger } from './ledger.ts';
import { signerOf, type DeskKey } from './keys.ts';
import { language } from './language.ts';

export interface Draft {
  /** Read back out of the bytes: what is shown is what is signed. */
  readonly statement: Statement;
  readonly payload: Uint8Array;
  readonly contents: readonly Content[];
  readonly signed: SignedMessage;
  readonly fingerprint: string;
}

export interface Signature {
  readonly keyid: string;
  /** Base64. */
  readonly sig: string;
}

/** Room for the envelope around the payload, its signatures and the entry around that. */
const PAYLOAD_LIMIT_BYTES = Math.floor(((MAX_ENTRY_BYTES - 8000) / 4) * 3);

/** @throws FormatError where the fields do not fit the kind; DeskProblem `too-large`. */
export function draftOf(said: Said, ledger: Ledger): Draft {
  const common = { origin: ledger.origin, at: new Date().toISOString(), seen: ledger.seen };
  const newSalt = (): Uint8Array => crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const { statement, contents } = compose(said, common, newSalt);
  const payload = formatStatement(statement);
  if (payload.length > PAYLOAD_LIMIT_BYTES) throw new DeskProblem('too-large', language.phrase('problem-too-large'));
  return openDraft(payload, contents, ledger.origin);
}

/** @throws FormatError where the bytes are no statement. */
export function openDraft(payload: Uint8Array, contents: readonly Content[], origin: string): Draft {
  const signed = { payloadType: PAYLOAD_TYPE, origin, message: preAuthEncoding(PAYLOAD_TYPE, payload) };
  return { statement: parseStatement(payload), payload, contents, signed, fingerprint: fingerprint(signed) };
}

/** Signs, and makes sure that the signature holds before anybody else gets to see it. @throws DeskProblem `signature-unmade`. */
export async function sign(signed: SignedMessage, key: DeskKey): Promise<Signature> {
  const sig = await signerOf(key).sign(signed);
  const verdict = await (await verifier()).check(key.keyid, signed, sig);
  if (verdict !== 'ok') throw new DeskProblem('signature-unmade', language.phrase(`problem-${verdict}`));
  return { keyid: key.keyid, sig: base64(sig) };
}
