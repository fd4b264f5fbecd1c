/**
 * Statements: what somebody says, signed by them. SPEC 7.
 *
 * A statement is written as canonical JSON once, by its author; everybody else keeps the bytes and never writes them anew.
 */
import * as z from 'zod/mini';
import { canonicalBytes, parseCanonicalJson, type Json } from './canonical-json.ts';
import type { ContentRef } from './content.ts';
import type { FileRef } from './file-content.ts';
import { envelopePayload, type Envelope } from './envelope.ts';
import { FormatError } from './error.ts';
import { faultSentence, faultWords } from './fault-words.ts';
import { say, type Sentence } from './say.ts';
import {
  keyRevoked,
  keyRotated,
  ledgerOpened,
  logKeyRotated,
  mandateEnded,
  mandateGranted,
  officeDefined,
  registrarsChanged,
} from './statements/authority.ts';
import { calendarPublished } from './statements/calendar.ts';
import {
  appeal,
  dispute,
  erasureRequest,
  evaluation,
  inputReceived,
  supportAdded,
  withdrawal,
} from './statements/citizens.ts';
import {
  contentPublished,
  contentRedacted,
  contentRestored,
  contentWithheld,
  retentionApplied,
} from './statements/contents.ts';
import { commitment, correction, decision, dispositions, dissent, milestone } from './statements/decisions.ts';
import { figureReply } from './statements/figure-reply.ts';
import {
  acknowledgement,
  answer,
  caseLinked,
  casesMerged,
  caseSplit,
  evidenceCited,
  question,
  referral,
  response,
  stageOpened,
} from './statements/officials.ts';
import { processPublished } from './statements/process.ts';
import {
  algorithmRegistered,
  dataUseRegistered,
  deviceObservation,
  nudgeRegistered,
  supplierStatement,
} from './statements/registers.ts';

export const PAYLOAD_TYPE = 'application/vnd.counterfoil.statement.v1+json';

export const statementSchema = z.discriminatedUnion('kind', [
  ledgerOpened,
  registrarsChanged,
  officeDefined,
  mandateGranted,
  mandateEnded,
  keyRotated,
  keyRevoked,
  logKeyRotated,
  calendarPublished,
  processPublished,
  inputReceived,
  supportAdded,
  acknowledgement,
  question,
  answer,
  response,
  referral,
  stageOpened,
  caseLinked,
  casesMerged,
  caseSplit,
  decision,
  dispositions,
  dissent,
  commitment,
  milestone,
  evaluation,
  evidenceCited,
  appeal,
  dispute,
  correction,
  withdrawal,
  erasureRequest,
  contentPublished,
  contentWithheld,
  contentRedacted,
  contentRestored,
  retentionApplied,
  algorithmRegistered,
  dataUseRegistered,
  nudgeRegistered,
  supplierStatement,
  deviceObservation,
  figureReply,
]);

export type Statement = z.infer<typeof statementSchema>;
export type Kind = Statement['kind'];
export type StatementOf<K extends Kind> = Extract<Statement, { kind: K }>;

/** @throws FormatError `statement-malformed` naming the field, and those of canonical JSON. */
export function parseStatement(payload: Uint8Array): Statement {
  const parsed = statementSchema.safeParse(parseCanonicalJson(payload), { error: faultWords });
  if (parsed.success) return parsed.data;
  throw new FormatError('statement-malformed', misfit(parsed.error.issues[0]), { cause: parsed.error });
}

function misfit(issue: z.core.$ZodIssue | undefined): Sentence {
  if (issue === undefined) return say`The statement does not fit its kind.`;
  const { path } = issue;
  const fault = faultSentence(issue);
  if (path.length === 0) return say`The statement does not fit its kind: ${fault}.`;
  return say`The statement does not fit its kind, at "${path.join('.')}": ${fault}.`;
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
      say`The payload is of the type "${envelope.payloadType}", which no entry of this ledger holds.`,
    );
  }
}

/** Every text a statement refers to, wherever it stands in it, in the order of its fields. */
export function contentRefs(statement: Statement): readonly ContentRef[] {
  const found: ContentRef[] = [];
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (isContentRef(value)) found.push(value);
    // Lists of inputs can be long, and hold numbers alone.
    else if (!Array.isArray(value) || typeof value[0] === 'object') Object.values(value).forEach(look);
  };
  look(statement);
  return found;
}

/** Whether this text of a statement says where something is. SPEC M100. */
export function isPlaceOf(statement: Statement, digest: string): boolean {
  return statement.kind === 'input-received' && statement.place?.digest === digest;
}

/** Every file a statement refers to, in the order in which it names them. */
export function fileRefs(statement: Statement): readonly FileRef[] {
  return 'files' in statement ? (statement.files ?? []) : [];
}

/** By two fields that only files have as well. */
function isContentRef(value: object): value is ContentRef {
  return 'mediaType' in value && value.mediaType === 'text/plain' && 'digest' in value;
}

/** The case a statement belongs to, or undefined where it concerns the authority as a whole; `index` is its own. */
export function caseOf(statement: Statement, index: number): number | undefined {
  if (statement.kind === 'input-received') return statement.case ?? index;
  return 'case' in statement ? statement.case : undefined;
}

/** Every earlier entry that a statement names by its index: what its `seen` has to cover. SPEC M18. */
export function referencesOf(statement: Statement): readonly number[] {
  const common = [
    ...('case' in statement && statement.case !== undefined ? [statement.case] : []),
    ...('by' in statement && statement.by !== undefined ? statement.by : []),
    ...('speaker' in statement && statement.speaker !== undefined ? [statement.speaker] : []),
  ];
  switch (statement.kind) {
    case 'mandate-ended':
      return [statement.mandate];
    case 'answer':
      return [...common, statement.answers];
    case 'case-linked':
      return [...common, statement.other];
    case 'cases-merged':
      return [...common, statement.into];
    case 'case-split':
      return [...common, ...statement.inputs];
    case 'decision': {
      const { algorithms, data, review } = statement;
      const used = [algorithms, data].flatMap((list) => (list === 'none' ? [] : list));
      return [...common, ...used, ...(review === undefined ? [] : [review.reviewer])];
    }
    case 'dispositions':
      return [...common, ...statement.items.flatMap(({ inputs }) => inputs)];
    case 'dissent':
      return [...common, statement.from];
    case 'commitment':
      return [...common, ...(statement.decision === undefined ? [] : [statement.decision])];
    case 'milestone':
      return [...common, statement.commitment];
    case 'appeal':
    case 'dispute':
      return [...common, statement.against];
    case 'correction':
      return [...common, statement.corrects];
    case 'content-published':
    case 'retention-applied':
      return [...common, ...statement.items.map(({ entry }) => entry)];
    case 'erasure-request':
    case 'content-withheld':
    case 'content-redacted':
    case 'content-restored':
      return [...common, statement.entry];
    case 'supplier-statement':
      return [...common, ...(statement.concerns ?? [])];
    case 'figure-reply':
      // The newest entry that the figure counts.
      return [...common, statement.size - 1];
    default:
      return common;
  }
}
