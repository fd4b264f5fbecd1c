/**
 * Statements: what somebody says, signed by them. SPEC 7.
 *
 * A statement is written as canonical JSON once, by its author; everybody else keeps the bytes and never writes them anew.
 */
import { z } from 'zod';
import { canonicalBytes, parseCanonicalJson, type Json } from './canonical-json.ts';
import type { ContentRef } from './content.ts';
import { envelopePayload, type Envelope } from './envelope.ts';
import { FormatError } from './error.ts';
import { ledgerOpened, mandateEnded, mandateGranted, officeDefined } from './statements/authority.ts';
import { inputReceived } from './statements/citizens.ts';
import { acknowledgement, correction, decision, dispositions, response } from './statements/officials.ts';
import { processPublished } from './statements/process.ts';

export const PAYLOAD_TYPE = 'application/vnd.counterfoil.statement.v1+json';

export const statementSchema = z.discriminatedUnion('kind', [
  ledgerOpened,
  officeDefined,
  mandateGranted,
  mandateEnded,
  processPublished,
  inputReceived,
  acknowledgement,
  response,
  decision,
  dispositions,
  correction,
]);

export type Statement = z.infer<typeof statementSchema>;
export type Kind = Statement['kind'];
export type StatementOf<K extends Kind> = Extract<Statement, { kind: K }>;

/** @throws FormatError `statement-malformed` naming the field, and those of canonical JSON. */
export function parseStatement(payload: Uint8Array): Statement {
  const parsed = statementSchema.safeParse(parseCanonicalJson(payload));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  throw new FormatError(
    'statement-malformed',
    `The statement does not fit its kind${field === '' ? '' : `, at "${field}"`}: ${issue?.message ?? 'unknown'}.`,
    {
      cause: parsed.error,
    },
  );
}

/** The canonical bytes to sign. @throws FormatError `statement-malformed` when the fields do not fit the kind. */
export function formatStatement(statement: Statement): Uint8Array {
  const bytes = canonicalBytes(statement as unknown as Json);
  parseStatement(bytes);
  return bytes;
}

/** The statement inside an envelope, with the bytes that were signed. @throws FormatError as `parseStatement`, and `envelope-malformed`. */
export function openEnvelope(envelope: Envelope): { readonly statement: Statement; readonly payload: Uint8Array } {
  requirePayloadType(envelope);
  const payload = envelopePayload(envelope);
  return { statement: parseStatement(payload), payload };
}

/** @throws FormatError `envelope-malformed` for anything but a statement. */
export function requirePayloadType(envelope: Envelope): void {
  if (envelope.payloadType !== PAYLOAD_TYPE) {
    throw new FormatError(
      'envelope-malformed',
      `The payload is of the type "${envelope.payloadType}", which no entry of this ledger holds.`,
    );
  }
}

/** Every text a statement refers to, in the order of its fields. */
export function contentRefs(statement: Statement): readonly ContentRef[] {
  switch (statement.kind) {
    case 'mandate-granted':
      return statement.holder === undefined ? [] : [statement.holder];
    case 'input-received':
    case 'response':
    case 'decision':
    case 'correction':
      return [statement.text];
    case 'acknowledgement':
      return statement.text === undefined ? [] : [statement.text];
    case 'dispositions':
      return statement.items.map((item) => item.reason);
    case 'ledger-opened':
    case 'office-defined':
    case 'mandate-ended':
    case 'process-published':
      return [];
  }
}

/** The case a statement belongs to, or undefined where it concerns the authority as a whole; `index` is its own. */
export function caseOf(statement: Statement, index: number): number | undefined {
  if (statement.kind === 'input-received') return statement.case ?? index;
  return 'case' in statement ? statement.case : undefined;
}

/** Every earlier entry that a statement names by its index: what its `seen` has to cover. SPEC M18. */
export function referencesOf(statement: Statement): readonly number[] {
  switch (statement.kind) {
    case 'ledger-opened':
    case 'office-defined':
    case 'mandate-granted':
    case 'process-published':
      return [];
    case 'mandate-ended':
      return [statement.mandate];
    case 'input-received':
      return [...(statement.case === undefined ? [] : [statement.case]), ...(statement.by ?? [])];
    case 'acknowledgement':
    case 'response':
    case 'decision':
      return [statement.case, ...statement.by];
    case 'dispositions':
      return [statement.case, ...statement.by, ...statement.items.flatMap(({ inputs }) => inputs)];
    case 'correction':
      return [statement.case, ...statement.by, statement.corrects];
  }
}
