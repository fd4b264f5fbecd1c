/**
 * The promise of inclusion as a file: what the service gives for words that it keeps and cannot record just now. Its intake key signs
 * that an entry with the commitment of these words is recorded before the deadline; who holds the file can show that it was not.
 * SPEC 11.2, M66.
 */
import * as z from 'zod/mini';
import { described } from './described.ts';
import { base64, parseBase64, utf8 } from './bytes.ts';
import { canonicalBytes, parseCanonicalJson, parseJson, type Json } from './canonical-json.ts';
import { contentDigest, SALT_BYTES, type Content } from './content.ts';
import { envelopePayload, envelopeSchema, findWrongSignature, signEnvelope } from './envelope.ts';
import { FormatError } from './error.ts';
import type { SignatureVerifier, Signer } from './signature.ts';
import type { Statement, StatementOf } from './statement.ts';
import { digestField, indexField, originField, timeField } from './statements/fields.ts';
import { say } from './say.ts';

export const PROMISE_TYPE = 'counterfoil-promise';
export const PROMISE_VERSION = 1;
export const PROMISE_PAYLOAD_TYPE = 'application/vnd.counterfoil.promise.v1+json';
/** The longest text as JSON escapes it in the worst way, and the envelope. */
export const MAX_PROMISE_BYTES = 400_000;

/** What people say that always has words. */
export const promisedKinds = ['input-received', 'appeal', 'dispute', 'answer'] as const;
export type PromisedKind = (typeof promisedKinds)[number];

const pledgeSchema = z
  .strictObject({
    origin: originField,
    kind: z.enum(promisedKinds),
    digest: digestField,
    at: timeField,
    deadline: timeField,
    case: z.optional(indexField),
  })
  .check(z.refine(({ at, deadline }) => at < deadline, { message: 'It ends before it begins.' }));
/** What is signed: by `deadline` an entry of this kind is recorded whose `text` has this digest. `case` is where it was said to belong. */
export type Pledge = z.infer<typeof pledgeSchema>;

export const promiseSchema = z.strictObject({
  type: z.literal(PROMISE_TYPE),
  v: z.literal(PROMISE_VERSION),
  promise: described(envelopeSchema, 'DSSE envelope over the promise, signed with the intake key.'),
  text: described(z.string(), 'The words that were sent.'),
  salt: described(z.string(), '32 bytes in base64: together with the words they make the commitment.'),
  logKey: described(z.string(), 'Verifier key of the log (C2SP signed-note).'),
});
/** The file. Named apart from the language's own promises. */
export type PromiseFile = z.infer<typeof promiseSchema>;

export interface PromiseParts {
  readonly pledge: Pledge;
  readonly content: Content;
  /** Verifier key. */
  readonly logKey: string;
}

/** Signs and puts together; whether it holds is for `checkPromise` to say. @throws FormatError `promise-malformed`. */
export async function makePromise({ pledge, content, logKey }: PromiseParts, intakeKey: Signer): Promise<PromiseFile> {
  const payload = canonicalBytes(pledge as unknown as Json);
  parsePledge(payload);
  const { origin } = pledge;
  const promise = await signEnvelope({ payloadType: PROMISE_PAYLOAD_TYPE, payload, origin }, [intakeKey]);
  return {
    ...{ type: PROMISE_TYPE, v: PROMISE_VERSION, promise },
    ...{ text: content.text, salt: base64(content.salt), logKey },
  };
}

export function formatPromise(promise: PromiseFile): Uint8Array {
  return canonicalBytes(promise);
}

/** @throws FormatError `promise-malformed` and those of JSON. Says nothing about whether it holds: see `checkPromise`. */
export function parsePromise(bytes: Uint8Array): PromiseFile {
  if (bytes.length > MAX_PROMISE_BYTES)
    throw new FormatError('promise-malformed', say`A promise is never as large as this.`);
  const parsed = promiseSchema.safeParse(parseJson(bytes));
  if (parsed.success) return parsed.data;
  throw new FormatError('promise-malformed', say`The file does not have the fields of a promise.`, {
    cause: parsed.error,
  });
}

export interface OpenedPromise {
  readonly pledge: Pledge;
  /** Of the key that signed, as the envelope says. */
  readonly intakeKey: string;
}

/** @throws FormatError where a part is malformed. Nothing in it has been checked against anything. */
export function openPromise({ promise, salt }: PromiseFile): OpenedPromise {
  const [signature, another] = promise.signatures;
  if (promise.payloadType !== PROMISE_PAYLOAD_TYPE || signature === undefined || another !== undefined)
    throw new FormatError('promise-malformed', say`What is signed in it is not a promise, or not signed once.`);
  if (parseBase64(salt).length !== SALT_BYTES)
    throw new FormatError('promise-malformed', say`A salt has ${SALT_BYTES} bytes.`);
  return { pledge: parsePledge(envelopePayload(promise)), intakeKey: signature.keyid };
}

function parsePledge(payload: Uint8Array): Pledge {
  const parsed = pledgeSchema.safeParse(parseCanonicalJson(payload));
  if (parsed.success) return parsed.data;
  throw new FormatError('promise-malformed', say`What is signed in it does not have the fields of a promise.`, {
    cause: parsed.error,
  });
}

/**
 * - `holds`: the key that it names has promised to record these words;
 * - `text-foreign`: the words are not those of the commitment;
 * - `not-signed`: the signature is not that of the key.
 */
export type PromiseVerdict = 'holds' | 'text-foreign' | 'not-signed';

/**
 * Judges a promise by itself. Whether the key is the intake key of that record is for the record to tell, or for the reader to know.
 * @throws FormatError where a part is malformed.
 */
export async function checkPromise(file: PromiseFile, verifier: SignatureVerifier): Promise<PromiseVerdict> {
  const { promise, text, salt } = file;
  const { pledge } = openPromise(file);
  if (!text.isWellFormed() || contentDigest(parseBase64(salt), utf8(text)) !== pledge.digest) return 'text-foreign';
  const signed = { payload: envelopePayload(promise), origin: pledge.origin };
  return (await findWrongSignature(promise, signed, verifier)) === undefined ? 'holds' : 'not-signed';
}

/** Whether the statement is what was promised. In which case it stands is not part of the promise: that one may have ended meanwhile. */
export function keepsPromise({ origin, kind, digest }: Pledge, statement: Statement): boolean {
  return statement.kind === kind && statement.origin === origin && textDigest(statement) === digest;
}

function textDigest(statement: Statement): string | undefined {
  return (promisedKinds as readonly string[]).includes(statement.kind)
    ? (statement as StatementOf<PromisedKind>).text.digest
    : undefined;
}

export function promiseFileName({ digest }: Pick<Pledge, 'digest'>): string {
  return `promise-${digest.slice(0, 12)}.json`;
}
